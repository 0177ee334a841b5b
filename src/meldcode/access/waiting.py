"""Waiting for a turn on a thread of the server: once a browser, and only so many at a time."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Who waits for a turn holds a thread: so many at most, which the server has besides its others.
PLACES = 8


class TooOften(Exception):
    """No turn comes soon; `seconds` until one may."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many attempts")
        self.seconds = max(1, math.ceil(seconds))


_guard = threading.Lock()
_waiting: set[str] = set()
_places = threading.BoundedSemaphore(PLACES)


@contextmanager
def place(browser: str) -> Iterator[None]:
    """Let one browser wait once. Raises TooOften."""
    with _guard:
        if browser in _waiting:
            raise TooOften(1)
        if browser:
            _waiting.add(browser)
    try:
        yield
    finally:
        with _guard:
            _waiting.discard(browser)


def sleep(seconds: float) -> None:
    """Until the turn. Raises TooOften where too many wait in this process."""
    if seconds <= 0:
        return
    if not _places.acquire(blocking=False):
        raise TooOften(seconds)
    try:
        time.sleep(seconds)
    finally:
        _places.release()
