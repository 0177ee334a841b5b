"""A back-up: everything that is stored, sealed as it is, in one file that fits any database.

The file is JSON in lines, compressed (gzip): a header, a line for each row and each kept
framework, and a last line with the count and the SHA-256 of all lines before it. What only a
running server or browser needs is left out, and so are drafts: whoever puts a back-up back does
not want half a sentence of months ago. The header has a date after which the back-up should be
gone, since it holds what may have been destroyed since.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from meldcode.site.snapshot import snapshot

FORM = "meldcode back-up"
VERSION = 1
DAYS = 90
FOLDER = "back-ups"
SUFFIX = ".jsonl.gz"
# An attachment of 20 MiB and a copy of as much stay below this in base64; bytes.
MAX_LINE = 64 * 1024**2

# In the order in which they can be put back: who is pointed at comes first.
KEPT = (
    "access.Installation",
    "access.Person",
    "access.EmergencyHolder",
    "access.Invitation",
    "access.Notice",
    "access.LogLine",
    "mfa.Authenticator",
    "ledger.Tombstone",
    "ledger.Zaak",
    "ledger.Row",
    "ledger.Attachment",
)
LEFT_OUT: Mapping[str, str] = {
    "access.Unlock": "open keys of browsers, worthless without the running server",
    # A signature counts once: the row goes when it was used. Put back, it could be used again; what
    # is lost is that a colleague is asked anew.
    "access.Proposal": "waits for a second signature for two weeks; put back, it would count twice",
    "access.Attempt": "attempts to log in, forgotten within the hour",
    "dossier.Draft": "what was typed and not stored",
    "guide.SealedVisit": "visits, which nobody can open after an hour",
    "melding.SealedReport": "reports without a case, which nobody can open after two hours",
    "sessions.Session": "browsers on their way through single sign-on",
    "account.EmailAddress": "not used",
    "account.EmailConfirmation": "not used",
    "socialaccount.SocialApp": "stands in the settings",
    "socialaccount.SocialAccount": "follows from the identity provider",
    "socialaccount.SocialToken": "follows from the identity provider",
    "auth.Permission": "not used",
    "auth.Group": "not used",
    "contenttypes.ContentType": "follows from the program",
}
_ROWS = 256
# An attachment is 20 MiB.
_FEW_ROWS: Mapping[str, int] = {"ledger.Attachment": 1}


class BackupError(Exception):
    """A back-up can't be made or used; the Dutch message says why and what to do."""


@dataclass(frozen=True)
class Header:
    """What a back-up says of itself; `schema` is the last migration of each app, by app."""

    installation: str
    made: datetime
    until: date
    product: str
    schema: Mapping[str, str]


def beside(folder: Path, name: str, now: datetime) -> Path | None:
    """A back-up in the data folder, before something changes everything; None for an empty one.

    Raises BackupError or OSError.
    """
    if installation_here() is None:
        return None
    target = folder / FOLDER
    target.mkdir(mode=0o700, exist_ok=True)
    path = target / f"{name}-{now:%Y%m%d-%H%M%S}{SUFFIX}"
    write(path, now)
    return path


def installation_here() -> str | None:
    """The reference of the installation in the database, or None; whatever version it is of."""
    if "access_installation" not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM access_installation WHERE id = 1")
        row = cursor.fetchone()
    return str(row[0]) if row else None


def write(path: Path, now: datetime, days: int = DAYS) -> Header:
    """Write a back-up of how everything stands at one moment, while others go on.

    The file is for this user alone, and is there whole or not at all. Raises BackupError where
    `path` exists or nothing is stored, OSError where it can't be written.
    """
    if path.exists():
        raise BackupError(f"Het bestand {path} bestaat al. Kies een andere naam.")
    part = path.with_name(f"{path.name}.deel")
    try:
        raw = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        with raw, snapshot():
            header = _write_all(_Lines(raw), now, days)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return header


def last_day(made: datetime, days: int = DAYS) -> date:
    """The last day of a back-up, by the day that it is here: after midnight UTC is a day behind."""
    return timezone.localdate(made) + timedelta(days=days)


class _Lines:
    """Compressed lines of JSON, counted and hashed."""

    def __init__(self, raw: Any) -> None:
        self._file = gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0)
        self._hash, self._count = sha256(), 0

    def add(self, value: Mapping[str, Any]) -> None:
        line = json.dumps(value, ensure_ascii=False).encode() + b"\n"
        self._hash.update(line)
        self._count += 1
        self._file.write(line)

    def end(self) -> None:
        last = {"einde": {"regels": self._count, "sha256": self._hash.hexdigest()}}
        self._file.write(json.dumps(last).encode() + b"\n")
        self._file.close()


def _write_all(lines: _Lines, now: datetime, days: int) -> Header:
    reference = installation_here()
    if reference is None:
        raise BackupError("Er is hier nog niets om een back-up van te maken.")
    schema = _schema()
    until = last_day(now, days)
    header = Header(reference, now, until, version("meldcode"), schema)
    lines.add(_header_line(header))
    known = models_at(schema)
    for label in KEPT:
        if label.split(".")[0] in schema:
            for row in _rows(known.get_model(label), _FEW_ROWS.get(label, _ROWS)):
                lines.add({"tabel": label, "rij": to_json(row)})
    for path in sorted((Path(settings.DATA_FOLDER) / "kaders").glob("*.json")):
        lines.add({"kader": path.name, "tekst": path.read_text(encoding="utf-8")})
    lines.end()
    return header


