"""Who begins to write in the embedded database stands in one line for the process."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.sqlite3 import base as django_sqlite

from meldcode.site.database import database
from meldcode.site.sqlite import base

WRITERS = 5
BEGIN = "_start_transaction_under_autocommit"
# Its files are its own; pytest-django lets nothing open a database without this.
pytestmark = pytest.mark.django_db


@contextmanager
def _opened(folder: Path) -> Iterator[Any]:
    settings = {
        **{"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False},
        **{"TIME_ZONE": None, "TEST": {}, **database("", folder)},
    }
    wrapper = base.DatabaseWrapper(settings, "schrijver")
    wrapper.ensure_connection()
    try:
        yield wrapper
    finally:
        wrapper.close()


@contextmanager
def _somebody_writes(folder: Path) -> Iterator[None]:
    other = sqlite3.connect(folder / "meldcode.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_of_many_who_want_to_write_one_at_a_time_tries_and_all_get_their_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = getattr(django_sqlite.DatabaseWrapper, BEGIN)
    trying: list[int] = [0]
    most: list[int] = []

    def noted(self: Any) -> None:
        trying[0] += 1
        most.append(trying[0])
        try:
            begin(self)
        finally:
            trying[0] -= 1

    monkeypatch.setattr(django_sqlite.DatabaseWrapper, BEGIN, noted)

    def write() -> None:
        with _opened(tmp_path) as wrapper:
            wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            wrapper.rollback()
            wrapper.set_autocommit(True)

    with _opened(tmp_path):
        threads = [threading.Thread(target=write) for _ in range(WRITERS)]
        with _somebody_writes(tmp_path):
            for thread in threads:
                thread.start()
            while not most:
                time.sleep(0.01)
        for thread in threads:
            thread.join(60)
    assert most == [1] * WRITERS


def test_who_may_not_wait_does_not_stand_in_the_line_either(tmp_path: Path) -> None:
    with _opened(tmp_path) as wrapper, wrapper.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        with base._line, pytest.raises(OperationalError, match="locked"):
            wrapper._start_transaction_under_autocommit()
        # The line is free again, and so is the turn.
        wrapper._start_transaction_under_autocommit()
        cursor.execute("ROLLBACK")
        assert not base._line.locked()
