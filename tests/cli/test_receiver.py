"""`meldcode ontvanger maak` and `meldcode open`: the receiving side without a server."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from meldcode.cli import receiver
from meldcode.dossier.entries import Persoon
from meldcode.melding import documents, message, pdf
from meldcode.melding.report import Report
from meldcode.melding.sealed import Key, Receiver, seal_for
from tests import demo
from tests.cast import quick_passphrases
from tests.cli.terminal import Terminal
from tests.melding import papers

PHRASE = "gele tractor fluit zachtjes door de mist"
TWICE = f"{PHRASE}\n{PHRASE}\n"
NAME = "balie"
CHILD = "Noortje Wildervank"
MADE = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
MESSAGE = message.to_json(Report(mensen=(Persoon(id="p1", rol="kind", naam=CHILD),)), MADE)
PDF = b"%PDF-1.7 (Noortje)"


def words_of(paper: Path) -> str:
    """The words of a PDF."""
    return " ".join(each.extract_text() for each in PdfReader(paper).pages)


@dataclass(frozen=True)
class Desk:
    """A receiver's folder with the key, and a sealed report for it."""

    folder: Path

    @property
    def key(self) -> Path:
        return self.folder / "balie.sleutel"

    @property
    def public(self) -> Receiver:
        return Receiver.parse((self.folder / "balie.ontvanger").read_text(encoding="utf-8"))

    @property
    def sealed(self) -> Path:
        return self.folder / "melding.meldcode"

    def command(self, key: Path | None = None) -> str:
        return f"open {self.sealed} --sleutel {key or self.key} --naar {self.folder}"

    def written(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("melding*"))


@pytest.fixture
def desk(tmp_path: Path, terminal: Terminal) -> Iterator[Desk]:
    with quick_passphrases():
        assert terminal(f"ontvanger maak {NAME} --map {tmp_path}", TWICE).code == 0
        made = Desk(tmp_path)
        made.sealed.write_bytes(seal_for(made.public, MESSAGE, PDF))
        yield made


def test_a_receiver_gets_two_files_and_a_number_to_compare(
    terminal: Terminal, tmp_path: Path, quick_passphrases: None
) -> None:
    said = terminal(f"ontvanger maak {NAME} --map {tmp_path}", TWICE)
    made = Desk(tmp_path)
    assert (said.code, said.err) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["balie.ontvanger", "balie.sleutel"]
    assert made.public.name == "balie"
    assert said.out.endswith(f"{made.public.fingerprint}\n")
    assert Key.unlock(made.key.read_text(encoding="utf-8"), PHRASE).receiver == made.public
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600


def test_opening_writes_both_files_for_the_owner_alone_and_shows_no_content(
    terminal: Terminal, desk: Desk
) -> None:
    said = terminal(desk.command(), PHRASE + "\n")
    told, paper = desk.folder / "melding.json", desk.folder / "melding.pdf"
    assert (said.code, said.err) == (0, "")
    assert told.read_bytes() == MESSAGE
    assert CHILD in words_of(paper)
    sent = desk.folder / "melding-zoals-verzonden.pdf"
    assert sent.read_bytes() == PDF
    assert {stat.S_IMODE(path.stat().st_mode) for path in (told, paper, sent)} == {0o600}
    assert said.out.startswith("Deze melding is voor balie.\n")
    assert f"Geschreven: {told} en {paper}." in said.out
    assert "Noortje" not in said.out


def test_the_passphrase_may_come_from_a_file(terminal: Terminal, desk: Desk) -> None:
    (desk.folder / "wachtzin").write_text(PHRASE + "\n", encoding="utf-8")
    said = terminal(f"{desk.command()} --wachtzin-bestand {desk.folder / 'wachtzin'}")
    assert (said.code, desk.written()) == (
        0,
        ["melding-zoals-verzonden.pdf", "melding.json", "melding.meldcode", "melding.pdf"],
    )


