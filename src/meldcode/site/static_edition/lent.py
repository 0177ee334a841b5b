"""The guide's own pages, for a visit that is nowhere kept: no cookie, no database."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from meldcode.guide import visits
from meldcode.kader.bezoek import Bezoek

View = Callable[..., HttpResponse]


def shown(view: View, visit: Bezoek, *args: str) -> str:
    """What a view of the guide shows to this visit. Raises Http404 as the view does."""
    request = HttpRequest()
    request.method = "GET"
    request.META["SERVER_NAME"], request.META["SERVER_PORT"] = "localhost", "80"
    visits.lend(request, visit)
    return view(request, *args).content.decode()
