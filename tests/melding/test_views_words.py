"""Reading along while somebody types: what comes back, what is refused, what is left behind."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meldcode.dossier.entries import TEXT_LENGTH
from meldcode.melding.views_words import taal
from tests.site.visitors import stranger


def posted(**fields: str) -> HttpRequest:
    return RequestFactory().post("/melding/taal", fields)


def answer(**fields: str) -> dict[str, Any]:
    response = taal(posted(**fields))
    assert response.status_code == 200
    return dict(json.loads(response.content))


def marked(text: str, **fields: str) -> list[str]:
    return [mark["woorden"] for mark in answer(tekst=text, **fields)["merken"]]


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("Vader is manipulatief.", {}, ["manipulatief"]),
        ("Vader is manipulatief.", {"vertelt": "ja"}, []),
        ("Vader is manipulatief.", {"vertelt": "nee"}, ["manipulatief"]),
        ("Hij kwam vaak te laat.", {"vertelt": "ja"}, ["vaak"]),
        ("Hij heeft ADHD.", {"beroep": "artsen"}, []),
        ("Hij heeft ADHD.", {"beroep": "onderwijs"}, ["ADHD"]),
        ("Hij heeft ADHD.", {"beroep": "bestaat-niet"}, ["ADHD"]),
        ("Op 3 mei zag ik een plek op zijn linkerarm.", {}, []),
        ("", {}, []),
        ("<b>Altijd</b>", {}, ["Altijd"]),
    ],
)
def test_it_marks_what_reads_less_like_a_fact(
    text: str, fields: dict[str, str], expected: list[str]
) -> None:
    assert marked(text, **fields) == expected


def test_a_mark_says_why_and_how_a_fact_would_read() -> None:
    (mark,) = answer(tekst="Vader is manipulatief.")["merken"]

    assert mark["waarom"].endswith(".")
    assert "vader" in mark["beter"].lower()


@pytest.mark.parametrize(
    "text",
    [
        "Vader is manipulatief.",
        "😀 Vader is manipulatief.",
        "Op 3 mei zag ik 😀 en 𝒶𝒷.\n\nVader is\nmanipulatief.",
    ],
)
def test_places_are_counted_as_a_browser_counts_them(text: str) -> None:
    (mark,) = answer(tekst=text)["merken"]

    units = text.encode("utf-16-le")
    assert units[2 * mark["van"] : 2 * mark["tot"]].decode("utf-16-le") == "manipulatief"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saïd Öztürk-d'Hondt", ""),
        ("ግ", "ግ"),
        ("李 ግ 李", "李 ግ"),
        ("een\r\nregel\tverder", ""),
    ],
)
def test_it_tells_which_characters_paper_cannot_show(text: str, expected: str) -> None:
    assert answer(tekst=text)["tekens"] == expected


def test_half_a_character_from_a_rare_encoding_breaks_nothing() -> None:
    part = 'Content-Disposition: form-data; name="tekst"\r\n\r\nVader is +2D0- manipulatief.'
    request = RequestFactory().generic(
        "POST",
        "/melding/taal",
        f"--x\r\n{part}\r\n--x--\r\n",
        "multipart/form-data; boundary=x; charset=utf-7",
    )
    assert request.POST["tekst"] == "Vader is \ud83d manipulatief."

    (mark,) = json.loads(taal(request).content)["merken"]

    assert (mark["van"], mark["tot"]) == (11, 23)


@pytest.mark.parametrize(
    ("length", "status"), [(TEXT_LENGTH - 1, 200), (TEXT_LENGTH, 200), (TEXT_LENGTH + 1, 413)]
)
def test_a_text_that_is_too_long_is_not_read(length: int, status: int) -> None:
    response = taal(posted(tekst="é" * length))

    assert response.status_code == status
    assert isinstance(response, JsonResponse)
    said = json.loads(response.content)
    if status == 413:
        assert said == {"fout": "Deze tekst is te lang om mee te lezen. Er passen 20000 tekens in."}


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_it_is_only_asked_by_sending_a_form(method: str) -> None:
    request = getattr(RequestFactory(), method)("/melding/taal")

    assert taal(request).status_code == 405


@pytest.fixture
def visitor() -> Client:
    return stranger()


@pytest.mark.django_db
def test_anybody_may_ask_and_nothing_is_stored_or_logged(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        response = visitor.post(reverse("taal"), {"tekst": "Moeder Zwaluwstaart is lui."})

    assert response.status_code == 200
    assert [mark["woorden"] for mark in response.json()["merken"]] == ["lui"]
    assert list(queries) == []
    assert response.cookies == {}
    assert response["Cache-Control"] == "no-store"
    assert "Zwaluwstaart" not in caplog.text


@pytest.mark.django_db
def test_a_form_of_another_site_is_refused() -> None:
    careful = Client(enforce_csrf_checks=True, headers={"host": "localhost"})

    assert careful.post(reverse("taal"), {"tekst": "lui"}).status_code == 403


@pytest.mark.django_db
def test_a_body_that_is_far_too_large_is_refused_unread(visitor: Client) -> None:
    response = visitor.post(reverse("taal"), {"tekst": "x" * 3_000_000})

    assert response.status_code == 413
    assert response["Content-Type"].startswith("text/html")
