"""Static files straight from the package: one hash for all of them, and their own headers."""

import hashlib
from collections.abc import MutableMapping
from pathlib import Path

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def static_hash(package: Path) -> str:
    """A short hash over the names and bytes of all static files of the apps in `package`."""
    digest = hashlib.sha256()
    for path in sorted(package.glob("*/static/**/*")):
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:12]


# A file that somebody opens by itself loads nothing, runs nothing and is in nobody's frame.
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def static_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Add the headers that whitenoise does not give by itself; it prescribes the arguments."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = _POLICY
    headers["Permissions-Policy"] = PERMISSIONS_POLICY
