"""The second factor: showing it after the passphrase, setting it up and taking it away."""

from __future__ import annotations

import re
from collections.abc import Iterator

import qrcode
from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from meldcode.access import (
    factor_rows,
    gate,
    log,
    login,
    passkeys,
    second_factor,
    sharing,
    throttle,
    trust,
    unlock,
)
from meldcode.access.log import Look
from meldcode.access.models import Person
from meldcode.access.pages import read_or_post, show
from meldcode.access.people import Unlocked
from meldcode.access.second_factor import Factor
from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import SealBroken

NAME_LENGTH = 40
_WRONG_CODE = (
    "Deze code klopt niet, of je hebt hem al gebruikt. Wacht op de volgende code in je app."
)
_WRONG_PASSKEY = "Je passkey werd niet herkend. Probeer het nog een keer."
_TOO_OFTEN = "Er is te vaak geprobeerd. Wacht {wait} seconden."
_ADDING = {"code": "access:factor_code", "passkey": "access:factor_passkey"}
_ADDED, _REMOVED = "tweede stap toegevoegd", "tweede stap verwijderd"


@read_or_post
def tweede_stap(request: HttpRequest) -> HttpResponse:
    """Show a second thing; then the keys that waited open."""
    who = gate.person(request)
    problem = _check_step(request, who) if request.method == "POST" else {}
    if request.method == "POST" and not problem:
        unlock.passed_second_factor(request)
        sharing.catch_up(who, timezone.now())
        asks = sharing.must_ask(who)
        back = _back(unlock.state(request).back)
        return HttpResponseRedirect(reverse("access:herstelsleutel") if asks else back)
    kinds = {factor.is_passkey for factor in second_factor.of(*_keys(who))}
    # Nobody is in yet: the page shows no menu, and the server's own clock locks it.
    context = {
        **_script(),
        "wie": None,
        "naam": who.person.naam,
        "met_code": False in kinds,
        "opties": passkeys.ask(who.person),
    }
    return show(request, "access/tweede_stap.html", context, problem)


def _check_step(request: HttpRequest, who: Unlocked) -> dict[str, str]:
    """Problems by field; none where the factor held. Writes a line either way."""
    kind = "passkey" if "passkey" in request.POST else "code"
    if not factor_rows.are_genuine(who.person):
        # Somebody put another in its place since the passphrase was given.
        return {kind: trust.CHANGED}
    counters = [throttle.of_step(who.reference)]
    try:
        throttle.take(counters)
    except throttle.TooOften as refusal:
        return {kind: _TOO_OFTEN.format(wait=refusal.seconds)}
    if not _holds(request, who, kind):
        _note(who, Look("tweede stap", ground=kind, result=log.REFUSED))
        return {kind: _WRONG_PASSKEY if kind == "passkey" else _WRONG_CODE}
    before = throttle.succeeded(counters)
    _note(who, Look("tweede stap", ground=f"na {before} pogingen" if before else kind))
    return {}


def _holds(request: HttpRequest, who: Unlocked, kind: str) -> bool:
    answer = request.POST.get(kind, "")
    if kind == "passkey":
        return passkeys.check(who.person, answer)
    return second_factor.check_code(*_keys(who), answer)


def _note(who: Unlocked, look: Look) -> None:
    log.write(who.keyring, look, timezone.now())


def _back(back: str) -> str:
    inside = back.startswith("/dossier/") and url_has_allowed_host_and_scheme(back, None)
    return back if inside else reverse("dossier:zaken")


@read_or_post
def factoren(request: HttpRequest) -> HttpResponse:
    """What somebody shows besides the passphrase."""
    context = {"factoren": second_factor.of(*_keys(gate.person(request)))}
    return show(request, "access/factoren.html", context)


@read_or_post
def factor_bevestig(request: HttpRequest, doel: str) -> HttpResponse:
    """Give passphrase and second factor once more; then what was asked for goes on.

    `doel` is what was asked for: a kind to add, or the number of what must go.
    """
    who = gate.person(request)
    present = second_factor.of(*_keys(who))
    leaving = next((each for each in present if str(each.number) == doel), None)
    if leaving is None and doel not in _ADDING:
        return HttpResponseRedirect(reverse("access:factoren"))
    problem = _check_both(request, who) if request.method == "POST" else {}
    if request.method == "POST" and not problem:
        return _confirmed(request, who, doel, leaving)
    kinds = {each.is_passkey for each in present}
    context = {
        **_script(),
        "weg": leaving,
        "laatste": len(present) == 1,
        "met_code": False in kinds,
        "met_passkey": True in kinds,
        "opties": passkeys.ask(who.person),
    }
    return show(request, "access/factor_bevestig.html", context, problem)


