"""The documentation is true: what it names exists, and what must be documented is."""

import itertools
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from meldcode.cli.app import app
from meldcode.cli.dutch import HELP_NAMES
from meldcode.kader.reading import read_yaml

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])
# A path in the docs may start at the root or, in a page about them, at one of these.
STARTS = (ROOT, ROOT / "src/meldcode/kader/inhoud")
MAX_PACKAGES = 25

FENCE = re.compile(r"^```.*?^```", re.M | re.S)
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"\.?[\w-]+(\.[\w-]+)*(/[\w.-]+)*/?")
SUFFIX = re.compile(r"\.(py|md|ya?ml|toml|txt|sh|png)$")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)
COMMAND = re.compile(r"(?:^|[ /=$])meldcode ([a-z-][^#<>|;&`\n]*)")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
SETTING = re.compile(r"MELDCODE_[A-Z_]+[A-Z]")
CITED = re.compile(r"\[bron: ([\w, ]+)\]")
ROW = re.compile(r"^\| `([\w.-]+)` \| (.+) \|$", re.M)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def _code(page: Path) -> Iterator[str]:
    """Every piece of code in a page: each line of a fenced block, and what stands in backticks."""
    text = page.read_text(encoding="utf-8")
    for block in FENCE.findall(text):
        yield from block.splitlines()[1:-1]
    yield from CODE.findall(FENCE.sub("", text))


def _commands(page: Path) -> Iterator[list[str]]:
    """The words after 'meldcode' of every command in a page."""
    for code in _code(page):
        for found in COMMAND.findall(code):
            words = shlex.split(found)
            if "…" not in words:
                yield words


def _packages() -> dict[str, str]:
    """The reason of each package in the table of dependencies."""
    text = (ROOT / "docs/afhankelijkheden.md").read_text(encoding="utf-8")
    return dict(ROW.findall(text))


def _named_for_running() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    named = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    return {re.split(r"[\[<>=!~; ]", requirement)[0].lower() for requirement in named}


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual renderers make them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text)]
    return {heading.strip().replace(" ", "-") for heading in plain}


def test_every_package_for_running_has_a_reason_and_no_other_is_listed() -> None:
    assert set(_packages()) == _named_for_running()


def test_no_more_packages_are_named_than_we_allow_ourselves() -> None:
    assert 0 < len(_named_for_running()) <= MAX_PACKAGES


@pages
def test_every_make_target_in_the_docs_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert {target for code in _code(page) for target in TARGET.findall(code)} <= targets


def test_the_readme_gives_the_two_commands() -> None:
    lines = set(_code(ROOT / "README.md"))
    assert {"make run", "make test"} <= lines


@pages
def test_every_path_in_backticks_exists(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    paths = {
        code
        for code in CODE.findall(text)
        if PATH.fullmatch(code) and ("/" in code or SUFFIX.search(code))
    }
    # A package (ruamel.yaml) may be named like a file.
    missing = {path for path in paths if not any((start / path).exists() for start in STARTS)}
    assert missing - _named_for_running() == set()


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


@pages
def test_every_command_in_the_docs_exists_with_its_options(page: Path) -> None:
    for words in _commands(page):
        command: Any = typer.main.get_command(app)
        for word in words:
            if word.startswith("-"):
                known = {option for each in command.params for option in each.opts}
                assert word.partition("=")[0] in {*known, *HELP_NAMES}, words
            elif hasattr(command, "commands"):
                assert word in command.commands, words
                command = command.commands[word]


def test_the_docs_do_name_commands() -> None:
    named = {words[0] for page in PAGES for words in _commands(page)}
    assert named >= {"start", "gids", "advies", "kindcheck", "mantelzorgcheck", "kader"}


def test_every_setting_that_the_code_reads_is_documented_and_no_other() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    documented = set(SETTING.findall((ROOT / "docs/beheer.md").read_text(encoding="utf-8")))
    assert documented == set(SETTING.findall(code)) != set()


def test_every_word_of_code_in_the_glossary_occurs_in_the_code() -> None:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "src").rglob("*.yaml")]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    glossary = (ROOT / "docs/begrippen.md").read_text(encoding="utf-8")
    words = {word for word in CODE.findall(glossary) if "/" not in word}
    assert {word for word in words if word not in code} == set()
    assert words


def test_what_the_code_cites_is_in_the_register_of_sources() -> None:
    """A maintainer can look up each legal line: `[bron: id]` names a source of the content."""
    known = read_yaml(ROOT / "src/meldcode/kader/inhoud/bronnen.yaml", "bronnen.yaml")["bronnen"]
    cited = {
        (path.relative_to(ROOT).as_posix(), source.strip())
        for path in sorted((ROOT / "src").rglob("*.py"))
        for sources in CITED.findall(path.read_text(encoding="utf-8"))
        for source in sources.split(",")
    }
    assert len(cited) > 8
    assert not {each for each in cited if each[1] not in {known_["id"] for known_ in known}}


@pytest.mark.parametrize("room", ["src", "tests", "bench", "proef"])
def test_no_code_names_a_document_that_is_not_here(room: str) -> None:
    named = re.compile(r"\bS[0-4]\b(?!\w)|(?<![\w/-])(meldcode|facts|regels_nl|veiligthuis\w*)\.md")
    for path in sorted((ROOT / room).rglob("*.py")):
        if path != Path(__file__):
            assert not named.search(path.read_text(encoding="utf-8")), path
