"""Words to texts: forms of a word, slips of the pen, everyday phrases, and what is never found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.kader.word_index import Text, WordIndex, slips, stems, words

THROAT, BRUISE, LONG, LEFT_OUT = range(4)
INDEX = WordIndex(
    [
        Text(((6.0, "Bij de keel gegrepen"), (1.0, "Druk op de hals.")), ("wurgen", "geen adem")),
        Text(((6.0, "Letsel bij een kind"), (1.0, "Een blauwe plek op de arm."))),
        Text(((1.0, "Een kind, een arm, een hals en nog veel meer over mishandeling."),)),
        Text(((6.0, "Wurgen"),)),
    ]
)
SHOWN = frozenset((THROAT, BRUISE, LONG))


def first(query: str) -> int | None:
    return next(iter(INDEX.search(query, SHOWN)), None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("wurgen", THROAT),
        ("gewurgd", THROAT),
        ("WÜRGEN!", THROAT),
        ("geen adem", THROAT),
        ("blauwe plekken", BRUISE),
        ("blauw", BRUISE),
        ("mishandeld", LONG),
        ("mishandeling", LONG),
    ],
)
def test_a_text_is_found_by_any_form_of_its_words(query: str, found: int) -> None:
    assert first(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("wurgne", THROAT), ("wugen", THROAT), ("letzel", BRUISE), ("mishandleing", LONG)],
)
def test_a_slip_of_the_pen_is_forgiven(query: str, found: int) -> None:
    assert first(query) == found


def test_part_of_a_long_word_finds_it_too() -> None:
    assert first("handeling") == LONG


def test_the_text_that_answers_every_word_comes_first() -> None:
    assert INDEX.search("kind arm", SHOWN)[0] == BRUISE
    assert INDEX.search("hals arm", SHOWN)[0] == LONG


@pytest.mark.parametrize("query", ["xqztv", "", "  !? ", "zz"])
def test_what_no_text_says_finds_nothing(query: str) -> None:
    assert INDEX.search(query, SHOWN) == []


def test_only_texts_that_may_be_shown_are_found() -> None:
    assert LEFT_OUT not in INDEX.search("wurgen", SHOWN)
    assert LEFT_OUT in INDEX.search("wurgen", SHOWN | {LEFT_OUT})


def test_words_that_tell_nothing_count_only_where_there_is_nothing_else() -> None:
    assert words("Wat doe ik met een kind?") == ["kind"]
    assert words("Wat is dit?") == ["wat", "is", "dit"]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("kind", "kind", 0), ("kind", "kindd", 1), ("kind", "knid", 1), ("kind", "kend", 1)],
)
def test_letters_that_differ_lack_or_changed_places_are_counted(
    one: str, other: str, count: int
) -> None:
    assert slips(one, other, 2) == count
    assert slips(other, one, 2) == count


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_more_slips_than_are_forgiven_are_not_counted_out(one: str, other: str) -> None:
    count = slips(one, other, 6)
    assert slips(one, other, 1) == min(count, 2)
    assert (count == 0) == (one == other)


def test_forms_of_a_word_share_a_stem() -> None:
    for form in ("gewurgd", "wurgt", "wurgen"):
        assert stems("wurg") & stems(form), form


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    assert set(INDEX.search(typed, SHOWN)) <= SHOWN
