"""A store of one sealed value a browser: read, keep, wipe, and a text set aside for a moment.

Each room that keeps visits makes one `Store`, with a cookie and a table of its own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.vault.sealing import Secret
from meldcode.visit import emptying
from meldcode.visit.models import SealedRow
from meldcode.visit.rows import Rows

# A later expiry costs a write that waits for the disk, so reading moves it this often at most.
REFRESH_SECONDS = 5 * 60
TOKEN_BYTES = 32

_TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{43}")

T = TypeVar("T")


@dataclass(frozen=True)
class _Visit(Generic[T]):
    """What the request's cookie leads to; without a `token` there is no visit yet."""

    value: T
    token: Secret | None = None
    expires_at: int = 0


@dataclass(frozen=True)
class Store(Generic[T]):
    """The visits of one room.

    `label` keeps them apart from what is sealed for anything else. `lifetime` is in seconds after
    the last use. `empty` stands for a visit that is not there; `from_text` gives None for a text
    that this version can't read. The browser sends `cookie` to addresses under `path` alone, but
    over TLS to all of this host.
    """

    model: type[SealedRow]
    cookie: str
    path: str
    label: bytes
    lifetime: int
    empty: T
    from_text: Callable[[str], T | None]
    to_text: Callable[[T], str]

    @property
    def cookie_name(self) -> str:
        """The cookie as it is called now; over TLS `__Host-` ties it to this very host."""
        return f"__Host-{self.cookie}" if settings.SECURE else self.cookie

    @property
    def cookie_path(self) -> str:
        """Where the browser sends the cookie; one with `__Host-` in its name must have `/`."""
        # RFC 6265bis, section 4.1.3.2: a browser ignores a `__Host-` cookie with another path.
        return "/" if settings.SECURE else self.path

    def read(self, request: HttpRequest) -> T:
        """The value of this request's visit, or `empty` where none can be opened."""
        return self._visit(request).value

    def lend(self, request: HttpRequest, value: T) -> None:
        """Let this request read `value`, which is kept nowhere."""
        self._remember(request, _Visit(value))

    def exists(self, request: HttpRequest) -> bool:
        """Whether a visit is kept for this request."""
        return self._visit(request).token is not None

    def ends_at(self, request: HttpRequest) -> datetime | None:
        """When the visit ends if it is not used any more (aware, UTC); None where there is none."""
        visit = self._visit(request)
        return datetime.fromtimestamp(visit.expires_at, UTC) if visit.token else None

    def keep(self, request: HttpRequest, response: HttpResponse, value: T) -> None:
        """Store `value` as the visit of this request; the first time `response` gets the cookie.

        A token that leads to no visit is never taken over: somebody else may have planted it.
        Raises DatabaseError where it can't be stored, and what `to_text` raises.
        """
        text = self.to_text(value)
        token = self._visit(request).token or Secret(secrets.token_urlsafe(TOKEN_BYTES).encode())
        expires_at = _now() + self.lifetime
        with transaction.atomic():
            self.purge_expired()
            self._rows.store(token, text, expires_at)
        self._remember(request, _Visit(value, token, expires_at))
        response.set_cookie(
            self.cookie_name,
            token.reveal().decode(),
            path=self.cookie_path,
            secure=settings.SECURE,
            httponly=True,
            samesite="Strict",
        )

    def wipe(self, request: HttpRequest, response: HttpResponse) -> None:
        """Remove the visit and what was set aside from the database, its log and the browser.

        Also where the visit can't be opened any more. Where there is none the database is left
        alone. Raises DatabaseError where a row stays.
        """
        token = self._token(request)
        if token is not None:
            with transaction.atomic():
                gone = [self._rows.drop(token), self._aside.drop(token)]
            if any(gone):
                emptying.empty_log()
        self._remember(request, _Visit(self.empty))
        response.delete_cookie(self.cookie_name, path=self.cookie_path, samesite="Strict")

    def purge_expired(self) -> None:
        """Remove everything whose time is over."""
        self.model._default_manager.filter(expires_at__lte=_now()).delete()

    def set_aside(
        self, request: HttpRequest, response: HttpResponse, word: str, text: str, seconds: int
    ) -> None:
        """Keep one text beside the visit, for whoever says `word` (without a line end) in time.

        It takes the place of what was set aside before. Where there is no visit yet, an empty one
        is kept, so that wiping finds the text. Raises DatabaseError where it can't be stored.
        """
        if not self.exists(request):
            self.keep(request, response, self.empty)
        token = self._visit(request).token
        assert token is not None, "a visit was just kept"
        with transaction.atomic():
            self.purge_expired()
            self._aside.store(token, f"{word}\n{text}", _now() + seconds)

    def take_aside(self, request: HttpRequest, word: str) -> str | None:
        """The text that was set aside under `word`, once; None where there is none."""
        token = self._visit(request).token
        found = self._aside.find(token, _now()) if token else None
        if token is None or found is None:
            return None
        kept_under, _, text = found[0].partition("\n")
        if kept_under != word:
            return None
        self._aside.drop(token)
        return text

    @property
    def _rows(self) -> Rows:
        return Rows(self.model, self.label)

    @property
    def _aside(self) -> Rows:
        return Rows(self.model, self.label + b" ernaast")

    def _visit(self, request: HttpRequest) -> _Visit[T]:
        """What `_find` found, once per request."""
        known = vars(request).get(self._cache)
        if isinstance(known, _Visit):
            return known
        return self._remember(request, self._find(self._token(request)))

    def _remember(self, request: HttpRequest, visit: _Visit[T]) -> _Visit[T]:
        vars(request)[self._cache] = visit
        return visit

    @property
    def _cache(self) -> str:
        return f"_visit_{self.cookie}"

    def _token(self, request: HttpRequest) -> Secret | None:
        text = request.COOKIES.get(self.cookie_name, "")
        return Secret(text.encode()) if _TOKEN_FORM.fullmatch(text) else None

    def _find(self, token: Secret | None) -> _Visit[T]:
        """Open the visit of `token` and move its end; an empty visit where that can't be done."""
        now = _now()
        found = self._rows.find(token, now) if token else None
        value = self.from_text(found[0]) if found else None
        if token is None or found is None or value is None:
            return _Visit(self.empty)
        return _Visit(value, token, self._refreshed(token, found[1], now))

    def _refreshed(self, token: Secret, expires_at: int, now: int) -> int:
        """The end after this use, in seconds since 1970; written only when it is old enough."""
        later = now + self.lifetime
        if later - expires_at < REFRESH_SECONDS:
            return expires_at
        self._rows.move_end(token, later)
        return later


def _now() -> int:
    return int(timezone.now().timestamp())
