"""Deriving keys and sealing bytes: HKDF-SHA256 and AES-256-GCM behind two small functions.

A sealed value is `version ‖ nonce ‖ ciphertext ‖ tag`. The plaintext is padded to a whole number
of KiB first, so that the size of what is stored does not tell how much somebody wrote.
"""

import hmac
import os
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
BLOCK_BYTES = 1024
VERSION = b"\x01"
OVERHEAD_BYTES = len(VERSION) + NONCE_BYTES + TAG_BYTES

_END = b"\x80"


class SealBroken(Exception):
    """The bytes were not sealed with this key and context, or were changed since.

    It never says which of the two: the difference would help only who is guessing.
    """


class Secret:
    """Bytes that must not be printed, logged, compared in varying time, copied or pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = bytes(value)

    def reveal(self) -> bytes:
        """The bytes themselves, for a cipher or a cookie; never for a message."""
        return self._value

    def __len__(self) -> int:
        """The length in bytes."""
        return len(self._value)

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value, other._value)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not copied or pickled")


def derive_key(*parts: bytes, purpose: bytes) -> Secret:
    """Derive a 32-byte key from `parts`; another `purpose` gives an unrelated key.

    Each part goes in behind its length (8 bytes), so that ('ab', 'c') and ('a', 'bc') differ.
    Raises ValueError where there is nothing to derive from, or no purpose.
    """
    if not purpose or not any(parts):
        raise ValueError("a key needs something to derive it from, and a purpose")
    material = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return Secret(hkdf_sha256(material, salt=None, info=purpose, length=KEY_BYTES))


def hkdf_sha256(material: bytes, *, salt: bytes | None, info: bytes, length: int) -> bytes:
    """HKDF of RFC 5869 with SHA-256; `length` in bytes, at most 8160."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)


def seal(key: Secret, plaintext: bytes, context: bytes) -> bytes:
    """Seal `plaintext` with AES-256-GCM under a fresh random nonce of 96 bits.

    `context` is authenticated but not stored: whoever opens must name the same. Raises ValueError
    where the key is not 32 bytes.
    """
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + _cipher(key).encrypt(nonce, _pad(plaintext), VERSION + context)


def unseal(key: Secret, sealed: bytes, context: bytes) -> bytes:
    """Open what `seal` made with the same key and context. Raises SealBroken where it can't."""
    if sealed[:1] != VERSION or len(sealed) < OVERHEAD_BYTES:
        raise SealBroken
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        padded = _cipher(key).decrypt(nonce, ciphertext, VERSION + context)
    except InvalidTag:
        raise SealBroken from None
    return _unpad(padded)


def _cipher(key: Secret) -> AESGCM:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a sealing key is {KEY_BYTES} bytes")
    return AESGCM(key.reveal())


def _pad(plaintext: bytes) -> bytes:
    """Add 0x80 and then zeros up to a whole block (ISO/IEC 7816-4); always at least one byte."""
    ended = plaintext + _END
    return ended + bytes(-len(ended) % BLOCK_BYTES)


def _unpad(padded: bytes) -> bytes:
    ended = padded.rstrip(b"\x00")
    if not ended.endswith(_END):
        raise SealBroken
    return ended[:-1]
