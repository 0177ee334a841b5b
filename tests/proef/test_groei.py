"""The page of the trial with a large organisation tells what was slow, wrong and kept."""

from __future__ import annotations

import datetime as dt

from bench.rounds import Row
from proef import groei
from proef.groei import MIB, Grown, Reading
from proef.ochtend import Visits

DAY = dt.date(2026, 11, 22)


def test_the_page_tells_the_pages_the_memory_and_what_is_over_its_target() -> None:
    found = Grown("SQLite", idle=Visits([0.01] * 9), memory=[100 * MIB, 200 * MIB, 300 * MIB])
    quick, slow = Visits([0.02] * 9), Visits([0.03] * 9)
    found.readings.append(Reading("mijn zaken", 8, quick, slow, seconds=3.0))
    found.wrong.append("mijn zaken: /dossier/: 500")
    rows = [Row("adding an entry", "2 ms", "small 1 ms", 2.0, 1.3)]
    page = groei.report([found], rows, DAY)
    assert "| SQLite | mijn zaken | 8 | 3 | 20 / 20 ms | 30 / 30 ms |" in page
    assert "| SQLite | 100 MiB | 200 MiB | 300 MiB | 1.50× |" in page
    assert "| adding an entry | 2 ms | small 1 ms | 2.00× ! | ≤ 1.3× |" in page
    assert "- SQLite: mijn zaken: /dossier/: 500" in page
