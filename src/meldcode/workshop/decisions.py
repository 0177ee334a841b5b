"""A framework's decisions as tables: which values each looks at, its rows, their words and sources.

The rows are not written here: every combination of answers and of what counts of the situation is
decided by the engine, and the outcomes are compressed. What a table looks at follows from the
shape of the contract (``docs/advies.md``); where that were not enough, making it fails.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from meldcode.kader import schema
from meldcode.kader.advice import OPEN, Situation
from meldcode.kader.input import ANSWERS, SITUATION_VALUES
from meldcode.kader.model import Framework
from meldcode.kader.table import Answers, RestraintRule
from meldcode.kader.ways import bare_outcome, find_ways, gather_facts, outcome_given
from meldcode.workshop.row_words import (
    FIRST_ASKED,
    HULP,
    MELDEN,
    NORM,
    OPNIEUW,
    PLAIN,
    RESTRAINT,
    STATES,
    VOLGENDE,
    Output,
    Told,
    words,
)
from meldcode.workshop.rows import Cells, Row, Value, compress

Case = Mapping[str, Any]

NONE_ASKED = "geen"
QUESTIONS: Mapping[str, str] = {
    PLAIN: "Is melden de norm, als je nog niet kijkt of het slachtoffer weigert?",
    RESTRAINT: "Wat doet de weigering van een volwassen slachtoffer met de melding?",
    MELDEN: "Melden?",
    NORM: "Op welke norm van je beroep rust de melding?",
    OPNIEUW: "Meld je opnieuw?",
    HULP: "Hulp?",
    FIRST_ASKED: "Wat vraag je over de situatie, nog voor de afwegingen?",
    VOLGENDE: "Welke vraag is nu aan de beurt?",
}


class Input(NamedTuple):
    """A value that comes from outside; ``name`` is its name in expressions."""

    name: str
    label: str
    question: str
    values: tuple[Value, ...]


class TableRow(NamedTuple):
    """A row with what it says in the words of the framework, and the references for that."""

    cells: Cells
    output: Output
    text: str
    bron: tuple[str, ...]


class Decision(NamedTuple):
    """One decision: its inputs by name (outside values and earlier decisions) and its rows.

    The rows are read from above; the first that fits, holds.
    """

    name: str
    question: str
    inputs: tuple[str, ...]
    outputs: tuple[Output, ...]
    rows: tuple[TableRow, ...]


class Model(NamedTuple):
    """All decisions of a framework, each after those that it looks at."""

    inputs: tuple[Input, ...]
    decisions: tuple[Decision, ...]


def model_of(framework: Framework) -> Model:
    """The decisions of a framework. Takes a few seconds where it has restraint.

    Raises ValueError where a table would have to look at more than it does.
    """
    numbers = {key: answer_name(key) for key in framework.table.order}
    fields = _fields(framework)
    cases = list(_cases(framework, numbers, fields))
    decisions = tuple(
        _decision(framework, numbers, name, inputs, cases)
        for name, inputs in _shape(framework, numbers).items()
    )
    return Model((*_answers(framework, numbers), *_situation(framework, fields)), decisions)


def answer_name(key: str) -> str:
    """The name of a consideration's answer in expressions, where a digit can't come first."""
    return "afweging_" + key.replace("-", "_").replace(".", "_")


def domain(name: str, model: Model) -> tuple[Any, ...]:
    """The values of an input or of a decision."""
    for each in model.inputs:
        if each.name == name:
            return each.values
    return next(each.outputs for each in model.decisions if each.name == name)


def _answers(framework: Framework, numbers: Mapping[str, str]) -> Iterator[Input]:
    for key, item in framework.afwegingen.items():
        label = framework.plain(f"Afweging {item.nummer}. {item.naam}")
        yield Input(numbers[key], label, framework.plain(item.vraag), ANSWERS)


def _situation(framework: Framework, fields: Iterable[str]) -> Iterator[Input]:
    for field in fields:
        item = framework.situatievragen[field]
        values = SITUATION_VALUES[field]
        yield Input(field, framework.plain(item.kort), framework.plain(item.vraag), values)


def _shape(framework: Framework, numbers: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What each decision looks at, in the order in which they can be taken."""
    answers = tuple(numbers.values())
    rule = framework.terughoudendheid
    if rule is None:
        shape = {MELDEN: answers, HULP: answers, VOLGENDE: answers}
    else:
        questions = [rule.als, *(question.als for question in rule.vragen)]
        shape = {
            PLAIN: answers,
            RESTRAINT: (
                PLAIN,
                *_looked_at(framework, numbers, [rule.als, rule.blijft, rule.terughoudend]),
            ),
            MELDEN: (PLAIN, RESTRAINT),
            HULP: (RESTRAINT, *answers),
            FIRST_ASKED: tuple(_looked_at(framework, numbers, questions)),
            VOLGENDE: (FIRST_ASKED, *answers),
        }
    return {**shape, NORM: (MELDEN, *answers), OPNIEUW: (MELDEN, "gemeld", *answers)}


