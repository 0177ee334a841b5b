"""The outcome page: the summary with the addresses of what can be changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from meldcode.guide import documents, pages, rail, stamps
from meldcode.guide.fixed import safe
from meldcode.guide.summary import Clash, Decision, Summary, Todo, summarise
from meldcode.guide.today import EMERGENCY, number
from meldcode.kader.bezoek import Besluit, Bezoek
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.paper.dates import dutch_date


def show(
    request: HttpRequest, bezoek: Bezoek, framework: Framework, errors: list[pages.Error]
) -> HttpResponse:
    """The outcome page of a visit, with the errors of the decision form where there are any."""
    summary = summarise(framework, bezoek, timezone.localdate(), frameworks().values())
    kind, item_id = pages.following(framework, bezoek)
    context = {
        "zegel": stamps.fields(request, bezoek, "besluit", ""),
        "zegel_gedaan": stamps.fields(request, bezoek, "gedaan", ""),
        "rail": rail.build(framework, bezoek, "uitkomst", ""),
        "beroep": framework.beroep,
        "terug": pages.back(framework, "uitkomst", "", bezoek),
        **_context(framework, summary),
        "vastgelegd": not errors and bezoek.besluit != Besluit(),
        "begonnen": bool(bezoek.afwegingen),
        "volgende": None
        if kind == "uitkomst"
        else pages.link(framework, "Ga verder met", (kind, item_id)),
        "plaktekst": documents.to_text(summary),
        "fouten": errors,
    }
    return pages.show(request, "guide/uitkomst.html", context, 422 if errors else 200)


def _context(framework: Framework, summary: Summary) -> dict[str, Any]:
    return {
        "s": summary,
        "melden": _decision(framework, summary.melden),
        "hulp": _decision(framework, summary.hulp),
        "normen": [safe(framework, norm) for norm in summary.normen],
        "aandacht": [safe(framework, text) for text in summary.aandacht],
        "tekens": [
            {"titel": sign.titel, "html": safe(framework, sign.tekst), "kort": sign.aangekruist}
            for sign in summary.tekens
        ],
        "datum": dutch_date(summary.datum),
        "opening": summary.opening,
        "noodnummer": number(framework, EMERGENCY),
        "vandaag": [_todo(framework, todo) for todo in summary.vandaag],
        "nog_niet": [_todo(framework, todo) for todo in summary.nog_niet],
        "daarna": [_todo(framework, todo) for todo in summary.daarna],
        "bronnen": _sources(summary),
        "redenen": [
            {
                "r": why,
                "html": safe(framework, why.tekst),
                "naar": pages.way("Wijzig", "afweging", why.afweging) if why.afweging else None,
            }
            for why in summary.redenen
        ],
        "open": [
            {"o": lack, "naar": pages.way(lack.kop, lack.soort, lack.id)} for lack in summary.open
        ],
        "stappen": [
            {"s": line, "naar": pages.way("Wijzig", "stap", line.id)} for line in summary.stappen
        ],
        "situatie": [
            {"s": line, "naar": pages.way("Wijzig", "situatie", line.id)}
            for line in summary.situatie
        ],
        "tegenspraken": [_clash(framework, clash) for clash in summary.tegenspraken],
    }


def _sources(summary: Summary) -> list[dict[str, Any]]:
    """Where each part of the page comes from, in the order of the page."""
    rows = [
        (summary.opening.kop, summary.opening.bronnen),
        *[(sign.titel, sign.bronnen) for sign in summary.tekens],
        (f"Melden: {summary.melden.titel}", summary.melden.bronnen),
        (f"Hulp: {summary.hulp.titel}", summary.hulp.bronnen),
        *[(todo.titel, todo.bronnen) for _, _, todos in summary.delen for todo in todos],
        *[(why.kop, why.bronnen) for why in summary.redenen],
    ]
    return [{"kop": heading, "bronnen": sources} for heading, sources in rows]


def _decision(framework: Framework, decision: Decision) -> dict[str, Any]:
    return {
        "titel": decision.titel,
        "html": safe(framework, decision.tekst),
        "bronnen": decision.bronnen,
    }


def _todo(framework: Framework, todo: Todo) -> dict[str, Any]:
    topic = framework.onderwerpen[todo.onderwerp] if todo.onderwerp else None
    url = reverse("guide:onderwerp", args=[topic.id]) if topic else None
    return {
        "t": todo,
        "html": safe(framework, todo.tekst),
        "onderwerp_url": reverse("guide:acuut") if topic and topic.id == "acuut" else url,
        "onderwerp": topic.titel if topic else None,
    }


def _clash(framework: Framework, clash: Clash) -> dict[str, Any]:
    return {
        "titel": clash.titel,
        "html": safe(framework, clash.tekst),
        "links": [pages.link(framework, "Kijk naar", target) for target in clash.kijk_terug],
    }
