"""The same tests on a real PostgreSQL: what an organisation runs on behaves as the embedded one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).parent.parent
ROOMS = (
    "tests/test_cast.py",
    *(f"tests/{room}" for room in ("ledger", "access", "dossier", "melding")),
)

# Browser tests start a server with a database of its own, so the one named here says nothing.
OPTIONS = ("-q", "-p", "no:cacheprovider", "-m", "not browser")


@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing() or "-")
def test_all_that_uses_the_database_passes_on_postgresql_as_well() -> None:
    with postgres.server() as address:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                *OPTIONS,
                *ROOMS,
            ],
            env={**os.environ, "MELDCODE_DATABASE": address},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
