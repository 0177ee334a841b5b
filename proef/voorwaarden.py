"""Frameworks with one condition made wider or narrower, and whether that changes anything."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from meldcode.kader.input import ANSWERS
from meldcode.kader.model import Framework
from meldcode.kader.schema import Condition, Duty
from meldcode.kader.seen import Seen
from meldcode.kader.table import Rule, Slots
from meldcode.workshop.coverage import concerns
from tests.kader.mutants import edit

PARTS = {
    "plichten": ("als",),
    "tegenspraken": ("als",),
    "terughoudendheid": ("als", "blijft", "terughoudend"),
}
WORDS = "woorden"


class Changed(NamedTuple):
    """A framework where one condition is another; ``name`` says which, and what is gone."""

    name: str
    framework: Framework
    collection: str
    before: Condition
    after: Condition


def changed_conditions(framework: Framework) -> Iterator[Changed]:
    """Every condition that can hold in this framework, without each of its parts in turn."""
    for collection, fields in PARTS.items():
        for item in framework.collections[collection].values():
            for field in fields:
                before = getattr(item, field)
                if concerns(framework, before):
                    for what, after in _without_a_part(before):
                        name = f"{collection}: {item.id}: {field}.{what}"
                        changed = edit(framework, collection, item.id, **{field: after})
                        yield Changed(name, changed, collection, before, after)
    for duty in framework.plichten.values():
        if concerns(framework, duty.als):
            yield from _changed_words(framework, duty)


def changes_nothing(changed: Changed) -> bool:
    """Whether a duty or a contradiction comes in the very same cases as before.

    Looks at every answer in every situation.
    """
    if changed.collection in ("terughoudendheid", WORDS):
        return False
    slots = Slots(changed.framework.table.order)
    before, after = slots.compile(changed.before), slots.compile(changed.after)
    return all(_alike(changed.framework, before, after))


def _changed_words(framework: Framework, duty: Duty) -> Iterator[Changed]:
    """The other words of a duty shown where they don't belong."""
    for at, words in enumerate(duty.anders):
        for what, after in _without_a_part(words.als):
            wider = words.model_copy(update={"als": after})
            others = (*duty.anders[:at], wider, *duty.anders[at + 1 :])
            changed = edit(framework, "plichten", duty.id, anders=others)
            name = f"plichten: {duty.id}: anders.{at + 1}.{what}"
            yield Changed(name, changed, WORDS, words.als, after)


def _alike(framework: Framework, before: Rule, after: Rule) -> Iterator[bool]:
    table = framework.table
    for given in itertools.product(ANSWERS, repeat=len(table.order)):
        seen = Seen(table, given)
        yield seen.holds(before) == seen.holds(after)


def _without_a_part(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """``condition`` without a key, without one name under it, or without one of its values."""
    for key in Condition.model_fields:
        value = getattr(condition, key)
        default = Condition.model_fields[key].get_default(call_default_factory=True)
        if value == default:
            continue
        for what, other in ((" weg", default), *_smaller(value)):
            yield f"{key}{what}", condition.model_copy(update={key: other})


def _smaller(value: object) -> Iterator[tuple[str, object]]:
    """A value with one thing less in it, at any depth, but never empty."""
    if isinstance(value, dict):
        yield from _smaller_dict(value)
    elif isinstance(value, tuple):
        yield from _smaller_tuple(value)


def _smaller_dict(value: dict[str, object]) -> Iterator[tuple[str, object]]:
    for key, inner in value.items():
        if len(value) > 1:
            yield f".{key} weg", {name: each for name, each in value.items() if name != key}
        for what, other in _smaller(inner):
            yield f".{key}{what}", {**value, key: other}


def _smaller_tuple(value: tuple[object, ...]) -> Iterator[tuple[str, object]]:
    for at, each in enumerate(value):
        rest = (*value[:at], *value[at + 1 :])
        if rest:
            said = each if isinstance(each, str) else at + 1
            yield f" zonder {said}", rest
        if isinstance(each, Condition):
            for what, other in _without_a_part(each):
                yield f".{at + 1}.{what}", (*value[:at], other, *value[at + 1 :])
