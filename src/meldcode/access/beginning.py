"""The code that the first person of a new installation types: from the console to the page.

Whoever reaches the address of an installation that has nobody yet would else become its first
person. The code follows from the process key, so that all workers know it and it lies nowhere.
"""

from __future__ import annotations

import base64
import hmac

from meldcode.access import people, throttle
from meldcode.access.models import Person
from meldcode.vault.process_key import PROCESS_KEY
from meldcode.vault.sealing import derive_key

_WRONG = "Deze code klopt niet. Neem de code over uit het venster waarin je Meldcode startte."
_TOO_OFTEN = "Er is te vaak geprobeerd. Wacht {wait} seconden en probeer het opnieuw."


def code() -> str:
    """What this running server asks: 40 bits, in base32 without 0, 1, 8 and 9."""
    bits = derive_key(PROCESS_KEY.reveal(), purpose=b"meldcode begin: code").reveal()[:5]
    text = base64.b32encode(bits).decode()
    return f"{text[:4]}-{text[4:]}"


def line() -> str:
    """What whoever starts Meldcode reads while it has nobody yet; empty after that."""
    if people.installation() is not None or Person.objects.exists():
        return ""
    return f"Begin je dossiers? Typ dan deze code op de pagina: {code()}"


def check(typed: str, browser: str = "") -> None:
    """Raises people.PeopleError where this isn't the code; guessing slows down."""
    counters = [throttle.of_begin()]
    try:
        throttle.take(counters, browser)
    except throttle.TooOften as refusal:
        raise people.PeopleError(_TOO_OFTEN.format(wait=refusal.seconds)) from None
    if not hmac.compare_digest(_folded(typed), _folded(code())):
        raise people.PeopleError(_WRONG)
    throttle.succeeded(counters)


def _folded(text: str) -> bytes:
    return "".join(each for each in text.upper() if each.isalnum()).encode()
