"""What the walk did not ask, and what an answer would change: by deciding again with each."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from meldcode.kader import schema
from meldcode.kader.advice import Advice
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.decide import decide, decide_outcome
from meldcode.kader.input import ANSWERS
from meldcode.kader.model import Framework
from meldcode.kader.situation import ASKED, Situation


class Unasked(NamedTuple):
    """One answer to a question that was not asked, and what is different with it.

    ``field`` is a consideration or a field of the situation. Duties by id: ``more`` come with it
    and ``less`` fall away. ``melden`` and ``hulp`` as they then are, or '' where they stay;
    ``again``: it is a report again.
    """

    field: str
    value: str
    more: tuple[str, ...]
    less: tuple[str, ...]
    melden: str
    hulp: str
    again: bool


def counts(framework: Framework, visit: Bezoek, key: str) -> bool:
    """Whether an answer to consideration ``key``, or one after it, can change a decision.

    What came before stays as it is: the walk goes on and never back.
    """
    order = list(framework.afwegingen)
    later = order[order.index(key) + 1 :]
    for values in itertools.product(ANSWERS, repeat=len(later)):
        known = {**visit.afwegingen, **dict(zip(later, values, strict=True))}
        outcomes = [
            decide_outcome(framework, {**known, key: value}, visit.situatie) for value in ANSWERS
        ]
        if len({(each.melden, each.hulp) for each in outcomes}) > 1:
            return True
    return False


def unasked(framework: Framework, visit: Bezoek, fields: Collection[str]) -> Iterator[Unasked]:
    """For each answer that was not asked and would change the outcome: what it would change.

    Not asked are ``fields`` of the situation, and the considerations that the walk passed over.
    """
    now = visit.advice(framework)
    for key in now.possible:
        if key not in visit.afwegingen:
            for value in ("ja", "nee"):
                then = visit.answer(key, value, (), (), "").advice(framework)
                found = _difference(key, value, now, then)
                if any(found[2:]):
                    yield found
    for question in framework.situatievragen.values():
        beside = _in_place(visit, question, fields)
        if question.id not in fields or beside is None:
            continue
        for choice in question.keuzes:
            chosen: dict[str, Any] = {question.id: choice.waarde}
            situation = beside._replace(**chosen)
            then = decide(framework, visit.afwegingen, situation)
            found = _difference(question.id, choice.waarde, now, then)
            if any(found[2:]):
                yield found


def _in_place(
    visit: Bezoek, question: schema.SituationQuestion, fields: Collection[str]
) -> Situation | None:
    """The situation in which a question is asked; None where it would weigh for nothing.

    What it waits for holds already, or was not asked itself and is then taken to hold.
    """
    situation = visit.situatie
    for name in ASKED:
        wanted = getattr(question.als, name, ())
        if wanted and getattr(situation, name) not in wanted:
            if name not in fields:
                return None
            taken: dict[str, Any] = {name: wanted[0]}
            situation = situation._replace(**taken)
    return situation


def _difference(name: str, value: str, now: Advice, then: Advice) -> Unasked:
    before, after = ([duty.id for duty in advice.plichten] for advice in (now, then))
    return Unasked(
        name,
        value,
        tuple(each for each in after if each not in before),
        tuple(each for each in before if each not in after),
        then.melden if then.melden != now.melden else "",
        then.hulp if then.hulp != now.hulp else "",
        then.opnieuw and not now.opnieuw,
    )
