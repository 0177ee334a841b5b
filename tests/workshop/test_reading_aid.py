"""The reading aids: each tells one thing to look at, with file and line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from meldcode.kader.load import BASE, CONTENT, frameworks, load_all
from meldcode.kader.model import Framework
from meldcode.workshop.cases import load_cases
from meldcode.workshop.reading_aid import Remark, remarks

TODAY = dt.date(2026, 11, 22)
HEAD = """id: onderwijs
naam: Onderwijs
kort: onderwijs
beroep: Leraar
op: gemeenschappelijk
versie: "1"
bron: [eigen]
"""
NOTICE = """
voeg_toe:
  aandachtspunten:
    - id: eigen.punt
      waar: [begin]
      tekst: TEKST
      bron: [BRON]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The real content, with the framework of schools still to be written."""
    for path in CONTENT.rglob("*.yaml"):
        if path.parent.name in (BASE, CONTENT.name):
            copy = tmp_path / path.relative_to(CONTENT)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (tmp_path / "onderwijs").mkdir()
    return tmp_path


def found(root: Path, text: str, bron: str = "rbcz", today: dt.date = TODAY) -> list[Remark]:
    """What is told of a framework that adds one text to the common one."""
    notice = NOTICE.replace("TEKST", text).replace("BRON", bron)
    (root / "onderwijs" / "kader.yaml").write_text(HEAD + notice, encoding="utf-8")
    framework: Framework = load_all(root, ("onderwijs", BASE))["onderwijs"]
    return remarks(framework, load_cases(framework, [root]), today, [root])


def told(remark: Remark) -> tuple[str, str, int, str]:
    return (remark.kind, remark.place.file, remark.place.line, remark.what)


def test_a_plain_text_with_a_source_asks_for_nothing(root: Path) -> None:
    assert found(root, "Bel eerst je collega.") == []


@pytest.mark.parametrize(
    ("text", "kind", "line", "what"),
    [
        (
            " ".join(["Dit"] + ["is"] * 20),
            "zin",
            13,
            f"21 woorden: {' '.join(['Dit'] + ['is'] * 20)}",
        ),
        ("Het is jouw verantwoordelijkheid.", "woord", 13, "'verantwoordelijkheid'"),
        ("Bel de voogd. De voogd weet het.", "begrip", 13, "'voogd', 2 keer"),
    ],
)
def test_what_is_hard_to_read_is_told_with_its_line(
    root: Path, text: str, kind: str, line: int, what: str
) -> None:
    assert [*map(told, found(root, text))] == [(kind, "onderwijs/kader.yaml", line, what)]


def test_a_word_that_is_explained_is_not_told(root: Path) -> None:
    assert found(root, "Kindermishandeling stopt zelden vanzelf. Bel het LECK.") == []


def test_a_text_on_a_choice_of_ones_own_is_told(root: Path) -> None:
    assert [*map(told, found(root, "Bel eerst je collega.", "eigen"))] == [
        (
            "bron",
            "onderwijs/kader.yaml",
            14,
            "'eigen.punt' uit 'aandachtspunten' rust alleen op een eigen keuze.",
        )
    ]


def test_an_old_fact_is_told_where_a_text_gives_it(root: Path) -> None:
    fact = frameworks()[BASE].facts["vt_telefoon"]
    text = "'Bel {feit:vt_telefoon}.'"
    assert found(root, text, today=fact.opnieuw - dt.timedelta(days=1)) == []
    assert [*map(told, found(root, text, today=fact.opnieuw))] == [
        (
            "feit",
            "onderwijs/kader.yaml",
            13,
            f"'vt_telefoon' is {fact.waarde}, gezien op {fact.gezien}",
        )
    ]


def test_a_case_of_ones_own_is_read_too(root: Path) -> None:
    (root / "onderwijs" / "gevallen.yaml").write_text(
        "gevallen:\n  - id: les\n    verhaal: De voogd belt.\n    antwoorden: {}\n"
        "    verwacht: {melden: open}\n",
        encoding="utf-8",
    )
    assert [*map(told, found(root, "Bel eerst je collega."))] == [
        ("begrip", "onderwijs/gevallen.yaml", 2, "'voogd'"),
        ("bron", "onderwijs/gevallen.yaml", 2, "Geval 'les' heeft geen bron."),
    ]


def test_the_common_framework_tells_all_of_its_own_and_where_each_stands() -> None:
    common = frameworks()[BASE]
    old = max(fact.opnieuw for fact in common.facts.values())
    all_ = remarks(common, load_cases(common), old)
    assert {each.kind for each in all_} == {"zin", "woord", "begrip", "bron", "feit"}
    assert len([each for each in all_ if each.kind == "feit"]) == len(common.facts)
    for each in all_:
        path = CONTENT / each.place.file
        assert 1 <= each.place.line <= len(path.read_text(encoding="utf-8").splitlines())


def test_what_a_framework_has_from_the_common_one_is_told_there_alone() -> None:
    schools = frameworks()["onderwijs"]
    files = {each.place.file for each in remarks(schools, load_cases(schools), TODAY)}
    assert files <= {"onderwijs/kader.yaml", "onderwijs/gevallen.yaml"}
