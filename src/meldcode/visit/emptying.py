"""Emptying SQLite's write-ahead log, where older versions of a row would else remain.

Emptying it holds the write lock until every reader has moved on. So it never waits here: where
somebody still reads, a thread of this process tries again until it could be done.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import QuerySet

AGAIN_SECONDS = 1.0


class _Later:
    """What was left to do, if anything: one thread at most is at it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def ask(self) -> None:
        """Try again in a while."""
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(AGAIN_SECONDS, self._try)
                self._timer.daemon = True
                self._timer.start()

    def _try(self) -> None:
        with self._lock:
            self._timer = None
        try:
            if not _empty_now():
                self.ask()
        finally:
            connection.close()

    def is_waiting(self) -> bool:
        """Whether the log is still to be emptied."""
        return self._timer is not None


later = _Later()


def empty_log() -> bool:
    """Empty the log now or else later; whether it was done now. Only SQLite has one beside us.

    Within a transaction it does nothing: what is not stored yet stays anyway.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    done = _empty_now()
    if not done:
        later.ask()
    return done


def drop(rows: QuerySet[Any]) -> bool:
    """Delete these rows; whether there were any. Where there are none nothing is written."""
    return rows.exists() and rows.delete()[0] > 0


@contextmanager
def without_waiting() -> Iterator[None]:
    """Let nothing here wait for somebody who writes; it raises DatabaseError instead.

    Elsewhere than in SQLite who writes holds only the rows that are written.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")


def _empty_now() -> bool:
    """Without waiting for anybody; SQLite would hold the write lock as long as it waits."""
    busy = True
    with suppress(DatabaseError), without_waiting(), connection.cursor() as cursor:
        (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
