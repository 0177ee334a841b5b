"""The checks beside the walk: the kindcheck and the mantelzorgverleningscheck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from meldcode.kader.advice import OPEN
from meldcode.kader.model import Framework


class CheckResult(NamedTuple):
    """Where a check stands: an outcome's id or 'open', the next question, those on its road."""

    uitkomst: str
    volgende: str | None
    gesteld: tuple[str, ...]


def check(framework: Framework, check_id: str, answers: Mapping[str, str]) -> CheckResult:
    """Follow a check (``kindcheck``, ``mantelzorgcheck``) as far as its answers go."""
    questions = {question.id: question for question in framework.controles[check_id].vragen}
    at, asked = next(iter(questions)), []
    while True:
        asked.append(at)
        answer = answers.get(at, OPEN)
        if answer == OPEN:
            return CheckResult(OPEN, at, tuple(asked))
        target = questions[at].ja if answer == "ja" else questions[at].nee
        if target.startswith("uitkomst:"):
            return CheckResult(target.removeprefix("uitkomst:"), None, tuple(asked))
        at = target
