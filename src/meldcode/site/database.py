"""Which database: the embedded one in the data folder, or a PostgreSQL by one setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from meldcode.vault.problem import SettingError

VARIABLE = "MELDCODE_DATABASE"


class DatabaseSettingError(SettingError):
    """The setting names no database we know; the Dutch message says how to write it."""


def database(setting: str, folder: Path) -> dict[str, Any]:
    """Django's settings for `setting` (`postgresql://user@host/name`), or for the embedded one.

    The password may stand in the address, or in PGPASSWORD or a passfile, as PostgreSQL's own
    programs read it. Raises DatabaseSettingError.
    """
    return _postgresql(setting) if setting.strip() else _embedded(folder)


def _embedded(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "meldcode.site.sqlite",
        "NAME": folder / "meldcode.sqlite3",
        # Each thread keeps its connection: opening one and setting it up costs more than a page.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,  # seconds
            "transaction_mode": "IMMEDIATE",
            # WAL with FULL loses nothing in a power cut; what is deleted is overwritten with
            # zeros; triggers also see REPLACE; temporary tables stay off the disk.
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;"
                "PRAGMA recursive_triggers=ON;"
                "PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgresql(setting: str) -> dict[str, Any]:
    parts = urlsplit(setting.strip())
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise DatabaseSettingError(
            f"{VARIABLE} klopt niet. Schrijf: postgresql://gebruiker@computer/naam"
        )
    options = dict(parse_qsl(parts.query))
    try:
        port = parts.port
    except ValueError:
        raise DatabaseSettingError(f"{VARIABLE} klopt niet: de poort is geen getal.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # A pool that gives a connection for one transaction (pgbouncer) has no cursors beyond it.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
    }
