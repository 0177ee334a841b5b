"""Back-ups: what is in them, what they refuse, and that nothing comes back that was destroyed."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.apps import apps

from meldcode.site import backup, restore
from meldcode.site.backup import Header
from tests import demo, postgres
from tests.demo import Demo, meldcode

ALL_RIGHT = "Alles klopt.\n"
LONG = "Koperen Reiger"
SHORT = "Gevlochten Mand"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A back-up of the demo; nobody changes it."""
    path = tmp_path_factory.mktemp("back-up") / "demo.jsonl.gz"
    said = demo.original().run("back-up", path)
    assert said.code == 0, said.err
    return path


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def _write(path: Path, lines: list[dict[str, Any]]) -> Path:
    """Lines as a back-up that is whole: the last one is made anew."""
    text = b"".join(json.dumps(line).encode() + b"\n" for line in lines[:-1])
    last = {"einde": {"regels": len(lines) - 1, "sha256": sha256(text).hexdigest()}}
    path.write_bytes(gzip.compress(text + json.dumps(last).encode() + b"\n"))
    return path


def _elsewhere(above: Path) -> Demo:
    """The demo's people, in a folder where nothing is yet."""
    return Demo(above / "elders", demo.original().said)


def test_every_table_is_kept_or_left_out_for_a_reason() -> None:
    assert {model._meta.label for model in apps.get_models()} == {
        *backup.KEPT,
        *backup.LEFT_OUT,
    }


def test_a_back_up_says_what_it_is_and_until_when(saved: Path) -> None:
    header, last = _lines(saved)[0], _lines(saved)[-1]
    assert (header["vorm"], header["versie"]) == ("meldcode back-up", 1)
    assert set(header["schema"]) == {"access", "ledger", "mfa"}
    assert last["einde"]["regels"] == len(_lines(saved)) - 1
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


@pytest.mark.parametrize(
    ("made", "last"),
    [
        ("2026-07-01T21:59+00:00", date(2026, 9, 29)),
        ("2026-07-01T22:30+00:00", date(2026, 9, 30)),
        ("2026-12-01T22:59+00:00", date(2027, 3, 1)),
        ("2026-12-01T23:30+00:00", date(2027, 3, 2)),
    ],
)
def test_the_days_of_a_back_up_are_those_of_here(made: str, last: date) -> None:
    moment = datetime.fromisoformat(made)
    assert backup.last_day(moment) == last
    header = Header("a", moment, last, "1", {})
    end = datetime(last.year, last.month, last.day, tzinfo=ZoneInfo("Europe/Amsterdam"))
    restore._check_end(header, end + timedelta(hours=23, minutes=59), expired_too=False)
    with pytest.raises(backup.BackupError, match="mocht tot"):
        restore._check_end(header, end + timedelta(days=1, minutes=1), expired_too=False)


def test_a_back_up_holds_what_is_kept_and_no_session(saved: Path) -> None:
    tables = {line["tabel"] for line in _lines(saved) if "tabel" in line}
    assert tables == set(backup.KEPT) - {
        "access.Invitation",
        "mfa.Authenticator",
        "ledger.Tombstone",
    }
    assert [line["kader"].split("-")[0] for line in _lines(saved) if "kader" in line] == ["sociaal"]


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "iets.gz"
    path.write_text("van mij")
    said = demo.original().run("back-up", path)
    assert said == (2, "", f"Het bestand {path} bestaat al. Kies een andere naam.\n")
    assert path.read_text() == "van mij"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nergens" / "iets.gz"
    said = demo.original().run("back-up", path)
    told = f"{path} is niet te schrijven (No such file or directory).\n"
    assert (said.code, said.err) == (1, told)


def test_what_is_put_back_elsewhere_is_the_same(saved: Path, tmp_path: Path) -> None:
    new = _elsewhere(tmp_path)
    said = new.run("terugzetten", saved)
    assert said.code == 0, said.err
    assert "Aantal zaken: 3." in said.out
    assert new.run("controleer", als="anna").out == ALL_RIGHT
    zaak = new.cases()[LONG]
    shown = new.run("dossier", "toon", zaak, als="anna").out
    assert shown == demo.original().run("dossier", "toon", zaak, als="anna").out
    assert stat.S_IMODE(new.database.stat().st_mode) == 0o600


def test_what_is_there_is_saved_before_something_is_put_back(saved: Path, tmp_path: Path) -> None:
    copy = demo.copy(tmp_path)
    said = copy.run("terugzetten", saved)
    (before,) = (copy.folder / "back-ups").iterdir()
    assert said.out.splitlines()[0] == f"Wat er stond, is bewaard in {before}."
    assert before.name.startswith("voor-terugzetten-")
    assert copy.run("controleer", als="anna").out == ALL_RIGHT


