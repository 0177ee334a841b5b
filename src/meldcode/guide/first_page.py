"""The first page: three questions, all of which may stay open, and the two roads on."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from meldcode.guide import pages, stamps, visits
from meldcode.kader import beside
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework

DANGER = "gevaar_nu"
WEIGH = "wegen"
NOT_FOUND = "Dit beroep kennen we niet. Kies hieronder wat het dichtst bij jouw werk ligt."
OTHER = "Mijn beroep staat er niet bij"


class Told(NamedTuple):
    """What the form says: the visit it makes, the profession as typed, and what isn't right."""

    bezoek: Bezoek
    beroep: str
    errors: list[pages.Error]


def read(sent: QueryDict, bezoek: Bezoek) -> Told:
    """The answers of the form; one that was left open changes nothing."""
    typed = (sent.get("gekozen") or sent.get("beroep", "")).strip()
    kader = beside.framework_for(typed) if typed else bezoek.kader
    told = bezoek.choose(kader or bezoek.kader)
    questions = pages.framework_of(told).situatievragen
    for field in stamps.BEGIN_FIELDS:
        value = sent.get(field)
        if field in questions and value in [each.waarde for each in questions[field].keuzes]:
            told = told.situation(field, str(value))
    errors = [] if kader is not None else [{"veld": "beroep", "tekst": NOT_FOUND}]
    return Told(told, typed, errors)


def onward(bezoek: Bezoek, sent: QueryDict) -> str:
    """Danger first; else the steps, or straight to the weighing."""
    if getattr(bezoek.situatie, DANGER, "open") == "ja":
        return reverse("guide:acuut")
    if sent.get("weg") == WEIGH:
        return weighing(pages.framework_of(bezoek))
    return pages.url_of("stap", next(iter(pages.framework_of(bezoek).stappen)))


def says_danger(sent: QueryDict) -> bool:
    """Whether the form says that somebody is in danger now; then nothing else comes first."""
    return sent.get(DANGER) == "ja"


def weighing(framework: Framework) -> str:
    """Where the weighing begins."""
    return pages.url_of("afweging", next(iter(framework.afwegingen)))


def context(
    request: HttpRequest,
    framework: Framework,
    bezoek: Bezoek,
    told: Told | None,
    errors: list[pages.Error],
) -> dict[str, Any]:
    """What the page shows, with what was typed where ``told`` couldn't be kept."""
    shown = told.bezoek if told else bezoek
    unknown = told is not None and errors == told.errors != []
    typed = told.beroep if told else frameworks()[bezoek.kader].beroep if bezoek.kader else ""
    return {
        "beroepen": beside.offered(),
        "beroep": typed,
        "lijkt_op": [*beside.resembling(typed), OTHER] if unknown else [],
        "vragen": [
            {"id": field, **pages.situation_context(framework, field, _chosen(shown, field))}
            for field in stamps.BEGIN_FIELDS
            if field in framework.situatievragen
        ],
        "zegel": stamps.fields(request, bezoek, *stamps.BEGIN),
        "formulier": True,
        "kader_gekozen": framework.kort if bezoek.kader else None,
        "has_visit": visits.exists(request),
        "verder": None if bezoek.is_empty else reverse("guide:uitkomst"),
        "onderwerpen": pages.topics(framework),
        "noodnummer": framework.facts["noodnummer"],
        "vt": framework.facts["vt_telefoon"],
        "fouten": errors,
    }


def _chosen(bezoek: Bezoek, field: str) -> str | None:
    return pages.situation_value(bezoek, field)
