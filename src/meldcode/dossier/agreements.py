"""The agreements, each with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from meldcode.dossier.casefile import CaseFile, Placed
from meldcode.dossier.entries import Afspraak, Opvolging

AgreementState = Literal["open", "te_laat", "gehaald", "deels", "niet_gehaald"]


@dataclass(frozen=True)
class Agreement:
    """An agreement with its follow-ups in order of their day; the last one tells its state."""

    number: int
    entry: Afspraak
    follow_ups: tuple[Placed[Opvolging], ...]
    state: AgreementState

    @property
    def last(self) -> Placed[Opvolging] | None:
        return self.follow_ups[-1] if self.follow_ups else None


def agreements_of(case: CaseFile, today: date) -> tuple[Agreement, ...]:
    """Every agreement that counts. It is late from the day after its term."""
    return tuple(_agreement(case, each, today) for each in case.all(Afspraak))


def _agreement(case: CaseFile, made: Placed[Afspraak], today: date) -> Agreement:
    followed = sorted(
        (each for each in case.all(Opvolging) if each.entry.afspraak == made.number),
        key=lambda each: (each.entry.op, each.number),
    )
    return Agreement(made.number, made.entry, tuple(followed), _state(made, followed, today))


def _state(
    made: Placed[Afspraak], followed: list[Placed[Opvolging]], today: date
) -> AgreementState:
    if followed:
        return followed[-1].entry.resultaat
    return "te_laat" if made.entry.termijn < today else "open"
