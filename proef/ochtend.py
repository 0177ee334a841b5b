"""A busy morning: everybody logs in at once, then locks and unlocks, beside a visitor in danger.

Twenty people, each with the real parameters of Argon2id, on both servers and both databases. All
must get in each time, nobody may be told that there are too many attempts, nobody may fall out,
and the page for acute danger must come. How long it takes is told as a ratio to the same page
before and after, in the same run. Results: ``docs/proef-ochtend.md``.
"""

from __future__ import annotations

import datetime as dt
import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from proef.bediend import Browser
from proef.draaiend import (
    GUNICORN,
    START,
    TREE,
    Server,
    environment,
    places,
    serving,
)
from tests.cast import quick_passphrases

RESULTS = TREE / "docs" / "proef-ochtend.md"
PHRASE = "paardenbloem kachel wollen trompet"
# The pace of forty each in ten minutes, for half as long: four of these fit in half an hour.
PEOPLE, UNLOCKS, SECONDS = 20, 20, 300.0
IDLE_SECONDS = 20.0
LOGIN, UNLOCK, LOCK, CASES = (f"/dossier/{p}" for p in ("inloggen", "ontgrendelen", "slot", ""))
DANGER = "/acuut"
# Seconds that nobody should wait: for a passphrase, and for a page of the guide.
LONGEST_PHRASE, LONGEST_PAGE = 5.0, 1.0
SEED = 2026


