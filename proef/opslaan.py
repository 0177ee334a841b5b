"""Nothing lost: entries are saved while the power goes or the process is killed.

200 simulated power cuts, 900 kills of a process that saves through the service and 100 of the
served product. Every entry that was acknowledged must be there, none half, and chain, signatures,
seals and log must hold. The results go to ``docs/proef-opslaan.md``.

The program under trial is this module too: ``python -m proef.opslaan schrijf|lees FOLDER``.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from proef.stroom.rig import PowerRig, hindrance
from proef.stroom.trial import Outcome, cut_power

if TYPE_CHECKING:
    from meldcode.access.people import Unlocked
    from meldcode.ledger.services import OpenCase

TREE = Path(__file__).parent.parent
RESULTS = TREE / "docs" / "proef-opslaan.md"
CUTS, FORKED, SERVED = 200, 900, 100
SEED = 2026
CHANGES = (1, 900)  # how many changes on the disk until the power goes
LONGEST_SECONDS = 0.12
# A new case now and then, so that checking does not take ever longer.
ENTRIES_A_CASE = 60
NAME = "Anna"
PHRASE = "paardenbloem kachel wollen trompet"
PROGRAM = [sys.executable, "-m", "proef.opslaan"]


def prepare(folder: Path) -> None:
    """Make Django and, the first time, the database and the installation ready in `folder`."""
    os.environ["MELDCODE_MAP"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "meldcode.site.settings"
    os.environ.pop("MELDCODE_DATABASE", None)
    import django

    django.setup()
    from django.core.management import call_command

    from meldcode.access import people
    from tests.cast import quick_passphrases

    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if people.installation() is None:
        with quick_passphrases():
            _, codes = people.set_up(NAME, PHRASE)
        people.confirm_recovery(codes)


def anna() -> Unlocked:
    """The owner of all cases here, with the keys open."""
    from meldcode.access import people

    person = people.find(NAME)
    assert person is not None
    return people.Unlocked(person, people.unlock(person, PHRASE))


def save() -> Iterator[str]:
    """Save entries without end; gives the token of each once it is committed."""
    from django.db import transaction
    from django.utils import timezone

    from meldcode.access import log
    from meldcode.dossier import services
    from meldcode.dossier.entries import Signaal
    from meldcode.kader.load import frameworks

    who = anna()
    while True:
        case = services.start(who, frameworks()["artsen"], "Blauwe Zwaan", [], timezone.now())
        for _ in range(ENTRIES_A_CASE):
            token = secrets.token_hex(8)
            text = f"{token} {'x' * secrets.randbelow(3000)} {token}"
            entry = Signaal(
                wat=text,
                opgemerkt=timezone.localdate(),
                herkomst="zelf_gezien",
                aard="feit",
                richting="onduidelijk",
            )
            with transaction.atomic():
                case = services.add(case, who, entry, timezone.now())
                look = log.Look("toevoegen", case.zaak, "eigen zaak", head=case.head)
                log.write(who.keyring, look, timezone.now())
            yield token


def check(tokens: list[str]) -> list[str]:
    """Everything wrong with what is stored; fills `tokens` with what is whole."""
    from django.db import connection

    from meldcode.access import log, people
    from meldcode.ledger import services as ledger
    from meldcode.ledger import verify

    who, keys = anna(), people.signing_keys()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        wrong = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
    wrong += [str(fault) for fault in verify.faults(keys, who.keyring)]
    wrong += [str(fault) for fault in (*log.faults(keys), *people.faults())]
    for zaak in verify.cases():
        opened = ledger.open_case(zaak, who.keyring, keys, dt.datetime.now(dt.UTC))
        tokens += _tokens(opened)
    return wrong


def _tokens(opened: OpenCase) -> list[str]:
    from meldcode.dossier.entries import Signaal, from_bytes

    found = []
    for _, plain in opened.contents:
        entry = from_bytes(plain)
        if isinstance(entry, Signaal):
            first, _, rest = entry.wat.partition(" ")
            if rest.endswith(first):
                found.append(first)
    return found


def cuts(amount: int, seed: int = SEED) -> Outcome:
    """Cut the power `amount` times while the service saves. Needs what `rig.hindrance` tells."""
    with tempfile.TemporaryDirectory() as base:
        disk, mount = Path(base, "schijf"), Path(base, "map")
        disk.mkdir()
        mount.mkdir()
        with PowerRig(disk, mount, seed) as rig:
            return cut_power(
                rig, [*PROGRAM, "schrijf"], [*PROGRAM, "lees"], amount, changes=CHANGES
            )


def forked(amount: int, folder: Path, seed: int = SEED) -> Outcome:
    """Kill a forked process that saves through the service, `amount` times, at drawn moments.

    In a process of its own: Django serves one data folder a process.
    """
    command = [*PROGRAM, "dood", str(amount), str(seed), str(folder)]
    done = subprocess.run(command, cwd=TREE, capture_output=True, text=True)
    if done.returncode:
        return Outcome(broken=[done.stderr.strip()])
    return Outcome(**json.loads(done.stdout))


def _forked(amount: int, seed: int) -> Outcome:
    from django.db import connections

    from meldcode.kader.load import frameworks

    frameworks()  # read once, not by each process anew
    outcome, chance, promised = Outcome(), Random(seed), set[str]()
    for turn in range(amount):
        connections.close_all()
        said = _kill_one(chance)
        outcome.breaks += 1
        outcome.acknowledged += len(said)
        promised.update(said)
        if turn % 25 == 24 or turn == amount - 1:
            there: list[str] = []
            outcome.broken += check(there)
            outcome.lost += sorted(promised - set(there))
            promised.clear()
    connections.close_all()
    return outcome


def _kill_one(chance: Random) -> list[str]:
    """One process that saves, killed after its first entry and a drawn time; what it said."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            for token in save():
                os.write(write, f"{token}\n".encode())
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as said:
        first = said.readline()
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest = said.read()
    assert first, "the process ended before it saved anything"
    # A line that was cut short was not acknowledged.
    return [line.decode() for line in (first + rest).split(b"\n")[:-1]]


