"""The line of five steps beside every page of the walk."""

from __future__ import annotations

from typing import TypedDict

from django.urls import reverse

from meldcode.kader.bezoek import WALKED_STEPS, Bezoek
from meldcode.kader.model import Framework


class Stop(TypedDict):
    """One consideration under its step."""

    label: str
    url: str
    stand: str
    stand_tekst: str


class Step(TypedDict):
    """One step: ``stand`` is done, left, now or open; ``stand_tekst`` says the same in words."""

    nummer: str
    kort: str
    url: str
    stand: str
    stand_tekst: str
    sub: list[Stop]


WORDS = {True: ", beantwoord", False: ", open"}
STATES = {"gedaan": "done", "overgeslagen": "left", "open": "open"}


def build(framework: Framework, bezoek: Bezoek, kind: str, here: str) -> list[Step]:
    """The line as it is on the page ``kind``/``here`` (``stap``/``3``, ``afweging``/``2``, …)."""
    stops = _stops(framework, bezoek, here if kind == "afweging" else "")
    present = _present_step(framework, kind, here)
    line: list[Step] = []
    for step in framework.stappen.values():
        sub = stops.get(step.id, [])
        state, words = _state(bezoek, step.id, sub)
        if step.id == present:
            state, words = "now", "hier ben je"
        line.append(
            Step(
                nummer=step.nummer,
                kort=step.kort,
                url=reverse("guide:stap", args=[step.id]),
                stand=state,
                stand_tekst=words,
                sub=sub,
            )
        )
    return line


def _stops(framework: Framework, bezoek: Bezoek, here: str) -> dict[str, list[Stop]]:
    stops: dict[str, list[Stop]] = {}
    for item in framework.afwegingen.values():
        answered = bezoek.afwegingen.get(item.id, "open") != "open"
        stops.setdefault(item.stap, []).append(
            Stop(
                label=f"{item.nummer.partition(' ')[0]} {item.kort}",
                url=reverse("guide:afweging", args=[item.id]),
                stand="now" if item.id == here else "done" if answered else "open",
                stand_tekst=", hier ben je" if item.id == here else WORDS[answered],
            )
        )
    return stops


def _present_step(framework: Framework, kind: str, here: str) -> str:
    if kind == "afweging":
        return framework.afwegingen[here].stap
    if kind in ("uitkomst", "situatie"):
        return list(framework.stappen)[-1]
    return here if kind == "stap" else ""


def _state(bezoek: Bezoek, step: str, sub: list[Stop]) -> tuple[str, str]:
    if step in WALKED_STEPS:
        known = bezoek.stappen.get(step)
        if known is None:
            return "open", "open"
        if known.stand == "overgeslagen":
            return (
                "left",
                "overgeslagen, met reden" if known.reden else "overgeslagen, zonder reden",
            )
        return STATES[known.stand], known.stand
    done = bool(sub) and all(stop["stand_tekst"] == WORDS[True] for stop in sub)
    return ("done", "gedaan") if done else ("open", "open")
