"""The decision against the oracle, and some cases written out."""

from __future__ import annotations

import itertools
import re
from typing import Any, get_args

import pytest

from meldcode.kader import schema
from meldcode.kader.advice import Situation
from meldcode.kader.checks import CheckResult, check
from meldcode.kader.decide import decide, decide_outcome
from meldcode.kader.input import ANSWERS, InputError, read_question
from meldcode.kader.load import frameworks
from meldcode.kader.route import read_route
from tests.kader import orakel
from tests.kader.yardstick import CORNERS, VECTORS, differences, drawn, judgement

FRAMEWORKS = frameworks()
DRAWN = drawn(seed=2026, count=40)
# Every tenth of what the whole trial compares; ``python -m proef advies`` compares everything.
SHARE = 10


@pytest.mark.parametrize("kader", orakel.KADERS)
def test_every_answer_in_the_corner_situations_is_as_the_oracle_says(kader: str) -> None:
    assert _disagreements(kader, itertools.product(VECTORS, CORNERS)) == []


@pytest.mark.parametrize("kader", orakel.KADERS)
def test_a_fixed_tenth_of_the_drawn_situations_is_as_the_oracle_says(kader: str) -> None:
    start = orakel.KADERS.index(kader)
    cases = itertools.product(DRAWN, VECTORS)
    share = [
        (vector, situation) for situation, vector in itertools.islice(cases, start, None, SHARE)
    ]
    assert len(share) * SHARE == pytest.approx(len(DRAWN) * len(VECTORS), abs=SHARE)
    assert {tuple(vector.values()) for vector, _ in share} >= {("ja",) * 5, ("open",) * 5}
    assert _disagreements(kader, share) == []


def _disagreements(kader: str, cases: Any) -> list[str]:
    return [
        f"{kader} {vector} {situation}: {difference}"
        for vector, situation in cases
        for difference in differences(
            judgement(decide(FRAMEWORKS[kader], vector, Situation(**situation))),
            orakel.oordeel(kader, vector, situation),
        )
    ]


