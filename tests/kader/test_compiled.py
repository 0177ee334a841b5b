"""A content file that was read before is not parsed again, and never wrongly taken for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.kader import compiled, parsing
from meldcode.kader.load import CONTENT
from meldcode.kader.reading import ContentError, read_yaml

PRODUCT = Path(compiled.__file__).parent.parent


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content file in a product of its own."""
    monkeypatch.setattr(compiled, "_PRODUCT", tmp_path)
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / ".gelezen")
    path = tmp_path / "inhoud" / "woorden.yaml"
    path.parent.mkdir()
    path.write_text("een: 1\ntwee:\n  - a\n  - b\n")
    return path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was given to the parser since."""
    given: list[bytes] = []
    real = parsing.parse

    def noted(source: bytes) -> object:
        given.append(source)
        return real(source)

    monkeypatch.setattr(parsing, "parse", noted)
    return given


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.yaml")), ids=lambda path: path.stem)
def test_what_was_kept_is_what_the_parser_reads(path: Path) -> None:
    source = path.read_bytes()
    read_yaml(path, path.name)
    kept, fresh = compiled.tree(path, source), parsing.parse(source)
    assert kept == fresh
    assert kept is not None
    assert (kept.line, kept.lines) == (fresh.line, fresh.lines)


def test_it_is_parsed_once_and_keeps_its_lines(file: Path, parsed: list[bytes]) -> None:
    first, second = read_yaml(file, "woorden.yaml"), read_yaml(file, "woorden.yaml")
    assert len(parsed) == 1
    assert second == first == {"een": 1, "twee": ["a", "b"]}
    assert second.lines == {"een": 1, "twee": 2}
    assert second["twee"].lines == [3, 4]


def test_a_changed_file_is_read_anew_and_the_old_reading_goes(
    file: Path, parsed: list[bytes]
) -> None:
    read_yaml(file, "woorden.yaml")
    file.write_text("een: 2\n")
    assert read_yaml(file, "woorden.yaml") == {"een": 2}
    assert len(parsed) == 2
    assert len(list(compiled.FOLDER.iterdir())) == 1


def test_a_reading_that_is_cut_short_counts_for_none(file: Path, parsed: list[bytes]) -> None:
    read_yaml(file, "woorden.yaml")
    (kept,) = compiled.FOLDER.iterdir()
    kept.write_bytes(kept.read_bytes()[:20])
    assert read_yaml(file, "woorden.yaml")["een"] == 1
    assert len(parsed) == 2


def test_a_faulty_file_is_kept_nowhere(file: Path) -> None:
    file.write_text("een: [\n")
    for _ in range(2):
        with pytest.raises(ContentError, match=r"^woorden\.yaml:2: Dit is geen geldige YAML"):
            read_yaml(file, "woorden.yaml")
    assert not compiled.FOLDER.exists()


def test_of_a_file_outside_the_product_nothing_is_kept(
    file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = tmp_path_factory.mktemp("eigen") / "kader.yaml"
    own.write_text("een: 1\n")
    assert read_yaml(own, "kader.yaml") == {"een": 1}
    assert not compiled.FOLDER.exists()


def test_where_nothing_can_be_written_it_is_read_all_the_same(file: Path) -> None:
    compiled.FOLDER.write_text("in de weg")
    assert read_yaml(file, "woorden.yaml")["een"] == 1
