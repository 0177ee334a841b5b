"""The pages around logging in: the first start, in and out, locked, lost and found."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from meldcode.access import (
    beginning,
    gate,
    login,
    numbers,
    people,
    places,
    sharing,
    two_hands,
    unlock,
)
from meldcode.access.login import LoginError
from meldcode.access.models import Installation, Unlock
from meldcode.access.pages import read_or_post, show
from meldcode.access.people import PeopleError
from meldcode.ledger.rights import Tampered
from meldcode.vault.passphrase import Busy
from meldcode.vault.recovery import CodeError

_TWO_DIFFER = "De twee wachtzinnen zijn niet gelijk. Typ ze nog een keer."
IDLE_CHOICES = range(1, 11)


@read_or_post
def begin(request: HttpRequest) -> HttpResponse:
    """The first start: the code that starting showed, a name, a passphrase; the recovery code."""
    naam = request.POST.get("naam", "").strip()
    typed = {"naam": naam, "code": request.POST.get("code", "")}
    if request.method != "POST":
        return show(request, "access/begin.html", typed)
    try:
        beginning.check(typed["code"], login.browser(request))
    except PeopleError as problem:
        return show(request, "access/begin.html", typed, {"code": str(problem)})
    phrase = request.POST.get("wachtzin", "")
    if phrase != request.POST.get("nogmaals", ""):
        return show(request, "access/begin.html", typed, {"nogmaals": _TWO_DIFFER})
    try:
        who, codes = people.set_up(naam, phrase)
    except (PeopleError, Busy) as problem:
        field = "naam" if not naam else "wachtzin"
        return show(request, "access/begin.html", typed, {field: str(problem)})
    response = HttpResponse()
    unlock.begin(request, response, who)
    unlock.remember_device(request, response)
    page = show(request, "access/herstelcode.html", {"codes": codes})
    page.cookies.update(response.cookies)
    return page


@read_or_post
def herstelcode(request: HttpRequest) -> HttpResponse:
    """Type the recovery code back, or have a new one made."""
    row = people.installation()
    confirmed = row is not None and row.recovery_confirmed
    if request.method == "POST" and row is not None and "nieuw" in request.POST:
        who = gate.person(request)
        amount = numbers.whole(request.POST.get("bewaarders", "1"))
        try:
            codes = people.new_recovery(who, 1 if amount is None else amount)
        except PeopleError as problem:
            if isinstance(problem, two_hands.Waits):
                gate.did(request, two_hands.PROPOSED)
            page = {"bevestigd": confirmed, "velden": _fields(row)}
            return show(request, "access/herstelcode.html", page, {"bewaarders": str(problem)})
        gate.once_stored(request, partial(sharing.catch_up, who, timezone.now()))
        gate.did(request, "herstelcode vernieuwd")
        return show(request, "access/herstelcode.html", {"codes": codes})
    if request.method == "POST":
        try:
            people.confirm_recovery(request.POST.getlist("code"))
        except (CodeError, PeopleError) as problem:
            typed = {"getypt": request.POST.getlist("code"), "velden": _fields(row)}
            return show(request, "access/herstelcode.html", typed, {"code": str(problem)})
        gate.did(request, "herstelcode bevestigd")
        return HttpResponseRedirect(reverse("dossier:zaken"))
    return show(request, "access/herstelcode.html", {"bevestigd": confirmed})


def _fields(row: Installation | None) -> int:
    """How many codes must be typed: one, or two of several custodians."""
    return 2 if row is not None and people.custodians_of(row) > 1 else 1


@read_or_post
def inloggen(request: HttpRequest) -> HttpResponse:
    """Name and passphrase."""
    naam = request.POST.get("naam", "").strip()
    if request.method != "POST":
        return show(request, "access/inloggen.html", {"naam": naam})
    try:
        who = login.attempt(request, naam, request.POST.get("wachtzin", ""))
    except LoginError as problem:
        return show(request, "access/inloggen.html", {"naam": naam}, {"wachtzin": str(problem)})
    return _enter(request, who)


@read_or_post
def ontgrendelen(request: HttpRequest) -> HttpResponse:
    """The passphrase again, and back to where one was."""
    found = unlock.state(request)
    naam = found.person.naam if found.person else ""
    if request.method != "POST":
        return show(request, "access/ontgrendelen.html", {"naam": naam})
    try:
        who = login.attempt(request, naam, request.POST.get("wachtzin", ""))
    except LoginError as problem:
        return show(request, "access/ontgrendelen.html", {"naam": naam}, {"wachtzin": str(problem)})
    return _enter(request, who)


def _enter(request: HttpRequest, who: people.Unlocked) -> HttpResponse:
    before = unlock.state(request)
    # What a colleague was looking at when this browser locked is not where this person goes.
    back = before.back if before.person == who.person else ""
    response = HttpResponseRedirect(_safe(back))
    login.enter(request, response, who)
    if unlock.state(request).stage == Unlock.OPEN and sharing.must_ask(who):
        response["Location"] = reverse("access:herstelsleutel")
    return response


def _safe(back: str) -> str:
    inside = back.startswith("/dossier/") and url_has_allowed_host_and_scheme(back, None)
    return back if inside and _is_page(urlsplit(back).path) else reverse("dossier:zaken")


def _is_page(path: str) -> bool:
    # What a browser would first make another path of ('/dossier/..//x') is no page of ours.
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@read_or_post
def herstel(request: HttpRequest) -> HttpResponse:
    """Passphrase lost: the code, and a new passphrase."""
    row = people.installation()
    naam = request.POST.get("naam", "").strip()
    codes = request.POST.getlist("code")
    context = {"naam": naam, "getypt": codes, "velden": _fields(row)}
    if request.method != "POST":
        return show(request, "access/herstel.html", context)
    phrase = request.POST.get("wachtzin", "")
    if phrase != request.POST.get("nogmaals", ""):
        return show(request, "access/herstel.html", context, {"nogmaals": _TWO_DIFFER})
    try:
        who = people.recover(naam, codes, phrase, unlock.end_all)
    except Busy as problem:
        return show(request, "access/herstel.html", context, {"wachtzin": str(problem)})
    except (CodeError, PeopleError) as problem:
        return show(request, "access/herstel.html", context, {"code": str(problem)})
    return _enter(request, who)


@read_or_post
def uitnodiging(request: HttpRequest) -> HttpResponse:
    """Exchange an invitation for a passphrase of one's own."""
    naam, code = request.POST.get("naam", "").strip(), request.POST.get("code", "")
    context = {"naam": naam, "code": code}
    if request.method != "POST":
        return show(request, "access/uitnodiging.html", context)
    phrase = request.POST.get("wachtzin", "")
    if phrase != request.POST.get("nogmaals", ""):
        return show(request, "access/uitnodiging.html", context, {"nogmaals": _TWO_DIFFER})
    try:
        who = people.accept(naam, code, phrase, timezone.now())
    except CodeError as problem:
        return show(request, "access/uitnodiging.html", context, {"code": str(problem)})
    except (PeopleError, Busy) as problem:
        return show(request, "access/uitnodiging.html", context, {"wachtzin": str(problem)})
    return _enter(request, who)


