"""Installations of any size, made in bulk: for what must cost the same however many others are in.

Everything in them is sealed, signed and chained as the product does it. Only the passphrases are
locked with the quickest Argon2id and not judged, since opening one is measured nowhere here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.kader.load import frameworks
from meldcode.vault import passphrase

if TYPE_CHECKING:
    from meldcode.access.people import Unlocked
    from meldcode.dossier.entries import Entry, Signaal
    from meldcode.ledger.chain import Record
    from meldcode.ledger.rights import Recipient
    from meldcode.ledger.services import OpenCase

PHRASE = "paardenbloem kachel wollen trompet"
QUICK = passphrase.Parameters(memory_kib=8, passes=1, lanes=1)
KADER = "artsen"
DATABASE = "meldcode.sqlite3"


@dataclass
class Installation:
    """A database in a data folder of its own: Anna, who asks the pages, and everybody else."""

    folder: Path
    wrapper: BaseDatabaseWrapper
    anna: Unlocked
    cookie: str = ""

    def use(self) -> None:
        """Let this thread ask this database from now on."""
        connections["default"] = self.wrapper


@contextmanager
def here() -> Iterator[None]:
    """Whatever is used meanwhile, this thread asks its own database again afterwards."""
    own = connections["default"]
    try:
        yield
    finally:
        connections["default"] = own


def empty(folder: Path) -> Path:
    """A copy of the database of this process, which nothing was put in yet."""
    connections["default"].close()
    kept = folder / "leeg.sqlite3"
    shutil.copyfile(connections["default"].settings_dict["NAME"], kept)
    return kept


def install(kept: Path, name: str, people: int, cases: int, own: int) -> Installation:
    """`people` in all and `cases` in all, of which Anna has `own`; the others have the rest."""
    from meldcode.access import people as persons

    folder = kept.with_name(name)
    folder.mkdir()
    shutil.copyfile(kept, folder / DATABASE)
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = {**wrapper.settings_dict, "NAME": folder / DATABASE}
    connections["default"] = wrapper
    with _quickly(), transaction.atomic():
        anna, codes = persons.set_up("Anna", PHRASE)
        persons.confirm_recovery(codes)
        others = [_let_in(anna, f"Collega {number}") for number in range(1, people)]
        _begin(anna, own)
        for number, who in enumerate(others):
            until, since = ((cases - own) * n // len(others) for n in (number + 1, number))
            _begin(who, until - since)
    return Installation(folder, wrapper, anna, cookie(anna))


@contextmanager
def _quickly() -> Iterator[None]:
    with (
        patch.object(passphrase.lock, "__defaults__", (QUICK,)),
        patch.object(passphrase, "advice", return_value=None),
    ):
        yield


def _let_in(anna: Unlocked, naam: str) -> Unlocked:
    from meldcode.access import people

    now = timezone.now()
    return people.accept(naam, people.invite(anna, naam, ["professional"], now), PHRASE, now)


def _begin(who: Unlocked, amount: int) -> None:
    """So many running cases, each with a code name and a day that comes."""
    from meldcode.access import people
    from meldcode.ledger.models import Row, Zaak
    from meldcode.ledger.rights import Recipient
    from meldcode.ledger.storage import COLUMNS

    framework, recovery = frameworks()[KADER], people.recovery_key()
    boxes = [
        Recipient(who.reference, who.person.keys.sealing, "eigenaar"),
        Recipient(recovery.reference, recovery.sealing, "herstel"),
    ]
    cases = [_records(who, boxes, f"{who.reference[:6]}{n:04}", n) for n in range(amount)]
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(amount))
    Zaak.objects.bulk_create(
        Zaak(reference=case[0].zaak, kader=KADER, kader_hash=framework.hash, due=day)
        for case, day in zip(cases, days, strict=True)
    )
    Row.objects.bulk_create(
        (Row(**{name: getattr(each, name) for name in COLUMNS}) for case in cases for each in case),
        batch_size=50,
    )


def _records(who: Unlocked, boxes: list[Recipient], zaak: str, number: int) -> list[Record]:
    """A case as `ledger.start` and one entry make it, without storing it."""
    from meldcode.dossier.entries import Begin, to_bytes
    from meldcode.ledger.chain import NOTHING_BEFORE, START, Record, seal_content
    from meldcode.ledger.rights import CaseKeys, round_body
    from meldcode.ledger.services import moment
    from meldcode.vault.sealing import KEY_BYTES, Secret

    framework, keys = frameworks()[KADER], CaseKeys([Secret(number.to_bytes(KEY_BYTES, "big"))])
    named = {"kader": KADER, "kader_hash": framework.hash}
    body = round_body(keys, zaak, boxes, **named)
    at, me = moment(timezone.now()), who.reference
    first = Record(zaak, 1, 1, START, me, at, "", "", NOTHING_BEFORE, body).signed(who.keyring)
    begin = Begin(
        codenaam=f"Zaak {number}",
        kader=KADER,
        kader_versie=framework.versie,
        kader_hash=framework.hash,
    )
    blank = replace(first, number=2, kind="inhoud", previous=first.hash, body=b"")
    return [first, seal_content(keys.newest, blank, to_bytes(begin)).signed(who.keyring)]


def long_case(who: Unlocked, entries: int) -> OpenCase:
    """A case of so many entries: a child, and signals about it, stored at once."""
    from meldcode.dossier import services
    from meldcode.dossier.entries import Persoon

    first: list[Entry] = [Persoon(id="p1", rol="kind", naam="Sanne Veldhoen")]
    started = services.start(who, frameworks()[KADER], "Blauwe Zwaan", first, timezone.now())
    _in_bulk(who, started, [signal(number) for number in range(entries - 2)], timezone.now())
    return started


def _in_bulk(who: Unlocked, case: OpenCase, entries: Sequence[Entry], now: datetime) -> None:
    from meldcode.dossier.entries import to_bytes
    from meldcode.ledger.chain import CONTENT, Record, seal_content
    from meldcode.ledger.models import Row
    from meldcode.ledger.services import moment
    from meldcode.ledger.storage import COLUMNS

    rows, last, at = [], case.records[-1], moment(now)
    for entry in entries:
        number = last.number + 1
        blank = Record(
            case.zaak, number, 1, CONTENT, who.reference, at, "", "", last.hash, body=b""
        )
        last = seal_content(case.keys.newest, blank, to_bytes(entry)).signed(who.keyring)
        rows.append(Row(**{name: getattr(last, name) for name in COLUMNS}))
    Row.objects.bulk_create(rows, batch_size=50)


def signal(number: int) -> Signaal:
    """A signal of an ordinary length."""
    from meldcode.dossier.entries import Signaal

    return Signaal(
        wat=f"Bij huisbezoek {number} zag ik een plek op de linkerarm, zo groot als een euro. " * 3,
        opgemerkt=date(2026, 3, 1),
        herkomst="zelf_gezien",
        aard="feit",
        richting="ondersteunt",
        over=("p1",),
    )


def cookie(who: Unlocked) -> str:
    """A browser that this person opened in the database that is used now."""
    from meldcode.access import unlock

    response = HttpResponse()
    unlock.begin(HttpRequest(), response, who)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in response.cookies.items())


def asked(where: Installation, of: Callable[[], object]) -> int:
    """How many statements `of` asks of this database; beginning and ending are none."""
    found: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        found.append(sql)
        return execute(sql, *rest)

    with where.wrapper.execute_wrapper(note):
        of()
    return sum(not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")) for sql in found)
