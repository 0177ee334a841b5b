"""What a form gets when its report is gone or full: nothing that was typed is lost in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from meldcode.access import answering
from meldcode.dossier import forms
from meldcode.dossier.words import FormWords, Kind, form_of
from meldcode.melding import desk, visits, words
from meldcode.melding.desk import Desk

Why = Literal["verlopen", "weg", "te_groot", "veranderd"]
P = ParamSpec("P")
# RFC 9110, sections 15.5.11, 15.5.14 and 15.5.10
_STATUS: Mapping[Why, int] = {"verlopen": 410, "weg": 410, "te_groot": 413, "veranderd": 409}
_TEXTS = (Kind.LINE, Kind.TEXT)


def at_desk(
    view: Callable[Concatenate[Desk, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view of a report that was begun; else to where one begins, or what was typed is shown."""

    @wraps(view)
    def found(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        here = desk.at(request)
        if here.file is None and not here.started:
            return page(here, "verlopen") if _is_sent(here) else HttpResponseRedirect(here.base)
        try:
            return view(here, *args, **kwargs)
        except visits.TooLarge:
            return page(here, "te_groot")
        except desk.Changing:
            return page(here, "veranderd")

    return found


def one_at_a_time(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose POST reads the report and writes it back: another one waits for it.

    Else a draft that is still on its way would take a new fact out again. SQLite lets one writer
    in; PostgreSQL keeps the row that was read (see `visit.rows` and `services.draft`).
    """

    @wraps(view)
    def alone(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return alone


def gone(here: Desk) -> HttpResponse:
    """The page of somebody or something that is not in the report, or not any more.

    Raises Http404 where nothing was typed on it.
    """
    if _is_sent(here) or answering.PARAMETER in here.request.GET:
        return page(here, "weg")
    raise Http404


def page(here: Desk, why: Why) -> HttpResponse:
    """Says what happened, and shows what was typed. Keeping a draft gets the status alone."""
    status = _STATUS[why]
    if "concept" in here.request.POST:
        return HttpResponse(status=status)
    context = {"waarom": why, "getypt": _typed(here), "terug": None}
    response = desk.show(here, "melding/kwijt.html", context)
    if response.status_code == 200 and _is_sent(here):
        response.status_code = status
    return response


def _is_sent(here: Desk) -> bool:
    return here.request.method == "POST"


def _typed(here: Desk) -> list[tuple[str, str, str]]:
    """The texts of the form that was sent: id of the control, label and text."""
    form = _form_at(here.page)
    if form is None:
        return []
    given = forms.values(form, here.request.POST)
    texts = (each for each in forms.asked(form) if each.kind in _TEXTS and each.name in given)
    return [(forms.field_id(each.name), each.label, given[each.name][0]) for each in texts]


def _form_at(page: str) -> FormWords | None:
    place, _, which = page.partition("/")
    if place == "mens":
        return form_of("persoon")
    return words.parts().get(which if place == "deel" else place)
