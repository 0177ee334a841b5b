"""Where something holds, said with as few conditions as is simple; each can be read by itself.

Unlike the rows of a decision table (see ``rows``) no condition leans on the ones before it.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence

Value = str | bool
Point = tuple[Value, ...]
Cube = tuple[tuple[Value, ...], ...]
"""For each input the values with which it holds, in the order of the input's domain."""


class Space:
    """Every combination of the values of some inputs; inside, a set of points is a bit mask."""

    def __init__(self, domains: Sequence[Sequence[Value]]) -> None:
        self.domains = tuple(tuple(domain) for domain in domains)
        self.points: tuple[Point, ...] = tuple(itertools.product(*self.domains))
        self._masks = [
            {value: _mask(point[index] == value for point in self.points) for value in domain}
            for index, domain in enumerate(self.domains)
        ]

    def conditions(self, numbers: Collection[int]) -> list[Cube]:
        """Conditions that hold for the points with these numbers, and for no other."""
        chosen = frozenset(numbers)
        wanted = left = _mask(number in chosen for number in range(len(self.points)))
        found: list[tuple[Cube, int]] = []
        while left:
            start = self.points[(left & -left).bit_length() - 1]
            grown = [self._grown(start, wanted, order) for order in self._orders()]
            best = max(grown, key=lambda each: (each[1] & left).bit_count())
            found.append(best)
            left &= ~best[1]
        return [cube for cube, _ in _needed(found)]

    def _orders(self) -> tuple[tuple[int, ...], ...]:
        forward = tuple(range(len(self.domains)))
        return forward, forward[::-1]

    def _grown(self, start: Point, wanted: int, order: Sequence[int]) -> tuple[Cube, int]:
        """The widest condition around ``start``, widened input by input."""
        masks = [self._masks[index][value] for index, value in enumerate(start)]
        values = [{value} for value in start]
        whole = (1 << len(self.points)) - 1
        for index in order:
            others = whole
            for other, mask in enumerate(masks):
                if other != index:
                    others &= mask
            for value in self.domains[index]:
                if value not in values[index] and not self._masks[index][value] & others & ~wanted:
                    values[index].add(value)
                    masks[index] |= self._masks[index][value]
        covered = whole
        for mask in masks:
            covered &= mask
        cube = tuple(
            tuple(value for value in domain if value in chosen)
            for domain, chosen in zip(self.domains, values, strict=True)
        )
        return cube, covered


def _mask(bits: Iterable[bool]) -> int:
    text = "".join("1" if bit else "0" for bit in bits)
    return int(text[::-1], 2)


def _needed(found: Sequence[tuple[Cube, int]]) -> Iterator[tuple[Cube, int]]:
    """Without the ones that say nothing that the others don't say."""
    kept = list(found)
    for each in found:
        rest = 0
        for other in kept:
            if other is not each:
                rest |= other[1]
        if not each[1] & ~rest:
            kept.remove(each)
    return iter(kept)
