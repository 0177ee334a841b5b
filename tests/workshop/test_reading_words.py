"""Long sentences, long words and words of the law are found, and nothing else."""

from __future__ import annotations

import pytest

from meldcode.workshop.reading_words import (
    explained,
    is_long,
    long_sentences,
    sentences,
    syllables,
    to_explain,
    words,
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("kind", 1),
        ("veilig", 2),
        ("melding", 2),
        ("situatie", 4),
        ("patiënt", 3),
        ("sneeuw", 1),
        ("nieuw", 1),
        ("bureau", 2),
        ("draaien", 2),
        ("medisch", 2),
        ("organisatie", 5),
        ("kindermishandeling", 6),
        ("verantwoordelijkheid", 6),
        ("emotionele", 6),
        ("coöperatie", 5),
    ],
)
def test_syllables_are_counted_by_the_vowels_that_are_heard(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("word", "long"),
    [
        ("organisatie", False),
        ("verantwoordelijkheid", True),
        ("wijkteam", False),
        ("rechtsbijstandsverzekering", True),
        ("strengstbeschermdstuksch", True),
        ("jeugd-en-gezinsteams", False),
    ],
)
def test_a_word_is_long_by_its_syllables_or_its_letters(word: str, long: bool) -> None:
    assert is_long(word) is long


def test_a_text_is_cut_into_sentences_and_points_of_a_list() -> None:
    text = "Bel eerst. Vraag dan:\n\n- wie komt;\n- wanneer dat is.\n\nLeg het\nvast!"
    assert [*sentences(text)] == [
        "Bel eerst.",
        "Vraag dan:",
        "wie komt;",
        "wanneer dat is.",
        "Leg het vast!",
    ]


def test_a_sentence_of_twenty_words_is_short_enough_and_one_of_twenty_one_is_not() -> None:
    twenty = " ".join(["woord"] * 20)
    assert [*long_sentences(f"{twenty}.")] == []
    assert [*long_sentences(f"{twenty} meer.")] == [(f"{twenty} meer.", 21)]


def test_the_words_of_a_text_are_in_small_letters_without_signs() -> None:
    assert words("Zo'n 3 mensen, in (Noord-Holland).") == ["zo'n", "mensen", "in", "noord-holland"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De voogd belt.", ["voogd"]),
        ("Beide voogden bellen.", ["voogden"]),
        ("Het OM en de politie.", ["OM"]),
        ("Wie heeft het Ouderlijk gezag?", ["ouderlijk gezag"]),
        ("De tuchtrechter oordeelt.", ["tuchtrechter"]),
        ("Een gewone zin over A en B.", []),
    ],
)
def test_words_of_the_law_and_short_forms_ask_for_an_explanation(
    text: str, found: list[str]
) -> None:
    assert [*to_explain(text)] == found


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("melding", True),
        ("meldingen", True),
        ("LECK", True),
        ("bevoegd gezag", True),
        ("voogd", False),
        ("mel", False),
    ],
)
def test_a_word_is_explained_where_a_term_is_that_word_but_for_its_ending(
    word: str, known: bool
) -> None:
    assert explained(word, ["Melden, melding", "LECK", "Bevoegd gezag"]) is known
