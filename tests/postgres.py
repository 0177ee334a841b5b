"""A PostgreSQL of one's own for a test: in a temporary folder, on a socket, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

USER = "postgres"
# Debian keeps the programs that start a server out of the path.
_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def missing() -> str:
    """Why there can be no PostgreSQL here, in words; empty where there can."""
    if not _FOLDERS:
        return "PostgreSQL is not installed (on Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL refuses to run as root, and the program 'runuser' is missing"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """Start a server with an empty cluster; gives the address for MELDCODE_DATABASE."""
    folder = Path(tempfile.mkdtemp(prefix="meldcode-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    data = folder / "data"
    # Nothing here outlives the test, so nothing waits for the disk; there is no network either.
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
    try:
        _run("initdb", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        _run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://{USER}@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    command = [str(_FOLDERS[0] / program), *arguments]
    as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    # The server keeps what it is given as output: a pipe would stay open as long as it runs.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [*as_user, *command], stdout=output, stderr=output, cwd="/", check=False
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{program}: {output.read()}")
