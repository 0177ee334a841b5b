"""What somebody was typing when danger came between: kept sealed beside the visit, and given back.

The button 'Acuut gevaar' belongs to the form of the page, so what was typed goes along with it,
also without JavaScript. It is no answer yet: that it becomes with 'Verder'.
"""

from __future__ import annotations

import json
from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from meldcode.guide import visits
from meldcode.guide.stamps import FROM, HIDDEN


def origin(address: str) -> str:
    """``address`` where it is that of a page of ours, else empty."""
    if not address.startswith("/") or address.startswith("//"):
        return ""
    with suppress(Resolver404):
        resolve(address)
        return address
    return ""


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Keep what the form holds for the page it came from; danger waits for no database."""
    word = origin(request.POST.get(FROM, ""))
    typed = {key: each for key, each in request.POST.lists() if key not in HIDDEN and any(each)}
    if not word or not typed or not _ours(request):
        return
    with suppress(DatabaseError):
        visits.set_aside(request, response, word, json.dumps(typed))


def of(request: HttpRequest) -> QueryDict | None:
    """What was being typed on this page, or None."""
    text = visits.aside(request, request.path)
    if text is None:
        return None
    found = QueryDict(mutable=True)
    for key, values in json.loads(text).items():
        found.setlist(key, values)
    return found


def forget(request: HttpRequest) -> None:
    """Drop the draft of this page: its form came in."""
    visits.take_aside(request, request.path)


def _ours(request: HttpRequest) -> bool:
    """Whether a page of ours sent this: another site could plant a text in somebody's visit."""
    return bool(request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin")
