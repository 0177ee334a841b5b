"""My cases: the list, a new one, and the days as a calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from meldcode.access import gate, people, sharing
from meldcode.access.models import FOCAL, PROFESSIONAL
from meldcode.access.pages import show
from meldcode.dossier import answers, calendar, services
from meldcode.kader.load import frameworks
from meldcode.ledger import services as ledger

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def zaken(request: HttpRequest) -> HttpResponse:
    """My cases, by code name, with the next date."""
    who, now = gate.person(request), timezone.now()
    found = services.cases(who, now)
    told = sharing.told(who.person)
    context = {
        "zaken": found,
        "kaders": {f.id: f.kort for f in frameworks().values()},
        "vandaag": timezone.localdate(),
        "berichten": [(each, _author(each.by)) for each in told],
        "onleesbaar": services.unreadable(who, now),
        "mag_beginnen": who.person.has_role(PROFESSIONAL, FOCAL),
        "is_aandachtsfunctionaris": who.person.has_role(FOCAL),
    }
    response = show(request, "dossier/zaken.html", context)
    sharing.read_notices(who.person)
    return response


def _author(reference: str) -> str:
    person = people.people().get(reference)
    return person.naam if person else "iemand"


@read_or_post
def nieuw(request: HttpRequest) -> HttpResponse:
    """Start a case: a code name that is proposed, and the framework it follows."""
    who, now = gate.person(request), timezone.now()
    name = request.POST.get("codenaam", "").strip()
    chosen = request.POST.get("kader", "")
    context = {
        "kaders": [(f.id, f.beroep) for f in frameworks().values()],
        "codenaam": name or services.propose_name(who, now),
        "gekozen": chosen,
    }
    if request.method != "POST" or "ander" in request.POST:
        if "ander" in request.POST:
            context["codenaam"] = services.propose_name(who, now)
        return answers.given(request, show(request, "dossier/nieuw.html", context))
    errors = {}
    if chosen not in frameworks():
        errors["kader"] = "Kies je beroep uit de lijst."
    if not name or len(name) > services.NAME_LENGTH:
        errors["codenaam"] = services.NAME_SENTENCE
    if errors:
        return answers.given(request, show(request, "dossier/nieuw.html", context, errors))
    case = services.start(who, frameworks()[chosen], name, [], now)
    gate.did(request, "zaak begonnen", case)
    return HttpResponseRedirect(reverse("dossier:zaak", args=[case.zaak]))


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """The days of all my cases as a calendar, without a name in it."""
    who, now = gate.person(request), timezone.now()
    dues = []
    for listed in services.cases(who, now):
        case = ledger.open_case(listed.zaak, who.keyring, people.signing_keys(), now)
        found = services.read(case, timezone.localdate())
        dues += [(listed.zaak, due) for due in found.status.due]
    if not dues:
        return show(request, "dossier/geen_datums.html")
    body = calendar.ics(dues, now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return response
