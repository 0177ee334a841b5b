"""What the cases reach: those of the product everything, fewer cases less."""

from __future__ import annotations

import pytest

from meldcode.kader.input import SITUATION_VALUES
from meldcode.kader.load import BASE, frameworks
from meldcode.kader.model import Framework
from meldcode.kader.reading import Place
from meldcode.workshop.cases import NamedCase, Placed, load_cases
from meldcode.workshop.coverage import coverage, unreached

FRAMEWORKS = frameworks()
COMMON = FRAMEWORKS[BASE]


def placed(**fields: object) -> Placed:
    case = {"id": "x", "verhaal": "Verzonnen.", "verwacht": {"melden": "open"}, **fields}
    return Placed(NamedCase.model_validate(case), Place("x/gevallen.yaml", 1))


def reached(framework: Framework, *cases: Placed) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for part, name, count in coverage(framework, cases):
        if count:
            found.setdefault(part, set()).add(name)
    return found


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_the_cases_of_the_product_reach_everything(kader: str) -> None:
    framework = FRAMEWORKS[kader]
    assert unreached(coverage(framework, load_cases(framework))) == []


def test_without_cases_nothing_is_reached() -> None:
    found = coverage(COMMON, [])
    assert unreached(found) == found
    values = sum(map(len, SITUATION_VALUES.values()))
    # Two duties and a reason are for frameworks with the rule of restraint alone.
    parts = (COMMON.plichten, COMMON.tegenspraken, COMMON.situatieredenen, COMMON.normen)
    assert len(found) == 15 + values + sum(map(len, parts)) - 2 - 1 + 4 + 8


def test_a_case_reaches_its_answers_outcome_duties_and_situation() -> None:
    found = reached(COMMON, placed(antwoorden={"1": "nee", "2": "nee"}))
    assert found["antwoord"] == {"1 nee"}
    assert found["melden"] == {"niet_noodzakelijk"}
    assert found["hulp"] == {"zo_nodig_andere_hulp"}
    assert found["plicht"] == {"andere_hulp", "vastleggen"}
    assert "weigering niet_gevraagd" in found["situatie"]
    assert "slachtoffers open" in found["situatie"]
    assert "norm" not in found


def test_an_answer_that_no_way_passes_is_not_reached() -> None:
    answers = {"1": "ja", "2": "nee", "3": "nee", "4": "ja", "5": "ja"}
    assert reached(COMMON, placed(antwoorden=answers))["antwoord"] == {"1 ja", "2 nee", "3 nee"}


def test_an_open_consideration_counts_as_answered_with_open() -> None:
    assert "2 open" in reached(COMMON, placed(antwoorden={"1": "ja"}))["antwoord"]


def test_norms_contradictions_and_reasons_of_the_situation_are_reached() -> None:
    found = reached(
        COMMON,
        placed(antwoorden={"2": "ja", "1": "nee"}, situatie={"weigering": "onder_druk"}),
        placed(antwoorden={"1": "ja", "2": "ja"}),
    )
    assert found["norm"] == {"1"}
    assert found["tegenspraak"] == {"2_zonder_1"}
    assert found["reden"] == {"weigering_onder_druk"}


@pytest.mark.parametrize(
    ("kader", "part", "name", "there"),
    [
        ("artsen", "plicht", "weigering_advies_vt", False),
        ("artsen", "plicht", "advies_vt_nu", True),
        ("artsen", "melden", "terughoudend", True),
        ("artsen", "reden", "weigering_zonder_regel", False),
        ("gemeenschappelijk", "plicht", "weigering_advies_vt", True),
        ("gemeenschappelijk", "plicht", "advies_vt_nu", False),
        ("gemeenschappelijk", "melden", "terughoudend", False),
        ("gemeenschappelijk", "reden", "weigering_zonder_regel", True),
    ],
)
def test_only_what_can_come_in_this_framework_is_asked(
    kader: str, part: str, name: str, there: bool
) -> None:
    things = {(each.part, each.name) for each in coverage(FRAMEWORKS[kader], [])}
    assert ((part, name) in things) is there
