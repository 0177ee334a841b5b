"""The page for danger now: what to do, for who is in danger and for who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from meldcode.guide import first_page, fixed, pages
from meldcode.kader import beside
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.model import Framework

HEADINGS = {
    "kind": "Een kind is in gevaar",
    "ongeboren": "Een zwangere en haar ongeboren kind",
    "volwassenen": "Een volwassene is in gevaar",
}
OPEN = "open"


def context(framework: Framework, bezoek: Bezoek, van: str) -> dict[str, Any]:
    """All that the page shows; ``van`` is the page that one came from, or empty."""
    who = getattr(bezoek.situatie, "slachtoffers", OPEN)
    blocks = fixed.topic_blocks(framework.id, "acuut")
    back = {"url": van, "tekst": "Terug naar waar je was"}
    begin = {"url": reverse("guide:begin"), "tekst": "Terug naar het begin"}
    return {
        "noodnummer": framework.facts["noodnummer"],
        "vt": framework.facts["vt_telefoon"],
        "zeg": [framework.plain(each.tekst) for each in beside.now(framework, "zeg", who)],
        "kop": HEADINGS.get(who),
        "eerst": [*_shown(framework, "eerst", who), *_shown(framework, "hulp", who)],
        "anderen": [
            {"kop": heading, "eerst": _shown(framework, "eerst", key)}
            for key, heading in HEADINGS.items()
            if key != who
        ],
        "vannacht": _shown(framework, "vannacht", who),
        "wacht": _shown(framework, "wacht", who),
        "meer": [*_shown(framework, "meer", who)],
        "ernaast": [block for block in blocks if block["deel"] != "wat"],
        "bronnen": _sources(framework, who),
        "gezien": framework.facts["vt_telefoon"].gezien,
        "terug": back if van else begin,
        "stappen": pages.url_of("stap", next(iter(framework.stappen))),
        "wegen": first_page.weighing(framework),
    }


def _shown(framework: Framework, part: beside.Part, who: str) -> list[dict[str, Any]]:
    return [
        {
            "kop": item.kop,
            "html": fixed.safe(framework, item.tekst),
            "bronnen": framework.cited(item.bron),
        }
        for item in beside.now(framework, part, who)
    ]


def _sources(framework: Framework, who: str) -> list[dict[str, Any]]:
    """What each sentence rests on, under its heading."""
    parts: Iterable[beside.Part] = ("eerst", "hulp", "vannacht", "wacht", "meer")
    found = [{"kop": "Zeg dit eerst", "bronnen": _said(framework, who)}]
    return found + [each for part in parts for each in _shown(framework, part, who)]


def _said(framework: Framework, who: str) -> tuple[str, ...]:
    return framework.cited(ref for item in beside.now(framework, "zeg", who) for ref in item.bron)
