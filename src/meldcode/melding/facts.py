"""The facts that a case has for a report, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meldcode import wording
from meldcode.dossier.casefile import CaseFile, Placed
from meldcode.dossier.entries import LINE_LENGTH, TEXT_LENGTH, Bijlage, JaNee, Signaal
from meldcode.melding.report import MOST_FACTS, Feit

LEARNT_THEN = "op deze dag gehoord of gelezen"

# A text with such a mark reads as what somebody makes of it.
_NO_FACT = frozenset({"impressie", "oordeel", "buiten_vak"})
# The fields of a fact that come from its entry.
_FROM_ENTRY = ("wat", "gebeurd", "gebeurd_toelichting", "herkomst", "van_wie", "over")


def of_case(case: CaseFile) -> list[Feit]:
    """All that counts today, in the order in which things happened, then of the entries.

    Interpretations and attachments are proposed not to go along. The ids are to be given yet.
    """
    return sorted(_all(case), key=lambda each: (each.gebeurd, each.regel or 0))


def fitting(facts: list[Feit], room: int = MOST_FACTS) -> list[Feit]:
    """As many as there is room for, in their order: the oldest that don't go along yield first."""
    yielding = sorted(range(len(facts)), key=lambda place: facts[place].mee == "ja")
    kept = yielding[max(0, len(facts) - room) :]
    return [facts[place] for place in sorted(kept)]


def numbered(facts: Iterable[Feit], first: int = 1) -> tuple[Feit, ...]:
    """The facts with ids in this order: f1, f2 …"""
    return tuple(
        each.model_copy(update={"id": f"f{number}"}) for number, each in enumerate(facts, first)
    )


def says(fact: Feit) -> tuple[object, ...]:
    """What a fact has of its entry, to see whether two say the same."""
    return tuple(getattr(fact, name) for name in _FROM_ENTRY)


def _all(case: CaseFile) -> Iterator[Feit]:
    for signal in case.all(Signaal):
        yield from _of_signal(signal, case.children)
    for attached in case.all(Bijlage):
        yield _of_attachment(attached)


def _of_signal(signal: Placed[Signaal], children: frozenset[str]) -> Iterator[Feit]:
    """What the signal says, and what it says of home: a fact of its own from the same source.

    Those involved are proposed to read only what was seen of the children by who reports; what was
    told, or happened at home, may put somebody in danger.
    """
    entry = signal.entry
    own = entry.herkomst == "zelf_gezien" and bool(entry.over) and children >= set(entry.over)
    is_fact = entry.aard == "feit"
    fact = Feit(
        id="f1",
        regel=signal.number,
        wat=entry.wat,
        gebeurd=entry.gebeurd or entry.opgemerkt.isoformat(),
        gebeurd_toelichting=_when(entry),
        herkomst=entry.herkomst,
        van_wie=entry.van_wie,
        over=entry.over,
        mee=_yes(is_fact),
        afschrift=_yes(is_fact and own),
    )
    yield fact
    if entry.thuis:
        goes = is_fact and not _reads_as_judgement(entry.thuis)
        yield fact.model_copy(update={"wat": entry.thuis, "mee": _yes(goes), "afschrift": "nee"})


def _when(entry: Signaal) -> str:
    """Time and place; of what others tell without a day, that the day is that of hearing it."""
    if entry.gebeurd or entry.herkomst == "zelf_gezien":
        return entry.gebeurd_toelichting
    both = "; ".join(filter(None, (entry.gebeurd_toelichting, LEARNT_THEN)))
    return both if len(both) <= LINE_LENGTH else entry.gebeurd_toelichting


def _reads_as_judgement(words: str) -> bool:
    return any(mark.soort in _NO_FACT for mark in wording.check(words))


def _of_attachment(attached: Placed[Bijlage]) -> Feit:
    """What a photo or letter shows, in words: the thing itself stays in the case."""
    entry = attached.entry
    shown = "\n".join(filter(None, (entry.beschrijving, entry.herkomst)))
    return Feit(
        id="f1",
        regel=attached.number,
        wat=shown[:TEXT_LENGTH] or entry.titel,
        gebeurd=entry.op.isoformat(),
        herkomst="document",
        van_wie=entry.titel,
        over=entry.over,
        mee="nee",
        afschrift="nee",
    )


def _yes(holds: bool) -> JaNee:
    return "ja" if holds else "nee"
