"""The tables as this version has them: made, or brought up to date, whole or not at all.

Everything happens in one transaction, triggers included, on SQLite as on PostgreSQL: whoever is
stopped halfway starts again from how it was. Django by itself takes a transaction for each
migration, notes some of them in the next, and lets the triggers come after all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from meldcode.ledger import triggers

# Who has a row in one of these wants to keep the database.
_IN_USE = ("access_installation", "access_person", "ledger_zaak")


def unapplied() -> bool:
    """Whether the database is older than this version. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def needed() -> bool:
    """Whether the tables are older than this version, or were never finished.

    In a database that holds something, a missing trigger is no unfinished work but something that
    somebody took away; whoever starts Meldcode must hear that. Raises DatabaseError.
    """
    return unapplied() or (not in_use() and bool(triggers.missing(connection)))


def in_use() -> bool:
    """Whether anybody or any case is in the database. Raises DatabaseError."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in present.intersection(_IN_USE):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                return True
    return False


def run() -> None:
    """Bring the tables up to date. Raises DatabaseError.

    A version that did not do this in one transaction may have left tables that it had not noted
    yet. Where nobody is in the database, they are made anew.
    """
    try:
        with _one_transaction():
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError:
        if in_use():
            raise
        with _one_transaction():
            # Somebody else who started at the same moment may have finished in between.
            if needed() and not in_use():
                drop_tables()
                call_command("migrate", verbosity=0, interactive=False)


def drop_tables() -> None:
    """Remove the product's tables; in a database that it shares, no others."""
    ours = connection.introspection.django_table_names(only_existing=True, include_views=False)
    present = {*ours, MigrationRecorder.Migration._meta.db_table}
    cascade = "" if connection.vendor == "sqlite" else " CASCADE"
    with connection.cursor() as cursor:
        for table in sorted(present & set(connection.introspection.table_names())):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")


@contextmanager
def _one_transaction() -> Iterator[None]:
    """A transaction in which tables may be altered."""
    # SQLite can't stop checking foreign keys once a transaction has begun; it checks at the end.
    with connection.constraint_checks_disabled(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # A table with checks still waiting can't be altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
