"""A short busy morning on the served product, and a page that tells what went wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from proef import ochtend
from proef.draaiend import SQLITE, START, serving
from proef.ochtend import Morning, Visits

DAY = dt.date(2026, 11, 22)


def test_all_get_in_each_time_and_the_danger_page_comes_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "gegevens"
    ochtend.install(folder, 2, quick=True)
    # The real parameters are tried in tests/site/test_logins_at_once.py.
    with serving(START, folder) as server:
        found = ochtend.morning(server, people=2, unlocks=1, seconds=0, idle=0.6)
        assert server.memory() > 0
    assert found.wrong == []
    assert len(found.phrases) == 4
    assert found.idle.seconds
    assert found.beside.seconds


def test_the_page_tells_who_did_not_get_in_and_how_long_the_danger_page_took() -> None:
    found = Morning(
        alone=[0.5],
        phrases=[1.0, 2.0, 6.0],
        idle=Visits([0.010] * 100),
        beside=Visits([0.030] * 99 + [2.0]),
        wrong=["Collega 01: uitgelogd bij keer 3"],
        seconds=120,
    )
    page = ochtend.report([(START, SQLITE, found)], DAY)
    assert "Gedaan op 2026-11-22" in page
    assert "| meldcode start | SQLite | 3 | 1 | 0.5 s | 2.0 / 6.0 s | 2.0 min |" in page
    assert "10 / 10 ms" in page
    assert "- meldcode start, SQLite: Collega 01: uitgelogd bij keer 3" in page
    assert "1 van 3 keer langer dan 5 s op een wachtzin gewacht; 1 van 100 pagina's" in page
