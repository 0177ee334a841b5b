"""Conditions in Dutch, in the words of a framework: of its rules, and of answers found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from meldcode.kader import schema
from meldcode.kader.input import SITUATION_VALUES
from meldcode.kader.model import Framework
from meldcode.kader.situation import SIGNS
from meldcode.workshop.cubes import Value

ANSWERS: Mapping[str, str] = {"ja": "ja", "nee": "nee", "open": "nog open"}
ALWAYS = "altijd"


def condition(framework: Framework, item: schema.Condition) -> str:
    """When a rule of the framework holds: `afweging 1 ja en afweging 2 nog open`."""
    return " en ".join(_parts(framework, item)) or ALWAYS


def answers(framework: Framework, chosen: Mapping[str, tuple[Value, ...]]) -> str:
    """Answers and values of the situation by name, each with the values that are meant."""
    given = {
        name: map(str, values) for name, values in chosen.items() if name not in SITUATION_VALUES
    }
    told = [", ".join(_answer(framework, name, values) for name, values in given.items())]
    told += [
        _situation(framework, name, values)
        for name, values in chosen.items()
        if name in SITUATION_VALUES
    ]
    return "; ".join(filter(None, told)) or "bij alle antwoorden"


def either(words: Iterable[str]) -> str:
    """`ja, nee of nog open`."""
    *first, last = words
    return f"{', '.join(first)} of {last}" if first else last


def _parts(framework: Framework, item: schema.Condition) -> Iterator[str]:
    for key, values in item.antwoord.items():
        yield _answer(framework, key, values)
    for key, value in item.vast.items():
        yield f"{_consideration(framework, key)} zeker {ANSWERS[value]}"
    for key in item.op_de_weg:
        yield f"{_consideration(framework, key)} aan de orde"
    for key in item.misschien_op_de_weg:
        yield f"{_consideration(framework, key)} misschien aan de orde"
    if item.melden:
        yield f"melden: {either(_verdict(framework, each) for each in item.melden)}"
    for name in SITUATION_VALUES:
        allowed = getattr(item, name, None)
        if allowed not in (None, ()):
            values = allowed if isinstance(allowed, tuple) else (allowed,)
            yield _situation(framework, name, values)
    if item.kader_met_terughoudendheid is not None:
        has = "een" if item.kader_met_terughoudendheid else "geen"
        yield f"dit kader heeft {has} regel voor terughoudendheid"
    if item.een_van:
        yield f"({' of '.join(condition(framework, each) for each in item.een_van)})"


def _answer(framework: Framework, key: str, values: Iterable[str]) -> str:
    return f"{_consideration(framework, key)} {either(ANSWERS[each] for each in values)}"


def _consideration(framework: Framework, key: str) -> str:
    """A consideration by the number that the profession gives it."""
    item = framework.afwegingen.get(key)
    return f"afweging {item.nummer if item else key}"


def _verdict(framework: Framework, melden: str) -> str:
    item = framework.uitkomsten.get(f"melden.{melden}")
    return f"'{framework.plain(item.titel)}'" if item else melden


def _situation(framework: Framework, name: str, values: tuple[Value, ...]) -> str:
    """A field of the situation with the labels of its values; the few that are left out, if few."""
    question = framework.situatievragen.get(name)
    title = framework.plain(question.kort).lower() if question else _sign(framework, name)
    others = tuple(each for each in SITUATION_VALUES[name] if each not in values)
    if 0 < len(others) < len(values) and len(values) > 2:
        return f"{title}: niet {either(_label(question, each) for each in others)}"
    return f"{title}: {either(_label(question, each) for each in values)}"


def _sign(framework: Framework, name: str) -> str:
    """A sign by its name in the content; a field that has none by its own."""
    known = (item.kort for item in framework.tekens.values() if SIGNS[item.id] == name)
    return next(known, name).lower()


def _label(question: schema.SituationQuestion | None, value: Value) -> str:
    known = ("ja" if value else "nee") if isinstance(value, bool) else value
    labels = {each.waarde: each.label for each in question.keuzes} if question else {}
    return f"'{labels.get(known, known).lower()}'"
