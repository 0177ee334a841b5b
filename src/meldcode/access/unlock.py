"""The browser of somebody who logged in: open, waiting for a second factor, or locked.

Kept apart from Django's session: that one may say who somebody is (single sign-on), this one holds
the keys. They lie in the row sealed under the cookie and a key in the server's memory, since
browsers keep cookies on disk; locking throws the sealed keys away and keeps the place.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.access import browsers, clock, marks
from meldcode.access.kept import KEPT
from meldcode.access.models import Person, Unlock
from meldcode.access.people import Unlocked
from meldcode.vault.keys import Keyring
from meldcode.vault.process_key import MADE_IN_PROCESS, PROCESS_KEY
from meldcode.vault.sealing import SealBroken, Secret, derive_key, seal, unseal
from meldcode.visit.emptying import drop

COOKIE = "meldcode_sleutel"
DEVICE_COOKIE = "meldcode_bekend"
TOKEN_BYTES = 32
DEVICE_DAYS = 365
# A lock is stored at most this often for looks alone; what is written moves it each time.
REFRESH_SECONDS = 5
MOST_IDLE_MINUTES = 10
# A locked browser keeps its place this long.
KEEP_SECONDS = 12 * 3600
# However much it is used: then the passphrase is asked again, also of who copied the cookie.
LONGEST_SECONDS = 8 * 3600
# So long after confirming who one is a second factor can be changed.
CONFIRMED_SECONDS = 10 * 60
# Clocks are never quite alike; what is dated further ahead was written before a clock went back.
_AHEAD_SECONDS = 60

_CACHE = "_meldcode_unlock"
_TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class State:
    """What the request's cookie leads to.

    `who` is there only while the keys are open; `person` also while they are locked or waiting;
    `passed` tells whether this browser gave that person's second factor before it locked.
    """

    stage: str = ""
    person: Person | None = None
    who: Unlocked | None = None
    token: Secret | None = None
    back: str = ""
    passed: bool = False


def name(base: str) -> str:
    """A cookie's name; over TLS `__Host-` ties it to this very host."""
    return f"__Host-{base}" if settings.SECURE else base


def state(request: HttpRequest) -> State:
    """How this browser stands; looked up once per request."""
    known = vars(request).get(_CACHE)
    return known if isinstance(known, State) else _remember(request, _find(request))


def begin(
    request: HttpRequest, response: HttpResponse, who: Unlocked, waiting: bool = False
) -> None:
    """Keep the keys for this browser under a new cookie, `waiting` for a second factor or open."""
    before = state(request)
    token = _new_token(before)
    stage = Unlock.WAITING if waiting else Unlock.OPEN
    # Where a colleague was is nobody else's affair.
    back = before.back if before.person == who.person else ""
    mark = "" if waiting else _passed_mark(token, who.person)
    _store(token, who, stage, back, mark, browsers.label(request))
    _set_cookie(response, COOKIE, token)
    _remember(request, State(stage, who.person, who, token, back, not waiting))


def passed_second_factor(request: HttpRequest) -> None:
    """The second factor was given: what waited is open."""
    now = state(request)
    if now.token is not None and now.who is not None and now.stage == Unlock.WAITING:
        sealed = _sealed(now.token, now.who, Unlock.OPEN)
        row = Unlock.objects.filter(lookup=_lookup(now.token))
        mark = _passed_mark(now.token, now.who.person)
        row.update(stage=Unlock.OPEN, sealed=sealed, **_used(), passed=mark)
        _remember(request, State(Unlock.OPEN, now.person, now.who, now.token, now.back, True))


