"""What an open browser read of a case, kept in the memory of this process while it stays open.

A case is checked and unsealed when somebody first asks for it; the next page goes on from there
(`ledger.again`). What is kept is readable to who owns the running server, as any page is while it
is made; so it goes when the browser locks or logs out here, and at the latest when the browser
would have locked by itself. Nothing of it is ever stored.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from meldcode.ledger.again import Checked

# Records of all cases together; a record of a few sentences takes some 5 kB.
MOST_RECORDS = 20_000
SWEEP_SECONDS = 30.0


@dataclass
class _Entry:
    checked: Checked
    reference: str
    until: float  # of `time.monotonic`: a clock that is put back keeps nothing longer


class Kept:
    """Cases by browser and reference; those used longest ago go when there are too many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[str, str], _Entry] = OrderedDict()
        self._timer: threading.Timer | None = None

    def find(self, browser: str, reference: str, zaak: str) -> Checked | None:
        """What this browser of this person read of the case, if it is still there."""
        with self._lock:
            entry = self._entries.get((browser, zaak))
            if entry is None or entry.reference != reference or entry.until <= time.monotonic():
                return None
            return entry.checked

    def keep(self, browser: str, reference: str, checked: Checked, seconds: int) -> None:
        """Keep it in the place of what was there, until `seconds` pass without another look."""
        amount = len(checked.rows)
        with self._lock:
            self._entries.pop((browser, checked.case.zaak), None)
            if amount > MOST_RECORDS:
                return
            until = time.monotonic() + seconds
            self._entries[browser, checked.case.zaak] = _Entry(checked, reference, until)
            while self._amount() > MOST_RECORDS:
                self._entries.popitem(last=False)
            self._come_back()

    def forget(self, browser: str, zaak: str = "") -> None:
        """Drop one case of this browser, or all: it locked or logged out."""
        with self._lock:
            for key in [k for k in self._entries if k[0] == browser and zaak in ("", k[1])]:
                del self._entries[key]

    def forget_all(self) -> None:
        """Drop everything."""
        with self._lock:
            self._entries.clear()

    def sweep(self) -> None:
        """Drop what nobody looked at for too long; comes back while something is kept."""
        with self._lock:
            self._timer = None
            now = time.monotonic()
            for key in [k for k, entry in self._entries.items() if entry.until <= now]:
                del self._entries[key]
            self._come_back()

    def __len__(self) -> int:
        return len(self._entries)

    def _amount(self) -> int:
        return sum(len(entry.checked.rows) for entry in self._entries.values())

    def _come_back(self) -> None:
        if self._entries and self._timer is None:
            self._timer = threading.Timer(SWEEP_SECONDS, self.sweep)
            self._timer.daemon = True
            self._timer.start()


KEPT = Kept()
