"""Putting a back-up back: into an empty place, or in place of what is there.

What was destroyed since the back-up was made stays destroyed: its tombstones are carried over and
applied before anything is served. Everything else is as it was then.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, OperationalError, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from meldcode.access import people
from meldcode.access.models import Person
from meldcode.dossier import services
from meldcode.ledger import services as ledger
from meldcode.ledger.models import Tombstone, Zaak
from meldcode.site import backup, update
from meldcode.site.backup import BackupError, Header
from meldcode.site.server import make_folder, make_private

_BESIDE = "nieuw"
# An attachment is 20 MiB, and three times that on its way from JSON into the database.
_ATTACHMENT = "ledger.Attachment"
_ROWS_AT_ONCE = 64
_RUNNING = "Meldcode draait nog met deze gegevens. Stop het eerst en probeer het dan opnieuw."
_CONNECTED = (
    "Er is nog een programma met de database verbonden. Stop Meldcode op elke machine, en ook "
    "pgbouncer als je dat gebruikt. Probeer het dan opnieuw. Er is niets gewijzigd."
)
_FRAMEWORK = re.compile(r"[a-z0-9][a-z0-9_-]{0,120}\.json")


@dataclass(frozen=True)
class Restored:
    """What was done: the back-up's header, how many cases there are now, which were destroyed
    again, and where a back-up of what was here before stands."""

    header: Header
    cases: int
    destroyed: tuple[str, ...]
    before: Path | None


def restore(path: Path, now: datetime, expired_too: bool = False) -> Restored:
    """Put the back-up in `path` back. Raises BackupError, OSError or DatabaseError.

    Until the last step everything is as it was.
    """
    folder = Path(settings.DATA_FOLDER)
    header = backup.inspect(path)
    _check_end(header, now, expired_too)
    _check_lines(path, header)
    _nobody_else()
    make_folder(folder)
    try:
        return _restored(path, header, folder, now)
    finally:
        connections.close_all()
        _give_to_owner(folder)


def _restored(path: Path, header: Header, folder: Path, now: datetime) -> Restored:
    written = _written()
    before, stones = _put_aside(folder, header, now)
    _put_frameworks(path, folder)
    _replace(path, header, written)
    with transaction.atomic():
        stones.put_back()
        again = ledger.apply_stones(folder, people.signing_keys())
    services.destroyed_again(again)
    _write_stones(folder)
    return Restored(header, Zaak.objects.count(), again, before)


def _check_lines(path: Path, header: Header) -> None:
    """Whether every line can be put back, before anything is. Raises BackupError."""
    known, installations = backup.models_at(header.schema), 0
    for place, line in enumerate(backup.lines_of(path), start=1):
        try:
            if "tabel" in line:
                backup.from_json(_model(known, line["tabel"], header), line["rij"])
                installations += line["tabel"] == "access.Installation"
            elif "kader" in line:
                _framework_name(line)
            elif place > 1:
                raise KeyError
        except (KeyError, TypeError, ValueError, AttributeError, ValidationError):
            raise BackupError(
                f"Deze back-up is beschadigd: regel {place} is niet te lezen. Er is niets "
                "gewijzigd. Gebruik een andere back-up."
            ) from None
    if installations != 1:
        raise BackupError("Deze back-up is beschadigd: er staat geen installatie in.")


def _model(known: Apps, label: str, header: Header) -> type[models.Model]:
    if label not in backup.KEPT or label.split(".")[0] not in header.schema:
        raise BackupError("Deze back-up is beschadigd: er staat een onbekende tabel in.")
    return known.get_model(label)


def _framework_name(line: Mapping[str, Any]) -> str:
    name = str(line["kader"])
    whole = isinstance(line["tekst"], str) and _FRAMEWORK.fullmatch(name)
    if not whole:
        raise BackupError("Deze back-up is beschadigd: een kader heeft een rare naam.")
    return name


def _nobody_else() -> None:
    """Nobody but us is connected. Raises BackupError.

    What another one writes meanwhile would be gone, although it was told that it was stored.
    """
    if connection.vendor != "postgresql":
        _not_in_use(Path(connection.settings_dict["NAME"]))
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND usename IS NOT NULL"
        )
        (others,) = cursor.fetchone()
    if others:
        raise BackupError(_CONNECTED)


def _not_in_use(database: Path) -> None:
    """Before a back-up is made of all that is here, which takes long and stays behind."""
    if not database.exists():
        return
    try:
        _alone(connection)
    except OperationalError as problem:
        if "locked" in str(problem):
            raise BackupError(_RUNNING) from None
        raise
    finally:
        connection.close()


def _written() -> tuple[int, int]:
    """How much was ever written here: it only grows, so that the same means that nothing was."""
    if backup.installation_here() is None:
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM ledger_row), (SELECT count(*) FROM access_logline)"
        )
        rows, lines = cursor.fetchone()
    return rows, lines


def _give_to_owner(folder: Path) -> None:
    """Where root did this for a service: let the service have what was made."""
    if os.name != "posix" or os.geteuid() != 0:
        return
    owner = folder.stat()
    for path in folder.rglob("*"):
        if (path.lstat().st_uid, path.lstat().st_gid) != (owner.st_uid, owner.st_gid):
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _check_end(header: Header, now: datetime, expired_too: bool) -> None:
    if timezone.localdate(now) > header.until and not expired_too:
        raise BackupError(
            f"Deze back-up mocht tot {header.until:%d-%m-%Y} bewaard blijven. Gebruik een nieuwere "
            "en verwijder deze. Is er geen nieuwere? Voeg dan --ook-verlopen toe."
        )


@dataclass(frozen=True)
class _Stones:
    """The tombstones here, and the rows of who signed them and of who let those in."""

    stones: tuple[Tombstone, ...] = ()
    signers: tuple[Person, ...] = ()

    def put_back(self) -> None:
        """Add what the back-up did not know of; a signer it did not know gets no access."""
        known = set(Person.objects.values_list("reference", flat=True))
        for person in self.signers:
            if person.reference not in known:
                person.pk, person.is_active = None, False
                person.save(force_insert=True)
        # The log that came with the back-up does not know of these.
        for stone in self.stones:
            stone.carried = True
        Tombstone.objects.bulk_create(self.stones, ignore_conflicts=True)


def _put_aside(folder: Path, header: Header, now: datetime) -> tuple[Path | None, _Stones]:
    """A back-up of what is here, and its tombstones. Nothing where nothing is here."""
    here = backup.installation_here()
    if here is None:
        return None, _Stones()
    if here != header.installation:
        raise BackupError(
            "Hier staat een andere installatie dan in de back-up. Kies een lege map met --map."
        )
    before = backup.beside(folder, "voor-terugzetten", now)
    # A version before the tables changed is brought up to date first, so that it can be read.
    update.run()
    ledger.apply_stones(folder, people.signing_keys())
    ledger.write_stones(folder)
    stones = tuple(Tombstone.objects.all())
    return before, _Stones(stones, tuple(_with_inviters({each.author for each in stones})))


def _with_inviters(references: set[str]) -> Iterator[Person]:
    trusted = people.trusted()
    waiting, seen = sorted(references), set[str]()
    while waiting:
        person = trusted.get(waiting.pop())
        if person is not None and person.reference not in seen:
            seen.add(person.reference)
            yield person
            waiting.append(str(json.loads(person.certificate)["door"]))


def _replace(path: Path, header: Header, written: tuple[int, int]) -> None:
    if connection.vendor == "sqlite":
        _replace_file(path, header)
    else:
        _replace_tables(path, header, written)


def _replace_file(path: Path, header: Header) -> None:
    """Fill a new database beside the old one, and rename it over that."""
    database = Path(connection.settings_dict["NAME"])
    beside = database.with_name(f"{database.name}.{_BESIDE}")
    beside.unlink(missing_ok=True)
    make_private(beside)
    connections.settings[_BESIDE] = {**connections.settings["default"], "NAME": beside}
    new = connections[_BESIDE]
    try:
        _fill(new, path, header)
        _alone(new)
        new.close()
        _close_old(database)
        beside.replace(database)
        _sync(database.parent)
    finally:
        new.close()
        connections.settings.pop(_BESIDE)
        beside.unlink(missing_ok=True)


def _close_old(database: Path) -> None:
    """Make sure nobody has the old database open: they would go on writing in a removed file."""
    if database.exists():
        make_private(database)
        try:
            _alone(connection)
        except DatabaseError:
            raise BackupError(_RUNNING) from None
    connections.close_all()


def _alone(database: BaseDatabaseWrapper) -> None:
    """Empty the write-ahead log into the file and remove it, which only the last user can do."""
    with database.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=2000")
        cursor.execute("PRAGMA journal_mode=DELETE")
        mode = cursor.fetchone()
    if mode != ("delete",):
        raise BackupError(_RUNNING)


def _sync(folder: Path) -> None:
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _replace_tables(path: Path, header: Header, written: tuple[int, int]) -> None:
    """Drop the tables and make them anew, in one transaction.

    Raises BackupError where somebody wrote since `written`; from here on everybody waits.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            if backup.installation_here() is not None:
                cursor.execute("LOCK TABLE ledger_row, access_logline IN ACCESS EXCLUSIVE MODE")
        if _written() != written:
            raise BackupError(_CONNECTED)
        _nobody_else()
        update.drop_tables()
        _fill(connection, path, header)


