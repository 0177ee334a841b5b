"""Everything that can be checked of an installation, room by room, each fault named in Dutch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from django.db import DatabaseError, connection

from meldcode.access import log, people
from meldcode.kader import kept
from meldcode.kader.load import BASE, frameworks
from meldcode.ledger import services as ledger
from meldcode.ledger import triggers
from meldcode.ledger import verify as cases
from meldcode.ledger.chain import Fault
from meldcode.ledger.models import Tombstone, Zaak
from meldcode.ledger.rights import Tampered
from meldcode.vault.keys import Keyring

# What somebody who writes in the database can make of a column that is read.
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, DatabaseError)


def faults(folder: Path, keyring: Keyring | None = None) -> Iterator[Fault]:
    """Everything wrong with what is stored here and in the data folder.

    With `keyring` also every seal that its holder should be able to open.
    """
    keys = people.signing_keys()
    checks: tuple[tuple[str, Callable[[], Iterable[Fault]]], ...] = (
        ("database", trigger_faults),
        ("mensen", people.faults),
        ("logboek", lambda: log.faults(keys)),
        ("zaken", lambda: case_faults(keys, keyring)),
        ("grafstenen", lambda: stone_faults(folder, keys)),
        ("kaders", lambda: framework_faults(folder)),
    )
    for name, check in checks:
        yield from guarded(name, check)


def guarded(name: str, check: Callable[[], Iterable[Fault]]) -> Iterator[Fault]:
    """What `check` finds; where it stumbles over what it reads, that is a fault as well."""
    try:
        yield from check()
    except Tampered as broken:
        yield from broken.faults
    except _UNREADABLE:
        yield Fault(name, "hier staat iets wat niet te lezen is")


def case_faults(keys: Mapping[str, bytes], keyring: Keyring | None) -> Iterator[Fault]:
    """Everything wrong with the cases; one that can't even be read doesn't hide another."""
    try:
        yield from cases.faults(keys, keyring)
    except _UNREADABLE:
        for zaak in cases.cases():
            yield from guarded(f"zaak {zaak}", partial(_case_faults, zaak, keys, keyring))


def _case_faults(zaak: str, keys: Mapping[str, bytes], keyring: Keyring | None) -> Iterator[Fault]:
    records = ledger.load(zaak)
    yield from cases.case_faults(zaak, records, keys)
    if keyring is not None:
        yield from cases.seal_faults(records, keyring)


def trigger_faults() -> Iterator[Fault]:
    """Protections against change that the database lost."""
    for name in triggers.missing(connection):
        yield Fault("database", f"de bescherming tegen wijzigen ontbreekt ({name})")


def stone_faults(folder: Path, keys: Mapping[str, bytes]) -> Iterator[Fault]:
    """Whether the tombstones in the data folder and in the database are the same, and count.

    Several machines may share a PostgreSQL: what was destroyed on another is in the folder there.
    """
    stored = set(Tombstone.objects.values_list("zaak", flat=True))
    try:
        beside = {stone.zaak: stone for stone in ledger.read_stones(folder)}
    except (OSError, ValueError, KeyError, TypeError):
        yield Fault(f"bestand {ledger.STONES_FILE}", "dit bestand is niet te lezen")
        return
    alone = connection.vendor == "sqlite"
    for zaak in sorted(stored - set(beside)) if alone else ():
        yield Fault(f"grafsteen {zaak}", f"deze ontbreekt in het bestand {ledger.STONES_FILE}")
    for zaak in sorted(set(beside) - stored):
        stone = beside[zaak]
        counts = ledger.is_genuine(stone, keys) and ledger.rightful(stone, keys)
        what = (
            "deze zaak was vernietigd; de database weet dat niet"
            if counts
            else f"deze staat in {ledger.STONES_FILE}, maar is niet van een eigenaar van de zaak"
        )
        yield Fault(f"grafsteen {zaak}", what)


def framework_faults(folder: Path) -> Iterator[Fault]:
    """Frameworks that cases are pinned to and that are neither here nor in the product."""
    for kader, hash_ in sorted(set(Zaak.objects.values_list("kader", "kader_hash"))):
        path = folder / "kaders" / f"{kader}-{hash_.removeprefix('sha256:')}.json"
        if path.exists() and _hash_of(path) != hash_:
            yield Fault(f"kader {kader}", f"het bestand {path.name} is veranderd")
        elif not path.exists() and not _in_product(kader, hash_):
            yield Fault(f"kader {kader}", f"het bestand {path.name} ontbreekt")


def _hash_of(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        return kept.from_text(text, frameworks()[BASE].registers).hash
    except (OSError, ValueError):
        return ""


def _in_product(kader: str, hash_: str) -> bool:
    today = frameworks().get(kader)
    return today is not None and today.hash == hash_
