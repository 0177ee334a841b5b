"""Changing keys while a colleague writes, over two connections: run as a program.

It makes the database `tegelijk` on the PostgreSQL that MELDCODE_DATABASE names, and prints one JSON
object with what it saw. Its argument is the page: that of the recovery code, or of agreeing to it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meldcode.access.trust import Unlocked

PHRASE = "kruiwagen zadel mosterd vuurtoren"


def prepare() -> None:
    """An empty database with its tables and triggers."""
    import django
    import psycopg

    address = os.environ["MELDCODE_DATABASE"]
    with psycopg.connect(address, autocommit=True) as there:
        there.execute("DROP DATABASE IF EXISTS tegelijk")
        there.execute("CREATE DATABASE tegelijk")
    os.environ["MELDCODE_DATABASE"] = address.replace("/postgres?", "/tegelijk?")
    os.environ["DJANGO_SETTINGS_MODULE"] = "meldcode.site.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def renewing(page: str) -> dict[str, object]:
    """One person writes in a case, and meanwhile gets a new recovery key in another browser."""
    from django.db import transaction
    from django.utils import timezone

    from meldcode.access import log, people, sharing
    from meldcode.kader.load import frameworks
    from meldcode.ledger import services as ledger

    who, codes = people.set_up("Anna", PHRASE)
    people.confirm_recovery(codes)
    now = timezone.now()
    case = sharing.start_case(who, "artsen", frameworks()["artsen"].hash, now)
    told: list[str] = []
    other = threading.Thread(target=_send, args=(page, who, told))
    with transaction.atomic():
        case = ledger.append(case, who.keyring, b"tekst", now)
        other.start()
        while other.is_alive() and not _somebody_waits():
            other.join(0.05)
        log.write(who.keyring, log.Look("toevoegen", case.zaak, head=case.head), now)
    other.join()
    records = ledger.load(case.zaak)
    today = people.recovery_key().reference
    return {
        "told": told,
        "kinds": [each.kind for each in records],
        "sealed": today
        in ledger.open_case(case.zaak, who.keyring, people.signing_keys(), timezone.now()).rights,
        "faults": [str(fault) for fault in log.faults(people.signing_keys())],
    }


def _somebody_waits() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        # Unlike pg_stat_activity this isn't the same all through a transaction.
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        (found,) = cursor.fetchone()
    return bool(found)


def _send(page: str, who: Unlocked, told: list[str]) -> None:
    from django.db import connection
    from django.urls import reverse

    from tests.site.visitors import browser_of

    try:
        answer = browser_of(who).post(reverse(page), {"nieuw": "1", "akkoord": "1"})
        told.append(str(answer.status_code))
    except Exception as error:
        told.append(repr(error))
    finally:
        connection.close()


if __name__ == "__main__":
    prepare()
    print(json.dumps(renewing(sys.argv[1])))
