"""What was done in which step, told from the entries of a case in the words of its forms.

Whom the professional consulted goes unnamed, for that is more than is needed, but for who answered
at Veilig Thuis (S1: note that name).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from meldcode.dossier import text
from meldcode.dossier.agreements import Agreement
from meldcode.dossier.casefile import Placed
from meldcode.dossier.entries import (
    TEXT_LENGTH,
    Afweging,
    Besluit,
    Controle,
    Entry,
    Gesprek,
    Melding,
    Overleg,
    Stap,
)
from meldcode.dossier.services import File
from meldcode.kader.model import Framework
from meldcode.melding.report import Stappen

LEFT_OUT = "Er is meer vastgelegd dan hier past. De rest staat in het dossier."

_GAP = "\n\n"
_TALK = (
    *("met", "gezegd", "reactie", "oplossingen", "toestemming", "mening_kind", "mening_gewogen"),
    *("grond", "grond_toelichting", "wanneer_wel", "alsnog_op"),
)


class _Told(NamedTuple):
    """What one entry says, told in the order of the days."""

    day: date
    number: int
    text: str


def steps(file: File) -> Stappen:
    """The steps of the whole case, an entry a paragraph, the oldest first."""
    return Stappen(
        signalen=_in_order(_signals(file)),
        overleg=_in_order(_consultations(file)),
        gesprek=_in_order(_talks(file)),
        wegen=_in_order(_weighing(file)),
        hulp=_in_order(_agreement(file, each) for each in file.status.agreements),
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
        yield _tell(file, each, each.entry.op, ("uitkomst", "toelichting"))


def _consultations(file: File) -> Iterator[_Told]:
    yield from _state(file, "2")
    for each in file.facts.all(Overleg):
        who = ("wie",) if each.entry.met == "veilig_thuis" else ()
        yield _tell(file, each, each.entry.op, (*who, "vraag", "advies", "reden_niet"))


def _talks(file: File) -> Iterator[_Told]:
    yield from _state(file, "3")
    for each in file.facts.all(Gesprek):
        yield _tell(file, each, each.entry.op, _TALK)


def _weighing(file: File) -> Iterator[_Told]:
    """Which norms a round of weighing met, what was decided and why, and earlier reports."""
    yield from _state(file, "4")
    for each in file.facts.all(Afweging):
        norms = list(_norms(each.entry, file.framework))
        told = _tell(file, each, each.entry.op, ())
        if norms:
            yield told._replace(text="\n".join((told.text, *norms)))
    for decided in file.facts.all(Besluit):
        leaves = ("volgt_advies",) if decided.entry.volgt_advies == "nee" else ()
        yield _tell(file, decided, decided.entry.op, ("hulp", *leaves, "reden"))
    for made in file.facts.all(Melding):
        yield _tell(file, made, made.entry.op, ("hoe", "medewerker", "kenmerk"))


def _norms(entry: Afweging, framework: Framework) -> Iterator[str]:
    """The professional norms that the receipt names, as the framework says them."""
    for key in map(str, entry.bon.get("norm", ())):
        if key in framework.normen:
            yield text.labelled(f"Norm {key}", framework.plain(framework.normen[key].tekst))


def _agreement(file: File, agreed: Agreement) -> _Told:
    """What was agreed, with what became of it last."""
    entry, last = agreed.entry, agreed.last
    only = ("resultaat", "termijn", "wie")
    told = _Told(entry.op, agreed.number, _said(file, entry, entry.op, only))
    if last is None:
        return told
    since = _said(file, last.entry, last.entry.op, ("veilig", "toelichting"))
    return told._replace(text=f"{told.text}\n{since}")


def _state(file: File, step: str) -> Iterator[_Told]:
    """How a step was said to stand, where a reason was given."""
    said = [each for each in file.facts.run.all(Stap) if each.entry.stap == step]
    for each in said[-1:]:
        if each.entry.reden:
            yield _tell(file, each, each.entry.op, ("reden",))


def _tell(file: File, placed: Placed[Entry], day: date | None, only: Collection[str]) -> _Told:
    """One entry; where it has no day of its own, it stands where it was written down."""
    written = placed.at.astimezone(text.HERE).date()
    return _Told(day or written, placed.number, _said(file, placed.entry, day, only))


def _said(file: File, entry: Entry, day: date | None, only: Collection[str]) -> str:
    heading = text.heading(entry)
    headed = f"{heading}, {text.dutch_date(day)}" if day else heading
    lines = text.lines(entry, file.names, framework=file.framework, only=only)
    return "\n".join((headed, *(text.labelled(label, value) for label, value in lines)))
