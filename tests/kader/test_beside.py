"""What stands beside the frameworks: professions, and what to do while there is danger."""

from __future__ import annotations

import pytest

from meldcode.kader import beside
from meldcode.kader.load import frameworks

WHO = ("kind", "ongeboren", "volwassenen", "open")


def test_every_profession_leads_to_a_framework_and_says_where_that_comes_from() -> None:
    assert len(beside.professions()) >= 40
    for each in beside.professions():
        assert each.kader in frameworks(), each.id
        assert beside.framework_for(each.naam) == each.kader, each.id


@pytest.mark.parametrize(
    ("typed", "kader"),
    [
        ("Tandarts", "artsen"),
        ("juf", "onderwijs"),
        ("intern begeleider", "onderwijs"),
        (" GASTOUDER ", "kinderopvang"),
        ("logopedist", "paramedici"),
        ("vroedvrouw", "verloskundigen"),
        ("wijkverpleegkundige", "verpleegkundigen"),
        ("jeugdbeschermer", "sociaal"),
        ("apotheker", "gemeenschappelijk"),
        ("leerkracht", "onderwijs"),
        ("Lerares", "onderwijs"),
        ("mbo-docent", "onderwijs"),
        ("pedagogisch medewerker", "kinderopvang"),
        ("psycholoog", "sociaal"),
        ("doktersassistente", "verpleegkundigen"),
        ("acupuncturist", "complementair"),
        ("artsen", "artsen"),
        ("wijk", None),
        ("piloot", None),
    ],
)
def test_a_profession_is_found_by_what_people_call_it(typed: str, kader: str | None) -> None:
    assert beside.framework_for(typed) == kader


@pytest.mark.parametrize(
    ("typed", "first"),
    [("verplegkundige", "Verpleegkundige"), ("gynaeco", "Medisch specialist"), ("wijk", "Wijk")],
)
def test_what_is_not_typed_in_full_resembles_something(typed: str, first: str) -> None:
    found = beside.resembling(typed)
    assert found[0].startswith(first)
    assert len(found) <= 8
    assert all(beside.framework_for(each) for each in found)


@pytest.mark.parametrize("kader", frameworks())
@pytest.mark.parametrize("who", WHO)
def test_in_danger_everybody_is_told_what_to_say_what_to_do_and_what_to_wait_with(
    kader: str, who: str
) -> None:
    framework = frameworks()[kader]
    assert len(beside.now(framework, "zeg", who)) == 1
    assert len(beside.now(framework, "hulp", who)) == 1
    assert 3 <= len(beside.now(framework, "eerst", who)) <= 4
    for part in ("vannacht", "wacht", "meer"):
        assert beside.now(framework, part, who), part


@pytest.mark.parametrize("who", WHO)
def test_a_grip_at_the_throat_asks_for_a_doctor_whoever_it_was(who: str) -> None:
    for framework in frameworks().values():
        told = " ".join(f"{each.kop} {each.tekst}" for each in beside.now(framework, "eerst", who))
        assert "keel" in told, framework.id


def test_whom_to_fetch_differs_by_profession() -> None:
    school, daycare = frameworks()["onderwijs"], frameworks()["kinderopvang"]
    assert "directie" in beside.now(school, "hulp", "kind")[0].tekst
    assert "houder" in beside.now(daycare, "hulp", "kind")[0].tekst
