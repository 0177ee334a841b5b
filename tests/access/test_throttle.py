"""Guessing slows down, also for who pretends to be known; the owner is never locked out."""

from __future__ import annotations

import gzip
from base64 import b64encode
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings

from meldcode.access import clock, login, marks, naming, people, throttle, waiting
from meldcode.access.models import Attempt, LogLine
from meldcode.access.throttle import Counter, TooOften
from meldcode.site import backup
from meldcode.vault import argon2
from meldcode.vault.sealing import Secret
from tests.cast import ANNA, NOW, Cast

pytestmark = pytest.mark.django_db


class Time:
    """The clock of the throttle: it stands still, and goes on where somebody waits."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    own = Time()
    monkeypatch.setattr(clock, "steady", lambda: own.now)
    monkeypatch.setattr("meldcode.access.waiting.time.sleep", own.sleep)
    return own


def guessed(times: int, counter: Counter) -> Counter:
    """So many wrong guesses, each as soon as it may."""
    for _ in range(times):
        throttle.take([counter])
    return counter


def is_refused(*counters: Counter) -> bool:
    try:
        throttle.take(counters)
    except TooOften:
        return True
    return False


def wrong(naam: str, phrase: str = "niet deze zin hoor", mark: Secret | None = None) -> str:
    """What somebody hears who logs in with a wrong passphrase."""
    with pytest.raises(login.LoginError) as refusal:
        login.open_keys(naam, phrase, mark)
    return str(refusal.value)


def test_three_attempts_are_free_and_then_each_waits_longer_up_to_a_bound(time: Time) -> None:
    guessed(9, throttle.of_person("anna"))
    assert time.waited == [0.5, 1, 2, 4, 4, 4]


def test_a_second_step_is_slower_and_nobody_waits_for_it_on_a_thread(time: Time) -> None:
    step = guessed(3, throttle.of_step("anna"))
    for seconds in (2, 4, 8, 16, 32, 60, 60):
        assert is_refused(step)
        time.now += seconds - 0.01
        assert is_refused(step)
        time.now += 0.01
        throttle.take([step])
    assert time.waited == []


def test_the_pause_goes_by(time: Time) -> None:
    counter = guessed(6, throttle.of_person("anna"))
    time.waited.clear()
    time.now += 10
    throttle.take([counter])
    assert time.waited == []


@pytest.mark.parametrize(("passed", "kept"), [(3600, True), (3601, False)])
def test_an_hour_later_it_is_forgotten(time: Time, passed: int, kept: bool) -> None:
    counter = guessed(3, throttle.of_person("anna"))
    time.now += passed
    throttle.take([throttle.of_person("bram")])
    assert Attempt.objects.filter(pk=counter.bucket).exists() is kept


def test_a_clock_that_went_back_keeps_nobody_out(time: Time) -> None:
    counter = guessed(3, throttle.of_step("anna"))
    time.now -= 2 * 3600
    throttle.take([counter])
    assert time.waited == []


def test_who_gets_in_starts_anew_and_hears_how_often_it_failed() -> None:
    counter = guessed(4, throttle.of_person("anna"))
    throttle.take([counter])
    assert throttle.succeeded([counter]) == 4
    assert throttle.failures(counter) == 0


def test_a_try_that_could_not_be_made_does_not_count() -> None:
    counters = [throttle.of_person("anna"), throttle.of_everybody()]
    throttle.take(counters)
    throttle.give_back(counters)
    assert [throttle.failures(each) for each in counters] == [0, 0]


def test_the_owner_gets_in_while_somebody_guesses_every_half_second(time: Time) -> None:
    counter = throttle.of_person("anna")
    guessed(20, counter)
    tries = 0
    for _ in range(200):
        # The guesser comes first each time, and never waits for an answer.
        with pytest.MonkeyPatch.context() as without_waiting:
            without_waiting.setattr(waiting, "sleep", lambda seconds: None)
            is_refused(counter)
            is_refused(counter)
        time.now += 1.0
        tries += 1
        if not is_refused(counter):
            break
    assert tries < 30
    assert max(time.waited) <= 9


def test_ever_fresh_names_are_slowed_as_well(cast: Cast, time: Time) -> None:
    for number in range(40):
        wrong(f"verzonnen {number}")
    assert time.waited == [0.25, *[0.5] * 9]


def test_fresh_names_slow_no_browser_that_got_in_before(cast: Cast, time: Time) -> None:
    for number in range(40):
        wrong(f"verzonnen {number}")
    time.waited.clear()
    mark = marks.new(cast.anna.reference)
    assert login.open_keys("Anna", ANNA.wachtzin, mark).reference == cast.anna.reference
    assert time.waited == []


@pytest.mark.parametrize(
    "typed", ["anNA", " Anna ", "Ａnna", "ANNA", "anna\N{NO-BREAK SPACE}", "Anna  "]
)
def test_one_person_is_one_count_however_the_name_is_typed(cast: Cast, typed: str) -> None:
    wrong(typed)
    wrong("Anna")
    assert throttle.failures(throttle.of_person(cast.anna.reference)) == 2
    assert login.open_keys(typed, ANNA.wachtzin, None).reference == cast.anna.reference


@pytest.mark.parametrize("typed", ["Anna\x00", "\x1fAnna", "An\u200bna", "Anna\n", "An\x07na", ""])
def test_a_name_with_what_cannot_be_seen_is_nobodys(cast: Cast, typed: str) -> None:
    assert naming.fold(typed) == ""
    assert wrong(typed, ANNA.wachtzin) == login.WRONG
    with pytest.raises(people.PeopleError, match="Vul een naam in"):
        people.check_name(typed)


def test_nobody_is_invited_under_another_way_of_writing_a_name(cast: Cast) -> None:
    for naam in ("ANNA", "Ａnna", "aNNa"):
        with pytest.raises(people.PeopleError, match="al iemand met deze naam"):
            people.invite(cast.dina, naam, ("professional",), NOW)


@pytest.mark.parametrize("shaped", ["tweede stap {}", "wachtzin {}", "persoon {}", "{}"])
def test_a_name_of_the_form_of_a_counter_is_counted_apart(cast: Cast, shaped: str) -> None:
    for _ in range(5):
        wrong(shaped.format(cast.anna.reference))
    own = (throttle.of_person, throttle.of_step, throttle.of_confirming)
    assert [throttle.failures(counter(cast.anna.reference)) for counter in own] == [0, 0, 0]


def test_a_browser_that_got_in_before_does_not_wait_for_who_guesses_elsewhere(
    cast: Cast, time: Time
) -> None:
    for _ in range(8):
        wrong("Anna")
    mark = marks.new(cast.anna.reference)
    time.waited.clear()
    login.open_keys("Anna", ANNA.wachtzin, mark)
    assert time.waited == []
    for _ in range(4):
        wrong("Anna", mark=mark)
    assert time.waited == [0.5]


def test_a_mark_that_nobody_gave_or_of_another_person_counts_as_none(cast: Cast) -> None:
    made_up, of_bram = Secret(b"A" * 43), marks.new(cast.bram.reference)
    for mark in (made_up, of_bram):
        assert not marks.is_known(mark, cast.anna.reference)
        wrong("Anna", mark=mark)
    assert throttle.failures(throttle.of_person(cast.anna.reference)) == 2


def test_what_makes_a_mark_lies_beside_the_database_for_this_user_alone_and_in_no_backup(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # PostgreSQL gives a snapshot only where a transaction begins, and the test is in one.
    monkeypatch.setattr(backup, "snapshot", nullcontext)
    marks.new(cast.anna.reference)
    file = Path(settings.DATA_FOLDER) / marks.FILE
    secret = file.read_bytes()
    assert len(secret) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    made = tmp_path / "uit.back-up"
    backup.write(made, NOW)
    kept = gzip.decompress(made.read_bytes())
    assert cast.anna.reference.encode() in kept
    written = (secret.hex().encode(), *(b64encode(secret[at:])[:40] for at in range(3)))
    assert not [each for each in (secret, *written) if each in kept]


def test_marks_are_of_no_worth_once_their_secret_is_another(cast: Cast) -> None:
    mark = marks.new(cast.anna.reference)
    assert marks.is_known(mark, cast.anna.reference)
    (Path(settings.DATA_FOLDER) / marks.FILE).unlink()
    assert not marks.is_known(mark, cast.anna.reference)


def test_a_failed_log_in_is_in_the_log_at_once_and_names_whose_it_was(cast: Cast) -> None:
    wrong("Anna")
    wrong("niemand hier")
    lines = LogLine.objects.order_by("number").filter(action="inloggen", result="geweigerd")
    told = [(line.reference, line.head, line.ground) for line in lines]
    assert told == [("", cast.anna.reference, "poging 1"), ("", "", "poging 2")]


def test_who_guesses_does_not_fill_the_log(cast: Cast) -> None:
    for _ in range(50):
        wrong("Anna")
    lines = LogLine.objects.filter(action="inloggen", result="geweigerd")
    expected = [*range(1, 11), 20, 40]
    assert [line.ground for line in lines.order_by("number")] == [f"poging {n}" for n in expected]


def test_one_browser_waits_for_one_turn_at_a_time(time: Time) -> None:
    counter = guessed(4, throttle.of_person("anna"))
    inside: list[bool] = []

    def meanwhile(seconds: float) -> None:
        inside.append(is_refused_from("een"))

    def is_refused_from(browser: str) -> bool:
        try:
            with waiting.place(f"{counter.bucket} {browser}"):
                return False
        except TooOften:
            return True

    with pytest.MonkeyPatch.context() as waits:
        waits.setattr("meldcode.access.waiting.time.sleep", meanwhile)
        throttle.take([counter], "een")
    assert inside == [True]
    assert not is_refused_from("een")


def test_only_so_many_wait_on_threads_of_the_server(time: Time) -> None:
    held = [waiting._places.acquire(blocking=False) for _ in range(waiting.PLACES)]
    try:
        assert all(held)
        assert is_refused(guessed_free("anna"))
    finally:
        for _ in held:
            waiting._places.release()


def guessed_free(reference: str) -> Counter:
    return guessed(3, throttle.of_person(reference))


def test_what_fails_for_want_of_a_turn_is_not_held_against_anybody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(argon2, "PLACES", 0)
    with pytest.raises(login.CannotLogIn, match="te veel pogingen tegelijk"):
        login.open_keys("Anna", ANNA.wachtzin, None)
    assert throttle.failures(throttle.of_person(cast.anna.reference)) == 0


def test_what_is_kept_names_nobody(cast: Cast) -> None:
    wrong("Anna")
    assert "anna" not in repr(list(Attempt.objects.values_list())).casefold()
