"""How people are called where they have no names, and how old they are."""

from __future__ import annotations

from datetime import date

import pytest

from meldcode.melding.designations import age, designations
from tests.dossier.chain import person

TODAY = date(2026, 11, 22)


def test_the_only_one_of_a_kind_has_no_number() -> None:
    people = [
        person("p1"),
        person("p2", "ouder", relatie="Moeder, woont elders"),
        person("p3"),
        person("p4", "ouder", relatie="verzorger"),
        person("p5", "professional"),
        person("p6", "professional"),
        person("p7", "ongeboren_kind"),
    ]
    assert designations(people) == {
        "p1": "[kind 1]",
        "p2": "[moeder]",
        "p3": "[kind 2]",
        "p4": "[ouder]",
        "p5": "[professional 1]",
        "p6": "[professional 2]",
        "p7": "[ongeboren kind]",
    }


def test_two_mothers_have_numbers() -> None:
    people = [person("p1", "ouder", relatie="moeder"), person("p2", "ouder", relatie="moeder")]
    assert list(designations(people).values()) == ["[moeder 1]", "[moeder 2]"]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2026-11-22", "jonger dan 1 jaar"),
        ("2025-11-23", "jonger dan 1 jaar"),
        ("2025-11-22", "1 jaar"),
        ("2018-11-07", "8 jaar"),
        ("2018-11-23", "7 jaar"),
        ("2018-10", "8 jaar"),
        ("2018-11", "ongeveer 7 jaar"),
        ("2018", "ongeveer 7 jaar"),
        ("2026", "jonger dan 1 jaar"),
        ("2008-11-23", "17 jaar"),
        ("2008-11-22", "18 tot 20 jaar"),
        ("2006-11-22", "20 tot 30 jaar"),
        ("1987", "30 tot 40 jaar"),
        ("1986", "ongeveer 40 tot 50 jaar"),
        ("1961-11-23", "60 tot 65 jaar"),
        ("1961-11-22", "65 jaar of ouder"),
        ("1930", "65 jaar of ouder"),
        ("2027-01-01", ""),
        ("", ""),
    ],
)
def test_an_age_is_in_years_for_a_child_and_in_tens_for_an_adult(born: str, expected: str) -> None:
    assert age(person(geboren=born), TODAY) == expected


def test_a_child_that_is_expected_has_no_age() -> None:
    expected = person("p1", "ongeboren_kind", uitgerekend="2026-12-24")
    assert age(expected, TODAY) == "nog niet geboren"
