"""Logging in that is being guessed at slows down, and never locks the owner out.

Failures count per name, and apart for each browser that got in before: whoever guesses from
elsewhere makes everybody wait but those browsers. The wait has a ceiling, so the owner gets in
from a new browser too. What is kept is a hash of name or browser, a count and a time.
"""

from __future__ import annotations

import base64
import os
import time

from django.db.models import F

from meldcode.access.models import Attempt, Installation
from meldcode.vault.sealing import Secret, derive_key

FREE_ATTEMPTS = 3
CEILING_SECONDS = 60
FORGET_SECONDS = 60 * 60
_HALF = 16  # bytes of a browser's mark that are random, and as many that prove where it was made


def new_device(naam: str) -> Secret:
    """A mark for a browser in which this person got in: 43 letters, digits, dashes and lines."""
    random = os.urandom(_HALF)
    return Secret(base64.urlsafe_b64encode(random + _proof(random, naam)).rstrip(b"="))


def is_known(device: Secret, naam: str) -> bool:
    """Whether this mark was given here to this person; else anybody could make one per guess."""
    value = base64.urlsafe_b64decode(device.reveal() + b"=")
    return Secret(value[_HALF:]) == Secret(_proof(value[:_HALF], naam))


def _proof(random: bytes, naam: str) -> bytes:
    # Whoever reads the installation's reference has the database, and guesses without asking us.
    of = Installation.objects.values_list("reference", flat=True).first() or ""
    parts = (random, of.encode(), naam.strip().casefold().encode())
    return derive_key(*parts, purpose=b"meldcode bekende browser").reveal()[:_HALF]


def bucket(naam: str, device: Secret | None) -> str:
    """Where failures of this name, or of this known browser for it, are counted."""
    known = device.reveal() if device is not None and is_known(device, naam) else b""
    parts = (naam.strip().casefold().encode(), known)
    return derive_key(*parts, purpose=b"meldcode inlogpogingen").reveal().hex()


def wait_seconds(bucket_: str, now: float | None = None) -> int:
    """How many seconds until another attempt is taken; 0 when it may be made."""
    row = Attempt.objects.filter(pk=bucket_).first()
    if row is None:
        return 0
    passed = (time.time() if now is None else now) - row.last
    if passed > FORGET_SECONDS:
        return 0
    return max(0, round(_delay(row.failures) - passed))


def failed(bucket_: str, now: float | None = None) -> None:
    """Count a failure."""
    at = time.time() if now is None else now
    Attempt.objects.filter(last__lt=at - FORGET_SECONDS).delete()
    Attempt.objects.get_or_create(pk=bucket_)
    # Counted in the database: two guesses at once are two.
    Attempt.objects.filter(pk=bucket_).update(failures=F("failures") + 1, last=at)


def succeeded(bucket_: str) -> int:
    """Forget the failures; gives how many there were, for the log."""
    row = Attempt.objects.filter(pk=bucket_).first()
    if row is None:
        return 0
    row.delete()
    return row.failures


def _delay(failures: int) -> int:
    beyond = failures - FREE_ATTEMPTS
    return 0 if beyond < 0 else int(min(2 ** (beyond + 1), CEILING_SECONDS))
