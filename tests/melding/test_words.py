"""The set sentences of a report: their places are filled in."""

from __future__ import annotations

import pytest

from meldcode.melding import words


def test_a_sentence_has_its_places_filled_in() -> None:
    assert words.say("herkomst.verteld", wie="Karin") == "Verteld door Karin"


def test_a_sentence_that_does_not_exist_cannot_be_said() -> None:
    with pytest.raises(KeyError):
        words.say("bestaat.niet")
