"""The trial of mistakes: a part of them, and that a mistake which nobody finds is told."""

from __future__ import annotations

import datetime as dt

import pytest

from meldcode.kader.load import BASE, frameworks
from meldcode.kader.model import Framework
from meldcode.kader.schema import Condition
from proef import kaders
from proef.__main__ import trials
from proef.kaders import Finding
from proef.voorwaarden import Changed, changed_conditions, changes_nothing

DISTINCT = {framework.hash: framework for framework in frameworks().values()}
TWENTIETH = 20
FOUND = {
    "artsen": [
        Finding("norm", "zelf.3.nee: norm wordt None", "gevallen"),
        Finding("ander doel", "samen.3.nee: naar wordt 5", "bewijs"),
        Finding("voorwaarde", "plichten: direct_gevaar: als.antwoord weg", "verandert niets"),
    ],
    "onderwijs": [
        Finding("norm", "zelf.4.nee: norm wordt None", "niemand"),
        Finding("plicht weg", "plichten: volgen weg", "gevallen"),
        Finding("norm", "zelf.5.nee: norm wordt 9", "lader"),
    ],
}


@pytest.mark.parametrize("framework", DISTINCT.values(), ids=lambda each: each.id)
def test_a_twentieth_of_the_mistakes_is_found_by_the_check_or_a_case(framework: Framework) -> None:
    # Most mistakes are possible in all: each framework takes others.
    others = 3 * [*DISTINCT.values()].index(framework)
    found = [*kaders.findings(framework, TWENTIETH, others)]
    assert [each.mistake for each in found if each.finder == kaders.NOBODY] == []
    assert len(found) >= 20


def test_without_cases_the_laws_let_a_mistake_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "zelf.3.nee: opnieuw wordt True"
    mistakes = dict(kaders._mistakes(frameworks()[BASE]))
    monkeypatch.setattr(kaders, "mutants", lambda _: iter([(name, mistakes[name])]))
    monkeypatch.setattr(kaders, "changed_conditions", lambda _: iter([]))
    common = frameworks()[BASE]
    assert [*kaders.findings(common)] == [Finding("opnieuw", name, "gevallen")]
    monkeypatch.setattr(kaders, "load_cases", lambda _: ())
    assert [*kaders.findings(common)] == [Finding("opnieuw", name, "niemand")]


def test_a_duty_for_frameworks_of_the_other_kind_is_no_mistake_to_leave_out() -> None:
    mistakes = {kader: dict(kaders._mistakes(frameworks()[kader])) for kader in ("artsen", BASE)}
    assert "plichten: advies_vt_nu weg" in mistakes["artsen"]
    assert "plichten: advies_vt_nu weg" not in mistakes[BASE]
    assert "plichten: weigering_advies_vt weg" in mistakes[BASE]
    assert "plichten: weigering_advies_vt weg" not in mistakes["artsen"]


@pytest.mark.parametrize(
    ("mistake", "kind"),
    [
        ("zelf.1.ja en zelf.1.nee verwisseld", "antwoorden om"),
        ("zelf.1.ja: naar wordt 3", "ander doel"),
        ("zelf.1.ja: naar_weg wordt samen", "andere weg"),
        ("zelf.3.nee: norm wordt None", "norm"),
        ("zelf.3.nee: opnieuw wordt True", "opnieuw"),
        ("plichten: volgen weg", "plicht weg"),
        ("tegenspraken: 2_zonder_1 weg", "tegenspraak weg"),
        ("terughoudendheid: volwassenen weg", "regel weg"),
        ("plicht volgen: deel wordt gevaar", "andere groep"),
        ("plicht bevoegd_gezag: voor weg", "andere plaats"),
        ("plicht informeren: anders zonder 1", "andere woorden"),
        ("vraag acuut.11: teken zonder gevaar", "teken weg"),
    ],
)
def test_a_mistake_has_a_kind(mistake: str, kind: str) -> None:
    assert kaders.kind_of(mistake) == kind


def test_the_page_tells_the_score_the_kinds_and_what_nobody_finds() -> None:
    page = kaders.report(FOUND, dt.date(2026, 11, 22), seconds=61.4)
    assert "Gedaan op 2026-11-22" in page
    assert "**Score: 4 van 5 gevonden, 80 %.**" in page
    assert "| onderwijs | 3 | 1 | 1 | 0 | 0 | 1 |" in page
    assert "| **samen** | 6 | 1 | 2 | 1 | 1 | 1 |" in page
    assert "| onderwijs | - | - | - | 1/2 | - | - | - | - | - | - | - | 1/1 | - | - | - |" in page
    assert "- onderwijs: zelf.4.nee: norm wordt None" in page


def test_the_page_of_a_full_score_names_nothing_that_was_missed() -> None:
    page = kaders.report({"artsen": FOUND["artsen"]}, dt.date(2026, 11, 22), seconds=1)
    assert "**Score: 2 van 2 gevonden, 100 %.**" in page
    assert "Door niemand gevonden" not in page


def test_the_trial_is_run_by_its_name() -> None:
    assert trials()["kaders"] is kaders.main


def changed(kader: str, name: str) -> Changed:
    return {each.name: each for each in changed_conditions(frameworks()[kader])}[name]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "plichten: direct_gevaar: als.een_van.2.onveiligheid zonder beide",
            {
                "een_van": [
                    {"gevaar_nu": ["ja"]},
                    {"antwoord": {"2": ["ja"]}, "onveiligheid": ["acuut", "beide"]},
                ]
            },
            {
                "een_van": [
                    {"gevaar_nu": ["ja"]},
                    {"antwoord": {"2": ["ja"]}, "onveiligheid": ["acuut"]},
                ]
            },
        ),
        (
            "tegenspraken: 2_zonder_1: als.antwoord.1 weg",
            {"antwoord": {"1": ["nee"], "2": ["ja"]}},
            {"antwoord": {"2": ["ja"]}},
        ),
        (
            "plichten: andere_hulp: als.antwoord.2 zonder open",
            {"antwoord": {"1": ["nee"], "2": ["nee", "open"]}},
            {"antwoord": {"1": ["nee"], "2": ["nee"]}},
        ),
        (
            "terughoudendheid: volwassenen: terughoudend.een_van zonder 2",
            {"een_van": [{"ernstig_gevaar": ["nee"]}, {"hulp_kan_afwenden": ["ja"]}]},
            {"een_van": [{"ernstig_gevaar": ["nee"]}]},
        ),
    ],
)
def test_a_condition_loses_one_part_at_a_time(
    name: str, before: dict[str, object], after: dict[str, object]
) -> None:
    one = changed("artsen", name)
    assert one.before == Condition.model_validate(before)
    assert one.after == Condition.model_validate(after)


def test_a_part_that_follows_from_the_rest_changes_nothing_and_another_does() -> None:
    # Of what kind the unsafety is counts beside 2 ja alone, so the answer goes without saying.
    duty = "plichten: direct_gevaar: als.een_van.2"
    assert changes_nothing(changed(BASE, f"{duty}.antwoord weg"))
    assert not changes_nothing(changed(BASE, f"{duty}.onveiligheid weg"))


def test_a_change_of_restraint_always_counts() -> None:
    one = changed("artsen", "terughoudendheid: volwassenen: als.weigering weg")
    assert not changes_nothing(one)
