"""A form is answered by a redirect, so that the browser keeps nothing of what was typed."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from meldcode.access import answering

TYPED = {"reden": "vuurtoren", "csrfmiddlewaretoken": "a" * 64}
BY_BROWSER = {"Sec-Fetch-Mode": "navigate"}
FRESH = "<h1>Leeg</h1>"


class Kept:
    """Keeps pages in memory."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}

    def keep(self, response: HttpResponse, word: str, page: str) -> None:
        """Keep it, and say so with a cookie."""
        self.pages[word] = page
        response.set_cookie("bewaard", "ja")

    def take(self, word: str) -> str | None:
        """Give it once."""
        return self.pages.pop(word, None)


@pytest.fixture
def kept() -> Kept:
    return Kept()


def sent(data: dict[str, str], headers: dict[str, str]) -> HttpRequest:
    return RequestFactory().post("/melding/feit/1?terug=ja", data, headers=headers)


def asked(url: str) -> HttpRequest:
    return RequestFactory().get(url)


def with_error() -> HttpResponse:
    page = HttpResponse("<h1>Dit kan niet: vuurtoren é</h1>", status=422)
    page.set_cookie("eigen", "ja")
    return page


def test_a_browser_goes_to_an_address_that_says_nothing_of_what_was_typed(kept: Kept) -> None:
    response = answering.given(sent(TYPED, BY_BROWSER), with_error(), kept)
    assert response.status_code == 302
    assert re.fullmatch(r"/melding/feit/1\?antwoord=[A-Za-z0-9_-]{22}", response["Location"])
    assert response.content == b""
    assert set(response.cookies) == {"eigen", "bewaard"}


def test_the_address_gives_the_page_once_and_then_the_form_anew(kept: Kept) -> None:
    url = answering.given(sent(TYPED, BY_BROWSER), with_error(), kept)["Location"]
    first = answering.given(asked(url), HttpResponse(FRESH), kept)
    again = answering.given(asked(url), HttpResponse(FRESH), kept)
    assert first.content.decode() == "<h1>Dit kan niet: vuurtoren é</h1>"
    assert again.content.decode() == FRESH


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        (TYPED, {}),
        (TYPED, {"Sec-Fetch-Mode": "cors"}),
        (TYPED, {"Sec-Fetch-Mode": "same-origin"}),
        ({"csrfmiddlewaretoken": "a" * 64}, BY_BROWSER),
        ({}, BY_BROWSER),
    ],
)
def test_a_script_a_program_and_a_form_without_content_get_the_page_itself(
    kept: Kept, data: dict[str, str], headers: dict[str, str]
) -> None:
    response = answering.given(sent(data, headers), with_error(), kept)
    assert (response.status_code, "vuurtoren" in response.content.decode()) == (422, True)
    assert kept.pages == {}


@pytest.mark.parametrize(
    "query", ["", "?antwoord=", "?antwoord=kort", f"?antwoord={'a' * 23}", f"?antwoord={'é' * 22}"]
)
def test_an_address_without_such_a_word_asks_for_nothing(kept: Kept, query: str) -> None:
    kept.pages = dict.fromkeys(["", "kort", "a" * 23, "é" * 22], "bewaard")
    response = answering.given(asked(f"/melding/feit/1{query}"), HttpResponse(FRESH), kept)
    assert response.content.decode() == FRESH
    assert len(kept.pages) == 4


def test_a_word_that_nothing_was_kept_under_gives_the_form_anew(kept: Kept) -> None:
    kept.pages = {"a" * 22: "bewaard"}
    response = answering.given(asked(f"/?antwoord={'b' * 22}"), HttpResponse(FRESH), kept)
    assert response.content.decode() == FRESH
    assert list(kept.pages) == ["a" * 22]
