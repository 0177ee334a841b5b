"""What the checks of a resolved framework share, and the first: every text and source resolves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from meldcode.kader import text
from meldcode.kader.model import Framework
from meldcode.kader.reading import ContentError, Place

BRACES = re.compile(r"\{[^{}]*\}|[{}]")


class Checker:
    """A framework, and where each of its items stands, so that a message can say so."""

    def __init__(
        self, framework: Framework, places: Mapping[tuple[str, str], Place], head: Place
    ) -> None:
        self.framework = framework
        self.places = places
        self.head = head

    def fail(self, collection: str, item_id: str, key: str, message: str) -> ContentError:
        place = self.places.get((collection, item_id), self.head)
        return place.error(
            f"Verzameling '{collection}', onderdeel '{item_id}', sleutel '{key}': {message}"
        )

    def known(
        self, collection: str, item_id: str, key: str, value: str, among: Iterable[str]
    ) -> None:
        allowed = list(among)
        if value not in allowed:
            raise self.fail(
                collection, item_id, key, f"'{value}' bestaat niet. Kies uit: {', '.join(allowed)}."
            )

    def unique(self, collection: str, item_id: str, key: str, values: list[str]) -> None:
        for value in values:
            if values.count(value) > 1:
                raise self.fail(collection, item_id, key, f"'{value}' staat er meer dan één keer.")


def check_texts(checker: Checker) -> None:
    """Refuse a source that is in no register, and a place in a text that nothing fills in."""
    framework = checker.framework
    for ref in framework.bron:
        if not _resolves(framework, ref):
            raise checker.head.error(f"Sleutel 'bron': {_unknown(ref)}")
    for name, items in framework.collections.items():
        for item in items.values():
            for key, value in strings(item):
                if key == "bron" and not _resolves(framework, value):
                    raise checker.fail(name, item.id, key, _unknown(value))
                for found in BRACES.findall(value) if "{" in value or "}" in value else ():
                    _place_in_text(checker, name, item.id, key, found)


def _unknown(ref: str) -> str:
    return f"'{ref}' staat niet in bronnen.yaml of feiten.yaml."


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string in an item, with the name of the field it stands in."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from strings(getattr(value, field), field)
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each, key)


def _place_in_text(checker: Checker, name: str, item_id: str, key: str, found: str) -> None:
    """Refuse a place in a text that nothing fills in."""
    if fact := text.FACT.fullmatch(found):
        checker.known(name, item_id, key, fact[1], checker.framework.facts)
    elif number := text.NUMBER.fullmatch(found):
        checker.known(name, item_id, key, number[1], checker.framework.afwegingen)
    else:
        raise checker.fail(
            name, item_id, key, f"'{found}' mag niet. Schrijf {{feit:ID}} of {{afweging:ID}}."
        )


def _resolves(framework: Framework, ref: str) -> bool:
    if ref.startswith("feit:"):
        return ref.removeprefix("feit:") in framework.facts
    return ref.partition("#")[0] in framework.sources
