"""The decision: what follows from answers and situation, why, and what would change it.

Pure functions over frozen values; the contract is ``docs/advies.md``. No consideration is named in
the engine: the way, the norms and the conditions come from the framework's content.
"""

from __future__ import annotations

from collections.abc import Mapping

from meldcode.kader import schema
from meldcode.kader.advice import NOTHING_KNOWN, OPEN, Advice, Outcome, Situation
from meldcode.kader.explain import flips, reasons
from meldcode.kader.model import Framework
from meldcode.kader.ways import (
    bare_outcome,
    find_ways,
    gather_facts,
    melden_slot,
    outcome_given,
    passed,
    walk_of,
)


def decide(
    framework: Framework, answers: Mapping[str, str], situation: Situation = NOTHING_KNOWN
) -> Advice:
    """The whole advice for ``answers`` (by consideration id; a missing one is open)."""
    table = framework.table
    given = tuple([answers.get(key, OPEN) for key in table.order])
    ways = find_ways(table, given)
    facts = gather_facts(table, given, ways, situation)
    outcome = bare_outcome(table, given, ways, facts, situation)
    facts[melden_slot(table)] = outcome.melden
    contradictions = tuple([item for item, rule in table.contradictions if rule.holds(facts)])
    walk = walk_of(table, ways, contradictions)
    possible = passed(table, ways.some) if ways.runs else walk
    return Advice(
        kader=framework,
        outcome=outcome,
        plichten=tuple(
            [table.worded(duty, facts) for duty, rule in table.duties if rule.holds(facts)]
        ),
        redenen=tuple(reasons(framework, given, ways, walk, facts, outcome, situation)),
        omslag=tuple(flips(table, given, walk, situation, outcome)),
        tegenspraken=contradictions,
        walk=walk,
        possible=possible,
        disregarded=tuple(
            [k for k, a in zip(table.order, given, strict=True) if a != OPEN and k not in possible]
        ),
    )


def decide_outcome(
    framework: Framework, answers: Mapping[str, str], situation: Situation = NOTHING_KNOWN
) -> Outcome:
    """The bare decision, without reasons, duties and what would change it."""
    table = framework.table
    return outcome_given(table, tuple([answers.get(key, OPEN) for key in table.order]), situation)


def opening_of(
    framework: Framework, answers: Mapping[str, str], situation: Situation
) -> schema.Opening:
    """What the outcome begins with: the first opening whose condition holds."""
    facts = facts_of(framework, answers, situation)
    return next(item for item, rule in framework.table.openings if rule.holds(facts))


def facts_of(
    framework: Framework, answers: Mapping[str, str], situation: Situation
) -> list[object]:
    """What the conditions of a framework look at (see ``Slots``)."""
    table = framework.table
    given = tuple([answers.get(key, OPEN) for key in table.order])
    ways = find_ways(table, given)
    facts = gather_facts(table, given, ways, situation)
    facts[melden_slot(table)] = bare_outcome(table, given, ways, facts, situation).melden
    return facts
