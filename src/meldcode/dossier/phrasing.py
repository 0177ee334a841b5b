"""What somebody may look at again in a text: wording, and characters that paper can't show.

It advises: nothing is refused for it and nothing is rewritten. Pure, no Django.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel

from meldcode.dossier.words import FieldWords, FormWords, Reading
from meldcode.paper import typesetting
from meldcode.wording import check

# A name has a few of them at most. Of a text in another script this tells enough.
MOST_CHARACTERS = 12


class Phrase(NamedTuple):
    """Words that read less like a fact: `words` is `text[start:end]`, `better` how a fact reads."""

    start: int
    end: int
    words: str
    why: str
    better: str


@dataclass(frozen=True)
class Remarks:
    """All there is to say of one text; `characters` are those that become a box on paper."""

    phrases: tuple[Phrase, ...] = ()
    characters: str = ""

    def __bool__(self) -> bool:
        return bool(self.phrases or self.characters)

    @property
    def by_reason(self) -> tuple[tuple[Phrase, ...], ...]:
        """The phrases that one sentence of advice is about, together; the first one comes first."""
        found: dict[str, list[Phrase]] = {}
        for phrase in self.phrases:
            found.setdefault(phrase.why, []).append(phrase)
        return tuple(map(tuple, found.values()))


def remarks(text: str, reading: Reading, profession: str = "") -> Remarks:
    """What to say of a text that is read this way; `profession` is the writer's framework."""
    if not reading:
        return Remarks()
    return Remarks(phrases(text, reading, profession), characters(text))


def phrases(text: str, reading: Reading, profession: str = "") -> tuple[Phrase, ...]:
    """The wording to look at again, in the order of the text."""
    if reading not in ("woorden", "verteld"):
        return ()
    return tuple(
        Phrase(mark.start, mark.end, text[mark.start : mark.end], mark.why, mark.better)
        for mark in check(text, profession=profession, told=reading == "verteld")
    )


def characters(text: str) -> str:
    """The characters of a text that paper can't show, each once, with a space between them.

    One that can't be seen by itself is named.
    """
    found = typesetting.undrawn(text)
    shown = dict.fromkeys(map(_visible, found[:MOST_CHARACTERS]))
    return " ".join([*shown, *(["…"] if len(found) > MOST_CHARACTERS else [])])


def _visible(character: str) -> str:
    if unicodedata.category(character) in ("Mn", "Me"):
        return "◌" + character
    return character if character.isprintable() else "(een onzichtbaar teken)"


def reading_of(field: FieldWords, answer: str) -> Reading:
    """How a field is read, given the answer on the field that tells who said it."""
    if field.told_when is not None and field.told_when.holds(answer):
        return "verteld"
    return field.reading


def of(form: FormWords, value: BaseModel, profession: str) -> Iterator[tuple[str, Phrase]]:
    """The wording to look at again in an entry or a part of a report, with the field it is in."""
    for field in form.fields:
        answer = str(getattr(value, field.told_when.field)) if field.told_when else ""
        reading = reading_of(field, answer)
        if reading in ("woorden", "verteld"):
            for phrase in phrases(getattr(value, field.name), reading, profession):
                yield field.name, phrase
