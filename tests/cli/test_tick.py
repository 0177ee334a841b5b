"""`meldcode tick`: what is due, without content; twice is the same, and no case goes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from tests import demo


def test_what_is_due_is_told_without_content(tmp_path: Path) -> None:
    made = demo.copy(tmp_path)
    zaken = made.cases()
    today, late = date.today(), date.today() - timedelta(days=3)
    made.sql(
        "UPDATE ledger_zaak SET due = :today WHERE reference = :long",
        "UPDATE ledger_zaak SET due = :late WHERE reference = :closed",
        today=str(today),
        late=str(late),
        long=zaken["Koperen Reiger"],
        closed=zaken["Zonnegele Tulp"],
    )
    first = made.run("tick")
    assert first.out.splitlines() == [
        f"Zaak {zaken['Zonnegele Tulp']} (gesloten): er staat iets voor 3 dagen geleden.",
        f"Zaak {zaken['Koperen Reiger']} (lopend): er staat iets voor vandaag.",
    ]
    assert made.run("tick") == first
    assert made.cases() == zaken


def test_a_case_kept_long_enough_is_named_to_who_can_read_it(tmp_path: Path) -> None:
    made = demo.copy(tmp_path)
    zaken = made.cases()
    made.sql(
        "UPDATE ledger_zaak SET due = NULL",
        "UPDATE access_installation SET own_years = 20",
    )
    assert made.run("tick").out == "Er is nu niets te doen.\n"
    assert made.run("tick", als="anna").out == "Er is nu niets te doen.\n"
    assert made.cases() == zaken


def test_back_ups_and_invitations_past_their_end(tmp_path: Path) -> None:
    made = demo.copy(tmp_path)
    made.sql("UPDATE ledger_zaak SET due = NULL")
    (made.folder / "back-ups").mkdir()
    kept = made.folder / "back-ups" / "goed.jsonl.gz"
    assert made.run("back-up", kept).code == 0
    shutil.copy(kept, kept.with_name("heel.jsonl.gz"))
    kept.with_name("kapot.jsonl.gz").write_bytes(b"iets")
    said = made.run("tick")
    assert said.out == "De back-up kapot.jsonl.gz is niet te lezen. Verwijder hem.\n"
    assert kept.exists()


_LATER = """
import sys, time_machine
from meldcode.cli.app import run
with time_machine.travel("2071-01-05 09:00", tick=True):
    sys.exit(run(sys.argv[1:]))
"""


def test_decades_later_the_retention_of_a_closed_case_is_over(tmp_path: Path) -> None:
    made = demo.copy(tmp_path)
    zaken = made.cases()
    made.sql("UPDATE access_installation SET own_years = 20")
    (made.folder / "back-ups").mkdir()
    assert made.run("back-up", made.folder / "back-ups" / "oud.jsonl.gz").code == 0
    phrase = made.folder.parent / "anna.wachtzin"
    who = ("--als", "anna", "--wachtzin-bestand", phrase)
    said = demo.python("-c", _LATER, "tick", "--map", made.folder, *who)
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert "De back-up oud.jsonl.gz is verlopen. Verwijder hem." in lines
    closed = zaken["Zonnegele Tulp"]
    told = f"Zaak {closed}: de bewaartermijn is voorbij. Bekijk wat ermee moet gebeuren."
    assert told in lines
    assert made.cases() == zaken


def test_one_run_is_one_line_in_the_log_and_no_look(tmp_path: Path) -> None:
    made = demo.copy(tmp_path)
    before = _log(made)
    assert made.run("tick", als="anna").code == 0
    assert _log(made)[len(before) :] == [("inloggen", ""), ("bewaartermijn nakijken", "")]


def _log(made: demo.Demo) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(made.database)) as database:
        return database.execute(
            "SELECT action, zaak FROM access_logline ORDER BY number"
        ).fetchall()


def test_a_closed_case_without_a_term_is_named(tmp_path: Path) -> None:
    made = demo.copy(tmp_path)
    made.sql("UPDATE access_installation SET own_years = NULL")
    closed = made.cases()["Zonnegele Tulp"]
    told = f"Zaak {closed}: er is geen bewaartermijn bekend. Bekijk hoe lang zij blijft."
    assert told in made.run("tick", als="anna").out.splitlines()


def test_where_only_the_guide_is_visits_go_too(tmp_path: Path) -> None:
    env = {"MELDCODE_MAP": str(tmp_path), "MELDCODE_ALLEEN_GIDS": "1"}
    assert demo.python("-c", demo._READY, env=env).code == 0
    with closing(sqlite3.connect(tmp_path / "meldcode.sqlite3")) as database, database:
        database.execute("INSERT INTO guide_sealedvisit VALUES ('a', x'00', 1)")
    assert demo.meldcode("tick", env=env).out == "Er is nu niets te doen.\n"
    with closing(sqlite3.connect(tmp_path / "meldcode.sqlite3")) as database:
        assert database.execute("SELECT COUNT(*) FROM guide_sealedvisit").fetchone() == (0,)
    assert demo.meldcode("tick", "--map", tmp_path).code == 2
