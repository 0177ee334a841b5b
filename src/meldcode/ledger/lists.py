"""Whose cases they are, found without reading those of others.

Who may see a case stands in the case alone. A person comes into one by starting it or by a record
that names that person, so an index on those two finds every case that can be somebody's; whether
it still is, its own records tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection

from meldcode.ledger.chain import CONTENT, Record, open_content
from meldcode.ledger.models import Zaak
from meldcode.ledger.rights import (
    KEYS_ONLY,
    CaseKeys,
    NoAccess,
    Right,
    Tampered,
    is_valid,
    keys_for,
    rights,
)
from meldcode.ledger.storage import COLUMNS, as_record
from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import SealBroken, unseal

# Cases read in one statement; SQLite takes many more parameters.
_AT_ONCE = 200
# The words in quotes stand in the indices too (`models.Row`): else the database can't use them.
# An owner's own leaving is the round that leaves this person out; it names who went.
_MINE = """
SELECT m.zaak,
  (SELECT r.at FROM ledger_row r WHERE r.zaak = m.zaak ORDER BY r.number DESC LIMIT 1) AS last
FROM (
  SELECT zaak, 1 AS came, 0 AS went FROM ledger_row WHERE author = %s AND kind = 'start'
  UNION ALL
  SELECT zaak, CASE WHEN kind = 'toegang' THEN number ELSE 0 END,
    CASE WHEN kind = 'toegang' THEN 0 ELSE number END
  FROM ledger_row WHERE subject = %s
) m LEFT JOIN ledger_zaak z ON z.reference = m.zaak
GROUP BY m.zaak, z.status, z.due HAVING MAX(m.came) > MAX(m.went)
ORDER BY CASE WHEN z.status = 'lopend' THEN 0 ELSE 1 END, CASE WHEN z.due IS NULL THEN 1 ELSE 0 END,
  z.due, m.zaak
"""
_OF_ACCESS = """
SELECT {columns} FROM ledger_row WHERE zaak IN ({places}) AND NOT (kind = 'inhoud')
"""
_FIRST = """
UNION ALL SELECT {columns} FROM ledger_row
WHERE zaak IN ({places}) AND number = 2 AND kind = 'inhoud'
"""


@dataclass(frozen=True)
class Peeked:
    """A case in a list: its row, and its first content; None where it can't be opened.

    `term` is what `services.note_term` kept, None where there is nothing of it.
    """

    zaak: str
    row: Zaak | None
    first: bytes | None
    term: bytes | None = None


@dataclass(frozen=True)
class Piece:
    """Some of somebody's cases, and whether there are more after them.

    `quiet` are those elsewhere in the list to which nothing was added for long.
    """

    cases: tuple[Peeked, ...]
    more: bool
    quiet: tuple[Peeked, ...] = ()


def held_by(reference: str) -> tuple[str, ...]:
    """References of the cases this person holds a right in; whether it still runs, they tell."""
    return tuple(zaak for zaak, held in rights_of(reference) if _reads(held, reference))


def rights_of(reference: str) -> Iterator[tuple[str, dict[str, Right]]]:
    """The rights in every case that may be this person's; reads no content and no other's cases.

    A case whose records can't be read counts as this person's: better shown as broken when it is
    opened than not shown at all.
    """
    mine = [zaak for zaak, _ in _mine(reference)]
    for zaak, records in _access(mine, first=False):
        yield zaak, _rights_or_own(records, reference)


def right_in(zaak: str, reference: str) -> Right | None:
    """What right this person has in a case as its records say, unchecked; no content is read.

    Raises Tampered where they can't be read.
    """
    ((_, records),) = _access([zaak], first=False)
    return rights(records).get(reference)


def piece_of(
    keyring: Keyring,
    now: datetime,
    offset: int = 0,
    limit: int | None = None,
    quiet_before: str = "",
) -> Piece:
    """A piece of the list of somebody's cases: running ones first, the earliest date on top.

    Reads neither the rest of a case nor its signatures: opening the case does. Where the right was
    ended the case is left out; where it ended by itself, or the case is damaged, `first` is None.
    `quiet` of the piece are those beside it with nothing added since `quiet_before` (ISO, UTC).
    """
    me = keyring.public.reference
    mine = _mine(me)
    end = len(mine) if limit is None else offset + limit
    shown = [zaak for zaak, _ in mine[offset:end]]
    beside = [zaak for zaak, last in (*mine[:offset], *mine[end:]) if last < quiet_before]
    rows = Zaak.objects.in_bulk([*shown, *beside])
    found = [
        _peeked(zaak, rows.get(zaak), records, keyring, now)
        for zaak, records in _access([*shown, *beside], first=True)
        if _reads(_rights_or_own(records, me), me)
    ]
    in_piece = set(shown)
    here = tuple(each for each in found if each.zaak in in_piece)
    quiet = tuple(each for each in found if each.zaak not in in_piece)
    return Piece(here, end < len(mine), quiet)


def peek(zaak: str, keyring: Keyring, now: datetime) -> tuple[Zaak, bytes] | None:
    """The row of a case and its first content; None where it can't be opened."""
    row = Zaak.objects.filter(reference=zaak).first()
    found = [_peeked(zaak, row, each, keyring, now) for _, each in _access([zaak], first=True)]
    plain = found[0].first if found else None
    return (row, plain) if row and plain is not None else None


