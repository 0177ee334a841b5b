"""A large organisation, served: what many who read cost, and what exports keep of memory.

Three hundred people and five thousand cases on two workers, while eight people look through their
lists and cases and somebody in danger asks a page of the guide; and twenty exports one after
another, with the memory that the server holds before and after. The rows of `bench/growth.py`,
which compare small with large in processor time, stand beside them. Results:
``docs/proef-groei.md``.
"""

from __future__ import annotations

import datetime as dt
import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bench import growth, installation
from bench.installation import PHRASE
from bench.rounds import Row
from proef.bediend import Browser
from proef.draaiend import (
    GUNICORN,
    POSTGRES,
    SQLITE,
    TREE,
    Server,
    environment,
    places,
    serving,
)
from proef.ochtend import LOGIN, Visits, visitor

RESULTS = TREE / "docs" / "proef-groei.md"
PEOPLE, CASES, OWN, CLIENTS = 300, 5000, 16, 8
LONG = 500
SECONDS = 20.0
EXPORTS = 20
ROUNDS = 5
MIB = 1024**2


class Size(NamedTuple):
    """How large the organisation is, the long case, how long they read, how many exports."""

    people: int = PEOPLE
    cases: int = CASES
    entries: int = LONG
    seconds: float = SECONDS
    exports: int = EXPORTS


@dataclass
class Reading:
    """Pages of so many clients in so many seconds, and the visitor of the guide beside them."""

    what: str
    clients: int
    pages: Visits
    guide: Visits
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.pages.seconds) / self.seconds


@dataclass
class Grown:
    """What one database gave: readings, the guide when nobody reads, and memory in bytes."""

    database: str
    idle: Visits = field(default_factory=Visits)
    readings: list[Reading] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def install(folder: Path, size: Size) -> None:
    """Make the organisation in `folder`, in a process of its own."""
    base = folder.with_name(f"{folder.name}-maken")
    command = [sys.executable, "-m", "proef.groei", str(folder), *map(str, size[:3])]
    subprocess.run(command, cwd=TREE, env=environment(base), check=True)


def _install(folder: Path, people: int, cases: int, entries: int) -> None:
    from meldcode.site.server import prepare

    prepare()
    with installation.here():
        kept = installation.empty(folder.parent)
        large = installation.install(kept, folder.name, people, cases, OWN)
        large.use()
        installation.long_case(large.anna, entries)
        large.wrapper.close()
    # What seals pages in the making process opens nothing in another.
    kept.unlink()


def measure(database: str, server: Server, size: Size) -> Grown:
    """Everything on one database; `wrong` holds each answer that was no page."""
    found = Grown(database)
    browsers = [_logged_in(server.port, n) for n in range(CLIENTS)]
    lists = [["/dossier/"] for _ in browsers]
    cases = [_cases(browser) for browser in browsers]
    for paths in (lists, cases):  # what is first costs more
        _read("", server.port, browsers, paths, 2.0)
    with visitor(server.port, found.idle, 0.05):
        time.sleep(size.seconds / 2)
    for what, paths in (("mijn zaken", lists), ("zaken lezen", cases)):
        for clients in (1, CLIENTS):
            some = browsers[:clients]
            found.readings.append(_read(what, server.port, some, paths, size.seconds))
    found.memory = _exports(browsers[0], server, _long(cases[0], browsers[0]), size.exports, found)
    for reading in found.readings:
        found.wrong += [f"{reading.what}: {each}" for each in reading.pages.wrong]
        found.wrong += [f"gids naast {reading.what}: {each}" for each in reading.guide.wrong]
    found.wrong += [f"de server: {line}" for line in server.faults]
    return found


def _logged_in(port: int, number: int) -> Browser:
    browser = Browser(port, patience=120)
    name = "Anna" if number == 0 else f"Collega {number}"
    page = browser.get(LOGIN)
    status, place = browser.send(page, LOGIN, {"naam": name, "wachtzin": PHRASE})
    assert (status, place) == (302, "/dossier/"), f"{name}: {status} {place}"
    return browser


def _cases(browser: Browser) -> list[str]:
    """The pages of one's own cases."""
    import re

    found = sorted(set(re.findall(r'href="(/dossier/zaak/[^/"]+/)"', browser.get("/dossier/"))))
    assert found, "no cases"
    return found


def _long(paths: Sequence[str], browser: Browser) -> str:
    """Of one's own cases the longest."""
    return max(paths, key=lambda path: len(browser.get(path)))


def _read(
    what: str, port: int, browsers: Sequence[Browser], paths: Sequence[Sequence[str]], span: float
) -> Reading:
    """Each browser asks its pages in turn until `span` seconds are over."""
    found = Reading(what, len(browsers), Visits(), Visits(), span)
    end = time.monotonic() + span
    threads = [
        threading.Thread(target=_ask, args=(browser, mine, end, found.pages))
        for browser, mine in zip(browsers, paths, strict=False)
    ]
    with visitor(port, found.guide, 0.05):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found


def _ask(browser: Browser, paths: Sequence[str], end: float, visits: Visits) -> None:
    turn = 0
    while (begin := time.monotonic()) < end:
        try:
            status = browser.look(paths[turn % len(paths)])
            if status != http.HTTPStatus.OK:
                visits.wrong.append(f"{paths[turn % len(paths)]}: {status}")
        except (OSError, http.client.HTTPException) as problem:
            visits.wrong.append(type(problem).__name__)
        visits.seconds.append(time.monotonic() - begin)
        turn += 1


