"""The sheet that a framework is drawn on, from top to bottom: its size, its tracks, its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from meldcode.workshop.ink import Ink
from meldcode.workshop.letters import wrap
from meldcode.workshop.plan import Plan
from meldcode.workshop.shapes import diamond, text


class Size(NamedTuple):
    """How large the picture is, in CSS pixels: its width, its letters and the place of its tracks.

    ``track`` is the first track, ``apart`` how far the next one lies, ``left`` where texts begin
    and ``right`` how far from the right edge they end.
    """

    wide: float
    letter: float
    track: float
    apart: float
    left: float
    right: float


# The room for text on a screen of 360 px, and the measure of the guide's columns.
NARROW = Size(328, 14, 15, 20, 56, 34)
WIDE = Size(640, 16, 18, 26, 78, 52)


@dataclass
class Sheet:
    """What has been drawn so far: what lies under the tracks, and what lies on them; ``y`` goes on.

    ``dots`` are the stations by road and consideration, ``ends`` the last row of a road,
    ``reports`` the heights at which something joins the report.
    """

    plan: Plan
    size: Size
    ink: Ink
    y: float = 0
    under: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    dots: dict[tuple[str, str], float] = field(default_factory=dict)
    ends: dict[str, float] = field(default_factory=dict)
    leads: list[tuple[tuple[str, str], tuple[str, str]]] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    reports: list[tuple[float, str]] = field(default_factory=list)

    @property
    def lane(self) -> float:
        """Where the report runs."""
        return self.size.wide - self.size.right / 2

    @property
    def room(self) -> float:
        """How wide a text may be."""
        return self.size.wide - self.size.left - self.size.right

    def track(self, road: str) -> float:
        """Where a road runs."""
        order = [name for name, _ in self.plan.roads]
        return self.size.track + self.size.apart * order.index(road)

    def small(self) -> float:
        return self.size.letter - 1.5


def mark(sheet: Sheet, mark: str, left: float) -> None:
    """Says that this differs from the common framework: a diamond and words."""
    if not mark:
        return
    sheet.y += 2
    y = sheet.y + sheet.small() * 0.72
    sheet.over.append(diamond(left + 5, y, sheet.ink))
    lines(sheet, mark, left + 16, sheet.small(), "accent-deep", bold=True)


def key(sheet: Sheet, words: str) -> None:
    left = sheet.size.track + 24
    lines(sheet, words, left, sheet.small(), "soft", room=sheet.size.wide - left - 4)
    sheet.y += 3


def lines(
    sheet: Sheet,
    words: str,
    left: float,
    size: float,
    colour: str,
    bold: bool = False,
    room: float = 0,
) -> None:
    """A paragraph from ``left`` on; it ends at the right margin, or after ``room``."""
    room = room or sheet.size.wide - sheet.size.right - left
    for line in wrap(words, size, room, bold):
        paint = sheet.ink.paint(colour)
        sheet.over.append(text(line, left, sheet.y + size, size, paint, "start", bold))
        sheet.y += size * 1.38
