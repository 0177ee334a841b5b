"""What docs/werkplaats.md lets a newcomer write works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from meldcode.kader import offered
from meldcode.kader.decide import decide
from meldcode.kader.load import BASE, CONTENT, ORDER, ContentError, frameworks, load_own
from meldcode.kader.model import Framework
from meldcode.workshop.cases import failing, load_cases
from meldcode.workshop.new import make

PAGE = Path(__file__).parents[2] / "docs" / "werkplaats.md"
BLOCK = re.compile(r"^```yaml (\S+)\n(.*?)^```", re.M | re.S)


def written(name: str) -> list[str]:
    """The pieces of one file, in the order of the page."""
    return [text for file, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if file == name]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder as it is when somebody has done everything the page says."""
    made = make("tandartsen", tmp_path, frameworks()[BASE], ORDER)
    for name in ("kader.yaml", "bronnen.yaml", "gevallen.yaml"):
        (made / name).write_text("".join(written(name)), encoding="utf-8")
    return made


@pytest.fixture
def dentists(folder: Path) -> Framework:
    return load_own(folder)


def test_the_framework_of_the_page_loads_and_is_offered(dentists: Framework) -> None:
    assert offered.problem(dentists, frameworks()) is None
    assert offered.fails(dentists, frameworks()[BASE]) == []
    own = [key for key, origin in dentists.origin.items() if origin == "tandartsen"]
    assert sorted(own) == [
        ("aandachtspunten", "mondzorg.van-wie"),
        ("hulpvraaggroepen", "gebit"),
        ("hulpvragen", "gebit.1"),
        ("hulpvragen", "gebit.2"),
        ("hulpvragen", "gebit.3"),
        ("hulpvragen", "gebit.4"),
        ("hulpvragen", "kunnen.5"),
        ("plichten", "mondzorg.vastleggen"),
    ]
    assert "meewerken.6" not in dentists.hulpvragen


def test_its_duty_comes_with_a_suspicion_and_not_without(dentists: Framework) -> None:
    with_one = [duty.id for duty in decide(dentists, {"1": "ja"}).plichten]
    without = [duty.id for duty in decide(dentists, {"1": "nee"}).plichten]
    assert "mondzorg.vastleggen" in with_one
    assert "mondzorg.vastleggen" not in without


def test_its_cases_come_out_as_the_page_says(folder: Path, dentists: Framework) -> None:
    cases = load_cases(dentists, (folder.parent, CONTENT))
    assert cases[-1].case.id == "pijn-en-geen-afspraak"
    assert list(failing(dentists, cases)) == []


def test_after_the_head_alone_it_shows_the_error_that_the_page_promises(folder: Path) -> None:
    (folder / "kader.yaml").write_text(written("kader.yaml")[0], encoding="utf-8")
    (folder / "bronnen.yaml").unlink()
    with pytest.raises(ContentError, match=r"'mondzorg' staat niet in bronnen\.yaml"):
        load_own(folder)


def test_the_question_it_replaces_lies_where_the_page_says(folder: Path) -> None:
    text = (folder / "om-over-te-nemen" / "afweging-3.yaml").read_text(encoding="utf-8")
    assert "- id: kunnen.5" in text
