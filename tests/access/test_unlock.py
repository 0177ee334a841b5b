"""The browser of somebody who logged in: what is open, when it locks, and what a thief can do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse

from meldcode.access import browsers, marks, people, places, unlock
from meldcode.access.models import Person, Unlock
from meldcode.vault.sealing import Secret
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


class Browser:
    """What a browser is to the server: the cookies it sends."""

    def __init__(self, **cookies: str) -> None:
        self.cookies = dict(cookies)

    def request(self) -> HttpRequest:
        request = HttpRequest()
        request.COOKIES = dict(self.cookies)
        return request

    def take(self, response: HttpResponse) -> None:
        """Keep the cookies of an answer, and drop those it takes away."""
        for name, morsel in response.cookies.items():
            if morsel["max-age"] == 0:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value

    @property
    def state(self) -> unlock.State:
        return unlock.state(self.request())

    @property
    def is_open(self) -> bool:
        return self.state.stage == Unlock.OPEN and self.state.who is not None


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time of the tests, standing still."""
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


def entered(who: people.Unlocked, browser: Browser | None = None, waiting: bool = False) -> Browser:
    """A browser in which somebody gave the passphrase."""
    browser = browser or Browser()
    request, response = browser.request(), HttpResponse()
    unlock.begin(request, response, who, waiting=waiting)
    unlock.remember_device(request, response)
    browser.take(response)
    return browser


