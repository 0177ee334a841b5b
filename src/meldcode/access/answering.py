"""Answering a form by a redirect, so that what was typed never ends on the browser's disk.

Chromium writes the body of a form into its session file together with the page that answered it
(seen in `Sessions/Session_*`, whatever `Cache-Control` says); of a page that was asked for it keeps
the address alone. So the page with the errors, the advice or the results is kept sealed, and asked
for at once by an address that says nothing and works once. Where it is kept differs: for who is
logged in, or beside a sealed visit.
"""

from __future__ import annotations

import re
import secrets
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

PARAMETER = "antwoord"
KEPT_SECONDS = 10 * 60

_WORD_BYTES = 16
_WORD = re.compile(r"[A-Za-z0-9_-]{22}")


class Keeper(Protocol):
    """Keeps a page sealed for whoever sent this request."""

    def keep(self, response: HttpResponse, word: str, page: str) -> None:
        """Keep `page` for KEPT_SECONDS under `word`; `response` is the redirect that asks for it.

        Raises DatabaseError where it can't be kept.
        """

    def take(self, word: str) -> str | None:
        """The page that was kept under `word`, which is then gone; None where there is none."""


def given(request: HttpRequest, page: HttpResponse, keeper: Keeper) -> HttpResponse:
    """`page`, or the redirect that leads to it, or the page that such a redirect asks for."""
    if request.method == "POST":
        return _kept(request, page, keeper) if _by_browser(request) else page
    return _asked_for(request, keeper) or page


def _by_browser(request: HttpRequest) -> bool:
    """Whether a browser goes to the answer, with something typed in the form it sent."""
    goes = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return goes and any(name != "csrfmiddlewaretoken" for name in request.POST)


def _kept(request: HttpRequest, page: HttpResponse, keeper: Keeper) -> HttpResponse:
    word = secrets.token_urlsafe(_WORD_BYTES)
    response = HttpResponseRedirect(f"{request.path}?{PARAMETER}={word}")
    response.cookies.update(page.cookies)
    keeper.keep(response, word, page.content.decode())
    return response


def _asked_for(request: HttpRequest, keeper: Keeper) -> HttpResponse | None:
    word = request.GET.get(PARAMETER, "")
    if not _WORD.fullmatch(word):
        return None
    kept = keeper.take(word)
    return None if kept is None else HttpResponse(kept)
