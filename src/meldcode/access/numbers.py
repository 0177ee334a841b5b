"""Whole numbers that a form or an address sent."""

from __future__ import annotations

# Fits every column, and lies far beyond any number that a page offers.
_DIGITS = 9


def whole(text: str) -> int | None:
    """The number that `text` writes in at most nine digits 0 to 9; None where it writes none.

    `str.isdigit` also takes signs that `int` refuses, such as a raised two, and `int` refuses what
    has thousands of digits.
    """
    fits = len(text) <= _DIGITS and text.isascii() and text.isdecimal()
    return int(text) if fits else None
