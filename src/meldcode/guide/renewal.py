"""What was rendered once is forgotten where a framework changes under a running server."""

from __future__ import annotations

import sys
from collections.abc import Iterable

ROOMS = ("meldcode.guide.", "meldcode.workshop.")


def forget_pages() -> None:
    """Render every page anew. Only a preview needs this: elsewhere content stays as it was read."""
    for name, module in list(sys.modules.items()):
        if name.startswith(ROOMS):
            _clear(name, vars(module).values())


def _clear(module: str, values: Iterable[object]) -> None:
    for value in list(values):
        clear = getattr(value, "cache_clear", None)
        if clear and getattr(value, "__module__", "") == module:
            clear()
