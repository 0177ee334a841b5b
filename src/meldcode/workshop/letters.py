"""How wide a text will be in a picture, without knowing the reader's typeface.

The widths are those of common screen faces without serifs, rounded up: a line that breaks too
early is fine, one that runs into something is not.
"""

from __future__ import annotations

from collections.abc import Iterator

# Parts of the size of the letter, by group of characters.
_GROUPS = {
    " .,:;'|!()[]ijlI/": 0.31,
    'frt-"': 0.43,
    "mwMW%@—": 0.95,
    "ABCDEFGHKNOPQRSUVXYZ&?": 0.69,
}
_WIDTHS = {letter: width for letters, width in _GROUPS.items() for letter in letters}
_OTHER = 0.6
_BOLD = 1.07


def width(text: str, size: float, bold: bool = False) -> float:
    """The most that ``text`` takes, in the unit of ``size``."""
    wide = sum(_WIDTHS.get(letter, _OTHER) for letter in text) * size
    return wide * _BOLD if bold else wide


def wrap(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """``text`` in lines of at most ``room``; a longer word is cut."""
    lines: list[str] = []
    for word in text.split():
        for piece in _cut(word, size, room, bold):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and width(longer, size, bold) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _cut(word: str, size: float, room: float, bold: bool) -> Iterator[str]:
    while width(word, size, bold) > room and len(word) > 1:
        end = next(
            n for n in range(len(word), 0, -1) if n == 1 or width(word[:n], size, bold) <= room
        )
        yield word[:end]
        word = word[end:]
    yield word
