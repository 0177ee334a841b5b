"""The only door to the visits of the guide: read, keep, wipe.

A visit is kept under a key derived from the visitor's cookie and a key in the server's memory:
neither the database nor the browser's files are enough to open it, not even together.
"""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.guide.models import SealedVisit
from meldcode.kader.bezoek import Bezoek, VisitError
from meldcode.kader.load import frameworks
from meldcode.vault.process_key import PROCESS_KEY
from meldcode.vault.sealing import SealBroken, Secret, derive_key, seal, unseal

LIFETIME_SECONDS = 60 * 60
# A later expiry costs a write that waits for the disk, so reading moves it this often at most.
REFRESH_SECONDS = 5 * 60
TOKEN_BYTES = 32

_COOKIE = "meldcode_bezoek"
_CACHE = "_meldcode_visit"
_TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class _Visit:
    """What the request's cookie leads to; without a `token` there is no visit yet."""

    bezoek: Bezoek
    token: Secret | None = None
    expires_at: int = 0


def cookie_name() -> str:
    """The visit's cookie; over TLS `__Host-` ties it to this very host."""
    return f"__Host-{_COOKIE}" if settings.SECURE else _COOKIE


def read(request: HttpRequest) -> Bezoek:
    """The visit of this request, or an empty one where there is none that can be opened."""
    return _visit(request).bezoek


def exists(request: HttpRequest) -> bool:
    """Whether a visit is kept for this request."""
    return _visit(request).token is not None


def ends_at(request: HttpRequest) -> datetime | None:
    """When the visit ends if it is not used any more (aware, UTC); None where there is none."""
    visit = _visit(request)
    return datetime.fromtimestamp(visit.expires_at, UTC) if visit.token else None


def keep(request: HttpRequest, response: HttpResponse, bezoek: Bezoek) -> None:
    """Store `bezoek` as the visit of this request; the first time `response` gets the cookie.

    A token that leads to no visit is never taken over: somebody else may have planted it.
    Raises DatabaseError where it can't be stored.
    """
    token = _visit(request).token or Secret(secrets.token_urlsafe(TOKEN_BYTES).encode())
    now = _now()
    expires_at = now + LIFETIME_SECONDS
    with transaction.atomic():
        purge_expired()
        _store(token, bezoek, expires_at)
    _remember(request, _Visit(bezoek, token, expires_at))
    response.set_cookie(
        cookie_name(),
        token.reveal().decode(),
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def wipe(request: HttpRequest, response: HttpResponse) -> None:
    """Remove the visit from the database, its write-ahead log and the browser.

    Also where the visit can't be opened any more. Raises DatabaseError where the row stays.
    """
    token = _token(request)
    if token is not None:
        SealedVisit.objects.filter(lookup=_lookup(token)).delete()
    _truncate_write_ahead_log()
    _remember(request, _Visit(Bezoek()))
    response.delete_cookie(cookie_name(), path="/", samesite="Strict")


def purge_expired() -> None:
    """Remove every visit whose time is over."""
    SealedVisit.objects.filter(expires_at__lte=_now()).delete()


def _visit(request: HttpRequest) -> _Visit:
    """What `_find` found, once per request."""
    known = vars(request).get(_CACHE)
    return known if isinstance(known, _Visit) else _remember(request, _find(_token(request)))


def _remember(request: HttpRequest, visit: _Visit) -> _Visit:
    vars(request)[_CACHE] = visit
    return visit


def _token(request: HttpRequest) -> Secret | None:
    text = request.COOKIES.get(cookie_name(), "")
    return Secret(text.encode()) if _TOKEN_FORM.fullmatch(text) else None


def _find(token: Secret | None) -> _Visit:
    """Open the visit of `token` and move its expiry; an empty visit where that can't be done."""
    nothing = _Visit(Bezoek())
    if token is None:
        return nothing
    lookup, now = _lookup(token), _now()
    row = _row(lookup, now)
    if row is None:
        return nothing
    try:
        bezoek = Bezoek.from_json(_open(token, lookup, row[0]), frameworks())
    except (SealBroken, VisitError):
        return nothing
    return _Visit(bezoek, token, _refreshed(lookup, row[1], now))


def _row(lookup: str, now: int) -> tuple[bytes, int] | None:
    """The sealed bytes and the expiry of a visit that has not ended."""
    # By hand, because every page passes here: the queryset takes eight times as long to say this.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed, expires_at FROM guide_sealedvisit "
            "WHERE lookup = %s AND expires_at > %s",
            [lookup, now],
        )
        row = cursor.fetchone()
    return (bytes(row[0]), int(row[1])) if row else None


def _refreshed(lookup: str, expires_at: int, now: int) -> int:
    """The expiry after this use, in seconds since 1970; written only when it is old enough."""
    if now + LIFETIME_SECONDS - expires_at < REFRESH_SECONDS:
        return expires_at
    later = now + LIFETIME_SECONDS
    SealedVisit.objects.filter(lookup=lookup).update(expires_at=later)
    return later


def _store(token: Secret, bezoek: Bezoek, expires_at: int) -> None:
    lookup = _lookup(token)
    sealed = seal(_key(token), bezoek.to_json().encode(), _context(lookup))
    SealedVisit.objects.bulk_create(
        [SealedVisit(lookup=lookup, sealed=sealed, expires_at=expires_at)],
        update_conflicts=True,
        unique_fields=["lookup"],
        update_fields=["sealed", "expires_at"],
    )


def _open(token: Secret, lookup: str, sealed: bytes) -> str:
    return unseal(_key(token), sealed, _context(lookup)).decode()


def _lookup(token: Secret) -> str:
    # Without the process key, so that a visit can still be wiped after a restart locked it.
    return derive_key(token.reveal(), purpose=b"meldcode bezoek: rij").reveal().hex()


def _key(token: Secret) -> Secret:
    purpose = b"meldcode bezoek: sleutel"
    return derive_key(token.reveal(), PROCESS_KEY.reveal(), purpose=purpose)


def _context(lookup: str) -> bytes:
    return b"meldcode bezoek\x00" + lookup.encode()


def _now() -> int:
    return int(timezone.now().timestamp())


def _truncate_write_ahead_log() -> None:
    """Empty SQLite's log, where older versions of the row would else remain, sealed.

    It may find another reader at work; the log then empties at a later wipe, and the visitor does
    not get an error for it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
