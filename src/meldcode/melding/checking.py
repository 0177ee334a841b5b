"""What the page for checking shows: the questions, the wording, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from meldcode.melding import marks, notes
from meldcode.melding.gaps import Gap, gaps
from meldcode.melding.overview import title
from meldcode.melding.report import Report


class Remark(NamedTuple):
    """Words on one page that read less like a fact for the same reason."""

    words: tuple[str, ...]
    why: str
    better: str


class Remarked(NamedTuple):
    """A page of the desk on which wording can be more like a fact: its title and address."""

    title: str
    address: str
    remarks: tuple[Remark, ...]


def wording(report: Report) -> list[Remarked]:
    """What can be more like a fact, by the page that it stands on."""
    pages: dict[tuple[str, str], list[marks.Marked]] = {}
    for mark in marks.of(report):
        pages.setdefault((mark.part, mark.id), []).append(mark)
    return [
        Remarked(title(report, part, id), notes.page_of(report, part, id), _together(those))
        for (part, id), those in pages.items()
    ]


def _together(those: Iterable[marks.Marked]) -> tuple[Remark, ...]:
    """The same reason once, with all the words that it holds for."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for mark in those:
        found.setdefault((mark.why, mark.better), {})[mark.words] = None
    return tuple(Remark(tuple(said), why, better) for (why, better), said in found.items())


def unknown(report: Report, today: date) -> list[tuple[str, str]]:
    """What was answered with 'niet bekend': the id of each question and the question."""
    asking = report.model_copy(update={"niet_bekend": ()})
    asked = {each.id: each.question for each in gaps(asking, today)}
    return [(id, asked[id]) for id in report.niet_bekend if id in asked]


def place(report: Report, gap: Gap) -> str:
    """The page of the desk where a question can be answered."""
    kind, _, rest = gap.id.partition(".")
    who = rest.partition(".")[0]
    known = kind in ("persoon", "feit", "verteld") and (who in report.names or kind == "feit")
    return notes.page_of(report, kind if known else gap.part, who)
