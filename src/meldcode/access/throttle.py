"""Guessing slows down, and nobody is kept out by who guesses.

Attempts are counted before they are made, by the person they are about, and apart for each browser
that got in before: who guesses from elsewhere doesn't slow those. From other browsers attempts on
one person get their turn one after another, ever slower up to a bound; an attempt waits for its
turn where that comes soon, and is refused, uncounted, where it doesn't. All that come from unknown
browsers also share one such line, so that ever fresh names are slowed as well.

What is kept is a hash, a count and times by a clock that doesn't go back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F, Q, QuerySet

from meldcode.access import clock, waiting
from meldcode.access.models import Attempt
from meldcode.access.waiting import TooOften as TooOften
from meldcode.vault.sealing import Secret, derive_key
from meldcode.visit.emptying import drop

FORGET_SECONDS = 60 * 60


@dataclass(frozen=True)
class Counter:
    """What is counted together: `free` attempts, then pauses from `first` to `slowest` seconds."""

    bucket: str
    free: int
    first: float
    slowest: float
    patience: float
    # Whether it is of somebody, whom the log can name.
    told: bool = True

    def pause(self, failures: int) -> float:
        """Seconds from a turn to the next after so many failures."""
        beyond = failures - self.free
        return 0.0 if beyond < 0 else min(self.first * 2 ** min(beyond, 20), self.slowest)


def of_person(reference: str) -> Counter:
    """Logging in as this person from a browser that nobody knows."""
    return _paced(_bucket("persoon", reference))


def of_browser(reference: str, mark: Secret) -> Counter:
    """Logging in as this person in a browser where that person got in before."""
    return _paced(_bucket("bekende browser", reference, mark.reveal().decode()))


def of_name(naam: str) -> Counter:
    """Logging in with a name that nobody has here; it goes as with a name that somebody has."""
    return replace(_paced(_bucket("naam", naam or "-")), told=False)


def of_begin() -> Counter:
    """The code that begins an installation, from wherever it is typed."""
    return replace(_paced(_bucket("begin", "-")), told=False)


def of_everybody() -> Counter:
    """All logging in from browsers that nobody knows."""
    return Counter(_bucket("iedereen", "-"), free=30, first=0.25, slowest=0.5, patience=9.0)


def of_step(reference: str) -> Counter:
    """The second step of this person, who gave the passphrase; a code is short, so it is slow."""
    return _slow(_bucket("tweede stap", reference))


def of_confirming(reference: str) -> Counter:
    """The passphrase once more, asked of who is in already."""
    return _slow(_bucket("bevestigen", reference))


def _paced(bucket: str) -> Counter:
    # A pause of four seconds leaves room for the owner among somebody's guesses, two a second.
    return Counter(bucket, free=3, first=0.5, slowest=4.0, patience=9.0)


def _slow(bucket: str) -> Counter:
    return Counter(bucket, free=3, first=2.0, slowest=60.0, patience=0.0)


def _bucket(kind: str, *parts: str) -> str:
    purpose = b"meldcode pogingen 2: " + kind.encode()
    return derive_key(*(part.encode() for part in parts), purpose=purpose).reveal().hex()


def take(counters: Sequence[Counter], browser: str = "") -> None:
    """Wait for a turn and count the attempt as failed until `succeeded` or `give_back`.

    One browser waits for one turn at a time. Raises TooOften.
    """
    with waiting.place(f"{counters[0].bucket} {browser}" if browser else ""):
        waiting.sleep(_reserve(counters))


def succeeded(counters: Sequence[Counter]) -> int:
    """It was right: forget the failures of the first counter, and give how many there were."""
    found = Attempt.objects.filter(pk=counters[0].bucket).first()
    Attempt.objects.filter(pk=counters[0].bucket).delete()
    _uncount(counters[1:])
    return max(0, found.failures - 1) if found else 0


def give_back(counters: Sequence[Counter]) -> None:
    """The attempt was neither right nor wrong: it doesn't count."""
    _uncount(counters)


def failures(counter: Counter) -> int:
    """How many attempts failed here within the hour."""
    return Attempt.objects.filter(pk=counter.bucket).values_list("failures", flat=True).first() or 0


def purge() -> None:
    """Forget what is an hour old, or an hour ahead: another clock wrote that."""
    _old().delete()


def sweep() -> bool:
    """Forget what `purge` does; whether there was anything."""
    return drop(_old())


def _old() -> QuerySet[Attempt]:
    now = clock.steady()
    ahead = Q(last__gt=now + FORGET_SECONDS)
    return Attempt.objects.filter(Q(last__lt=now - FORGET_SECONDS) | ahead)


def _reserve(counters: Sequence[Counter]) -> float:
    """Count the attempt and give the seconds until its turn. Raises TooOften, and counts nothing.

    In one transaction, so that many tries at once are as many.
    """
    with transaction.atomic():
        purge()
        rows = _rows(counters)
        now = clock.steady()
        turn = max(_turn(counter, rows[counter.bucket], now) for counter in counters)
        if turn - now > min(counter.patience for counter in counters):
            raise TooOften(turn - now)
        for counter in counters:
            row = rows[counter.bucket]
            row.failures, row.last = row.failures + 1, now
            row.turn = turn + counter.pause(row.failures)
            row.save()
    return turn - now


def _rows(counters: Sequence[Counter]) -> dict[str, Attempt]:
    """The rows, made where they are not there, and held until the transaction ends."""
    buckets = sorted(counter.bucket for counter in counters)
    Attempt.objects.bulk_create(map(Attempt, buckets), ignore_conflicts=True)
    rows = Attempt.objects.select_for_update().filter(pk__in=buckets).order_by("pk")
    return {row.bucket: row for row in rows}


def _turn(counter: Counter, row: Attempt, now: float) -> float:
    """When this counter gives its next turn."""
    if row.last > now:
        # Written by another clock, which was ahead: what it says of turns can't be known.
        return now
    if now - row.last > FORGET_SECONDS:
        row.failures = 0
        return now
    return max(now, row.turn) if row.failures >= counter.free else now


def _uncount(counters: Sequence[Counter]) -> None:
    for counter in counters:
        rows = Attempt.objects.filter(pk=counter.bucket, failures__gt=0)
        rows.update(failures=F("failures") - 1)
