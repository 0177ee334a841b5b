"""One unchanging view of the database while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is as it stood at the first query; writing isn't possible inside."""
    connection.ensure_connection()
    with _deferred() if connection.vendor == "sqlite" else _repeatable():
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    # The installation's IMMEDIATE takes the write lock, and would hold up everybody who saves.
    database: Any = connection
    before, database.transaction_mode = database.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        database.transaction_mode = before


@contextmanager
def _repeatable() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
