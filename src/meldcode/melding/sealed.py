"""A report as a file that only one receiver opens, and the keys of such a receiver.

A receiver is an organisation, such as a Veilig Thuis. Its public half is a file for everybody, its
private half a file locked under a passphrase. The sealed file holds the message and the PDF,
padded, so that its size tells little. Byte by byte in docs/bericht.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn, Self

from meldcode.kader.input import InputError
from meldcode.kader.strict_json import read_json
from meldcode.vault import passphrase
from meldcode.vault.keys import Keyring, seal_to
from meldcode.vault.sealing import SealBroken, Secret

MAGIC = b"MELDCODE"
VERSION = 1
HEADER_BYTES = len(MAGIC) + 1 + 32
# A report of a few pages stays within one step with its PDF, so that most files have one size.
STEP_BYTES = 256 * 1024
MOST_BYTES = 32 * 1024**2
# The public file of a receiver is below 3 kB.
MOST_RECEIVER_BYTES = 10_000

SUITE = "HPKE: MLKEM768-X25519, HKDF-SHA256, AES-256-GCM"
RECEIVER_FORMAT = "meldcode-ontvanger"
KEY_FORMAT = "meldcode-sleutel"

_PURPOSE = b"meldcode verzegelde melding\x00"
_KEY_PURPOSE = b"meldcode sleutel van ontvanger 1\x00"
_ID_PURPOSE = b"meldcode ontvanger 1\x00"
_LENGTH_BYTES = 4
# It also names two files, on every kind of computer.
_NAME = re.compile(r"['’]?\w([\w .,&()'’-]{0,78}[\w)])?")


class SealedError(ValueError):
    """A key or a sealed file can't be used; the Dutch sentence says why, and holds no content."""


@dataclass(frozen=True)
class Receiver:
    """Who may open: a name, and the public key as `vault.keys.PublicKeys.sealing` has it.

    The name proves nothing: whoever uses a receiver compares the fingerprint by telephone first.
    """

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """32 bytes that follow from the key; they stand in every file for this receiver."""
        return hashlib.sha256(_ID_PURPOSE + self.key).digest()

    @property
    def fingerprint(self) -> str:
        """40 digits (133 bits of `id`) in 8 groups, to compare by telephone."""
        digits = f"{int.from_bytes(self.id, 'big') % 10**40:040}"
        return " ".join(digits[at : at + 5] for at in range(0, 40, 5))

    def to_text(self) -> str:
        """The public file: one JSON object."""
        return _as_text(
            {
                "formaat": RECEIVER_FORMAT,
                "versie": VERSION,
                "naam": self.name,
                "vingerafdruk": self.fingerprint,
                "suite": SUITE,
                "sleutel": base64.b64encode(self.key).decode(),
            }
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `to_text` wrote. Raises SealedError for all that can't be sealed to."""
        if len(text) > MOST_RECEIVER_BYTES:
            raise SealedError("Dit is geen bestand van een ontvanger.")
        found = _fields(text, RECEIVER_FORMAT, ("naam", "vingerafdruk", "suite", "sleutel"))
        if found["suite"] != SUITE:
            raise SealedError("Deze ontvanger gebruikt een versleuteling die Meldcode niet kent.")
        try:
            read = cls(
                checked_name(found["naam"]), base64.b64decode(found["sleutel"], validate=True)
            )
            # That it can be sealed to shows only from doing so.
            seal_to(read.key, Secret(b""), b"")
        except SealedError:
            raise
        except ValueError:
            raise SealedError("De sleutel in dit bestand van een ontvanger klopt niet.") from None
        if read.fingerprint != found["vingerafdruk"]:
            raise SealedError(
                "De vingerafdruk hoort niet bij de sleutel. Vraag om een nieuw bestand."
            )
        return read


class Key:
    """A receiver with the private half, in memory while it is at work. It is never printed."""

    __slots__ = ("_keyring", "receiver")

    receiver: Receiver

    def __init__(self, name: str, keyring: Keyring) -> None:
        self._keyring = keyring
        self.receiver = Receiver(name, keyring.public.sealing)

    @classmethod
    def generate(cls, name: str) -> Self:
        """New random keys for a receiver. Raises SealedError for a name that won't do."""
        return cls(checked_name(name), Keyring.generate())

    def lock(self, phrase: str) -> str:
        """The private file: one JSON object, in which the keys are locked under `phrase`.

        Raises ValueError for an empty or very long passphrase, vault.passphrase.Busy.
        """
        own = {"naam": self.receiver.name, "vingerafdruk": self.receiver.fingerprint}
        locked = passphrase.lock(self._keyring.to_secret(), phrase, _bound(own))
        return _as_text({"formaat": KEY_FORMAT, "versie": VERSION, **own, "slot": locked})

    @classmethod
    def unlock(cls, text: str, phrase: str) -> Self:
        """The keys that `lock` locked under this passphrase.

        Raises SealedError, vault.passphrase.Busy.
        """
        found = _fields(text, KEY_FORMAT, ("naam", "vingerafdruk", "slot"))
        try:
            secret = passphrase.unlock(found["slot"], phrase, _bound(found))
            return cls(found["naam"], Keyring.from_secret(secret))
        except (SealBroken, ValueError):
            raise SealedError(
                "De sleutel gaat niet open: de wachtzin is een andere, of het bestand is veranderd."
            ) from None

    def open(self, box: bytes, info: bytes) -> bytes:
        """What `vault.keys.seal_to` sealed to this receiver. Raises SealBroken."""
        return self._keyring.open(box, info).reveal()

    def __repr__(self) -> str:
        return "Key(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Key is not copied or pickled")


