"""A long case beside the same rows without any care, and what sealing, signing and fsync cost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bench.pages import NotThePage, answer, environ
from bench.rounds import Row, interleaved
from meldcode.kader.load import frameworks

if TYPE_CHECKING:
    from meldcode.access.people import Unlocked
    from meldcode.dossier.entries import Entry, Signaal
    from meldcode.ledger.services import OpenCase

# The page shows the newest of them.
ENTRIES, PIECE = 300, 100
PAGE_TARGET = 2
APPENDS_A_TURN = 10
NAME, PHRASE = "Anna", "paardenbloem kachel wollen trompet"

# The rows of one page with nothing around them: what any page with rows of this size costs, when
# they stand in a table as they are read.
BARE = """<!doctype html><html lang="nl"><title>Regels</title><body><ol class="time">
{% for rij in rijen %}<li id="regel-{{ rij.number }}"><time datetime="{{ rij.iso }}">{{ rij.day }}
</time><p class="kind">{{ rij.heading }}, door {{ rij.author }}</p>
<h3><a href="regel/{{ rij.number }}">{{ rij.gist }}</a></h3><p class="small">{{ rij.beside }}</p>
</li>{% endfor %}</ol></body></html>"""
FIELDS = ("number", "iso", "day", "heading", "author", "gist", "beside")


def measure(product: WSGIHandler, rounds: int) -> list[Row]:
    """Opening, adding, reading and verifying. Raises :class:`NotThePage`."""
    who, case = _case()
    return [
        _page(product, who, case, rounds),
        _appending(who, rounds),
        _reading(who, case, rounds),
        _verifying(case, rounds),
    ]


def _case() -> tuple[Unlocked, OpenCase]:
    """An installation with one long case; its passphrase costs what it costs in the product."""
    from meldcode.access import people
    from meldcode.dossier import services
    from meldcode.dossier.entries import Persoon

    who, codes = people.set_up(NAME, PHRASE)
    people.confirm_recovery(codes)
    first = [Persoon(id="p1", rol="kind", naam="Sanne Veldhoen")]
    rows: list[Entry] = [*first, *(_signal(number) for number in range(ENTRIES - 2))]
    framework = frameworks()["artsen"]
    return who, services.start(who, framework, "Blauwe Zwaan", rows, timezone.now())


def _signal(number: int) -> Signaal:
    from meldcode.dossier.entries import Signaal

    return Signaal(
        wat=f"Bij huisbezoek {number} zag ik een plek op de linkerarm, zo groot als een euro. " * 3,
        opgemerkt=date(2026, 3, 1),
        herkomst="zelf_gezien",
        aard="feit",
        richting="ondersteunt",
        over=("p1",),
    )


def _page(product: WSGIHandler, who: Unlocked, case: OpenCase, rounds: int) -> Row:
    from django.template import engines

    asked = environ(f"/dossier/zaak/{case.zaak}/", _cookie(who))
    first = answer(product, asked)
    if first.status != "200 OK" or first.body.count(b'id="regel-') != PIECE:
        raise NotThePage(f"{first.status}, {len(first.body)} bytes")
    template = engines["django"].from_string(BARE)
    _keep_plain(case)
    bare = template.render({"rijen": _plain_rows()})
    if bare.count('id="regel-') != PIECE or "linkerarm" not in bare:
        raise NotThePage("the bare page lacks rows")
    seconds = interleaved(
        {
            "case": lambda: answer(product, asked),
            "bare": lambda: template.render({"rijen": _plain_rows()}),
        },
        rounds,
        time.perf_counter,
    )
    return Row(
        f"case of {ENTRIES} entries, with its log line",
        _milliseconds(seconds["case"]),
        f"bare template {_milliseconds(seconds['bare'])}",
        seconds["case"] / seconds["bare"],
        PAGE_TARGET,
    )


def _keep_plain(case: OpenCase) -> None:
    """Put the rows, in words as the page has them, in a table without any care."""
    from meldcode.dossier import services, timeline

    shown, _ = timeline.piece(services.read(case, timezone.localdate()), 1)
    rows = [[str(getattr(row, field)) for field in FIELDS] for row in shown]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_rij")
        cursor.execute(f"CREATE TABLE bench_rij ({', '.join(f'{f} text' for f in FIELDS)})")
        places = ", ".join(["%s"] * len(FIELDS))
        cursor.executemany(f"INSERT INTO bench_rij VALUES ({places})", rows)  # noqa: S608


def _plain_rows() -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM bench_rij")
        return [dict(zip(FIELDS, row, strict=True)) for row in cursor.fetchall()]


def _cookie(who: Unlocked) -> str:
    from meldcode.access import unlock

    response = HttpResponse()
    unlock.begin(HttpRequest(), response, who)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in response.cookies.items())


def _appending(who: Unlocked, rounds: int) -> Row:
    from meldcode.dossier import services
    from meldcode.dossier.entries import to_bytes

    started = services.start(who, frameworks()["artsen"], "Rode Kers", [], timezone.now())
    held = [started]
    plain = to_bytes(_signal(0))

    def append() -> None:
        for _ in range(APPENDS_A_TURN):
            held[0] = services.add(held[0], who, _signal(0), timezone.now())

    def alone() -> None:
        for _ in range(APPENDS_A_TURN):
            _seal_and_sync(file, plain)

    path = Path(os.environ["MELDCODE_MAP"]) / "alleen.bin"
    with path.open("wb") as file:
        return _rate("entries added", append, alone, "seal and fsync", APPENDS_A_TURN, rounds)


def _seal_and_sync(file: BinaryIO, plain: bytes) -> None:
    sealed = AESGCM(bytes(32)).encrypt(os.urandom(12), plain, None)
    os.write(file.fileno(), sealed)
    os.fsync(file.fileno())


def _reading(who: Unlocked, case: OpenCase, rounds: int) -> Row:
    from meldcode.access import people
    from meldcode.dossier import services
    from meldcode.ledger import services as ledger

    keys, now = people.signing_keys(), timezone.now()
    cipher = AESGCM(bytes(32))
    sealed = [(os.urandom(12), plain) for _, plain in case.contents]
    boxes = [(nonce, cipher.encrypt(nonce, plain, None)) for nonce, plain in sealed]

    def read() -> None:
        opened = ledger.open_case(case.zaak, who.keyring, keys, now)
        services.read(opened, now.date())

    def alone() -> None:
        for nonce, box in boxes:
            cipher.decrypt(nonce, box, None)

    return _rate("entries read", read, alone, "unseal", ENTRIES, rounds)


def _verifying(case: OpenCase, rounds: int) -> Row:
    from meldcode.access import people
    from meldcode.ledger.chain import PURPOSE
    from meldcode.ledger.verify import case_faults
    from meldcode.vault.keys import verify

    keys = people.signing_keys()
    signed = [(keys[each.author], each.hash, each.signature) for each in case.records]

    def whole() -> None:
        faults = list(case_faults(case.zaak, case.records, keys))
        assert not faults, faults

    def alone() -> None:
        for public, message, signature in signed:
            assert verify(public, message, signature, PURPOSE)

    return _rate("entries verified", whole, alone, "Ed25519", ENTRIES, rounds)


def _rate(
    what: str,
    own: Callable[[], object],
    beside: Callable[[], object],
    name: str,
    amount: int,
    rounds: int,
) -> Row:
    seconds = interleaved({"own": own, "beside": beside}, rounds, time.perf_counter)
    return Row(
        f"{what} a second",
        f"{amount / seconds['own']:.0f}",
        f"{name} {amount / seconds['beside']:.0f}",
        seconds["own"] / seconds["beside"],
    )


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms"
