"""Static files straight from the package: one hash for all of them, and their own headers."""

import hashlib
from collections.abc import MutableMapping
from pathlib import Path


def static_hash(package: Path) -> str:
    """A short hash over the names and bytes of all static files of the apps in `package`."""
    digest = hashlib.sha256()
    for path in sorted(package.glob("*/static/**/*")):
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:12]


def static_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Add the header that whitenoise does not give by itself; it prescribes the arguments."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
