"""A store of visits: what is kept, for how long, who can open it, and what wiping leaves.

It is tried on a store of texts in the guide's table; the stores of the guide and the report have
tests of their own for what differs.
"""

from __future__ import annotations

import base64
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import OperationalError, connection
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries, Settings

from meldcode.guide.models import SealedVisit
from meldcode.vault.sealing import Secret
from meldcode.visit import emptying, rows
from meldcode.visit.store import GRACE_SECONDS, Store
from meldcode.visit.trail import MOST_SPENT
from tests.visit.visitor import Visitor

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TORN = "van een andere versie"
PAGE = "<h1>Dit kan niet</h1>\n<p>vuurtoren</p>"
STORE: Store[str] = Store(
    model=SealedVisit,
    cookie="meldcode_proef",
    path="/proef/",
    label=b"meldcode proef",
    lifetime=3600,
    empty="",
    from_text=lambda text: None if text == TORN else text,
    to_text=str,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Visitor[str]:
    """The one whose visit it is."""
    return Visitor(STORE)


def set_aside(visitor: Visitor[str], word: str, text: str = PAGE) -> HttpResponse:
    response = HttpResponse()
    STORE.set_aside(visitor.request(), response, word, text, 600)
    return response


def test_somebody_new_has_an_empty_visit_and_no_row(anna: Visitor[str]) -> None:
    assert anna.reads() == ""
    assert STORE.ends_at(anna.request()) is None
    assert not STORE.exists(anna.request())
    assert not SealedVisit.objects.exists()


def test_what_is_kept_is_read_again(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    assert anna.reads() == "arts"
    assert STORE.exists(anna.request())


def test_keeping_again_replaces_what_was_kept_under_a_new_cookie(anna: Visitor[str]) -> None:
    first = anna.keeps("arts").value
    assert anna.keeps("leraar").value != first
    assert anna.reads() == "leraar"
    assert read_with(first) == "leraar", "until the new one has long been seen"


def read_with(cookie: str) -> str:
    """What somebody reads who has this cookie."""
    visitor = Visitor(STORE)
    visitor.cookies["meldcode_proef"] = cookie
    return visitor.reads()


def copy_of(visitor: Visitor[str]) -> Visitor[str]:
    """Somebody who copied the cookies as they are now."""
    other = Visitor(STORE)
    other.cookies = dict(visitor.cookies)
    return other


def test_a_copy_of_the_cookie_is_dead_after_the_next_answer_and_says_so(
    anna: Visitor[str],
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps("arts")
        thief = copy_of(anna)
        anna.keeps("leraar")
        assert anna.reads() == "leraar"
        assert not STORE.taken(anna.request())
        clock.shift(GRACE_SECONDS)
        assert thief.reads() == ""
        assert STORE.taken(thief.request())
        assert anna.reads() == "leraar"
        thief.keeps("van de dief")
        assert anna.reads() == "leraar"


def test_who_goes_on_with_a_copy_shows_at_whose_visit_it_is(anna: Visitor[str]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps("arts")
        thief = copy_of(anna)
        for answer in ("een", "twee", "drie"):
            thief.keeps(answer)
            thief.reads()
        clock.shift(GRACE_SECONDS)
        assert anna.reads() == ""
        assert STORE.taken(anna.request())


def test_an_answer_that_got_lost_on_its_way_locks_nobody_out(anna: Visitor[str]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps("arts")
        for answer in ("een", "twee", "drie"):
            # The browser sends the same cookie again: it never got another.
            STORE.keep(anna.request(), HttpResponse(), answer)
            clock.shift(20 * 60)
            assert anna.reads() == answer
        anna.keeps("vier")
        assert anna.reads() == "vier"


def test_a_page_that_was_under_way_with_the_cookie_before_still_comes(anna: Visitor[str]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps("arts")
        other_tab = copy_of(anna)
        anna.keeps("leraar")
        assert anna.reads() == "leraar"
        clock.shift(GRACE_SECONDS - 1)
        assert other_tab.reads() == "leraar"


def test_of_two_answers_at_once_neither_tab_is_left_behind(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    first, second = copy_of(anna), copy_of(anna)
    requests = [first.request(), second.request()]
    assert [STORE.read(request) for request in requests] == ["arts", "arts"]
    for visitor, request, answer in zip((first, second), requests, ("een", "twee"), strict=True):
        response = HttpResponse()
        STORE.keep(request, response, answer)
        visitor.gets(response)
    assert (first.reads(), second.reads()) == ("twee", "twee")
    second.wipes()
    assert not SealedVisit.objects.exists()


def test_what_is_set_aside_goes_along_with_the_next_answer(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    set_aside(anna, "w1")
    anna.keeps("leraar")
    assert STORE.take_aside(anna.request(), "w1") == PAGE


def test_wiping_takes_what_older_cookies_lead_to(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    old = copy_of(anna)
    for answer in range(MOST_SPENT + 5):
        anna.keeps(str(answer))
    set_aside(anna, "w1")
    anna.wipes()
    assert SealedVisit.objects.count() == 5, "the oldest, which hold nothing and soon end"
    assert old.reads() == ""


def test_with_a_cookie_that_never_got_its_successor_everything_is_wiped(
    anna: Visitor[str],
) -> None:
    anna.keeps("arts")
    STORE.keep(anna.request(), HttpResponse(), "leraar")
    set_aside(anna, "w1")
    anna.wipes()
    assert not SealedVisit.objects.exists()


def test_a_visit_of_a_wrong_clock_goes_at_the_next_answer_of_anybody(anna: Visitor[str]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        clock.shift(timedelta(days=400))
        Visitor(STORE).keeps("van volgend jaar")
        clock.shift(timedelta(days=-400))
        anna.keeps("arts")
    assert SealedVisit.objects.count() == 1


def test_a_visit_is_read_from_the_database_once_a_request(
    anna: Visitor[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    anna.keeps("arts")
    request = anna.request()
    with django_assert_num_queries(1):
        assert STORE.read(request) == STORE.read(request) == "arts"


def test_within_one_request_the_kept_visit_is_what_is_read(anna: Visitor[str]) -> None:
    request = anna.request()
    assert STORE.read(request) == ""
    STORE.keep(request, HttpResponse(), "arts")
    assert STORE.read(request) == "arts"


def test_two_visitors_do_not_see_each_other(anna: Visitor[str]) -> None:
    chris = Visitor(STORE)
    anna.keeps("arts")
    chris.keeps("leraar")
    assert (anna.reads(), chris.reads()) == ("arts", "leraar")


def test_a_row_holds_neither_the_visit_nor_the_cookie(anna: Visitor[str]) -> None:
    token = anna.keeps("vuurtoren").value
    row = SealedVisit.objects.get()
    sealed = bytes(row.sealed)
    assert b"vuurtoren" not in sealed
    assert token.encode() not in sealed
    assert row.lookup not in token
    assert len(row.lookup) == 64


def test_the_cookie_is_for_this_session_and_for_the_server_alone(anna: Visitor[str]) -> None:
    cookie = anna.keeps("arts")
    assert cookie.key == "meldcode_proef"
    assert len(base64.urlsafe_b64decode(cookie.value + "=")) == 32
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/proef/"
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    assert not cookie["secure"]


def test_over_tls_the_cookie_belongs_to_this_host_alone(
    anna: Visitor[str], settings: Settings
) -> None:
    settings.SECURE = True
    cookie = anna.keeps("arts")
    assert (cookie.key, cookie["path"]) == ("__Host-meldcode_proef", "/")
    assert cookie["secure"] is True
    assert anna.reads() == "arts"
    gone = anna.wipes()
    assert (gone["secure"], gone["path"]) == (True, "/")


@pytest.mark.parametrize("planted", ["A" * 43, "", "te kort", "é" * 43, "A" * 44, "../" * 20])
def test_a_planted_cookie_reads_as_empty_and_is_never_taken_over(
    anna: Visitor[str], planted: str
) -> None:
    anna.cookies["meldcode_proef"] = planted
    assert anna.reads() == ""
    assert anna.keeps("arts").value != planted


def test_after_a_restart_the_visit_is_locked_and_can_still_be_wiped(
    anna: Visitor[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.keeps("arts")
    set_aside(anna, "w1")
    monkeypatch.setattr(rows, "PROCESS_KEY", Secret(b"n" * 32))
    assert anna.reads() == ""
    assert STORE.take_aside(anna.request(), "w1") is None
    anna.wipes()
    assert not SealedVisit.objects.exists()


def test_a_row_moved_to_another_visitor_does_not_open(anna: Visitor[str]) -> None:
    bram = Visitor(STORE)
    anna.keeps("arts")
    stolen = SealedVisit.objects.get().sealed
    bram.keeps("leraar")
    SealedVisit.objects.update(sealed=stolen)
    assert (anna.reads(), bram.reads()) == ("arts", "")


def test_a_visit_that_this_version_cannot_read_is_an_empty_one(anna: Visitor[str]) -> None:
    anna.keeps(TORN)
    assert anna.reads() == ""
    assert not STORE.exists(anna.request())


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(3599, "arts"), (3600, ""), (3601, "")],
)
def test_a_visit_ends_after_its_lifetime_without_use(
    anna: Visitor[str], seconds: int, expected: str
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps("arts")
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
    anna: Visitor[str],
    django_assert_num_queries: DjangoAssertNumQueries,
    minutes: int,
    queries: int,
    ends: datetime,
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps("arts")
        clock.shift(minutes * 60)
        request = anna.request()
        with django_assert_num_queries(queries):
            STORE.read(request)
        assert STORE.ends_at(request) == STORE.ends_at(anna.request()) == ends


def test_keeping_throws_away_what_others_left_behind(anna: Visitor[str]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        Visitor(STORE).keeps("leraar")
        clock.shift(3600)
        anna.keeps("arts")
    assert SealedVisit.objects.count() == 1


def test_an_ended_visit_starts_again_under_a_new_cookie(anna: Visitor[str]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        before = anna.keeps("arts").value
        clock.shift(3600)
        assert anna.keeps("leraar").value != before


def test_a_value_that_cannot_be_written_down_leaves_the_visit_as_it_was() -> None:
    def refuse(value: str) -> str:
        if value == "te lang":
            raise ValueError
        return value

    store = Store(SealedVisit, "meldcode_proef", "/", b"meldcode proef", 60, "", str, refuse)
    anna: Visitor[str] = Visitor(store)
    anna.keeps("arts")
    request, response = anna.request(), HttpResponse()
    with pytest.raises(ValueError, match=r"^$"):
        store.keep(request, response, "te lang")
    assert not response.cookies
    assert store.read(request) == anna.reads() == "arts"


def test_wiping_takes_the_row_and_the_cookie(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    request = anna.request()
    assert STORE.read(request) == "arts"
    response = HttpResponse()
    STORE.wipe(request, response)
    assert STORE.read(request) == ""
    assert anna.reads() == ""
    assert not SealedVisit.objects.exists()
    gone = response.cookies["meldcode_proef"]
    told = (gone.value, gone["max-age"], gone["path"], gone["samesite"])
    assert told == ("", 0, "/proef/", "Strict")


def test_wiping_leaves_the_visits_of_others(anna: Visitor[str]) -> None:
    bram = Visitor(STORE)
    anna.keeps("arts")
    bram.keeps("leraar")
    anna.wipes()
    assert bram.reads() == "leraar"


def test_wiping_without_a_visit_is_no_error(anna: Visitor[str]) -> None:
    anna.wipes()
    assert anna.reads() == ""


@pytest.mark.django_db(transaction=True)
def test_wiping_leaves_no_sealed_byte_in_the_database_files(anna: Visitor[str]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps its files beside us")
    anna.keeps("arts")
    set_aside(anna, "w1")
    assert SealedVisit.objects.count() == 2
    traces = [
        trace
        for row in SealedVisit.objects.all()
        for trace in (bytes(row.sealed)[:40], bytes(row.sealed)[-40:], row.lookup.encode())
    ]
    database = Path(str(connection.settings_dict["NAME"]))
    log = database.with_name(database.name + "-wal")
    assert all(trace in log.read_bytes() for trace in traces), "the test looks in the wrong place"

    anna.wipes()

    assert log.stat().st_size == 0
    assert not [trace for trace in traces if trace in database.read_bytes()]


@pytest.mark.django_db(transaction=True)
def test_wiping_without_a_visit_asks_nothing_of_the_log(
    anna: Visitor[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied: list[str] = []
    monkeypatch.setattr(emptying, "empty_log", lambda: emptied.append("ja"))
    anna.wipes()
    assert emptied == []
    anna.keeps("arts")
    anna.wipes()
    anna.wipes()
    assert emptied == ["ja"]


@pytest.mark.django_db(transaction=True)
def test_a_wipe_beside_a_long_reader_holds_up_nobody_and_the_log_empties_later(
    anna: Visitor[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps its files beside us")
    monkeypatch.setattr(emptying, "AGAIN_SECONDS", 0.01)
    anna.keeps("arts")
    database = Path(str(connection.settings_dict["NAME"]))
    log = database.with_name(database.name + "-wal")
    reader = sqlite3.connect(database, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM guide_sealedvisit").fetchone() == (1,)

    def impatient(execute: object, sql: str, *rest: object) -> object:
        if "wal_checkpoint" in sql:
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA busy_timeout").fetchone() == (0,)
        return execute(sql, *rest)  # type: ignore[operator]

    with connection.execute_wrapper(impatient):
        anna.wipes()
    assert log.stat().st_size > 0
    assert emptying.later.is_waiting()
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (10_000,)

    reader.close()
    while emptying.later.is_waiting() or log.stat().st_size:
        time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_a_log_that_cannot_be_emptied_is_no_error_for_the_visitor(
    anna: Visitor[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emptying.later, "ask", lambda: None)
    anna.keeps("arts")

    def refuse(execute: object, sql: str, *rest: object) -> object:
        if "wal_checkpoint" in sql:
            raise OperationalError("database table is locked")
        return execute(sql, *rest)  # type: ignore[operator]

    with connection.execute_wrapper(refuse):
        anna.wipes()
    assert anna.reads() == ""


def test_what_is_set_aside_is_taken_once(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    set_aside(anna, "w1")
    assert STORE.take_aside(anna.request(), "w1") == PAGE
    assert STORE.take_aside(anna.request(), "w1") is None
    assert anna.reads() == "arts"


def test_a_wrong_word_gets_nothing_and_takes_nothing_away(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    set_aside(anna, "w1")
    assert [STORE.take_aside(anna.request(), word) for word in ("w2", "", "w")] == [None] * 3
    assert STORE.take_aside(anna.request(), "w1") == PAGE


def test_the_right_word_in_another_browser_gets_nothing(anna: Visitor[str]) -> None:
    bram = Visitor(STORE)
    bram.keeps("leraar")
    anna.keeps("arts")
    set_aside(anna, "w1")
    assert STORE.take_aside(bram.request(), "w1") is None
    assert STORE.take_aside(Visitor(STORE).request(), "w1") is None


def test_setting_aside_again_replaces_what_was_there(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    set_aside(anna, "w1")
    set_aside(anna, "w2", "later")
    assert STORE.take_aside(anna.request(), "w1") is None
    assert STORE.take_aside(anna.request(), "w2") == "later"
    assert SealedVisit.objects.count() == 1


def test_without_a_visit_setting_aside_begins_an_empty_one(anna: Visitor[str]) -> None:
    anna.gets(set_aside(anna, "w1"))
    assert STORE.exists(anna.request())
    assert anna.reads() == ""
    assert STORE.take_aside(anna.request(), "w1") == PAGE


def test_what_is_set_aside_cannot_be_read_in_the_database(anna: Visitor[str]) -> None:
    token = anna.keeps("arts").value
    set_aside(anna, "w1")
    stored = [(row.lookup, bytes(row.sealed)) for row in SealedVisit.objects.all()]
    assert len(stored) == 2
    for lookup, sealed in stored:
        assert b"vuurtoren" not in sealed
        assert token.encode() not in lookup.encode() + sealed


@pytest.mark.parametrize(("seconds", "expected"), [(599, PAGE), (600, None), (601, None)])
def test_what_is_set_aside_ends_after_its_own_time(
    anna: Visitor[str], seconds: int, expected: str | None
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps("arts")
        set_aside(anna, "w1")
        clock.shift(seconds)
        assert STORE.take_aside(anna.request(), "w1") == expected


def test_setting_aside_throws_away_what_others_left_behind(anna: Visitor[str]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        bram = Visitor(STORE)
        bram.keeps("leraar")
        set_aside(bram, "w1")
        clock.shift(601)
        anna.keeps("arts")
        set_aside(anna, "w2")
    assert SealedVisit.objects.count() == 3  # of Bram the visit alone


def test_wiping_takes_what_was_set_aside(anna: Visitor[str]) -> None:
    anna.keeps("arts")
    set_aside(anna, "w1")
    anna.wipes()
    assert not SealedVisit.objects.exists()