def term_context(zaak: str) -> bytes:
    """What the seal of a case's term names."""
    return f"meldcode termijn\x00{zaak}".encode()


def _peeked(
    zaak: str, row: Zaak | None, records: Sequence[Record], keyring: Keyring, now: datetime
) -> Peeked:
    me = keyring.public.reference
    try:
        if not is_valid(rights(records).get(me), now):
            return Peeked(zaak, row, None)
        first = next(each for each in records if each.kind == CONTENT)
        keys = keys_for(records, keyring, me)
        plain = open_content(keys.of(first.round), first)
    except (NoAccess, Tampered, SealBroken, StopIteration):
        return Peeked(zaak, row, None)
    return Peeked(zaak, row, plain, _term(row, keys))


def _term(row: Zaak | None, keys: CaseKeys) -> bytes | None:
    """What was noted of the term. It is only a note: where it can't be opened there is none."""
    if row is None or row.term is None or row.term_round is None:
        return None
    try:
        return unseal(keys.of(row.term_round), bytes(row.term), term_context(row.reference))
    except SealBroken:
        return None


def _mine(reference: str) -> list[tuple[str, str]]:
    """References of the cases that may be this person's, in the order of the list; and of each
    when something was added last (ISO, UTC), empty where nothing is left of it."""
    with connection.cursor() as cursor:
        cursor.execute(_MINE, [reference, reference])
        return [(zaak, last or "") for zaak, last in cursor.fetchall()]


def _access(cases: Sequence[str], *, first: bool) -> Iterator[tuple[str, list[Record]]]:
    """The records that tell of access, of each of these cases in this order; and the first content.

    A case without any comes with an empty list.
    """
    for begin in range(0, len(cases), _AT_ONCE):
        some = cases[begin : begin + _AT_ONCE]
        found = {zaak: list(records) for zaak, records in groupby(_read(some, first), _zaak)}
        for zaak in some:
            yield zaak, found.get(zaak, [])


def _zaak(record: Record) -> str:
    return record.zaak


def _read(cases: Sequence[str], first: bool) -> Iterator[Record]:
    names = {"columns": ", ".join(COLUMNS), "places": ", ".join(["%s"] * len(cases))}
    statement = _OF_ACCESS.format(**names) + (_FIRST.format(**names) if first else "")
    parameters = [*cases, *cases] if first else [*cases]
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY zaak, number", parameters)
        yield from map(as_record, cursor.fetchall())


def _rights_or_own(records: Sequence[Record], reference: str) -> dict[str, Right]:
    try:
        return rights(records)
    except Tampered:
        return {reference: Right("lezen")}


def _reads(held: dict[str, Right], reference: str) -> bool:
    right = held.get(reference)
    return right is not None and right.level not in KEYS_ONLY
