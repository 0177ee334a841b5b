"""The command uitgave: which frameworks, into which folder, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.cli import edition
from meldcode.cli.errors import Failure


def test_one_framework_is_written_with_all_that_its_pages_need(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "gids"
    edition.give(folder, ["paramedici"])
    assert sorted(path.name for path in folder.iterdir()) == [
        "bronnen.html",
        "gids.webmanifest",
        "index.html",
        "op-papier-1.pdf",
        "over.html",
        "paramedici",
        "vast",
        "werker.js",
    ]
    assert "Begin bij index.html" in " ".join(capsys.readouterr().out.split())


def test_a_framework_that_does_not_exist_is_refused_with_the_names_that_do(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"Het kader 'tandartsen' bestaat niet. Kies uit: .*artsen"):
        edition.give(tmp_path / "gids", ["tandartsen"])
    assert not (tmp_path / "gids").exists()


def test_a_folder_with_something_in_it_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("Van mij.")
    with pytest.raises(Failure, match="staat al iets"):
        edition.give(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_a_file_is_no_folder_to_write_in(tmp_path: Path) -> None:
    (tmp_path / "gids").write_text("Een bestand.")
    with pytest.raises(Failure, match="geen map om in te schrijven"):
        edition.give(tmp_path / "gids")
