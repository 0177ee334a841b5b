"""Where two frameworks decide otherwise, found by deciding everything under both."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from meldcode.kader import schema
from meldcode.kader.advice import NOTHING_KNOWN, Outcome, Situation
from meldcode.kader.input import ANSWERS, SITUATION_VALUES
from meldcode.kader.model import Framework
from meldcode.kader.ways import bare_outcome, find_ways, gather_facts
from meldcode.workshop.cubes import Cube, Space, Value


@dataclass(frozen=True)
class Turn:
    """Answers that lead elsewhere.

    ``decision`` is a field of ``Outcome``, ``before`` and ``after`` its values. ``when`` are
    conditions, each readable by itself: the values of answers (by consideration) and of the
    situation (by field) that are meant; what is left out does not matter. ``count``: to how many
    of ``ways_to_answer`` it can happen.
    """

    decision: str
    before: Any
    after: Any
    when: tuple[Mapping[str, tuple[Value, ...]], ...]
    count: int


def ways_to_answer(before: Framework, after: Framework) -> int:
    """How many sets of answers there are to the considerations of both."""
    return int(len(ANSWERS) ** len(_inputs(before, after).keys))


def turns(before: Framework, after: Framework) -> Iterator[Turn]:
    """Every decision that is another one, with when; takes about a second with restraint."""
    inputs = _inputs(before, after)
    space = Space(inputs.domains)
    situations = inputs.situations
    pairs = list(
        zip(
            _outcomes(before, inputs.keys, situations),
            _outcomes(after, inputs.keys, situations),
            strict=True,
        )
    )
    for place, decision in enumerate(Outcome._fields):
        found: dict[tuple[Any, Any], list[int]] = {}
        for number, (old, new) in enumerate(pairs):
            if old[place] != new[place]:
                found.setdefault((old[place], new[place]), []).append(number)
        for (was, now), numbers in found.items():
            when = tuple(inputs.named(cube) for cube in space.conditions(numbers))
            count = len({number // len(situations) for number in numbers})
            yield Turn(decision, was, now, when, count)


class _Inputs(NamedTuple):
    """What both decide by: the considerations, and of the situation the values they tell apart.

    Of values that neither tells apart, the first stands for all.
    """

    keys: tuple[str, ...]
    situation: Mapping[str, Mapping[Value, tuple[Value, ...]]]

    @property
    def domains(self) -> tuple[tuple[Value, ...], ...]:
        return (*(ANSWERS for _ in self.keys), *map(tuple, self.situation.values()))

    @property
    def situations(self) -> list[Situation]:
        """One for each combination, in the order of `Space.points`."""
        names = tuple(self.situation)
        return [
            NOTHING_KNOWN._replace(**dict[str, Any](zip(names, values, strict=True)))
            for values in itertools.product(*self.situation.values())
        ]

    def named(self, cube: Cube) -> dict[str, tuple[Value, ...]]:
        """A condition by name, without what does not matter."""
        names = (*self.keys, *self.situation)
        known = zip(names, self.domains, cube, strict=True)
        kept = {name: values for name, domain, values in known if len(values) < len(domain)}
        for name, groups in self.situation.items():
            if name in kept:
                kept[name] = tuple(each for value in kept[name] for each in groups[value])
        return kept


def _inputs(before: Framework, after: Framework) -> _Inputs:
    looked = [*_looked_at(before), *_looked_at(after)]
    situation = {
        name: _alike(values, [getattr(each, name, None) for each in looked])
        for name, values in SITUATION_VALUES.items()
    }
    situation["gemeld"] = {value: (value,) for value in SITUATION_VALUES["gemeld"]}
    keys = tuple(dict.fromkeys((*before.afwegingen, *after.afwegingen)))
    return _Inputs(keys, {name: each for name, each in situation.items() if len(each) > 1})


def _looked_at(framework: Framework) -> Iterator[schema.Condition]:
    """The conditions on the situation that the decision itself looks at."""
    rule = framework.terughoudendheid
    if rule is not None:
        for each in (rule.als, rule.blijft, rule.terughoudend, *(q.als for q in rule.vragen)):
            yield from _flat(each)


def _flat(condition: schema.Condition) -> Iterator[schema.Condition]:
    yield condition
    for each in condition.een_van:
        yield from _flat(each)


def _alike(values: Iterable[Value], allowed: Iterable[Any]) -> dict[Value, tuple[Value, ...]]:
    """The values that no condition tells apart, under the first of them."""
    sets = [each if isinstance(each, tuple) else (each,) for each in allowed]
    groups: dict[tuple[bool, ...], list[Value]] = {}
    for value in values:
        groups.setdefault(tuple(value in each for each in sets), []).append(value)
    return {group[0]: tuple(group) for group in groups.values()}


def _outcomes(
    framework: Framework, keys: tuple[str, ...], situations: list[Situation]
) -> Iterator[Outcome]:
    """What is decided on each point, in the order of `Space.points`."""
    table = framework.table
    for given in itertools.product(ANSWERS, repeat=len(keys)):
        known = dict(zip(keys, given, strict=True))
        own = tuple(known[key] for key in table.order)
        ways = find_ways(table, own)
        for situation in situations:
            facts = gather_facts(table, own, ways, situation)
            yield bare_outcome(table, own, ways, facts, situation)
