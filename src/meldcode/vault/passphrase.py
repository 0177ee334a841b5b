"""A secret locked under a passphrase: Argon2id (RFC 9106) makes the key, AES-256-GCM seals.

There is no other trace of the passphrase: whether it is right shows only from opening.
"""

import base64
import os
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from meldcode.vault import argon2
from meldcode.vault.argon2 import Busy as Busy
from meldcode.vault.sealing import KEY_BYTES, SealBroken, Secret, seal, unseal

# NIST SP 800-63B-4, 3.1.1.2: what is used alone has 15 characters, and no rules about symbols.
MIN_LENGTH = 15
MAX_LENGTH = 1000
SALT_BYTES = 16

_ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "!@#$%^&*()",
    "abcdefghijklmnopqrstuvwxyz",
)
_WORD_ROWS = (
    "eentweedrieviervijfzeszevenachtnegentienelftwaalf",
    "maandagdinsdagwoensdagdonderdagvrijdagzaterdagzondag",
    "januarifebruarimaartaprilmeijunijuliaugustusseptemberoktobernovemberdecember",
)
# Each is read round and round, and backwards; so much of it, in characters, counts as following it.
_RUNS = tuple(
    (length, way * 2)
    # One day or month is a word like any other: only more of them together make a row.
    for length, rows in ((4, _ROWS), (10, _WORD_ROWS))
    for row in rows
    for way in (row, row[::-1])
)
_GUESSED_FIRST = ("meldcode", "veiligthuis", "wachtwoord", "wachtzin", "password", "welkom")
_LOOSE_WORDS = "kies vier of meer losse woorden die niets met elkaar te maken hebben."

_VERSION = 1
_FORM = re.compile(
    r"(\d{1,2})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.([A-Za-z0-9+/=]+)\.([A-Za-z0-9+/=]+)", re.ASCII
)
_SEPARATORS = re.compile(r"[\s\-_.,]+")
_SAME = re.compile(r"(.)\1{3,}", re.DOTALL)


@dataclass(frozen=True)
class Parameters:
    """What one run of Argon2id costs: memory in KiB, passes over it, and lanes side by side.

    Raises ValueError outside 8 KiB a lane to 256 MiB, 1 to 10 passes and 1 to 8 lanes: what stands
    beside a locked secret decides this, and whoever writes there must not exhaust the server.
    """

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        sane = (
            1 <= self.lanes <= 8
            and 1 <= self.passes <= 10
            and 8 * self.lanes <= self.memory_kib <= 256 * 1024
        )
        if not sane:
            raise ValueError("Argon2id parameters outside their bounds")


# The second recommended option of RFC 9106, section 4.
STANDARD = Parameters(memory_kib=64 * 1024, passes=3, lanes=4)


def lock(secret: Secret, passphrase: str, context: bytes, parameters: Parameters = STANDARD) -> str:
    """Lock `secret` under `passphrase`; the text holds all but the passphrase and the context.

    Version, memory, passes, lanes, salt and sealed bytes (base64), dots between. Raises ValueError
    where the passphrase is empty or longer than 1000 characters, Busy where it can't have its turn.
    """
    normal = normalise(passphrase)
    if not 0 < len(normal) <= MAX_LENGTH:
        raise ValueError(f"a passphrase has 1 to {MAX_LENGTH} characters")
    header = _Header(parameters, os.urandom(SALT_BYTES))
    key = _key(normal, header)
    sealed = seal(key, secret.reveal(), header.bound_to(context))
    return f"{header}.{_base64(sealed)}"


def unlock(locked: str, passphrase: str, context: bytes) -> Secret:
    """The secret that `lock` locked under this passphrase and context.

    Raises SealBroken where it doesn't open, whatever the cause; Busy where it can't have its turn.
    """
    header, sealed = _read(locked)
    normal = normalise(passphrase)
    if not 0 < len(normal) <= MAX_LENGTH:
        raise SealBroken
    return Secret(unseal(_key(normal, header), sealed, header.bound_to(context)))


def decoy(parameters: Parameters = STANDARD) -> str:
    """A lock that nothing opens, and that takes as long as another to find out."""
    header = _Header(parameters, os.urandom(SALT_BYTES))
    return f"{header}.{_base64(seal(Secret(os.urandom(KEY_BYTES)), bytes(KEY_BYTES), b''))}"


def normalise(passphrase: str) -> str:
    """The passphrase as it counts: the same on every keyboard (NFKC), nothing blank around it."""
    # Composing very long text takes long, and this much is refused however it is composed.
    if len(passphrase) > 10 * MAX_LENGTH:
        return passphrase
    return unicodedata.normalize("NFKC", passphrase).strip()


