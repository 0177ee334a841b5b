"""Three hundred sentences for a copy: the harmful stay out, most of the harmless stay in."""

from __future__ import annotations

from typing import get_args

import pytest

from meldcode.dossier import patterns, voices
from meldcode.dossier.entries import Persoon
from meldcode.dossier.strangers import Kind, Strangers
from meldcode.dossier.voices import Reading, Voices
from meldcode.melding.reader_words import say
from tests.melding.sentences import HALVES, Sentence, half, in_casefile, in_report

EVERY: list[Sentence] = [each for which in HALVES for each in half(which)]
MOTHER = Persoon(id="p1", rol="ouder", naam="Karin Vos", relatie="moeder van Lina")
FATHER = Persoon(id="p2", rol="ouder", naam="Ricardo Pels", relatie="vader van Lina")
VOICES = Voices(MOTHER, Strangers(MOTHER, [FATHER]))


@pytest.mark.parametrize("sentence", [each for each in EVERY if each.harmful])
def test_no_sentence_that_tells_who_told_or_where_somebody_is_safe_is_in_a_copy(
    sentence: Sentence,
) -> None:
    assert not in_report(sentence)
    assert not in_casefile(sentence)


@pytest.mark.parametrize("which", HALVES)
def test_at_least_two_thirds_of_the_harmless_sentences_are_in_the_copy_of_a_report(
    which: str,
) -> None:
    harmless = [each for each in half(which) if not each.harmful]
    assert sum(map(in_report, harmless)) * 3 >= len(harmless) * 2


def test_there_are_three_hundred_sentences_and_none_of_them_twice() -> None:
    assert len(EVERY) == len(set(EVERY)) == 300
    assert sum(each.harmful for each in EVERY) == 150


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Karin zei dat zij moe is.", None),
        ("Gisteren vertelde Karin Vos mij dat het niet lukt.", None),
        ("Ik sprak met Karin over het drinken.", None),
        ("Op 3 november zag ik een blauwe plek.", None),
        ("De school belde.", "instantie"),
        ("Het was op school.", None),
        ("Ik sprak over het drinken.", "gezegd"),
        ("Karin is gezien bij de sluis.", "gezegd"),
        ("De visboer zei dat zij viel.", "iemand"),
        ("Wie ook belde, het was laat.", "gezegd"),
        ("Een machinist stond erbij.", "iemand"),
        ("Zij ligt in de slaapkamer.", None),
        ("Hij lag op de bank.", "verwijst"),
        ("Zij zitten op de bank.", "verwijst"),
        ("Bel vier vijf zes zeven acht.", "nummer"),
    ],
)
def test_only_the_professional_and_the_reader_may_speak(words: str, kind: str | None) -> None:
    found = VOICES.sign(words, Reading(alone=True))
    assert (found.kind if found else None) == kind


def test_in_a_talk_it_is_known_who_speaks() -> None:
    for words in ("Zij zei dat zij zich zorgen maakt.", "Dat wij ons zorgen maken."):
        assert VOICES.sign(words, Reading(talk=True)) is None
        assert VOICES.sign(words, Reading(alone=True)) is not None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Op 3-11-2026 om 9.15 uur", ""),
        ("In 2026 en 2027 woog zij 1500 gr.", ""),
        ("06-12-34 56 78", "06-12-34 56 78"),
        ("nummer 483920", "483920"),
        ("483.920", "483.920"),
        ("7411 ab", "7411 ab"),
        ("1234AB", "1234AB"),
        ("12-abc-3", "12-abc-3"),
    ],
)
def test_a_number_of_six_figures_is_a_trace_and_a_day_is_not(words: str, found: str) -> None:
    assert patterns.trace(words) == found


def test_every_word_of_the_lists_is_small_and_plain() -> None:
    for name, words in voices.signs().model_dump().items():
        assert all(each == each.casefold() and each.isascii() for each in words), name


@pytest.mark.parametrize("kind", get_args(Kind))
def test_the_professional_can_hear_why_a_text_is_left_out(kind: str) -> None:
    assert say(kind, "school").endswith(".")
