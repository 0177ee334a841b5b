"""Who begins to write stands in a line, one for this process.

SQLite lets who finds the database locked try again after ever longer pauses, up to a tenth of a
second, in no order: among eight who each write a line of the log, the last waited more than a
second. Of those in a line only the first tries, so a turn comes soon after the one before ended.
"""

from __future__ import annotations

import os
import threading

from django.db import OperationalError
from django.db.backends.sqlite3 import base

_line = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin one after another."""

    def _start_transaction_under_autocommit(self) -> None:
        """Raises OperationalError where the turn doesn't come within what SQLite would wait."""
        (patience,) = self.connection.execute("PRAGMA busy_timeout").fetchone()
        line = _line
        if not line.acquire(timeout=patience / 1000):
            raise OperationalError("database is locked")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # private
        finally:
            line.release()


def _begin_anew() -> None:
    """After a fork: who stood in the line stayed behind."""
    global _line
    _line = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
