"""The only door to the visits of the guide: read, keep, wipe. How they are kept: `visit.store`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from meldcode.guide.models import SealedVisit
from meldcode.kader.bezoek import Bezoek, VisitError
from meldcode.kader.load import frameworks
from meldcode.visit.store import Store

LIFETIME_SECONDS = 30 * 60


def cookie_name() -> str:
    """The visit's cookie; over TLS `__Host-` ties it to this very host."""
    return _STORE.cookie_name


def read(request: HttpRequest) -> Bezoek:
    """The visit of this request, or an empty one where there is none that can be opened."""
    return _STORE.read(request)


def exists(request: HttpRequest) -> bool:
    """Whether a visit is kept for this request."""
    return _STORE.exists(request)


def taken(request: HttpRequest) -> bool:
    """Whether this went on in another browser; see `visit.store`."""
    return _STORE.taken(request)


def forget(response: HttpResponse) -> None:
    """Take the cookie away, and leave what is kept where it is."""
    _STORE.forget(response)


def ends_at(request: HttpRequest) -> datetime | None:
    """When the visit ends if it is not used any more (aware, UTC); None where there is none."""
    return _STORE.ends_at(request)


def is_gone(request: HttpRequest) -> bool:
    """Whether this browser had a visit that is not there any more."""
    return _STORE.is_gone(request)


def set_aside(request: HttpRequest, response: HttpResponse, word: str, text: str) -> None:
    """Keep one text beside the visit, as long as the visit, under `word`. Raises DatabaseError."""
    _STORE.set_aside(request, response, word, text, LIFETIME_SECONDS)


def aside(request: HttpRequest, word: str) -> str | None:
    """The text that was set aside under `word`; None where there is none."""
    return _STORE.see_aside(request, word)


def take_aside(request: HttpRequest, word: str) -> None:
    """Drop the text that was set aside under `word`, if there is one."""
    _STORE.take_aside(request, word)


def lend(request: HttpRequest, bezoek: Bezoek) -> None:
    """Let this request read `bezoek`, which is kept nowhere: for pages made into files."""
    _STORE.lend(request, bezoek)


def keep(request: HttpRequest, response: HttpResponse, bezoek: Bezoek) -> None:
    """Store `bezoek` as the visit of this request. Raises DatabaseError where that can't be."""
    _STORE.keep(request, response, bezoek)


def wipe(request: HttpRequest, response: HttpResponse) -> None:
    """Remove the visit from the database, its write-ahead log and the browser.

    Also where the visit can't be opened any more. Raises DatabaseError where the row stays.
    """
    _STORE.wipe(request, response)


def begin_with(bezoek: Bezoek) -> None:
    """What everybody has who keeps no visit yet; empty, but in the preview of one framework."""
    global _STORE
    _STORE = replace(_STORE, empty=bezoek)


def purge_expired() -> None:
    """Remove every visit whose time is over."""
    _STORE.purge_expired()


def sweep() -> bool:
    """Remove what `purge_expired` does; whether there was anything."""
    return _STORE.sweep()


def _from_text(text: str) -> Bezoek | None:
    try:
        return Bezoek.from_json(text, frameworks())
    except VisitError:
        return None


def _to_text(bezoek: Bezoek) -> str:
    return bezoek.to_json()


_STORE = Store(
    model=SealedVisit,
    cookie="meldcode_bezoek",
    path="/",
    label=b"meldcode bezoek",
    lifetime=LIFETIME_SECONDS,
    empty=Bezoek(),
    from_text=_from_text,
    to_text=_to_text,
)
