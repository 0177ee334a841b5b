"""The same tests on a real PostgreSQL: what an organisation runs on behaves as the embedded one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).parent.parent
ROOMS = ("tests/test_cast.py", "tests/ledger", "tests/access", "tests/dossier")

# Browser tests start a server with a database of its own, so the one named here says nothing.
OPTIONS = ("-q", "-p", "no:cacheprovider", "-m", "not browser")


@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing() or "-")
def test_ledger_access_and_dossier_pass_on_postgresql_as_well() -> None:
    with postgres.server() as address:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                "-m",
                "not browser",
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
