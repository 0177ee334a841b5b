"""A device with a passkey, as far as a server can tell: P-256 keys and the bytes around them.

WebAuthn level 2, sections 6.1 (authenticator data) and 6.5.4 (attestation object).
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

PRESENT, ATTESTED = 0x01, 0x40


def websafe(value: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class Device:
    """One passkey. `origin` is where its browser thinks it is."""

    origin: str = "http://localhost"
    host: str = "localhost"
    present: bool = True
    credential: bytes = field(default_factory=lambda: os.urandom(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str) -> str:
        """What a browser sends after `navigator.credentials.create`."""
        point = self.key.public_key().public_numbers()
        x, y = (part.to_bytes(32, "big") for part in (point.x, point.y))
        # RFC 9053, section 7.1.1: an elliptic curve key (2), for ES256 (-7), on P-256 (1).
        public = cbor.encode({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        size = len(self.credential).to_bytes(2, "big")
        data = self._data(ATTESTED) + bytes(16) + size + self.credential + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", options)
        return self._answer({"clientDataJSON": said, "attestationObject": attestation})

    def show(self, options: str) -> str:
        """What a browser sends after `navigator.credentials.get`."""
        data, said = self._data(0), self._said("webauthn.get", options)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": data, "signature": signature}
        return self._answer(parts)

    def _data(self, flags: int) -> bytes:
        seen = flags | (PRESENT if self.present else 0)
        return sha256(self.host.encode()).digest() + bytes([seen]) + bytes(4)

    def _said(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["publicKey"]["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, parts: dict[str, bytes]) -> str:
        answer: dict[str, Any] = {
            "id": websafe(self.credential),
            "rawId": websafe(self.credential),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {name: websafe(value) for name, value in parts.items()},
        }
        return json.dumps(answer)
