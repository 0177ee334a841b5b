"""The guide's visits: what is kept, for how long, who can open it, and what wiping leaves."""

import base64
from datetime import UTC, datetime
from http.cookies import Morsel
from pathlib import Path

import pytest
import time_machine
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from meldcode.guide import visits
from meldcode.guide.models import SealedVisit
from meldcode.kader.bezoek import Bezoek
from meldcode.vault.sealing import Secret

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOCTOR = Bezoek(kader="artsen")
TEACHER = Bezoek(kader="onderwijs")

pytestmark = pytest.mark.django_db


class Visitor:
    """Somebody with a browser, of which only the cookies matter here."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def request(self) -> HttpRequest:
        """A new request with the cookies so far."""
        request = RequestFactory().get("/")
        request.COOKIES = dict(self.cookies)
        return request

    def reads(self) -> Bezoek:
        """Open a page."""
        return visits.read(self.request())

    def keeps(self, bezoek: Bezoek) -> "Morsel[str]":
        """Give an answer; returns the cookie as the server set it."""
        response = HttpResponse()
        visits.keep(self.request(), response, bezoek)
        cookie = response.cookies[visits.cookie_name()]
        self.cookies[cookie.key] = cookie.value
        return cookie

    def wipes(self) -> "Morsel[str]":
        """Press 'Wis alles'; returns the cookie as the server took it away."""
        response = HttpResponse()
        visits.wipe(self.request(), response)
        self.cookies.clear()
        return response.cookies[visits.cookie_name()]


@pytest.fixture
def anna() -> Visitor:
    """The one whose visit it is."""
    return Visitor()


def test_somebody_new_has_an_empty_visit_and_no_row(anna: Visitor) -> None:
    assert anna.reads() == Bezoek()
    assert visits.ends_at(anna.request()) is None
    assert not visits.exists(anna.request())
    assert not SealedVisit.objects.exists()


def test_what_is_kept_is_read_again(anna: Visitor) -> None:
    anna.keeps(DOCTOR)
    assert anna.reads() == DOCTOR
    assert visits.exists(anna.request())


def test_keeping_again_replaces_the_row_and_keeps_the_cookie(anna: Visitor) -> None:
    first = anna.keeps(DOCTOR).value
    assert anna.keeps(TEACHER).value == first
    assert anna.reads() == TEACHER
    assert SealedVisit.objects.count() == 1


def test_a_visit_is_read_from_the_database_once_a_request(
    anna: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    anna.keeps(DOCTOR)
    request = anna.request()
    with django_assert_num_queries(1):
        assert visits.read(request) == visits.read(request) == DOCTOR


def test_within_one_request_the_kept_visit_is_what_is_read(anna: Visitor) -> None:
    request = anna.request()
    assert visits.read(request) == Bezoek()
    visits.keep(request, HttpResponse(), DOCTOR)
    assert visits.read(request) == DOCTOR


def test_two_visitors_do_not_see_each_other(anna: Visitor) -> None:
    chris = Visitor()
    anna.keeps(DOCTOR)
    chris.keeps(TEACHER)
    assert (anna.reads(), chris.reads()) == (DOCTOR, TEACHER)


def test_a_row_holds_neither_the_visit_nor_the_cookie(anna: Visitor) -> None:
    token = anna.keeps(DOCTOR).value
    row = SealedVisit.objects.get()
    sealed = bytes(row.sealed)
    assert b"artsen" not in sealed
    assert token.encode() not in sealed
    assert row.lookup not in token
    assert len(row.lookup) == 64


def test_the_cookie_is_for_this_session_and_for_the_server_alone(anna: Visitor) -> None:
    cookie = anna.keeps(DOCTOR)
    assert cookie.key == "meldcode_bezoek"
    assert len(base64.urlsafe_b64decode(cookie.value + "=")) == 32
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    assert not cookie["secure"]


def test_over_tls_the_cookie_belongs_to_this_host_alone(anna: Visitor, settings: Settings) -> None:
    settings.SECURE = True
    cookie = anna.keeps(DOCTOR)
    assert cookie.key == "__Host-meldcode_bezoek"
    assert cookie["secure"] is True
    assert anna.reads() == DOCTOR
    assert anna.wipes()["secure"] is True


@pytest.mark.parametrize("planted", ["A" * 43, "", "te kort", "é" * 43, "A" * 44, "../" * 20])
def test_a_planted_cookie_reads_as_empty_and_is_never_taken_over(
    anna: Visitor, planted: str
) -> None:
    anna.cookies["meldcode_bezoek"] = planted
    assert anna.reads() == Bezoek()
    assert anna.keeps(DOCTOR).value != planted


def test_after_a_restart_the_visit_is_locked_and_can_still_be_wiped(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.keeps(DOCTOR)
    monkeypatch.setattr(visits, "PROCESS_KEY", Secret(b"n" * 32))
    assert anna.reads() == Bezoek()
    anna.wipes()
    assert not SealedVisit.objects.exists()


def test_a_row_moved_to_another_visitor_does_not_open(anna: Visitor) -> None:
    bram = Visitor()
    anna.keeps(DOCTOR)
    stolen = SealedVisit.objects.get().sealed
    bram.keeps(TEACHER)
    SealedVisit.objects.update(sealed=stolen)
    assert (anna.reads(), bram.reads()) == (DOCTOR, Bezoek())


def test_a_visit_that_this_version_cannot_read_is_an_empty_one(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Bezoek, "to_json", lambda self: '{"from": "another version"}')
        anna.keeps(DOCTOR)
    assert anna.reads() == Bezoek()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(3599, DOCTOR), (3600, Bezoek()), (3601, Bezoek())],
)
def test_a_visit_ends_after_an_hour_without_use(
    anna: Visitor, seconds: int, expected: Bezoek
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps(DOCTOR)
        clock.shift(seconds)
        assert anna.reads() == expected


@pytest.mark.parametrize(
    ("minutes", "queries", "ends"),
    [
        (4, 1, datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        (5, 2, datetime(2026, 3, 2, 10, 5, tzinfo=UTC)),
        (6, 2, datetime(2026, 3, 2, 10, 6, tzinfo=UTC)),
    ],
)
def test_reading_moves_the_end_at_most_every_five_minutes(
    anna: Visitor,
    django_assert_num_queries: DjangoAssertNumQueries,
    minutes: int,
    queries: int,
    ends: datetime,
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps(DOCTOR)
        clock.shift(minutes * 60)
        request = anna.request()
        with django_assert_num_queries(queries):
            visits.read(request)
        assert visits.ends_at(request) == visits.ends_at(anna.request()) == ends


def test_keeping_throws_away_what_others_left_behind(anna: Visitor) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        Visitor().keeps(TEACHER)
        clock.shift(3600)
        anna.keeps(DOCTOR)
    assert SealedVisit.objects.count() == 1


def test_an_ended_visit_starts_again_under_a_new_cookie(anna: Visitor) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        before = anna.keeps(DOCTOR).value
        clock.shift(3600)
        assert anna.keeps(TEACHER).value != before


def test_wiping_takes_the_row_and_the_cookie(anna: Visitor) -> None:
    anna.keeps(DOCTOR)
    request = anna.request()
    assert visits.read(request) == DOCTOR
    response = HttpResponse()
    visits.wipe(request, response)
    assert visits.read(request) == Bezoek()
    assert anna.reads() == Bezoek()
    assert not SealedVisit.objects.exists()
    gone = response.cookies["meldcode_bezoek"]
    assert (gone.value, gone["max-age"], gone["path"], gone["samesite"]) == ("", 0, "/", "Strict")


def test_wiping_leaves_the_visits_of_others(anna: Visitor) -> None:
    bram = Visitor()
    anna.keeps(DOCTOR)
    bram.keeps(TEACHER)
    anna.wipes()
    assert bram.reads() == TEACHER


def test_wiping_without_a_visit_is_no_error(anna: Visitor) -> None:
    anna.wipes()
    assert anna.reads() == Bezoek()


@pytest.mark.django_db(transaction=True)
def test_wiping_leaves_no_sealed_byte_in_the_database_files(anna: Visitor) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps its files beside us")
    anna.keeps(DOCTOR)
    row = SealedVisit.objects.get()
    traces = [bytes(row.sealed)[:40], bytes(row.sealed)[-40:], row.lookup.encode()]
    database = Path(str(connection.settings_dict["NAME"]))
    log = database.with_name(database.name + "-wal")
    assert any(trace in log.read_bytes() for trace in traces), "the test looks in the wrong place"

    anna.wipes()

    assert log.stat().st_size == 0
    assert not [trace for trace in traces if trace in database.read_bytes()]


@pytest.mark.django_db(transaction=True)
def test_a_log_that_cannot_be_emptied_is_no_error_for_the_visitor(
    anna: Visitor,
) -> None:
    anna.keeps(DOCTOR)

    def refuse(execute: object, sql: str, *rest: object) -> object:
        if "wal_checkpoint" in sql:
            raise OperationalError("database table is locked")
        return execute(sql, *rest)  # type: ignore[operator]

    with connection.execute_wrapper(refuse):
        anna.wipes()
    assert anna.reads() == Bezoek()
