"""What needs a database of its own: run as a program, in the folder that MELDCODE_MAP names.

`schrijvers`: eight people add to one case at once, each over a connection of its own.
`vegen`: a case is destroyed; is anything of it left in the database's files?
Each prints one JSON object with what it saw.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.world import Holder

WRITERS = 8
EACH = 6


def prepare() -> None:
    """An empty database with its tables and triggers."""
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "meldcode.site.settings"
    Path(os.environ["MELDCODE_MAP"]).mkdir(exist_ok=True)
    django.setup()
    call_command("migrate", verbosity=0)


def writers() -> dict[str, object]:
    """Eight at once, each opening the case anew where somebody was first."""
    from meldcode.ledger import services as ledger
    from meldcode.ledger import verify
    from tests.ledger.world import ANNA, NOW, SIGNING, Holder, started, texts

    people = [Holder() for _ in range(WRITERS)]
    signing = {**SIGNING, **{each.reference: each.keyring.public.signing for each in people}}
    zaak = started(others=[each.to("schrijven") for each in people]).zaak
    told: list[str] = []
    gate = threading.Barrier(WRITERS)
    rows = [
        threading.Thread(target=_write, args=(zaak, each, number, signing, gate, told))
        for number, each in enumerate(people)
    ]
    for row in rows:
        row.start()
    for row in rows:
        row.join()
    case = ledger.open_case(zaak, ANNA.keyring, signing, NOW)
    return {
        "errors": [line for line in told if line != "behind"],
        "behind": told.count("behind"),
        "texts": sorted(text.decode() for text in texts(case)),
        "faults": [str(fault) for fault in verify.faults(signing, ANNA.keyring)],
    }


def _write(
    zaak: str,
    who: Holder,
    number: int,
    signing: Mapping[str, bytes],
    gate: threading.Barrier,
    told: list[str],
) -> None:
    from django.db import connection

    from meldcode.ledger import services as ledger
    from tests.ledger.world import NOW

    gate.wait()
    try:
        for place in range(EACH):
            while True:
                case = ledger.open_case(zaak, who.keyring, signing, NOW)
                try:
                    ledger.append(case, who.keyring, f"{number}-{place}".encode(), NOW)
                    break
                except ledger.Behind:
                    told.append("behind")
    except Exception as error:
        told.append(repr(error))
    finally:
        connection.close()


def sweeping() -> dict[str, object]:
    """Whether the ciphertext of a destroyed case is in a file, before and after."""
    from django.db import connection

    from meldcode.ledger import services as ledger
    from meldcode.ledger.models import Attachment
    from tests.ledger.world import ANNA, NOW, started

    case = started(b"een", b"twee" * 5000)
    digest = ledger.attach(case, ledger.sealed_file(case, os.urandom(300_000)))
    case = ledger.append(case, ANNA.keyring, b"foto", NOW, digest)
    kept = started(b"blijft")
    sealed = bytes(Attachment.objects.get().sealed)
    canaries = [sealed[:40], sealed[150_000:150_040], sealed[-40:], case.zaak.encode()]
    # In the body of a record about access the beginning and the end are the same for every case.
    canaries += [each.body[at : at + 40] for each in case.records for at in (200, 600)]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    before = sum(_found(canaries))
    ledger.destroy(case, ANNA.keyring, "termijn", NOW)
    swept = ledger.sweep()
    # The tombstone names the case: that one canary stays.
    return {
        "canaries": len(canaries),
        "before": before,
        "swept": swept,
        "after": sum(_found([each for each in canaries if each != case.zaak.encode()])),
        "kept": _found([kept.records[-1].body[:40]]),
    }


def _found(canaries: list[bytes]) -> list[bool]:
    folder = Path(os.environ["MELDCODE_MAP"])
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return [any(canary in data for data in files) for canary in canaries]


PARTS: dict[str, Callable[[], dict[str, object]]] = {"schrijvers": writers, "vegen": sweeping}

if __name__ == "__main__":
    prepare()
    print(json.dumps(PARTS[sys.argv[1]]()))
