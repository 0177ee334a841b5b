"""Classes of situations: values that neither a framework nor a law tells apart stand together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from meldcode.kader import schema
from meldcode.kader.advice import Situation
from meldcode.kader.cases import ALIKE
from meldcode.kader.input import SITUATION_VALUES
from meldcode.kader.model import Framework

Classes = Mapping[str, tuple[tuple[Any, ...], ...]]


def situation_classes(framework: Framework) -> Classes:
    """For each field of the situation its values, together where nothing parts them."""
    told_apart: dict[str, list[frozenset[Any]]] = {field: [] for field in SITUATION_VALUES}
    for condition in _conditions(framework):
        for field, sets in told_apart.items():
            allowed = _allowed(condition, field)
            if allowed:
                sets.append(frozenset(allowed))
    for item in framework.situatieredenen.values():
        # Such a reason shows the value itself.
        shown = _allowed(item.als, item.veld) or SITUATION_VALUES[item.veld]
        told_apart[item.veld] += [frozenset({value}) for value in shown]
    return {
        field: tuple(_together(values, told_apart[field], ALIKE.get(field, {})))
        for field, values in SITUATION_VALUES.items()
    }


def representatives(classes: Classes) -> list[Situation]:
    """One situation for each combination of classes, that of the defaults first."""
    chosen = [_one_of_each(field, groups) for field, groups in classes.items()]
    return [
        Situation(**dict(zip(classes, values, strict=True)))
        for values in itertools.product(*chosen)
    ]


def _allowed(condition: schema.Condition, field: str) -> tuple[Any, ...]:
    value = getattr(condition, field, None)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _together(
    values: tuple[Any, ...], sets: list[frozenset[Any]], alike: Mapping[Any, Any]
) -> Iterator[tuple[Any, ...]]:
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for value in values:
        signature = (alike.get(value, value), *(value in allowed for allowed in sets))
        groups.setdefault(signature, []).append(value)
    return map(tuple, groups.values())


def _one_of_each(field: str, groups: tuple[tuple[Any, ...], ...]) -> list[Any]:
    default = getattr(Situation(), field)
    chosen = [default if default in group else group[0] for group in groups]
    return sorted(chosen, key=lambda value: value != default)


def _conditions(framework: Framework) -> Iterator[schema.Condition]:
    for name in ("plichten", "tegenspraken", "situatieredenen"):
        for item in framework.collections[name].values():
            yield from _with_alternatives(item.als)
    rule = framework.terughoudendheid
    if rule:
        for condition in (rule.als, rule.blijft, rule.terughoudend, *(q.als for q in rule.vragen)):
            yield from _with_alternatives(condition)


def _with_alternatives(condition: schema.Condition) -> Iterator[schema.Condition]:
    yield condition
    for each in condition.een_van:
        yield from _with_alternatives(each)
