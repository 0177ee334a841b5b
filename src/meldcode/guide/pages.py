"""Contexts of the guide's pages, from a framework and a visit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from meldcode.guide import fixed, rail, stamps, turned, visits
from meldcode.guide.frozen import Frozen
from meldcode.kader import schema
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.load import BASE, frameworks
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import asks_reason, next_page, road_to

COMMON: Mapping[str, Any] = {"fouten": [], "rail": None, "terug": None}
Target = tuple[str, str]
Error = dict[str, str]

_ROUTES = {"stap": "guide:stap", "afweging": "guide:afweging"}
# One address for all their questions: which one it is would tell what was answered before.
_ASKED = {"situatie": "guide:situatie", "controle": "guide:controle"}


class Way(NamedTuple):
    """A way to a page of the walk: a link, or a button that sends ``naar``, which question."""

    tekst: str
    url: str
    naar: str = ""


def framework_of(bezoek: Bezoek) -> Framework:
    """The framework of the visit; the common one while no profession is chosen."""
    return frameworks()[bezoek.kader or BASE]


def url_of(kind: str, item_id: str = "") -> str:
    """The address of a page of the walk."""
    if kind in _ROUTES:
        return reverse(_ROUTES[kind], args=[item_id])
    return reverse(_ASKED.get(kind, "guide:uitkomst"))


def way(words: str, kind: str, item_id: str) -> Way:
    """The way to a page of the walk, with the words of its link."""
    return Way(words, url_of(kind, item_id), item_id if kind in _ASKED else "")


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


def to_search() -> Way:
    """Back to where things are looked up."""
    return Way("Terug naar ‘Zoek iets op’", reverse("guide:zoek"))


def link(framework: Framework, prefix: str, target: Target) -> Way:
    """The way to a page of the walk, such as 'Verder naar stap 2: overleg'."""
    return way(f"{prefix} {label_of(framework, *target)}", *target)


def following(framework: Framework, bezoek: Bezoek, after: Target | None = None) -> Target:
    """The page after ``after``; without it, the page where the walk stands."""
    return next_page(framework, bezoek, after)


def back(framework: Framework, kind: str, item_id: str, bezoek: Bezoek) -> Way:
    """The page before this one in the order of the steps."""
    order: list[Target] = []
    for step in framework.stappen:
        order.append(("stap", step))
        order += [("afweging", a.id) for a in framework.afwegingen.values() if a.stap == step]
    if kind == "situatie":
        answered = [key for key in framework.afwegingen if key in bezoek.afwegingen]
        beside = [*framework.situatievragen[item_id].telt_bij, *reversed(answered)]
        last = next(iter(beside), next(iter(framework.afwegingen)))
        return link(framework, "Terug naar", ("afweging", last))
    if kind == "uitkomst":
        weighed = [("afweging", key) for key in framework.afwegingen if key in bezoek.afwegingen]
        order = weighed or order[:1]
    index = order.index((kind, item_id)) if (kind, item_id) in order else len(order)
    if index == 0:
        return Way("Terug naar het begin", reverse("guide:begin"))
    return link(framework, "Terug naar", order[index - 1])


def walk_context(
    request: HttpRequest, framework: Framework, bezoek: Bezoek, kind: str, item_id: str
) -> dict[str, Any]:
    """What every page of the walk shows around its subject."""
    return {
        "zegel": stamps.fields(request, bezoek, kind, item_id),
        "formulier": True,
        "rail": rail.build(framework, bezoek, kind, item_id),
        "beroep": framework.beroep,
        "terug": back(framework, kind, item_id, bezoek),
    }


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The page; ``mis`` tells the template which fields have an error."""
    wrong = {error["veld"]: True for error in context.get("fouten", ())}
    values = {
        **COMMON,
        "vaste": fixed.addresses(),
        "mis": wrong,
        "verlopen": notes(request),
        "gevaar_url": danger_url(request.path),
        **context,
    }
    return render(request, template, values, status=status)


PLACES = ("csrf_token", "rail", "vast", "balk", "keuzes", "noot", "reden", "zegel", "verlopen")


@lru_cache(maxsize=256)
def _frozen_consideration(framework_id: str, number: str) -> Frozen:
    framework = frameworks()[framework_id]
    context = {**COMMON, **_consideration(framework, number), "vaste": fixed.addresses()}
    return Frozen("guide/afweging.html", context, PLACES)


def _consideration(framework: Framework, number: str) -> dict[str, Any]:
    """What the page of a consideration shows to everybody."""
    consideration = framework.afwegingen[number]
    place = list(framework.afwegingen).index(number) + 1
    step = framework.stappen[consideration.stap]
    return {
        "a": consideration,
        "where_text": f"Stap {step.nummer}, afweging {place} van {len(framework.afwegingen)}",
        "marge": fixed.margin_html(framework.id, number),
        "uitleg": fixed.explanation_html(framework.id, number),
        "terug": back(framework, "afweging", number, Bezoek()),
        "formulier": True,
    }


