"""Change the tables many times, each time as it was before, and ask whether it was found and named.

The results go to ``docs/proef-geknoei.md``.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meldcode.ledger.chain import Fault
    from proef.geknoei.changes import Change
    from proef.geknoei.world import World

RESULTS = Path(__file__).parents[2] / "docs" / "proef-geknoei.md"
TIMES = 10_000
PARTS = 20
SHOWN = 10


@dataclass
class Tally:
    """How often one kind of change was tried, found and named; `missed` in words."""

    tried: int = 0
    found: int = 0
    named: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count what another part of the trial saw as well."""
        self.tried += other.tried
        self.found += other.found
        self.named += other.named
        self.missed += other.missed


Tallies = dict[str, Tally]


def attempt(world: World, times: int, seed: int) -> Tallies:
    """Make so many changes, each undone, the kinds in turn; in a database without triggers."""
    from proef.geknoei.changes import CHANGES

    chance = Random(seed)
    untouched = [*checks(world, against=True)]
    assert not untouched, f"what is found must come from a change: {untouched[0]}"
    tallies = {kind: Tally() for kind in CHANGES}
    kinds = list(CHANGES)
    for number in range(times):
        kind = kinds[number % len(kinds)]
        told = None
        while told is None:
            told = _once(world, kind, chance)
        _count(tallies[kind], *told)
    return tallies


def _once(world: World, kind: str, chance: Random) -> tuple[Change, list[Fault]] | None:
    """One change and what the checks say of it; None where it changed nothing."""
    from django.db import IntegrityError, transaction

    from proef.geknoei.changes import CHANGES, NEEDS_CHECKPOINT

    with transaction.atomic():
        point = transaction.savepoint()
        try:
            change = CHANGES[kind](chance, world)
            if change is None:
                return None
            return change, list(checks(world, against=kind in NEEDS_CHECKPOINT))
        except IntegrityError:  # the database itself refuses this one
            return None
        finally:
            transaction.savepoint_rollback(point)


def checks(world: World, *, against: bool = False) -> Iterator[Fault]:
    """Everything that `meldcode controleer` asks, as Anna; the triggers were put back meanwhile."""
    from meldcode.access import checkpoint, verify

    keyring = world.cast.anna.keyring
    for fault in verify.faults(world.folder, keyring):
        if fault.where != "database":
            yield fault
    if against and world.kept is not None:
        yield from checkpoint.against(world.kept)


def _count(tally: Tally, change: Change, faults: list[Fault]) -> None:
    tally.tried += 1
    tally.found += bool(faults)
    named = any(word in fault.where for fault in faults for word in change.where)
    tally.named += named
    if not named:
        told = "; ".join(map(str, faults[:2])) or "niets"
        tally.missed.append(f"{change.what}: gevonden: {told}")


def part(times: int, seed: int) -> Tallies:
    """So many changes, in a process, a folder and a database of their own."""
    with tempfile.TemporaryDirectory(prefix="meldcode-geknoei-") as folder:
        os.environ["MELDCODE_MAP"] = folder
        os.environ.pop("MELDCODE_DATABASE", None)
        return _in_folder(Path(folder), times, seed)


def _in_folder(folder: Path, times: int, seed: int) -> Tallies:
    os.environ["DJANGO_SETTINGS_MODULE"] = "meldcode.site.settings"
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)

    from proef.geknoei import raw
    from proef.geknoei.world import build
    from tests.cast import quick_passphrases

    with quick_passphrases():
        world = build(folder)
        raw.without_triggers()
        tallies = attempt(world, times, seed)
    connection.close()
    return tallies


def main(today: dt.date) -> int:
    """Run the trial, print and keep its results; returns how many changes went unnamed."""
    start = time.perf_counter()
    print(f"Proef geknoei: {_number(TIMES)} veranderingen door wie de database bezit")
    total: Tallies = {}
    spawn = multiprocessing.get_context("spawn")
    # A process for each part: the settings, and so the database, are read once in a process.
    with ProcessPoolExecutor(os.cpu_count(), spawn, max_tasks_per_child=1) as pool:
        for tallies in pool.map(part, [TIMES // PARTS] * PARTS, range(PARTS)):
            for kind, tally in tallies.items():
                total.setdefault(kind, Tally()).add(tally)
    minutes = (time.perf_counter() - start) / 60
    RESULTS.write_text(report(total, today, minutes), encoding="utf-8")
    for kind, tally in total.items():
        print(f"  {kind}: {tally.tried}, gevonden {tally.found}, genoemd {tally.named}")
    return sum(tally.tried - tally.named for tally in total.values())


def report(total: Tallies, today: dt.date, minutes: float) -> str:
    """The results as a page of the documentation."""
    rows = [f"| {kind} | {_row(tally)} |" for kind, tally in total.items()]
    everything = Tally()
    for tally in total.values():
        everything.add(tally)
    shown = [f"- {line}" for line in everything.missed[:SHOWN]]
    return "\n".join(
        [
            "# Proef: wie de database bezit, verandert niets ongemerkt",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=geknoei`; "
            f"het duurde {minutes:.0f} minuten.",
            "",
            *_EXPLAINED,
            "",
            "| soort | gedaan | gevonden | genoemd |",
            "| --- | ---: | ---: | ---: |",
            *rows,
            f"| **samen** | {_row(everything)} |",
            "",
            *(["Niet genoemd:", "", *shown, ""] if shown else []),
            *_LIMITS,
            "",
        ]
    )


_EXPLAINED = (
    "Elke verandering is gedaan door iemand die de database bezit, de triggers weghaalt, hashes",
    "opnieuw berekent, en de sleutels heeft van zichzelf en van een collega zonder rol in de zaak.",
    "Daarna draaide alles wat `meldcode controleer --als anna` nakijkt. Genoemd is een verandering",
    "als een melding de zaak, de persoon, de sleutel of het logboek noemt waarin zij zat. Na elke",
    "verandering stond alles weer zoals het was.",
)
_LIMITS = (
    "Wat hier niet onder valt, omdat niets het ondertekent: de stand en de eerstvolgende datum van",
    "een zaak in de lijst (die volgen uit de aantekeningen), de minuten tot het slot (nooit meer",
    "dan tien), de instellingen (het nummer van de installatie, of de code is overgetypt, de",
    "bewaartermijn, de minuten van de noodtoegang), wanneer een tweede stap is gebruikt, en wat",
    "nog geen gevolg heeft: uitnodigingen, meldingen, mislukte pogingen en concepten. Een",
    "oudere stand van alles, logboek en al, komt alleen uit tegen een ijkpunt dat elders ligt. Zo",
    "ook de laatste regel van een zaak, als wie haar schreef haar vervangt voordat iemand haar",
    "bekeek.",
)


def _row(tally: Tally) -> str:
    return " | ".join(_number(each) for each in (tally.tried, tally.found, tally.named))


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
