"""Text in a picture: lines that surely fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.workshop.letters import width, wrap


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 100, []),
        ("een twee", 1000, ["een twee"]),
        ("een twee drie", 45, ["een", "twee", "drie"]),
        ("mmmmmmmmmm", 40, ["mmmm", "mmmm", "mm"]),
    ],
)
def test_a_text_breaks_between_words_and_a_long_word_in_itself(
    text: str, room: float, lines: list[str]
) -> None:
    assert wrap(text, 10, room) == lines


@given(st.text(alphabet="abcijmwW ë.é—", max_size=80), st.integers(12, 200), st.booleans())
def test_no_line_is_wider_than_the_room_and_nothing_is_lost(
    text: str, room: int, bold: bool
) -> None:
    lines = wrap(text, 10, room, bold)
    assert all(width(line, 10, bold) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_bold_takes_more_room() -> None:
    assert width("Melden", 10, bold=True) > width("Melden", 10)
