"""The shapes that a picture is made of, as SVG."""

from __future__ import annotations

from html import escape

from meldcode.workshop.ink import Ink
from meldcode.workshop.plan import CLOSE, LATER


def number(value: float) -> str:
    """A coordinate as short as it can be, the same on every machine."""
    return f"{round(value, 1):g}"


def text_safe(text: str) -> str:
    """``text`` between tags or in an attribute."""
    return escape(text)


def text(words: str, x: float, y: float, size: float, paint: str, anchor: str, bold: bool) -> str:
    weight = ' font-weight="600"' if bold else ""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{weight}{placed} '
        f"{paint}>{text_safe(words)}</text>"
    )


def line(
    x: float, y: float, to_x: float, to_y: float, paint: str, thick: float, dashes: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}" {paint} '
        f'stroke-width="{number(thick)}"{dashed}/>'
    )


def circle(x: float, y: float, radius: float, paint: str, thick: float = 0) -> str:
    outline = f' stroke-width="{number(thick)}"' if thick else ""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {paint}{outline}/>'


def sign(end: str, x: float, y: float, ink: Ink) -> str:
    """The sign for where a road ends: a square closes, a ring comes back, a bar ends."""
    if end == CLOSE:
        place = f'x="{number(x)}" y="{number(y - 5)}" width="10" height="10"'
        return f"<rect {place} {ink.paint('edge')}/>"
    if end == LATER:
        return circle(x + 5, y, 4.5, ink.paint("none", "edge"), 2)
    return line(x + 3, y - 6, x + 3, y + 6, ink.paint(stroke="edge"), 2.5)


def diamond(x: float, y: float, ink: Ink) -> str:
    return f'<path d="M{number(x)} {number(y - 5)}l5 5l-5 5l-5 -5z" {ink.paint("accent-deep")}/>'


def rail(points: list[tuple[float, float]], index: int, ink: Ink) -> list[str]:
    """A track: a single line for the first road, a double one for the others."""
    (x, y), *rest = points
    path = f"M{number(x)} {number(y)}"
    for to_x, to_y in rest:
        bent = to_x != x and to_y != y
        half = number((y + to_y) / 2)
        target = f"{number(to_x)} {number(to_y)}"
        path += f"C{number(x)} {half} {number(to_x)} {half} {target}" if bent else f"L{target}"
        x, y = to_x, to_y
    accent, paper = ink.paint(stroke="accent"), ink.paint(stroke="paper")
    if index == 0:
        return [f'<path d="{path}" {accent} stroke-width="2.5"/>']
    outer = f'<path d="{path}" {accent} stroke-width="7"/>'
    return [outer, f'<path d="{path}" {paper} stroke-width="3"/>']
