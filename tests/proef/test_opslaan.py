"""A small part of the trial that nothing is lost: power cuts, kills of the service and server.

The whole is `make proef`; its results stand in docs/proef-opslaan.md. What can go wrong with a cut
or a kill shows here within a few of each, where it is a fault of the program and no rare moment.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from proef import bediend, opslaan
from proef.stroom.rig import hindrance
from proef.stroom.trial import Outcome

CUTS, FORKED, SERVED = 5, 20, 5
DAY = dt.date(2026, 11, 22)


@pytest.mark.skipif(bool(hindrance()), reason=hindrance() or "the rig can run")
def test_a_power_cut_loses_nothing_that_was_acknowledged() -> None:
    outcome = opslaan.cuts(CUTS)
    assert (outcome.lost, outcome.broken) == ([], [])
    assert outcome.breaks == CUTS
    # Else nothing was tried: entries were promised, and the cuts came while something was unsynced.
    assert outcome.acknowledged > 0
    assert outcome.unsynced > 0


def test_killing_who_saves_leaves_every_entry_whole(tmp_path: Path) -> None:
    outcome = opslaan.forked(FORKED, tmp_path)
    assert (outcome.lost, outcome.broken) == ([], [])
    assert outcome.acknowledged >= outcome.breaks == FORKED


def test_killing_the_server_leaves_every_entry_whole(tmp_path: Path) -> None:
    outcome = bediend.served(SERVED, tmp_path)
    assert (outcome.lost, outcome.broken) == ([], [])
    assert outcome.acknowledged >= outcome.breaks == SERVED


def test_an_entry_that_is_gone_or_changed_is_told(tmp_path: Path) -> None:
    assert opslaan.forked(1, tmp_path).wrong == 0
    database = tmp_path / "meldcode.sqlite3"
    import sqlite3

    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER ledger_row_update")
        connection.execute(
            "UPDATE ledger_row SET body = zeroblob(2000) WHERE kind = 'inhoud' AND number = 3"
        )
    connection.close()
    outcome = opslaan.forked(1, tmp_path)
    assert any("regel 3: deze regel is veranderd" in fault for fault in outcome.broken)


def test_the_page_tells_what_was_done_and_what_could_not_be() -> None:
    rows: list[tuple[str, Outcome | str]] = [
        ("de stroom viel uit", "alleen als root"),
        ("het proces is gedood", Outcome(breaks=9, acknowledged=80, lost=["a"], broken=[])),
    ]
    page = opslaan.report(rows, DAY)
    assert "Gedaan op 2026-11-22" in page
    assert "| de stroom viel uit | niet gedaan: alleen als root | | | |" in page
    assert "| het proces is gedood | 9 | 80 | 1 | 0 |" in page
