"""A store of one sealed value a browser: read, keep, wipe, and a text set aside for a moment.

Each room that keeps visits makes one `Store`, with a cookie and a table of its own. The cookie
becomes another each time something is kept: whoever copied it beforehand reads along no longer,
and sees that the visit went on elsewhere. The one before still leads to the visit until the new
one was seen, since an answer may get lost on its way, and a moment longer, for what was under way.
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
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.vault.sealing import Secret
from meldcode.visit import emptying
from meldcode.visit.models import SealedRow
from meldcode.visit.rows import Rows
from meldcode.visit.trail import Trail

# A later expiry costs a write that waits for the disk, so reading moves it this often at most.
REFRESH_SECONDS = 5 * 60
TOKEN_BYTES = 32
GRACE_SECONDS = 15
# Answers that got lost one after another; more than a person tries.
_MOST_STEPS = 20
# What ends further ahead than a visit lasts was kept while the clock was wrong.
_AHEAD_SECONDS = 60

_TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{43}")

T = TypeVar("T")


@dataclass(frozen=True)
class _Visit(Generic[T]):
    """What the request's cookie leads to; without a `token` there is no visit yet."""

    value: T
    token: Secret | None = None
    expires_at: int = 0
    taken: bool = False


@dataclass(frozen=True)
class _Found:
    """Where a token leads: the one that the visit has now, and what is kept under it."""

    token: Secret
    trail: Trail
    text: str
    expires_at: int


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

    def taken(self, request: HttpRequest) -> bool:
        """Whether the visit of this cookie went on in another browser; here nothing is left."""
        return self._visit(request).taken

    def forget(self, response: HttpResponse) -> None:
        """Take the cookie away, and leave the visit where it is."""
        response.delete_cookie(self.cookie_name, path=self.cookie_path, samesite="Strict")

    def is_gone(self, request: HttpRequest) -> bool:
        """Whether this browser had a visit that can't be opened any more: its time is over."""
        visit = self._visit(request)
        return self._token(request) is not None and visit.token is None and not visit.taken

    def ends_at(self, request: HttpRequest) -> datetime | None:
        """When the visit ends if it is not used any more (aware, UTC); None where there is none."""
        visit = self._visit(request)
        return datetime.fromtimestamp(visit.expires_at, UTC) if visit.token else None

    def keep(self, request: HttpRequest, response: HttpResponse, value: T) -> None:
        """Store `value` as the visit of this request; `response` gets a new cookie for it.

        A token that leads to no visit is never taken over: somebody else may have planted it.
        Raises DatabaseError where it can't be stored, `rows.Full` where there is no room for a
        first one, and what `to_text` raises.
        """
        text = self.to_text(value)
        before = self._visit(request).token
        token = Secret(secrets.token_urlsafe(TOKEN_BYTES).encode())
        expires_at = _now() + self.lifetime
        with transaction.atomic():
            self.purge_expired()
            # Looked up once more: another tab may have sent an answer meanwhile.
            found = self._follow(before, _now()) if before else None
            if not found:
                self._rows.must_have_room()
            trail = self._succeed(found, token, expires_at) if found else Trail()
            self._rows.store(token, trail.write(text), expires_at)
            if found:
                self._take_along(found.token, token)
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
                found = self._follow(token, _now())
                gone = [
                    rows.drop(each)
                    for each in (token, *([found.token] if found else []))
                    for rows in (self._rows, self._aside, self._gone)
                ]
                spent = found.trail.spent if found else ()
                self.model._default_manager.filter(lookup__in=spent).delete()
            if any(gone):
                emptying.empty_log()
        self._remember(request, _Visit(self.empty))
        self.forget(response)

    def purge_expired(self) -> None:
        """Remove everything whose time is over."""
        self._expired().delete()

    def sweep(self) -> bool:
        """Remove everything whose time is over; whether there was anything."""
        return emptying.drop(self._expired())

    def _expired(self) -> QuerySet[SealedRow]:
        """Also what was kept under a clock that was ahead."""
        now = _now()
        wrong = Q(expires_at__gt=now + self.lifetime + _AHEAD_SECONDS)
        return self.model._default_manager.filter(Q(expires_at__lte=now) | wrong)

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

    def see_aside(self, request: HttpRequest, word: str) -> str | None:
        """As `take_aside`, and it stays."""
        token = self._visit(request).token
        found = self._aside.find(token, _now()) if token else None
        kept_under, _, text = found[0].partition("\n") if found else ("", "", "")
        return text if found and kept_under == word else None

    def take_aside(self, request: HttpRequest, word: str) -> str | None:
        """The text that was set aside under `word`, once; None where there is none."""
        token, text = self._visit(request).token, self.see_aside(request, word)
        if token is not None and text is not None:
            self._aside.drop(token)
        return text

    def _take_along(self, before: Secret, after: Secret) -> None:
        """Let what was set aside under one token be there under the next."""
        aside = self._aside.find(before, _now())
        if aside:
            self._aside.store(after, *aside)
            self._aside.drop(before)

    @property
    def _rows(self) -> Rows:
        return Rows(self.model, self.label)

    @property
    def _aside(self) -> Rows:
        return Rows(self.model, self.label + b" ernaast")

    @property
    def _gone(self) -> Rows:
        """What older tokens lead to: the one after, and from when on nobody is led there."""
        return Rows(self.model, self.label + b" verder")

    def _succeed(self, found: _Found, token: Secret, expires_at: int) -> Trail:
        """Let `token` take the place of what was found, with what was set aside."""
        before = found.token
        self._rows.drop(before)
        self._gone.store(before, f"{token.reveal().decode()} 0", expires_at)
        older = self.model._default_manager.filter(lookup__in=found.trail.spent)
        older.update(expires_at=expires_at)
        aside = self._aside.find(before, _now())
        if aside is not None:
            self._aside.drop(before)
            self._aside.store(token, *aside)
        return found.trail.after(before.reveal().decode(), self._gone.lookup(before))

    def _follow(self, token: Secret, now: int) -> _Found | None:
        """What this token leads to now; None where that is nothing, or not any more."""
        for _ in range(_MOST_STEPS):
            kept = self._rows.find(token, now)
            if kept is not None:
                return _Found(token, *Trail.read(kept[0]), kept[1])
            after = self._after(token, now)
            if after is None or 0 < after[1] <= now:
                return None
            token = after[0]
        return None

    def _after(self, token: Secret, now: int) -> tuple[Secret, int] | None:
        """The token that took the place of this one, and when this one ends; 0 for not yet."""
        kept = self._gone.find(token, now)
        if kept is None:
            return None
        name, _, end = kept[0].partition(" ")
        return Secret(name.encode()), int(end)

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
        if token is None:
            return _Visit(self.empty)
        now = _now()
        found = self._follow(token, now)
        if found is None:
            return _Visit(self.empty, taken=self._after(token, now) is not None)
        value = self.from_text(found.text)
        if value is None:
            return _Visit(self.empty)
        if found.token == token and found.trail.before:
            self._arrived(token, now)
        return _Visit(value, found.token, self._refreshed(found.token, found.expires_at, now))

    def _arrived(self, token: Secret, now: int) -> None:
        """The browser has its new token: the one before leads nowhere, but for a moment."""
        with transaction.atomic():
            # Looked up once more, or an answer sent meanwhile would be undone.
            kept = self._rows.find(token, now)
            if kept is None:
                return
            trail, text = Trail.read(kept[0])
            if trail.before:
                name = f"{token.reveal().decode()} {now + GRACE_SECONDS}"
                self._gone.store(Secret(trail.before.encode()), name, now + self.lifetime)
                self._rows.store(token, trail.seen().write(text), kept[1])

    def _refreshed(self, token: Secret, expires_at: int, now: int) -> int:
        """The end after this use, in seconds since 1970; written only when it is old enough."""
        later = now + self.lifetime
        if later - expires_at < REFRESH_SECONDS:
            return expires_at
        self._rows.move_end(token, later)
        return later


def _now() -> int:
    return int(timezone.now().timestamp())