@dataclass(frozen=True, repr=False)
class Opened:
    """What was in a sealed file: the message (see `message.read`) and the PDF, as they went in."""

    message: bytes
    pdf: bytes


def seal_for(receiver: Receiver, message: bytes, pdf: bytes) -> bytes:
    """A file that only `receiver` opens; other bytes every time. It does not prove who made it.

    Raises SealedError where it would become larger than `open_sealed` takes.
    """
    inside = b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in (message, pdf))
    padded = inside + bytes(-len(inside) % STEP_BYTES)
    header = MAGIC + bytes([VERSION]) + receiver.id
    sealed = header + seal_to(receiver.key, Secret(padded), _PURPOSE + header)
    if len(sealed) > MOST_BYTES:
        raise SealedError("Deze melding is te groot om te verzegelen (meer dan 32 MB).")
    return sealed


def open_sealed(data: bytes, key: Key) -> Opened:
    """What `seal_for` sealed to this receiver. Raises SealedError for everything else."""
    if len(data) > MOST_BYTES:
        raise SealedError("Dit bestand is te groot (meer dan 32 MB).")
    header = data[:HEADER_BYTES]
    _check_header(header, key.receiver)
    try:
        return _parts(key.open(data[HEADER_BYTES:], _PURPOSE + header))
    except SealBroken:
        raise SealedError(
            "Dit bestand is veranderd of niet heel. Vraag de melder om het opnieuw te geven."
        ) from None


def checked_name(text: str) -> str:
    """The name of a receiver, if it may be one. Raises SealedError."""
    name = text.strip()
    if not _NAME.fullmatch(name):
        raise SealedError(
            "Deze naam kan niet. Gebruik ten hoogste 80 letters, cijfers, spaties en streepjes."
        )
    return name


def _check_header(header: bytes, receiver: Receiver) -> None:
    if header[: len(MAGIC)] != MAGIC:
        raise SealedError("Dit is geen verzegelde melding.")
    if len(header) < HEADER_BYTES:
        raise SealedError("Dit bestand is niet heel. Vraag de melder om het opnieuw te geven.")
    if header[len(MAGIC)] != VERSION:
        raise SealedError(
            "Dit bestand heeft een versie die dit programma niet kent. Werk Meldcode bij."
        )
    if header[-len(receiver.id) :] != receiver.id:
        raise SealedError(
            f"Dit bestand is voor een andere ontvanger. Deze sleutel is van {receiver.name}."
        )


def _parts(padded: bytes) -> Opened:
    """Message and PDF without the padding. Raises SealBroken where it is not as we pad."""
    found = []
    rest = padded
    for _ in range(2):
        end = _LENGTH_BYTES + int.from_bytes(rest[:_LENGTH_BYTES], "big")
        if len(rest) < max(end, _LENGTH_BYTES):
            raise SealBroken
        found.append(rest[_LENGTH_BYTES:end])
        rest = rest[end:]
    if len(padded) % STEP_BYTES or len(rest) >= STEP_BYTES or any(rest):
        raise SealBroken
    return Opened(*found)


def _bound(own: dict[str, str]) -> bytes:
    """What a locked key is bound to, so that nobody puts another name or number beside it."""
    return _KEY_PURPOSE + own["naam"].encode() + b"\x00" + own["vingerafdruk"].encode()


def _as_text(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _fields(text: str, formaat: str, names: tuple[str, ...]) -> dict[str, str]:
    """The fields of a file of ours, each one text. Raises SealedError."""
    kind = "van een ontvanger" if formaat == RECEIVER_FORMAT else "met een sleutel"
    try:
        found = read_json(text.encode())
    except (InputError, UnicodeEncodeError):
        found = None
    if not isinstance(found, dict) or found.get("formaat") != formaat:
        raise SealedError(f"Dit is geen bestand {kind}.")
    if found.get("versie") != VERSION:
        raise SealedError(f"Dit bestand {kind} heeft een versie die dit programma niet kent.")
    fields = {name: found[name] for name in names if isinstance(found.get(name), str)}
    if len(fields) < len(names) or len(found) != len(names) + 2:
        raise SealedError(f"Dit bestand {kind} is niet volledig, of er staat te veel in.")
    return fields
