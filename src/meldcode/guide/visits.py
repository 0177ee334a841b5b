"""The only door to the visits of the guide: read, keep, wipe. How they are kept: `visit.store`.

With a visit is kept where somebody is in it, which no address tells.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from meldcode.guide.models import SealedVisit
from meldcode.kader.bezoek import Bezoek, VisitError
from meldcode.kader.load import frameworks
from meldcode.visit.store import Store

LIFETIME_SECONDS = 30 * 60
# Pages of which the address doesn't tell which question they ask.
PLACED = ("situatie", "controle")


@dataclass(frozen=True)
class _Kept:
    """A visit with the question that was led to last, by the kind of its page.

    ``before`` is the framework that was looked from until the answer before this one changed it.
    """

    bezoek: Bezoek
    places: Mapping[str, str] = field(default_factory=dict)
    before: str = ""


def cookie_name() -> str:
    """The visit's cookie; over TLS `__Host-` ties it to this very host."""
    return _STORE.cookie_name


def read(request: HttpRequest) -> Bezoek:
    """The visit of this request, or an empty one where there is none that can be opened."""
    return _STORE.read(request).bezoek


def place(request: HttpRequest, kind: str) -> str:
    """The question of this kind of page that this visit was led to last; empty where none was."""
    return _STORE.read(request).places.get(kind, "")


def before(request: HttpRequest) -> str:
    """The framework of before, where the last form chose another profession; else empty."""
    return _STORE.read(request).before


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
    _STORE.lend(request, _Kept(bezoek))


def keep(
    request: HttpRequest,
    response: HttpResponse,
    bezoek: Bezoek,
    where: tuple[str, str] | None = None,
    before: str = "",
) -> None:
    """Store `bezoek` as the visit of this request. Raises DatabaseError where that can't be.

    `where` is the page of the walk (kind and id) that it goes on to; `before` the framework of
    before, where another profession was chosen.
    """
    kind, item_id = where or ("", "")
    places = _STORE.read(request).places
    led = {**places, kind: item_id} if kind in PLACED else places
    changed = before if before != bezoek.kader and not bezoek.is_empty else ""
    _STORE.keep(request, response, _Kept(bezoek, led, changed))


def wipe(request: HttpRequest, response: HttpResponse) -> None:
    """Remove the visit from the database, its write-ahead log and the browser.

    Also where the visit can't be opened any more. Raises DatabaseError where the row stays.
    """
    _STORE.wipe(request, response)


def begin_with(bezoek: Bezoek) -> None:
    """What everybody has who keeps no visit yet; empty, but in the preview of one framework."""
    global _STORE
    _STORE = replace(_STORE, empty=_Kept(bezoek))


def purge_expired() -> None:
    """Remove every visit whose time is over."""
    _STORE.purge_expired()


def sweep() -> bool:
    """Remove what `purge_expired` does; whether there was anything."""
    return _STORE.sweep()


def _from_text(text: str) -> _Kept | None:
    # A visit that was kept by an earlier version has one line: the visit alone.
    head, _, visit = text.rpartition("\n")
    places, before = json.loads(head) if head else ({}, "")
    try:
        return _Kept(Bezoek.from_json(visit, frameworks()), places, before)
    except VisitError:
        return None


def _to_text(kept: _Kept) -> str:
    return f"{json.dumps([dict(kept.places), kept.before])}\n{kept.bezoek.to_json()}"


_STORE = Store(
    model=SealedVisit,
    cookie="meldcode_bezoek",
    path="/",
    label=b"meldcode bezoek",
    lifetime=LIFETIME_SECONDS,
    empty=_Kept(Bezoek()),
    from_text=_from_text,
    to_text=_to_text,
)
