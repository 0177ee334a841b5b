"""My cases: the list, a new one, and the days as a calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from meldcode.access import dating, gate, known, paging, sharing
from meldcode.access.models import FOCAL, PROFESSIONAL, Notice
from meldcode.access.pages import read_or_post, show
from meldcode.access.people import Unlocked
from meldcode.dossier import answers, calendar, ending, services
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.ledger.rights import NoAccess, Tampered
from meldcode.ledger.services import Gone, OpenCase

# Cases on a page of the list.
PAGE = 50
# No term is shorter than a year; a case that was written in since is not over, or is seen then.
_QUIET = timedelta(days=365)
# Cases that one look at the list reads to note their term; only those of an older version.
CATCH_UP = 3


@require_safe
def zaken(request: HttpRequest) -> HttpResponse:
    """My cases, by code name, with the next date."""
    who, now = gate.person(request), timezone.now()
    number = paging.number(request)
    first = number == 1
    held = services.held(who, now, (number - 1) * PAGE, PAGE, _QUIET if first else None)
    told, row = sharing.told(who.person), gate.installation(request)
    rows = _with_term(held.cases, row.own_years)
    over = [each for each in (*rows, *_with_term(held.quiet, row.own_years)) if first and each.over]
    context = {
        "voorbij": over,
        "zaken": [each for each in rows if not (first and each.over)],
        "bladen": paging.links(number, held.more),
        "kaders": {f.id: f.kort for f in frameworks().values()},
        "vandaag": timezone.localdate(),
        "nieuwe_herstelsleutel": sharing.must_ask(who, row),
        "berichten": _with_author(told),
        "onleesbaar": held.closed,
        "klok": dating.BEHIND if dating.is_behind(now) else "",
        "mag_beginnen": who.person.has_role(PROFESSIONAL, FOCAL),
        "is_aandachtsfunctionaris": who.person.has_role(FOCAL),
    }
    if _shown(request):
        lacking = _without_term(who, held.cases, now)
        if lacking:
            gate.with_the_line(request, partial(_note, lacking))
    if told and _shown(request):
        gate.with_the_line(request, partial(sharing.read_notices, who.person))
    return show(request, "dossier/zaken.html", context)


class _Row(NamedTuple):
    """A case in the list, what to say of how long it is kept, and whether that is over."""

    zaak: services.Listed
    bewaren: str
    over: bool


def _with_term(cases: Sequence[services.Listed], own: int | None) -> list[_Row]:
    """Each with what to say of how long it is kept; nothing while its end is far off."""
    return [_row(each, own, timezone.localdate()) for each in cases]


def _row(case: services.Listed, own_years: int | None, today: date) -> _Row:
    if case.basis is None:
        return _Row(case, "", over=False)
    until = ending.end(case.basis, own_years)
    if until is None and case.status == "gesloten":
        return _Row(case, ending.UNKNOWN, over=False)
    return _Row(case, ending.told(until, today), over=until is not None and until < today)


def _without_term(
    who: Unlocked, cases: Sequence[services.Listed], now: datetime
) -> list[services.File]:
    """A few of the cases of before lists told of their term, to be noted with the log's line."""
    lacking = [each.zaak for each in cases if each.basis is None][:CATCH_UP]
    found = []
    for zaak in lacking:
        try:
            case = known.opened(zaak, who, now)
            if case.may_write:
                found.append(services.read(case, timezone.localdate()))
        except (Tampered, NoAccess, Gone):
            continue  # its own page says what is wrong
    return found


def _note(files: Sequence[services.File]) -> None:
    for each in files:
        services.note_term(each)


def _shown(request: HttpRequest) -> bool:
    """Whether a person gets to see this page: not for HEAD, nor for what a browser fetches ahead
    (https://wicg.github.io/nav-speculation/prefetch.html: Sec-Purpose)."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _with_author(told: Sequence[Notice]) -> list[tuple[Notice, str]]:
    names = known.names({each.by for each in told}) if told else {}
    return [(each, names.get(each.by, "iemand")) for each in told]


@read_or_post
def nieuw(request: HttpRequest) -> HttpResponse:
    """Start a case: a code name that is proposed, and the framework it follows."""
    asked = ask_to_begin(request, request.POST.get("kader", ""))
    if isinstance(asked, HttpResponse):
        return asked
    codenaam, framework = asked
    case = services.start(gate.person(request), framework, codenaam, [], timezone.now())
    return begun(request, case)


def ask_to_begin(
    request: HttpRequest, kader: str, context: Mapping[str, Any] | None = None
) -> HttpResponse | tuple[str, Framework]:
    """The code name and framework that were chosen, or the page that asks for them.

    `kader` is the framework's id as far as it is chosen.
    """
    name = request.POST.get("codenaam", "").strip()
    errors = {}
    if kader not in frameworks():
        errors["kader"] = "Kies je beroep uit de lijst."
    if not name or len(name) > services.NAME_LENGTH:
        errors["codenaam"] = services.NAME_SENTENCE
    sent = request.method == "POST" and "ander" not in request.POST
    if sent and not errors:
        return name, frameworks()[kader]
    proposed = name if name and "ander" not in request.POST else _proposed(request)
    values = {
        "kaders": [(f.id, f.beroep) for f in frameworks().values()],
        "codenaam": proposed,
        "gekozen": kader,
        **(context or {}),
    }
    page = show(request, "dossier/nieuw.html", values, errors if sent else {})
    return answers.given(request, page)


def _proposed(request: HttpRequest) -> str:
    return services.propose_name(gate.person(request), timezone.now())


def begun(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """On to the case that was begun, which the log says."""
    gate.did(request, "zaak begonnen", case)
    return HttpResponseRedirect(reverse("dossier:zaak", args=[case.zaak]))


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """The days of all my cases as a calendar, without a name in it."""
    who, now = gate.person(request), timezone.now()
    dues = []
    for listed in services.cases(who, now):
        case = known.opened(listed.zaak, who, now)
        found = services.read(case, timezone.localdate())
        dues += [(listed.zaak, due) for due in found.status.due]
    if not dues:
        return show(request, "dossier/geen_datums.html")
    body = calendar.ics(dues, now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return response
