"""Making a PDF in a process of its own: bounded in memory and time, a few at a time.

A document takes about 0.25 MiB for each entry. What is large waits for what is large, so that the
outcome of a visit never stands behind somebody's file of years.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Address space, of which half is code and reserved: a file of some 5000 entries fits. Bytes.
MOST_BYTES = 2 * 1024**3
# Less than the minute after which a proxy gives up, waiting included.
WAIT_SECONDS = 25.0
RUN_SECONDS = 30.0
# From this many bytes on a request is large: some 150 entries.
LARGE = 128 * 1024

_CHILD = Path(__file__).with_name("typst_child.py")
# All that an interpreter may need to start; nothing of what the server was given.
_ENVIRONMENT = ("HOME", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "SYSTEMROOT")
# Each thread would reserve memory of its own.
_FEW_THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}

_log = logging.getLogger(__name__)


class NoPaperError(Exception):
    """There is no PDF now; the Dutch message says why and what to do."""


TOO_LARGE = (
    "Dit is te groot voor een PDF. Kies in plaats daarvan de gegevens (JSON) of de pagina om af te "
    "drukken."
)
BUSY = "Er worden nu te veel PDF's tegelijk gemaakt. Wacht een minuut en probeer het opnieuw."


class _Lane:
    """Room for `at_once` documents; `places` counts who waits as well."""

    def __init__(self, at_once: int, places: int) -> None:
        self._turns = threading.Semaphore(at_once)
        self._places = threading.BoundedSemaphore(places)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a turn. Raises NoPaperError where it doesn't come in time."""
        if not self._places.acquire(blocking=False):
            raise NoPaperError(BUSY)
        try:
            if not self._turns.acquire(timeout=WAIT_SECONDS):
                raise NoPaperError(BUSY)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


def _lanes() -> tuple[_Lane, _Lane]:
    return _Lane(at_once=2, places=8), _Lane(at_once=1, places=4)


_small, _large = _lanes()


def make(template: str, inputs: Mapping[str, str], timestamp: int) -> bytes:
    """The PDF of a template and its inputs. Raises NoPaperError."""
    told = {"template": template, "inputs": inputs, "timestamp": timestamp}
    request = json.dumps({**told, "most_bytes": MOST_BYTES}).encode()
    with (_large if len(request) >= LARGE else _small).turn():
        return _run(request)


def _run(request: bytes) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-E", "-s", str(_CHILD)],
            input=request,
            capture_output=True,
            env=_environment(),
            timeout=RUN_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        _log.error("a PDF took longer than %s seconds and was ended", RUN_SECONDS)
        raise NoPaperError(TOO_LARGE) from None
    if done.returncode:
        # What it printed may hold what people typed.
        _log.error("the process that makes a PDF ended with %s", done.returncode)
        raise NoPaperError(TOO_LARGE)
    return done.stdout


def _environment() -> dict[str, str]:
    given = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**given, **_FEW_THREADS}


def _begin_anew() -> None:
    """After a fork: who held a turn stayed behind."""
    global _small, _large
    _small, _large = _lanes()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
