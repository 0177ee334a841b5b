"""Every situation at once: a set of situations is one whole number, with a bit for each of them.

So the proof looks at all of them under one set of answers in a few operations, and samples nothing.
Bit 0 is the situation in which nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import prod
from typing import Any

from meldcode.kader.situation import NOTHING_KNOWN, VALUES, Situation

# The default of a field first, so that the lowest bit of a set departs least from it.
_VALUES: Mapping[str, tuple[Any, ...]] = {
    name: (
        getattr(NOTHING_KNOWN, name),
        *(value for value in values if value != getattr(NOTHING_KNOWN, name)),
    )
    for name, values in VALUES.items()
}
SIZE = prod(map(len, _VALUES.values()))
ALL = (1 << SIZE) - 1


def _fields() -> dict[str, dict[Any, int]]:
    """For each field the situations with each of its values."""
    found: dict[str, dict[Any, int]] = {}
    stride = 1
    for name, values in reversed(list(_VALUES.items())):
        repeated = ALL // ((1 << stride * len(values)) - 1)
        found[name] = {
            value: ((1 << stride) - 1 << stride * place) * repeated
            for place, value in enumerate(values)
        }
        stride *= len(values)
    return found


_SETS = _fields()


@lru_cache(maxsize=1024)
def where(name: str, values: frozenset[Any]) -> int:
    """The situations in which field ``name`` has one of these values."""
    found = 0
    for value in values:
        found |= _SETS[name].get(value, 0)
    return found


@lru_cache(maxsize=1024)
def first(situations: int) -> Situation:
    """The one of a set that departs least from nothing known. Raises ValueError for none."""
    if not situations:
        raise ValueError("an empty set of situations has no first one")
    place = (situations & -situations).bit_length() - 1
    chosen: dict[str, Any] = {}
    for name, values in reversed(list(_VALUES.items())):
        place, digit = divmod(place, len(values))
        chosen[name] = values[digit]
    return Situation(**chosen)


def only(situation: Situation) -> int:
    """The set with this one situation in it."""
    found = ALL
    for name, value in situation._asdict().items():
        found &= where(name, frozenset({value}))
    return found


def parted(sets: Iterable[int], whole: int = ALL) -> list[int]:
    """A set of situations in parts that no one of ``sets`` cuts through; the mildest first."""
    parts = [whole]
    for each in sets:
        if not each & whole or not whole & ~each:
            continue
        cut = [(part & ~each, part & each) for part in parts]
        parts = [part for pair in cut for part in pair if part]
    return sorted(parts, key=lambda part: part & -part) if len(parts) > 1 else parts