def _looked_at(
    framework: Framework, numbers: Mapping[str, str], conditions: Iterable[schema.Condition]
) -> list[str]:
    """The names of what these conditions look at: answers first, then the situation."""
    flat = [each for condition in conditions for each in _flat(condition)]
    fields = [
        name
        for name in SITUATION_VALUES
        if any(getattr(each, name, None) not in (None, ()) for each in flat)
    ]
    keys = {key for each in flat for key in each.antwoord}
    for name in fields:
        keys |= set(framework.situatievragen[name].telt_bij)
    if any(each.vast or each.op_de_weg or each.misschien_op_de_weg for each in flat):
        keys |= set(numbers)
    return [numbers[key] for key in numbers if key in keys] + fields


def _flat(condition: schema.Condition) -> Iterator[schema.Condition]:
    yield condition
    for each in condition.een_van:
        yield from _flat(each)


def _fields(framework: Framework) -> tuple[str, ...]:
    """The fields of the situation that some decision looks at."""
    rule = framework.terughoudendheid
    used = {"gemeld"}
    if rule:
        conditions = (rule.als, rule.blijft, rule.terughoudend, *(q.als for q in rule.vragen))
        used |= set(_looked_at(framework, {}, conditions))
    return tuple(field for field in SITUATION_VALUES if field in used)


def _cases(
    framework: Framework, numbers: Mapping[str, str], fields: tuple[str, ...]
) -> Iterator[Case]:
    """Every combination of answers and situation with everything that is decided on it, by name."""
    table = framework.table
    without = replace(table, restraint=None)
    situations = [
        dict(zip(fields, values, strict=True))
        for values in itertools.product(*(SITUATION_VALUES[field] for field in fields))
    ]
    for given in itertools.product(ANSWERS, repeat=len(table.order)):
        plain = outcome_given(without, given, Situation()).melden
        answers = dict(zip(numbers.values(), given, strict=True))
        ways = find_ways(table, given)
        for known in situations:
            situation = Situation(**known)
            facts = gather_facts(table, given, ways, situation)
            restraint = _restraint(table.restraint, facts, plain) if table.restraint else {}
            outcome = bare_outcome(table, given, ways, facts, situation)
            yield {**answers, **known, PLAIN: plain, **restraint, **outcome._asdict()}


def _restraint(rule: RestraintRule, facts: list[object], plain: str) -> dict[str, str]:
    applies = rule.applies.holds(facts)
    asked = [field for field, condition in rule.questions if applies and condition.holds(facts)]
    return {
        RESTRAINT: _state(rule, facts) if applies and plain in rule.item.bij else STATES[0],
        FIRST_ASKED: asked[0] if asked else NONE_ASKED,
    }


def _state(rule: RestraintRule, facts: list[object]) -> str:
    if rule.stays.holds(facts):
        return "blijft"
    return "terughoudend" if rule.restrained.holds(facts) else OPEN


def _decision(
    framework: Framework,
    numbers: Mapping[str, str],
    name: str,
    inputs: tuple[str, ...],
    cases: list[Case],
) -> Decision:
    outputs: dict[tuple[Value, ...], Output] = {}
    for case in cases:
        point = tuple([case[each] for each in inputs])
        if outputs.setdefault(point, case[name]) != case[name]:
            raise ValueError(f"{name} needs more than {', '.join(inputs)}")
    # A dict keeps values in the order they occur, so that the same content gives the same table.
    domains = [tuple(dict.fromkeys(values)) for values in zip(*outputs, strict=True)]
    rows = []
    for row in compress(domains, outputs):
        said = words(framework, name, _case(numbers, inputs, row))
        rows.append(TableRow(row.cells, row.output, *said))
    return Decision(
        name, QUESTIONS[name], inputs, tuple(dict.fromkeys(outputs.values())), tuple(rows)
    )


def _case(numbers: Mapping[str, str], inputs: tuple[str, ...], row: Row[Output]) -> Told:
    """What the row says, by the framework's own ids."""
    cells = dict(zip(inputs, row.cells, strict=True))
    answers = {key: str(cells[name]) for key, name in numbers.items() if cells.get(name)}
    vectors: list[Answers] = []
    if all(name in inputs for name in numbers.values()):
        places = [inputs.index(name) for name in numbers.values()]
        vectors = list(dict.fromkeys(tuple(str(p[i]) for i in places) for p in row.points))
    return Told(row.output, answers, str(cells.get(RESTRAINT)), vectors)
