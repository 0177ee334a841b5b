"""Rows of a decision table: each point gets its own output, and no row is there for nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.workshop.rows import Point, Row, compress, first

DOMAINS = (("a", "b", "c"), ("x", "y"), ("1", "2", "3"))
POINTS: list[Point] = [(a, b, c) for a in DOMAINS[0] for b in DOMAINS[1] for c in DOMAINS[2]]


def decided(rows: list[Row[int]], point: Point) -> int:
    return rows[first([row[:2] for row in rows], point)].output


@given(st.dictionaries(st.sampled_from(POINTS), st.integers(0, 2), min_size=1))
def test_every_point_gets_its_own_output(outputs: dict[Point, int]) -> None:
    rows = compress(DOMAINS, outputs)
    assert {point: decided(rows, point) for point in outputs} == outputs


@given(st.dictionaries(st.sampled_from(POINTS), st.integers(0, 2), min_size=1))
def test_every_row_decides_something_and_tells_what(outputs: dict[Point, int]) -> None:
    rows = compress(DOMAINS, outputs)
    assert all(row.points for row in rows)
    assert sorted(point for row in rows for point in row.points) == sorted(outputs)


def test_what_is_the_same_everywhere_is_one_row_without_cells() -> None:
    same: dict[Point, int] = {("a", "x"): 1, ("b", "x"): 1, ("a", "y"): 1, ("b", "y"): 1}
    assert [row[:2] for row in compress((("a", "b"), ("x", "y")), same)] == [((None, None), 1)]


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        # What stands apart comes first, the rest is 'otherwise'.
        ({("a",): 1, ("b",): 0, ("c",): 0}, [(("a",), 1), ((None,), 0)]),
        ({("a",): 0, ("b",): 1, ("c",): 0}, [(("b",), 1), ((None,), 0)]),
        # A cell names its value where 'otherwise' is one value.
        ({("a",): 1, ("b",): 2}, [(("a",), 1), (("b",), 2)]),
    ],
)
def test_what_stands_apart_comes_first(
    outputs: dict[Point, int], expected: list[tuple[Point, int]]
) -> None:
    assert [row[:2] for row in compress((("a", "b", "c"),), outputs)] == expected