@dataclass
class Visits:
    """The seconds that each page took, and what was no page."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.seconds, n=100)[98]


@dataclass
class Morning:
    """What one morning gave: waits for a passphrase, the visitor idle and beside, and faults.

    `alone` are the waits of one person while nobody else is there.
    """

    alone: list[float] = field(default_factory=list)
    phrases: list[float] = field(default_factory=list)
    idle: Visits = field(default_factory=Visits)
    beside: Visits = field(default_factory=Visits)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def morning(
    server: Server, people: int, unlocks: int, seconds: float, idle: float = IDLE_SECONDS
) -> Morning:
    """Let `people` log in at once, and each unlock so often, spread over `seconds`."""
    found = Morning()
    warm(server.port, found)
    with visitor(server.port, found.idle):
        time.sleep(idle / 2)
    begin = time.monotonic()
    with visitor(server.port, found.beside):
        everybody(server.port, people, unlocks, seconds, found)
    found.seconds = time.monotonic() - begin
    with visitor(server.port, found.idle):
        time.sleep(idle / 2)
    found.wrong += [f"bezoeker: {each}" for each in (*found.idle.wrong, *found.beside.wrong)]
    found.wrong += [f"de server: {line}" for line in server.faults]
    return found


def warm(port: int, found: Morning) -> None:
    """What is first costs more: pages in each worker, and the process that runs Argon2id."""
    for _ in range(20):
        _visit(port, Visits())
    first = Morning()
    for _ in range(6):
        everybody(port, 1, 0, 0.0, first)
    found.alone, found.wrong = first.phrases[1:], first.wrong


def everybody(port: int, people: int, unlocks: int, seconds: float, found: Morning) -> None:
    """All of them, each on a thread; what they met is put in `found`."""
    at_once = threading.Barrier(people)

    def one(number: int) -> None:
        try:
            _one(port, number, unlocks, seconds, found, at_once)
        except (OSError, http.client.HTTPException, AssertionError) as problem:
            found.wrong.append(f"{name(number)}: {type(problem).__name__} {problem}"[:300])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _one(
    port: int, number: int, unlocks: int, seconds: float, found: Morning, at_once: threading.Barrier
) -> None:
    browser = Browser(port, patience=120)
    page = browser.get(LOGIN)
    at_once.wait(120)
    _give_phrase(browser, page, LOGIN, {"naam": name(number), "wachtzin": PHRASE}, found)
    chance = Random(SEED + number)
    begin = time.monotonic()
    for turn in range(unlocks):
        # Each at a moment of its own within its share of the time, as people come and go.
        moment = begin + (turn + chance.random()) * seconds / unlocks
        time.sleep(max(0.0, moment - time.monotonic()))
        page = browser.get(CASES)
        if f"ingelogd als {name(number)}" not in page:
            found.wrong.append(f"{name(number)}: uitgelogd bij keer {turn + 1}")
            return
        browser.send(page, LOCK, {"terug": CASES})
        page = browser.get(UNLOCK)
        _give_phrase(browser, page, UNLOCK, {"wachtzin": PHRASE}, found)


def _give_phrase(
    browser: Browser, page: str, path: str, form: dict[str, str], found: Morning
) -> None:
    begin = time.monotonic()
    status, html, place = browser.answer(page, path, form)
    found.phrases.append(time.monotonic() - begin)
    if (status, place) != (302, CASES):
        told = "te veel pogingen" if "pogingen tegelijk" in html else ""
        told = told or ("te vaak geprobeerd" if "te vaak geprobeerd" in html else "")
        found.wrong.append(f"{path}: {status} {place} {told}".strip())


@contextmanager
def visitor(
    port: int,
    visits: Visits,
    pause: float = 0.1,
    connect: Callable[[], http.client.HTTPConnection] | None = None,
    host: str = "",
) -> Iterator[None]:
    """Somebody who asks the page for acute danger, ten times a second, until the block ends.

    `connect` and `host` where the server is another than the one on this port.
    """
    end = threading.Event()

    def ask() -> None:
        while not end.wait(pause):
            _visit(port, visits, connect, host)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def _visit(
    port: int,
    visits: Visits,
    connect: Callable[[], http.client.HTTPConnection] | None = None,
    host: str = "",
) -> None:
    begin = time.monotonic()
    connection = connect() if connect else http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        connection.request("GET", DANGER, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            visits.wrong.append(str(answer.status))
    except (OSError, http.client.HTTPException) as problem:
        visits.wrong.append(type(problem).__name__)
    finally:
        connection.close()
    visits.seconds.append(time.monotonic() - begin)


def name(number: int) -> str:
    """What the person with this number is called."""
    return f"Collega {number + 1:02}"


def install(folder: Path, people: int, database: str = "", quick: bool = False) -> None:
    """Make an installation of so many people, each with a case, in a process of its own.

    `quick` locks their keyrings with the least Argon2id, for a test.
    """
    command = [sys.executable, "-m", "proef.ochtend", str(people), *(["snel"] if quick else [])]
    subprocess.run(command, cwd=TREE, env=environment(folder, database), check=True)


def _install(people: int) -> None:
    from meldcode.site.server import prepare

    prepare()
    from django.utils import timezone

    from meldcode.access import people as persons
    from meldcode.dossier import services
    from meldcode.kader.load import frameworks

    now = timezone.now()
    root, codes = persons.set_up("Beheer", PHRASE, 1, ("beheerder",))
    persons.confirm_recovery(codes)
    for number in range(people):
        code = persons.invite(root, name(number), ["professional"], now)
        who = persons.accept(name(number), code, PHRASE, now)
        services.start(who, frameworks()["artsen"], f"Zaak {number}", [], now)


Row = tuple[str, str, Morning]


def main(today: dt.date) -> int:
    """A morning on each server and database; gives how many things were wrong."""
    rows: list[Row] = []
    with places() as found:
        for database, folder, address in found:
            install(folder, PEOPLE, address)
            for kind in (START, GUNICORN):
                with serving(kind, folder, address) as server:
                    rows.append((kind, database, morning(server, PEOPLE, UNLOCKS, SECONDS)))
                print(report(rows, today), flush=True)
    RESULTS.write_text(report(rows, today), encoding="utf-8")
    return sum(len(each.wrong) for _, _, each in rows)


def report(rows: list[Row], today: dt.date) -> str:
    """The results as a page of the documentation."""
    head = "| server | database | wachtzinnen | fouten | alleen | wachten p50 / langst | duurde |"
    visit = "| server | database | leeg p50 / p99 | ernaast p50 / p99 | verhouding | langst |"
    wrong = [f"- {kind}, {data}: {line}" for kind, data, each in rows for line in each.wrong[:20]]
    return "\n".join(
        [
            "# Proef: een drukke ochtend",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=ochtend`, op een computer met "
            f"{os.cpu_count()} kernen",
            f"(belast met {os.getloadavg()[2]:.1f} in het laatste kwartier, door deze proef en "
            "wat er verder liep).",
            "",
            f"{PEOPLE} mensen loggen tegelijk in. Daarna doet elk {UNLOCKS} keer het slot erop en "
            f"eraf, verspreid over {SECONDS / 60:.0f} minuten:",
            "het tempo van veertig keer in tien minuten, de helft van de tijd.",
            "De wachtzinnen hebben de echte parameters van Argon2id. Ernaast vraagt een bezoeker "
            f"tien keer per seconde `{DANGER}`;",
            "ook ervoor en erna, als niemand inlogt. Een fout is: niet binnen, 'te veel pogingen', "
            "uitgelogd, een 5xx, of een fout in het log.",
            "'Alleen' is hoe lang één mens wacht als er niemand anders is.",
            "",
            head,
            "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
            *(_phrases(*row) for row in rows),
            "",
            f"De pagina `{DANGER}`:",
            "",
            visit,
            "| --- | --- | ---: | ---: | ---: | ---: |",
            *(_danger(*row) for row in rows),
            "",
            *(wrong or ["Er ging niets mis."]),
            "",
            *_over(rows),
        ]
    )


def _phrases(kind: str, database: str, found: Morning) -> str:
    waits = f"{statistics.median(found.phrases):.1f} / {max(found.phrases):.1f} s"
    alone = f"{statistics.median(found.alone):.1f} s"
    cells = [kind, database, len(found.phrases), len(found.wrong), alone, waits]
    return "| " + " | ".join(map(str, cells)) + f" | {found.seconds / 60:.1f} min |"


def _danger(kind: str, database: str, found: Morning) -> str:
    idle, beside = (f"{v.p50 * 1e3:.0f} / {v.p99 * 1e3:.0f} ms" for v in (found.idle, found.beside))
    ratio = f"{found.beside.p50 / found.idle.p50:.1f}× / {found.beside.p99 / found.idle.p99:.1f}×"
    return (
        f"| {kind} | {database} | {idle} | {beside} | {ratio} | {max(found.beside.seconds):.2f} s |"
    )


def _over(rows: list[Row]) -> list[str]:
    """What took longer than it should, in words."""
    found = []
    for kind, database, each in rows:
        late = sum(wait > LONGEST_PHRASE for wait in each.phrases)
        slow = sum(wait > LONGEST_PAGE for wait in each.beside.seconds)
        found.append(
            f"- {kind}, {database}: {late} van {len(each.phrases)} keer langer dan "
            f"{LONGEST_PHRASE:.0f} s op een wachtzin gewacht; {slow} van "
            f"{len(each.beside.seconds)} pagina's langer dan {LONGEST_PAGE:.0f} s."
        )
    return [*found, ""]


if __name__ == "__main__":
    with quick_passphrases() if "snel" in sys.argv else nullcontext():
        _install(int(sys.argv[1]))
