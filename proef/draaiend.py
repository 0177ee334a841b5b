"""The product as it is run: which server, on which database, and how much memory it takes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import postgres

TREE = Path(__file__).parent.parent
START, GUNICORN = "meldcode start", "gunicorn, twee workers"
SQLITE, POSTGRES = "SQLite", "PostgreSQL"
_PATIENCE_SECONDS = 120


class ServerFailed(Exception):
    """The server did not start, or ended by itself."""


@dataclass
class Server:
    """A server that answers on `port`; what it writes goes to `log`."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def memory(self) -> int:
        """The bytes that it and everything it started hold now."""
        return sum(map(resident, _family(self.process.pid)))

    @property
    def faults(self) -> list[str]:
        """What it wrote that is an error, each with the line behind it."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        both = zip(lines, [*lines[1:], ""], strict=True)
        return [f"{a} {b}" for a, b in both if "ERROR" in a or "Traceback" in a]


def command(kind: str, port: int) -> list[str]:
    """How this kind of server is started."""
    if kind == START:
        return [sys.executable, "-m", "meldcode", "start", "--geen-browser", "--poort", str(port)]
    config = ["--config", "python:meldcode.site.workers", "--workers", "2"]
    gunicorn = [sys.executable, "-m", "gunicorn", *config]
    return [*gunicorn, "--bind", f"127.0.0.1:{port}", "meldcode.site.wsgi"]


def environment(folder: Path, database: str = "", **more: str) -> dict[str, str]:
    """What a process needs to work on this folder and database."""
    return os.environ | {"MELDCODE_MAP": str(folder), "MELDCODE_DATABASE": database} | more


@contextmanager
def serving(
    kind: str, folder: Path, database: str = "", before: Sequence[str] = (), **more: str
) -> Iterator[Server]:
    """Run the server until the block ends; `before` goes before its command.

    Raises ServerFailed.
    """
    port, log = free_port(), folder.with_name(f"{folder.name}.log")
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*before, *command(kind, port)],
            cwd=TREE,
            env=environment(folder, database, **more),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    try:
        wait_for(port, process, log)
        yield Server(process, port, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def places(kinds: Sequence[str] = (SQLITE, POSTGRES)) -> Iterator[list[tuple[str, Path, str]]]:
    """An empty folder and a database of each kind: its name, the folder, the address.

    Without PostgreSQL here the second is left out.
    """
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="meldcode-proef-")))
        found = [(SQLITE, base / "sqlite", "")] if SQLITE in kinds else []
        if POSTGRES in kinds and not postgres.missing():
            found.append((POSTGRES, base / "postgres", stack.enter_context(postgres.server())))
        yield found


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until something listens there. Raises ServerFailed with what was written."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise ServerFailed(log.read_text(encoding="utf-8", errors="replace")[-2000:])


def _family(pid: int) -> list[int]:
    """The process, and all that it or those started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue  # that thread ended meanwhile
        for child in children:
            found += _family(int(child))
    return found


def resident(pid: int) -> int:
    """The bytes that this process alone holds; what it shares is divided among who share it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
