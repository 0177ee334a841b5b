"""What an outcome begins with, over all answers, all classes of situations and all frameworks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest

from meldcode.kader.advice import Advice, Situation
from meldcode.kader.decide import decide, opening_of
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.schema import Opening

FRAMEWORKS = frameworks()
# Without and with the rule of restraint; the rest differs by duties that no opening names.
DISTINCT = [FRAMEWORKS["gemeenschappelijk"], FRAMEWORKS["artsen"]]
ANSWERS = [
    dict(zip("12345", vector, strict=True))
    for vector in itertools.product(("ja", "nee", "open"), repeat=5)
]
VICTIMS = ("open", "kind", "ongeboren", "volwassenen")
# Every mix of who it is about with what is said of danger and of telling, and restraint.
SITUATIONS = [
    Situation(slachtoffers=who, **said)
    for who in VICTIMS
    for said in (
        {},
        {"gevaar_nu": "ja"},
        {"gevaar_nu": "nee", "gevaar_teken": True},
        {"gevaar_teken": True},
        {"onveiligheid": "acuut"},
        {"onveiligheid": "structureel", "vertellen_onveilig": "ja"},
        {"onveiligheid": "structureel", "vertel_teken": True},
        {"gevaar_nu": "nee", "onveiligheid": "beide"},
        {"weigering": "vrij"},
        {"weigering": "vrij", "ernstig_gevaar": "nee"},
        {"weigering": "vrij", "ernstig_gevaar": "ja", "hulp_kan_afwenden": "nee"},
    )
]


class Shown(NamedTuple):
    """One outcome: its opening beside the advice."""

    framework: Framework
    answers: Mapping[str, str]
    situation: Situation
    opening: Opening
    advice: Advice

    @property
    def duties(self) -> set[str]:
        return {duty.id for duty in self.advice.plichten}


def every_outcome(framework: Framework) -> Iterator[Shown]:
    for answers, situation in itertools.product(ANSWERS, SITUATIONS):
        opening = opening_of(framework, answers, situation)
        advice = decide(framework, answers, situation)
        yield Shown(framework, answers, situation, opening, advice)


@pytest.fixture(scope="module", params=DISTINCT, ids=lambda each: each.id)
def outcomes(request: pytest.FixtureRequest) -> list[Shown]:
    return list(every_outcome(request.param))


def test_danger_always_opens_with_the_emergency_number(outcomes: list[Shown]) -> None:
    for each in outcomes:
        in_danger = "direct_gevaar" in each.duties
        assert each.opening.id.startswith("acuut") == in_danger, each
        if in_danger:
            assert each.opening.bel[0] == "noodnummer"


def test_danger_that_must_be_judged_opens_with_judging_it(outcomes: list[Shown]) -> None:
    for each in outcomes:
        to_judge = "gevaar_beoordelen" in each.duties
        assert each.opening.id.startswith("gevaar-beoordelen") == to_judge, each


def test_an_opening_says_to_report_where_that_is_the_norm_and_nowhere_else(
    outcomes: list[Shown],
) -> None:
    for each in outcomes:
        if each.duties & {"direct_gevaar", "gevaar_beoordelen"}:
            continue
        reports = each.advice.melden == "noodzakelijk"
        assert each.opening.id.startswith("melden") == reports, each


def test_where_telling_may_be_unsafe_the_opening_says_not_to_tell_yet(
    outcomes: list[Shown],
) -> None:
    for each in outcomes:
        if each.opening.id.startswith("melden"):
            unsafe = "vertellen_met_vt" in each.duties
            assert (each.opening.id == "melden.vertellen-met-vt") == unsafe, each


def test_every_other_opening_goes_with_its_outcome(outcomes: list[Shown]) -> None:
    belongs = {
        "terughoudend": "terughoudend",
        "nu-niet": "nu_niet",
        "niet-nodig": "niet_noodzakelijk",
        "geen-vermoeden": "niet_noodzakelijk",
        "advies": "open",
    }
    for each in outcomes:
        if each.opening.id in belongs:
            assert each.advice.melden == belongs[each.opening.id], each


def test_what_is_open_opens_with_ringing_for_advice(outcomes: list[Shown]) -> None:
    for each in outcomes:
        if each.advice.melden == "open" and each.answers["1"] != "nee":
            assert each.opening.id.startswith(("advies", "acuut", "gevaar-beoordelen")), each


def test_an_opening_speaks_of_a_child_only_where_a_child_was_named(outcomes: list[Shown]) -> None:
    of_a_child = {"acuut.kind", "melden.kind"}
    unborn = {"acuut.ongeboren", "melden.ongeboren"}
    for each in outcomes:
        words = f"{each.opening.kop} {each.opening.lede} {each.opening.zeg}"
        assert ("kind" in words) == (each.opening.id in of_a_child | unborn), words
        if each.opening.id in of_a_child:
            assert each.situation.slachtoffers == "kind"
        if each.opening.id in unborn:
            assert each.situation.slachtoffers == "ongeboren"


def test_all_frameworks_begin_their_outcomes_alike() -> None:
    common = FRAMEWORKS["gemeenschappelijk"].vandaag
    assert all(each.vandaag == common for each in FRAMEWORKS.values())


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=lambda each: each.id)
def test_every_opening_can_be_rung_and_said_without_names(framework: Framework) -> None:
    assert framework.vandaag
    for opening in framework.vandaag.values():
        assert all(framework.facts[number].bel for number in opening.bel)
        assert opening.zeg.startswith("Ik ")
        assert len(opening.zeg.split()) <= 32, opening.zeg
        assert len(opening.kop.split()) <= 12, opening.kop