def _fill(database: BaseDatabaseWrapper, path: Path, header: Header) -> None:
    """The tables as they were, their rows, and then what later versions changed."""
    executor = MigrationExecutor(database)
    executor.migrate(list(header.schema.items()))
    known = backup.models_at(header.schema)
    with transaction.atomic(using=database.alias):
        if database.vendor != "sqlite":
            with database.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _load(path, known, database.alias)
        _reset_numbers(database, known, header.schema)
    call_command("migrate", database=database.alias, verbosity=0, interactive=False)


def _load(path: Path, known: Apps, alias: str) -> None:
    rows = (line for line in backup.lines_of(path) if "tabel" in line)
    for label, lines in groupby(rows, itemgetter("tabel")):
        model = known.get_model(label)
        while some := list(islice(lines, 1 if label == _ATTACHMENT else _ROWS_AT_ONCE)):
            made = [backup.from_json(model, line["rij"]) for line in some]
            model._base_manager.using(alias).bulk_create(made)


def _reset_numbers(database: BaseDatabaseWrapper, known: Apps, schema: Mapping[str, str]) -> None:
    """Let new rows be numbered after those that came with a number."""
    labels: Sequence[str] = [each for each in backup.KEPT if each.split(".")[0] in schema]
    tables: list[type[models.Model]] = [known.get_model(label) for label in labels]
    with database.cursor() as cursor:
        for statement in database.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _put_frameworks(path: Path, folder: Path) -> None:
    """The kept frameworks that are not here; `controleer` checks each by its hash."""
    target = folder / "kaders"
    for line in backup.lines_of(path):
        if "kader" not in line:
            continue
        name = _framework_name(line)
        if not (target / name).exists():
            target.mkdir(mode=0o700, exist_ok=True)
            part = target / f"{name}.deel"
            part.write_text(str(line["tekst"]), encoding="utf-8")
            part.replace(target / name)


def _write_stones(folder: Path) -> None:
    """Note all tombstones beside the database, unless it knows fewer than the file does.

    The file may name some whose signer this back-up does not know; those must not get lost.
    """
    path = folder / ledger.STONES_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if len(lines) <= Tombstone.objects.count():
        ledger.write_stones(folder)