def _rows(model: type[models.Model], at_once: int) -> Iterator[models.Model]:
    """All rows, a few in memory at a time.

    By their keys, not by a cursor of the server: a pool of connections may have none.
    """
    some = list(model._default_manager.order_by("pk")[:at_once])
    while some:
        yield from some
        some = list(model._default_manager.filter(pk__gt=some[-1].pk).order_by("pk")[:at_once])


def _header_line(header: Header) -> dict[str, Any]:
    return {
        "vorm": FORM,
        "versie": VERSION,
        "product": header.product,
        "installatie": header.installation,
        "moment": header.made.isoformat(),
        "tot": header.until.isoformat(),
        "schema": dict(header.schema),
    }


def _schema() -> dict[str, str]:
    """The newest migration that was applied, of every app whose tables are kept."""
    loader = MigrationLoader(connection)
    apps = {label.split(".")[0] for label in KEPT}
    applied = {key for key in loader.applied_migrations or () if key[0] in apps}
    if applied - set(loader.disk_migrations or ()):
        raise BackupError("De gegevens zijn van een nieuwere versie van Meldcode. Gebruik die.")
    nodes = [loader.graph.node_map[key] for key in applied]
    before = {
        parent.key for node in nodes for parent in node.parents if parent.key[0] == node.key[0]
    }
    return dict(sorted(applied - before))


def models_at(schema: Mapping[str, str]) -> Apps:
    """The models as they were with these migrations, so that an older back-up can be read."""
    state = MigrationLoader(None).project_state(list(schema.items()))
    found: Apps = state.apps
    return found


def to_json(row: models.Model) -> dict[str, Any]:
    """A row by its columns: bytes as {"b": base64}, days and moments in ISO 8601."""
    return {f.attname: _value(f.value_from_object(row)) for f in row._meta.concrete_fields}


def _value(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"b": base64.b64encode(value).decode()}
    return value.isoformat() if isinstance(value, date) else value


def from_json(model: type[models.Model], row: Mapping[str, Any]) -> models.Model:
    """What `to_json` wrote. Raises BackupError for columns that this model has not."""
    made = model()
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if set(row) != set(fields):
        raise BackupError("Deze back-up is beschadigd: een tabel heeft andere kolommen.")
    for name, value in row.items():
        plain = isinstance(fields[name], models.JSONField)
        setattr(made, name, value if plain else _python(fields[name], value))
    return made


def _python(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, dict):
        return base64.b64decode(value["b"], validate=True)
    return field.to_python(value)


def inspect(path: Path) -> Header:
    """What a back-up says of itself, after reading all of it.

    Raises BackupError where it is no back-up, is not whole, was changed, or is of a later version.
    """
    header: Header | None = None
    for place, line in enumerate(lines_of(path)):
        if place == 0:
            header = _header(line)
    if header is None:
        raise BackupError(f"{path} is geen back-up van Meldcode.")
    return header


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """The lines but the last. Raises BackupError at the end where count or hash is wrong."""
    try:
        with gzip.open(path, "rb") as file:
            yield from _checked(file.readline)
    except FileNotFoundError:
        raise BackupError(f"Het bestand {path} is er niet.") from None
    except (gzip.BadGzipFile, zlib.error, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BackupError(f"{path} is geen back-up van Meldcode, of is beschadigd.") from None
    except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, OSError) and error.errno:
            raise BackupError(f"{path} is niet te lezen ({error.strerror}).") from None
        raise BackupError(f"{path} is niet heel: een deel ontbreekt of is veranderd.") from None


def _checked(readline: Callable[[int], bytes]) -> Iterator[dict[str, Any]]:
    total, count = sha256(), 0
    while True:
        raw = readline(MAX_LINE)
        line = json.loads(raw) if raw else None
        if not isinstance(line, dict):
            raise EOFError
        if "einde" in line:
            if line["einde"] != {"regels": count, "sha256": total.hexdigest()} or readline(1):
                raise EOFError
            return
        total.update(raw)
        count += 1
        yield line


def _header(line: Mapping[str, Any]) -> Header:
    try:
        return _read_header(line)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BackupError("Deze back-up is beschadigd: het begin is niet te lezen.") from None


def _read_header(line: Mapping[str, Any]) -> Header:
    if line.get("vorm") != FORM:
        raise BackupError("Dit bestand is geen back-up van Meldcode.")
    if line["versie"] != VERSION:
        raise BackupError("Deze back-up is van een nieuwere versie van Meldcode. Gebruik die.")
    known = MigrationLoader(None).disk_migrations or {}
    if any((app, name) not in known for app, name in line["schema"].items()):
        raise BackupError("Deze back-up is van een nieuwere versie van Meldcode. Gebruik die.")
    return Header(
        installation=line["installatie"],
        made=datetime.fromisoformat(line["moment"]),
        until=date.fromisoformat(line["tot"]),
        product=line["product"],
        schema=line["schema"],
    )