def confirm(request: HttpRequest) -> None:
    """This browser's person just gave passphrase and second factor: it may change one factor."""
    now = state(request)
    if now.token is not None and now.person is not None:
        wall, steady = _now(), clock.steady()
        mark = _confirmed_mark(now.token, now.person, wall, steady)
        told = {"confirmed": mark, "confirmed_at": wall, "confirmed_steady": steady}
        Unlock.objects.filter(lookup=_lookup(now.token)).update(**told)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether that was so just now, and was not used yet."""
    now = state(request)
    row = Unlock.objects.filter(pk=row_of(request)).first()
    if row is None or now.token is None or now.person is None:
        return False
    wall, steady = row.confirmed_at, row.confirmed_steady
    if wall is None or steady is None or _over(wall, steady, CONFIRMED_SECONDS):
        return False
    return row.confirmed == _confirmed_mark(now.token, now.person, wall, steady)


def use_confirmation(request: HttpRequest) -> None:
    """It was used: the next change asks everything anew."""
    Unlock.objects.filter(pk=row_of(request)).update(confirmed=None)


def lock(request: HttpRequest, back: str = "") -> None:
    """Throw the open keys of this browser away; it remembers who, and the page to come back to."""
    now = state(request)
    if now.token is not None:
        kept = {"stage": Unlock.LOCKED, "sealed": b"", "back": back[:300], "confirmed": None}
        kept |= _used()
        Unlock.objects.filter(lookup=_lookup(now.token)).update(**kept)
        KEPT.forget(_lookup(now.token))
        _remember(request, State(Unlock.LOCKED, now.person, None, now.token, back, now.passed))


def end(request: HttpRequest, response: HttpResponse) -> None:
    """Log out: the row and the cookie go."""
    now = state(request)
    if now.token is not None:
        Unlock.objects.filter(lookup=_lookup(now.token)).delete()
        KEPT.forget(_lookup(now.token))
    response.delete_cookie(name(COOKIE), path="/", samesite="Strict")
    _remember(request, State())


def end_all(reference: str, but: HttpRequest | None = None) -> None:
    """Log out every browser of this person, but that of `but`."""
    rows = Unlock.objects.filter(reference=reference)
    token = state(but).token if but is not None else None
    if token is not None:
        rows = rows.exclude(lookup=_lookup(token))
    for lookup in rows.values_list("lookup", flat=True):
        KEPT.forget(lookup)
    rows.delete()


def sso(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Somebody else (single sign-on) says who this is; the keys still ask for the passphrase."""
    token = _new_token(state(request))
    Unlock.objects.create(
        lookup=_lookup(token),
        reference=person.reference,
        stage=Unlock.LOCKED,
        sealed=b"",
        label=browsers.label(request),
        **_used(),
    )
    _set_cookie(response, COOKIE, token)
    _remember(request, State(Unlock.LOCKED, person, None, token))


def device(request: HttpRequest) -> Secret | None:
    """What says it marks a browser that got in before; `marks` tells whether it does."""
    return _token(request, DEVICE_COOKIE)


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Mark this browser as one that got in."""
    person = state(request).person
    if person is None:
        return
    before = device(request)
    known = before is not None and marks.is_known(before, person.reference)
    token = before if before is not None and known else marks.new(person.reference)
    _set_cookie(response, DEVICE_COOKIE, token, max_age=DEVICE_DAYS * 24 * 3600)


def browser(request: HttpRequest) -> str:
    """What this browser's open keys are found by; empty where they aren't open."""
    now = state(request)
    return _lookup(now.token) if now.token is not None and now.who is not None else ""


def idle_left(request: HttpRequest) -> int:
    """Seconds until this browser locks by itself, counted from now; 0 where it isn't open."""
    now = state(request)
    return _idle_seconds(now.person) if now.who and now.person else 0


def _idle_seconds(person: Person) -> int:
    return 60 * min(person.idle_minutes, MOST_IDLE_MINUTES)


def purge(now: int | None = None) -> None:
    """Remove what nobody comes back to, and lock what was left open too long."""
    sweep(now)


def sweep(now: int | None = None) -> bool:
    """Do what `purge` says; whether there was anything. A clock that was ahead keeps nothing."""
    at = _now() if now is None else now
    gone = drop(
        Unlock.objects.filter(Q(used_at__lt=at - KEEP_SECONDS) | Q(used_at__gt=at + KEEP_SECONDS))
    )
    idle = Q(used_at__lt=at - MOST_IDLE_MINUTES * 60) | Q(opened_at__lt=at - LONGEST_SECONDS)
    left = Unlock.objects.exclude(stage=Unlock.LOCKED).filter(idle)
    locked = left.exists() and left.update(stage=Unlock.LOCKED, sealed=b"") > 0
    return gone or locked


def lock_at_start() -> None:
    """Lock what can't be opened any more when the server starts, and what was left open too long.

    With a given process key open keys stay open, here and on other machines with that key.
    """
    if MADE_IN_PROCESS is None:
        purge()
    else:
        lock_everything()


def lock_everything() -> None:
    """Throw all open keys away."""
    Unlock.objects.exclude(stage=Unlock.LOCKED).update(stage=Unlock.LOCKED, sealed=b"")
    KEPT.forget_all()


def _find(request: HttpRequest) -> State:
    token = _token(request, COOKIE)
    if token is None:
        return State()
    found = _found(token)
    if found.who is None:
        # Also where another process locked it.
        KEPT.forget(_lookup(token))
    return found


