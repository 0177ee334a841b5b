"""The bare decision: the ways that the answers leave open, and what they agree on.

Performance matters here: the proof decides a million times, and every page a few times. So facts
lie in a flat list (see ``Slots``) and comprehensions make lists before tuples.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from meldcode.kader import schema
from meldcode.kader.advice import OPEN, Outcome, Situation
from meldcode.kader.table import Answers, Run, Table


class Ways(NamedTuple):
    """The ways that the answers leave open. ``every`` and ``some`` are bit masks."""

    vectors: tuple[Answers, ...]
    runs: tuple[Run, ...]
    every: int
    some: int


def outcome_given(table: Table, given: Answers, situation: Situation) -> Outcome:
    ways = find_ways(table, given)
    return bare_outcome(table, given, ways, gather_facts(table, given, ways, situation), situation)


def find_ways(table: Table, given: Answers) -> Ways:
    run = table.runs.get(given)
    if run is not None:
        return Ways((given,), (run,), run.passed, run.passed)
    vectors, runs, every, some = [], [], -1, 0
    choices = [
        (value,) if value != OPEN or candidate is None else candidate
        for value, candidate in zip(given, table.candidates, strict=True)
    ]
    for vector in itertools.product(*choices):
        run = table.runs.get(vector)
        if run is not None:
            vectors.append(vector)
            runs.append(run)
            every &= run.passed
            some |= run.passed
    return Ways(tuple(vectors), tuple(runs), every if runs else 0, some)


def melden_slot(table: Table) -> int:
    return 4 * len(table.order)


def gather_facts(table: Table, given: Answers, ways: Ways, situation: Situation) -> list[object]:
    """The flat list that conditions look at; ``melden`` is filled in once it is known."""
    count = len(given)
    vectors = ways.vectors
    if not vectors:
        fixed: tuple[object, ...] = (None,) * count
    elif len(vectors) == 1:
        fixed = vectors[0]
    else:
        fixed = tuple([a[0] if a.count(a[0]) == len(a) else None for a in zip(*vectors)])  # noqa: B905
    known: list[object] = [*situation]
    for field, beside, default in table.counts_beside:
        for index, answer in beside:
            if given[index] != answer:
                known[field] = default
    every, some = ways.every, ways.some
    return [
        *given,
        *fixed,
        *[bool(every >> index & 1) for index in range(count)],
        *[bool(some >> index & 1) for index in range(count)],
        OPEN,
        *known,
        table.restraint is not None,
    ]


def bare_outcome(
    table: Table, given: Answers, ways: Ways, facts: list[object], situation: Situation
) -> Outcome:
    runs = ways.runs
    if not runs:
        item = next(item for item, rule in table.impossible if rule.holds(facts))
        return Outcome(OPEN, (), False, OPEN, item.kijk_terug[0].partition(".")[2])
    first = runs[0]
    if len(runs) == 1:
        melden, hulp, norms = first.melden, first.hulp, first.norms
        again = first.again
    else:
        melden = first.melden if len({run.melden for run in runs}) == 1 else OPEN
        hulp = first.hulp if len({run.hulp for run in runs}) == 1 else OPEN
        norms = frozenset.intersection(*[run.norms for run in runs])
        again = all([run.again for run in runs])
    if table.restraint is not None:
        melden, hulp = _restrain(table, ways, facts, melden, hulp)
    return Outcome(
        melden,
        tuple(sorted(norms)) if melden in ("noodzakelijk", "terughoudend") else (),
        again and melden == "noodzakelijk" and situation.gemeld == "ja",
        hulp,
        _next(table, given, ways, facts),
    )


def _restrain(
    table: Table, ways: Ways, facts: list[object], melden: str, hulp: str
) -> tuple[str, str]:
    rule = table.restraint
    assert rule is not None
    if melden not in rule.item.bij or not rule.applies.holds(facts) or rule.stays.holds(facts):
        return melden, hulp
    readings = {run.hulp for run in _read_otherwise(table, ways, rule.read_as)}
    if rule.restrained.holds(facts):
        return "terughoudend", readings.pop() if len(readings) == 1 else OPEN
    readings |= {run.hulp for run in ways.runs}
    return OPEN, readings.pop() if len(readings) == 1 else OPEN


def _read_otherwise(
    table: Table, ways: Ways, read_as: tuple[tuple[int, str], ...]
) -> Iterator[Run]:
    for vector in ways.vectors:
        changed = list(vector)
        for index, answer in read_as:
            changed[index] = answer
        run = table.runs.get(tuple(changed))
        if run is not None:
            yield run


def _next(table: Table, given: Answers, ways: Ways, facts: list[object]) -> str | None:
    if table.restraint is not None and table.restraint.applies.holds(facts):
        for name, rule in table.restraint.questions:
            if rule.holds(facts):
                return name
    own_open = None
    for index, key in enumerate(table.order):
        if given[index] == OPEN and ways.every >> index & 1:
            if table.candidates[index] is not None:
                return key
            own_open = own_open or key
    return own_open


def walk_of(
    table: Table, ways: Ways, contradictions: tuple[schema.Contradiction, ...]
) -> tuple[str, ...]:
    """What every way passes; where answers exclude each other, only what to look at again."""
    if not ways.runs:
        item = next(item for item in contradictions if item.geen_weg)
        return (item.kijk_terug[0].partition(".")[2],)
    return passed(table, ways.every)


def passed(table: Table, mask: int) -> tuple[str, ...]:
    return tuple([key for index, key in enumerate(table.order) if mask >> index & 1])
