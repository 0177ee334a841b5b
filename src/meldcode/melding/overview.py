"""The parts of a report in their order, and how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meldcode.melding import words
from meldcode.melding.gaps import Gap
from meldcode.melding.report import Report

# The order of Veilig Thuis' own forms (facts.md): reporter, people, what, done, network, other.
ORDER = ("melder", "mensen", "zorgen", "feiten", "stappen", "verteld", "omgeving", "vraag")
_LISTS = {"mensen": "Om wie het gaat", "feiten": "De feiten"}


def _address(part: str) -> str:
    return part if part in ("mensen", "feiten", "verteld") else f"deel/{part}"


# Where to go on after each part.
AFTER: Mapping[str, str] = {
    part: _address(after) for part, after in zip(ORDER, [*ORDER[1:], ""], strict=True) if after
} | {ORDER[-1]: "controle"}


@dataclass(frozen=True)
class Row:
    """One part: what it is called, where it is filled in, how it stands in words."""

    part: str
    title: str
    address: str
    state: str
    done: bool


def rows(report: Report, missing: Sequence[Gap]) -> list[Row]:
    """All parts with how many questions each still has."""
    return [_row(report, part, sum(gap.part == part for gap in missing)) for part in ORDER]


def _row(report: Report, part: str, asked: int) -> Row:
    title = _LISTS.get(part) or words.part(part).title
    empty = _is_empty(report, part)
    if asked:
        state = "nog 1 vraag" if asked == 1 else f"nog {asked} vragen"
    else:
        state = "nog leeg" if empty else "ingevuld"
    return Row(part, title, _address(part), state, not asked and not empty)


def _is_empty(report: Report, part: str) -> bool:
    value = getattr(report, part)
    return not value if isinstance(value, tuple) else value == type(value)()
