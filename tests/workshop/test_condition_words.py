"""Conditions as people read them."""

from __future__ import annotations

from typing import Any

import pytest

from meldcode.kader import schema
from meldcode.kader.load import frameworks
from meldcode.workshop import condition_words

DOCTORS = frameworks()["artsen"]
RBCZ = frameworks()["complementair"]

CONDITIONS: list[tuple[dict[str, Any], str]] = [
    ({}, "altijd"),
    (
        {"antwoord": {"1": ["ja"], "2": ["nee", "open"]}},
        "afweging 1 ja en afweging 2 nee of nog open",
    ),
    ({"vast": {"1": "ja"}}, "afweging 1 zeker ja"),
    ({"op_de_weg": ["5"]}, "afweging 5 aan de orde"),
    ({"misschien_op_de_weg": ["3"]}, "afweging 3 misschien aan de orde"),
    ({"melden": ["noodzakelijk"]}, "melden: 'Ja, meld bij Veilig Thuis'"),
    ({"slachtoffers": ["volwassenen"]}, "om wie het gaat: 'alleen volwassenen'"),
    ({"gevaar_teken": True}, "teken van gevaar: 'ja'"),
    ({"alleen_volwassenen": True}, "om wie het gaat: 'alleen volwassenen'"),
    ({"ernstig_gevaar": ["nee"]}, "ernstig gevaar: 'nee'"),
    ({"kader_met_terughoudendheid": False}, "dit kader heeft geen regel voor terughoudendheid"),
    ({"kader_met_terughoudendheid": True}, "dit kader heeft een regel voor terughoudendheid"),
    (
        {"een_van": [{"antwoord": {"3": ["nee"]}}, {"antwoord": {"4": ["nee"]}}]},
        "(afweging 3 nee of afweging 4 nee)",
    ),
]


@pytest.mark.parametrize(("given", "expected"), CONDITIONS)
def test_a_condition_is_a_sentence(given: dict[str, Any], expected: str) -> None:
    item = schema.Condition.model_validate(given)
    assert condition_words.condition(DOCTORS, item) == expected


def test_a_consideration_goes_by_the_number_of_the_profession() -> None:
    item = schema.Condition(antwoord={"3": ("nee",)})
    assert condition_words.condition(RBCZ, item) == "afweging 1 bij stap 5 nee"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, "bij alle antwoorden"),
        ({"1": ("ja", "open"), "9": ("nee",)}, "afweging 1 ja of nog open, afweging 9 nee"),
        (
            {"2": ("nee",), "gemeld": ("ja",)},
            "afweging 2 nee; al eerder gemeld: 'ja'",
        ),
        (
            {"weigering": ("niet_gevraagd", "toestemming", "onder_druk", "wilsonbekwaam")},
            "wat het slachtoffer wil: niet 'het slachtoffer weigert vrij en bewust'",
        ),
        ({"ernstig_gevaar": ("ja", "nee")}, "ernstig gevaar: 'ja' of 'nee'"),
    ],
)
def test_answers_that_are_meant_are_a_sentence(
    chosen: dict[str, tuple[str, ...]], expected: str
) -> None:
    assert condition_words.answers(DOCTORS, dict(chosen)) == expected


@pytest.mark.parametrize(
    ("words", "expected"), [(["a"], "a"), (["a", "b"], "a of b"), (["a", "b", "c"], "a, b of c")]
)
def test_a_choice_is_listed(words: list[str], expected: str) -> None:
    assert condition_words.either(words) == expected
