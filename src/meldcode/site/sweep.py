"""What has had its time goes: at the next request of any kind, and by `meldcode tick`.

Each room tells what of its own is over and removes it; this names them all, and how often.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError

from meldcode.access import invitations, throttle, unlock
from meldcode.dossier import answers
from meldcode.guide import visits
from meldcode.melding import visits as reports
from meldcode.visit import emptying

# Removes what is over, and tells whether there was anything.
Sweeper = Callable[[], bool]

SECONDS = 60.0
_GUIDE: tuple[Sweeper, ...] = (visits.sweep,)
_ALL: tuple[Sweeper, ...] = (
    *_GUIDE,
    reports.sweep,
    answers.sweep,
    unlock.sweep,
    throttle.sweep,
    invitations.sweep,
)


def everything() -> None:
    """Remove all that is over. Raises DatabaseError."""
    gone = [each() for each in (_GUIDE if settings.ONLY_GUIDE else _ALL)]
    if any(gone):
        # The write-ahead log still has it.
        emptying.empty_log()


class Turns:
    """Says when it is time again: at most once a minute in a process.

    By either clock, so that one that is set back keeps nothing longer. The first turn comes a
    minute after the start, which has swept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = _clocks()

    def take(self) -> bool:
        """Whether it is this caller's turn."""
        now = _clocks()
        with self._lock:
            passed = [abs(b - a) for a, b in zip(self._last, now, strict=True)]
            if max(passed) < SECONDS:
                return False
            self._last = now
        return True


def _clocks() -> tuple[float, float]:
    return time.time(), time.monotonic()


_turns = Turns()


def now_and_then() -> None:
    """Remove all that is over, where it is time; for a request, which never waits or fails by it.

    Where somebody writes just then, the next minute does it.
    """
    if not _turns.take():
        return
    with suppress(DatabaseError), emptying.without_waiting():
        everything()
