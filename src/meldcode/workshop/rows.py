"""A function of a few named values as the rows of a decision table, as few as is simple.

The rows are read from above: the first that fits, holds. A cell names one value or nothing, so
that every engine understands it, whatever it makes of lists and ranges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

Value = str | bool
Point = tuple[Value, ...]
Cells = tuple[Value | None, ...]
T = TypeVar("T")
Rule = tuple[Cells, T]


class Row(NamedTuple, Generic[T]):
    """``cells`` holds a value for each input, or None where it does not count.

    ``points`` are the points that this row decides, in the order they were given.
    """

    cells: Cells
    output: T
    points: tuple[Point, ...]


def compress(domains: Sequence[Sequence[Value]], outputs: Mapping[Point, T]) -> list[Row[T]]:
    """Rows that give each point of ``outputs`` its own output.

    ``domains`` holds the values of each input, in the order of the points. A point that is left
    out cannot occur, and the rows may say anything about it.
    """
    rules = _split(domains, outputs)
    for index in range(len(rules) - 2, -1, -1):
        if _superfluous(rules, index, outputs):
            del rules[index]
    decided: list[list[Point]] = [[] for _ in rules]
    for point in outputs:
        decided[first(rules, point)].append(point)
    return [
        Row(_named(cells, points), output, tuple(points))
        for (cells, output), points in zip(rules, decided, strict=True)
        if points
    ]


def fits(cells: Cells, point: Point) -> bool:
    """Whether a row with these cells says something about ``point``."""
    return all(cell is None or cell == value for cell, value in zip(cells, point, strict=True))


def first(rules: Sequence[Rule[T]], point: Point, start: int = 0) -> int:
    """The index of the rule that holds for ``point``. Raises StopIteration where none does."""
    return next(i for i in range(start, len(rules)) if fits(rules[i][0], point))


def _split(domains: Sequence[Sequence[Value]], outputs: Mapping[Point, T]) -> list[Rule[T]]:
    """Rules that look at one input after the other; the last group of values is 'otherwise'."""
    if len(set(outputs.values())) == 1:
        return [((None,) * len(domains), next(iter(outputs.values())))]
    groups = [(values, _split(domains[1:], rest)) for values, rest in _alike(domains[0], outputs)]
    # Last comes the group that would take most rules if each of its values had its own.
    groups.sort(key=lambda group: (len(group[0]) - 1) * len(group[1]))
    *named, (_, last) = groups
    rules: list[Rule[T]] = [
        ((value, *cells), output)
        for values, under in named
        for value in values
        for cells, output in under
    ]
    return rules + [((None, *cells), output) for cells, output in last]


def _alike(
    domain: Sequence[Value], outputs: Mapping[Point, T]
) -> list[tuple[list[Value], dict[Point, T]]]:
    """The values of the first input, together where the rest does not tell them apart."""
    groups: list[tuple[list[Value], dict[Point, T]]] = []
    for value in domain:
        rest = {point[1:]: output for point, output in outputs.items() if point[0] == value}
        if not rest:
            continue
        for values, known in groups:
            if all(known.get(point, output) == output for point, output in rest.items()):
                values.append(value)
                known.update(rest)
                break
        else:
            groups.append(([value], rest))
    return groups


def _superfluous(rules: Sequence[Rule[T]], index: int, outputs: Mapping[Point, T]) -> bool:
    """Whether everything that reaches this rule gets the same from the rules after it."""
    cells, output = rules[index]
    reached = [p for p in outputs if fits(cells, p) and first(rules, p) == index]
    # The last rule of a whole table has no cells, so there is always one after it that fits.
    return all(rules[first(rules, point, index + 1)][1] == output for point in reached)


def _named(cells: Cells, points: Sequence[Point]) -> Cells:
    """The cells with a value where everything that the row decides has that one value."""
    only = [values.pop() if len(values) == 1 else None for values in map(set, zip(*points))]  # noqa: B905
    return tuple(value if cell is None else cell for cell, value in zip(cells, only, strict=True))
