"""The commands that let somebody see a framework: what they write, where, and what they refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from meldcode.cli import changing, edition, giving, seeing
from meldcode.cli.errors import BAD_CONTENT, BAD_INPUT, Failure
from meldcode.kader.load import BASE, frameworks
from meldcode.workshop.drawing import to_svg
from meldcode.workshop.whole_text import to_text

TODAY = dt.date(2026, 3, 2)
ARTSEN, COMMON = frameworks()["artsen"], frameworks()[BASE]
Wrote = pytest.CaptureFixture[bytes]


def test_a_drawing_goes_to_the_screen_or_to_a_new_file(tmp_path: Path, capsysbinary: Wrote) -> None:
    seeing.draw("artsen", None)
    assert capsysbinary.readouterr().out.decode() == to_svg(ARTSEN, COMMON)
    seeing.draw("artsen", tmp_path / "artsen.svg")
    assert (tmp_path / "artsen.svg").read_text(encoding="utf-8") == to_svg(ARTSEN, COMMON)
    assert capsysbinary.readouterr().out == b""


def test_the_whole_text_goes_to_the_screen(capsysbinary: Wrote) -> None:
    seeing.write_out("artsen", None)
    assert capsysbinary.readouterr().out.decode() == to_text(ARTSEN)


@pytest.mark.parametrize(
    ("vorm", "begins"),
    [("html", b"<!doctype html>"), ("pdf", b"%PDF-1.7"), ("csv", b"\xef\xbb\xbfrij;afweging_1;")],
)
def test_a_table_comes_in_three_forms(vorm: str, begins: bytes, tmp_path: Path) -> None:
    seeing.tabulate("justitie", vorm, tmp_path / "tabel", TODAY)
    assert (tmp_path / "tabel").read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (lambda path: seeing.draw("tandarts", path), "Het kader 'tandarts' bestaat niet."),
        (lambda path: seeing.write_out("", path), "Het kader '' bestaat niet."),
        (
            lambda path: seeing.tabulate("artsen", "xlsx", path, TODAY),
            "De vorm 'xlsx' bestaat niet. Kies uit: html, pdf, csv.",
        ),
        (
            lambda path: seeing.draw("artsen", path.parent),
            "bestaat al. Kies een andere naam.",
        ),
        (
            lambda path: seeing.draw("artsen", path / "diep" / "x.svg"),
            "kan niet worden gemaakt: No such file or directory.",
        ),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    command: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    with pytest.raises(Failure) as refused:
        command(tmp_path / "nieuw")
    assert message in str(refused.value)
    assert refused.value.exit_code == BAD_INPUT
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_is_not_poured_over_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(Failure, match="past niet op het scherm"):
        seeing.tabulate("justitie", "pdf", None, TODAY)


@pytest.mark.parametrize(
    "command",
    [
        lambda path: seeing.draw("tandartsen", path),
        lambda path: giving.give_out("tandartsen", "json", path),
        lambda path: edition.give(path, ["tandartsen"]),
        lambda path: changing.show_difference(BASE, "tandartsen"),
    ],
    ids=["teken", "uitvoer", "uitgave", "verschil"],
)
def test_an_own_framework_with_a_fault_is_not_called_absent_but_told_why(
    command: Callable[[Path], None], data_folder: Path, tmp_path: Path
) -> None:
    folder = data_folder / "eigen-kaders" / "tandartsen"
    folder.mkdir(parents=True)
    (folder / "kader.yaml").write_text("id: tandartsen\n\tnaam: Tandartsen\n", encoding="utf-8")
    message = r"^Het eigen kader 'tandartsen' doet niet mee\. tandartsen/kader\.yaml:2: "
    with pytest.raises(Failure, match=message) as refused:
        command(tmp_path / "uit")
    assert refused.value.exit_code == BAD_CONTENT


def test_of_a_framework_that_breaks_a_law_there_is_no_table_to_sign(
    data_folder: Path, tmp_path: Path
) -> None:
    folder = data_folder / "eigen-kaders" / "tandartsen"
    folder.mkdir(parents=True)
    head = "id: tandartsen\nnaam: Tandartsen\nkort: tandartsen\nberoep: Tandarts\n"
    rest = (
        'op: gemeenschappelijk\nversie: "1"\nbron: [eigen]\nlaat_weg:\n  plichten: [informeren]\n'
    )
    (folder / "kader.yaml").write_text(head + rest, encoding="utf-8")
    for vorm in ("html", "pdf"):
        with pytest.raises(
            Failure, match=r"geen tabel om te ondertekenen\. Geldt niet: "
        ) as refused:
            seeing.tabulate("tandartsen", vorm, tmp_path / vorm, TODAY)
        assert refused.value.exit_code == BAD_CONTENT
        assert not (tmp_path / vorm).exists()
    seeing.tabulate("tandartsen", "csv", tmp_path / "uit.csv", TODAY)
    assert (tmp_path / "uit.csv").exists()
