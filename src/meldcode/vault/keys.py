"""A person's keys: a pair for sealing, a pair for signing, and one for what is theirs alone.

Sealing is HPKE (RFC 9180) with ML-KEM-768 and X25519 together, because a file that is kept for
twenty years must outlive today's curves. Signing is Ed25519 (RFC 8032).
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from typing import NoReturn, Self

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from meldcode.vault.sealing import KEY_BYTES, SealBroken, Secret, derive_key

SEALING_BYTES = 1184 + 32
SIGNING_BYTES = 32
SIGNATURE_BYTES = 64

_VERSION = b"\x01"
_TEXT_VERSION = "1"
_MLKEM_PUBLIC_BYTES = 1184
_MLKEM_SEED_BYTES = 64
_SECRET_BYTES = len(_VERSION) + _MLKEM_SEED_BYTES + 3 * KEY_BYTES
_REFERENCE_PURPOSE = b"meldcode persoon 1"
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True)
class PublicKeys:
    """The public halves of somebody's keys.

    `sealing` is the ML-KEM-768 key (1184 bytes) and then the X25519 key (32 bytes); `signing` is
    the Ed25519 key (32 bytes). Raises ValueError where the lengths differ from these.
    """

    sealing: bytes
    signing: bytes

    def __post_init__(self) -> None:
        if len(self.sealing) != SEALING_BYTES or len(self.signing) != SIGNING_BYTES:
            raise ValueError(f"public keys are {SEALING_BYTES} and {SIGNING_BYTES} bytes")

    @property
    def reference(self) -> str:
        """The person's id, 32 hexadecimal digits, which follows from the keys and proves them."""
        digest = hashlib.sha256(_REFERENCE_PURPOSE)
        for key in (self.sealing, self.signing):
            digest.update(len(key).to_bytes(8, "big") + key)
        return digest.hexdigest()[:32]

    def to_text(self) -> str:
        """One line: version, sealing key and signing key, the keys in base64, dots between."""
        keys = (base64.b64encode(key).decode() for key in (self.sealing, self.signing))
        return ".".join((_TEXT_VERSION, *keys))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` wrote. Raises ValueError for anything else."""
        version, *keys = text.split(".")
        if version != _TEXT_VERSION or len(keys) != 2:
            raise ValueError("not the text of public keys")
        try:
            sealing, signing = (base64.b64decode(key, validate=True) for key in keys)
        except ValueError:
            raise ValueError("public keys are written as base64") from None
        read = cls(sealing, signing)
        if read.to_text() != text:
            raise ValueError("public keys have one way of writing")
        return read


class Keyring:
    """The private halves of somebody's keys, in memory while they are at work.

    It is never printed, copied or pickled; `to_secret` gives what may be kept, sealed.
    """

    __slots__ = ("_mlkem", "_own", "_signing", "_x25519", "public")

    public: PublicKeys

    def __init__(
        self,
        mlkem: MLKEM768PrivateKey,
        x25519: X25519PrivateKey,
        signing: Ed25519PrivateKey,
        own: Secret,
    ) -> None:
        self._mlkem, self._x25519, self._signing, self._own = mlkem, x25519, signing, own
        self.public = PublicKeys(
            sealing=mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw(),
            signing=signing.public_key().public_bytes_raw(),
        )

    @classmethod
    def generate(cls) -> Self:
        """New random keys."""
        return cls(
            MLKEM768PrivateKey.generate(),
            X25519PrivateKey.generate(),
            Ed25519PrivateKey.generate(),
            Secret(os.urandom(KEY_BYTES)),
        )

    @classmethod
    def from_secret(cls, secret: Secret) -> Self:
        """The keys that `to_secret` gave. Raises ValueError for anything else."""
        value = secret.reveal()
        if value[:1] != _VERSION or len(value) != _SECRET_BYTES:
            raise ValueError("not the private keys of a person, or of a later version")
        seed, rest = value[1 : 1 + _MLKEM_SEED_BYTES], value[1 + _MLKEM_SEED_BYTES :]
        return cls(
            MLKEM768PrivateKey.from_seed_bytes(seed),
            X25519PrivateKey.from_private_bytes(rest[:KEY_BYTES]),
            Ed25519PrivateKey.from_private_bytes(rest[KEY_BYTES : 2 * KEY_BYTES]),
            Secret(rest[2 * KEY_BYTES :]),
        )

    def to_secret(self) -> Secret:
        """Version, ML-KEM seed (64 bytes), X25519, Ed25519 and own key (32 each)."""
        return Secret(
            _VERSION
            + self._mlkem.private_bytes_raw()
            + self._x25519.private_bytes_raw()
            + self._signing.private_bytes_raw()
            + self._own.reveal()
        )

    def sign(self, message: bytes, purpose: bytes) -> bytes:
        """A signature (64 bytes) that holds for this message and this purpose alone.

        Raises ValueError where the purpose is empty or holds a zero byte.
        """
        return self._signing.sign(_with_purpose(message, purpose))

    def open(self, box: bytes, info: bytes) -> Secret:
        """Open what `seal_to` sealed to these keys. Raises SealBroken where it can't."""
        if box[:1] != _VERSION:
            raise SealBroken
        key = hpke.MLKEM768X25519PrivateKey(self._mlkem, self._x25519)
        try:
            return Secret(_SUITE.decrypt(box[1:], key, info=_VERSION + info))
        except InvalidTag:
            raise SealBroken from None

    def own(self, purpose: bytes) -> Secret:
        """A key of 32 bytes that only this person can derive, another for each purpose.

        Raises ValueError where the purpose is empty.
        """
        return derive_key(self._own.reveal(), purpose=b"meldcode eigen\x00" + _checked(purpose))

    def __repr__(self) -> str:
        return "Keyring(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Keyring is not copied or pickled")


def seal_to(sealing_public: bytes, secret: Secret, info: bytes) -> bytes:
    """Seal `secret` so that only the owner of `sealing_public` can open it.

    `info` is not stored: whoever opens must name the same. Who sealed it isn't proved; a signature
    does that. The size tells the length of the secret. Raises ValueError where the key isn't one.
    """
    if len(sealing_public) != SEALING_BYTES:
        raise ValueError(f"a public sealing key is {SEALING_BYTES} bytes")
    key = hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(sealing_public[:_MLKEM_PUBLIC_BYTES]),
        X25519PublicKey.from_public_bytes(sealing_public[_MLKEM_PUBLIC_BYTES:]),
    )
    return _VERSION + _SUITE.encrypt(secret.reveal(), key, info=_VERSION + info)


def verify(signing_public: bytes, message: bytes, signature: bytes, purpose: bytes) -> bool:
    """Whether the owner of `signing_public` signed this message for this purpose.

    False too where key or signature is malformed. Raises ValueError for a purpose that `sign`
    refuses.
    """
    signed = _with_purpose(message, purpose)
    try:
        Ed25519PublicKey.from_public_bytes(signing_public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _with_purpose(message: bytes, purpose: bytes) -> bytes:
    return _checked(purpose) + b"\x00" + message


def _checked(purpose: bytes) -> bytes:
    """The purpose, if it ends where the zero byte behind it says. Raises ValueError."""
    if not purpose or b"\x00" in purpose:
        raise ValueError("a purpose is not empty and holds no zero byte")
    return purpose
