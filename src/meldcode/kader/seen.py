"""What a framework makes of one set of answers, in every situation at once (see ``space``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any

from meldcode.kader import schema, space
from meldcode.kader import ways as engine
from meldcode.kader.advice import OPEN, Outcome
from meldcode.kader.situation import NOTHING_KNOWN, VALUES
from meldcode.kader.table import Answers, Rule, Table

# What the laws on outcomes look at; beside the rule of restraint nothing else changes one.
TOLD_APART = (
    ("slachtoffers", "volwassenen"),
    ("weigering", "vrij"),
    ("gemeld", "ja"),
    ("ernstig_gevaar", "ja"),
    ("ernstig_gevaar", "nee"),
    ("hulp_kan_afwenden", "ja"),
    ("hulp_kan_afwenden", "nee"),
)


class Seen:
    """One set of answers under one table; sets of situations are whole numbers."""

    def __init__(self, table: Table, given: Answers) -> None:
        self.table = table
        self.given = given
        self.ways = engine.find_ways(table, given)
        self._facts = engine.gather_facts(table, given, self.ways, NOTHING_KNOWN)
        self._melden_at = engine.melden_slot(table)
        # Fields that count only beside an answer that was not given.
        self._silent = {
            field
            for field, beside, _ in table.counts_beside
            if any(given[index] != answer for index, answer in beside)
        }

    @cached_property
    def outcomes(self) -> list[tuple[int, Outcome]]:
        """The situations in parts with one outcome each, as the engine decides it."""
        parts = told_apart()
        for cut in self._cuts():
            parts = [part for each in parts for part in space.parted([cut], each)]
        return [(part, self.outcome(part)) for part in parts]

    def outcome(self, part: int) -> Outcome:
        """What the engine decides in the first situation of a part."""
        situation = space.first(part)
        facts = engine.gather_facts(self.table, self.given, self.ways, situation)
        return engine.bare_outcome(self.table, self.given, self.ways, facts, situation)

    def _cuts(self) -> Iterator[int]:
        rule = self.table.restraint
        if rule is not None:
            yield from map(self.holds, (rule.applies, rule.stays, rule.restrained))
            yield from (self.holds(asked) for _, asked in rule.questions)

    def melden(self, *values: str) -> int:
        """The situations in which `melden` is one of these."""
        return reduce(or_, (part for part, found in self.outcomes if found.melden in values), 0)

    def holds(self, rule: Rule) -> int:
        """The situations in which a rule holds."""
        found = space.ALL
        for slot, allowed in rule.checks:
            found &= self._check(slot, allowed)
            if not found:
                return 0
        if rule.alternatives:
            found &= reduce(or_, map(self.holds, rule.alternatives))
        return found

    def _check(self, slot: int, allowed: frozenset[Any]) -> int:
        if slot == self._melden_at:
            return self.melden(*allowed)
        field = slot - self._melden_at - 1
        if 0 <= field < len(VALUES) and field not in self._silent:
            return space.where(tuple(VALUES)[field], allowed)
        return space.ALL if self._facts[slot] in allowed else 0

    @cached_property
    def duties(self) -> Mapping[str, int]:
        """For each duty, in order, the situations in which it is there."""
        return {duty.id: self.holds(rule) for duty, rule in self.table.duties}

    @cached_property
    def contradictions(self) -> Mapping[str, int]:
        return {item.id: self.holds(rule) for item, rule in self.table.contradictions}

    @cached_property
    def reasons(self) -> Mapping[str, int]:
        """For each reason out of the situation, the situations in which it is given."""
        return {item.id: self.holds(rule) for item, rule in self.table.situational}

    def says(self, number: str, *answers: str) -> bool:
        """Whether a consideration is answered with one of these."""
        order = self.table.order
        answer = self.given[order.index(number)] if number in order else OPEN
        return answer in answers

    def where(self, name: str, *values: object) -> int:
        """The situations in which a field has one of these values, whether it counts or not."""
        return space.where(name, frozenset(values))

    def duty(self, *ids: str) -> int:
        """The situations with one of these duties."""
        return reduce(or_, (self.duties.get(each, 0) for each in ids), 0)

    def starts_with(self, *ids: str) -> int:
        """The situations in which one of these duties comes before all others."""
        found = earlier = 0
        for key, there in self.duties.items():
            if key in ids:
                found |= there & ~earlier
            earlier |= there
        return found

    def others_than(self, *ids: str) -> int:
        """The situations with a duty that is none of these."""
        return reduce(or_, (there for key, there in self.duties.items() if key not in ids), 0)

    def parts(self) -> Mapping[str, schema.Part]:
        """The group of each duty, in the order of the table."""
        return {duty.id: duty.deel for duty, _ in self.table.duties}


@lru_cache(maxsize=1)
def told_apart() -> list[int]:
    """The parts of all situations in which the laws on outcomes see no difference."""
    return space.parted(space.where(name, frozenset({value})) for name, value in TOLD_APART)
