"""Who changes keys and who writes in a case never wait for each other in a circle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(
    not os.environ.get("MELDCODE_DATABASE"), reason="SQLite has one writer: tests/test_postgres.py"
)
def test_a_new_recovery_code_and_somebody_who_writes_both_get_through(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.access.own_database", "access:herstelcode"],
        env={**os.environ, "MELDCODE_MAP": str(tmp_path), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told == {
        "told": ["200"],
        "kinds": ["start", "inhoud", "ronde"],
        "sealed": True,
        "faults": [],
    }
