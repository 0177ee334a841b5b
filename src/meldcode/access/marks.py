"""The mark of a browser that got in before: who guesses elsewhere doesn't slow it down.

It hangs on a secret that lies beside the database and in no back-up or checkpoint, so that who has
those can't make one. It opens nothing: it only counts apart.
"""

from __future__ import annotations

import base64
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from meldcode.vault.process_key import MADE_IN_PROCESS, PROCESS_KEY
from meldcode.vault.sealing import KEY_BYTES, Secret, derive_key

FILE = "bekende-browsers.sleutel"
_HALF = 16  # bytes of a mark that are random, and as many that prove where it was made


def new(reference: str) -> Secret:
    """A mark for a browser in which this person got in: 43 letters, digits, dashes and lines."""
    random = os.urandom(_HALF)
    return Secret(base64.urlsafe_b64encode(random + _proof(random, reference)).rstrip(b"="))


def is_known(mark: Secret, reference: str) -> bool:
    """Whether this mark was given here to this person; else anybody could make one per guess."""
    value = base64.urlsafe_b64decode(mark.reveal() + b"=")
    return Secret(value[_HALF:]) == Secret(_proof(value[:_HALF], reference))


def _proof(random: bytes, reference: str) -> bytes:
    parts = (_secret(), random, reference.encode())
    return derive_key(*parts, purpose=b"meldcode bekende browser 2").reveal()[:_HALF]


def _secret() -> bytes:
    # Machines that share a process key share the marks as well.
    if MADE_IN_PROCESS is None:
        return PROCESS_KEY.reveal()
    path = Path(settings.DATA_FOLDER) / FILE
    with suppress(FileNotFoundError):
        found = path.read_bytes()
        if len(found) == KEY_BYTES:
            return found
    return _make(path)


def _make(path: Path) -> bytes:
    """A new secret in its file; where another process was first, that one's. Raises OSError."""
    beside = path.with_name(f"{FILE}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
    beside.replace(path)
    return path.read_bytes()
