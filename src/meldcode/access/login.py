"""The one place where a passphrase is asked: counted, in turn, and in the log when it was wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.access import log, marks, people, second_factor, sharing, throttle, unlock
from meldcode.access.log import Look
from meldcode.access.models import Person
from meldcode.access.naming import fold
from meldcode.access.people import PeopleError, Unlocked
from meldcode.access.throttle import Counter
from meldcode.vault import passphrase
from meldcode.vault.sealing import SealBroken, Secret

WRONG = "Je naam of je wachtzin klopt niet. Let op hoofdletters en spaties in je wachtzin."
_WRONG_PHRASE = "Je wachtzin klopt niet. Let op hoofdletters en spaties."
# Of so many failures within the hour each has a line; after that every time there are twice as
# many, or whoever guesses would fill the log.
_EACH = 10


class LoginError(Exception):
    """The keys stay closed; the Dutch message says why and what to do."""


class CannotLogIn(LoginError):
    """The keys stay closed for another reason than what was typed."""


def attempt(request: HttpRequest, naam: str, phrase: str) -> Unlocked:
    """Open the keys of whoever logs in with this name. Raises LoginError."""
    return open_keys(naam, phrase, unlock.device(request), browser(request))


def open_keys(naam: str, phrase: str, device: Secret | None, browser: str = "") -> Unlocked:
    """Open somebody's keys and write that in the log; guessing slows down.

    `device` is what marks a browser that got in before, `browser` tells one from another. Raises
    LoginError.
    """
    person = people.find(naam)
    counters = _counters(naam, person, device)
    tried = person.reference if person else ""
    with _counted(counters, WRONG, lambda count: _failed(tried, count), browser):
        who = _open(person, phrase)
    failures = throttle.succeeded(counters)
    look = Look(log.LOG_IN, ground=f"na {failures} pogingen" if failures else "wachtzin")
    log.write(who.keyring, look, timezone.now())
    return who


def confirm(who: Unlocked, phrase: str) -> None:
    """Ask the passphrase once more of who is in, before something that can't be undone.

    Call it outside a transaction, for it takes its time. Raises LoginError.
    """
    counters = [throttle.of_confirming(who.reference)]
    with _counted(counters, _WRONG_PHRASE, lambda count: _not_confirmed(who, count)):
        people.unlock(who.person, phrase)
    throttle.succeeded(counters)


def _failed(tried: str, count: int) -> None:
    log.write_failed(tried, f"poging {count}", timezone.now())


def _not_confirmed(who: Unlocked, count: int) -> None:
    look = Look("wachtzin bevestigen", ground=f"poging {count}", result=log.REFUSED)
    log.write(who.keyring, look, timezone.now())


@contextmanager
def _counted(
    counters: Sequence[Counter], wrong: str, note: Callable[[int], None], browser: str = ""
) -> Iterator[None]:
    """Try in turn; what fails counts and is written down. Raises LoginError."""
    try:
        throttle.take(counters, browser)
    except throttle.TooOften as refusal:
        raise LoginError(
            f"Er is te vaak geprobeerd. Wacht {refusal.seconds} seconden en probeer het opnieuw."
        ) from None
    try:
        yield
    except SealBroken:
        # Of names that nobody has only all together are told apart: each may be another.
        count = throttle.failures(counters[0] if counters[0].told else counters[-1])
        if count <= _EACH or count in {_EACH * 2**power for power in range(20)}:
            note(count)
        raise LoginError(wrong) from None
    except (passphrase.Busy, PeopleError) as problem:
        throttle.give_back(counters)
        raise CannotLogIn(str(problem)) from None


def _counters(naam: str, person: Person | None, device: Secret | None) -> list[Counter]:
    """By whom it is about; only a browser where that person got in before is apart."""
    if person is None:
        return [throttle.of_name(fold(naam)), throttle.of_everybody()]
    if device is not None and marks.is_known(device, person.reference):
        return [throttle.of_browser(person.reference, device)]
    return [throttle.of_person(person.reference), throttle.of_everybody()]


def _open(person: Person | None, phrase: str) -> Unlocked:
    if person is None or not person.is_active:
        # The same work, so that time does not tell who has an account here.
        passphrase.unlock(passphrase.decoy(), phrase, b"meldcode niemand")
        raise SealBroken
    return Unlocked(person, people.unlock(person, phrase))


def browser(request: HttpRequest) -> str:
    """What tells this browser from another while both wait; empty where nothing does."""
    return request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")


def enter(request: HttpRequest, response: HttpResponse, who: Unlocked) -> None:
    """Open this browser for `who`, or let it wait for the second factor that person has."""
    before = unlock.state(request)
    known = before.passed and before.person == who.person
    waiting = second_factor.asked_of(who.person) and not known
    unlock.begin(request, response, who, waiting=waiting)
    unlock.remember_device(request, response)
    if not waiting:
        sharing.catch_up(who, timezone.now())
