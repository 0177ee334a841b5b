"""The page with the drawing of a framework, and beside it the same in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from meldcode.guide import pages
from meldcode.kader.load import BASE, frameworks
from meldcode.workshop import drawing
from meldcode.workshop.drawing import NARROW, WIDE, Size
from meldcode.workshop.plan import Plan, Stop, answer_in_words, plan_of

ABOUT = "De lijst onder de tekening zegt hetzelfde in woorden."


@require_safe
def kader(request: HttpRequest, kader_id: str = "") -> HttpResponse:
    """How a framework decides: that of the visit, or the one that is named."""
    _, chosen = pages.current(request)
    framework = frameworks().get(kader_id) if kader_id else chosen
    if framework is None:
        raise Http404
    plan = plan_of(framework, frameworks()[BASE])
    context = {
        "kader": framework,
        "plan": plan,
        "smal": _drawn(plan, NARROW, "smal"),
        "breed": _drawn(plan, WIDE, "breed"),
        "stappen": [_shown(stop) for stop in plan.stops],
        "bronnen": framework.cited(framework.bron),
        "stijl": static("guide/kader.css"),
        "andere": [
            {"url": reverse("guide:een_kader", args=[each.id]), "naam": each.naam}
            for each in frameworks().values()
            if each.id != framework.id
        ],
        "terug": pages.to_search(),
    }
    return pages.show(request, "guide/kader.html", context)


def _drawn(plan: Plan, size: Size, name: str) -> SafeString:
    """The drawing as it stands in a page: every text in it is escaped there."""
    return mark_safe(drawing.on_page(plan, size, name, ABOUT))  # noqa: S308


def _shown(stop: Stop) -> Mapping[str, Any]:
    return {
        "stap": stop,
        "afwegingen": [
            {
                "afweging": station,
                "wegen": [
                    {
                        "label": leg.label,
                        "antwoorden": [
                            {"tekst": answer_in_words(answer), "bronnen": answer.bron}
                            for answer in leg.answers
                        ],
                    }
                    for leg in station.legs
                ],
            }
            for station in stop.stations
        ],
    }
