"""Content beside the frameworks, which all of them share: professions, and what to do in danger.

Both stand next to the registers of sources and facts, and cite them as everything does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, TypeVar

from meldcode.kader import schema
from meldcode.kader.load import BASE, CONTENT, frameworks
from meldcode.kader.model import Framework, Registers
from meldcode.kader.reading import Place, add_once, only_keys, read_items, read_yaml

I = TypeVar("I", bound=schema.Item)  # noqa: E741

Part = Literal["zeg", "eerst", "hulp", "vannacht", "wacht", "meer"]


class Profession(schema.Item):
    """A profession as people call it; ``ook`` are other words that somebody types for it."""

    naam: schema.Text
    ook: tuple[schema.Text, ...] = ()
    kader: schema.Id
    bron: schema.Refs


class Now(schema.Item):
    """What to do, or not yet, while there is danger.

    ``wie`` are the values of `slachtoffers` that it is for, ``kaders`` the frameworks; empty means
    all. Where a part has items of one's own framework, those stand in the place of the others.
    """

    deel: Part
    wie: tuple[schema.Text, ...] = ()
    kaders: tuple[schema.Id, ...] = ()
    kop: schema.Text | None = None
    tekst: schema.Text
    bron: schema.Refs


@lru_cache(maxsize=1)
def now_items() -> tuple[Now, ...]:
    """All that may be said about danger now. Raises ContentError."""
    return tuple(_read("nu", Now))


def now(framework: Framework, part: Part, who: str) -> list[Now]:
    """One part of what to do now, for who is in danger and for who reads it, in order."""
    meant = [
        item
        for item in now_items()
        if item.deel == part
        and (not item.wie or who in item.wie)
        and (not item.kaders or framework.id in item.kaders)
    ]
    own = [item for item in meant if item.kaders]
    return own or meant


@lru_cache(maxsize=1)
def professions() -> tuple[Profession, ...]:
    """The professions of the product, in the order of the content. Raises ContentError."""
    return tuple(_read("beroepen", Profession))


def offered() -> list[str]:
    """What somebody may choose, by name: the professions, and those of one's own frameworks."""
    return list(dict.fromkeys([each.naam for each in professions()] + list(_own().values())))


def framework_for(typed: str) -> str | None:
    """The framework of a profession that was typed in full, or its id; None where it isn't one.

    What a framework calls its own profession goes before our list: an organisation knows better.
    """
    if typed in frameworks():
        return typed
    wanted = _plain(typed)
    called = [key for key, naam in _own().items() if _plain(naam) == wanted]
    found = set(called) or {each.kader for each in professions() if wanted in _said_as(each)}
    return found.pop() if len(found) == 1 else None


def resembling(typed: str) -> list[str]:
    """The names of the professions that somebody may mean with what was typed, at most eight."""
    wanted = _plain(typed)
    names = [(naam, words) for naam, words in _named() if any(wanted in word for word in words)]
    if not names:
        every = {word: naam for naam, words in _named() for word in words}
        return list(dict.fromkeys(every[each] for each in get_close_matches(wanted, every, 8, 0.7)))
    return [naam for naam, _ in names][:8]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _own() -> Mapping[str, str]:
    """What a framework calls its own profession, by its id."""
    return {key: each.beroep for key, each in frameworks().items()}


def _named() -> Iterable[tuple[str, list[str]]]:
    for each in professions():
        yield each.naam, _said_as(each)
    for naam in _own().values():
        yield naam, [_plain(naam)]


def _said_as(profession: Profession) -> list[str]:
    return [_plain(word) for word in (profession.naam, *profession.ook)]


def _read(name: str, model: type[I]) -> list[I]:
    label = f"{name}.yaml"
    data = read_yaml(CONTENT / label, label)
    only_keys(data, (name,), label)
    found: dict[str, tuple[I, Place]] = {}
    for item, place in read_items(data, name, model, label):
        add_once(found, item.id, (item, place), name)
        _check(item, place, frameworks()[BASE].registers)
    return [item for item, _ in found.values()]


def _check(item: schema.Item, place: Place, registers: Registers) -> None:
    for ref in getattr(item, "bron", ()):
        try:
            registers.cite(ref)
        except KeyError:
            raise place.error(f"'{item.id}', sleutel 'bron': '{ref}' bestaat niet.") from None
