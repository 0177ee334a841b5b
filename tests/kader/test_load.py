"""The loader: broken content is refused in words, and never crashes it.

``kapot`` holds a folder for each rule: files to lay over the real content (``weg.txt`` lists
those to remove), and in ``verwacht.txt`` what the loader must say. An … there stands for more.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meldcode.kader import reading
from meldcode.kader.load import CONTENT, ORDER, ContentError, frameworks, load_all

BROKEN = Path(__file__).parent / "kapot"
FEW = ("kinderopvang", "gemeenschappelijk")
SNIPPETS = (
    *("{", "}", "[", "]", ":", "- ", '"', "'", "&a ", "*a", "<<: ", "? ", "|", ">", "%", "@", "#"),
    *("null", "~", "true", "1", "0x", "1e999", "2026-13-45", "---", "...", "\t", "\x07", "é"),
    *(
        "!!int x",
        "!!float z",
        "!!omap x",
        "!!set x",
        "{1: 2}",
        "[[a]]",
        "{[a]: b}",
        "{{a: [b]}: c}",
    ),
)


@pytest.fixture(scope="module")
def read_once() -> Iterator[None]:
    """Each file is parsed once: what stays the same needs no second look, and parsing is slow."""
    parsed: dict[tuple[str, bytes], Any] = {}
    read = reading.read_yaml

    def remembered(path: Path, label: str) -> Any:
        if not path.is_file():
            return read(path, label)
        key = (label, path.read_bytes())
        if key not in parsed:
            parsed[key] = read(path, label)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_yaml", remembered)
        yield


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the real content, free to break."""
    return Path(shutil.copytree(CONTENT, tmp_path / "inhoud"))


@pytest.mark.parametrize("rule", sorted(each.name for each in BROKEN.iterdir()))
def test_broken_content_is_refused_with_its_place_and_reason(
    rule: str, content: Path, read_once: None
) -> None:
    shutil.copytree(BROKEN / rule, content, dirs_exist_ok=True)
    removed = content / "weg.txt"
    for name in removed.read_text(encoding="utf-8").split() if removed.exists() else ():
        (content / name).unlink()
    with pytest.raises(ContentError) as refused:
        load_all(content, FEW)
    expected = (content / "verwacht.txt").read_text(encoding="utf-8").strip()
    if expected.endswith("Kies uit: …"):
        assert str(refused.value).startswith(expected.removesuffix("…"))
    else:
        assert str(refused.value) == expected


def test_any_damage_gives_content_that_loads_or_a_refusal(content: Path, read_once: None) -> None:
    draw = random.Random(6)
    files = sorted(content.rglob("*.yaml"))
    refused = 0
    for _ in range(100):
        path = draw.choice(files)
        whole = path.read_text(encoding="utf-8")
        path.write_text(_damaged(whole, draw), encoding="utf-8")
        try:
            for framework in load_all(content, FEW).values():
                assert framework.table.runs
        except ContentError as error:
            refused += 1
            file, line, reason = str(error).split(":", 2)
            assert (content / file).is_file()
            assert int(line) <= len(whole.splitlines()) + 10
            assert reason.strip()
        path.write_text(whole, encoding="utf-8")
    assert 20 < refused < 100


def _damaged(text: str, draw: random.Random) -> str:
    """``text`` with one to three lines removed, doubled, moved, indented or spoiled."""
    lines = text.split("\n")
    for _ in range(draw.choice((1, 1, 2, 3))):
        at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        line = lines[at]
        column = draw.randrange(len(line) + 1)
        key, snippet = line.partition(":")[0], draw.choice(SNIPPETS)
        lines[at : at + 1] = draw.choice(
            (
                [] if len(lines) > 1 else [""],
                [line, lines[other]],
                [lines[other]],
                [f"  {line}"],
                [line[2:]],
                [line[:column] + line[column + 1 :]],
                [line[:column] + snippet + line[column:]],
                [f"{key}: {snippet}"],
            )
        )
    return "\n".join(lines)


def test_the_ten_frameworks_come_in_the_order_of_the_menu() -> None:
    assert tuple(frameworks()) == ORDER
    assert ORDER[-1] == "gemeenschappelijk"
    assert sorted(path.name for path in CONTENT.iterdir() if path.is_dir()) == sorted(ORDER)


def test_an_item_tells_from_which_framework_it_comes() -> None:
    teachers = frameworks()["onderwijs"]
    assert teachers.herkomst("plichten", "bevoegd_gezag") == "onderwijs"
    assert teachers.herkomst("plichten", "vastleggen") == "gemeenschappelijk"
    assert frameworks()["artsen"].herkomst("afwegingen", "3") == "artsen"


def _with_differences(content: Path, differences: str) -> Any:
    path = content / "kinderopvang" / "kader.yaml"
    head = path.read_text(encoding="utf-8").partition("voeg_toe:")[0]
    path.write_text(head + differences, encoding="utf-8")
    return load_all(content, FEW)


def test_the_three_verbs_replace_add_and_leave_out_whole_items(
    content: Path, read_once: None
) -> None:
    loaded = _with_differences(
        content,
        """
vervang:
  begrippen:
    - {id: melden, woord: Berichten, uitleg: Anders uitgelegd., bron: [eigen]}
voeg_toe:
  begrippen:
    - {id: nieuw, woord: Nieuw, uitleg: Een begrip erbij., bron: [eigen]}
laat_weg:
  begrippen: [casusregie]
""",
    )
    own, common = loaded["kinderopvang"].begrippen, loaded["gemeenschappelijk"].begrippen
    assert own["melden"].woord == "Berichten"
    assert set(own) == set(common) - {"casusregie"} | {"nieuw"}
    assert [key for key in own if key in common] == [key for key in common if key in own]


def test_other_words_change_the_hash_of_the_words_alone(content: Path, read_once: None) -> None:
    before = load_all(content, FEW)["gemeenschappelijk"]
    path = content / "gemeenschappelijk" / "plichten.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("titel: Blijf betrokken", "titel: Blijf erbij"), encoding="utf-8")
    after = load_all(content, FEW)["gemeenschappelijk"]
    assert (after.hash, after.words_hash == before.words_hash) == (before.hash, False)


def test_another_transition_changes_the_hash_of_the_decision(
    content: Path, read_once: None
) -> None:
    before = load_all(content, FEW)["gemeenschappelijk"]
    path = content / "gemeenschappelijk" / "beslissing.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("melden: nu_niet", "melden: open"), encoding="utf-8")
    assert load_all(content, FEW)["gemeenschappelijk"].hash != before.hash


def test_another_phone_number_changes_neither_hash_but_does_change_the_text(
    content: Path, read_once: None
) -> None:
    before = load_all(content, FEW)["gemeenschappelijk"]
    path = content / "feiten.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("waarde: 0800-2000", "waarde: 0800-3000"), encoding="utf-8")
    after = load_all(content, FEW)["gemeenschappelijk"]
    assert (after.hash, after.words_hash) == (before.hash, before.words_hash)
    assert after.plain("{feit:vt_telefoon}") == "0800-3000"
    assert before.plain("{feit:vt_telefoon}") == "0800-2000"
