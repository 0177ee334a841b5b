"""To the organisation's own sign-on and back; the passphrase is asked after it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from meldcode.access import sso as service
from meldcode.access import unlock
from meldcode.access.pages import show
from meldcode.access.provider import origin
from meldcode.access.sso import SsoError

_UNKNOWN = (
    "Bij {name} ben je bekend, maar hier is niemand met die naam. Vraag je beheerder onder welke "
    "naam je bent uitgenodigd."
)


@require_POST
def sso(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    there = service.provider()
    if there is None:
        raise Http404
    try:
        address = service.start(request)
    except SsoError as problem:
        return show(request, "access/sso_mis.html", {}, {"": str(problem)})
    if origin(address) != there.origin:
        # The policy of our pages lets a form lead to the issuer alone; a link may lead anywhere.
        return show(request, "access/sso_heen.html", {"adres": address, "naam": there.name})
    return HttpResponseRedirect(address)


@require_GET
def sso_terug(request: HttpRequest) -> HttpResponse:
    """Back from the provider: lock this browser for who that is, and ask the passphrase.

    The page itself goes on, not the response: a browser sends our strict cookies only where one
    of our own pages leads.
    """
    there = service.provider()
    if there is None:
        raise Http404
    try:
        person = service.person(service.claims(request))
    except SsoError as problem:
        return show(request, "access/sso_mis.html", {}, {"": str(problem)})
    if person is None:
        return show(request, "access/sso_mis.html", {}, {"": _UNKNOWN.format(name=there.name)})
    response = show(request, "access/sso_verder.html", {"naam": person.naam})
    unlock.sso(request, response, person)
    return response
