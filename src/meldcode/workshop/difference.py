"""What changed between two frameworks: in the decision, in the rules behind it, and in words.

The decision is compared by deciding (see ``turns``): every combination of answers, and of what
counts of the situation, goes through both. So two texts that decide alike are told to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from meldcode.kader import schema
from meldcode.kader.model import DECISION_FIELDS, Framework
from meldcode.workshop import condition_words
from meldcode.workshop.turns import Turn, turns, ways_to_answer

HEAD = ("naam", "kort", "beroep", "versie", "bron")
FACTS = "feiten"
# The first of these that an item has, names it.
_NAMED_BY = ("titel", "naam", "vraag", "woord", "kop", "wat", "kort", "tekst", "waarom", "label")


@dataclass(frozen=True)
class Edit:
    """A field of an item that reads otherwise.

    A whole item that came or went has no ``field``: ``before`` or ``after`` is None then, and the
    other one names it.
    """

    collection: str
    id: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Difference:
    """Everything that changed from ``before`` to ``after``.

    ``turns``: what is decided otherwise. ``rules``: what the decision rests on, duties and
    contradictions among it. ``words``: what people read. ``facts``: what ages and is never pinned.
    ``order``: the collections whose items stand in another order. ``compared``: how many ways to
    answer the considerations were compared; 0 where the decision is the same by its hash.
    """

    before: Framework
    after: Framework
    turns: tuple[Turn, ...]
    compared: int
    rules: tuple[Edit, ...]
    words: tuple[Edit, ...]
    facts: tuple[Edit, ...]
    order: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing changed at all."""
        return not (self.turns or self.rules or self.words or self.facts or self.order)

    @property
    def same_decision(self) -> bool:
        """Whether cases that are pinned to one are pinned to the other."""
        return self.before.hash == self.after.hash


def compare(before: Framework, after: Framework) -> Difference:
    """What changed. Takes about a second where the decision changed and has restraint."""
    same = before.hash == after.hash
    return Difference(
        before=before,
        after=after,
        turns=() if same else tuple(turns(before, after)),
        compared=0 if same else ways_to_answer(before, after),
        rules=tuple(_edits(before, after, _rule_fields)),
        words=(*_head(before, after), *_edits(before, after, _word_fields)),
        facts=tuple(_facts(before, after)),
        order=tuple(_order(before, after)),
    )


class _Told(NamedTuple):
    """A field of an item: as content has it, and as people read it."""

    raw: object
    text: str


Told = Mapping[str, _Told]
Read = Callable[[Framework, str, schema.Item], Told | None]


def _edits(before: Framework, after: Framework, read: Read) -> Iterator[Edit]:
    """The items of both, field by field; ``read`` gives None for an item it does not tell."""
    for name in schema.COLLECTIONS:
        old, new = before.collections[name], after.collections[name]
        for key in dict.fromkeys((*old, *new)):
            if key in old and key in new:
                yield from _fields(
                    name, key, read(before, name, old[key]), read(after, name, new[key])
                )
            elif (read is _rule_fields) == (name in DECISION_FIELDS):
                yield Edit(name, key, "", _title(before, old.get(key)), _title(after, new.get(key)))


def _fields(name: str, key: str, was: Told | None, now: Told | None) -> Iterator[Edit]:
    was, now = was or {}, now or {}
    nothing = _Told(None, "")
    for field in dict.fromkeys((*was, *now)):
        one, other = was.get(field, nothing), now.get(field, nothing)
        if one.raw != other.raw:
            yield Edit(name, key, field, one.text, other.text)


def _title(framework: Framework, item: schema.Item | None) -> str | None:
    """What names an item, and when it holds if that is for it to say."""
    if item is None:
        return None
    named = next((getattr(item, name) for name in _NAMED_BY if getattr(item, name, None)), item.id)
    rule = getattr(item, "als", None)
    if not isinstance(rule, schema.Condition):
        return str(named)
    return f"{named} (bij: {condition_words.condition(framework, rule)})"


def _rule_fields(framework: Framework, name: str, item: schema.Item) -> Told | None:
    """What the decision rests on, conditions in words."""
    values = {field: getattr(item, field) for field in DECISION_FIELDS.get(name, ())}
    return {key: _Told(value, _written(framework, value)) for key, value in values.items()}


def _word_fields(framework: Framework, name: str, item: schema.Item) -> Told | None:
    """What a person reads, and the sources of that."""
    rules = {"id", *DECISION_FIELDS.get(name, ())}
    flat = _flattened(item.model_dump(mode="json", exclude=rules))
    return {field: _Told(text, text) for field, text in flat}


def _flattened(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text by its path: `keuzes.ja.label`."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flattened(each, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for number, each in enumerate(value, start=1):
            key = each.get("id") or each.get("waarde") or str(number)
            yield from _flattened(each, f"{path}.{key}")
    elif isinstance(value, list):
        yield path, ", ".join(map(str, value))
    elif value not in (None, ""):
        yield path, str(value)


def _written(framework: Framework, value: object) -> str:
    """A field of a rule in words."""
    if isinstance(value, schema.Condition):
        return condition_words.condition(framework, value)
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, tuple):
        return ", ".join(_written(framework, each) for each in value)
    if isinstance(value, schema.RestraintQuestion):
        return f"{value.veld} ({condition_words.condition(framework, value.als)})"
    if isinstance(value, dict):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    return "" if value is None else str(value)


def _head(before: Framework, after: Framework) -> Iterator[Edit]:
    for field in HEAD:
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield Edit("kader", after.id, field, _written(before, was), _written(after, now))


def _facts(before: Framework, after: Framework) -> Iterator[Edit]:
    old, new = before.facts, after.facts
    for key in dict.fromkeys((*old, *new)):
        if key in old and key in new:
            yield from _fields(
                FACTS,
                key,
                _word_fields(before, FACTS, old[key]),
                _word_fields(after, FACTS, new[key]),
            )
        else:
            yield Edit(FACTS, key, "", _title(before, old.get(key)), _title(after, new.get(key)))


def _order(before: Framework, after: Framework) -> Iterator[str]:
    for name in schema.COLLECTIONS:
        old = [key for key in before.collections[name] if key in after.collections[name]]
        new = [key for key in after.collections[name] if key in before.collections[name]]
        if old != new:
            yield name
