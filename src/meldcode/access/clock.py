"""A clock that never goes back, for waits and locks; what is dated follows the wall's clock.

It is the wall's clock as it was when the program started, and what has passed since by a clock that
nobody sets. Workers that were forked share it; two programs started at different moments differ
only by what the wall's clock was changed in between.
"""

from __future__ import annotations

import time


def _running() -> float:
    """Seconds that only grow, and also count while a laptop sleeps, where the system can tell."""
    asleep_too = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


_STARTED = (time.time(), _running())


def steady() -> float:
    """Seconds since 1970, as this program counts them."""
    return _STARTED[0] + _running() - _STARTED[1]
