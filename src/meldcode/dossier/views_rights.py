"""Who may see a case and who looked; emergency access; and destroying a case."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from meldcode.access import gate, overview, paging, people, sharing
from meldcode.access.pages import read_or_post, show
from meldcode.access.people import PeopleError
from meldcode.dossier import answers, pages, retention, services
from meldcode.dossier.entries import Noodtoegang
from meldcode.ledger import services as ledger
from meldcode.ledger.chain import Level
from meldcode.ledger.models import Zaak
from meldcode.paper.dates import dutch_date

_LEVELS: dict[str, Level] = {"lezen": "lezen", "schrijven": "schrijven"}
_OVER = "termijn_voorbij"
_GROUNDS = {
    _OVER: "De bewaartermijn is voorbij",
    "op_verzoek": "Iemand vroeg erom, en het verzoek is ingewilligd",
    "vergissing": "De zaak is per ongeluk begonnen",
}


@read_or_post
def wie(request: HttpRequest) -> HttpResponse:
    """Who may see this case: share it, end that, hand it over."""
    found = pages.file(request)
    members = sharing.members(found.case)
    inside = {member.person.reference for member in members}
    others = [p for ref, p in people.people().items() if ref not in inside and p.is_active]
    context = {"leden": members, "anderen": others, "terug": pages.back(found)}
    if request.method != "POST":
        return pages.show(request, "dossier/wie.html", found, context)
    try:
        with transaction.atomic():
            case, action = _decide(request, found)
    except PeopleError as problem:
        return pages.show(request, "dossier/wie.html", found, context, {"wie": str(problem)})
    gate.did(request, action, case)
    me = case.rights.get(case.reader)
    target = "dossier:wie" if me and me.level == "eigenaar" else "dossier:zaak"
    if me is None:
        return HttpResponseRedirect(reverse("dossier:zaken"))
    return HttpResponseRedirect(reverse(target, args=[case.zaak]))


def _decide(request: HttpRequest, found: services.File) -> tuple[ledger.OpenCase, str]:
    who, now = gate.person(request), timezone.now()
    chosen = people.people().get(request.POST.get("wie", ""))
    if chosen is None:
        raise PeopleError("Kies een collega uit de lijst.")
    if "stop" in request.POST:
        return sharing.end_share(found.case, who, chosen.reference, now), "delen gestopt"
    if "overdragen" in request.POST:
        return sharing.hand_over(found.case, who, chosen, now), "overgedragen"
    level = _LEVELS.get(request.POST.get("niveau", ""))
    if level is None:
        raise PeopleError("Kies of je collega alleen leest, of ook vastlegt.")
    return sharing.share(found.case, who, chosen, level, now), "gedeeld"


@require_safe
def keek(request: HttpRequest) -> HttpResponse:
    """Who looked at this case, when, and on what ground."""
    found, number = pages.file(request), paging.number(request)
    lines, more = overview.of_case(found.case.zaak, number)
    links = paging.links(number, more)
    context = {
        "regels": lines,
        "bladen": links,
        "klokrondes": overview.runs_of_case(found.case.zaak),
        "terug": pages.back(found),
    }
    return pages.show(request, "dossier/keek.html", found, context)


@read_or_post
def vernietigen(request: HttpRequest) -> HttpResponse:
    """Destroy the case: by a person, on a ground, after typing the code name over."""
    found = pages.file(request)
    row = people.installation()
    choice = retention.Choice(own_years=row.own_years if row else None)
    today = timezone.localdate()
    kept = retention.of(found.entered, found.framework, choice, today)
    context = {
        "gronden": _GROUNDS,
        "gekozen": request.POST.get("grond", ""),
        "bewaren": kept,
        "weigeren": retention.refusal_grounds(),
        "terug": pages.back(found),
    }
    if request.method != "POST":
        return pages.show(request, "dossier/vernietigen.html", found, context)
    errors = {}
    if request.POST.get("grond") not in _GROUNDS:
        errors["grond"] = "Kies waarom je deze zaak vernietigt."
    elif request.POST["grond"] == _OVER and kept.end is not None and not kept.passed:
        errors["grond"] = (
            f"De bewaartermijn is nog niet voorbij. Bewaar deze zaak tot en met "
            f"{dutch_date(kept.end)}, of kies een andere reden."
        )
    if request.POST.get("codenaam", "").strip().casefold() != found.codenaam.casefold():
        errors["codenaam"] = "Typ de codenaam precies over. Zo vernietig je niet de verkeerde zaak."
    if errors:
        return pages.show(request, "dossier/vernietigen.html", found, context, errors)
    services.destroy(found.case, gate.person(request), request.POST["grond"], timezone.now())
    gate.did(request, "vernietigd")
    transaction.on_commit(services.after_destruction)
    return show(request, "dossier/vernietigd.html", {"codenaam": found.codenaam})


@read_or_post
def nood(request: HttpRequest) -> HttpResponse:
    """Emergency access: a reason, reading only, for an hour; the owner and reviewer are told."""
    who, now = gate.person(request), timezone.now()
    zaak, reason = request.POST.get("zaak", "").strip(), request.POST.get("reden", "").strip()
    rows = Zaak.objects.filter(status="lopend").order_by("reference")
    context = {"zaken": rows, "zaak_gekozen": zaak, "reden": reason}
    if request.method != "POST":
        return answers.given(request, show(request, "dossier/nood.html", context))
    if not reason:
        problem = {"reden": "Schrijf op waarom je nu moet kijken. Je collega leest dit."}
        return answers.given(request, show(request, "dossier/nood.html", context, problem))
    try:
        with transaction.atomic():
            case, until = sharing.emergency(zaak, who, now)
            case = services.add(case, who, Noodtoegang(reden=reason, tot=until), now)
    except PeopleError as problem_:
        gate.refused(request, "noodtoegang", zaak)
        return answers.given(
            request, show(request, "dossier/nood.html", context, {"zaak": str(problem_)})
        )
    gate.did(request, "noodtoegang", case)
    return HttpResponseRedirect(reverse("dossier:zaak", args=[case.zaak]))
