"""What every form of the walk does when it comes in: read it, check its stamp, keep it, go on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods

from meldcode.guide import drafts, pages, stamps, visits
from meldcode.kader.bezoek import Bezoek

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


def go(
    request: HttpRequest,
    bezoek: Bezoek,
    where: pages.Target | str,
    *,
    before: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Keep the visit and go on to a page of the walk, or to an address.

    A redirect, so that a reload sends nothing twice. ``before`` is the framework of before, where
    another profession was chosen. In ``danger`` the page for danger comes first, with the way back
    to ``where``.
    """
    target = None if isinstance(where, str) else where
    url = where if isinstance(where, str) else pages.url_of(*where)
    response = HttpResponseRedirect(pages.danger_url(url) if danger else url)
    drafts.forget(request)
    visits.keep(request, response, bezoek, target, before)
    return response


def sent(request: HttpRequest) -> QueryDict | None:
    """The form that came in, or what somebody was typing on this page when danger came between."""
    return request.POST if request.method == "POST" else drafts.of(request)


def stamped(
    request: HttpRequest, bezoek: Bezoek, changed: Bezoek, page: pages.Target, field: str
) -> list[pages.Error]:
    """The error of a form that was overtaken by another tab, or whose visit is gone."""
    sentence = stamps.problem(request, bezoek, changed, *page)
    return [{"veld": field, "tekst": sentence}] if sentence else []
