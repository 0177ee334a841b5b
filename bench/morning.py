"""The guide while others log in: the danger page, beside the same page when nobody does."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.rounds import Row
from proef import ochtend
from proef.draaiend import START, serving

PEOPLE = 8
TARGET = 3
# Short, so that a round has enough pages for a hundredth of them to mean something.
PAUSE_SECONDS = 0.005


class NotIn(Exception):
    """Somebody did not get in, or the visitor got no page: what was measured means nothing."""


def measure(rounds: int, window: float) -> list[Row]:
    """p99 of the page, beside log-ins and idle in turn; `window` is each turn in seconds.

    Raises :class:`NotIn`.
    """
    found = ochtend.Morning()
    with tempfile.TemporaryDirectory(prefix="meldcode-bench-") as base:
        folder = Path(base, "gegevens")
        ochtend.install(folder, PEOPLE)
        with serving(START, folder) as server:
            ochtend.warm(server.port, found)
            for _ in range(rounds):
                _turn(server.port, window, found)
    wrong = [*found.wrong, *found.idle.wrong, *found.beside.wrong]
    if wrong:
        raise NotIn(wrong[0])
    beside, idle = found.beside.p99, found.idle.p99
    what = f"guide, p99, beside {PEOPLE} who log in"
    return [Row(what, f"{beside * 1e3:.1f} ms", f"idle {idle * 1e3:.1f} ms", beside / idle, TARGET)]


def _turn(port: int, window: float, found: ochtend.Morning) -> None:
    with ochtend.visitor(port, found.idle, PAUSE_SECONDS):
        time.sleep(window)
    end = time.monotonic() + window
    with ochtend.visitor(port, found.beside, PAUSE_SECONDS):
        while time.monotonic() < end:
            ochtend.everybody(port, PEOPLE, 0, 0.0, found)
