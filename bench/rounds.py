"""Measuring side by side, and a line of the table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table. ``own`` and ``beside`` carry their units; ``target`` is a maximum."""

    what: str
    own: str
    beside: str
    ratio: float
    target: float | None = None

    @property
    def within(self) -> bool:
        """Whether the ratio is within its target; True where there is none."""
        return self.target is None or self.ratio <= self.target


def interleaved(
    contenders: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """The median seconds of one turn of each contender; all take one turn in each round.

    Every second round goes the other way, so that none profits from who goes before it. By default
    seconds of this process on a processor: other programs' work would weigh most on the longest
    turns. What waits for the disk needs `time.perf_counter`.
    """
    names = list(contenders)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        contenders[name]()
    for number in range(rounds):
        for name in names if number % 2 else reversed(names):
            begin = clock()
            contenders[name]()
            seconds[name].append(clock() - begin)
    return {name: statistics.median(values) for name, values in seconds.items()}


def microseconds(seconds: float) -> str:
    """'7.6 µs'"""
    return f"{seconds * 1e6:.1f} µs"
