"""The style sheets hold no rule for what no page has."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

import meldcode

SOURCE = Path(meldcode.__file__).parent
SHEETS = sorted(SOURCE.rglob("static/**/*.css"))
NAME = re.compile(r"\.([a-zA-Z][\w-]*)")
# Where a page gets a class: in a template, in a script, and in Python.
GIVEN = {
    ".html": re.compile(
        r"class=\"((?:[^\"{]|{[{%].*?[%}]})*)\""
        r"|{% block \w*class %}(?! class=)([^{]*)|klas(?:=|\|default:)\"([^\"]*)"
    ),
    ".js": re.compile(r"class(?:Name|List)[^\"\n]*\"([^\"]*)\""),
    ".py": re.compile(r"class(?:_=|=|\": |\", |\"\] = )\\?[\"']([^\"'\\]*)"),
}


def classes_in(css: str) -> set[str]:
    """The classes that selectors name."""
    bare = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", css, flags=re.DOTALL)
    return {name for part in re.findall(r"([^{}]*)\{", bare) for name in NAME.findall(part)}


@lru_cache(maxsize=1)
def given() -> tuple[frozenset[str], tuple[str, ...]]:
    """The classes that pages and scripts give, and the beginnings of those that are filled in."""
    words: set[str] = set()
    for path in SOURCE.rglob("*"):
        for parts in GIVEN[path.suffix].findall(path.read_text()) if path.suffix in GIVEN else ():
            found = "".join(parts)
            words |= set(re.sub(r"{%.*?%}", " ", found).replace("{{", " {{").split())
            words |= {f"{start}*" for start in re.findall(r"([\w-]+-){{", found)}
    beginnings = tuple(word.removesuffix("*") for word in words if word.endswith("*"))
    return frozenset(words), beginnings


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_class_of_a_sheet_is_given_somewhere(sheet: Path) -> None:
    words, beginnings = given()
    dead = {
        name
        for name in classes_in(sheet.read_text())
        if name not in words and not name.startswith(beginnings)
    }
    assert dead == set()


def test_a_rule_for_a_class_that_no_page_has_is_found() -> None:
    css = "@media (min-width: 1em) { .fork svg, .note { color: red } } /* .gone */ .step--done {}"
    assert classes_in(css) == {"fork", "note", "step--done"}
