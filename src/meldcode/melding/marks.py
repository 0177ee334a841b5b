"""The wording of a report to look at again: what a reader at Veilig Thuis could not check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from meldcode.dossier import phrasing
from meldcode.dossier.phrasing import Remarks
from meldcode.dossier.words import Reading
from meldcode.melding import words
from meldcode.melding.report import Report


class Marked(NamedTuple):
    """`words` in one field of a report: why they read less like a fact, and how a fact reads.

    `part` is a part's `soort`, `id` that of the fact or person and empty where there is one only.
    """

    part: str
    id: str
    field: str
    words: str
    why: str
    better: str


def of(report: Report) -> tuple[Marked, ...]:
    """All of what is given, in the order of the parts; facts that stay out are not read."""
    return tuple(mark for part in _parts(report) for mark in _marked(part, report.beroep))


def under(text: str, *, told: bool = False, profession: str = "") -> Remarks:
    """What to say under a field with this text; `told` where somebody else said it."""
    reading: Reading = "verteld" if told else "woorden"
    return phrasing.remarks(text, reading, profession)


def _parts(report: Report) -> Iterator[BaseModel]:
    yield from (report.melder, report.zorgen, *report.given, report.stappen)
    yield from (*report.verteld, report.omgeving, report.vraag)


def _marked(part: BaseModel, profession: str) -> Iterator[Marked]:
    soort = str(getattr(part, "soort"))  # noqa: B009
    for field, phrase in phrasing.of(words.part(soort), part, profession):
        found = phrase.words, phrase.why, phrase.better
        yield Marked(soort, getattr(part, "id", ""), field, *found)
