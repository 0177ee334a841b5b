"""Contexts of the guide's pages, from a framework and a visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from meldcode.guide import rail, visits
from meldcode.guide.fixed import cited, safe
from meldcode.kader import schema
from meldcode.kader.bezoek import WALKED_STEPS, Bezoek
from meldcode.kader.load import BASE, frameworks
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import next_page

ANSWER_LABELS = {"ja": "Ja", "nee": "Nee", "open": "Weet ik nog niet"}
Target = tuple[str, str]
Error = dict[str, str]

_ROUTES = {
    "stap": "guide:stap",
    "afweging": "guide:afweging",
    "situatie": "guide:situatie",
    "controle": "guide:controle",
}


def framework_of(bezoek: Bezoek) -> Framework:
    """The framework of the visit; the common one while no profession is chosen."""
    return frameworks()[bezoek.kader or BASE]


def url_of(kind: str, item_id: str = "") -> str:
    """The address of a page of the walk."""
    return reverse(_ROUTES[kind], args=[item_id]) if kind in _ROUTES else reverse("guide:uitkomst")


def label_of(framework: Framework, kind: str, item_id: str) -> str:
    """What a link to a page of the walk says."""
    if kind == "stap":
        step = framework.stappen[item_id]
        return f"stap {step.nummer}: {step.kort.lower()}"
    if kind == "afweging":
        consideration = framework.afwegingen[item_id]
        return f"afweging {consideration.nummer}: {consideration.kort.lower()}"
    if kind == "situatie":
        return f"de vraag over {framework.situatievragen[item_id].kort.lower()}"
    if kind == "controle":
        return f"de {framework.controles[item_id].titel.lower()}"
    return "de uitkomst"


def link(framework: Framework, prefix: str, target: Target) -> dict[str, str]:
    """A link to a page of the walk, such as 'Verder naar stap 2: overleg'."""
    return {"url": url_of(*target), "tekst": f"{prefix} {label_of(framework, *target)}"}


def onward(framework: Framework, bezoek: Bezoek, kind: str, item_id: str) -> str:
    """Where the walk goes after a page."""
    return url_of(*next_page(framework, bezoek, (kind, item_id)))


def back(framework: Framework, kind: str, item_id: str) -> dict[str, str]:
    """The page before this one in the order of the steps."""
    order: list[Target] = [("stap", step) for step in WALKED_STEPS]
    for step in list(framework.stappen)[len(WALKED_STEPS) :]:
        order.append(("stap", step))
        order += [("afweging", a.id) for a in framework.afwegingen.values() if a.stap == step]
    if kind == "situatie":
        beside = framework.situatievragen[item_id].telt_bij
        return link(framework, "Terug naar", ("afweging", next(iter(beside), order[-1][1])))
    index = order.index((kind, item_id)) if (kind, item_id) in order else len(order)
    if index == 0:
        return {"url": reverse("guide:begin"), "tekst": "Terug naar het begin"}
    return link(framework, "Terug naar", order[index - 1])


def walk_context(framework: Framework, bezoek: Bezoek, kind: str, item_id: str) -> dict[str, Any]:
    """What every page of the walk shows around its subject."""
    return {
        "rail": rail.build(framework, bezoek, kind, item_id),
        "beroep": framework.beroep,
        "terug": back(framework, kind, item_id),
    }


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The page; every one knows whether there is something to wipe and which errors it shows."""
    common: dict[str, Any] = {"fouten": [], "rail": None, "terug": None, "vt": _veilig_thuis()}
    return render(request, template, {**common, **context}, status=status)


def _veilig_thuis() -> schema.Fact:
    return frameworks()[BASE].facts["vt_telefoon"]


