"""What may be hard to read, has no source or is out of date in a framework: help for an editor.

Nothing here is wrong by itself, so nothing is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from meldcode.kader import reading, schema, text
from meldcode.kader.checker import strings
from meldcode.kader.folders import BASE, CASES_FILE, VERBS
from meldcode.kader.load import CONTENT
from meldcode.kader.model import Framework
from meldcode.kader.reading import Place, key_place
from meldcode.kader.registers import REGISTER_FILES
from meldcode.workshop import reading_words
from meldcode.workshop.cases import Placed
from meldcode.workshop.law_elements import lacking

OWN_CHOICE = "eigen"
# Examples are made up, so a choice of one's own is all that they can rest on.
_MADE_UP = ("voorbeelden",)
KINDS: Mapping[str, str] = {
    "zin": f"Zinnen van meer dan {reading_words.LONGEST_SENTENCE} woorden",
    "woord": "Lange woorden die niet worden uitgelegd",
    "begrip": "Woorden en afkortingen om uit te leggen",
    "bron": "Wat geen bron heeft, of alleen een eigen keuze",
    "feit": "Feiten om opnieuw na te kijken",
    "wet": "Wat de wet in een meldcode vraagt en hier nergens staat",
}


class Remark(NamedTuple):
    """One thing to look at; ``kind`` is a key of ``KINDS``, ``what`` is Dutch."""

    kind: str
    place: Place
    what: str


class _Passage(NamedTuple):
    """A text of the framework, filled in, and where it stands."""

    place: Place
    words: str


def remarks(
    framework: Framework,
    cases: Iterable[Placed],
    today: dt.date,
    roots: Iterable[Path] = (CONTENT,),
) -> list[Remark]:
    """Everything to look at in what this framework wrote itself; ``roots`` hold the folders.

    What it has from the common framework is told under that one.
    """
    spots = _Spots(framework, [root / framework.id for root in roots])
    passages = list(_passages(framework, spots))
    own = [placed for placed in cases if placed.place.file.startswith(f"{framework.id}/")]
    passages += [_Passage(placed.place, placed.case.verhaal) for placed in own]
    return [
        *_long_sentences(passages),
        *_long_words(framework, passages),
        *_to_explain(framework, passages),
        *_without_source(framework, spots),
        *_cases_without_source(own),
        *_old_facts(framework, spots, today),
        *(Remark("wet", spots.head, f"{what}.") for what in lacking(framework)),
    ]


class _Spots:
    """Where each own item of a framework stands in its files."""

    def __init__(self, framework: Framework, folders: Iterable[Path]) -> None:
        self.head = Place(f"{framework.id}/kader.yaml", 1)
        self.found: dict[tuple[str, str], tuple[str, Any]] = {}
        folder = next((each for each in folders if each.is_dir()), None)
        for path in sorted(folder.glob("*.yaml")) if folder else ():
            if path.name not in (CASES_FILE, *REGISTER_FILES):
                label = f"{framework.id}/{path.name}"
                self._note(reading.read_yaml(path, label), label)

    def _note(self, data: Mapping[str, Any], label: str) -> None:
        groups = [data, *(data.get(verb) or {} for verb in VERBS if verb != "laat_weg")]
        for group in groups:
            for name in schema.COLLECTIONS.keys() & group.keys():
                for item in group[name]:
                    self.found[name, item["id"]] = (label, item)

    def place(self, name: str, item_id: str, field: str) -> Place:
        """The line of a field, or of its item where the field stands deeper."""
        if (name, item_id) not in self.found:
            return self.head
        label, item = self.found[name, item_id]
        return key_place(item, field if field in item else "id", label)


def _own_items(framework: Framework) -> Iterator[tuple[str, schema.Item]]:
    for name, items in framework.collections.items():
        for item in items.values():
            if framework.herkomst(name, item.id) == framework.id:
                yield name, item


def _passages(framework: Framework, spots: _Spots) -> Iterator[_Passage]:
    for name, item in _own_items(framework):
        for field, value in strings(item):
            # What people read has more than one word; ids and choices have one.
            if field != "bron" and " " in value:
                yield _Passage(spots.place(name, item.id, field), framework.plain(value))


def _long_sentences(passages: Iterable[_Passage]) -> Iterator[Remark]:
    for place, passage in passages:
        for sentence, count in reading_words.long_sentences(passage):
            yield Remark("zin", place, f"{count} woorden: {sentence}")


def _long_words(framework: Framework, passages: Iterable[_Passage]) -> Iterator[Remark]:
    used = _used(passages, reading_words.words)
    for word, places in used.items():
        if reading_words.is_long(word) and not _explained(framework, word):
            yield Remark("woord", places[0], f"'{word}'{_times(places)}")


def _to_explain(framework: Framework, passages: Iterable[_Passage]) -> Iterator[Remark]:
    used = _used(passages, reading_words.to_explain)
    for word, places in used.items():
        if not _explained(framework, word):
            yield Remark("begrip", places[0], f"'{word}'{_times(places)}")


def _used(
    passages: Iterable[_Passage], find: Callable[[str], Iterable[str]]
) -> dict[str, list[Place]]:
    """Every word that ``find`` finds, with where it stands."""
    used: dict[str, list[Place]] = {}
    for place, passage in passages:
        for word in find(passage):
            used.setdefault(word, []).append(place)
    return used


def _times(places: list[Place]) -> str:
    return f", {len(places)} keer" if len(places) > 1 else ""


def _explained(framework: Framework, word: str) -> bool:
    return reading_words.explained(word, [term.woord for term in framework.begrippen.values()])


def _without_source(framework: Framework, spots: _Spots) -> Iterator[Remark]:
    for name, item in _own_items(framework):
        refs = {value.partition("#")[0] for field, value in strings(item) if field == "bron"}
        place = spots.place(name, item.id, "bron")
        if not refs:
            yield Remark("bron", place, f"'{item.id}' uit '{name}' heeft geen bron.")
        elif refs == {OWN_CHOICE} and name not in _MADE_UP:
            yield Remark("bron", place, f"'{item.id}' uit '{name}' rust alleen op een eigen keuze.")


def _cases_without_source(cases: Iterable[Placed]) -> Iterator[Remark]:
    for case, place in cases:
        if not case.bron:
            yield Remark("bron", place, f"Geval '{case.id}' heeft geen bron.")


def _old_facts(framework: Framework, spots: _Spots, today: dt.date) -> Iterator[Remark]:
    """The facts to look at again that an own text names; the common framework tells all."""
    for key, fact in framework.facts.items():
        places = list(_naming(framework, spots, key))
        if fact.opnieuw <= today and (places or framework.id == BASE):
            what = f"'{key}' is {fact.waarde}, gezien op {fact.gezien}{_times(places)}"
            yield Remark("feit", places[0] if places else Place("feiten.yaml", 1), what)


def _naming(framework: Framework, spots: _Spots, fact: str) -> Iterator[Place]:
    """Where an own text gives a fact."""
    for name, item in _own_items(framework):
        for field, value in strings(item):
            if fact in text.FACT.findall(value):
                yield spots.place(name, item.id, field)
