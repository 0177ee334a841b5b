"""What needs data folders of its own: run as a program, each part in a process that may be killed.

`openen FOLDER…`: start on each folder, log in as Anna and look at the case.
`breken FOLDER STEP…`: for each, make a first start that is killed when it comes to a statement in
which STEP stands, and then another that isn't.
`resten FOLDER SQL…`: for each, make a first start, run what the query SQL gives, and start again.
Prints one JSON object with what it saw, by folder or by step.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any


def _set_up() -> None:
    from meldcode.kader import load
    from meldcode.site import server

    server.set_up()
    # Read once, before processes part: that is most of a start.
    load.frameworks()


def _use(folder: Path) -> None:
    """Let this process work on `folder`."""
    from django.conf import settings
    from django.db import connection

    connection.close()
    settings.DATA_FOLDER = folder
    connection.settings_dict["NAME"] = folder / "meldcode.sqlite3"


def _apart(part: Callable[[], Any]) -> Any:
    """What `part` gives in a process of its own; None where that was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as out:
            json.dump(part(), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else None


def opened(folder: Path) -> dict[str, Any]:
    """Start, log in, look at the list and the case, and add to it."""
    import time_machine

    from meldcode.site.server import prepare
    from tests.cast import NOW

    _use(folder)
    with time_machine.travel(NOW + timedelta(days=1)):
        prepare()
        return _looked(folder) if (folder / "kaders").exists() else _guided()


def _guided() -> dict[str, Any]:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    return {"pages": [client.get(path).status_code for path in ("/", "/dossier/begin")]}


def _looked(folder: Path) -> dict[str, Any]:
    from django.test import Client

    from meldcode.access import people, verify
    from meldcode.access.people import Unlocked
    from meldcode.dossier import services
    from meldcode.ledger import services as ledger
    from meldcode.ledger.models import Zaak
    from tests.cast import ANNA, CODENAAM, NOW, some_entries

    client = Client(headers={"host": "localhost"})
    into = client.post("/dossier/inloggen", {"naam": ANNA.naam, "wachtzin": ANNA.wachtzin})
    zaak = Zaak.objects.get().reference
    paths = ["/dossier/", *(f"/dossier/zaak/{zaak}/{of}" for of in ("", "bestand/8", "wie"))]
    pages = [client.get(path) for path in paths]
    person = people.find(ANNA.naam)
    assert person is not None
    anna = Unlocked(person, people.unlock(person, ANNA.wachtzin))
    case = ledger.open_case(zaak, anna.keyring, people.signing_keys(), NOW)
    services.add(case, anna, some_entries()[-1], NOW + timedelta(days=1))
    return {
        "into": into.headers["Location"],
        "pages": [page.status_code for page in pages],
        "named": CODENAAM in pages[0].text and "Sanne Veldhoen" in pages[1].text,
        "faults": [str(fault) for fault in verify.faults(folder, anna.keyring)],
    }


def broken(folder: Path, step: str) -> dict[str, Any]:
    """A first start that was killed at `step`, and the next one on the same folder."""
    return {
        "first": _apart(lambda: _started(folder, step)),
        "tables": _apart(lambda: _tables(folder)),
        "second": _apart(lambda: _started(folder)),
    }


def left(folder: Path, query: str) -> dict[str, Any]:
    """A start on what an earlier version could leave of its first."""
    _apart(lambda: _started(folder))
    _apart(lambda: _changed(folder, query))
    seen: dict[str, Any] = _apart(lambda: _started(folder))
    return seen


def _changed(folder: Path, query: str) -> None:
    from django.db import connection

    _use(folder)
    with connection.cursor() as cursor:
        cursor.execute(query)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def _started(folder: Path, step: str = "") -> dict[str, Any]:
    from django.db import connection

    from meldcode.site.server import prepare

    def killed(execute: Any, sql: str, *rest: Any) -> Any:
        if step and step in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    _use(folder)
    with connection.execute_wrapper(killed):
        prepare()
    return _guided()


def _tables(folder: Path) -> list[str]:
    from django.db import connection

    _use(folder)
    return sorted(connection.introspection.table_names())


if __name__ == "__main__":
    what, first, *rest = sys.argv[1:]
    _set_up()
    if what == "openen":
        seen = {Path(path).name: _apart(lambda: opened(Path(path))) for path in (first, *rest)}  # noqa: B023
    else:
        part = {"breken": broken, "resten": left}[what]
        seen = {step: part(Path(first) / str(place), step) for place, step in enumerate(rest)}
    print(json.dumps(seen))
