"""`meldcode controleer`: what is wrong is named, also by who owns the database and hides it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from tests import demo
from tests.demo import Demo, meldcode

LONG = "Koperen Reiger"
ALL_RIGHT = "Alles klopt.\n"


@pytest.fixture
def made(tmp_path: Path) -> Demo:
    """A demo that the test may spoil."""
    return demo.copy(tmp_path)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of the demo as it was made, by Dina."""
    above = tmp_path_factory.mktemp("ijkpunt")
    said = demo.copy(above).run("controleer", "--ijkpunt", above / "ijk.json", als="dina")
    assert said.out == (
        f"{ALL_RIGHT}Het ijkpunt staat in {above / 'ijk.json'}. "
        "Bewaar het ergens anders dan deze gegevens.\n"
    )
    return above / "ijk.json"


def _long(made: Demo) -> str:
    """The long case has the most rows; no keys are opened for that, so the log stays as it is."""
    with sqlite3.connect(made.database) as database:
        rows = database.execute(
            "SELECT zaak FROM ledger_row GROUP BY zaak ORDER BY COUNT(*) DESC LIMIT 1"
        )
        found: str = rows.fetchone()[0]
    database.close()
    return found


def test_an_installation_that_is_right_says_what_was_not_checked(made: Demo) -> None:
    said = made.run("controleer")
    told = "Alles klopt. De zegels zijn niet nagekeken: dat kan alleen met --als.\n"
    assert said == (0, told, "")
    assert made.run("controleer", als="anna") == (0, ALL_RIGHT, "")


def test_a_folder_without_meldcode_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    said = meldcode("controleer", "--map", tmp_path / "niets")
    told = f"In de map {tmp_path / 'niets'} staat geen Meldcode. Kies een andere map met --map.\n"
    assert said == (2, "", told)
    assert not (tmp_path / "niets").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE ledger_row SET body = zeroblob(length(body)) WHERE zaak = :zaak AND number = 9",
            "zaak {zaak}, regel 9: deze regel is veranderd",
        ),
        (
            "DELETE FROM ledger_row WHERE zaak = :zaak AND number = 9",
            "zaak {zaak}, regel 10: er ontbreekt iets tussen regel 8 en deze",
        ),
        (
            "DELETE FROM ledger_attachment WHERE rowid = 1",
            "zaak {zaak}, regel 16: de bijlage ontbreekt",
        ),
        (
            "UPDATE access_logline SET action = 'niets' WHERE number = 40",
            "logboek, regel 40: deze regel is veranderd",
        ),
        (
            "UPDATE access_person SET password = (SELECT password FROM access_person "
            "WHERE naam = 'Chris') WHERE naam = 'Anna'",
            "persoon Anna: deze gegevens zijn veranderd buiten Meldcode om",
        ),
        (
            "UPDATE ledger_zaak SET kader = 'artsen' WHERE reference = :zaak",
            "zaak {zaak}: het kader in de lijst is een ander dan in de zaak",
        ),
        (
            "UPDATE ledger_row SET at = zeroblob(3) WHERE zaak = :zaak AND number = 4",
            "zaak {zaak}: hier staat iets wat niet te lezen is",
        ),
    ],
)
def test_what_the_owner_of_the_database_changes_is_named(
    made: Demo, change: str, told: str
) -> None:
    zaak = _long(made)
    made.sql(change, zaak=zaak)
    said = made.run("controleer")
    assert (said.code, said.err) == (1, "")
    assert told.format(zaak=zaak) in said.out.splitlines()


def test_a_second_factor_that_the_owner_of_the_database_adds_is_named(made: Demo) -> None:
    made.sql(
        "INSERT INTO mfa_authenticator (type, data, created_at, user_id) "
        "SELECT 'totp', '{}', '2026-01-01 00:00:00', id FROM access_person WHERE naam = 'Anna'"
    )
    said = made.run("controleer", als="chris")
    told = "persoon Anna: de tweede stap is veranderd buiten Meldcode om"
    assert (said.code, said.out.splitlines()) == (1, [told, "1 gebrek gevonden."])


def test_the_lists_are_held_against_the_entries_by_who_can_read_them(made: Demo) -> None:
    zaak = _long(made)
    made.sql(
        "UPDATE ledger_zaak SET status = 'gesloten', due = '2001-01-01' WHERE reference = :zaak",
        zaak=zaak,
    )
    assert made.run("controleer").code == 0
    assert made.run("controleer", als="chris").code == 0
    said = made.run("controleer", als="anna")
    assert said.err == ""
    assert said.out.splitlines() == [
        f"zaak {zaak}: de stand in de lijst past niet bij de aantekeningen",
        f"zaak {zaak}: de dag in de lijst past niet bij de aantekeningen",
        "2 gebreken gevonden.",
    ]


def test_a_missing_trigger_is_named_and_stops_the_start(made: Demo) -> None:
    with sqlite3.connect(made.database) as database:
        database.execute("DROP TRIGGER ledger_row_update")
    database.close()
    assert made.run("controleer").out.splitlines()[0] == (
        "database: de bescherming tegen wijzigen ontbreekt (ledger_row_update)"
    )
    said = made.run("start", "--poort", "0", "--geen-browser")
    assert said.code == 1
    assert said.err.startswith(
        f"De database in {made.folder} is niet beschermd tegen wijzigen (ledger_row_update).\n"
    )