def test_a_pdf_on_another_family_is_kept_apart_and_told(terminal: Terminal, desk: Desk) -> None:
    other = Report(mensen=(Persoon(id="p1", rol="kind", naam="Teun Achterberg"),))
    paper = pdf.to_pdf(documents.for_vt(other, MADE.date()), MADE)
    desk.sealed.write_bytes(seal_for(desk.public, MESSAGE, paper))
    said = terminal(desk.command(), PHRASE + "\n")
    assert said.code == 0
    assert "de pdf van de afzender is niet gelijk aan die uit het bericht" in said.out
    assert "Teun" not in words_of(desk.folder / "melding.pdf")
    assert "Teun" in words_of(desk.folder / "melding-zoals-verzonden.pdf")


def test_of_our_own_report_the_receiver_makes_the_same_pdf(terminal: Terminal, desk: Desk) -> None:
    attached = message.to_json(papers.REPORT, MADE)
    paper = pdf.to_pdf(documents.for_vt(papers.REPORT, MADE.date()), MADE, attached)
    desk.sealed.write_bytes(seal_for(desk.public, attached, paper))
    said = terminal(desk.command(), PHRASE + "\n")
    assert (desk.folder / "melding.pdf").read_bytes() == paper
    assert "Let op" not in said.out


def test_what_goes_nowhere_on_paper_is_told(terminal: Terminal, desk: Desk) -> None:
    more = MESSAGE.replace(b'"acuut_toelichting": ""', b'"acuut_toelichting": "Er is een mes."')
    assert more != MESSAGE
    desk.sealed.write_bytes(seal_for(desk.public, more, PDF))
    said = terminal(desk.command(), PHRASE + "\n")
    assert "in melding.json staat meer dan op papier komt" in said.out


def test_another_passphrase_opens_nothing(terminal: Terminal, desk: Desk) -> None:
    said = terminal(desk.command(), "gele tractor fluit zachtjes door de nevel\n")
    assert (said.code, said.out, desk.written()) == (1, "", ["melding.meldcode"])
    assert "de wachtzin is een andere, of het bestand is veranderd" in said.err


def test_the_key_of_another_receiver_opens_nothing(terminal: Terminal, desk: Desk) -> None:
    other = desk.folder / "elders.sleutel"
    assert terminal(f"ontvanger maak elders --map {desk.folder}", TWICE).code == 0
    said = terminal(desk.command(other), PHRASE + "\n")
    assert (said.code, desk.written()) == (1, ["melding.meldcode"])
    assert said.err == "Dit bestand is voor een andere ontvanger. Deze sleutel is van elders.\n"


@pytest.mark.parametrize(
    ("inside", "pdf", "why"),
    [
        (MESSAGE.replace(b'"versie": 1', b'"versie": 2'), PDF, "heeft een versie"),
        (MESSAGE.replace(b'"rol": "kind"', b'"rol": "Noortje"'), PDF, "bij 'mensen.0.rol'"),
        (b"", PDF, "geen geldige JSON"),
        (MESSAGE, b"<html>", "In dit bestand zit geen PDF."),
    ],
)
def test_what_is_no_report_inside_is_not_written(
    terminal: Terminal, desk: Desk, inside: bytes, pdf: bytes, why: str
) -> None:
    desk.sealed.write_bytes(seal_for(desk.public, inside, pdf))
    said = terminal(desk.command(), PHRASE + "\n")
    assert (said.code, said.out, desk.written()) == (1, "", ["melding.meldcode"])
    assert why in said.err
    assert "Noortje" not in said.err


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7", "Dit is geen verzegelde melding."),
        (b"", "Dit is geen verzegelde melding."),
        (b"MELDCODE" + bytes(32 * 1024**2), "Dit bestand is te groot (meer dan 32 MB)."),
    ],
    ids=["pdf", "nothing", "large"],
)
def test_a_file_of_another_kind_is_told(
    terminal: Terminal, desk: Desk, data: bytes, why: str
) -> None:
    desk.sealed.write_bytes(data)
    said = terminal(desk.command(), PHRASE + "\n")
    assert (said.code, said.err) == (1, why + "\n")


