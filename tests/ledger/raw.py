"""What somebody does who owns the database: take the triggers away for a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from meldcode.ledger import triggers


@contextmanager
def unguarded() -> Iterator[None]:
    """No trigger refuses anything while this lasts."""
    with connection.cursor() as cursor:
        for name in triggers.names(connection.vendor):
            table = name.rpartition("_")[0]
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
    yield
    triggers.install(connection)
