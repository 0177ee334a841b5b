"""Patterns of words: how they are written, and where they are found."""

from __future__ import annotations

import pytest

from meldcode.wording.patterns import Found, Index, PatternError
from meldcode.wording.rules import rules
from meldcode.wording.tokens import sentences

GROUPS = rules().groups


def found(pattern: str, text: str) -> list[Found]:
    (sentence,) = sentences(text)
    index = Index([(None, GROUPS.pattern(pattern))])
    return [place for _, place in index.find(GROUPS.read(sentence))]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("boos", "hij is boos", [(2, 3)]),
        ("boos|kwaad", "hij is kwaad", [(2, 3)]),
        ("agress*", "een agressieve man", [(1, 2)]),
        ("*zuchtig", "een drankzuchtig man", [(1, 2)]),
        ("*zuchtig", "zuchtig", []),
        ("on*baar", "een onhoudbaar iets", [(1, 2)]),
        ("on*baar", "een onhoudbare zaak", []),
        ("af en toe", "zij komt af en toe", [(2, 5)]),
        ("af en toe", "zij komt af en aan", []),
        ("gaat … rond", "het gaat in de buurt rond", [(1, 6)]),
        ("gaat … rond", "het gaat rond", [(1, 3)]),
        ("gaat … rond", "het gaat goed, zei hij rond die tijd", []),
        ("<hebben> niet", "wij hadden niet", [(1, 3)]),
        ("is <voltooid>", "hij is geslagen", [(1, 3)]),
        ("is <voltooid>", "hij is weggelopen", []),
        ("is <voltooid>", "dat is verbrand hout", []),
    ],
)
def test_a_pattern_is_found_where_its_words_stand(
    pattern: str, text: str, expected: list[tuple[int, int]]
) -> None:
    assert found(pattern, text) == expected


def test_a_gap_reaches_sixteen_words() -> None:
    assert found("is … weg", "is " + "a " * 16 + "weg") == [(0, 18)]
    assert found("is … weg", "is " + "a " * 17 + "weg") == []


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("… weg", "begin en eindig met een woord"),
        ("is …", "begin en eindig met een woord"),
        ("is … … weg", "zet tussen twee keer … een woord"),
        ("", "begin en eindig met een woord"),
        ("is||was", "hier hoort een woord"),
        ("*", "hier hoort een woord"),
        ("*a*", "hooguit één sterretje"),
        ("<onzin>", "de groep '<onzin>' ken ik niet"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message):
        GROUPS.pattern(pattern)
