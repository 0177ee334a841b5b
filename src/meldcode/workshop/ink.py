"""Paint for pictures: the guide's colours by name, on a page or in a file that stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

SANS = (
    "'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, Roboto, "
    "'Noto Sans', 'Open Sans', sans-serif"
)
LIGHT: Mapping[str, str] = {
    "paper": "#f8f4ef",
    "sheet": "#fffdfa",
    "line": "#dcd3c9",
    "edge": "#7d7480",
    "ink": "#251e2b",
    "soft": "#5d5464",
    "accent": "#0d5461",
    "accent-deep": "#0a3e49",
    "on-accent": "#ffffff",
    "verdict": "#0a3e49",
    "on-verdict": "#ffffff",
    "verdict-soft": "#bfdcde",
}
DARK: Mapping[str, str] = {
    "paper": "#1d191c",
    "sheet": "#272226",
    "line": "#473f45",
    "edge": "#998f97",
    "ink": "#f0eae6",
    "soft": "#bdb3b6",
    "accent": "#8ccfd4",
    "accent-deep": "#abdfe2",
    "on-accent": "#0b2a30",
    "verdict": "#1b3f46",
    "on-verdict": "#f3f8f8",
    "verdict-soft": "#a9cdd0",
}
PRINTED: Mapping[str, str] = {"paper": "#ffffff", "sheet": "#ffffff"}
FORCED: Mapping[str, str] = {
    **dict.fromkeys(("paper", "sheet", "on-accent", "verdict"), "Canvas"),
    **dict.fromkeys(
        ("line", "edge", "ink", "soft", "accent", "accent-deep", "on-verdict", "verdict-soft"),
        "CanvasText",
    ),
}


class Ink(NamedTuple):
    """How colours are named: by the page's own properties, or by classes of the file itself.

    A file keeps the light colours as attributes too, for programs that read no style sheet.
    """

    on_page: bool

    def paint(self, fill: str = "none", stroke: str = "none") -> str:
        """The attributes for a fill and a stroke, each the name of a colour or ``none``."""
        if self.on_page:
            shown = {"fill": fill, "stroke": stroke}
            return " ".join(
                f'{what}="{name if name == "none" else f"var(--{name})"}"'
                for what, name in shown.items()
                if what == "fill" or name != "none"
            )
        classes = [f"f-{fill}"] * (fill != "none") + [f"s-{stroke}"] * (stroke != "none")
        plain = f'fill="{LIGHT.get(fill, fill)}"'
        if stroke != "none":
            plain += f' stroke="{LIGHT[stroke]}"'
        return f'{plain} class="{" ".join(classes)}"' if classes else plain

    @property
    def style(self) -> str:
        """The style sheet of a file that stands alone; nothing on a page, which has its own."""
        if self.on_page:
            return ""
        rules = "".join(
            f".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}" for name in LIGHT
        )
        screen = f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(DARK)}}}}}"
        printed = f"@media print{{:root{{{_properties(PRINTED)}}}}}"
        forced = f"@media (forced-colors:active){{:root{{{_properties(FORCED)}}}}}"
        return f"<style>:root{{{_properties(LIGHT)}}}{screen}{printed}{forced}{rules}</style>"


def _properties(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in colours.items())