def choices(
    framework: Framework, bezoek: Bezoek, number: str, chosen: str | None
) -> list[dict[str, Any]]:
    """The answers to a consideration, each with what it leads to as things stand."""
    road = _road(framework, bezoek, number)
    consideration = framework.afwegingen[number]
    shown = []
    for value, label in ANSWER_LABELS.items():
        step = framework.table.transitions.get((road, number, value))
        text = consideration.weet_niet if value == "open" or step is None else step.bij_antwoord
        shown.append(
            {
                "waarde": value,
                "label": label,
                "uitleg": framework.plain(text),
                "checked": value == chosen,
            }
        )
    return shown


def _road(framework: Framework, bezoek: Bezoek, number: str) -> str:
    """The road on which this consideration is met with the answers before it."""
    transitions = framework.table.transitions
    road = next(road.id for road in framework.wegen.values() if road.begin)
    for key in framework.afwegingen:
        if key == number:
            break
        step = transitions.get((road, key, bezoek.afwegingen.get(key, "open")))
        road = (step and step.naar_weg) or road
    return road


def consideration_context(
    framework: Framework,
    bezoek: Bezoek,
    number: str,
    fixed: str,
    chosen: str | None,
    reason: str,
    asks_reason: bool,
) -> dict[str, Any]:
    """The page of a consideration, with what is ticked for and against."""
    consideration = framework.afwegingen[number]
    ticked = [
        helper
        for _, helpers in framework.helpers(number)
        for helper in helpers
        if helper.id in bezoek.hulpvragen
    ]
    place = list(framework.afwegingen).index(number) + 1
    step = framework.stappen[consideration.stap]
    return {
        "a": consideration,
        "where_text": f"Stap {step.nummer}, afweging {place} van {len(framework.afwegingen)}",
        "vast": fixed,
        "keuzes": choices(framework, bezoek, number, chosen),
        "reden": reason,
        "voor": [helper.kort for helper in ticked if helper.pleit == "ja"],
        "tegen": [helper.kort for helper in ticked if helper.pleit == "nee"],
        "neutraal": [helper.kort for helper in ticked if helper.pleit == "neutraal"],
        "vraag_reden": asks_reason,
        "uitkomst_url": reverse("guide:uitkomst"),
        "bronnen": cited(framework, consideration.bron),
    }


def situation_context(framework: Framework, field: str, chosen: str | None) -> dict[str, Any]:
    """The page of one situation question."""
    question = framework.situatievragen[field]
    return {
        "vraag": question,
        "uitleg": safe(framework, question.uitleg),
        "keuzes": [
            {
                "waarde": choice.waarde,
                "label": choice.label,
                "uitleg": choice.uitleg,
                "checked": choice.waarde == chosen,
            }
            for choice in question.keuzes
        ],
        "bronnen": cited(framework, question.bron),
    }


def situation_value(bezoek: Bezoek, field: str) -> str | None:
    """The value of a situation field as its page has it; None where it was not asked."""
    if field not in bezoek.gevraagd:
        return None
    value = getattr(bezoek.situatie, field)
    return ("ja" if value else "nee") if isinstance(value, bool) else str(value)


def topics(framework: Framework) -> list[dict[str, str]]:
    """Everything to look up: the checks, the topics, the words and the sources."""
    checks = [
        {"url": reverse("guide:controle", args=[c.id]), "titel": c.titel, "kort": c.kort}
        for c in framework.controles.values()
        if c.id == "kindcheck" or any(b.controle == c.id for b in framework.blokken.values())
    ]
    pages = [
        {"url": reverse("guide:onderwerp", args=[t.id]), "titel": t.titel, "kort": t.kort}
        for t in framework.onderwerpen.values()
        if t.id != "acuut"
    ]
    words = {
        "url": reverse("guide:begrippen"),
        "titel": "Wat betekenen de woorden?",
        "kort": "Van acute onveiligheid tot volwassenengeweld",
    }
    return [*checks, *pages, words]


def current(request: HttpRequest) -> tuple[Bezoek, Framework]:
    """The visit of this request and its framework."""
    bezoek = visits.read(request)
    return bezoek, framework_of(bezoek)
