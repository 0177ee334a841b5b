"""The decision layer of a framework, compiled so that one decision is a few look-ups.

Every known combination of answers is walked once, here; ``decide`` then only gathers the walks
that are still possible. Conditions become checks on a flat tuple of facts (see ``Slots``).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args

from meldcode.kader import schema
from meldcode.kader.situation import Situation

END = "einde"
Answers = tuple[str, ...]
SITUATION = Situation._fields


class Run(NamedTuple):
    """One complete walk: what it leads to and which considerations it passes (bit mask)."""

    melden: str
    norms: frozenset[str]
    hulp: str
    again: bool
    passed: int
    steps: tuple[schema.Transition, ...]


class Check(NamedTuple):
    """``facts[slot]`` must be one of ``allowed``."""

    slot: int
    allowed: frozenset[object]


class Rule(NamedTuple):
    """A compiled condition: all checks hold and, where there are any, one alternative too."""

    checks: tuple[Check, ...]
    alternatives: tuple[Rule, ...]

    def holds(self, facts: Sequence[object]) -> bool:
        for slot, allowed in self.checks:
            if facts[slot] not in allowed:
                return False
        return not self.alternatives or any(rule.holds(facts) for rule in self.alternatives)


@dataclass(frozen=True)
class Slots:
    """Where a fact stands in the tuple: four runs over the considerations, then the rest."""

    order: tuple[str, ...]

    REST = ("melden", *SITUATION, "kader_met_terughoudendheid")

    def of(self, kind: str, afweging: str) -> int:
        offset = ("antwoord", "vast", "op_de_weg", "misschien_op_de_weg").index(kind)
        return offset * len(self.order) + self.order.index(afweging)

    def rest(self, name: str) -> int:
        return 4 * len(self.order) + self.REST.index(name)

    def compile(self, condition: schema.Condition) -> Rule:
        checks = [
            Check(self.of("antwoord", key), frozenset(values))
            for key, values in condition.antwoord.items()
        ]
        checks += [
            Check(self.of("vast", key), frozenset({value})) for key, value in condition.vast.items()
        ]
        checks += [
            Check(self.of(kind, key), frozenset({True}))
            for kind in ("op_de_weg", "misschien_op_de_weg")
            for key in getattr(condition, kind)
        ]
        for name in self.REST:
            value = getattr(condition, name, None)
            if value is not None and value != ():
                allowed = value if isinstance(value, tuple) else (value,)
                checks.append(Check(self.rest(name), frozenset(allowed)))
        return Rule(tuple(checks), tuple(self.compile(each) for each in condition.een_van))


@dataclass(frozen=True)
class RestraintRule:
    """The rule of restraint, compiled; ``read_as`` are the answers help is read with."""

    item: schema.Restraint
    applies: Rule
    stays: Rule
    restrained: Rule
    questions: tuple[tuple[str, Rule], ...]
    read_as: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Table:
    """All walks and all rules of one framework."""

    order: tuple[str, ...]
    candidates: tuple[tuple[str, ...] | None, ...]  # None: 'open' is an answer of its own
    runs: Mapping[Answers, Run]
    duties: tuple[tuple[schema.Duty, Rule], ...]
    words: Mapping[str, tuple[tuple[Rule, schema.Duty], ...]]
    openings: tuple[tuple[schema.Opening, Rule], ...]
    contradictions: tuple[tuple[schema.Contradiction, Rule], ...]
    situational: tuple[tuple[schema.Situational, Rule], ...]
    restraint: RestraintRule | None
    asked_when: Mapping[str, Rule]
    counts_beside: tuple[tuple[int, tuple[tuple[int, str], ...], object], ...]
    transitions: Mapping[tuple[str, str, str], schema.Transition]

    def worded(self, duty: schema.Duty, facts: Sequence[object]) -> schema.Duty:
        """The duty in the words for these facts."""
        for rule, other in self.words.get(duty.id, ()):
            if rule.holds(facts):
                return other
        return duty

    @property
    def impossible(self) -> tuple[tuple[schema.Contradiction, Rule], ...]:
        return tuple(pair for pair in self.contradictions if pair[0].geen_weg)


DUTY_PARTS = get_args(schema.Part)


def duties_in_order(duties: Iterable[schema.Duty]) -> list[schema.Duty]:
    """Group after group; within one in the order of the content, or right before what is named.

    One that names a duty which is not in its group stands at the end of its group.
    """
    ordered: list[schema.Duty] = []
    waiting = list(duties)
    for part in DUTY_PARTS:
        inside = [duty for duty in waiting if duty.deel == part]
        placed = [duty for duty in inside if duty.voor is None]
        for duty in inside:
            if duty.voor is not None:
                known = [each.id for each in placed]
                at = known.index(duty.voor) if duty.voor in known else len(placed)
                placed.insert(at, duty)
        ordered += placed
    return ordered


def compile_table(collections: Mapping[str, Mapping[str, Any]]) -> Table:
    """Compile the decision layer of checked collections (see ``load``)."""
    order = tuple(collections["afwegingen"])
    slots = Slots(order)
    transitions: dict[tuple[str, str, str], schema.Transition] = {
        (t.weg, t.afweging, t.antwoord): t for t in collections["overgangen"].values()
    }
    own_open = {afweging for _, afweging, answer in transitions if answer == "open"}
    contradictions = tuple(
        (item, slots.compile(item.als)) for item in collections["tegenspraken"].values()
    )
    return Table(
        order=order,
        candidates=tuple(None if key in own_open else ("ja", "nee") for key in order),
        runs=_walk_all(collections, order, own_open, transitions, contradictions),
        duties=tuple(
            (duty, slots.compile(duty.als))
            for duty in duties_in_order(collections["plichten"].values())
        ),
        words={
            duty.id: tuple((slots.compile(each.als), _in_words(duty, each)) for each in duty.anders)
            for duty in collections["plichten"].values()
            if duty.anders
        },
        # A framework that a case was pinned to before outcomes had an opening holds none.
        openings=tuple(
            (item, slots.compile(item.als)) for item in collections.get("vandaag", {}).values()
        ),
        contradictions=contradictions,
        situational=tuple(
            (item, slots.compile(item.als)) for item in collections["situatieredenen"].values()
        ),
        restraint=_restraint(collections, slots),
        asked_when={
            question.id: slots.compile(question.als)
            for question in collections["situatievragen"].values()
        },
        counts_beside=tuple(
            (
                SITUATION.index(question.id),
                tuple((order.index(k), v) for k, v in question.telt_bij.items()),
                Situation._field_defaults[question.id],
            )
            for question in collections["situatievragen"].values()
            if question.telt_bij
        ),
        transitions=transitions,
    )


def _in_words(duty: schema.Duty, words: schema.DutyWords) -> schema.Duty:
    return duty.model_copy(
        update={"titel": words.titel, "tekst": words.tekst, "bron": words.bron, "anders": ()}
    )


def _restraint(collections: Mapping[str, Mapping[str, Any]], slots: Slots) -> RestraintRule | None:
    item: schema.Restraint
    for item in collections["terughoudendheid"].values():
        return RestraintRule(
            item=item,
            applies=slots.compile(item.als),
            stays=slots.compile(item.blijft),
            restrained=slots.compile(item.terughoudend),
            questions=tuple((q.veld, slots.compile(q.als)) for q in item.vragen),
            read_as=tuple((slots.order.index(k), v) for k, v in item.hulp_gelezen_als.items()),
        )
    return None


def _walk_all(
    collections: Mapping[str, Mapping[str, Any]],
    order: tuple[str, ...],
    own_open: set[str],
    transitions: Mapping[tuple[str, str, str], schema.Transition],
    contradictions: tuple[tuple[schema.Contradiction, Rule], ...],
) -> dict[Answers, Run]:
    begin = next(road for road in collections["wegen"].values() if road.begin)
    values = [("ja", "nee", "open") if key in own_open else ("ja", "nee") for key in order]
    impossible = [rule for item, rule in contradictions if item.geen_weg]
    return {
        answers: walk(begin.id, begin.begin, answers, order, transitions)
        for answers in itertools.product(*values)
        if not any(rule.holds(answers) for rule in impossible)
    }


def walk(
    road: str,
    at: str,
    answers: Answers,
    order: tuple[str, ...],
    transitions: Mapping[tuple[str, str, str], schema.Transition],
) -> Run:
    """Follow the transitions to the end: what is set first holds, norms add up."""
    melden = hulp = ""
    norms: set[str] = set()
    steps: list[schema.Transition] = []
    passed = 0
    while at != END:
        index = order.index(at)
        step = transitions[road, at, answers[index]]
        steps.append(step)
        passed |= 1 << index
        melden, hulp = melden or step.melden or "", hulp or step.hulp or ""
        if step.norm:
            norms.add(step.norm)
        at, road = step.naar, step.naar_weg or road
    again = any(step.opnieuw for step in steps)
    return Run(melden or "open", frozenset(norms), hulp or "open", again, passed, tuple(steps))
