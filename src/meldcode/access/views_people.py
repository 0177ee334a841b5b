"""The administrator's pages (people, settings) and the reviewer's week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from meldcode.access import gate, leaving, numbers, overview, paging, people, sharing, two_hands
from meldcode.access.models import ADMIN, FOCAL, ROLES, EmergencyHolder, Person
from meldcode.access.pages import read_or_post, show
from meldcode.access.people import PeopleError


@read_or_post
def mensen(request: HttpRequest) -> HttpResponse:
    """Everybody, whether they still work here, and the invitations that are open."""
    if request.method == "POST":
        if people.withdraw_invitation(gate.person(request), request.POST.get("trek-in", "")):
            gate.did(request, "uitnodiging ingetrokken")
        return HttpResponseRedirect(reverse("access:mensen"))
    everybody = people.people()
    open_ones = [
        (row, datetime.fromtimestamp(row.expires_at, UTC), everybody[row.inviter].naam)
        for row in people.invitations(timezone.now())
    ]
    context = {"mensen": everybody.values(), "uitnodigingen": open_ones}
    return show(request, "access/mensen.html", context)


@read_or_post
def uitnodigen(request: HttpRequest) -> HttpResponse:
    """Let somebody in: gives a code to hand over in person or by phone."""
    naam, chosen = request.POST.get("naam", "").strip(), _roles(request)
    context: Mapping[str, Any] = {"naam": naam, "rollen": _role_choices(chosen)}
    if request.method != "POST":
        return show(request, "access/uitnodigen.html", context)
    try:
        code = people.invite(gate.person(request), naam, chosen, timezone.now())
    except PeopleError as problem:
        field = "rollen" if naam and not chosen else "naam"
        return show(request, "access/uitnodigen.html", context, {field: str(problem)})
    gate.did(request, "uitgenodigd")
    return show(
        request,
        "access/uitnodigen.html",
        {
            "naam": naam,
            "code": code,
            "dagen": people.INVITATION_DAYS,
            "wacht": people.waits(naam),
        },
    )


@read_or_post
def mens(request: HttpRequest, wie: str) -> HttpResponse:
    """One person: roles, and ending or giving back access to Meldcode."""
    other = people.people().get(wie)
    if other is None:
        raise Http404
    context: Mapping[str, Any] = {"mens": other, "rollen": _role_choices(sorted(other.roles))}
    if request.method != "POST":
        return show(request, "access/mens.html", context)
    try:
        _change(request, other)
    except two_hands.Waits as problem:
        gate.did(request, two_hands.PROPOSED)
        return show(request, "access/mens.html", context, {"rollen": str(problem)})
    except PeopleError as problem:
        return show(request, "access/mens.html", context, {"rollen": str(problem)})
    return HttpResponseRedirect(reverse("access:mensen"))


def _change(request: HttpRequest, other: Person) -> None:
    who = gate.person(request)
    if "stop" in request.POST:
        leaving.stop(who, other)
        gate.did(request, "toegang gestopt")
    elif "weer" in request.POST:
        leaving.give_back(who, other)
        gate.did(request, "toegang hervat")
    else:
        chosen = _roles(request)
        if other.reference == who.reference and ADMIN not in chosen:
            raise PeopleError("Je kunt je eigen rol als beheerder niet afgeven.")
        leaving.set_roles(who, other, chosen)
        gate.did(request, "rollen gewijzigd")


@read_or_post
def instellingen(request: HttpRequest) -> HttpResponse:
    """Emergency access and how long this organisation keeps a file."""
    row = people.installation()
    assert row is not None, "nobody is an administrator before the installation is there"
    focal = [p for p in people.people().values() if p.has_role(FOCAL) and p.is_active]
    named = set(EmergencyHolder.objects.values_list("reference", flat=True))
    context = {
        "aandachtsfunctionarissen": [(p, p.reference in named) for p in focal],
        "jaren": row.own_years or "",
        "minuten": row.emergency_minutes,
    }
    if request.method != "POST":
        return show(request, "access/instellingen.html", context)
    if "jaren" in request.POST:
        years = request.POST["jaren"].strip()
        number = numbers.whole(years)
        if years and (number is None or not 1 <= number <= 100):
            problem = {"jaren": "Vul een heel getal in van 1 tot en met 100, of laat het leeg."}
            return show(request, "access/instellingen.html", {**context, "jaren": years}, problem)
        row.own_years = number
        row.save()
        gate.did(request, "bewaartermijn gewijzigd")
    else:
        wanted = set(request.POST.getlist("nood"))
        holders = [p for p in focal if p.reference in wanted]
        try:
            sharing.name_for_emergencies(gate.person(request), holders)
        except PeopleError as problem:
            wrong = {"nood": str(problem)}
            gate.did(request, two_hands.PROPOSED)
            return show(request, "access/instellingen.html", context, wrong)
        gate.did(request, "noodtoegang gewijzigd")
    return HttpResponseRedirect(reverse("access:instellingen"))


@read_or_post
def logboek(request: HttpRequest) -> HttpResponse:
    """The week for the reviewer: what stands out, and every line."""
    number, now = paging.number(request), timezone.now()
    remarks, further = overview.remarks_of_week(now, number)
    lines, more = overview.of_week(now, number)
    links = paging.links(number, more or further)
    context = {
        "opvallend": remarks,
        "regels": lines,
        "bladen": links,
        "klokrondes": overview.runs_of_week(now),
    }
    return show(request, "access/logboek.html", context)


def _roles(request: HttpRequest) -> list[str]:
    return [role for role in ROLES if role in request.POST.getlist("rollen")]


def _role_choices(chosen: list[str]) -> list[tuple[str, str, bool]]:
    explained = {
        "professional": "begint zaken en legt vast",
        "aandachtsfunctionaris": "denkt mee; kan noodtoegang krijgen als je dat instelt",
        "eindverantwoordelijke": "ziet wie wanneer keek, geen inhoud",
        "meelezer": "leest zaken die iemand deelt",
        "beheerder": "nodigt mensen uit, ziet geen inhoud",
    }
    return [(role, explained[role], role in chosen) for role in ROLES]
