"""Putting back two hundred megabytes, and putting back while somebody writes.

How much memory a back-up and a restore take, beside those of the same installation without
attachments. And on a server in which somebody saves entry after entry a restore is tried again and
again: it must be refused each time, and every entry that was acknowledged must be there.
Results: ``docs/proef-terugzetten.md``.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from proef import ochtend
from proef.bediend import Browser, signal_of
from proef.draaiend import GUNICORN, TREE, environment, places, serving

RESULTS = TREE / "docs" / "proef-terugzetten.md"
MIB = 1024**2
FILES, FILE_BYTES = 10, 20 * MIB
TRIES = 5
MELDCODE = [sys.executable, "-m", "meldcode"]


@dataclass
class Tried:
    """What one database gave: memory by name in bytes, tries, and what was wrong."""

    database: str
    memory: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def peak(command: Sequence[str], env: dict[str, str]) -> tuple[int, str, int]:
    """Run it; gives its status, what it said, and the most bytes it held."""
    code = (
        "import json, resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(json.dumps([done.returncode, done.stdout + done.stderr, most * 1024]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=TREE,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    status, said, most = json.loads(done.stdout)
    return status, said, most


def fill(folder: Path, address: str, files: int, size: int) -> None:
    """Attach so many files to the case of the first person, in a process of its own."""
    command = [sys.executable, "-m", "proef.terugzetten", str(files), str(size)]
    subprocess.run(command, cwd=TREE, env=environment(folder, address), check=True)


def _fill(files: int, size: int) -> None:
    from meldcode.site.server import prepare

    prepare()
    from django.utils import timezone

    from meldcode.access import people
    from meldcode.dossier import services
    from meldcode.dossier.entries import Bestand, Bijlage
    from meldcode.kader.load import frameworks
    from meldcode.ledger import services as ledger

    person = people.find(ochtend.name(0))
    assert person is not None
    who = people.Unlocked(person, people.unlock(person, ochtend.PHRASE))
    case = services.start(who, frameworks()["artsen"], "Grote Zaak", [], timezone.now())
    for _ in range(files):
        data = secrets.token_bytes(size)
        file = Bestand(
            id="-",
            naam="brief.pdf",
            type="application/pdf",
            bytes=size,
            sha256=sha256(data).hexdigest(),
        )
        entry = Bijlage(titel="Brief", aard="brief", op=timezone.localdate(), bestand=file)
        sealed = ledger.sealed_file(case, data)
        case = services.add(case, who, entry, timezone.now(), sealed)


def measure(
    database: str, folder: Path, address: str, files: int = FILES, size: int = FILE_BYTES
) -> Tried:
    """Memory without and with attachments; then tries while somebody writes."""
    found = Tried(database)
    env = environment(folder, address)
    ochtend.install(folder, 1, address, quick=True)
    for what in ("leeg", "vol"):
        if what == "vol":
            fill(folder, address, files, size)
        saved = folder.with_name(f"{database}-{what}.back-up")
        for name, command in (
            ("back-up", [*MELDCODE, "back-up", str(saved)]),
            ("terugzetten", [*MELDCODE, "terugzetten", str(saved)]),
        ):
            status, said, found.memory[f"{name} {what}"] = peak(command, env)
            print(database, name, what, found.memory[f"{name} {what}"] // MIB, "MiB", flush=True)
            if status:
                found.wrong.append(f"{name} {what}: {said}"[:300])
    _while_writing(folder, address, folder.with_name(f"{database}-leeg.back-up"), found)
    return found


def _while_writing(folder: Path, address: str, saved: Path, found: Tried) -> None:
    env = environment(folder, address)
    with serving(GUNICORN, folder, address) as server:
        said: list[str] = []
        stop = threading.Event()
        started = threading.Event()
        args = (server.port, said, started, stop, found)
        writing = threading.Thread(target=_write, args=args)
        writing.start()
        started.wait(60)
        for _ in range(TRIES):
            done = subprocess.run(
                [*MELDCODE, "terugzetten", str(saved)],
                cwd=TREE,
                env=env,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode == 1 and "Stop" in done.stderr:
                found.refused += 1
            else:
                found.wrong.append(f"terugzetten: {done.returncode} {done.stderr}"[:300])
        stop.set()
        writing.join()
        found.acknowledged = len(said)
        found.wrong += _lost(server.port, said)
    done = subprocess.run(
        [*MELDCODE, "controleer"], cwd=TREE, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        found.wrong.append(f"controleer: {done.stdout[-300:]}")


def _write(
    port: int, said: list[str], started: threading.Event, stop: threading.Event, found: Tried
) -> None:
    browser = _in(port)
    page = browser.get("/dossier/nieuw")
    form = {"codenaam": "Blauwe Zwaan", "kader": "artsen"}
    _, case = browser.send(page, "/dossier/nieuw", form)
    while not stop.is_set():
        word = secrets.token_hex(8)
        try:
            status, place = browser.send(page, f"{case}toevoegen/signaal", signal_of(word))
        except (OSError, http.client.HTTPException) as problem:
            found.wrong.append(f"schrijven: {type(problem).__name__}")
            continue
        if status == http.HTTPStatus.FOUND and "#regel-" in place:
            said.append(word)
            started.set()
        else:
            found.wrong.append(f"schrijven: {status} {place}")
            stop.wait(0.5)


def _in(port: int) -> Browser:
    browser = Browser(port, patience=120)
    page = browser.get(ochtend.LOGIN)
    browser.send(page, ochtend.LOGIN, {"naam": ochtend.name(0), "wachtzin": ochtend.PHRASE})
    return browser


def _lost(port: int, said: Sequence[str]) -> list[str]:
    """The acknowledged entries that aren't in the text of the case."""
    browser = _in(port)
    listed = browser.get("/dossier/")
    texts = "".join(
        browser.get(f"{case}tekst")
        for case in sorted(set(re.findall(r'href="(/dossier/zaak/[^/"]+/)"', listed)))
    )
    return [f"kwijt: {word}" for word in said if word not in texts]


