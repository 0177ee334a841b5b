"""The set sentences of a report: each has its source, and its places are filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.kader.reading import ContentError
from meldcode.melding import words

GOOD = """\
zinnen:
  - id: een
    tekst: "Verteld door {wie}"
    bron: [eigen]
"""


def test_a_sentence_has_its_places_filled_in() -> None:
    assert words.say("herkomst.verteld", wie="Karin") == "Verteld door Karin"


def test_a_sentence_that_does_not_exist_cannot_be_said() -> None:
    with pytest.raises(KeyError):
        words.say("bestaat.niet")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("[eigen]", "[verzonnen]"), "'verzonnen' ken ik niet"),
        (GOOD.replace("[eigen]", "[]"), "bron"),
        (GOOD + GOOD.removeprefix("zinnen:\n"), "'een' staat er twee keer in"),
        (GOOD + "anders: []\n", "anders"),
    ],
)
def test_sentences_that_are_not_right_are_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "zinnen.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert set(words.load_sentences(path)) == {"een"}
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"^melding/zinnen\.yaml:\d+: ") as error:
        words.load_sentences(path)
    assert told in str(error.value)
