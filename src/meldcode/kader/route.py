"""The fork before step 1: is it about a home, a colleague, or children among themselves?

A framework with one route has no fork; that one is then the outcome whatever was answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from meldcode.kader import schema
from meldcode.kader.input import InputError, read_choice, read_fields, read_framework
from meldcode.kader.model import Framework
from meldcode.kader.situation import OPEN

FIELD = "wie"


class Routed(NamedTuple):
    """The framework and the route; None while it is open."""

    framework: Framework
    route: schema.Route | None

    @property
    def uitkomst(self) -> str:
        """The id of the route, or `open`."""
        return self.route.id if self.route else OPEN


def route(framework: Framework, who: str) -> schema.Route | None:
    """The route for a worry about ``who``; None while that is open and there is a fork."""
    routes = list(framework.routes.values())
    if len(routes) == 1:
        return routes[0]
    return next((each for each in routes if each.wie == who), None)


def read_route(data: object, frameworks: Mapping[str, Framework]) -> Routed:
    """The question of ``meldcode route``. Raises :class:`InputError`."""
    question = read_fields(data, "de invoer", ("kader", "antwoorden"))
    framework = read_framework(question, frameworks)
    answers = read_fields(question.get("antwoorden", {}), "antwoorden", (FIELD,))
    allowed = (*(each.wie for each in framework.routes.values()), OPEN)
    who = read_choice(answers.get(FIELD, OPEN), f"antwoorden.{FIELD}", allowed)
    return Routed(framework, route(framework, who))


__all__ = ["FIELD", "InputError", "Routed", "read_route", "route"]
