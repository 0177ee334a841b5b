"""A page with what was typed in a report without a case is kept beside it, for ten minutes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from meldcode.melding import answers, visits
from meldcode.melding.models import SealedReport
from meldcode.melding.report import Report
from tests.visit.visitor import Visitor

NINE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REPORT = Report(beroep="artsen")
PAGE = "<h1>Dit kan niet</h1><textarea>vuurtoren</textarea>"
FRESH = "<h1>Feit</h1>"

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Visitor[Report]:
    """The one who reports."""
    return Visitor(visits)


def form(anna: Visitor[Report]) -> HttpRequest:
    """A form that a browser sends, with something that isn't right."""
    headers = {"Sec-Fetch-Mode": "navigate"}
    request = RequestFactory().post("/melding/feit/f1", {"wat": "vuurtoren"}, headers=headers)
    request.COOKIES = dict(anna.cookies)
    return request


def shown(anna: Visitor[Report], url: str) -> str:
    """What the page at this address shows."""
    request = RequestFactory().get(url)
    request.COOKIES = dict(anna.cookies)
    return answers.given(request, HttpResponse(FRESH)).content.decode()


def refused(anna: Visitor[Report]) -> str:
    """Send a form that isn't right; returns where the browser goes, with the cookie it got."""
    response = answers.given(form(anna), HttpResponse(PAGE, status=422))
    assert response.status_code == 302
    anna.cookies.update({key: each.value for key, each in response.cookies.items()})
    return response["Location"]


def test_the_page_is_shown_once_and_the_report_stays(anna: Visitor[Report]) -> None:
    anna.keeps(REPORT)
    url = refused(anna)
    assert [shown(anna, url), shown(anna, url)] == [PAGE, FRESH]
    assert anna.reads() == REPORT


def test_the_first_form_of_somebody_new_can_be_wrong_too(anna: Visitor[Report]) -> None:
    url = refused(anna)
    assert list(anna.cookies) == ["meldcode_melding"]
    assert shown(anna, url) == PAGE
    assert anna.reads() == Report()


def test_a_page_that_also_keeps_the_report_passes_its_cookie_on(anna: Visitor[Report]) -> None:
    request, page = form(anna), HttpResponse(PAGE)
    visits.keep(request, page, REPORT)
    response = answers.given(request, page)
    anna.gets(response)
    assert shown(anna, response["Location"]) == PAGE
    assert anna.reads() == REPORT


def test_another_browser_does_not_get_the_page(anna: Visitor[Report]) -> None:
    bram: Visitor[Report] = Visitor(visits)
    bram.keeps(REPORT)
    url = refused(anna)
    assert shown(bram, url) == FRESH
    assert shown(anna, url) == PAGE


def test_nothing_of_the_page_can_be_read_in_the_database(anna: Visitor[Report]) -> None:
    url = refused(anna)
    word = url.partition("=")[2].encode()
    stored = [bytes(row.sealed) for row in SealedReport.objects.all()]
    assert len(stored) == 2
    assert not [each for each in stored if b"vuurtoren" in each or word in each]


@pytest.mark.parametrize(("seconds", "expected"), [(599, PAGE), (600, FRESH), (601, FRESH)])
def test_a_page_that_nobody_asks_for_ends_after_ten_minutes(
    anna: Visitor[Report], seconds: int, expected: str
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        url = refused(anna)
        clock.shift(seconds)
        assert shown(anna, url) == expected


def test_wiping_takes_the_page_along(anna: Visitor[Report]) -> None:
    refused(anna)
    anna.wipes()
    assert not SealedReport.objects.exists()
