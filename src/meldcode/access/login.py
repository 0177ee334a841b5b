"""Opening somebody's keys with the passphrase: at the login, and where a browser had locked."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.access import log, people, second_factor, sharing, throttle, unlock
from meldcode.access.log import Look
from meldcode.access.people import PeopleError, Unlocked
from meldcode.vault import passphrase
from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import KEY_BYTES, SealBroken, Secret

WRONG = "Je naam of je wachtzin klopt niet. Let op hoofdletters en spaties in je wachtzin."
_DUMMY_CONTEXT = b"meldcode niemand"


class LoginError(Exception):
    """The keys stay closed; the Dutch message says why and what to do."""


class CannotLogIn(LoginError):
    """The keys stay closed for another reason than what was typed."""


def attempt(request: HttpRequest, naam: str, phrase: str) -> Unlocked:
    """Open the keys of whoever logs in with this name. Raises LoginError."""
    return open_keys(naam, phrase, unlock.device(request))


def open_keys(naam: str, phrase: str, device: Secret | None) -> Unlocked:
    """Open somebody's keys and write that in the log; guessing slows down.

    `device` is what marks a browser that got in before. Raises LoginError.
    """
    bucket = throttle.bucket(naam, device)
    wait = throttle.wait_seconds(bucket)
    if wait:
        raise LoginError(f"Er is te vaak geprobeerd in te loggen. Wacht {wait} seconden.")
    try:
        who = _open(naam, phrase)
    except SealBroken:
        throttle.failed(bucket)
        raise LoginError(WRONG) from None
    except (passphrase.Busy, PeopleError) as problem:
        raise CannotLogIn(str(problem)) from None
    failures = throttle.succeeded(bucket)
    look = Look("inloggen", ground=f"na {failures} pogingen" if failures else "wachtzin")
    log.write(who.keyring, look, timezone.now())
    return who


def _open(naam: str, phrase: str) -> Unlocked:
    person = people.find(naam)
    if person is None or not person.is_active:
        # The same work, so that time does not tell who has an account here.
        passphrase.unlock(_nobody(), phrase, _DUMMY_CONTEXT)
        raise SealBroken
    return Unlocked(person, people.unlock(person, phrase))


_locked_for_nobody: list[str] = []


def _nobody() -> str:
    if not _locked_for_nobody:
        secret = Keyring.generate().to_secret()
        _locked_for_nobody.append(
            passphrase.lock(secret, secrets.token_hex(KEY_BYTES), _DUMMY_CONTEXT)
        )
    return _locked_for_nobody[0]


def enter(request: HttpRequest, response: HttpResponse, who: Unlocked) -> None:
    """Open this browser for `who`, or let it wait for the second factor that person has."""
    before = unlock.state(request)
    known = before.passed and before.person == who.person
    waiting = second_factor.asked_of(who.person) and not known
    unlock.begin(request, response, who, waiting=waiting)
    unlock.remember_device(request, response)
    if not waiting:
        sharing.catch_up(who, timezone.now())
