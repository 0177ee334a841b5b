"""When an outcome comes, in words: groups of answers and of situations (see ``classes``)."""

from __future__ import annotations

from collections.abc import Sequence

from meldcode.kader import schema
from meldcode.kader.input import ANSWERS, SITUATION_VALUES
from meldcode.kader.model import Framework
from meldcode.workshop.classes import Cells, Value
from meldcode.workshop.condition_words import ANSWERS as SAID
from meldcode.workshop.condition_words import either


def answers_in_words(framework: Framework, cells: Cells) -> str:
    """The answers of a group, such as '1 ja, 2 nee, 3 nee'; what does not count is left out."""
    told = [
        f"{key} {either(SAID[str(value)] for value in values)}"
        for key, values in zip(framework.table.order, cells, strict=True)
        if len(values) < len(ANSWERS)
    ]
    return ", ".join(told) or "elk antwoord"


def situation_in_words(framework: Framework, fields: Sequence[str], cells: Cells) -> str:
    """The situations of a group, such as 'Ernstig gevaar: nee'; what does not count is left out."""
    told = [
        _field(framework, name, values)
        for name, values in zip(fields, cells, strict=True)
        if len(values) < len(SITUATION_VALUES[name])
    ]
    return "; ".join(told) or "elke situatie"


def _field(framework: Framework, name: str, allowed: Sequence[Value]) -> str:
    """A question of the situation with its answers, or shorter, with the one that it isn't."""
    question = framework.situatievragen[name]
    others = [value for value in SITUATION_VALUES[name] if value not in allowed]
    if len(others) == 1 and len(allowed) > 2:
        told = f"niet {_label(question, others[0])}"
    else:
        told = either(_label(question, value) for value in allowed)
    return f"{framework.plain(question.kort)}: {told}"


def _label(question: schema.SituationQuestion, value: Value) -> str:
    known = ("ja" if value else "nee") if isinstance(value, bool) else value
    if known in SAID:
        return SAID[known]
    label = next(choice.label for choice in question.keuzes if choice.waarde == known)
    return f"'{label}'"
