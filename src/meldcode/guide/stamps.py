"""What every form of the walk carries, so that no answer is lost or overwritten unseen.

A form says for which profession it was shown, on which page, and what stood there. When it comes
back while something else stands there now, or while the visit is gone, nothing is kept until
whoever typed it has seen so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from meldcode.guide import visits
from meldcode.guide.fixed import ANSWER_LABELS
from meldcode.kader.bezoek import BASE, Bezoek
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework

STAMP, PROFESSION, FROM = "zegel", "kader", "van"
HIDDEN = (STAMP, PROFESSION, FROM, "csrfmiddlewaretoken")
# The first page, and the fields of the situation that it asks before all else, in its order.
BEGIN = ("begin", "")
BEGIN_FIELDS = ("slachtoffers", "gevaar_nu")
GONE = (
    "Je bezoek is er niet meer. Wat je hier typte, staat er nog. Ga je nog een keer verder?"
    " Dan begin je opnieuw{}, met dit antwoord."
)
OTHER_PROFESSION = (
    "In een ander tabblad koos je intussen een ander beroep. Kijk wat dat hier verandert, en ga"
    " dan nog een keer verder."
)
OTHER_ANSWER = (
    "In een ander tabblad veranderde je dit intussen.{} Wat je hier koos, staat er nog. Klopt het?"
    " Ga dan nog een keer verder."
)


def fields(request: HttpRequest, bezoek: Bezoek, kind: str, item_id: str) -> SafeString:
    """The hidden fields of the form on a page of the walk."""
    pairs = (
        (STAMP, f"{int(visits.exists(request))}:{bezoek.kader}:{_digest(bezoek, kind, item_id)}"),
        (PROFESSION, bezoek.kader),
        (FROM, request.path),
    )
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def resumed(request: HttpRequest, bezoek: Bezoek) -> Bezoek:
    """The visit, in the profession of the form where there is no visit yet, or not any more."""
    kader = request.POST.get(PROFESSION, "")
    if kader in frameworks() and not visits.exists(request):
        return bezoek.choose(kader)
    return bezoek


def problem(
    request: HttpRequest, bezoek: Bezoek, changed: Bezoek, kind: str, item_id: str
) -> str | None:
    """Why ``changed`` may not be kept just like that, as a Dutch sentence; None where it may.

    A form without a stamp comes from no page of ours and overwrites nothing that one shows.
    """
    had_visit, _, rest = request.POST.get(STAMP, "").partition(":")
    kader, _, digest = rest.partition(":")
    if not digest or (changed == bezoek and visits.exists(request)):
        return None
    if had_visit == "1" and not visits.exists(request):
        return GONE.format(f" als {_profession(bezoek)}" if bezoek.kader else "")
    if kader != bezoek.kader:
        return OTHER_PROFESSION
    if digest != _digest(bezoek, kind, item_id):
        return OTHER_ANSWER.format(_stored(bezoek, kind, item_id))
    return None


def _profession(bezoek: Bezoek) -> str:
    name = frameworks()[bezoek.kader].beroep
    return name[0].lower() + name[1:]


def _stored(bezoek: Bezoek, kind: str, item_id: str) -> str:
    if kind == "situatie":
        choices = frameworks()[bezoek.kader or BASE].situatievragen[item_id].keuzes
        value = getattr(bezoek.situatie, item_id)
        label = next((each.label for each in choices if each.waarde == value), "")
    else:
        label = ANSWER_LABELS.get(bezoek.afwegingen.get(item_id, ""), "")
    return f" Bewaard staat: {label[:1].lower()}{label[1:]}." if label else ""


def _digest(bezoek: Bezoek, kind: str, item_id: str) -> str:
    state = json.dumps(_state(bezoek, kind, item_id), sort_keys=True, default=str)
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def _state(bezoek: Bezoek, kind: str, item_id: str) -> Any:
    """What a page shows as answered."""
    match kind:
        case "stap":
            return str(bezoek.stappen.get(item_id))
        case "afweging":
            ticked = bezoek.hulpvragen & _helpers(bezoek, item_id)
            answer = bezoek.afwegingen.get(item_id)
            return [answer, bezoek.redenen.get(item_id), sorted(ticked)]
        case "situatie":
            return [item_id in bezoek.gevraagd, getattr(bezoek.situatie, item_id)]
        case "controle":
            return dict(bezoek.controles.get(item_id, {}))
        case "besluit":
            return asdict(bezoek.besluit)
        case "gedaan":
            return sorted(bezoek.gedaan)
        case "begin":
            return [str(getattr(bezoek.situatie, field)) for field in BEGIN_FIELDS]
    raise ValueError(kind)


def _helpers(bezoek: Bezoek, number: str) -> frozenset[str]:
    framework: Framework | None = frameworks().get(bezoek.kader)
    if framework is None:
        return bezoek.hulpvragen
    return frozenset(each.id for _, found in framework.helpers(number) for each in found)
