"""Answering a form by a redirect, so that what was typed never ends on the browser's disk.

Chromium writes the body of a form into its session file together with the page that answered it
(seen in `Sessions/Session_*`, whatever `Cache-Control` says); of a page that was asked for it keeps
the address alone. So the page with the errors, the advice or the results is kept sealed, and asked
for at once by an address that says nothing and works once.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from meldcode.access import gate
from meldcode.dossier import services
from meldcode.dossier.models import Draft

PARAMETER = "antwoord"
_FORM = "antwoord-"
_KEPT_FOR = timedelta(minutes=10)


def given(request: HttpRequest, page: HttpResponse, zaak: str = "") -> HttpResponse:
    """`page`, or the redirect that leads to it, or the page that such a redirect asks for."""
    if request.method == "POST":
        return _kept(request, page, zaak) if _by_browser(request) else page
    return _asked_for(request, zaak) or page


def _by_browser(request: HttpRequest) -> bool:
    """Whether a browser goes to the answer, with something typed in the form it sent."""
    goes = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return goes and any(name != "csrfmiddlewaretoken" for name in request.POST)


def _kept(request: HttpRequest, page: HttpResponse, zaak: str) -> HttpResponse:
    who, now = gate.person(request), timezone.now()
    old = int((now - _KEPT_FOR).timestamp())
    Draft.objects.filter(form__startswith=_FORM, saved_at__lt=old).delete()
    token = secrets.token_urlsafe(16)
    services.keep_draft(who, zaak, _FORM + token, {"pagina": [page.content.decode()]}, now)
    # The look is the page that follows, which writes its own line in the log.
    gate.did(request, "")
    return HttpResponseRedirect(f"{request.path}?{PARAMETER}={token}")


def _asked_for(request: HttpRequest, zaak: str) -> HttpResponse | None:
    token = request.GET.get(PARAMETER, "")
    if not token or len(token) > 24:
        return None
    who = gate.person(request)
    kept = services.draft(who, zaak, _FORM + token)
    services.drop_draft(who, zaak, _FORM + token)
    return HttpResponse(kept["pagina"][0]) if kept else None