def _found(token: Secret) -> State:
    row = Unlock.objects.filter(lookup=_lookup(token)).first()
    person = Person.objects.filter(reference=row.reference, is_active=True).first() if row else None
    if row is None or person is None:
        return State()
    passed = row.passed == _passed_mark(token, person)
    locked = State(Unlock.LOCKED, person, None, token, row.back, passed)
    if row.stage == Unlock.LOCKED:
        return locked
    now = _now()
    too_long = _over(row.used_at, row.used_steady, _idle_seconds(person))
    if too_long or _over(row.opened_at, row.opened_steady, LONGEST_SECONDS):
        Unlock.objects.filter(pk=row.pk).update(stage=Unlock.LOCKED, sealed=b"")
        return locked
    try:
        plain = unseal(
            _key(token), bytes(row.sealed), _context(row.lookup, row.reference, row.stage)
        )
    except SealBroken:
        return locked
    if abs(now - row.used_at) >= REFRESH_SECONDS:
        Unlock.objects.filter(pk=row.pk).update(**_used())
    who = Unlocked(person, Keyring.from_secret(Secret(plain)))
    return State(row.stage, person, who, token, row.back, passed)


def row_of(request: HttpRequest) -> str:
    """The primary key of the row of this browser; empty where there is none."""
    token = state(request).token
    return _lookup(token) if token is not None else ""


def _over(wall: int, steady: float, seconds: int) -> bool:
    """Whether so long has passed, by either clock: one may be set back, the other may stand still.

    Also where both are ahead: then nobody knows how long it has been.
    """
    by_wall, by_steady = _now() - wall, clock.steady() - steady
    ahead = max(by_wall, by_steady) < -_AHEAD_SECONDS
    return ahead or by_wall >= seconds or by_steady >= seconds


def _used() -> dict[str, Any]:
    return {"used_at": _now(), "used_steady": clock.steady()}


def _new_token(before: State) -> Secret:
    """For a new cookie; the old row goes, so that a cookie somebody planted opens nothing."""
    if before.token is not None:
        Unlock.objects.filter(lookup=_lookup(before.token)).delete()
        KEPT.forget(_lookup(before.token))
    return Secret(secrets.token_urlsafe(TOKEN_BYTES).encode())


def _passed_mark(token: Secret, person: Person) -> str:
    """What stands in the row of a browser that gave the second factor; nobody else can make it."""
    parts = (token.reveal(), PROCESS_KEY.reveal(), person.reference.encode())
    return derive_key(*parts, purpose=b"meldcode slot: tweede stap gegeven").reveal().hex()


def _confirmed_mark(token: Secret, person: Person, wall: int, steady: float) -> str:
    """What stands in the row of a browser whose person confirmed at this time; as unmakeable."""
    at = f"{wall} {steady!r}"
    parts = (token.reveal(), PROCESS_KEY.reveal(), person.reference.encode(), at.encode())
    return derive_key(*parts, purpose=b"meldcode slot: bevestigd").reveal().hex()


def _store(token: Secret, who: Unlocked, stage: str, back: str, passed: str, label: str) -> None:
    Unlock.objects.create(
        lookup=_lookup(token),
        reference=who.reference,
        stage=stage,
        sealed=_sealed(token, who, stage),
        opened_at=_now(),
        opened_steady=clock.steady(),
        label=label,
        **_used(),
        passed=passed,
        back=back,
    )


def _sealed(token: Secret, who: Unlocked, stage: str) -> bytes:
    context = _context(_lookup(token), who.reference, stage)
    return seal(_key(token), who.keyring.to_secret().reveal(), context)


def _remember(request: HttpRequest, found: State) -> State:
    vars(request)[_CACHE] = found
    return found


def _token(request: HttpRequest, base: str) -> Secret | None:
    text = request.COOKIES.get(name(base), "")
    return Secret(text.encode()) if _TOKEN_FORM.fullmatch(text) else None


def _set_cookie(
    response: HttpResponse, base: str, token: Secret, max_age: int | None = None
) -> None:
    response.set_cookie(
        name(base),
        token.reveal().decode(),
        max_age=max_age,
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def _lookup(token: Secret) -> str:
    return derive_key(token.reveal(), purpose=b"meldcode slot: rij").reveal().hex()


def _key(token: Secret) -> Secret:
    purpose = b"meldcode slot: sleutel"
    return derive_key(token.reveal(), PROCESS_KEY.reveal(), purpose=purpose)


def _context(lookup: str, reference: str, stage: str) -> bytes:
    # With the stage in it, writing in the database does not take the place of a second factor.
    return "\x00".join(["meldcode slot", lookup, reference, stage]).encode()


def _now() -> int:
    return int(timezone.now().timestamp())
