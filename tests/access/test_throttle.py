"""Guessing slows down, also for who pretends to be known; the owner is never locked out."""

from __future__ import annotations

import pytest

from meldcode.access import throttle
from meldcode.access.models import Attempt
from meldcode.vault.sealing import Secret
from tests.cast import Cast

pytestmark = pytest.mark.django_db

T = 1_800_000_000.0
LIMITS = [(0, 0), (1, 0), (2, 0), (3, 2), (4, 4), (5, 8), (6, 16), (7, 32), (8, 60), (50, 60)]


def guessed(times: int, naam: str = "Anna", device: Secret | None = None) -> str:
    found = throttle.bucket(naam, device)
    for _ in range(times):
        throttle.failed(found, T)
    return found


@pytest.mark.parametrize(("failures", "seconds"), LIMITS)
def test_the_wait_doubles_after_three_and_has_a_ceiling(failures: int, seconds: int) -> None:
    assert throttle.wait_seconds(guessed(failures), T) == seconds


@pytest.mark.parametrize(("passed", "left"), [(0, 8), (3, 5), (7, 1), (8, 0), (100, 0)])
def test_the_wait_goes_by(passed: int, left: int) -> None:
    assert throttle.wait_seconds(guessed(5), T + passed) == left


@pytest.mark.parametrize(("passed", "kept"), [(3600, True), (3601, False)])
def test_an_hour_later_it_is_forgotten(passed: int, kept: bool) -> None:
    bucket = guessed(5)
    throttle.failed(throttle.bucket("Bram", None), T + passed)
    assert Attempt.objects.filter(pk=bucket).exists() is kept


def test_who_gets_in_starts_anew_and_the_log_hears_how_often_it_failed() -> None:
    bucket = guessed(4)
    assert throttle.succeeded(bucket) == 4
    assert throttle.wait_seconds(bucket, T) == 0
    assert throttle.succeeded(bucket) == 0


def test_one_name_is_counted_however_it_is_typed_and_apart_from_others() -> None:
    guessed(5)
    assert throttle.wait_seconds(throttle.bucket(" anNA ", None), T) == 8
    assert throttle.wait_seconds(throttle.bucket("Bram", None), T) == 0


def test_a_browser_that_got_in_before_does_not_wait_for_who_guesses_elsewhere(cast: Cast) -> None:
    guessed(50)
    known = throttle.new_device("Anna")
    assert throttle.is_known(known, "anna")
    assert throttle.wait_seconds(throttle.bucket("Anna", known), T) == 0
    guessed(5, device=known)
    assert throttle.wait_seconds(throttle.bucket("Anna", known), T) == 8


def test_a_mark_that_nobody_gave_or_of_another_person_counts_as_none(cast: Cast) -> None:
    guessed(50)
    made_up, of_bram = Secret(b"A" * 43), throttle.new_device("Bram")
    for mark in (made_up, of_bram):
        assert not throttle.is_known(mark, "Anna")
        assert throttle.wait_seconds(throttle.bucket("Anna", mark), T) == 60


def test_what_is_kept_names_nobody() -> None:
    guessed(1)
    assert "anna" not in repr(list(Attempt.objects.values_list())).casefold()
