"""The sealed rows of one table: found, opened and stored with a visitor's token.

A row is kept under a key derived from the token and a key in the server's memory: neither the
database nor the browser's files are enough to open it, not even together.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from meldcode.vault.process_key import PROCESS_KEY
from meldcode.vault.sealing import SealBroken, Secret, derive_key, seal, unseal
from meldcode.visit.models import SealedRow

# Whoever comes by may leave rows here, beside the cases on the same disk; they go within the hour.
MOST_ROWS = 5000
MOST_BYTES = 512 * 1024**2


class Full(Exception):
    """There is no room for one more visit now."""


@dataclass(frozen=True)
class Rows:
    """The rows of `model` for one purpose, at most one a token.

    `label` names the purpose: under another one the same token leads to another row and key.
    """

    model: type[SealedRow]
    label: bytes

    def lookup(self, token: Secret) -> str:
        """The primary key of the row of `token`: 64 hexadecimal digits."""
        # Without the process key, so that a row can still be wiped after a restart locked it.
        return derive_key(token.reveal(), purpose=self.label + b": rij").reveal().hex()

    def find(self, token: Secret, now: int) -> tuple[str, int] | None:
        """What was stored for `token` and when it ends, in seconds since 1970.

        None where there is nothing, where it has ended, and where it can't be opened.
        """
        lookup = self.lookup(token)
        row = self._row(lookup, now)
        if row is None:
            return None
        try:
            return unseal(self._key(token), row[0], self._context(lookup)).decode(), row[1]
        except SealBroken:
            return None

    def store(self, token: Secret, text: str, expires_at: int) -> None:
        """Store `text` in the place of what was there. Raises DatabaseError."""
        lookup = self.lookup(token)
        sealed = seal(self._key(token), text.encode(), self._context(lookup))
        self.model._default_manager.bulk_create(
            [self.model(lookup=lookup, sealed=sealed, expires_at=expires_at)],
            update_conflicts=True,
            unique_fields=["lookup"],
            update_fields=["sealed", "expires_at"],
        )

    def must_have_room(self) -> None:
        """Raises Full where the table holds as much as it may; for who has no row yet."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*), coalesce(sum(length(sealed)), 0) FROM {table}")  # noqa: S608
            rows, size = cursor.fetchone()
        if rows >= MOST_ROWS or size >= MOST_BYTES:
            raise Full

    def move_end(self, token: Secret, expires_at: int) -> None:
        """Let the row of `token` end at another moment; no error where there is none."""
        row = self.model._default_manager.filter(lookup=self.lookup(token))
        row.update(expires_at=expires_at)

    def drop(self, token: Secret) -> bool:
        """Remove the row of `token`; whether there was one."""
        gone, _ = self.model._default_manager.filter(lookup=self.lookup(token)).delete()
        return bool(gone)

    def _row(self, lookup: str, now: int) -> tuple[bytes, int] | None:
        """The sealed bytes and the end of a row that has not ended."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        # Who reads it to write it back keeps it; SQLite has one writer at a time anyway.
        kept = connection.in_atomic_block and connection.vendor == "postgresql"
        # By hand, because every page passes here: the queryset takes eight times as long to say it.
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT sealed, expires_at FROM {table} "  # noqa: S608  (our own table's name)
                f"WHERE lookup = %s AND expires_at > %s{' FOR UPDATE' if kept else ''}",
                [lookup, now],
            )
            row = cursor.fetchone()
        return (bytes(row[0]), int(row[1])) if row else None

    def _key(self, token: Secret) -> Secret:
        purpose = self.label + b": sleutel"
        return derive_key(token.reveal(), PROCESS_KEY.reveal(), purpose=purpose)

    def _context(self, lookup: str) -> bytes:
        return self.label + b"\x00" + lookup.encode()
