"""Why: a reason for every answer, and what the other answer would change."""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.kader import schema
from meldcode.kader.advice import OPEN, OTHER, Flip, Outcome, Reason, Situation
from meldcode.kader.model import Framework
from meldcode.kader.table import Answers, Table
from meldcode.kader.ways import Ways, outcome_given


def reasons(
    framework: Framework,
    given: Answers,
    ways: Ways,
    walk: tuple[str, ...],
    facts: list[object],
    outcome: Outcome,
    situation: Situation,
) -> Iterator[Reason]:
    table = framework.table
    for index, key in enumerate(table.order):
        answer = given[index]
        own_open = table.candidates[index] is None and len(ways.runs) == 1 and key in walk
        if answer != OPEN or own_open:
            yield _reason(framework, key, answer, ways, walk, ways.some >> index & 1)
    for situational, rule in table.situational:
        if rule.holds(facts):
            value = str(getattr(situation, situational.veld))
            yield Reason(situational.veld, value, situational.tekst, situational.bron)
    yield from _restraint_reason(table, ways, facts, outcome)


def _reason(
    framework: Framework,
    key: str,
    answer: str,
    ways: Ways,
    walk: tuple[str, ...],
    some: int,
) -> Reason:
    if not ways.runs and key in walk:
        item = next(item for item in framework.tegenspraken.values() if item.geen_weg)
        return Reason(key, answer, item.tekst, item.bron)
    if not some:
        sentence = framework.zinnen["telt_niet_mee"]
        return Reason(key, answer, sentence.tekst, sentence.bron)
    used: dict[str, schema.Transition] = {}
    for run in ways.runs:
        for step in run.steps:
            if step.afweging == key:
                used[step.weg] = step
    if len(used) == 1:
        step = next(iter(used.values()))
        text = step.waarom
    else:
        roads = framework.wegen
        text = " ".join(f"{roads[weg].als}? {step.waarom}" for weg, step in used.items())
    if key not in walk:
        text = f"{framework.zinnen['telt_misschien'].tekst} {text}"
    sources = dict.fromkeys(ref for step in used.values() for ref in step.bron)
    return Reason(key, answer, text, tuple(sources))


def _restraint_reason(
    table: Table, ways: Ways, facts: list[object], outcome: Outcome
) -> Iterator[Reason]:
    rule = table.restraint
    if rule is None or not ways.runs or not rule.applies.holds(facts):
        return
    if {run.melden for run in ways.runs} <= set(rule.item.bij):
        text = {
            "noodzakelijk": rule.item.reden_blijft,
            "terughoudend": rule.item.reden_terughoudend,
        }.get(outcome.melden, rule.item.reden_open)
        yield Reason("weigering", "vrij", text, rule.item.bron)


def flips(
    table: Table,
    given: Answers,
    walk: tuple[str, ...],
    situation: Situation,
    outcome: Outcome,
) -> Iterator[Flip]:
    for index, key in enumerate(table.order):
        other = OTHER.get(given[index])
        if other is None or key not in walk:
            continue
        changed = outcome_given(table, (*given[:index], other, *given[index + 1 :]), situation)
        if (changed.melden, changed.hulp) != (outcome.melden, outcome.hulp):
            yield Flip(key, other, changed.melden, changed.hulp)
