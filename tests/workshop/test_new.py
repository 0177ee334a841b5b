"""A new framework loads as it was written, and every example in it works once it is put on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from meldcode.cli import own
from meldcode.cli.errors import BAD_INPUT, Failure
from meldcode.kader import load, offered
from meldcode.kader.load import BASE, ORDER, frameworks, load_own
from meldcode.workshop.cases import failing, load_cases
from meldcode.workshop.editor_schema import editor_files
from meldcode.workshop.new import NewError, make

COMMON = frameworks()[BASE]
VERBS = ("vervang", "voeg_toe", "laat_weg")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return make("tandartsen", tmp_path, COMMON, ORDER)


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    load.use_own(None)


def put_on(path: Path, verbs: tuple[str, ...] = VERBS) -> None:
    """Take away the # before the examples of these verbs, as the file tells a reader to do."""
    lines, on = [], False
    for line in path.read_text(encoding="utf-8").splitlines():
        example = re.match(r"#(?=\S| {2})", line)
        if example and not line.startswith("#  "):
            on = line[1:].partition(":")[0] in (*verbs, "bronnen")
        lines.append(line[1:] if example and on else line)
    path.write_text("\n".join(lines), encoding="utf-8")


def test_a_new_framework_loads_and_decides_as_the_common_one(made: Path) -> None:
    framework = load_own(made)
    assert (framework.id, framework.naam, framework.beroep) == (
        "tandartsen",
        "Tandartsen",
        "Tandartsen",
    )
    assert framework.hash == COMMON.hash
    assert framework.words_hash == COMMON.words_hash
    assert offered.fails(framework, COMMON) == []


def test_its_cases_come_out_as_they_say(made: Path) -> None:
    framework = load_own(made)
    cases = load_cases(framework, (made.parent, load.CONTENT))
    assert [each.case.id for each in cases[-2:]] == [
        "tandartsen.zorg-weggenomen",
        "tandartsen.nu-in-gevaar",
    ]
    assert list(failing(framework, cases)) == []


@pytest.mark.parametrize("verb", VERBS)
def test_each_example_works_alone_when_its_hashes_are_taken_away(made: Path, verb: str) -> None:
    put_on(made / "bronnen.yaml")
    put_on(made / "kader.yaml", (verb,))
    framework = load_own(made)
    assert framework.words_hash != COMMON.words_hash
    assert framework.sources["mijn-bron"].kort == "Onze meldcode"


def test_all_examples_together_change_what_they_say(made: Path) -> None:
    put_on(made / "bronnen.yaml")
    put_on(made / "kader.yaml")
    framework = load_own(made)
    assert framework.afwegingen["3"].naam == "Onze hulp"
    assert framework.hulpvragen["tandartsen.afspraken"].groep == "structureel"
    assert framework.plichten["tandartsen.aandachtsfunctionaris"].deel == "voor_melding"
    assert framework.notices("uitkomst")[-1].id == "tandartsen.van-wie"
    assert "meewerken.5" not in framework.hulpvragen
    assert framework.cited(["mijn-bron#bladzijde 4"]) == ("Onze meldcode, bladzijde 4",)
    assert offered.problem(framework, frameworks()) is None


def test_each_file_names_the_schema_that_lies_beside_it(made: Path) -> None:
    for name in ("kader", "bronnen", "gevallen"):
        first = (made / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=schema/{name}.json"
    beside = {path.name: path.read_text(encoding="utf-8") for path in (made / "schema").iterdir()}
    assert beside == editor_files(COMMON)


def test_every_item_of_the_common_framework_lies_beside_it_to_copy(made: Path) -> None:
    copied = {path.name: path.read_bytes() for path in (made / "om-over-te-nemen").iterdir()}
    assert copied == {path.name: path.read_bytes() for path in (load.CONTENT / BASE).iterdir()}


def test_no_place_is_left_to_fill_in_by_the_program(made: Path) -> None:
    for path in made.glob("*.*"):
        assert "{{" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Tandartsen", "'Tandartsen' kan geen naam zijn."),
        ("tand artsen", "'tand artsen' kan geen naam zijn."),
        ("../tandartsen", "'../tandartsen' kan geen naam zijn."),
        ("1ste-lijn", "'1ste-lijn' kan geen naam zijn."),
        ("", "'' kan geen naam zijn."),
        ("t" * 41, f"'{'t' * 41}' kan geen naam zijn."),
        ("artsen", "'artsen' is al een kader."),
        ("tandartsen", "De map "),
    ],
)
def test_a_name_that_can_not_be_is_refused_in_words(made: Path, name: str, message: str) -> None:
    before = sorted(made.parent.iterdir())
    with pytest.raises(NewError, match=f"^{re.escape(message)}"):
        make(name, made.parent, COMMON, ORDER)
    assert sorted(made.parent.iterdir()) == before


def test_the_command_makes_the_folder_for_this_user_alone_and_says_what_next(
    data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.new("tandartsen", BASE, None)
    made = data_folder / "eigen-kaders" / "tandartsen"
    assert capsys.readouterr().out.splitlines() == [
        f"Gemaakt: {made}",
        f"Lees eerst {made / 'LEESMIJ.md'}.",
        "Zie het in de gids terwijl je schrijft: meldcode kader voorbeeld tandartsen",
    ]
    assert data_folder.stat().st_mode & 0o077 == 0
    elsewhere = tmp_path / "elders"
    own.new("sportclubs", BASE, elsewhere)
    assert capsys.readouterr().out.endswith(f"voorbeeld sportclubs --map {elsewhere}\n")
    assert (elsewhere / "eigen-kaders" / "sportclubs" / "kader.yaml").is_file()


def test_another_base_than_the_common_framework_is_refused(data_folder: Path) -> None:
    with pytest.raises(Failure, match="Op 'artsen' kan een kader niet bouwen") as refused:
        own.new("tandartsen", "artsen", None)
    assert refused.value.exit_code == BAD_INPUT


def test_a_name_taken_by_an_own_framework_that_is_wrong_is_refused_too(data_folder: Path) -> None:
    broken = data_folder / "eigen-kaders" / "tandartsen"
    broken.mkdir(parents=True)
    with pytest.raises(Failure, match="'tandartsen' is al een kader"):
        own.new("tandartsen", BASE, None)


def test_a_data_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "in-de-weg").write_text("")
    with pytest.raises(Failure, match="kan geen kader komen"):
        own.new("tandartsen", BASE, tmp_path / "in-de-weg")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("artsen", "'artsen' is een kader van Meldcode. Kies een kader van jezelf."),
        ("bakkers", "Maak het kader met: meldcode kader nieuw bakkers"),
        ("..", "is er niet"),
    ],
)
def test_a_preview_of_what_is_not_there_is_refused(
    data_folder: Path, name: str, message: str
) -> None:
    with pytest.raises(Failure, match=message):
        own.preview(name, None, 0, open_browser=False)


def test_the_schema_comes_on_standard_output_or_in_a_file(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    own.write_schema(None)
    printed = capsysbinary.readouterr().out
    own.write_schema(tmp_path / "kader.json")
    assert (tmp_path / "kader.json").read_bytes() == printed
    assert printed.decode() == editor_files(COMMON)["kader.json"]
    with pytest.raises(Failure, match="kan niet worden gemaakt"):
        own.write_schema(tmp_path / "nergens" / "kader.json")
