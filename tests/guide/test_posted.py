"""What a form sent, and the sentence for each thing that is not right."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.test.client import BOUNDARY, encode_multipart

from meldcode.guide import posted
from meldcode.kader.bezoek import MAX_TEXT, Besluit

CHOICES = {"antwoord": ("ja", "nee", "open")}


def sent(**fields: Any) -> QueryDict:
    return RequestFactory().post("/", fields).POST


def test_a_text_has_plain_line_ends_and_no_white_space_around_it() -> None:
    request = sent(reden="\r\n  Eerst\r\n\r\nlaatst \r\n")
    assert posted.text(request, "reden") == "Eerst\n\nlaatst"
    assert posted.text(request, "overleg") == ""


def test_a_text_in_a_rare_encoding_can_always_be_kept() -> None:
    body = encode_multipart(BOUNDARY, {"reden": "half +2AA- teken"})
    kind = f"multipart/form-data; boundary={BOUNDARY}; charset=utf-7"
    request = RequestFactory().generic("POST", "/", body, kind).POST
    assert posted.text(request, "reden") == "half ? teken"


def test_a_choice_that_was_made_is_no_error() -> None:
    assert posted.errors(sent(antwoord="nee"), CHOICES) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("stand", "Kies of je deze stap hebt gedaan."),
        ("antwoord", "Kies ja, nee of weet ik nog niet."),
        ("waarde", "Kies een van de antwoorden."),
        ("melden", "Kies wat je besluit over melden."),
        ("hulp", "Kies wat je besluit over hulp."),
    ],
)
@pytest.mark.parametrize("value", [None, "", "misschien", "JA"])
def test_no_choice_or_an_unknown_one_is_told_at_its_field(
    name: str, sentence: str, value: str | None
) -> None:
    request = sent() if value is None else sent(**{name: value})
    assert posted.errors(request, {name: ("ja", "nee")}) == [{"veld": name, "tekst": sentence}]


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (MAX_TEXT, []),
        (MAX_TEXT + 1, ["Jouw reden is 1 teken te lang. Er passen 4000 tekens in."]),
        (MAX_TEXT + 250, ["Jouw reden is 250 tekens te lang. Er passen 4000 tekens in."]),
    ],
)
def test_a_text_that_is_too_long_is_told_by_how_much(length: int, told: list[str]) -> None:
    found = posted.errors(sent(reden="é" * length), {}, ("reden",))
    assert [error["tekst"] for error in found] == told


def test_line_ends_that_the_browser_added_do_not_make_a_text_too_long() -> None:
    assert posted.errors(sent(reden="a\r\n" * (MAX_TEXT // 2)), {}, ("reden",)) == []


def test_every_error_is_told_in_the_order_of_the_form() -> None:
    request = sent(reden="a" * 5000, overleg="b" * 4001)
    found = posted.errors(request, {"melden": ("ja",), "hulp": ("ja",)}, ("reden", "overleg"))
    assert [error["veld"] for error in found] == ["melden", "hulp", "reden", "overleg"]
    assert found[3]["tekst"] == "Met wie je overlegde is 1 teken te lang. Er passen 4000 tekens in."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"melden": "ja", "hulp": "nee", "reden": " Kort. ", "overleg": "arts"},
            Besluit("ja", "nee", "Kort.", "arts"),
        ),
        ({}, Besluit()),
        ({"melden": "misschien", "hulp": ""}, Besluit()),
    ],
)
def test_a_decision_of_ones_own_is_what_was_chosen_and_else_open(
    fields: dict[str, str], expected: Besluit
) -> None:
    assert posted.besluit(sent(**fields)) == expected