def test_files_beside_the_database_are_checked(made: Demo) -> None:
    (kept,) = (made.folder / "kaders").iterdir()
    kept.write_text(kept.read_text().replace("ja", "nee"))
    (made.folder / "grafstenen.jsonl").write_text("niets\n")
    assert made.run("controleer").out.splitlines() == [
        "bestand grafstenen.jsonl: dit bestand is niet te lezen",
        f"kader sociaal: het bestand {kept.name} is veranderd",
        "2 gebreken gevonden.",
    ]
    assert "grafstenen.jsonl is niet te lezen" in made.ready().err


def test_a_checkpoint_is_for_its_maker_alone(checkpoint: Path) -> None:
    assert stat.S_IMODE(checkpoint.stat().st_mode) == 0o600


def test_what_was_cut_off_shows_against_a_checkpoint(tmp_path: Path) -> None:
    made, kept = demo.copy(tmp_path), tmp_path / "ijk.json"
    assert made.run("controleer", "--ijkpunt", kept, als="dina").code == 0
    assert made.run("controleer", "--tegen", kept).code == 0
    zaak, data = _long(made), json.loads(kept.read_text())
    last, line = data["zaken"][zaak][0], data["logboek"][0]
    made.sql(
        "DELETE FROM ledger_row WHERE zaak = :zaak AND number = :last",
        "DELETE FROM access_logline WHERE number > :line",
        zaak=zaak,
        last=last,
        line=line - 2,
    )
    said = made.run("controleer", "--tegen", kept)
    told = said.out.splitlines()
    assert said.code == 1
    assert (
        f"zaak {zaak}: in het ijkpunt staan {last} regels, nu nog {last - 1}: het eind ontbreekt"
    ) in told
    assert any(each.startswith(f"logboek: in het ijkpunt staan {line} regels") for each in told)


def test_a_case_and_a_person_that_are_gone_show_against_a_checkpoint(tmp_path: Path) -> None:
    made, kept = demo.copy(tmp_path), tmp_path / "ijk.json"
    assert made.run("controleer", "--ijkpunt", kept, als="dina").code == 0
    zaak, data = _long(made), json.loads(kept.read_text())
    made.sql(
        "DELETE FROM ledger_row WHERE zaak = :zaak",
        "DELETE FROM ledger_zaak WHERE reference = :zaak",
        "DELETE FROM access_person WHERE naam = 'Chris'",
        zaak=zaak,
    )
    told = made.run("controleer", "--tegen", kept).out.splitlines()
    last = data["zaken"][zaak][0]
    assert f"zaak {zaak}: in het ijkpunt staan {last} regels, nu nog 0: het eind ontbreekt" in told
    gone = [each for each in told if each.endswith("staat in het ijkpunt en is nu weg")]
    assert len(gone) == 1


def test_an_older_row_of_a_person_shows_against_a_checkpoint(tmp_path: Path) -> None:
    made, kept = demo.copy(tmp_path), tmp_path / "ijk.json"
    older = shutil.copy(made.database, tmp_path / "ouder.sqlite3")
    new = "rustige olifant fietst langs de haven"
    said = made.run("herstel", stdin="\n".join(["Anna", made.code, new, new]) + "\n")
    assert said.code == 0, said.err
    assert made.run("controleer", "--ijkpunt", kept, als="dina").code == 0
    shutil.copy(older, made.database)
    told = made.run("controleer", "--tegen", kept).out.splitlines()
    expected = "persoon Anna: deze gegevens zijn veranderd en het logboek weet daar niet van"
    assert expected in told


def test_a_checkpoint_that_was_changed_is_refused(
    made: Demo, checkpoint: Path, tmp_path: Path
) -> None:
    data = json.loads(checkpoint.read_text())
    data["logboek"][0] = 1
    changed = tmp_path / "anders.json"
    changed.write_text(json.dumps(data))
    said = made.run("controleer", "--tegen", changed)
    told = "De handtekening van dit ijkpunt klopt niet: het is veranderd.\n"
    assert said == (1, "", told)
    changed.write_text("[]")
    assert made.run("controleer", "--tegen", changed).err == "Dit bestand is geen ijkpunt.\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--ijkpunt", "ijk.json"), "Een ijkpunt wordt ondertekend. Zeg met --als door wie.\n"),
        (("--tegen", "nergens.json"), "Het bestand nergens.json is niet te lezen.\n"),
    ],
)
def test_an_option_that_can_not_be_is_told(options: tuple[str, ...], told: str) -> None:
    assert demo.original().run("controleer", *options) == (2, "", told)


def test_what_is_sealed_and_no_entry_is_named_by_who_can_read_it(made: Demo) -> None:
    zaak = _long(made)
    made.garble(zaak)
    assert made.run("controleer").code == 0
    said = made.run("controleer", als="anna")
    found = [line for line in said.out.splitlines() if line.startswith(f"zaak {zaak}, regel ")]
    assert len(found) == 1
    assert found[0].endswith(": deze regel is geen aantekening")
