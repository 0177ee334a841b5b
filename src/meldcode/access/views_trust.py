"""What two people must do, and the recovery key that each person agrees to."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldcode.access import gate, numbers, people, sharing, two_hands
from meldcode.access.models import Invitation, Proposal
from meldcode.access.pages import read_or_post, show
from meldcode.access.people import PeopleError, Unlocked


@read_or_post
def herstelsleutel(request: HttpRequest) -> HttpResponse:
    """A new recovery key: who gave it, what that means, and whether this person agrees."""
    who = gate.person(request)
    asked = people.asked(who)
    if asked is None or "later" in request.POST:
        return HttpResponseRedirect(reverse("dossier:zaken"))
    if request.method != "POST":
        return show(request, "access/herstelsleutel.html", {"sleutel": asked})
    try:
        people.agree(who)
    except PeopleError as problem:
        wrong = {"akkoord": str(problem)}
        return show(request, "access/herstelsleutel.html", {"sleutel": asked}, wrong)
    gate.once_stored(request, partial(sharing.catch_up, who, timezone.now()))
    gate.did(request, "akkoord herstelsleutel")
    return HttpResponseRedirect(reverse("dossier:zaken"))


@read_or_post
def voorstellen(request: HttpRequest) -> HttpResponse:
    """What waits for a second signature, and signing for it or taking it away."""
    who = gate.person(request)
    problem: dict[str, str] = {}
    if request.method == "POST":
        try:
            gate.did(request, _decide(request, who))
            return HttpResponseRedirect(reverse("access:voorstellen"))
        except PeopleError as error:
            problem = {"voorstel": str(error)}
    able = who.reference in two_hands.others("")
    rows = [_told(row, who, able) for row in two_hands.open_ones()]
    invited = [_invited(row, who) for row in people.invitations(timezone.now())]
    context = {"voorstellen": rows, "uitnodigingen": [each for each in invited if each]}
    return show(request, "access/voorstellen.html", context, problem)


def _decide(request: HttpRequest, who: Unlocked) -> str:
    number = numbers.whole(request.POST.get("teken", request.POST.get("weg", "")))
    if "uitnodiging" in request.POST:
        people.sign_invitation(who, request.POST["uitnodiging"])
        return two_hands.SIGNED
    if number is None:
        raise PeopleError("Kies een voorstel uit de lijst.")
    if "teken" in request.POST:
        two_hands.sign(who, number)
        return two_hands.SIGNED
    two_hands.withdraw(who, number)
    return two_hands.TAKEN_BACK


def _told(row: Proposal, who: Unlocked, able: bool) -> dict[str, object]:
    everybody = people.people()
    about = everybody.get(row.about)
    second = everybody.get(row.second)
    can = able and not second and row.by != who.reference
    return {
        "nummer": row.pk,
        "wat": _what(row, about.naam if about else ""),
        "door": everybody[row.by].naam if row.by in everybody else "iemand",
        "op": datetime.fromisoformat(row.at),
        "tweede": second.naam if second else "",
        "kan": can and (row.about != who.reference or row.kind in (two_hands.STOP, two_hands.ENDS)),
    }


def _what(row: Proposal, naam: str) -> str:
    data = json.loads(row.data)
    match row.kind:
        case two_hands.RECOVERY:
            return f"Een nieuwe herstelcode, met {data['bewaarders']} bewaarder(s)."
        case two_hands.EMERGENCY:
            known = people.people()
            names = [known[ref].naam for ref in data["houders"] if ref in known]
            return f"Noodtoegang voor {', '.join(names)}."
        case two_hands.ROLES | two_hands.ENDS:
            return f"Andere rollen voor {naam}: {', '.join(data['rollen'])}."
        case two_hands.STOP:
            return f"De toegang van {naam} stoppen."
    return f"{naam} weer toegang geven."


def _invited(row: Invitation, who: Unlocked) -> dict[str, object] | None:
    if not people.lacks_second(row):
        return None
    by = people.people()[row.inviter].naam
    can = row.inviter != who.reference
    return {"naam": row.naam, "rollen": row.rollen, "door": by, "publiek": row.public, "kan": can}


@require_POST
def gezien(request: HttpRequest) -> HttpResponse:
    """Somebody read a notice that stays until then."""
    number = numbers.whole(request.POST.get("bericht", ""))
    if number is not None:
        sharing.put_away(gate.person(request).person, number)
    return HttpResponseRedirect(reverse("dossier:zaken"))
