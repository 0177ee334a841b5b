"""The page of the trial of putting back tells the memory, the tries and what got lost."""

from __future__ import annotations

import datetime as dt

from proef import terugzetten
from proef.terugzetten import MIB, Tried

DAY = dt.date(2026, 11, 22)


def test_the_page_tells_the_memory_and_which_entry_is_lost() -> None:
    memory = {"back-up leeg": 90 * MIB, "terugzetten vol": 260 * MIB}
    found = Tried("SQLite", memory, refused=5, acknowledged=40, wrong=["kwijt: abc"])
    page = terugzetten.report([found], DAY)
    assert "| database | back-up leeg | terugzetten vol |" in page
    assert "| SQLite | 90 MiB | 260 MiB |" in page
    assert "| SQLite | 5 | 40 | 1 |" in page
    assert "- SQLite: kwijt: abc" in page