@pytest.mark.parametrize(("question", "expected"), orakel.VOORBEELDEN)
def test_the_worked_cases_come_out_as_worked_out_by_hand(
    question: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert judgement(decide(*read_question(question, FRAMEWORKS))) == expected


def test_the_bare_outcome_is_that_of_the_whole_advice() -> None:
    for kader, situation in itertools.product(("artsen", "onderwijs"), CORNERS):
        for vector in VECTORS:
            question = (FRAMEWORKS[kader], vector, Situation(**situation))
            assert decide_outcome(*question) == decide(*question).outcome


def test_the_example_of_the_contract_comes_out_in_its_form() -> None:
    question = {
        "kader": "artsen",
        "afwegingen": {"1": "ja", "2": "nee", "3": "nee", "4": "open", "5": "open"},
        "situatie": {
            "slachtoffers": "volwassenen",
            "gevaar_nu": "open",
            "vertellen_onveilig": "open",
            "gevaar_teken": False,
            "vertel_teken": False,
            "onveiligheid": "open",
            "gemeld": "nee",
            "weigering": "niet_gevraagd",
            "ernstig_gevaar": "open",
            "hulp_kan_afwenden": "open",
        },
    }
    doctors = FRAMEWORKS["artsen"]
    advice = decide(*read_question(question, FRAMEWORKS)).as_dict()
    assert list(advice) == [
        "kader",
        "melden",
        "norm",
        "opnieuw",
        "hulp",
        "volgende",
        "plichten",
        "redenen",
        "omslag",
        "tegenspraken",
    ]
    assert advice["kader"] == {"id": "artsen", "versie": doctors.versie, "hash": doctors.hash}
    assert (advice["melden"], advice["norm"], advice["opnieuw"]) == ("noodzakelijk", [2], False)
    assert (advice["hulp"], advice["volgende"]) == ("niet_door_jou", None)
    assert [duty["id"] for duty in advice["plichten"]] == [
        "advies_collega",
        "advies_vt_vooraf",
        "slachtoffer_vragen",
        "informeren",
        "afspraken_melding",
        "betrokken_blijven",
        "vastleggen",
    ]
    assert advice["omslag"] == [
        {
            "afweging": "1",
            "antwoord": "nee",
            "melden": "niet_noodzakelijk",
            "hulp": "zo_nodig_andere_hulp",
        },
        {"afweging": "3", "antwoord": "ja", "melden": "open", "hulp": "open"},
    ]
    assert [reason["afweging"] for reason in advice["redenen"]] == ["1", "2", "3"]
    assert advice["redenen"][2] == {
        "afweging": "3",
        "antwoord": "nee",
        "gevolg": doctors.overgangen["zelf.3.nee"].waarom,
        "bron": list(doctors.overgangen["zelf.3.nee"].bron),
    }
    assert advice["tegenspraken"] == []


def test_texts_in_the_contract_hold_facts_and_sources_and_no_marks() -> None:
    situation = Situation(onveiligheid="acuut", ernstig_gevaar="nee")
    advice = decide(FRAMEWORKS["justitie"], {"1": "nee", "2": "ja"}, situation).as_dict()
    duty = next(each for each in advice["plichten"] if each["id"] == "direct_gevaar")
    assert "112" in duty["tekst"]
    assert duty["bron"] == list(FRAMEWORKS["justitie"].plichten["direct_gevaar"].bron)
    assert [each["id"] for each in advice["tegenspraken"]] == ["2_zonder_1", "acuut_zonder_gevaar"]
    for each in (*advice["plichten"], *advice["tegenspraken"]):
        assert set(each) >= {"id", "tekst", "bron"}
        assert "{feit:" not in each["tekst"]
        assert "**" not in each["tekst"]


@pytest.mark.parametrize("kader", ["complementair", "onderwijs"])
def test_no_advice_shows_a_place_that_was_not_filled_in(kader: str) -> None:
    shown = {
        text
        for vector, situation in itertools.product(VECTORS[::7], CORNERS)
        for part in ("plichten", "redenen", "tegenspraken")
        for item in decide(FRAMEWORKS[kader], vector, Situation(**situation)).as_dict()[part]
        for text in (item.get("tekst"), item.get("gevolg"))
        if text is not None
    }
    assert len(shown) > 30
    assert [text for text in shown if re.search(r"[{}]|[*]{2}", text)] == []


@pytest.mark.parametrize(
    ("answers", "situation", "field", "text"),
    [
        ("nee open ja open open", {}, "3", "telt_niet_mee"),
        ("open open nee open open", {}, "3", "telt_misschien"),
        ("ja open open nee open", {}, "4", "telt_misschien"),
    ],
)
def test_an_answer_that_does_not_count_for_sure_is_told_so(
    answers: str, situation: dict[str, Any], field: str, text: str
) -> None:
    given = dict(zip(orakel.AFWEGINGEN, answers.split(), strict=True))
    framework = FRAMEWORKS["gemeenschappelijk"]
    advice = decide(framework, given, Situation(**situation))
    told = {reason.afweging: reason.gevolg for reason in advice.redenen}
    assert told[field].startswith(framework.zinnen[text].tekst)


@pytest.mark.parametrize(
    ("kader", "situation", "reason"),
    [
        ("artsen", {"ernstig_gevaar": "ja", "hulp_kan_afwenden": "nee"}, "reden_blijft"),
        ("artsen", {"ernstig_gevaar": "nee"}, "reden_terughoudend"),
        ("complementair", {"hulp_kan_afwenden": "ja"}, "reden_terughoudend"),
        ("complementair", {}, "reden_open"),
    ],
)
def test_restraint_gives_its_own_reason(kader: str, situation: dict[str, Any], reason: str) -> None:
    framework = FRAMEWORKS[kader]
    rule = framework.terughoudendheid
    assert rule is not None
    restrained = Situation(slachtoffers="volwassenen", weigering="vrij", **situation)
    advice = decide(framework, {"1": "ja", "2": "ja"}, restrained)
    told = [each for each in advice.redenen if each.afweging == "weigering"]
    assert [(each.gevolg, each.bron) for each in told] == [(getattr(rule, reason), rule.bron)]


def test_a_framework_without_the_rule_says_that_a_free_refusal_changes_nothing() -> None:
    framework = FRAMEWORKS["onderwijs"]
    refused = Situation(slachtoffers="volwassenen", weigering="vrij", ernstig_gevaar="nee")
    advice = decide(framework, {"1": "ja", "2": "ja"}, refused)
    told = {reason.afweging: reason.gevolg for reason in advice.redenen}
    assert advice.melden == "noodzakelijk"
    assert told["weigering"] == framework.situatieredenen["weigering_zonder_regel"].tekst


def test_what_to_do_comes_in_the_order_of_urgency() -> None:
    advice = decide(
        FRAMEWORKS["artsen"], {"1": "ja", "2": "ja", "5": "ja"}, Situation(onveiligheid="beide")
    )
    parts = [duty.deel for duty in advice.plichten]
    assert parts == sorted(parts, key=get_args(schema.Part).index)
    assert (parts[0], parts[-1]) == ("gevaar", "overig")


@pytest.mark.parametrize(
    ("name", "numbers", "judge"),
    [("kindcheck", "123", orakel.kindcheck), ("mantelzorgcheck", "12", orakel.mantelzorgcheck)],
)
def test_the_checks_say_what_the_oracle_says_for_every_answer(
    name: str, numbers: str, judge: Any
) -> None:
    for framework in FRAMEWORKS.values():
        for values in itertools.product((*ANSWERS, None), repeat=len(numbers)):
            answers = {k: v for k, v in zip(numbers, values, strict=True) if v is not None}
            assert check(framework, name, answers).uitkomst == judge(answers), answers


def test_the_route_before_step_1_is_as_the_oracle_says() -> None:
    for kader, who in itertools.product(orakel.KADERS, orakel.ROUTES):
        question = {"kader": kader, "antwoorden": {"wie": who}}
        try:
            expected = orakel.route(kader, {"wie": who})
        except orakel.InvoerFout:
            with pytest.raises(InputError, match="wie"):
                read_route(question, FRAMEWORKS)
        else:
            found = read_route(question, FRAMEWORKS)
            assert found.uitkomst == expected
            assert found.route is None or all(duty.bron for duty in found.route.plichten)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, CheckResult("open", "1", ("1",))),
        ({"1": "ja", "3": "ja"}, CheckResult("open", "2", ("1", "2"))),
        ({"1": "nee", "2": "ja"}, CheckResult("geen_signalen", None, ("1",))),
        ({"1": "ja", "2": "ja", "3": "open"}, CheckResult("open", "3", ("1", "2", "3"))),
        (
            {"1": "ja", "2": "ja", "3": "nee"},
            CheckResult("volg_meldcode", None, ("1", "2", "3")),
        ),
    ],
)
def test_a_check_tells_its_next_question_and_its_road(
    answers: dict[str, str], expected: CheckResult
) -> None:
    assert check(FRAMEWORKS["artsen"], "kindcheck", answers) == expected
