"""When a consideration is asked, said with nothing but yes and no to the ones before it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from meldcode.kader.advice import OPEN
from meldcode.kader.decide import decide
from meldcode.kader.input import ANSWERS
from meldcode.kader.model import Framework

Literal = tuple[str, str]  # a consideration and the answer it has
Clause = tuple[Literal, ...]  # one of these holds
Point = Mapping[str, str]


def asked(framework: Framework, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The considerations that are asked, when only what was asked can be answered.

    That is the walk (see ``docs/advies.md``): what every way passes that is still possible.
    """
    shown: tuple[str, ...] = ()
    while True:
        known = {key: answer for key, answer in answers.items() if key in shown}
        walk = decide(framework, known).walk
        if walk == shown:
            return shown
        shown = walk


def conditions(framework: Framework) -> dict[str, tuple[Clause, ...]]:
    """For each consideration the clauses that must all hold for it to be asked.

    Raises ValueError where that can't be said with yes and no.
    """
    return {key: _clauses(framework, key) for key in framework.table.order}


def _clauses(framework: Framework, key: str) -> tuple[Clause, ...]:
    before = framework.table.order[: framework.table.order.index(key)]
    asks: list[Point] = []
    skips: list[Point] = []
    for values in itertools.product(ANSWERS, repeat=len(before)):
        point = dict(zip(before, values, strict=True))
        (asks if key in asked(framework, point) else skips).append(point)
    found = dict.fromkeys(_excluding(point, asks) for point in skips)
    if any(not _holds(clause, point) for clause in found for point in asks):
        raise ValueError(f"whether {key} is asked hangs on an answer that is open")
    return _enough(sorted(found, key=len), skips)


def _excluding(skipped: Point, asks: Sequence[Point]) -> Clause:
    """A short clause that does not hold for ``skipped`` and does for everything in ``asks``."""
    clause = tuple(
        (key, answer)
        for key, given in skipped.items()
        for answer in ANSWERS
        if answer not in (given, OPEN)
    )
    for literal in reversed(clause):
        shorter = tuple(each for each in clause if each != literal)
        if all(_holds(shorter, point) for point in asks):
            clause = shorter
    return clause


def _enough(clauses: Sequence[Clause], skips: Sequence[Point]) -> tuple[Clause, ...]:
    """The clauses without those that exclude nothing that the others do not exclude."""
    kept = list(clauses)
    for clause in reversed(clauses):
        rest = [each for each in kept if each != clause]
        if all(any(not _holds(each, point) for each in rest) for point in skips):
            kept = rest
    return tuple(kept)


def _holds(clause: Iterable[Literal], point: Point) -> bool:
    return any(point[key] == answer for key, answer in clause)