def _exports(browser: Browser, server: Server, case: str, amount: int, found: Grown) -> list[int]:
    """The server's memory before, and after each export of one case as PDF."""
    page = browser.get(f"{case}uitvoer")
    memory = [server.memory()]
    for _ in range(amount):
        status, body, _ = browser.fetch(page, f"{case}uitvoer.pdf", {})
        if status != http.HTTPStatus.OK or not body.startswith(b"%PDF"):
            found.wrong.append(f"uitvoer: {status}")
        memory.append(server.memory())
    return memory


@contextmanager
def filled(database: str, folder: Path, address: str, made: Path) -> Iterator[None]:
    """The organisation that stands in `made`, in `folder` or in the database of `address`."""
    if database == SQLITE:
        made.rename(folder)
    else:
        saved = made.with_suffix(".back-up")
        meldcode = [sys.executable, "-m", "meldcode"]
        _run([*meldcode, "back-up", str(saved)], environment(made))
        _run([*meldcode, "terugzetten", str(saved)], environment(folder, address))
    yield


def _run(command: Sequence[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=TREE, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def served(size: Size, kinds: Sequence[str] = (POSTGRES, SQLITE)) -> list[Grown]:
    """Every database in turn, on gunicorn with two workers."""
    results = []
    with tempfile.TemporaryDirectory(prefix="meldcode-groei-") as base, places(kinds) as found:
        made = Path(base, "organisatie")
        install(made, size)
        for database, folder, address in reversed(found):
            with filled(database, folder, address, made), serving(GUNICORN, folder, address) as on:
                results.append(measure(database, on, size))
    return results


def main(today: dt.date) -> int:
    """Measure everything and keep it; gives how many answers were no page."""
    grown = served(Size())
    rows = _processor()
    RESULTS.write_text(report(grown, rows, today), encoding="utf-8")
    return sum(len(each.wrong) for each in grown)


def _processor() -> list[Row]:
    """The rows of the bench, in this process, with fewer rounds."""
    with tempfile.TemporaryDirectory(prefix="meldcode-groei-") as folder:
        os.environ["MELDCODE_MAP"] = folder
        os.environ.pop("MELDCODE_DATABASE", None)
        from meldcode.site.server import prepare

        return growth.measure(prepare(), ROUNDS, growth.Size(own=(20, 500)))


def report(grown: Sequence[Grown], rows: Sequence[Row], today: dt.date) -> str:
    """The results as a page of the documentation."""
    wrong = [f"- {each.database}: {line}" for each in grown for line in each.wrong[:20]]
    return "\n".join(
        [
            "# Proef: een grote organisatie",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=groei`, op een computer met "
            f"{os.cpu_count()} kernen",
            f"(belast met {os.getloadavg()[2]:.1f} in het laatste kwartier, door deze proef en "
            "wat er verder liep).",
            "",
            f"{PEOPLE} mensen en {CASES} zaken, onder gunicorn met twee workers. Eén of "
            f"{CLIENTS} mensen lezen hun lijst of hun zaken, {SECONDS:.0f} seconden lang.",
            "Ernaast vraagt een bezoeker de pagina `/acuut`.",
            "",
            "| database | wat | mensen | pagina's per seconde | p50 / p99 | `/acuut` p50 / p99 |",
            "| --- | --- | ---: | ---: | ---: | ---: |",
            *(line for each in grown for line in _readings(each)),
            "",
            *(wrong or ["Elk antwoord was een pagina."]),
            "",
            f"Daarna {EXPORTS} keer achter elkaar de pdf van een zaak met {LONG} aantekeningen. "
            "Het geheugen van de server, met alles wat hij startte:",
            "",
            "| database | ervoor | na de eerste | na de laatste | laatste / eerste |",
            "| --- | ---: | ---: | ---: | ---: |",
            *map(_memory, grown),
            "",
            "Klein naast groot, in tijd van de processor (`bench/growth.py`). Met ! is boven het "
            "doel.",
            "Van de eigen zaken toont een blad er 50, dus bij 20 zaken minder dan bij 500.",
            "",
            "| wat | groot | klein | verhouding | doel |",
            "| --- | ---: | ---: | ---: | ---: |",
            *map(_row, rows),
            "",
        ]
    )


def _readings(found: Grown) -> list[str]:
    idle = f"| {found.database} | niemand leest | 0 | | | {_ms(found.idle)} |"
    lines = [
        f"| {found.database} | {each.what} | {each.clients} | {each.rate:.0f} | "
        f"{_ms(each.pages)} | {_ms(each.guide)} |"
        for each in found.readings
    ]
    return [idle, *lines]


def _ms(visits: Visits) -> str:
    return f"{visits.p50 * 1e3:.0f} / {visits.p99 * 1e3:.0f} ms"


def _memory(found: Grown) -> str:
    before, first, last = found.memory[0], found.memory[1], found.memory[-1]
    sizes = " | ".join(f"{each / MIB:.0f} MiB" for each in (before, first, last))
    return f"| {found.database} | {sizes} | {last / first:.2f}× |"


def _row(row: Row) -> str:
    over = "" if row.within else " !"
    target = "" if row.target is None else f"≤ {row.target:g}×"
    return f"| {row.what} | {row.own} | {row.beside} | {row.ratio:.2f}×{over} | {target} |"


if __name__ == "__main__":
    _install(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
