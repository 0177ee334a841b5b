"""A second thing to show besides the passphrase: a passkey or a code of an app.

It guards the way in through this server. What lies on disk is guarded by the passphrase alone, so
a factor can be forgotten without losing a case. The secret of the codes is sealed to the person's
own key: it can be read only after the passphrase.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from meldcode.access import factor_rows, trust
from meldcode.access.models import Person
from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import SealBroken, seal, unseal

CODE = Authenticator.Type.TOTP
PASSKEY = Authenticator.Type.WEBAUTHN
_PURPOSE = b"tweede factor"


@dataclass(frozen=True)
class Factor:
    """Something this person can show: its number, which kind, its name, since when, last used."""

    number: int
    is_passkey: bool
    name: str
    since: datetime
    used: datetime | None


def asked_of(person: Person) -> bool:
    """Whether this person set up a second factor."""
    return factor_rows.exist(person)


def of(person: Person, keyring: Keyring) -> tuple[Factor, ...]:
    """What this person set up, oldest first."""
    rows = Authenticator.objects.filter(user=person).order_by("created_at", "pk")
    return tuple(_factor(row, keyring) for row in rows)


def _factor(row: Authenticator, keyring: Keyring) -> Factor:
    is_passkey = row.type == PASSKEY
    name = _name(row, keyring) if is_passkey else "Code van een app"
    return Factor(row.pk, is_passkey, name, row.created_at, row.last_used_at)


def _name(row: Authenticator, keyring: Keyring) -> str:
    try:
        return open_text(keyring, str(row.data["name"]), b"naam")
    except SealBroken:
        return "Passkey"


def remove(person: Person, keyring: Keyring, number: int) -> None:
    """Take one factor away. Raises PeopleError, as all that changes them here."""
    with trust.changing_factors(person, keyring):
        Authenticator.objects.filter(user=person, pk=number).delete()


def forget(person: Person, keyring: Keyring) -> None:
    """Take all factors away: for who comes back with the recovery code."""
    with trust.changing_factors(person, keyring):
        Authenticator.objects.filter(user=person).delete()


def new_secret() -> str:
    """A secret for an app that makes codes: 160 random bits in base32 (RFC 4226, section 4)."""
    return str(totp.generate_totp_secret())


def add_code(person: Person, keyring: Keyring, secret: str, code: str) -> bool:
    """Ask codes of this secret from now on; False where the first code does not fit it.

    It takes the place of the codes of another app. The first code can't be used again either.
    """
    counter = _counter(secret, code, after=0)
    if counter is None:
        return False
    data = {"sealed": seal_text(keyring, secret, b"geheim"), "counter": counter}
    with trust.changing_factors(person, keyring):
        Authenticator.objects.filter(user=person, type=CODE).delete()
        Authenticator.objects.create(user=person, type=CODE, data=data)
    return True


def check_code(person: Person, keyring: Keyring, code: str) -> bool:
    """Whether this is a code of now that was not used before (RFC 6238, section 5.2)."""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=person, type=CODE)
        row = rows.first()
        counter = _counter_of(row, keyring, code) if row else None
        if row is None or counter is None:
            return False
        row.data["counter"] = counter
        row.save(update_fields=["data"])
        row.record_usage()
    return True


def _counter_of(row: Authenticator, keyring: Keyring, code: str) -> int | None:
    try:
        secret = open_text(keyring, str(row.data["sealed"]), b"geheim")
    except SealBroken:
        return None
    return _counter(secret, code, after=int(row.data["counter"]))


def _counter(secret: str, code: str, after: int) -> int | None:
    """Which step of time makes this code, None where no step of now beyond `after` does."""
    typed = "".join(code.split()).encode()
    for counter in totp.yield_hotp_counters_from_time():
        wanted = totp.format_hotp_value(totp.hotp_value(secret, counter)).encode()
        if counter > after and hmac.compare_digest(wanted, typed):
            return int(counter)
    return None


def seal_text(keyring: Keyring, text: str, what: bytes) -> str:
    """Seal a text to this person alone, in base64; `what` must be named again to open it."""
    context = _context(keyring, what)
    return base64.b64encode(seal(keyring.own(_PURPOSE), text.encode(), context)).decode()


def open_text(keyring: Keyring, sealed: str, what: bytes) -> str:
    """Open what `seal_text` sealed for the same person. Raises SealBroken."""
    try:
        box = base64.b64decode(sealed, validate=True)
    except ValueError:
        raise SealBroken from None
    return unseal(keyring.own(_PURPOSE), box, _context(keyring, what)).decode()


def _context(keyring: Keyring, what: bytes) -> bytes:
    return b"\x00".join([b"meldcode tweede factor", what, keyring.public.reference.encode()])
