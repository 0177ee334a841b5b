"""The only door to reports without a case: read, keep, wipe. How they are kept: `visit.store`.

Who writes one does not log in. Unlike a visit to the guide it holds names, so it has a cookie and
a table of its own.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from pydantic import ValidationError

from meldcode.melding.models import SealedReport
from meldcode.melding.report import Report
from meldcode.visit.store import Store

# Writing a report takes longer than a walk through the guide.
LIFETIME_SECONDS = 60 * 60
# Whoever comes by may write here, so there is an end to it; 400 facts of 2000 characters fit.
LARGEST_BYTES = 1024**2


class TooLarge(Exception):
    """The report is larger than what is kept for somebody who does not log in; nothing changed."""


def cookie_name() -> str:
    """The cookie that leads to the report; over TLS `__Host-` ties it to this very host."""
    return _STORE.cookie_name


def read(request: HttpRequest) -> Report:
    """The report of this request, or an empty one where there is none that can be opened."""
    return _STORE.read(request)


def exists(request: HttpRequest) -> bool:
    """Whether anything is kept for this request; it may be a report that is still empty."""
    return _STORE.exists(request)


def taken(request: HttpRequest) -> bool:
    """Whether this went on in another browser; see `visit.store`."""
    return _STORE.taken(request)


def forget(response: HttpResponse) -> None:
    """Take the cookie away, and leave what is kept where it is."""
    _STORE.forget(response)


def ends_at(request: HttpRequest) -> datetime | None:
    """When it ends if it is not used any more (aware, UTC); None where there is none."""
    return _STORE.ends_at(request)


def keep(request: HttpRequest, response: HttpResponse, report: Report) -> None:
    """Store `report`; the first time `response` gets the cookie.

    Raises TooLarge where it is over LARGEST_BYTES as JSON, and DatabaseError.
    """
    _STORE.keep(request, response, report)


def wipe(request: HttpRequest, response: HttpResponse) -> None:
    """Remove the report, and a page kept beside it, from database, write-ahead log and browser.

    Also where it can't be opened any more. Raises DatabaseError where a row stays.
    """
    _STORE.wipe(request, response)


def wipe_too(sender: object, *, request: HttpRequest, response: HttpResponse, **_: object) -> None:
    """Wipe the report of a browser that wipes everything; a receiver of `visit.wiping`."""
    if cookie_name() in request.COOKIES:
        wipe(request, response)


def purge_expired() -> None:
    """Remove every report, and every page beside one, whose time is over."""
    _STORE.purge_expired()


def sweep() -> bool:
    """Remove what `purge_expired` does; whether there was anything."""
    return _STORE.sweep()


def set_aside(
    request: HttpRequest, response: HttpResponse, word: str, page: str, seconds: int
) -> None:
    """Keep a page beside the report, for whoever asks for it by `word` within so many seconds.

    A later page takes its place. Raises DatabaseError.
    """
    _STORE.set_aside(request, response, word, page, seconds)


def take_aside(request: HttpRequest, word: str) -> str | None:
    """The page that was set aside under `word`, once; None where there is none."""
    return _STORE.take_aside(request, word)


def _from_text(text: str) -> Report | None:
    try:
        return Report.model_validate_json(text)
    except ValidationError:
        return None


def _to_text(report: Report) -> str:
    text = report.model_dump_json()
    if len(text.encode()) > LARGEST_BYTES:
        raise TooLarge
    return text


_STORE = Store(
    model=SealedReport,
    cookie="meldcode_melding",
    # Also to the guide: its one press that wipes everything must find the report.
    path="/",
    label=b"meldcode melding",
    lifetime=LIFETIME_SECONDS,
    empty=Report(),
    from_text=_from_text,
    to_text=_to_text,
)
