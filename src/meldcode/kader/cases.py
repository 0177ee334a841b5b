"""The cases of the proof: answers, a situation, and what a framework makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from meldcode.kader.advice import OPEN, Advice, Outcome, Situation

# From strict to mild, as the laws compare outcomes.
STRICTNESS: Mapping[str, int] = {
    value: rank
    for rank, value in enumerate(
        ("noodzakelijk", "open", "terughoudend", "nu_niet", "niet_noodzakelijk")
    )
}
RESTRAINED = ("terughoudend", OPEN)


class Ground(NamedTuple):
    """What holds for one set of answers in every situation.

    ``every`` and ``some`` are the considerations that every way and that some way passes;
    ``plain`` is ``melden`` without restraint, ``common`` the same in the common framework.
    """

    answers: Mapping[str, str]
    every: frozenset[str]
    some: frozenset[str]
    plain: str
    common: str


class Case(NamedTuple):
    """One set of answers in one situation, and the outcome of the framework."""

    ground: Ground
    situation: Situation
    outcome: Outcome
    norms: frozenset[str]
    has_restraint: bool

    def says(self, number: str, *answers: str) -> bool:
        """Whether consideration ``number`` is answered with one of ``answers``."""
        return self.ground.answers.get(number, OPEN) in answers

    @property
    def may_restrain(self) -> bool:
        """Adults only who refuse freely, in a framework with the rule of restraint."""
        situation = self.situation
        return (
            self.has_restraint
            and situation.slachtoffers == "volwassenen"
            and situation.weigering == "vrij"
        )

    @property
    def must_report(self) -> bool:
        """Whether the report stands: necessary, or restrained where that is allowed."""
        melden = self.outcome.melden
        return melden == "noodzakelijk" or (self.may_restrain and melden in RESTRAINED)

    def cites(self, norm: str) -> bool:
        """Whether the norm is named, as far as the outcome names norms at all."""
        return self.outcome.melden == OPEN or norm in self.outcome.norm


def explained(case: Case, advice: Advice, duties: frozenset[str]) -> bool:
    """Whether the whole advice says the same, with a reason and a source for each answer."""
    given = {key for key, answer in case.ground.answers.items() if answer != OPEN}
    return (
        advice.outcome == case.outcome
        and {duty.id for duty in advice.plichten} == duties
        and given <= {reason.afweging for reason in advice.redenen}
        and all(reason.gevolg and reason.bron for reason in advice.redenen)
    )
