"""Input from outside: what is right is read as it stands, anything else is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.kader.advice import Situation
from meldcode.kader.input import (
    SITUATION_VALUES,
    InputError,
    read_check,
    read_question,
    read_situation,
)
from meldcode.kader.load import frameworks
from tests.kader import orakel

FRAMEWORKS = frameworks()
NAMES = (
    "artsen, verpleegkundigen, verloskundigen, paramedici, sociaal, complementair, onderwijs, "
    "kinderopvang, justitie, gemeenschappelijk"
)
FIELDS = (
    "slachtoffers, gevaar_nu, vertellen_onveilig, gevaar_teken, vertel_teken, onveiligheid, "
    "gemeld, weigering, ernstig_gevaar, hulp_kan_afwenden"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_a_whole_question_is_read_as_it_stands() -> None:
    situation: dict[str, Any] = {
        "onveiligheid": "beide",
        "gemeld": "ja",
        "slachtoffers": "volwassenen",
        "gevaar_teken": True,
        "weigering": "onder_druk",
        "ernstig_gevaar": "nee",
        "hulp_kan_afwenden": "open",
    }
    answers = {"1": "ja", "2": "nee", "5": "open"}
    framework, given_answers, known = read_question(
        {"kader": "onderwijs", "afwegingen": answers, "situatie": situation}, FRAMEWORKS
    )
    assert framework is FRAMEWORKS["onderwijs"]
    assert given_answers == answers
    assert known == Situation()._replace(**situation)


def test_what_is_left_out_is_open_or_has_its_default() -> None:
    framework, answers, situation = read_question({"kader": "artsen"}, FRAMEWORKS)
    assert (framework.id, answers) == ("artsen", {})
    assert situation._asdict() == orakel.SITUATIE_STANDAARD


def test_the_values_allowed_are_those_of_the_contract() -> None:
    assert {field: set(values) for field, values in SITUATION_VALUES.items()} == {
        field: set(values) for field, values in orakel.SITUATIE_WAARDEN.items()
    }


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ([], "De invoer: geef een object met sleutels: kader, afwegingen, situatie."),
        (None, "De invoer: geef een object met sleutels: kader, afwegingen, situatie."),
        ({}, f"Sleutel 'kader' ontbreekt. Kies uit: {NAMES}."),
        ({"kader": "arts"}, f"Sleutel 'kader': 'arts' mag niet. Kies uit: {NAMES}."),
        ({"kader": ["artsen"]}, f"Sleutel 'kader': '['artsen']' mag niet. Kies uit: {NAMES}."),
        (
            {"kader": "artsen", "antwoorden": {}},
            "Onbekende sleutel 'antwoorden' in de invoer. Kies uit: kader, afwegingen, situatie.",
        ),
        (
            {"kader": "artsen", "afwegingen": "ja"},
            "Sleutel 'afwegingen': geef een object met sleutels: 1, 2, 3, 4, 5.",
        ),
        (
            {"kader": "artsen", "afwegingen": {"6": "ja"}},
            "Onbekende sleutel '6' in sleutel 'afwegingen'. Kies uit: 1, 2, 3, 4, 5.",
        ),
        (
            {"kader": "artsen", "afwegingen": {"1": "Ja"}},
            "Sleutel 'afwegingen.1': 'Ja' mag niet. Kies uit: ja, nee, open.",
        ),
        (
            {"kader": "artsen", "afwegingen": {"1": True}},
            "Sleutel 'afwegingen.1': 'True' mag niet. Kies uit: ja, nee, open.",
        ),
        (
            {"kader": "artsen", "afwegingen": {"2": "een heel lang antwoord " * 9}},
            "Sleutel 'afwegingen.2': 'een heel lang antwoord een heel lang an…' mag niet. "
            "Kies uit: ja, nee, open.",
        ),
        (
            {"kader": "artsen", "situatie": []},
            f"Sleutel 'situatie': geef een object met sleutels: {FIELDS}.",
        ),
        (
            {"kader": "artsen", "situatie": {"weer": "mooi"}},
            f"Onbekende sleutel 'weer' in sleutel 'situatie'. Kies uit: {FIELDS}.",
        ),
        (
            {"kader": "artsen", "situatie": {"weigering": "misschien"}},
            "Sleutel 'situatie.weigering': 'misschien' mag niet. Kies uit: niet_gevraagd, "
            "toestemming, vrij, onder_druk, wilsonbekwaam.",
        ),
        (
            {"kader": "artsen", "situatie": {"gemeld": "open"}},
            "Sleutel 'situatie.gemeld': 'open' mag niet. Kies uit: ja, nee.",
        ),
        (
            {"kader": "artsen", "situatie": {"gevaar_teken": 1}},
            "Sleutel 'situatie.gevaar_teken': '1' mag niet. Kies uit: true, false.",
        ),
        (
            {"kader": "artsen", "situatie": {"slachtoffers": True}},
            "Sleutel 'situatie.slachtoffers': 'True' mag niet. Kies uit: kind, ongeboren, "
            "volwassenen, open.",
        ),
        (
            {"kader": "artsen", "situatie": {"alleen_volwassenen": True}},
            f"Onbekende sleutel 'alleen_volwassenen' in sleutel 'situatie'. Kies uit: {FIELDS}.",
        ),
    ],
)
def test_wrong_input_names_the_key_and_what_is_allowed(question: object, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_question(question, FRAMEWORKS)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Sleutel 'antwoorden' ontbreekt."),
        ({"1": "ja"}, "Onbekende sleutel '1' in de invoer. Kies uit: antwoorden."),
        (
            {"antwoorden": {"4": "ja"}},
            "Onbekende sleutel '4' in sleutel 'antwoorden'. Kies uit: 1, 2, 3.",
        ),
        (
            {"antwoorden": {"1": None}},
            "Sleutel 'antwoorden.1': 'None' mag niet. Kies uit: ja, nee, open.",
        ),
    ],
)
def test_wrong_input_to_a_check_is_named(data: object, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_check(data, "123")
    assert str(refused.value) == message


def test_the_answers_to_a_check_are_read_as_they_stand() -> None:
    assert read_check({"antwoorden": {"1": "ja", "2": "open"}}, "12") == {"1": "ja", "2": "open"}


@given(JSON)
def test_any_json_is_read_or_refused_in_one_line(data: Any) -> None:
    question = {"kader": "artsen", "afwegingen": data, "situatie": data}
    for attempt in (data, question):
        message, read = "", None
        try:
            read = read_question(attempt, FRAMEWORKS)
        except InputError as error:
            message = str(error)
        assert message.isprintable()
        if read is not None:
            framework, answers, situation = read
            assert set(answers) <= set(framework.afwegingen)
            assert read_situation(situation._asdict()) == situation
