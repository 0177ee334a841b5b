"""An engine that is not ours takes the decisions of an exported file: SpiffWorkflow.

It reads one decision a file and no FEEL but what is Python too. So each decision of a file is given
to it apart, with what it looks at, and FEEL's names for true, false and null are values.
"""

from __future__ import annotations

import copy
import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any

import SpiffWorkflow.dmn.parser
from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser

from meldcode.kader.advice import Outcome, Situation
from meldcode.kader.decide import decide_outcome
from meldcode.kader.input import ANSWERS
from meldcode.kader.model import Framework
from meldcode.workshop.decisions import answer_name
from meldcode.workshop.dmn import NAMESPACE

SCHEMA = Path(SpiffWorkflow.dmn.parser.__file__).parent / "schema" / "DMN13.xsd"
FEEL = {"true": True, "false": False, "null": None}
NAMES = {"dmn": NAMESPACE}


@lru_cache(maxsize=1)
def schema() -> etree.XMLSchema:
    """The schema of DMN 1.3 as SpiffWorkflow brings it along."""
    return etree.XMLSchema(etree.parse(SCHEMA))


class _Compiled(TaskDataEnvironment):  # type: ignore[misc]
    """As the engine's own, but an expression is read once: there are few, evaluated often."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        return eval(_compiled(expression), {**FEEL, **context, **(external_context or {})})  # noqa: S307


class _Script(PythonScriptEngine):  # type: ignore[misc]
    def validate(self, expression: str) -> None:
        _compiled(expression)


@cache
def _compiled(expression: str) -> CodeType:
    return compile(expression.strip(), "<cell>", "eval")


class Decider:
    """All decisions of one file, each taken by SpiffWorkflow; what was asked before is kept."""

    def __init__(self, text: str) -> None:
        root = etree.fromstring(text.encode())
        schema().assertValid(root)
        self.tables = {
            str(each.get("name")): _engine(root, index)
            for index, each in enumerate(root.findall("dmn:decision", NAMES))
        }
        self.known: dict[tuple[object, ...], object] = {}
        self.workflow = SimpleNamespace(script_engine=_Script(environment=_Compiled()))

    def outcome(self, answers: Mapping[str, str], situation: Situation) -> Outcome:
        """What the file decides, in the form of the product's own outcome."""
        data: dict[str, Any] = {answer_name(key): value for key, value in answers.items()}
        data |= situation._asdict()
        for name in self.tables:
            data[name] = self.take(name, data)
        norms = tuple(str(norm) for norm in data["norm"])
        return Outcome(data["melden"], norms, data["opnieuw"], data["hulp"], data["volgende"])

    def take(self, name: str, data: Mapping[str, Any]) -> Any:
        """One decision; only what its table looks at is given to the engine."""
        table = self.tables[name]
        inputs = {each.expression: data[each.expression] for each in table.decision_table.inputs}
        asked = (name, *inputs.values())
        if asked not in self.known:
            task = SimpleNamespace(data=inputs, workflow=self.workflow)
            self.known[asked] = table.result(task)[name]
        return self.known[asked]


def _engine(root: etree._Element, index: int) -> DMNEngine:
    alone = copy.deepcopy(root)
    decisions = alone.findall("dmn:decision", NAMES)
    for other in decisions[:index] + decisions[index + 1 :]:
        alone.remove(other)
    parser = BpmnDmnParser()
    parser.add_dmn_xml(alone)
    return parser.get_engine(decisions[index].get("id"), None)


def vectors(framework: Framework) -> list[dict[str, str]]:
    """Every combination of answers."""
    order = framework.table.order
    return [
        dict(zip(order, values, strict=True))
        for values in itertools.product(ANSWERS, repeat=len(order))
    ]


def tenth(framework: Framework) -> list[dict[str, str]]:
    """A tenth of the combinations of answers: another for each framework, the same every time."""
    every = vectors(framework)
    return random.Random(framework.id).sample(every, len(every) // 10)


def differences(
    framework: Framework,
    text: str,
    answers: Iterable[Mapping[str, str]],
    situations: Iterable[Situation],
) -> Iterator[str]:
    """Where the file decides otherwise than the product, for each of these combinations."""
    decider = Decider(text)
    for vector, situation in itertools.product(answers, situations):
        mine, theirs = (
            decide_outcome(framework, vector, situation),
            decider.outcome(vector, situation),
        )
        if mine != theirs:
            yield f"{vector} {situation}: {theirs} in plaats van {mine}"
