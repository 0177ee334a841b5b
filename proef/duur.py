"""Two weeks of an organisation, hour by hour, with the clock moved: nothing expired stays.

Every hour somebody visits the guide; by day a professional logs in, reads, writes, leaves a draft
behind and forgets to log out, and somebody mistypes a passphrase. In the weekend nobody works.
At the end of each day it is counted what every table holds, how large the database is and how much
memory the process takes. What expires must be gone within its time; only what is kept on purpose
(the cases and the log) may grow. Results: ``docs/proef-duur.md``.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from proef.bediend import signal_of
from proef.draaiend import TREE, environment, resident

RESULTS = TREE / "docs" / "proef-duur.md"
DAYS, FIRST = 14, dt.datetime(2026, 10, 19, 0, 30, tzinfo=dt.UTC)  # the clock goes back within
WORK = range(8, 18)
SATURDAY = 5
MIB = 1024**2
# What may be there at most at the end of a day, with the guide's one visitor an hour: what an hour
# or two keep of visits, twelve hours of locked browsers, an hour of attempts.
MOST = {"visits": 3, "unlocks": 12, "attempts": 4, "drafts": 3}


@dataclass
class Day:
    """The rows by kind, and the bytes of the database and of the process."""

    rows: dict[str, int] = field(default_factory=dict)
    database: int = 0
    memory: int = 0


def play(days: int) -> list[Day]:
    """Play so many days in this process, on the data folder of the environment."""
    import time_machine

    from meldcode.site.server import prepare

    prepare()
    from meldcode.access import clock, kept, people
    from meldcode.site import sweep
    from tests.cast import ANNA, quick_passphrases

    found = []
    with time_machine.travel(FIRST, tick=True) as moved, ExitStack() as stack:
        # Its clock that never goes back follows the moved one as well.
        stack.enter_context(patch.object(clock, "_STARTED", (time.time(), time.time())))
        stack.enter_context(patch.object(clock, "_running", time.time))
        stack.enter_context(patch.object(sweep, "_turns", sweep.Turns()))
        # And so does what is kept in memory, which a timer of half a minute clears.
        stack.enter_context(patch.object(kept, "time", SimpleNamespace(monotonic=time.time)))
        stack.enter_context(patch.object(kept, "SWEEP_SECONDS", 0.2))
        with quick_passphrases():
            _, codes = people.set_up(ANNA.naam, ANNA.wachtzin)
        people.confirm_recovery(codes)
        case = ""
        for day in range(days):
            for hour in range(24):
                moved.move_to(FIRST + dt.timedelta(days=day, hours=hour))
                _visit()
                if hour in WORK and (FIRST + dt.timedelta(days=day)).weekday() < SATURDAY:
                    case = _work(case)
            found.append(_count())
    return found


def _visit() -> None:
    client = _browser()
    client.get("/")
    assert client.post("/", {"beroep": "artsen"}).status_code in (200, 302)
    assert client.get("/acuut").status_code == 200


def _work(case: str) -> str:
    """An hour at work; gives the address of the case."""
    from tests.cast import ANNA

    client = _browser()
    wrong = {"naam": ANNA.naam, "wachtzin": "fiets fiets fiets fiets"}
    assert client.post("/dossier/inloggen", wrong).status_code == 422
    right = {"naam": ANNA.naam, "wachtzin": ANNA.wachtzin}
    assert client.post("/dossier/inloggen", right).status_code == 302
    if not case:
        begun = client.post("/dossier/nieuw", {"codenaam": "Blauwe Zwaan", "kader": "artsen"})
        case = begun["Location"].partition("#")[0]
    assert client.get("/dossier/").status_code == 200
    page = client.get(f"{case}toevoegen/signaal").content.decode()
    after = re.search(r'name="na" value="(\d+)"', page)
    form = signal_of("plek") | {"na": after[1] if after else "2"}
    added = client.post(f"{case}toevoegen/signaal", form)
    assert added.status_code == 302, added.content.decode()[-3000:]
    left = {"concept": "contact", "met": "Een halve zin"}
    assert client.post(f"{case}concept", left).status_code in (200, 204)
    return case


def _browser() -> Any:
    from django.test import Client

    return Client(headers={"host": "localhost"})


def _count() -> Day:
    from django.conf import settings
    from django.db import connection

    from meldcode.access.models import Attempt, LogLine, Unlock
    from meldcode.dossier.models import Draft
    from meldcode.guide.models import SealedVisit
    from meldcode.ledger.models import Row

    kinds: dict[str, Any] = {
        **{"visits": SealedVisit, "unlocks": Unlock, "attempts": Attempt, "drafts": Draft},
        **{"records": Row, "log": LogLine},
    }
    rows = {name: kind._default_manager.count() for name, kind in kinds.items()}
    files = Path(settings.DATA_FOLDER).glob(f"{Path(connection.settings_dict['NAME']).name}*")
    return Day(rows, sum(path.stat().st_size for path in files), resident(os.getpid()))


def run(folder: Path, days: int) -> list[Day]:
    """Play in a process of its own: Django serves one data folder a process."""
    command = [sys.executable, "-m", "proef.duur", str(days)]
    done = subprocess.run(
        command, cwd=TREE, env=environment(folder), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return [Day(**each) for each in json.loads(done.stdout.splitlines()[-1])]


def wrong(days: Sequence[Day]) -> list[str]:
    """What was more than it may be, in words."""
    return [
        f"dag {number}: {day.rows[name]} {name}, hoogstens {most}"
        for number, day in enumerate(days, start=1)
        for name, most in MOST.items()
        if day.rows[name] > most
    ]


def main(today: dt.date) -> int:
    """Play two weeks; gives how often there was more than may be."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="meldcode-duur-") as base:
        days = run(Path(base, "gegevens"), DAYS)
    RESULTS.write_text(report(days, today, time.monotonic() - begin), encoding="utf-8")
    return len(wrong(days))


def report(days: Sequence[Day], today: dt.date, seconds: float) -> str:
    """The results as a page of the documentation."""
    said = [f"- {line}" for line in wrong(days)]
    heads = ("bezoeken", "open plekken", "pogingen", "concepten", "regels", "logboek")
    return "\n".join(
        [
            "# Proef: twee weken",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=duur`; het duurde "
            f"{seconds / 60:.1f} minuten.",
            "",
            "Een kleine organisatie, uur na uur, met verzette klok: elk uur een bezoek aan de "
            "gids; op werkdagen logt iemand elk uur",
            "in, typt eerst een verkeerde wachtzin, leest, schrijft, laat een concept liggen en "
            "logt niet uit. In deze weken gaat de klok een uur terug.",
            "Geteld aan het eind van elke dag. Regels van zaken en logboek blijven; de rest moet "
            "verdwijnen.",
            "",
            "| dag | " + " | ".join(heads) + " | database | geheugen |",
            "| ---: |" + " ---: |" * (len(heads) + 2),
            *(
                f"| {number} | "
                + " | ".join(map(str, day.rows.values()))
                + f" | {day.database / MIB:.1f} MiB | {day.memory / MIB:.0f} MiB |"
                for number, day in enumerate(days, start=1)
            ),
            "",
            *(said or ["Niets bleef langer dan het mag."]),
            "",
        ]
    )


if __name__ == "__main__":
    print(json.dumps([asdict(day) for day in play(int(sys.argv[1]))]))