@pytest.mark.parametrize("there", ["melding.json", "melding.pdf", "melding-zoals-verzonden.pdf"])
def test_an_existing_file_is_never_written_over(terminal: Terminal, desk: Desk, there: str) -> None:
    (desk.folder / there).write_text("van gisteren", encoding="utf-8")
    said = terminal(desk.command(), PHRASE + "\n")
    assert (said.code, desk.written()) == (2, sorted([there, "melding.meldcode"]))
    assert said.err.endswith("bestaat al. Kies een andere map, of zet het eerst weg.\n")
    assert (desk.folder / there).read_text(encoding="utf-8") == "van gisteren"


def test_of_two_files_that_can_not_both_be_written_none_stays(
    terminal: Terminal, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Between the first look and the writing somebody else put a file there.
    (desk.folder / "melding.pdf").write_text("van gisteren", encoding="utf-8")
    monkeypatch.setattr(receiver, "_check_free", lambda *_paths: None)
    said = terminal(desk.command(), PHRASE + "\n")
    assert (said.code, desk.written()) == (1, ["melding.meldcode", "melding.pdf"])
    assert "melding.pdf is niet te schrijven" in said.err
    assert (desk.folder / "melding.pdf").read_text(encoding="utf-8") == "van gisteren"


@pytest.mark.parametrize(
    ("command", "stdin", "why"),
    [
        ("open {0}/weg --sleutel {0}/balie.sleutel", PHRASE, "weg is niet te lezen"),
        ("open {0}/melding.meldcode --sleutel {0}/weg --naar {0}", PHRASE, "weg is niet te lezen"),
        (
            "open {0}/melding.meldcode --sleutel {0}/melding.meldcode --naar {0}",
            PHRASE,
            "melding.meldcode is geen bestand met een sleutel.",
        ),
        (
            "open {0}/melding.meldcode --sleutel {0}/balie.ontvanger --naar {0}",
            PHRASE,
            "Dit is geen bestand met een sleutel.",
        ),
        (
            "open {0}/melding.meldcode --sleutel {0}/balie.sleutel --naar {0}/weg",
            PHRASE,
            "bestaat niet. Maak hem eerst.",
        ),
        (
            "open {0}/melding.meldcode --sleutel {0}/balie.sleutel --naar {0}",
            "",
            "Er is geen wachtzin gegeven.",
        ),
        ("ontvanger maak balie --map {0}", TWICE, "balie.sleutel bestaat al."),
        ("ontvanger maak a/b --map {0}", TWICE, "Deze naam kan niet."),
        ("ontvanger maak nieuw --map {0}/weg", TWICE, "bestaat niet. Maak hem eerst."),
        ("ontvanger maak nieuw --map {0}", "kort\nkort\n", "Je wachtzin is te kort"),
        ("ontvanger maak nieuw --map {0}", f"{PHRASE}\nanders\n", "zijn niet gelijk"),
        ("ontvanger maak nieuw --map {0}", f"{PHRASE}\n", "Er is geen wachtzin gegeven."),
    ],
)
def test_what_is_not_right_is_told_in_one_line_and_writes_nothing(
    terminal: Terminal, desk: Desk, command: str, stdin: str, why: str
) -> None:
    before = sorted(desk.folder.iterdir())
    said = terminal(command.format(desk.folder), stdin)
    assert said.code in (1, 2)
    assert why in said.err
    assert (said.err.count("\n"), said.out) == (1, "")
    assert sorted(desk.folder.iterdir()) == before


def test_it_works_in_a_process_without_database_or_settings(desk: Desk) -> None:
    gone = {"MELDCODE_MAP": str(desk.folder / "geen"), "MELDCODE_DATABASE": "kapot://"}
    said = demo.meldcode(*desk.command().split(), stdin=PHRASE + "\n", env=gone)
    assert (said.code, said.err) == (0, "")
    assert (desk.folder / "melding.json").read_bytes() == MESSAGE
    assert not (desk.folder / "geen").exists()