def test_the_keys_of_who_entered_are_open_in_that_browser_alone(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    browser = entered(cast.anna)
    who = browser.state.who
    assert who is not None
    assert who.keyring.public == cast.anna.keyring.public
    assert Browser().state == unlock.State()


def test_the_row_holds_neither_the_cookie_nor_a_key(cast: Cast) -> None:
    browser = entered(cast.anna)
    token = browser.cookies[unlock.COOKIE]
    stored = repr(list(Unlock.objects.values_list()))
    assert token not in stored
    assert cast.anna.keyring.to_secret().reveal().hex() not in stored
    sealed = bytes(Unlock.objects.get().sealed)
    assert cast.anna.keyring.to_secret().reveal()[1:33] not in sealed


IDLE = [
    (3, 3 * 60 - 1, True),
    (3, 3 * 60, False),
    (1, 60, False),
    (10, 599, True),
    (10, 600, False),
]


@pytest.mark.parametrize(("minutes", "seconds", "still_open"), IDLE)
def test_it_locks_when_it_was_idle_for_its_minutes(
    cast: Cast, clock: time_machine.Traveller, minutes: int, seconds: int, still_open: bool
) -> None:
    Person.objects.filter(naam="Anna").update(idle_minutes=minutes)
    browser = entered(cast.anna)
    clock.shift(seconds)
    assert browser.is_open is still_open
    if not still_open:
        assert browser.state.stage == Unlock.LOCKED
        assert bytes(Unlock.objects.get().sealed) == b"", "the keys are thrown away"
        assert browser.state.person == cast.anna.person


def test_minutes_that_somebody_wrote_in_the_database_go_no_further_than_ten(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    Person.objects.filter(naam="Anna").update(idle_minutes=30_000)
    browser = entered(cast.anna)
    assert unlock.idle_left(browser.request()) == 600
    clock.shift(600)
    assert not browser.is_open


def test_every_look_starts_the_minutes_anew(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = entered(cast.anna)
    for _ in range(5):
        clock.shift(2 * MINUTE)
        assert browser.is_open


def test_another_cookie_opens_nothing(cast: Cast) -> None:
    browser = entered(cast.anna)
    token = browser.cookies[unlock.COOKIE]
    for other in ("", "x", token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B"), token * 2):
        assert Browser(**{unlock.COOKIE: other}).state.who is None


def test_after_a_restart_row_and_cookie_open_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = entered(cast.anna)
    monkeypatch.setattr(unlock, "PROCESS_KEY", Secret(b"n" * 32))
    assert browser.state.who is None
    assert browser.state.stage == Unlock.LOCKED


def test_a_row_of_another_person_opens_nothing(cast: Cast) -> None:
    anna, bram = entered(cast.anna), entered(cast.bram)
    rows = {row.reference: row for row in Unlock.objects.all()}
    Unlock.objects.filter(reference=cast.bram.reference).update(
        sealed=rows[cast.anna.reference].sealed
    )
    assert bram.state.who is None
    Unlock.objects.filter(lookup=rows[cast.anna.reference].lookup).update(
        reference=cast.bram.reference
    )
    assert anna.state.who is None


def test_locked_by_hand_it_keeps_the_place_and_no_keys(cast: Cast) -> None:
    browser = entered(cast.anna)
    unlock.lock(browser.request(), "/zaak/abc/")
    assert (browser.state.stage, browser.state.back) == (Unlock.LOCKED, "/zaak/abc/")
    assert browser.state.who is None
    entered(cast.anna, browser)
    assert browser.is_open
    assert browser.state.back == "/zaak/abc/"
    assert Unlock.objects.count() == 1


def test_a_cookie_that_somebody_planted_is_not_the_one_that_opens(cast: Cast) -> None:
    planted = "P" * 43
    browser = entered(cast.anna, Browser(**{unlock.COOKIE: planted}))
    assert browser.cookies[unlock.COOKIE] != planted
    assert Browser(**{unlock.COOKIE: planted}).state.who is None


def test_who_waits_for_the_second_factor_is_not_in(cast: Cast) -> None:
    browser = entered(cast.anna, waiting=True)
    assert browser.state.stage == Unlock.WAITING
    unlock.passed_second_factor(browser.request())
    assert browser.is_open


def test_writing_in_the_database_does_not_take_the_place_of_a_second_factor(cast: Cast) -> None:
    browser = entered(cast.anna, waiting=True)
    Unlock.objects.update(stage=Unlock.OPEN)
    assert browser.state.who is None
    assert browser.state.stage == Unlock.LOCKED


def test_logged_out_row_and_cookie_are_gone(cast: Cast) -> None:
    browser = entered(cast.anna)
    response = HttpResponse()
    unlock.end(browser.request(), response)
    browser.take(response)
    assert unlock.COOKIE not in browser.cookies
    assert not Unlock.objects.exists()


def test_every_other_browser_of_one_person_is_logged_out(cast: Cast) -> None:
    here, there, bram = entered(cast.anna), entered(cast.anna), entered(cast.bram)
    unlock.end_all(cast.anna.reference, but=here.request())
    assert (here.is_open, there.is_open, bram.is_open) == (True, False, True)
    unlock.end_all(cast.anna.reference)
    assert (here.is_open, bram.is_open) == (False, True)


def test_who_may_no_longer_come_is_out_at_the_next_request(cast: Cast) -> None:
    browser = entered(cast.bram)
    people.set_active(cast.bram.person, False, cast.dina)
    assert browser.state == unlock.State()


def test_single_sign_on_says_who_and_opens_nothing(cast: Cast) -> None:
    browser, response = Browser(), HttpResponse()
    unlock.sso(browser.request(), response, cast.anna.person)
    browser.take(response)
    assert (browser.state.stage, browser.state.person) == (Unlock.LOCKED, cast.anna.person)
    assert browser.state.who is None


def test_a_start_of_the_server_throws_all_keys_away(cast: Cast) -> None:
    browser = entered(cast.anna)
    unlock.lock_at_start()
    assert browser.state.stage == Unlock.LOCKED
    assert bytes(Unlock.objects.get().sealed) == b""


def test_a_start_with_a_given_process_key_locks_only_what_was_left(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlock, "MADE_IN_PROCESS", None)
    left = entered(cast.anna)
    clock.shift(601)
    busy = entered(cast.bram)
    unlock.lock_at_start()
    assert (left.state.stage, busy.is_open) == (Unlock.LOCKED, True)


@pytest.mark.parametrize(
    ("seconds", "rows", "sealed"),
    [(600, 1, True), (601, 1, False), (12 * 3600, 1, False), (12 * 3600 + 1, 0, False)],
)
def test_what_was_left_is_locked_and_later_removed(
    cast: Cast, clock: time_machine.Traveller, seconds: int, rows: int, sealed: bool
) -> None:
    entered(cast.anna)
    clock.shift(seconds)
    unlock.purge()
    assert Unlock.objects.count() == rows
    assert any(bytes(row.sealed) for row in Unlock.objects.all()) is sealed


def test_the_mark_of_a_browser_is_of_one_person_and_stays(cast: Cast) -> None:
    browser = entered(cast.anna)
    mark = browser.cookies[unlock.DEVICE_COOKIE]
    assert marks.is_known(Secret(mark.encode()), cast.anna.reference)
    entered(cast.anna, browser)
    assert browser.cookies[unlock.DEVICE_COOKIE] == mark
    entered(cast.bram, browser)
    of_bram = Secret(browser.cookies[unlock.DEVICE_COOKIE].encode())
    assert marks.is_known(of_bram, cast.bram.reference)


def test_cookies_are_for_this_site_alone_and_no_script(cast: Cast) -> None:
    response = HttpResponse()
    unlock.begin(HttpRequest(), response, cast.anna)
    morsel = response.cookies[unlock.COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Strict", "/")
    assert morsel["max-age"] == "", "gone when the browser closes"


def test_however_much_it_is_used_the_passphrase_is_asked_again_after_eight_hours(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    browser = entered(cast.anna)
    for _ in range(8 * 60 // 2 - 1):
        clock.shift(2 * MINUTE)
        assert browser.is_open
    clock.shift(2 * MINUTE)
    assert not browser.is_open
    assert browser.state.stage == Unlock.LOCKED


def test_a_clock_that_goes_back_keeps_nothing_open(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = [5_000.0]
    monkeypatch.setattr("meldcode.access.clock.steady", lambda: passed[0])
    browser = entered(cast.anna)
    clock.shift(timedelta(hours=-2))
    passed[0] += 179
    assert browser.is_open
    clock.shift(timedelta(hours=-1))
    passed[0] += 180
    assert not browser.is_open


def test_a_steady_clock_that_stood_still_keeps_nothing_open_either(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meldcode.access.clock.steady", lambda: 5_000.0)
    browser = entered(cast.anna)
    clock.shift(180)
    assert not browser.is_open


def test_who_logs_in_where_a_colleague_locked_is_not_led_to_what_the_colleague_saw(
    cast: Cast,
) -> None:
    browser = entered(cast.anna)
    unlock.lock(browser.request(), "/dossier/zaak/van-anna")
    assert browser.state.back == "/dossier/zaak/van-anna"
    entered(cast.bram, browser)
    assert (browser.state.person, browser.state.back) == (cast.bram.person, "")


def test_each_sees_the_own_places_and_closes_any_other(cast: Cast) -> None:
    here, there, of_bram = entered(cast.anna), entered(cast.anna), entered(cast.bram)
    found = places.of(here.request())
    assert sorted(place.here for place in found) == [False, True]
    other = next(place for place in found if not place.here)
    own = next(place for place in found if place.here)
    brams = places.of(of_bram.request())[0]
    for not_closed in (own.id, brams.id, other.id[:15], ""):
        assert not places.close(here.request(), not_closed)
    assert places.close(here.request(), other.id)
    assert (here.is_open, there.is_open, of_bram.is_open) == (True, False, True)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "Firefox op Windows"),
        ("Mozilla/5.0 (X11; Linux) Chrome/140.0 Safari/537 Edg/140.0", "Edge op Linux"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/18 Safari/604", "Safari op iPhone"),
        ("curl/8", "een browser"),
        ("", "een browser"),
    ],
)
def test_a_place_is_called_as_people_know_it(said: str, label: str) -> None:
    request = HttpRequest()
    request.META["HTTP_USER_AGENT"] = said
    assert browsers.label(request) == label
