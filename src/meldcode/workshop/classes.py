"""The outcomes of a framework as classes: for each outcome every combination that leads to it.

Every combination of answers and of what counts of the situation is decided by the engine; what
comes out the same is put together. A combination stands in exactly one class.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any, NamedTuple, TypeVar

from meldcode.kader import schema
from meldcode.kader.advice import Outcome, Situation
from meldcode.kader.input import ANSWERS, SITUATION_VALUES
from meldcode.kader.model import Framework
from meldcode.kader.seen import Seen
from meldcode.kader.space import ALL, where
from meldcode.kader.table import Answers
from meldcode.kader.ways import outcome_given

Value = str | bool
Point = tuple[Any, ...]  # of values; 'Any' since answers alone make points too
Cells = tuple[tuple[Value, ...], ...]
T = TypeVar("T")

ORDER = ("noodzakelijk", "terughoudend", "nu_niet", "niet_noodzakelijk", "open")


class Result(NamedTuple):
    """Both decisions and the norms; ``opnieuw``: after an earlier report, report again.

    ``clash`` is the id of the contradiction for which no way is left, else ''.
    """

    melden: str
    norm: tuple[str, ...]
    hulp: str
    opnieuw: bool
    clash: str


class OutcomeClass(NamedTuple):
    """A result with what leads to it: the values of each answer, in one or more groups.

    Duties by id: ``always`` in every case of the class, ``sometimes`` in some of them.
    """

    result: Result
    groups: tuple[Cells, ...]
    always: tuple[str, ...]
    sometimes: tuple[str, ...]


class Part(NamedTuple):
    """The situations in which the same answers lead to the same results, and those results."""

    situations: tuple[Cells, ...]
    classes: tuple[OutcomeClass, ...]


class Asked(NamedTuple):
    """The situations in which the same answers lead to the same next question.

    ``questions``: the id of a consideration or of a field of the situation, or None where nothing
    is open, each with the answers that lead to it.
    """

    situations: tuple[Cells, ...]
    questions: tuple[tuple[str | None, tuple[Cells, ...]], ...]


class Classes(NamedTuple):
    """All classes of a framework; ``fields`` of the situation are those that a part tells apart."""

    fields: tuple[str, ...]
    parts: tuple[Part, ...]
    asked: tuple[Asked, ...]


def classes_of(framework: Framework) -> Classes:
    """The classes of a framework. Takes a second or two where it has the rule of restraint."""
    fields = _restraint_fields(framework)
    outcomes = {
        situation: _outcomes(framework, _situation(fields, situation))
        for situation in itertools.product(*(SITUATION_VALUES[name] for name in fields))
    }
    parts = tuple(_parts(framework, fields, outcomes))
    return Classes(fields, parts, tuple(_asked(fields, outcomes)))


def partition(
    domains: Sequence[Sequence[Value]], outputs: Mapping[Point, T]
) -> dict[T, tuple[Cells, ...]]:
    """For each output its points in groups: for each input some values, whatever the others.

    ``outputs`` names every point of the domains; each lies in exactly one group.
    """
    groups: dict[T, list[Cells]] = {}
    for cells, output in _split(domains, outputs):
        groups.setdefault(output, []).append(cells)
    return {output: tuple(_joined(domains, cells)) for output, cells in groups.items()}


def _split(domains: Sequence[Sequence[Value]], outputs: Mapping[Point, T]) -> list[tuple[Cells, T]]:
    """Input after input: the values stand together that make no difference to what follows."""
    if len(set(outputs.values())) == 1:
        return [(tuple(map(tuple, domains)), next(iter(outputs.values())))]
    rest: dict[tuple[tuple[Point, T], ...], list[Value]] = {}
    for value in domains[0]:
        under = tuple((point[1:], out) for point, out in outputs.items() if point[0] == value)
        rest.setdefault(under, []).append(value)
    return [
        ((tuple(values), *cells), output)
        for under, values in rest.items()
        for cells, output in _split(domains[1:], dict(under))
    ]


def _joined(domains: Sequence[Sequence[Value]], groups: list[Cells]) -> list[Cells]:
    """Two groups that differ in one input alone become one, until there are no such two."""
    for one, other in itertools.combinations(groups, 2):
        differ = [at for at, pair in enumerate(zip(one, other, strict=True)) if len(set(pair)) > 1]
        if len(differ) == 1:
            at = differ[0]
            values = tuple(value for value in domains[at] if value in one[at] + other[at])
            rest = [each for each in groups if each != other]
            rest[rest.index(one)] = (*one[:at], values, *one[at + 1 :])
            return _joined(domains, rest)
    return groups


def vectors(framework: Framework) -> list[Answers]:
    """Every combination of answers."""
    return list(itertools.product(ANSWERS, repeat=len(framework.table.order)))


def _restraint_fields(framework: Framework) -> tuple[str, ...]:
    """What of the situation changes the outcome: what the rule of restraint looks at."""
    rule = framework.terughoudendheid
    if rule is None:
        return ()
    asked = (question.als for question in rule.vragen)
    return fields_of([rule.als, rule.blijft, rule.terughoudend, *asked])


def fields_of(conditions: Iterable[schema.Condition]) -> tuple[str, ...]:
    """The fields of the situation that these conditions look at, in their own order."""
    flat = list(_flat(conditions))
    return tuple(
        name
        for name in SITUATION_VALUES
        if any(getattr(each, name, None) not in (None, ()) for each in flat)
    )


def _flat(conditions: Iterable[schema.Condition]) -> Iterator[schema.Condition]:
    for each in conditions:
        yield each
        yield from _flat(each.een_van)


def _situation(fields: Sequence[str], values: Sequence[Value]) -> Situation:
    """After an earlier report, so that the outcome tells where to report again."""
    known: dict[str, Any] = dict(zip(fields, values, strict=True))
    return Situation(**{**known, "gemeld": "ja"})


def _outcomes(framework: Framework, situation: Situation) -> dict[Answers, Outcome]:
    table = framework.table
    return {vector: outcome_given(table, vector, situation) for vector in vectors(framework)}


def _parts(
    framework: Framework, fields: tuple[str, ...], outcomes: Mapping[Point, dict[Answers, Outcome]]
) -> Iterator[Part]:
    """First the part of the situation of which nothing is known yet."""
    results = {
        situation: tuple(_result(framework, *pair) for pair in found.items())
        for situation, found in outcomes.items()
    }
    for same, situations in _by_situation(fields, results):
        alike = [values for values, result in results.items() if result == same]
        given = dict(zip(vectors(framework), same, strict=True))
        duties = _duties(framework, fields, alike, given)
        yield Part(situations, tuple(_classes(given, duties)))


def _by_situation(
    fields: tuple[str, ...], found: Mapping[Point, T]
) -> Iterator[tuple[T, tuple[Cells, ...]]]:
    groups = partition([SITUATION_VALUES[name] for name in fields], found)
    first = found[tuple(getattr(Situation(), name) for name in fields)]
    for same in dict.fromkeys([first, *groups]):
        yield same, groups[same]


def _result(framework: Framework, vector: Answers, outcome: Outcome) -> Result:
    table = framework.table
    clash = next((item.id for item, rule in table.impossible if rule.holds(vector)), "")
    return Result(outcome.melden, outcome.norm, outcome.hulp, outcome.opnieuw, clash)


def _classes(
    given: Mapping[Answers, Result], duties: Mapping[Answers, tuple[set[str], set[str]]]
) -> Iterator[OutcomeClass]:
    groups = partition([ANSWERS] * len(next(iter(given))), given)
    for result in sorted(groups, key=lambda each: ORDER.index(each.melden)):
        inside = [duties[vector] for vector, each in given.items() if each == result]
        always = set.intersection(*(sure for sure, _ in inside))
        some = set.union(*(possible for _, possible in inside)) - always
        yield OutcomeClass(result, groups[result], tuple(sorted(always)), tuple(sorted(some)))


def _duties(
    framework: Framework,
    fields: tuple[str, ...],
    alike: Sequence[Point],
    given: Mapping[Answers, Result],
) -> dict[Answers, tuple[set[str], set[str]]]:
    """For each combination of answers the duties in all and in some of these situations."""
    inside = 0
    for values in alike:
        chosen = [
            where(name, frozenset({value})) for name, value in zip(fields, values, strict=True)
        ]
        inside |= reduce(and_, chosen, ALL)
    found = {}
    for vector in given:
        duties = Seen(framework.table, vector).duties
        sure = {key for key, there in duties.items() if not inside & ~there}
        found[vector] = (sure, {key for key, there in duties.items() if inside & there})
    return found


def _asked(
    fields: tuple[str, ...], outcomes: Mapping[Point, dict[Answers, Outcome]]
) -> Iterator[Asked]:
    questions = {
        situation: tuple((vector, outcome.volgende) for vector, outcome in found.items())
        for situation, found in outcomes.items()
    }
    for same, situations in _by_situation(fields, questions):
        groups = partition([ANSWERS] * len(same[0][0]), dict(same))
        yield Asked(situations, tuple(groups.items()))
