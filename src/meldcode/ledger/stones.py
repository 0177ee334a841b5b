"""Tombstones: what stays of a destroyed case, also when an older database is put back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import connection, transaction

from meldcode.ledger.models import Attachment, Row, Tombstone, Zaak
from meldcode.vault.keys import verify
from meldcode.visit import emptying

_STONE = ("zaak", "at", "author", "ground", "head")
TOMBSTONE_PURPOSE = b"meldcode grafsteen 1"
STONES_FILE = "grafstenen.jsonl"


def tombstone_message(stone: Tombstone) -> bytes:
    """What a tombstone is signed over."""
    parts = [stone.zaak, stone.at, stone.author, stone.ground, stone.head]
    return "\x00".join(parts).encode()


def remove_rows(cases: Iterable[str]) -> None:
    """Delete everything of cases that have a tombstone."""
    wanted = list(cases)
    for model in (Row, Attachment):
        model.objects.filter(zaak__in=wanted).delete()
    Zaak.objects.filter(reference__in=wanted).delete()


def write_stones(folder: Path) -> None:
    """Write every tombstone to a file beside the database, whole or not at all. Raises OSError."""
    rows = [
        {**{name: getattr(stone, name) for name in _STONE}, "signature": stone.signature_hex}
        for stone in Tombstone.objects.order_by("at", "zaak")
    ]
    beside = folder / f"{STONES_FILE}.deel"
    beside.touch(mode=0o600)
    with beside.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / STONES_FILE)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` outlive a power cut; where the system has no such thing, pass."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def apply_stones(folder: Path, signing_keys: Mapping[str, bytes]) -> tuple[str, ...]:
    """Destroy again what a database that was put back still holds; gives those cases.

    Only tombstones signed by somebody who is known here count. Call `sweep` afterwards.
    """
    path = folder / STONES_FILE
    if not path.exists():
        return ()
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        stone = Tombstone(**{name: str(told[name]) for name in _STONE})
        stone.signature = bytes.fromhex(told["signature"])
        if is_genuine(stone, signing_keys):
            Tombstone.objects.bulk_create([stone], ignore_conflicts=True)
    stones = {each.zaak for each in Tombstone.objects.all() if is_genuine(each, signing_keys)}
    present = set(Row.objects.values_list("zaak", flat=True).distinct())
    again = tuple(sorted(stones & (present | set(Zaak.objects.values_list("pk", flat=True)))))
    with transaction.atomic():
        remove_rows(again)
    return again


def is_genuine(stone: Tombstone, signing_keys: Mapping[str, bytes]) -> bool:
    """Whether the tombstone was signed by whom it names."""
    public = signing_keys.get(stone.author, b"")
    message = tombstone_message(stone)
    return bool(public) and verify(public, message, bytes(stone.signature), TOMBSTONE_PURPOSE)


def sweep() -> bool:
    """Clean what deleted rows leave in the database's files; whether that was possible now.

    SQLite overwrites deleted pages by itself (secure_delete); its log still has them until it is
    emptied, which a running server does as soon as nobody reads. PostgreSQL keeps dead rows until
    the table is written anew.
    """
    if connection.vendor == "sqlite":
        return emptying.empty_log()
    with connection.cursor() as cursor:
        for table in ("ledger_row", "ledger_attachment", "ledger_zaak"):
            cursor.execute(f"VACUUM (FULL) {table}")
    return True
