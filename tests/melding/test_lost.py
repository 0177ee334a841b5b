"""A report that is gone or full while somebody writes: nothing typed is lost in silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from meldcode.dossier.entries import TEXT_LENGTH
from meldcode.melding import visits
from meldcode.melding.report import Report
from tests.melding.writing import CHILD, FACT, NAVIGATES, Writer

pytestmark = pytest.mark.django_db

GONE = "Deze melding is er niet meer"
PAGES = (
    *("deel/melder", "mensen", "mens/nieuw", "feiten", "feit/nieuw", "verteld", "verteld/p1"),
    *("controle", "stukken", "afschrift/p1", "adviesvraag", "geven", "verzegeld"),
    *("maak/melding/pdf", "mens/p1", "feit/f1"),
)
SENT = (
    ("deel/melder", {"naam": "Getypte naam"}, "Getypte naam"),
    ("deel/stappen", {"signalen": "a", "gesprek": "Getypt\nop twee regels"}, "Getypt\nop twee"),
    ("mens/nieuw", {**CHILD, "naam": "Getypte Vos"}, "Getypte Vos"),
    ("mens/p7", {**CHILD, "naam": "Getypte Vos"}, "Getypte Vos"),
    ("feit/f3", {**FACT, "wat": "Getypt <b>feit</b>"}, "Getypt &lt;b&gt;feit&lt;/b&gt;"),
    ("verteld/p1", {"verteld": "ja", "reactie": "Getypte reactie"}, "Getypte reactie"),
)


@pytest.fixture
def writer() -> Writer:
    """Somebody whose report is gone."""
    writer = Writer().begin()
    writer.add("deel/melder", {"naam": "Anna Vuurtoren"})
    writer.expire()
    return writer


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_report_that_is_gone_leads_to_where_one_begins(
    writer: Writer, page: str
) -> None:
    assert writer.get(page)["Location"] == "/melding/"
    assert "Je vorige melding is er niet meer." in writer.text()


@pytest.mark.parametrize("page", PAGES)
def test_who_never_began_is_led_to_where_one_begins_too(page: str) -> None:
    writer = Writer()
    assert writer.get(page)["Location"] == "/melding/"
    assert "vorige melding" not in writer.text()


@pytest.mark.parametrize(("page", "form", "shown"), SENT)
def test_a_form_of_a_report_that_is_gone_is_not_stored_and_shown_to_copy(
    writer: Writer, page: str, form: dict[str, str], shown: str
) -> None:
    response = writer.post(page, form)
    text = response.content.decode()
    assert response.status_code == 410
    assert GONE in text
    assert "Wat je net typte, is niet bewaard" in text
    assert shown in text
    assert writer.report == Report()


@pytest.mark.parametrize(("page", "form", "shown"), SENT)
def test_a_browser_comes_to_that_page_by_an_address_that_says_nothing(
    writer: Writer, page: str, form: dict[str, str], shown: str
) -> None:
    response = writer.post(page, form, **NAVIGATES)
    assert response.status_code == 302
    text = writer.client.get(response["Location"]).content.decode()
    assert GONE in text
    assert shown in text
    assert "Wat is je beroep?" in writer.text()


@pytest.mark.parametrize("page", ["feiten", "controle", "verzegeld", "maak/melding/pdf", "geven"])
def test_what_was_done_without_typing_is_told_too(writer: Writer, page: str) -> None:
    response = writer.post(page)
    assert response.status_code == 410
    assert GONE in response.content.decode()
    assert "Wat je net deed, is niet bewaard." in response.content.decode()


def test_a_draft_of_a_report_that_is_gone_begins_no_report(writer: Writer) -> None:
    response = writer.post("deel/melder", {"naam": "Getypte naam", "concept": "ja"})
    assert (response.status_code, response.content) == (410, b"")
    assert not response.cookies
    assert writer.report == Report()


@pytest.mark.parametrize(("minutes", "there"), [(59, True), (61, False)])
def test_after_an_hour_without_use_it_is_gone(minutes: int, there: bool) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        writer = Writer().begin()
        writer.add("deel/melder", {"naam": "Anna Vuurtoren"})
    with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
        response = writer.post("deel/vraag", {"gevraagd": "Kijk."})
        assert (response.status_code == 302) == there
        assert (writer.report.melder.naam == "Anna Vuurtoren") == there


def test_a_report_that_grows_too_large_keeps_what_was_there_and_shows_what_was_typed() -> None:
    writer = Writer().begin()
    text = "é" * TEXT_LENGTH
    sent = 0
    while (response := writer.post("feit/nieuw", {**FACT, "wat": text})).status_code == 302:
        sent += 1
    assert sent == len(writer.report.feiten) == visits.LARGEST_BYTES // len(text.encode())
    assert response.status_code == 413
    assert "Deze melding wordt te groot" in response.content.decode()
    assert text in response.content.decode()
    kept = writer.post("feit/nieuw", {**FACT, "wat": text, "concept": "ja"})
    assert kept.status_code == 413
    assert "Deze melding wordt te groot" not in kept.content.decode()


def test_a_body_larger_than_the_page_takes_gets_a_page_in_dutch() -> None:
    writer = Writer().begin()
    response = writer.post("deel/vraag", {"overig": "x" * 2_200_000})
    assert response.status_code == 413
    assert "Dit is te groot" in response.content.decode()
