"""The whole text: everything that somebody may read, once, in the order of the walk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from meldcode.kader import schema
from meldcode.kader.load import frameworks
from meldcode.workshop.whole_text import LABELS, to_text

FRAMEWORKS = frameworks()
# Fields that hold ids, values and references, and no words of their own.
NO_WORDS = {
    *("id", "stap", "rust_op", "weg", "afweging", "naar", "naar_weg", "melden", "norm", "hulp"),
    *("begin", "deel", "onderwerp", "kijk_terug", "bij", "veld", "controle", "groep", "ja", "nee"),
    *("waar", "bron", "bel", "gevuld_door", "ook", "moment", "voor", "teken", "wie"),
}


def words_in(item: BaseModel) -> Iterator[tuple[str, str]]:
    """Every text in an item with the name of its field, but for conditions."""
    for name, value in item:
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str) and name not in NO_WORDS:
                yield name, each
            elif isinstance(each, BaseModel) and not isinstance(each, schema.Condition):
                yield from words_in(each)


def items_of(kader: str) -> Iterator[tuple[str, schema.Item]]:
    framework = FRAMEWORKS[kader]
    collections: dict[str, Any] = {
        **framework.collections,
        "feiten": framework.facts,
        "bronnen": framework.sources,
    }
    return ((name, item) for name, items in collections.items() for item in items.values())


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_every_item_stands_once_with_all_its_words_and_its_sources(kader: str) -> None:
    framework, text = FRAMEWORKS[kader], to_text(FRAMEWORKS[kader])
    found = [each.strip() for each in re.split(r"\n(?=\[[a-z]+ \S+\])|\n\n\n", text)]
    pieces = {each.partition("]")[0] + "]": each for each in found if each.startswith("[")}
    for name, item in items_of(kader):
        piece = pieces.pop(f"[{name} {item.id}]")
        for field, words in words_in(item):
            assert f"{LABELS[field]}: {framework.plain(words)}" in piece
        sources = framework.cited(getattr(item, "bron", ()))
        assert not sources or piece.endswith(f"Bron: {'; '.join(sources)}")
    assert not pieces
    assert "OVERIG" not in text


def test_the_text_follows_the_walk() -> None:
    text = to_text(FRAMEWORKS["gemeenschappelijk"])
    order = (
        "[stappen 1]",
        "[stappen 4]",
        "[afwegingen 1]",
        "[afwegingen 2]",
        "[overgangen zelf.2.ja]",
        "[situatievragen onveiligheid]",
        "[stappen 5]",
        "[afwegingen 3]",
        "[afwegingen 5]",
        "[situatievragen gemeld]",
        "[uitkomsten melden.noodzakelijk]",
        "[plichten vastleggen]",
        "[controles kindcheck]",
        "[onderwerpen acuut]",
        "[feiten noodnummer]",
        "[bronnen knmg]",
    )
    places = [text.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)


def test_an_item_says_from_which_framework_it_comes_where_that_is_another() -> None:
    text = to_text(FRAMEWORKS["artsen"])
    assert "[stappen 1] uit gemeenschappelijk\n" in text
    assert "[stappen 4]\nNummer: 4\nNaam: Overleg met andere betrokken professionals\n" in text


def test_facts_are_filled_in_and_numbers_are_those_of_the_profession() -> None:
    text = to_text(FRAMEWORKS["complementair"])
    assert "{" not in text
    assert "Je gaat verder met afweging 1 bij stap 5." in text