def test_another_installation_is_not_overwritten(saved: Path, tmp_path: Path) -> None:
    other = Demo(tmp_path / "ander", meldcode("demo", "--map", tmp_path / "ander").out)
    said = other.run("terugzetten", saved)
    told = "Hier staat een andere installatie dan in de back-up. Kies een lege map met --map.\n"
    assert said == (1, "", told)
    assert other.run("controleer", als="anna").out == ALL_RIGHT


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda body: body[: len(body) // 2], "is niet heel: een deel ontbreekt of is veranderd."),
        (lambda body: body[:300] + bytes(40) + body[340:], "is"),
        (lambda body: b"iets anders", "is geen back-up van Meldcode, of is beschadigd."),
        (lambda body: gzip.compress(b""), "is niet heel: een deel ontbreekt of is veranderd."),
        (lambda body: gzip.compress(b'{"einde": {}}\n'), "is niet heel"),
        (
            lambda body: gzip.compress(gzip.decompress(body).replace(b'"lopend"', b'"gesloten"')),
            "is niet heel: een deel ontbreekt of is veranderd.",
        ),
    ],
)
def test_a_damaged_back_up_is_refused_and_nothing_is_made(
    saved: Path, tmp_path: Path, damage: Callable[[bytes], bytes], told: str
) -> None:
    broken = tmp_path / "kapot.gz"
    broken.write_bytes(damage(saved.read_bytes()))
    said = _elsewhere(tmp_path).run("terugzetten", broken)
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert not (tmp_path / "elders").exists()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("", {"kader": "../naast.json"}),
        ("", {"kader": "sociaal.json", "tekst": 3}),
        ("ledger.Row", {"body": {"b": "geen base64"}}),
        ("ledger.Row", {"number": "veel"}),
        ("ledger.Zaak", {"due": "morgen"}),
    ],
)
def test_what_can_not_be_put_back_is_found_before_anything_is_replaced(
    saved: Path, tmp_path: Path, table: str, change: dict[str, Any]
) -> None:
    lines = _lines(saved)
    line = next(
        line for line in lines if (line.get("tabel") == table if table else "kader" in line)
    )
    (line["rij"] if table else line).update(change)
    copy = demo.copy(tmp_path)
    before = copy.files()
    said = copy.run("terugzetten", _write(tmp_path / "mis.gz", lines))
    assert said.code == 1
    assert said.err.startswith("Deze back-up is beschadigd")
    assert copy.files() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_what_root_puts_back_is_the_services_own(saved: Path, tmp_path: Path) -> None:
    copy = demo.copy(tmp_path)
    for path in (copy.folder, *copy.folder.rglob("*")):
        os.chown(path, 12345, 12345)
    assert copy.run("terugzetten", saved).code == 0
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in copy.folder.rglob("*")}
    assert owners == {(12345, 12345)}


def test_a_back_up_past_its_end_is_put_back_only_when_asked(saved: Path, tmp_path: Path) -> None:
    lines = _lines(saved)
    lines[0]["tot"] = "2026-01-31"
    old = _write(tmp_path / "oud.gz", lines)
    new = _elsewhere(tmp_path)
    said = new.run("terugzetten", old)
    assert said.code == 1
    assert said.err == (
        "Deze back-up mocht tot 31-01-2026 bewaard blijven. Gebruik een nieuwere en verwijder "
        "deze. Is er geen nieuwere? Voeg dan --ook-verlopen toe.\n"
    )
    assert new.run("terugzetten", old, "--ook-verlopen").code == 0
    assert new.run("controleer", als="anna").out == ALL_RIGHT


