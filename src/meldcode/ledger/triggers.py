"""Triggers that make the database itself refuse to change or remove what was written.

They stand in SQLite and PostgreSQL alike, are put there after every migrate (altering a table in
SQLite drops them) and are looked for when the server starts. Deleting is allowed only where a
tombstone stands for that case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_TOMBSTONE = "EXISTS (SELECT 1 FROM ledger_tombstone t WHERE t.zaak = OLD.{column})"


@dataclass(frozen=True)
class Guarded:
    """A table whose rows stay as they are.

    `case_column` names the column with the case, where a destroyed case may take its rows along;
    `fixed` names the columns that may not change, all where it is empty.
    """

    table: str
    case_column: str = ""
    fixed: tuple[str, ...] = ()


LEDGER = (
    Guarded("ledger_zaak", "reference", ("reference", "kader", "kader_hash")),
    Guarded("ledger_row", "zaak"),
    Guarded("ledger_attachment", "zaak"),
    Guarded("ledger_tombstone"),
)
_registered: list[Guarded] = list(LEDGER)


def register(*tables: Guarded) -> None:
    """Guard tables of a room above this one as well."""
    _registered.extend(each for each in tables if each not in _registered)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing those that are there."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guarded in _registered:
            if guarded.table in present:
                for statement in _statements(connection.vendor, guarded):
                    cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """The names of triggers that should be there and aren't."""
    wanted = set(names(connection.vendor))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
            )
        found = {name for (name,) in cursor.fetchall()}
    return tuple(sorted(wanted - found))


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """For Django's post_migrate signal."""
    from django.db import connections

    install(connections[using])


def names(vendor: str) -> tuple[str, ...]:
    """The names of all triggers that should be there; each begins with its table's."""
    return tuple(name for guarded in _registered for name in _names(vendor, guarded))


def _names(vendor: str, guarded: Guarded) -> tuple[str, ...]:
    kinds = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    return tuple(f"{guarded.table}_{kind}" for kind in kinds)


def _statements(vendor: str, guarded: Guarded) -> tuple[str, ...]:
    return _sqlite(guarded) if vendor == "sqlite" else _postgresql(guarded)


def _changed(guarded: Guarded, differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in guarded.fixed)


def _sqlite(guarded: Guarded) -> tuple[str, ...]:
    table = guarded.table
    changed = f"WHEN {_changed(guarded, 'IS NOT')}" if guarded.fixed else ""
    kept = (
        f"WHEN NOT {_TOMBSTONE.format(column=guarded.case_column)}" if guarded.case_column else ""
    )
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    return (
        f"DROP TRIGGER IF EXISTS {table}_update",
        f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {changed} {refuse}",
        f"DROP TRIGGER IF EXISTS {table}_delete",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {kept} {refuse}",
    )


def _postgresql(guarded: Guarded) -> tuple[str, ...]:
    table = guarded.table
    changed = f"WHEN ({_changed(guarded, 'IS DISTINCT FROM')})" if guarded.fixed else ""
    kept = (
        f"IF {_TOMBSTONE.format(column=guarded.case_column)} THEN RETURN OLD; END IF;"
        if guarded.case_column
        else ""
    )
    refuse = f"RAISE EXCEPTION '{table} only grows';"
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN {refuse} END$$",
        f"CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN {kept} {refuse} END$$",
        f"CREATE OR REPLACE TRIGGER {table}_update BEFORE UPDATE ON {table} FOR EACH ROW "
        f"{changed} EXECUTE FUNCTION {table}_refuse()",
        f"CREATE OR REPLACE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {table}_keep()",
        f"CREATE OR REPLACE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    )