def _check_both(request: HttpRequest, who: Unlocked) -> dict[str, str]:
    """Problems by field; none where who is at this browser gave all that logging in asks."""
    try:
        login.confirm(who, request.POST.get("wachtzin", ""))
    except login.LoginError as problem:
        return {"wachtzin": str(problem)}
    return _check_step(request, who) if second_factor.asked_of(who.person) else {}


def _confirmed(
    request: HttpRequest, who: Unlocked, goal: str, leaving: Factor | None
) -> HttpResponse:
    if leaving is None:
        unlock.confirm(request)
        return HttpResponseRedirect(reverse(_ADDING[goal]))
    with gate.kept(request, _REMOVED):
        second_factor.remove(*_keys(who), leaving.number)
    return HttpResponseRedirect(reverse("access:factoren"))


def _ask_first(request: HttpRequest, goal: str) -> HttpResponse | None:
    """The page that asks who is here, where this browser didn't just confirm it."""
    if unlock.is_confirmed(request):
        return None
    return HttpResponseRedirect(reverse("access:factor_bevestig", args=[goal]))


@read_or_post
def factor_code(request: HttpRequest) -> HttpResponse:
    """Set up an app that makes codes; its secret goes to and fro sealed, and lies nowhere."""
    who, first = gate.person(request), _ask_first(request, "code")
    if first is not None:
        return first
    secret = _offered(request, who) or second_factor.new_secret()
    if request.method == "POST":
        code = request.POST.get("code", "")
        if second_factor.add_code(*_keys(who), secret, code):
            return _added(request, who)
    url = get_adapter().build_totp_url(who.person, secret)
    pattern = _pattern(url)
    context = {
        "geheim": " ".join(re.findall(".{1,4}", secret)),
        "verzegeld": second_factor.seal_text(who.keyring, secret, b"nieuw geheim"),
        "zijde": len(pattern),
        "patroon": " ".join(_squares(pattern)),
    }
    problem = {"code": _WRONG_CODE} if request.method == "POST" else {}
    return show(request, "access/factor_code.html", context, problem)


def _offered(request: HttpRequest, who: Unlocked) -> str:
    """The secret that this form was made with; empty where there is none of ours."""
    sealed = request.POST.get("verzegeld", "")
    try:
        return second_factor.open_text(who.keyring, sealed, b"nieuw geheim")
    except SealBroken:
        return ""


def _pattern(text: str) -> list[list[bool]]:
    code = qrcode.QRCode()
    code.add_data(text)
    matrix: list[list[bool]] = code.get_matrix()
    return matrix


def _squares(pattern: list[list[bool]]) -> Iterator[str]:
    """The dark squares as pieces of an SVG path, so that no style or image is needed."""
    for y, row in enumerate(pattern):
        yield from (f"M{x} {y}h1v1h-1z" for x, dark in enumerate(row) if dark)


@read_or_post
def factor_passkey(request: HttpRequest) -> HttpResponse:
    """Set up a passkey; the browser makes it, on this device or another."""
    who, first = gate.person(request), _ask_first(request, "passkey")
    if first is not None:
        return first
    name = request.POST.get("naam", "").strip()
    problem: dict[str, str] = {}
    if request.method == "POST":
        problem = _check_name(name)
        answer = request.POST.get("passkey", "")
        if not problem and passkeys.add(*_keys(who), answer, name):
            return _added(request, who)
        problem = problem or {"passkey": _WRONG_PASSKEY}
    context = {**_script(), "naam": name, "opties": passkeys.ask_new(who.person)}
    return show(request, "access/factor_passkey.html", context, problem)


def _check_name(name: str) -> dict[str, str]:
    if name and len(name) <= NAME_LENGTH and name.isprintable():
        return {}
    return {"naam": f"Geef de passkey een naam van 1 tot en met {NAME_LENGTH} tekens."}


def _added(request: HttpRequest, who: Unlocked) -> HttpResponse:
    """Whoever is in elsewhere with the passphrase alone must come in anew."""
    unlock.end_all(who.reference, but=request)
    unlock.use_confirmation(request)
    gate.did(request, _ADDED)
    return HttpResponseRedirect(reverse("access:factoren"))


def _keys(who: Unlocked) -> tuple[Person, Keyring]:
    return who.person, who.keyring


def _script() -> dict[str, str]:
    return {"passkeyscript": static("access/passkey.js")}
