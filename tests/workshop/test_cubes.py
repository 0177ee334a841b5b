"""Conditions: together exactly what is meant, each readable by itself, and few."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.workshop.cubes import Cube, Point, Space

ANSWERS = ("ja", "nee", "open")
SPACE = Space((ANSWERS, ANSWERS, (True, False)))


def holds(cube: Cube, point: Point) -> bool:
    return all(value in values for values, value in zip(cube, point, strict=True))


@given(st.sets(st.integers(min_value=0, max_value=17)))
def test_conditions_hold_for_what_is_meant_and_for_nothing_else(numbers: set[int]) -> None:
    found = SPACE.conditions(numbers)
    held = {n for n, point in enumerate(SPACE.points) if any(holds(cube, point) for cube in found)}
    assert held == numbers


@given(st.sets(st.integers(min_value=0, max_value=17), min_size=1))
def test_no_condition_can_be_left_out(numbers: set[int]) -> None:
    found = SPACE.conditions(numbers)
    for left_out in found:
        rest = [cube for cube in found if cube is not left_out]
        assert any(not any(holds(cube, SPACE.points[n]) for cube in rest) for n in numbers)


@pytest.mark.parametrize(
    ("meant", "expected"),
    [
        (lambda one, two, three: True, [(ANSWERS, ANSWERS, (True, False))]),
        (lambda one, two, three: one == "ja", [(("ja",), ANSWERS, (True, False))]),
        (
            lambda one, two, three: one != "nee" and three,
            [(("ja", "open"), ANSWERS, (True,))],
        ),
        (lambda one, two, three: False, []),
    ],
)
def test_what_does_not_matter_is_left_open(meant: object, expected: list[Cube]) -> None:
    assert callable(meant)
    assert SPACE.conditions([n for n, p in enumerate(SPACE.points) if meant(*p)]) == expected


def test_points_are_numbered_as_their_product() -> None:
    assert SPACE.points == tuple(itertools.product(ANSWERS, ANSWERS, (True, False)))