def main(today: dt.date) -> int:
    """Each database that is here; gives how many things were wrong."""
    with places() as found:
        results = [measure(*each) for each in found]
    RESULTS.write_text(report(results, today), encoding="utf-8")
    return sum(len(each.wrong) for each in results)


def report(results: Sequence[Tried], today: dt.date) -> str:
    """The results as a page of the documentation."""
    wrong = [f"- {each.database}: {line}" for each in results for line in each.wrong[:20]]
    names = list(results[0].memory)
    return "\n".join(
        [
            "# Proef: terugzetten",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=terugzetten`.",
            "",
            f"Het meeste geheugen van het programma, zonder bijlagen en met {FILES} bijlagen van "
            f"{FILE_BYTES // MIB} MiB:",
            "",
            "| database | " + " | ".join(names) + " |",
            "| --- |" + " ---: |" * len(names),
            *(
                f"| {each.database} | "
                + " | ".join(f"{size / MIB:.0f} MiB" for size in each.memory.values())
                + " |"
                for each in results
            ),
            "",
            f"Terwijl iemand de ene aantekening na de andere opslaat, wordt {TRIES} keer "
            "geprobeerd terug te zetten:",
            "",
            "| database | geweigerd | aantekeningen bevestigd | fouten |",
            "| --- | ---: | ---: | ---: |",
            *(
                f"| {each.database} | {each.refused} | {each.acknowledged} | {len(each.wrong)} |"
                for each in results
            ),
            "",
            *(wrong or ["Er ging niets kwijt, en `meldcode controleer` vindt niets."]),
            "",
        ]
    )


if __name__ == "__main__":
    os.umask(0o077)
    _fill(int(sys.argv[1]), int(sys.argv[2]))
