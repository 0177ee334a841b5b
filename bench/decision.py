"""The decision beside zen-engine, a rules engine in Rust, with the same decision as its table."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

import zen

from bench.rounds import Row, interleaved, microseconds
from meldcode.kader.advice import Outcome, Situation
from meldcode.kader.decide import decide, decide_outcome
from meldcode.kader.input import ANSWERS, SITUATION_VALUES
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework

FRAMEWORK = "artsen"  # it has the rule of restraint, so it is the one with the most to decide
OUTPUTS = ("melden", "norm", "hulp", "volgende")
DRAWN_SITUATIONS = 8
OUTCOME_TARGET, ADVICE_TARGET = 2, 10

Vector = tuple[str, ...]
Evaluate = Callable[[Mapping[str, str]], dict[str, Any]]
# What a table row asks of each consideration (the values it lets through), and what it answers.
Condition = tuple[frozenset[str], ...]
Answer = tuple[object, ...]


class DifferentDecision(Exception):
    """zen and the framework do not decide the same, so their times say nothing."""


def note() -> str:
    """How zen is used, for under the table."""
    return (
        f"zen-engine {version('zen-engine')}: ZenEngine.evaluate with the table compiled once by "
        "its static loader, dict in and dict out (its quickest way: create_decision compiles anew "
        f"at each call). Framework {FRAMEWORK}, all 243 vectors of answers; zen decides without "
        "the situation, also in the rows where the framework decides with it."
    )


def measure(rounds: int) -> list[Row]:
    """The outcome alone and the whole advice. Raises :class:`DifferentDecision`."""
    framework = frameworks()[FRAMEWORK]
    answers = [
        dict(zip(framework.afwegingen, vector, strict=True)) for vector in vectors(framework)
    ]
    evaluate = precompiled(jdm(framework))
    check_same(framework, evaluate)
    contexts = [context(each) for each in answers]
    drawn = _drawn_situations()
    cases = [(given, drawn[index % len(drawn)]) for index, given in enumerate(answers)]
    seconds = interleaved(
        {
            "zen": lambda: [evaluate(each) for each in contexts],
            "outcome": lambda: [decide_outcome(framework, each) for each in answers],
            "advice": lambda: [decide(framework, each) for each in answers],
            "outcome, situations": lambda: [decide_outcome(framework, *each) for each in cases],
            "advice, situations": lambda: [decide(framework, *each) for each in cases],
        },
        rounds,
    )
    one = {name: value / len(answers) for name, value in seconds.items()}
    zens = f"zen {microseconds(one['zen'])}"
    return [
        Row(what, microseconds(one[name]), zens, one[name] / one["zen"], target)
        for what, name, target in (
            ("outcome alone", "outcome", OUTCOME_TARGET),
            ("whole advice", "advice", ADVICE_TARGET),
            ("outcome, with situations", "outcome, situations", OUTCOME_TARGET),
            ("advice, with situations", "advice, situations", ADVICE_TARGET),
        )
    ]


def vectors(framework: Framework) -> list[Vector]:
    """All combinations of answers, also the ones that are not complete."""
    return list(itertools.product(ANSWERS, repeat=len(framework.afwegingen)))


def context(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers under names that zen's expressions can use."""
    return {f"a{key}": value for key, value in answers.items()}


def check_same(framework: Framework, evaluate: Evaluate) -> None:
    """Raise :class:`DifferentDecision` for the first vector that zen decides otherwise."""
    for vector in vectors(framework):
        answers = dict(zip(framework.afwegingen, vector, strict=True))
        found = evaluate(context(answers))["result"]
        expected = decide_outcome(framework, answers)
        # zen leaves out what is null, and JSON knows no tuples.
        same = {"volgende": None, **found, "norm": tuple(found["norm"])}
        if same != dict(zip(OUTPUTS, _answer(expected), strict=True)):
            raise DifferentDecision(f"{answers}: zen says {found}, the framework {expected}")


def precompiled(model: dict[str, Any]) -> Evaluate:
    """zen with ``model`` compiled once, in the way in which one evaluation costs it least."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"meldcode": model}}})
    return lambda given: engine.evaluate("meldcode", given)  # type: ignore[arg-type,return-value]


def jdm(framework: Framework) -> dict[str, Any]:
    """The decision without situation as zen's JSON model: one table, first row that fits."""
    table = {
        "hitPolicy": "first",
        "inputs": [
            {"id": f"in{key}", "name": key, "field": f"a{key}"} for key in framework.afwegingen
        ],
        "outputs": [{"id": f"out-{name}", "name": name, "field": name} for name in OUTPUTS],
        "rules": [
            _rule(framework, number, *row) for number, row in enumerate(table_rows(framework))
        ],
    }
    place = {"position": {"x": 0, "y": 0}}
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", **place},
            {
                "id": "table",
                "name": "table",
                "type": "decisionTableNode",
                "content": table,
                **place,
            },
            {"id": "out", "name": "out", "type": "outputNode", **place},
        ],
        "edges": [
            {"id": "to-table", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "to-out", "type": "edge", "sourceId": "table", "targetId": "out"},
        ],
    }


def table_rows(framework: Framework) -> list[tuple[Condition, Answer]]:
    """The decision as a table with few rows, those that fit most vectors first.

    Rows that differ in one column alone and answer the same are one row.
    """
    answers = {
        tuple(frozenset({value}) for value in vector): _answer(
            decide_outcome(framework, dict(zip(framework.afwegingen, vector, strict=True)))
        )
        for vector in vectors(framework)
    }
    for column in range(len(framework.afwegingen)):
        answers = _merged(answers, column)
    return sorted(answers.items(), key=lambda row: -sum(map(len, row[0])))


def _merged(rows: Mapping[Condition, Answer], column: int) -> dict[Condition, Answer]:
    together: dict[tuple[Condition, Condition, Answer], frozenset[str]] = {}
    for condition, answer in rows.items():
        key = condition[:column], condition[column + 1 :], answer
        together[key] = together.get(key, frozenset()) | condition[column]
    return {
        (*before, values, *after): answer for (before, after, answer), values in together.items()
    }


def _rule(
    framework: Framework, number: int, condition: Condition, answer: Answer
) -> dict[str, str]:
    asked = {
        f"in{key}": "" if len(values) == len(ANSWERS) else ", ".join(map(json.dumps, values))
        for key, values in zip(framework.afwegingen, condition, strict=True)
    }
    given = {f"out-{name}": json.dumps(value) for name, value in zip(OUTPUTS, answer, strict=True)}
    return {"_id": f"row-{number}", **asked, **given}


def _answer(outcome: Outcome) -> Answer:
    return outcome.melden, outcome.norm, outcome.hulp, outcome.volgende


def _drawn_situations() -> list[Situation]:
    """Situations from all that exist, the same ones in every run."""
    every = [
        Situation(**dict(zip(SITUATION_VALUES, values, strict=True)))
        for values in itertools.product(*SITUATION_VALUES.values())
    ]
    return random.Random(2).sample(every, DRAWN_SITUATIONS)
