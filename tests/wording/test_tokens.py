"""Sentences, words and quotations of a Dutch text."""

from __future__ import annotations

import pytest

from meldcode.wording.tokens import LONGEST, QUOTE, sentences


def words(text: str) -> list[list[str]]:
    return [[token.word for token in sentence] for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hij viel. Zij riep.", [["hij", "viel", "."], ["zij", "riep", "."]]),
        ("Om 12.00 uur.", [["om", "12.00", "uur", "."]]),
        ("Dr. Kok en mw. Bos.", [["dr", ".", "kok", "en", "mw", ".", "bos", "."]]),
        ("A. de Wit viel.", [["a", ".", "de", "wit", "viel", "."]]),
        ("Op 4, 11 en 18 mei.", [["op", "4, 11", "en", "18", "mei", "."]]),
        ("'s Avonds viel foto’s om.", [["'s", "avonds", "viel", "foto's", "om", "."]]),
        ('Hij zei: "Ja. Goed." Toen', [["hij", "zei", ":", QUOTE], ["toen"]]),
        ('"Kom", zei hij.', [[QUOTE, ",", "zei", "hij", "."]]),
        ("eerste regel\nTweede regel", [["eerste", "regel"], ["tweede", "regel"]]),
        ("een regel\ndie doorloopt", [["een", "regel", "die", "doorloopt"]]),
        ("een deel\n\nander deel", [["een", "deel"], ["ander", "deel"]]),
        ("...", []),
    ],
)
def test_a_text_is_read_as_sentences_of_words(text: str, expected: list[list[str]]) -> None:
    assert words(text) == expected


def test_the_places_of_a_word_are_those_in_the_text() -> None:
    text = "Zij riep: “Au!” en viel."

    found = [text[token.start : token.end] for each in sentences(text) for token in each]

    assert found == ["Zij", "riep", ":", "“Au!”", "en", "viel", "."]


def test_a_quotation_that_never_ends_is_no_quotation() -> None:
    assert words("Zij riep “au en viel.") == [["zij", "riep", "au", "en", "viel", "."]]


@pytest.mark.parametrize(
    ("count", "lengths"),
    [(LONGEST, [LONGEST]), (LONGEST + 1, [LONGEST, 1]), (2 * LONGEST, [LONGEST, LONGEST])],
)
def test_a_text_that_never_ends_a_sentence_is_cut(count: int, lengths: list[int]) -> None:
    assert [len(sentence) for sentence in words("geslagen " * count)] == lengths
