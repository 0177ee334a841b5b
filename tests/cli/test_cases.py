"""`meldcode dossier`: what each may see, and that every look stands in the log."""

from __future__ import annotations

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests import demo
from tests.demo import Demo

LONG = "Koperen Reiger"
REFUSED = "Deze zaak bestaat niet, of je mag haar niet zien. Zie 'meldcode dossier lijst'.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A demo that these tests read and log in."""
    return demo.copy(tmp_path_factory.mktemp("zaken"))


@pytest.fixture(scope="module")
def zaken(made: Demo) -> dict[str, str]:
    """The references of Anna's cases by their code names."""
    return made.cases()


def _log(made: Demo, count: int) -> list[tuple[str, ...]]:
    """The last lines of the log: who, what, which case, on what ground, how it ended."""
    with closing(sqlite3.connect(made.database)) as database:
        rows = database.execute(
            "SELECT p.naam, action, zaak, ground, result FROM access_logline l "
            "JOIN access_person p ON p.reference = l.reference ORDER BY number DESC LIMIT ?",
            [count],
        )
        return list(reversed(rows.fetchall()))


def test_the_list_shows_each_case_on_a_line(made: Demo, zaken: dict[str, str]) -> None:
    lines = made.run("dossier", "lijst", als="anna").out.splitlines()
    assert [line.split(maxsplit=1)[0] for line in lines] == list(zaken.values())
    assert lines[-1] == f"{zaken['Zonnegele Tulp']}  gesloten  geen dag    Zonnegele Tulp"
    assert _log(made, 2) == [
        ("Anna", "inloggen", "", "wachtzin", "gelukt"),
        ("Anna", "zaken bekijken", "", "zelf", "gelukt"),
    ]


def test_a_case_is_shown_as_text_without_its_safe_address(
    made: Demo, zaken: dict[str, str]
) -> None:
    said = made.run("dossier", "toon", zaken[LONG], als="bram")
    assert said.out.startswith(f"Dossier {LONG}\n\n")
    assert "Noortje wees aan waar ze heen gaat" in said.out
    assert "Tureluurpad" not in said.out
    assert _log(made, 1) == [("Bram", "tekst kopiëren", zaken[LONG], "gedeeld", "gelukt")]


def test_a_stranger_and_a_case_that_does_not_exist_are_told_the_same(
    made: Demo, zaken: dict[str, str]
) -> None:
    for zaak in (zaken[LONG], "bestaatniet"):
        for command in (("toon",), ("export",)):
            said = made.run("dossier", *command, zaak, als="chris")
            assert said == (2, "", REFUSED)
    # What was typed and is no case comes in no log.
    for zaak, told in ((zaken[LONG], zaken[LONG]), ("bestaatniet", "")):
        made.run("dossier", "export", zaak, als="chris")
        assert _log(made, 1) == [("Chris", "uitvoeren", told, "geen", "geweigerd")]
    assert made.run("dossier", "toon", zaken[LONG], als="dina").err == REFUSED


def test_an_export_is_written_down_in_the_case_and_the_log(
    made: Demo, zaken: dict[str, str], tmp_path: Path
) -> None:
    first = json.loads(made.run("dossier", "export", zaken[LONG], als="anna").out)
    path = tmp_path / "uit.json"
    said = made.run("dossier", "export", zaken[LONG], "--bestand", path, als="anna")
    told = f"Het dossier staat in {path}. Het is niet versleuteld: bewaar het veilig.\n"
    assert said == (0, told, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    second = json.loads(path.read_text())
    assert len(second["regels"]) == len(first["regels"]) + 1
    added = second["regels"][-1]["inhoud"]
    assert (added["soort"], added["vorm"], added["bestand"]) == ("uitgegeven", "dossier", "json")
    assert _log(made, 1) == [("Anna", "uitvoeren", zaken[LONG], "eigen zaak", "gelukt")]


def test_all_cases_are_exported_as_a_line_each(made: Demo, zaken: dict[str, str]) -> None:
    said = made.run("dossier", "export", "--alle", "--json", als="anna")
    assert {json.loads(line)["zaak"] for line in said.out.splitlines()} == set(zaken.values())


def test_a_pdf_is_made_in_a_file(made: Demo, zaken: dict[str, str], tmp_path: Path) -> None:
    assert made.run("dossier", "export", zaken[LONG], "--pdf", als="anna").err == (
        "Zeg met --bestand waar de PDF komt.\n"
    )
    path = tmp_path / "uit.pdf"
    said = made.run("dossier", "export", zaken[LONG], "--pdf", "--bestand", path, als="anna")
    assert said.code == 0, said.err
    assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("options", [(), ("abc", "--alle"), ("abc", "--json", "--pdf")])
def test_an_export_of_nothing_or_of_two_things_is_refused(
    made: Demo, options: tuple[str, ...]
) -> None:
    said = made.run("dossier", "export", *options, als="anna")
    assert said == (2, "", "Kies één zaak, met --json of --pdf; of --alle, met --json.\n")


def test_guessing_a_passphrase_is_slowed_down_and_the_owner_still_gets_in(tmp_path: Path) -> None:
    made = demo.copy(tmp_path)
    wrong = "Je naam of je wachtzin klopt niet. Let op hoofdletters en spaties in je wachtzin.\n"
    assert made.run("dossier", "lijst", "--als", "niemand", stdin="iets\n").err == wrong
    made.sql("DELETE FROM access_attempt")
    assert made.run("dossier", "lijst", "--als", "chris", stdin="een zin\n") == (2, "", wrong)
    made.sql("UPDATE access_attempt SET failures = 20, turn = last + 3600")
    slowed = made.run("dossier", "lijst", "--als", "chris", stdin=made.phrases["Chris"] + "\n")
    assert slowed.err.startswith("Er is te vaak geprobeerd. Wacht ")
    made.sql("UPDATE access_attempt SET last = last + 7200")
    assert made.run("dossier", "lijst", als="chris").code == 0


def test_a_damaged_case_is_named_and_the_others_are_exported(tmp_path: Path) -> None:
    made = demo.copy(tmp_path)
    zaak = made.cases()[LONG]
    made.sql("UPDATE ledger_row SET at = '2020' WHERE zaak = :zaak AND number = 5", zaak=zaak)
    said = made.run("dossier", "export", "--alle", "--json", als="anna")
    assert (said.code, len(said.out.splitlines())) == (1, 2)
    assert said.err == (
        f"Zaak {zaak}: Deze zaak is beschadigd. zaak {zaak}, regel 5: deze regel is veranderd\n"
    )
    told = [("Anna", "uitvoeren", zaak, "zegel", "beschadigd")]
    assert told[0] in _log(made, 5)


def test_a_passphrase_file_that_is_not_there_is_told(made: Demo) -> None:
    said = made.run("dossier", "lijst", "--als", "anna", "--wachtzin-bestand", "nergens")
    assert said == (2, "", "Het bestand nergens met de wachtzin is niet te lezen.\n")