@require_POST
def slot(request: HttpRequest) -> HttpResponse:
    """Lock this browser; the page it was on comes back after unlocking."""
    unlock.lock(request, request.POST.get("terug", ""))
    return HttpResponseRedirect(reverse("access:ontgrendelen"))


@require_POST
def wakker(request: HttpRequest) -> HttpResponse:
    """Somebody is still there."""
    return HttpResponse(status=204)


@require_POST
def uit(request: HttpRequest) -> HttpResponse:
    """Log out."""
    response = HttpResponseRedirect(reverse("access:inloggen"))
    unlock.end(request, response)
    return response


@read_or_post
def account(request: HttpRequest) -> HttpResponse:
    """One's own passphrase and lock."""
    who = gate.person(request)
    context = {
        "minuten": IDLE_CHOICES,
        "gekozen": who.person.idle_minutes,
        "plekken": places.of(request),
    }
    if request.method != "POST":
        return show(request, "access/account.html", context)
    if "sluit" in request.POST:
        with gate.kept(request, "plek gesloten"):
            places.close(request, request.POST["sluit"])
        return HttpResponseRedirect(reverse("access:account"))
    if "minuten" in request.POST:
        chosen = numbers.whole(request.POST["minuten"])
        if chosen is not None and chosen in IDLE_CHOICES:
            who.person.idle_minutes = chosen
            who.person.save(update_fields=["idle_minutes"])
        return HttpResponseRedirect(reverse("access:account"))
    new = request.POST.get("nieuw", "")
    if new != request.POST.get("nogmaals", ""):
        return show(request, "access/account.html", context, {"nogmaals": _TWO_DIFFER})
    try:
        login.confirm(who, request.POST.get("oud", ""))
        locked = people.locked_anew(who, new)
    except LoginError as problem:
        return show(request, "access/account.html", context, {"oud": str(problem)})
    except (PeopleError, Busy) as problem:
        return show(request, "access/account.html", context, {"nieuw": str(problem)})
    with gate.kept(request, "wachtzin gewijzigd"):
        people.keep_lock(who, locked)
        unlock.end_all(who.reference, but=request)
    return show(request, "access/account.html", {**context, "gewijzigd": True})


def damaged(request: HttpRequest, broken: Tampered) -> HttpResponse:
    """The case is not as it was written: what, where, and what to do. Nothing of it is shown."""
    return show(request, "access/beschadigd.html", {"gebreken": broken.faults}, status=409)