def main(today: dt.date) -> int:
    """Run all three trials and keep their results; gives how many things were wrong."""
    from proef.bediend import served

    rows: list[tuple[str, Outcome | str]] = []
    reason = hindrance()
    rows.append(("de stroom viel uit", reason or cuts(CUTS)))
    print(rows[-1])
    with tempfile.TemporaryDirectory() as base:
        rows.append(("het proces is gedood, via de dienst", forked(FORKED, Path(base, "een"))))
        print(rows[-1])
        rows.append(("de server is gedood", served(SERVED, Path(base, "twee"))))
        print(rows[-1])
    RESULTS.write_text(report(rows, today), encoding="utf-8")
    return sum(found.wrong for _, found in rows if isinstance(found, Outcome))


def report(rows: list[tuple[str, Outcome | str]], today: dt.date) -> str:
    """The results as a page of the documentation."""
    table = []
    for what, found in rows:
        if isinstance(found, str):
            table.append(f"| {what} | niet gedaan: {found} | | | |")
        else:
            numbers = [found.breaks, found.acknowledged, len(found.lost), len(found.broken)]
            table.append(f"| {what} | " + " | ".join(map(str, numbers)) + " |")
    return "\n".join(
        [
            "# Proef: niets kwijt",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=opslaan`.",
            "",
            "Terwijl er aantekeningen worden opgeslagen, valt de stroom uit of wordt het proces "
            "gedood. Bij een stroomuitval",
            "verdwijnt alles wat niet met fsync op de schijf stond (`proef/stroom`). Daarna "
            "worden alle ketens, handtekeningen,",
            "zegels en het logboek nagelopen, en wordt elke bevestigde aantekening gezocht.",
            "",
            "| wat | keer | bevestigd | kwijt | kapot |",
            "| --- | ---: | ---: | ---: | ---: |",
            *table,
            "",
        ]
    )


def program(arguments: list[str]) -> str | None:
    """The program under trial, as the rig calls it; gives what is wrong."""
    folder = Path(arguments[-1])
    folder.mkdir(exist_ok=True)
    prepare(folder)
    if arguments[0] == "dood":
        print(json.dumps(asdict(_forked(int(arguments[1]), int(arguments[2])))))
        return None
    if arguments[0] == "schrijf":
        for token in save():
            print(token, flush=True)
    tokens: list[str] = []
    wrong = check(tokens)
    print("\n".join(tokens))
    return "\n".join(wrong) or None


if __name__ == "__main__":
    sys.exit(program(sys.argv[1:]))
