"""The tables as somebody sees them who owns the database: rows and columns, no rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from django.db import connection

Value = Any
Row = dict[str, Value]

# Every guarded table with the columns that mean something; `rowid` is SQLite's own.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ledger_row": (
        "zaak", "number", "round", "kind", "author", "at", "subject", "attached", "previous",
        "body", "hash", "signature",
    ),
    "ledger_attachment": ("zaak", "sha256", "sealed"),
    "ledger_tombstone": ("zaak", "at", "author", "ground", "head", "proof", "signature"),
    "ledger_zaak": ("reference", "kader", "kader_hash"),
    "access_logline": (
        "number", "at", "reference", "action", "zaak", "ground", "result", "head", "previous",
        "hash", "signature",
    ),
    "access_person": (
        "naam", "rollen", "is_active", "reference", "public", "password", "certificate",
        "state_signature", "recovery_box", "recovery_reference",
    ),
    "access_installation": (
        "root", "recovery_public", "recovery_blobs", "recovery_by", "recovery_signature",
        "emergency_public", "emergency_by", "emergency_signature",
    ),
    "access_emergencyholder": ("reference", "box"),
}  # fmt: skip


def rows(table: str, where: str = "1", values: Sequence[Value] = ()) -> list[Row]:
    """The rows of a table as they lie there, with their rowid."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid AS at_row, * FROM {table} WHERE {where}", values)  # noqa: S608
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]


def change(table: str, row: Row, **values: Value) -> None:
    """Overwrite columns of one row."""
    setting = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        statement = f"UPDATE {table} SET {setting} WHERE rowid = %s"  # noqa: S608
        cursor.execute(statement, [*values.values(), row["at_row"]])
    row.update(values)


def insert(table: str, row: Row, *, anew: bool = True) -> None:
    """Add a row; `anew` gives it an id of its own where the table has one."""
    kept = {name: value for name, value in row.items() if name != "at_row"}
    if anew and table not in ("ledger_zaak", "ledger_tombstone", "access_logline"):
        kept.pop("id", None)
    names, places = ", ".join(kept), ", ".join(["%s"] * len(kept))
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608
        cursor.execute(statement, list(kept.values()))


def delete(table: str, where: str = "1", values: Sequence[Value] = ()) -> None:
    """Remove rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {where}", values)  # noqa: S608


def flipped(value: Value, chance: Random) -> Value:
    """The value with one bit turned; of a text in one character, so that it stays a text."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(8 if value > 1 else 1))
    if not value:
        return "x" if isinstance(value, str) else b"x"
    at = chance.randrange(len(value))
    if isinstance(value, str):
        other = chr(ord(value[at]) ^ (1 << chance.randrange(7)))
        return value[:at] + (other if other != "\x00" else "x") + value[at + 1 :]
    return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]


def without_triggers() -> Callable[[], None]:
    """Take every trigger away; gives what puts them back."""
    from meldcode.ledger import triggers

    with connection.cursor() as cursor:
        for name in triggers.names(connection.vendor):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    return lambda: triggers.install(connection)
