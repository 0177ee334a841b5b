"""What was done in which step, told briefly from the entries of a case.

A report that gives more than is needed is held against who reports. So what was said stands in the
facts alone, and whom the professional consulted goes unnamed, but for who answered at Veilig Thuis
(note that name [bron: rbcz]).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from meldcode.dossier import text
from meldcode.dossier.agreements import Agreement
from meldcode.dossier.casefile import Placed
from meldcode.dossier.due import postponed_talks
from meldcode.dossier.entries import (
    TEXT_LENGTH,
    Afweging,
    Besluit,
    Controle,
    Entry,
    Gesprek,
    Overleg,
    Stap,
)
from meldcode.dossier.services import File
from meldcode.dossier.words import option_label
from meldcode.melding.report import Stappen
from meldcode.paper.dates import dutch_date

LEFT_OUT = "Er is meer vastgelegd dan hier past. De rest staat in het dossier."

MOST_TALKS = 5
NORMS = "Professionele norm"

_GAP = "\n\n"


class _Told(NamedTuple):
    """What one entry says, told in the order of the days."""

    day: date
    number: int
    text: str


def steps(file: File) -> Stappen:
    """The steps in brief, the oldest first.

    Of talks, weighing and decision those since the code last started; checks, consultations and
    agreements of the whole case.
    """
    return Stappen(
        signalen=_in_order(_signals(file)),
        overleg=_in_order(_consultations(file)),
        gesprek=_in_order(_talks(file)),
        wegen=_in_order(_weighing(file)),
        hulp=fitting(map(_agreement, file.status.agreements), "\n"),
    )


def fitting(parts: Iterable[str], between: str = _GAP) -> str:
    """The parts together; of what is too long for a field the last ones, and that there is more."""
    those = list(parts)
    whole = between.join(those)
    if len(whole) <= TEXT_LENGTH:
        return whole
    room = TEXT_LENGTH - len(LEFT_OUT)
    kept: list[str] = []
    for part in reversed(those):
        room -= len(between) + len(part)
        if room < 0:
            break
        kept.append(part)
    return between.join((LEFT_OUT, *reversed(kept)))


def _in_order(told: Iterable[_Told]) -> str:
    return fitting(each.text for each in sorted(told))


def _signals(file: File) -> Iterator[_Told]:
    yield from _state(file, "1")
    for each in file.facts.all(Controle):
        yield _tell(file, each, each.entry.op, ("uitkomst",))


def _consultations(file: File) -> Iterator[_Told]:
    """The advice of Veilig Thuis, and of others only that they were asked."""
    yield from _state(file, "2")
    for each in file.facts.all(Overleg):
        advised = ("wie", "advies") if each.entry.met == "veilig_thuis" else ()
        yield _tell(file, each, each.entry.op, (*advised, "reden_niet"))


def _talks(file: File) -> Iterator[_Told]:
    """The last talks with what was answered, and which are not held yet on which ground."""
    yield from _state(file, "3")
    held = (each for each in file.facts.run.all(Gesprek) if each.entry.gehouden == "ja")
    told = sorted(_tell(file, each, each.entry.op, ("met", "reactie")) for each in held)
    yield from told[-MOST_TALKS:]
    for put_off in postponed_talks(file.facts):
        when = "wanneer_wel" if put_off.entry.wanneer_wel else "alsnog_op"
        yield _tell(file, put_off, put_off.entry.op, ("met", "grond", when))


def _weighing(file: File) -> Iterator[_Told]:
    """Which norms the last round of weighing met, and what was decided last and why."""
    yield from _state(file, "4")
    if weighed := file.facts.run.last(Afweging):
        told = _tell(file, weighed, weighed.entry.op, ())
        norms = text.listed([str(each) for each in weighed.entry.bon.get("norm", ())])
        if norms:
            yield told._replace(text="\n".join((told.text, text.labelled(NORMS, norms))))
    if decided := file.facts.run.last(Besluit):
        yield _tell(file, decided, decided.entry.op, ("reden",))


def _agreement(agreed: Agreement) -> str:
    """What was agreed in one line, with its term and what became of it last."""
    became = ""
    if agreed.last is not None:
        label = option_label("opvolging", "resultaat", agreed.last.entry.resultaat)
        became = f": {label.lower()}"
    result = " ".join(agreed.entry.resultaat.split())
    return f"{result} (termijn {dutch_date(agreed.entry.termijn)}{became})"


def _state(file: File, step: str) -> Iterator[_Told]:
    """How a step was said to stand, where a reason was given."""
    said = [each for each in file.facts.run.all(Stap) if each.entry.stap == step]
    for each in said[-1:]:
        if each.entry.reden:
            yield _tell(file, each, each.entry.op, ("reden",))


def _tell(file: File, placed: Placed[Entry], day: date | None, only: tuple[str, ...]) -> _Told:
    """One entry; where it has no day of its own, it stands where it was written down."""
    written = placed.at.astimezone(text.HERE).date()
    return _Told(day or written, placed.number, _said(file, placed, day, only))


def _said(file: File, placed: Placed[Entry], day: date | None, only: tuple[str, ...]) -> str:
    heading = text.heading(placed.entry)
    headed = f"{heading}, {dutch_date(day)}" if day else heading
    framework = file.framework_at(placed.number)
    lines = text.lines(placed.entry, file.names, framework=framework, only=only)
    return "\n".join((headed, *(text.labelled(label, value) for label, value in lines)))
