"""Records as rows of the database and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from meldcode.ledger.chain import Record
from meldcode.ledger.models import Row

COLUMNS = (
    "zaak", "number", "round", "kind", "author", "at", "subject", "attached", "previous",
    "body", "hash", "signature",
)  # fmt: skip
_LOAD = (
    "SELECT zaak, number, round, kind, author, at, subject, attached, previous, body, hash, "
    "signature FROM ledger_row WHERE zaak = %s AND number >= %s ORDER BY number"
)
_FIRST_BINARY = COLUMNS.index("previous")


def load(zaak: str, since: int = 1) -> tuple[Record, ...]:
    """The records of a case as they are stored, in order, from number `since`; none where gone."""
    return tuple(map(as_record, load_rows(zaak, since)))


def load_rows(zaak: str, since: int = 1) -> list[tuple[Any, ...]]:
    """`load` as the database gives it: the values of `COLUMNS`."""
    # By hand, because every page of a case passes here: the queryset takes three times as long.
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [zaak, since])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def count(zaak: str) -> int:
    """How many records of a case are stored."""
    return Row.objects.filter(zaak=zaak).count()


def moment(now: datetime) -> str:
    """A moment as records keep it: ISO 8601 in UTC with microseconds."""
    return now.astimezone(UTC).isoformat(timespec="microseconds")


def store(new: Record) -> None:
    """Put a record in its place. Raises IntegrityError where another stands there."""
    Row.objects.create(**{name: getattr(new, name) for name in COLUMNS})


def as_record(row: Sequence[Any]) -> Record:
    """A record from the values of `COLUMNS`."""
    # By place, since a page of a long case passes here hundreds of times.
    texts, binaries = row[:_FIRST_BINARY], row[_FIRST_BINARY:]
    return Record(*texts, *map(_binary, binaries))


def _binary(value: Any) -> bytes:
    # SQLite keeps a text where somebody wrote one, whatever the column says.
    return value.encode() if isinstance(value, str) else bytes(value)
