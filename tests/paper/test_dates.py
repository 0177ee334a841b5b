"""Days as people read them."""

from __future__ import annotations

from datetime import date

import pytest

from meldcode.paper.dates import dutch_date


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 1, 1), "1 januari 2026"), (date(2026, 12, 31), "31 december 2026")],
)
def test_a_day_is_written_out_in_dutch(day: date, words: str) -> None:
    assert dutch_date(day) == words
