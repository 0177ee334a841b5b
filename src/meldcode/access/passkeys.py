"""Passkeys (WebAuthn): what the browser is asked, and whether its answer holds.

What is kept of a passkey is public; its name is sealed to the person. A challenge waits in the
session of the browser that was asked, for ten minutes at most.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError

from meldcode.access import second_factor, trust
from meldcode.access.models import Person
from meldcode.vault.keys import Keyring

# Whatever parsing bytes of a stranger's making may raise.
_NONSENSE = (
    ValidationError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    struct.error,
)


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of a product: here only how it is called in the browser's window."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host that passkeys are bound to, and our name."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Meldcode"}


def ask_new(person: Person) -> str:
    """What to give `navigator.credentials.create`, in JSON."""
    _drop_old_challenges()
    return json.dumps(webauthn.begin_registration(person, passwordless=False))


def add(person: Person, keyring: Keyring, answer: str, name: str) -> bool:
    """Keep the new passkey; False where the answer does not belong to what was asked."""
    credential = _read(answer)
    try:
        webauthn.complete_registration(credential)
    except _NONSENSE:
        return False
    sealed = second_factor.seal_text(keyring, name, b"naam")
    with trust.changing_factors(person, keyring):
        webauthn.WebAuthn.add(person, sealed, credential)
    return True


def ask(person: Person) -> str:
    """What to give `navigator.credentials.get`, in JSON; empty where there is no passkey."""
    if not _has_one(person):
        return ""
    _drop_old_challenges()
    return json.dumps(webauthn.begin_authentication(person))


def check(person: Person, answer: str) -> bool:
    """Whether one of this person's passkeys signed what was asked of this browser."""
    try:
        row = webauthn.complete_authentication(person, _read(answer))
    except _NONSENSE:
        return False
    row.record_usage()
    return True


def _has_one(person: Person) -> bool:
    rows = Authenticator.objects.filter(user=person, type=second_factor.PASSKEY)
    return bool(rows.exists())


def _read(answer: str) -> Mapping[str, Any]:
    try:
        read = json.loads(answer)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _drop_old_challenges() -> None:
    context.request.session.clear_expired()
