"""Writing at once, and cleaning up after a destruction: on a database file of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.own_database import EACH, WRITERS

ROOT = Path(__file__).parents[2]
ON_POSTGRESQL = bool(os.environ.get("MELDCODE_DATABASE"))


def run(part: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ledger.own_database", part],
        env={**os.environ, "MELDCODE_MAP": str(folder), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_eight_writers_at_once_meet_no_lock_and_overwrite_nothing(data_folder: Path) -> None:
    told = run("schrijvers", data_folder)
    assert told["errors"] == told["faults"] == []
    assert told["texts"] == sorted(f"{n}-{p}" for n in range(WRITERS) for p in range(EACH))
    assert told["behind"] > 0, "they never met, so this showed nothing"


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL keeps its files to itself")
def test_nothing_of_a_destroyed_case_stays_in_a_file_of_the_database(data_folder: Path) -> None:
    told = run("vegen", data_folder)
    assert told["before"] == told["canaries"], "the search finds what is there"
    assert (told["swept"], told["after"], told["kept"]) == (True, 0, [True])
