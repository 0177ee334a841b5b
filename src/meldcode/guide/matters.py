"""Whether it matters that something is still open: by deciding again with every answer.

Pure: no Django.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from meldcode.kader.advice import OPEN, Situation
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.decide import decide_outcome
from meldcode.kader.model import Framework

VALUES = (OPEN, "ja", "nee")


def matters(framework: Framework, bezoek: Bezoek, key: str) -> bool:
    """Whether an answer to ``key`` changes a decision, now or once something else is answered.

    ``key`` is a consideration or a field of the situation.
    """
    others = [each for each in _open_keys(framework, bezoek) if each != key]
    for values in itertools.product(VALUES, repeat=len(others)):
        known = dict(zip(others, values, strict=True))
        if len({_decisions(framework, bezoek, {**known, key: value}) for value in VALUES}) > 1:
            return True
    return False


def _open_keys(framework: Framework, bezoek: Bezoek) -> Iterator[str]:
    """The considerations, and what the rule of restraint asks, that are open."""
    answers, rule = bezoek.afwegingen, framework.terughoudendheid
    yield from (key for key in framework.afwegingen if answers.get(key, OPEN) == OPEN)
    for question in rule.vragen if rule else ():
        if getattr(bezoek.known(framework), question.veld) == OPEN:
            yield question.veld


def _decisions(framework: Framework, bezoek: Bezoek, filled: Mapping[str, str]) -> tuple[str, str]:
    """Both decisions with ``filled`` answered as well."""
    fields: dict[str, Any] = bezoek.known(framework)._asdict()
    fields |= {key: value for key, value in filled.items() if key in fields}
    outcome = decide_outcome(framework, {**bezoek.afwegingen, **filled}, Situation(**fields))
    return outcome.melden, outcome.hulp
