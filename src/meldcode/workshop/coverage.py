"""What the named cases of a framework reach: answers, values of the situation, duties, outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, get_args

from meldcode.kader import schema
from meldcode.kader.advice import OPEN, Advice
from meldcode.kader.decide import decide
from meldcode.kader.input import SITUATION_VALUES
from meldcode.kader.model import Framework
from meldcode.workshop.cases import Placed

ANSWERS = get_args(schema.Answer)
RESTRAINED = "terughoudend"
# What comes where a condition holds, with the collection it stands in.
_CONDITIONAL = {"plicht": "plichten", "tegenspraak": "tegenspraken", "reden": "situatieredenen"}


class Reach(NamedTuple):
    """How many cases reach one thing: ``part`` is what kind of thing, ``name`` its id."""

    part: str
    name: str
    cases: int


def coverage(framework: Framework, cases: Iterable[Placed]) -> list[Reach]:
    """Everything in ``framework`` that a case can reach, with how many cases do.

    An answer counts where some way passes its consideration; open counts as an answer too. What
    the content keeps for frameworks of the other kind is left out.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for placed in cases:
        situation = placed.case.situation._asdict()
        counted.update(("situatie", f"{name} {_shown(value)}") for name, value in situation.items())
        advice = decide(framework, placed.case.antwoorden, placed.case.situation)
        counted.update(set(_reached(advice, placed.case.antwoorden)))
    return [Reach(*thing, counted[thing]) for thing in _all(framework)]


def unreached(found: Iterable[Reach]) -> list[Reach]:
    """What no case reaches."""
    return [each for each in found if not each.cases]


def _reached(advice: Advice, answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in advice.possible:
        yield "antwoord", f"{key} {answers.get(key, OPEN)}"
    for duty in advice.plichten:
        yield "plicht", duty.id
    for item in advice.tegenspraken:
        yield "tegenspraak", item.id
    yield "melden", advice.melden
    yield "hulp", advice.hulp
    for norm in advice.norm:
        yield "norm", norm
    told = {reason.gevolg for reason in advice.redenen}
    for reason in advice.kader.situatieredenen.values():
        if reason.tekst in told:
            yield "reden", reason.id


def _all(framework: Framework) -> Iterator[tuple[str, str]]:
    for key in framework.afwegingen:
        yield from (("antwoord", f"{key} {answer}") for answer in ANSWERS)
    for name, values in SITUATION_VALUES.items():
        yield from (("situatie", f"{name} {_shown(value)}") for value in values)
    for part, name in _CONDITIONAL.items():
        items = framework.collections[name].values()
        yield from ((part, item.id) for item in items if concerns(framework, item.als))
    restrains = framework.terughoudendheid is not None
    yield from (("melden", v) for v in get_args(schema.Melden) if v != RESTRAINED or restrains)
    yield from (("hulp", value) for value in get_args(schema.Hulp))
    yield from (("norm", key) for key in framework.normen)


def concerns(framework: Framework, condition: schema.Condition) -> bool:
    """Whether a condition can hold in a framework of this kind: with or without the rule."""
    restrains = framework.terughoudendheid is not None
    if not restrains and condition.melden == (RESTRAINED,):
        return False
    return condition.kader_met_terughoudendheid in (None, restrains)


def _shown(value: object) -> str:
    """A value of the situation as an author writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
