"""Which framework a case follows, and followed before it moved to a newer version."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import cast

from meldcode.dossier.entries import Begin, Entered, Kaderwissel
from meldcode.kader.model import Framework

Pin = Begin | Kaderwissel
_PINS = frozenset[type]((Begin, Kaderwissel))
# The frameworks of before, each with the number of the entry that ended it, the oldest first.
Earlier = tuple[tuple[int, Framework], ...]


def pins(entered: tuple[Entered, ...]) -> Iterator[tuple[int, Pin]]:
    """What pinned the case to a framework, with its number; the last one counts today."""
    for each in entered:
        # By its very type: every page passes here with every entry, and this is ten times as quick.
        if type(each.entry) in _PINS:
            yield each.number, cast("Pin", each.entry)


def followed(
    entered: tuple[Entered, ...], find: Callable[[Pin], Framework]
) -> tuple[Framework, Earlier]:
    """The framework of today and those of before. Raises what `find` raises."""
    found = [(number, find(pin)) for number, pin in pins(entered)]
    pairs = itertools.pairwise(found)
    return found[-1][1], tuple((until, before) for (_, before), (until, _) in pairs)


def at(number: int, framework: Framework, earlier: Earlier) -> Framework:
    """The framework that held when the entry with this number was written."""
    return next((before for until, before in earlier if number < until), framework)
