"""One day of the two weeks, and a page that tells what stayed too long."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from proef import duur
from proef.duur import MOST, Day

DAY = dt.date(2026, 11, 22)


def test_after_a_working_day_nothing_stays_longer_than_it_may(tmp_path: Path) -> None:
    (day,) = duur.run(tmp_path / "gegevens", 1)
    assert duur.wrong([day]) == []
    # Else nothing was done: somebody wrote, and the places of the last hours are still there.
    assert day.rows["records"] > len(duur.WORK)
    assert day.rows["unlocks"] > 0


def test_the_page_names_the_day_and_what_was_too_much() -> None:
    rows = {**dict.fromkeys(MOST, 0), "visits": 24, "records": 12, "log": 50}
    page = duur.report([Day(rows, 1024**2, 2 * 1024**2)], DAY, seconds=60)
    assert "| 1 | 24 | 0 | 0 | 0 | 12 | 50 | 1.0 MiB | 2 MiB |" in page
    assert "- dag 1: 24 visits, hoogstens 3" in page