def advice(passphrase: str, names: Collection[str] = ()) -> str | None:
    """One Dutch sentence on how to make the passphrase better; None where it is good enough.

    `names` are what others know of the person: name, user name, mail address, organisation.
    """
    normal = normalise(passphrase)
    if len(normal) > MAX_LENGTH:
        return f"Je wachtzin is te lang: gebruik ten hoogste {MAX_LENGTH} tekens."
    text = _SEPARATORS.sub(" ", _plain(normal)).strip()
    if len(text) < MIN_LENGTH:
        return (
            f"Je wachtzin is te kort ({len(text)} van ten minste {MIN_LENGTH} tekens): "
            "kies vier of meer losse woorden, dat is sterk en goed te onthouden."
        )
    if _repeats(text):
        return f"In je wachtzin komt steeds hetzelfde terug: {_LOOSE_WORDS}"
    return _known(text.replace(" ", ""), names)


def _known(joined: str, names: Collection[str]) -> str | None:
    """The sentence for a text of which more than half is a row, or a name that others know."""
    rows, named = _row_places(joined), _name_places(joined, names)
    if 2 * len(rows | named) <= len(joined):
        return None
    if len(rows) >= len(named):
        return f"Je wachtzin is vooral een vaste rij, zoals 1234 of qwerty: {_LOOSE_WORDS}"
    return f"Je wachtzin is vooral een naam of woord dat anderen raden: {_LOOSE_WORDS}"


def _plain(text: str) -> str:
    """Without capitals and accents, which whoever guesses tries as well."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def _repeats(text: str) -> bool:
    """Whether there are few characters, one pattern, or mostly words that were there before."""
    joined, words = text.replace(" ", ""), text.split(" ")
    if len(set(joined)) < 5 or 2 * sum(map(len, set(words))) <= len(joined):
        return True
    half = min(MIN_LENGTH - 1, len(joined) // 2)
    return any(joined[period:] == joined[:-period] for period in range(1, half + 1))


def _row_places(joined: str) -> set[int]:
    """The places that follow a row, or where one character stands four times or more."""
    places = {place for found in _SAME.finditer(joined) for place in range(*found.span())}
    for length, row in _RUNS:
        for start in range(len(joined) - length + 1):
            if joined[start : start + length] in row:
                places.update(range(start, start + length))
    return places


def _name_places(joined: str, names: Collection[str]) -> set[int]:
    """The places within a part of a name (three characters or more), or a word guessed first."""
    parts = {part for name in names for part in re.split(r"[\W_]+", _plain(name))}
    return {
        place
        for part in (*parts, *_GUESSED_FIRST)
        if len(part) >= 3
        for found in re.finditer(re.escape(part), joined)
        for place in range(*found.span())
    }


@dataclass(frozen=True)
class _Header:
    """What stands in the clear before the sealed bytes, and is sealed in with them."""

    parameters: Parameters
    salt: bytes

    def __str__(self) -> str:
        costs = self.parameters
        numbers = (_VERSION, costs.memory_kib, costs.passes, costs.lanes)
        return ".".join((*map(str, numbers), _base64(self.salt)))

    def bound_to(self, context: bytes) -> bytes:
        return b"meldcode wachtzin\x00" + str(self).encode() + b"\x00" + context

    @classmethod
    def from_groups(cls, version: str, memory: str, passes: str, lanes: str, salt: str) -> Self:
        """Raises ValueError where something is not as `lock` writes it."""
        header = cls(Parameters(int(memory), int(passes), int(lanes)), base64.b64decode(salt))
        if int(version) != _VERSION or len(header.salt) != SALT_BYTES:
            raise ValueError("another version or salt")
        return header


def _read(locked: str) -> tuple[_Header, bytes]:
    """Header and sealed bytes. Raises SealBroken for all that `lock` wouldn't have written."""
    match = _FORM.fullmatch(locked)
    if match is None:
        raise SealBroken
    try:
        header = _Header.from_groups(*match.groups()[:5])
        sealed = base64.b64decode(match[6], validate=True)
    except ValueError:
        raise SealBroken from None
    if f"{header}.{_base64(sealed)}" != locked:
        raise SealBroken
    return header, sealed


def _key(normal: str, header: _Header) -> Secret:
    costs = header.parameters
    # A lone surrogate can't be written as UTF-8, and the error would show the passphrase.
    phrase = normal.encode("utf-8", "surrogatepass")
    return argon2.derive(
        phrase, header.salt, costs.memory_kib, costs.passes, costs.lanes, KEY_BYTES
    )


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
