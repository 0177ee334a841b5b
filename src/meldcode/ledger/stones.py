"""Tombstones: what stays of a destroyed case, also when an older database is put back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from django.db import connection, transaction

from meldcode.ledger.chain import CONTENT, Fault, Record, links, signature_fault
from meldcode.ledger.models import Attachment, Row, Tombstone, Zaak
from meldcode.ledger.ownership import owns, public_of
from meldcode.ledger.rights import Tampered, right_faults, rights
from meldcode.ledger.storage import load
from meldcode.vault.keys import verify
from meldcode.visit import emptying

_STONE = ("zaak", "at", "author", "ground", "head")
TOMBSTONE_PURPOSE = b"meldcode grafsteen 1"
STONES_FILE = "grafstenen.jsonl"


def tombstone_message(stone: Tombstone) -> bytes:
    """What a tombstone is signed over."""
    parts = [stone.zaak, stone.at, stone.author, stone.ground, stone.head]
    parts += [stone.proof] if stone.proof else []
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
        {
            **{name: getattr(stone, name) for name in _STONE},
            "proof": stone.proof,
            "signature": stone.signature_hex,
        }
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


def read_stones(folder: Path) -> tuple[Tombstone, ...]:
    """The tombstones in the file beside the database, as they stand there.

    Raises OSError, ValueError, KeyError or TypeError where it can't be read.
    """
    path = folder / STONES_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return tuple(map(_stone, lines))


def _stone(line: str) -> Tombstone:
    told = json.loads(line)
    stone = Tombstone(**{name: str(told[name]) for name in _STONE})
    stone.proof, stone.carried = str(told.get("proof") or "") or None, True
    stone.signature = bytes.fromhex(told["signature"])
    return stone


def apply_stones(folder: Path, signing_keys: Mapping[str, bytes]) -> tuple[str, ...]:
    """Destroy again what a database that was put back still holds; gives those cases.

    Only a tombstone counts that an owner signed, by the case's own chain, naming its end. Call
    `sweep` afterwards.
    """
    for stone in read_stones(folder):
        if is_genuine(stone, signing_keys) and rightful(stone, signing_keys):
            Tombstone.objects.bulk_create([stone], ignore_conflicts=True)
    present = set(Row.objects.values_list("zaak", flat=True).distinct())
    present |= set(Zaak.objects.values_list("pk", flat=True))
    again = tuple(
        stone.zaak
        for stone in Tombstone.objects.filter(zaak__in=present).order_by("zaak")
        if is_genuine(stone, signing_keys) and rightful(stone, signing_keys)
    )
    with transaction.atomic():
        remove_rows(again)
    return again


def is_genuine(stone: Tombstone, signing_keys: Mapping[str, bytes]) -> bool:
    """Whether the tombstone was signed by whom it names, known here or by the keys beside it."""
    public = signing_keys.get(stone.author, b"") or public_of(stone.author, stone.proof or "")
    message = tombstone_message(stone)
    return bool(public) and verify(public, message, bytes(stone.signature), TOMBSTONE_PURPOSE)


def rightful(stone: Tombstone, signing_keys: Mapping[str, bytes]) -> bool:
    """Whether this may destroy what is stored of its case; true where nothing is stored of it.

    What is stored may be older than the tombstone: then it ends before, and its signer owns it
    there, or was made owner since by somebody who did.
    """
    records = load(stone.zaak)
    if not records:
        return True
    number, _, hash_ = stone.head.partition(":")
    last = records[-1]
    if not number.isdecimal() or last.number > int(number):
        return False
    if last.number == int(number) and last.hash.hex() != hash_:
        return False
    try:
        if any([*links(records), *right_faults(records), *_forged(records, signing_keys)]):
            return False
        held = rights(records)
    except Tampered:
        return False
    owners = {ref for ref, right in held.items() if right.level == "eigenaar"}
    return owns(stone.zaak, stone.author, stone.proof or "", owners)


def _forged(records: Sequence[Record], signing_keys: Mapping[str, bytes]) -> Iterator[Fault]:
    """The records that tell of access which their author did not sign."""
    for record in records:
        fault = None if record.kind == CONTENT else signature_fault(record, signing_keys)
        if fault:
            yield fault


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
