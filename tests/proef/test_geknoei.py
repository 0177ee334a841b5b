"""Nothing unnoticed: a fixed tenth of the long trial, and what its page tells."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from proef.geknoei import raw, trial
from proef.geknoei.trial import Tally

ROOT = Path(__file__).parents[2]
TENTH = 1000
# In a process of its own: the trial drops the triggers and needs its own database.
# In processes of their own: the trial drops the triggers and needs its own database.
PART = "import json, sys; from proef.geknoei import trial; " + (
    "told = trial.part(int(sys.argv[1]), int(sys.argv[2])); "
    "print(json.dumps({kind: vars(tally) for kind, tally in told.items()}))"
)


def started(times: int, seed: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PART, str(times), str(seed)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_thousand_changes_by_who_owns_the_database_are_all_found_and_named() -> None:
    total = Tally()
    for process in [started(TENTH // 2, seed) for seed in (0, 1)]:
        told, problems = process.communicate()
        assert process.returncode == 0, problems
        for tally in json.loads(told).values():
            total.add(Tally(**tally))
    assert total.missed == []
    assert total.tried == total.found == total.named == TENTH


def test_what_was_found_elsewhere_counts_as_unnamed() -> None:
    from meldcode.ledger.chain import Fault
    from proef.geknoei.changes import Change

    tally, change = Tally(), Change("bit in ledger_row.body", ("abc",))
    trial._count(tally, change, [Fault("zaak abc, regel 2", "deze regel is veranderd")])
    trial._count(tally, change, [Fault("zaak xyz", "iets")])
    trial._count(tally, change, [])
    assert (tally.tried, tally.found, tally.named) == (3, 2, 1)
    assert tally.missed == [
        "bit in ledger_row.body: gevonden: zaak xyz: iets",
        "bit in ledger_row.body: gevonden: niets",
    ]


@pytest.mark.parametrize("value", [0, 1, 5, "", "x", "{}", b"", b"x", b"\x00" * 32])
def test_a_flip_always_changes_the_value_and_keeps_its_kind(value: Any) -> None:
    for seed in range(50):
        other = raw.flipped(value, Random(seed))
        assert other != value
        assert type(other) is type(value)


def test_the_page_holds_the_date_the_counts_and_what_was_missed() -> None:
    total = {"bit": Tally(1000, 1000, 1000), "weghalen": Tally(1000, 999, 998, ["rij weg: niets"])}
    page = trial.report(total, dt.date(2026, 11, 22), minutes=4.4)
    assert "Gedaan op 2026-11-22" in page
    assert "het duurde 4 minuten" in page
    assert "| bit | 1.000 | 1.000 | 1.000 |" in page
    assert "| **samen** | 2.000 | 1.999 | 1.998 |" in page
    assert "- rij weg: niets" in page
