"""The line of five steps beside every page of the walk.

Each stop is rendered once for each state it can be in, so a page only joins them.
"""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from meldcode.kader.bezoek import Bezoek, StepState
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import walked_steps

NOW = ("now", "hier ben je")
DONE, OPEN = ("done", "gedaan"), ("open", "open")
LEFT = {True: ("left", "overgeslagen, met reden"), False: ("left", "overgeslagen, zonder reden")}


def build(framework: Framework, bezoek: Bezoek, kind: str, here: str) -> SafeString:
    """The line as it is on the page ``kind``/``here`` (``stap``/``3``, ``afweging``/``2``, …)."""
    present = _present_step(framework, kind, here)
    walked = walked_steps(framework)
    stops = []
    for number in framework.stappen:
        weighed = [item.id for item in framework.afwegingen.values() if item.stap == number]
        state = (
            _walked_state(bezoek.stappen.get(number, StepState()))
            if number in walked
            else _weighed_state(bezoek, weighed)
        )
        stops.append(_step(framework.id, number, *(NOW if number == present else state)))
        stops.append(_subs(framework, bezoek, weighed, here if kind == "afweging" else ""))
        stops.append("</li>")
    head, tail = _frame(framework.id)
    return mark_safe("".join([head, *stops, tail]))  # noqa: S308


def _present_step(framework: Framework, kind: str, here: str) -> str:
    if kind == "afweging":
        return framework.afwegingen[here].stap
    if kind == "stap":
        return here
    return list(framework.stappen)[-1]


def _walked_state(state: StepState) -> tuple[str, str]:
    if state.stand == "overgeslagen":
        return LEFT[bool(state.reden)]
    return DONE if state.stand == "gedaan" else OPEN


def _weighed_state(bezoek: Bezoek, weighed: list[str]) -> tuple[str, str]:
    return DONE if all(_answered(bezoek, each) for each in weighed) else OPEN


def _answered(bezoek: Bezoek, number: str) -> bool:
    return bezoek.afwegingen.get(number, "open") != "open"


def _subs(framework: Framework, bezoek: Bezoek, weighed: list[str], here: str) -> str:
    if not weighed:
        return ""
    items = [
        _sub(framework.id, number, number == here, _answered(bezoek, number)) for number in weighed
    ]
    return f'<ol class="sub">{"".join(items)}</ol>'


MARK = "\x00"


@lru_cache(maxsize=64)
def _frame(framework_id: str) -> tuple[str, str]:
    context = {"beroep": frameworks()[framework_id].beroep, "stappen": [MARK]}
    head, _, tail = render_to_string("guide/_rail.html", context).partition(MARK)
    return head, tail


@lru_cache(maxsize=1024)
def _step(framework_id: str, number: str, state: str, words: str) -> str:
    step = frameworks()[framework_id].stappen[number]
    context = {
        "nummer": step.nummer,
        "kort": step.kort,
        "url": reverse("guide:stap", args=[number]),
        "stand": state,
        "woorden": words,
    }
    return render_to_string("guide/_rail_stap.html", context).rstrip("\n")


@lru_cache(maxsize=1024)
def _sub(framework_id: str, number: str, here: bool, answered: bool) -> str:
    item = frameworks()[framework_id].afwegingen[number]
    context = {
        "label": f"{item.nummer.partition(' ')[0]} {item.kort}",
        "url": reverse("guide:afweging", args=[number]),
        "stand": "now" if here else "done" if answered else "open",
        "woorden": "hier ben je" if here else "beantwoord" if answered else "open",
    }
    return render_to_string("guide/_rail_afweging.html", context).rstrip("\n")