def show_consideration(
    request: HttpRequest,
    framework: Framework,
    bezoek: Bezoek,
    number: str,
    chosen: str | None,
    reason: str,
    errors: list[Error],
    stamp: SafeString,
) -> HttpResponse:
    """The page of a consideration, with what is ticked for and against.

    ``stamp`` holds the hidden fields of its form.
    """
    ticked = [
        helper
        for _, helpers in framework.helpers(number)
        for helper in helpers
        if helper.id in bezoek.hulpvragen
    ]
    road = road_to(framework, bezoek, number)
    asked = asks_reason(framework, bezoek, number)
    values = {
        "rail": rail.build(framework, bezoek, "afweging", number),
        "vast": fixed.consideration_html(framework.id, number, [each.id for each in ticked]),
        "balk": _beam(ticked),
        # What a form sent goes no further than this: the fragment's cache outlives the visit.
        "keuzes": fixed.choices_html(
            framework.id, number, road, _known(chosen), any(e["veld"] == "antwoord" for e in errors)
        ),
        "noot": fixed.reason_note() if asked else "",
        "reden": reason,
        "zegel": stamp,
        "verlopen": notes(request),
    }
    if errors:
        context = {**_consideration(framework, number), **values, "fouten": errors}
        return show(request, "guide/afweging.html", context, 422)
    page = _frozen_consideration(framework.id, number)
    return HttpResponse(page.fill({**values, "csrf_token": get_token(request)}))


def _known(answer: str | None) -> str | None:
    return answer if answer in fixed.ANSWER_LABELS else None


def _beam(ticked: list[schema.Helper]) -> SafeString:
    sides = {
        "voor": [helper.kort for helper in ticked if helper.pleit == "ja"],
        "tegen": [helper.kort for helper in ticked if helper.pleit == "nee"],
    }
    return render_to_string("guide/_balk.html", sides)


def situation_context(framework: Framework, field: str, chosen: str | None) -> dict[str, Any]:
    """The page of one situation question."""
    question = framework.situatievragen[field]
    return {
        "vraag": question,
        "uitleg": fixed.safe(framework, question.uitleg),
        "keuzes": [
            {
                "waarde": choice.waarde,
                "label": choice.label,
                "uitleg": choice.uitleg,
                "checked": choice.waarde == chosen,
            }
            for choice in question.keuzes
        ],
        "bronnen": framework.cited(question.bron),
    }


def situation_value(bezoek: Bezoek, field: str) -> str | None:
    """The value of a situation field as its page has it; None where it was not asked."""
    if field not in bezoek.gevraagd:
        return None
    return str(getattr(bezoek.situatie, field))


def topics(framework: Framework) -> list[dict[str, str]]:
    """What is looked up most: the checks, the topics without a group, and the words."""
    checks = [
        {"url": reverse("guide:onderwerp", args=[c.id]), "titel": c.titel, "kort": c.kort}
        for c in framework.controles.values()
        if c.id == "kindcheck" or any(b.controle == c.id for b in framework.blokken.values())
    ]
    pages = [
        {"url": reverse("guide:onderwerp", args=[t.id]), "titel": t.titel, "kort": t.kort}
        for t in framework.onderwerpen.values()
        if t.id != "acuut" and t.groep is None
    ]
    words = {
        "url": reverse("guide:begrippen"),
        "titel": "Wat betekenen de woorden?",
        "kort": "Van acute onveiligheid tot volwassenengeweld",
    }
    return [*checks, *pages, words]


def grouped_topics(framework: Framework) -> list[dict[str, Any]]:
    """The other topics under the heading of their group, in the order of the content."""
    groups: dict[str, list[dict[str, str]]] = {}
    for topic in framework.onderwerpen.values():
        if topic.groep:
            url = reverse("guide:onderwerp", args=[topic.id])
            shown = {"url": url, "titel": topic.titel, "kort": topic.kort}
            groups.setdefault(topic.groep, []).append(shown)
    return [{"kop": heading, "onderwerpen": each} for heading, each in groups.items()]


def current(request: HttpRequest) -> tuple[Bezoek, Framework]:
    """The visit of this request and its framework."""
    bezoek = stamps.resumed(request, visits.read(request))
    return bezoek, framework_of(bezoek)


def notes(request: HttpRequest) -> SafeString | str:
    """Says that the visit is gone, or what became of it with another profession, where it is so."""
    if visits.is_gone(request):
        return fixed.gone_note()
    before = visits.before(request)
    return turned.note(visits.read(request), before) if before in frameworks() else ""


def danger_url(van: str) -> str:
    """The page for danger now, with the way back to ``van``, a page of ours."""
    query = f"?{urlencode({stamps.FROM: van})}" if van not in ("", reverse("guide:acuut")) else ""
    return reverse("guide:acuut") + query