@pytest.mark.parametrize("change", [{"versie": 2}, {"schema": {"ledger": "9999_later"}}])
def test_a_back_up_of_a_later_version_is_refused(
    saved: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    lines = _lines(saved)
    later = _write(tmp_path / "later.gz", [{**lines[0], **change}, *lines[1:]])
    said = _elsewhere(tmp_path).run("terugzetten", later)
    told = "Deze back-up is van een nieuwere versie van Meldcode. Gebruik die.\n"
    assert said == (1, "", told)


def test_a_destroyed_case_does_not_come_back_with_an_older_back_up(
    saved: Path, tmp_path: Path
) -> None:
    copy = demo.copy(tmp_path)
    gone = copy.cases()[SHORT]
    copy.destroy(gone)
    said = copy.run("terugzetten", saved)
    assert f"Zaak {gone} was vernietigd en blijft dat.\n" in said.out
    assert set(copy.cases()) == {LONG, "Zonnegele Tulp"}
    assert copy.run("controleer", als="anna").out == ALL_RIGHT
    assert not any(gone.encode() in line for line in _rows(copy, gone))


def _rows(copy: Demo, zaak: str) -> Iterator[bytes]:
    """Lines of a new back-up that are about a case, but its tombstone and the log."""
    path = copy.folder.parent / "na.gz"
    assert copy.run("back-up", path).code == 0
    for line in gzip.decompress(path.read_bytes()).splitlines():
        if json.loads(line).get("tabel") in ("ledger.Row", "ledger.Zaak", "ledger.Attachment"):
            yield line


def test_a_destroyed_case_does_not_come_back_with_an_older_database(tmp_path: Path) -> None:
    copy = demo.copy(tmp_path)
    gone = copy.cases()[SHORT]
    older = shutil.copy(copy.database, tmp_path / "ouder.sqlite3")
    copy.destroy(gone)
    shutil.copy(older, copy.database)
    assert copy.run("controleer").out.splitlines()[0] == (
        f"grafsteen {gone}: deze zaak was vernietigd; de database weet dat niet"
    )
    assert copy.ready() == (0, "", "")
    assert set(copy.cases()) == {LONG, "Zonnegele Tulp"}
    assert copy.run("controleer", als="anna").out == ALL_RIGHT


def test_nothing_is_put_back_while_the_program_runs(saved: Path, tmp_path: Path) -> None:
    copy = demo.copy(tmp_path)
    start = [sys.executable, "-m", "meldcode", "start", "--poort", "0", "--geen-browser"]
    running = subprocess.Popen(
        [*start, "--map", str(copy.folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    try:
        address = running.stdout.readline().decode().split()[3]
        urllib.request.urlopen(f"{address}/dossier/inloggen").close()
        said = copy.run("terugzetten", saved)
        assert said.code == 1
        assert said.err.startswith("Meldcode draait nog met deze gegevens. Stop het eerst")
        # Nor was anything made that stays behind.
        assert not (copy.folder / "back-ups").exists()
        assert copy.run("back-up", tmp_path / "lopend.gz").code == 0
    finally:
        running.terminate()
        running.communicate(timeout=20)
    assert copy.run("controleer", als="anna").out == ALL_RIGHT
    assert not list(copy.folder.glob("*.nieuw*"))


def test_a_back_up_is_made_before_tables_change_and_can_be_put_back(tmp_path: Path) -> None:
    copy = demo.copy(tmp_path)
    older = (
        "from meldcode.site.server import set_up; set_up()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', 'mfa', '0002', verbosity=0)"
    )
    assert demo.python("-c", older, env=copy.env).code == 0
    said = copy.run("dossier", "lijst", als="anna")
    assert said.err.endswith(
        "Start eerst 'meldcode start': dat maakt een back-up en werkt ze bij.\n"
    )
    assert copy.ready() == (0, "", "")
    (before,) = (copy.folder / "back-ups").iterdir()
    assert before.name.startswith("voor-bijwerken-")
    assert _lines(before)[0]["schema"]["mfa"] == "0002_authenticator_timestamps"
    assert copy.ready() == (0, "", "")
    assert len(list((copy.folder / "back-ups").iterdir())) == 1
    new = _elsewhere(tmp_path)
    assert new.run("terugzetten", before).code == 0
    assert new.run("controleer", als="anna").out == ALL_RIGHT


@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing())
def test_a_back_up_goes_from_one_database_to_the_other_and_back(
    saved: Path, tmp_path: Path
) -> None:
    there, back = tmp_path / "heen.gz", _elsewhere(tmp_path)
    large = Demo(tmp_path / "groot", demo.original().said)
    with postgres.server() as address:
        setting = {"MELDCODE_DATABASE": address}
        assert large.run("terugzetten", saved, **setting).code == 0
        assert large.run("controleer", als="anna", **setting).out == ALL_RIGHT
        with psycopg.connect(address):
            said = large.run("terugzetten", saved, **setting)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("Er is nog een programma met de database verbonden.")
        assert large.run("terugzetten", saved, **setting).out.startswith("Wat er stond, is bewaard")
        assert large.run("back-up", there, **setting).code == 0
        assert not large.database.exists()
    assert back.run("terugzetten", there).code == 0
    assert back.run("controleer", als="anna").out == ALL_RIGHT
    zaak = back.cases()[LONG]
    shown = back.run("dossier", "toon", zaak, als="anna").out
    assert shown == demo.original().run("dossier", "toon", zaak, als="anna").out
