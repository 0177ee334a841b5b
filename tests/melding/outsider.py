"""Opening a sealed report with primitives alone, step by step as docs/bericht.md tells it.

Nothing of the program is imported here: this stands for a reader in another language.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import unicodedata

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

# HPKE's numbers: MLKEM768-X25519, HKDF-SHA256, AES-256-GCM.
SUITE_ID = b"HPKE" + bytes.fromhex("647a 0001 0002")
# X-Wing's label: the characters \./ and then /^\ .
LABEL = b"\\.//^\\"


def open_file(data: bytes, locked: str, phrase: str) -> tuple[bytes, bytes]:
    """Message and PDF in a sealed file, with the private file and its passphrase."""
    secret = _private(json.loads(locked), phrase)
    header, box = data[:41], data[42:]
    shared = _shared(secret, box[:1120])
    info = b"\x01" + b"meldcode verzegelde melding\x00" + header
    key, nonce = _schedule(shared, info)
    inside = AESGCM(key).decrypt(nonce, box[1120:], b"")
    first = int.from_bytes(inside[:4], "big")
    second = int.from_bytes(inside[4 + first : 8 + first], "big")
    return inside[4 : 4 + first], inside[8 + first : 8 + first + second]


def _private(file: dict[str, str], phrase: str) -> bytes:
    """Version, ML-KEM seed (64 bytes), X25519 (32), and two keys that opening does not need."""
    header, _, sealed = file["slot"].rpartition(".")
    _version, memory, passes, lanes, salt = header.split(".")
    argon2 = Argon2id(
        salt=base64.b64decode(salt),
        length=32,
        iterations=int(passes),
        lanes=int(lanes),
        memory_cost=int(memory),
    )
    key = argon2.derive(unicodedata.normalize("NFKC", phrase).strip().encode())
    context = f"meldcode sleutel van ontvanger 1\0{file['naam']}\0{file['vingerafdruk']}".encode()
    bound = b"\x01" + b"meldcode wachtzin\x00" + header.encode() + b"\x00" + context
    raw = base64.b64decode(sealed)
    return AESGCM(key).decrypt(raw[1:13], raw[13:], bound).rstrip(b"\x00")[:-1]


def _shared(secret: bytes, encapsulated: bytes) -> bytes:
    mlkem = MLKEM768PrivateKey.from_seed_bytes(secret[1:65])
    x25519 = X25519PrivateKey.from_private_bytes(secret[65:97])
    theirs = encapsulated[1088:]
    return hashlib.sha3_256(
        mlkem.decapsulate(encapsulated[:1088])
        + x25519.exchange(X25519PublicKey.from_public_bytes(theirs))
        + theirs
        + x25519.public_key().public_bytes_raw()
        + LABEL
    ).digest()


def _schedule(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Key and nonce of RFC 9180, section 5.1, in base mode."""
    context = b"\x00" + _extract(b"", b"psk_id_hash", b"") + _extract(b"", b"info_hash", info)
    secret = _extract(shared, b"secret", b"")
    return _expand(secret, b"key", context, 32), _expand(secret, b"base_nonce", context, 12)


def _extract(salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + SUITE_ID + label + material, "sha256")


def _expand(secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    text = length.to_bytes(2, "big") + b"HPKE-v1" + SUITE_ID + label + info
    return hmac.digest(secret, text + b"\x01", "sha256")[:length]
