"""The line of time of a case: a row for each entry, the newest first.

The rows are put in HTML here rather than by a template: a long case has hundreds of them, and a
template takes ten times as long over each. Everything that was typed passes `escape`.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from meldcode.dossier import telling, text
from meldcode.dossier.entries import Correctie, Entered
from meldcode.paper.dates import dutch_date

if TYPE_CHECKING:
    from meldcode.dossier.services import File

_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
# A row says no more than this; opening it shows all.
_WORDS = 30
# Rows on a page.
PIECE = 100
_WEIGHTY = frozenset({"besluit", "melding", "afsluiting"})


@dataclass(frozen=True)
class Row:
    """An entry in the line of time.

    `day` is short (`3 nov 2026`), `iso` the same day for machines; `gist` is what it says most of
    all, `beside` the few other things to know, `corrected` what replaced it.
    """

    number: int
    heading: str
    day: str
    iso: str
    author: str
    gist: str
    beside: str
    corrected: str
    weighty: bool


def rows(found: File) -> list[Row]:
    """All entries, the newest first; a correction stands with what it corrects."""
    return [row(found, each) for each in found.order]


def piece(found: File, number: int) -> tuple[list[Row], bool]:
    """The rows of piece `number`, from 1, in the order of `rows`; and whether more come after."""
    begin = (number - 1) * PIECE
    shown = found.order[begin : begin + PIECE]
    return [row(found, each) for each in shown], begin + PIECE < len(found.order)


def piece_of(found: File, entered: Entered) -> int:
    """In which piece an entry stands, or will stand once it was added."""
    return bisect_left(found.order, _place(entered), key=_place) // PIECE + 1


def order(came: Iterable[Entered], before: tuple[Entered, ...] = ()) -> tuple[Entered, ...]:
    """The entries without corrections, the newest day first, as the line of time has them.

    `before` are those that stand in order already.
    """
    found = list(before)
    for each in came if before else ():
        if not isinstance(each.entry, Correctie):
            insort(found, each, key=_place)
    return tuple(found) if before else _sorted(came)


def _sorted(entered: Iterable[Entered]) -> tuple[Entered, ...]:
    kept = (each for each in entered if not isinstance(each.entry, Correctie))
    return tuple(sorted(kept, key=_place))


def _place(entered: Entered) -> tuple[int, int]:
    return -_day(entered).toordinal(), -entered.number


def _day(entered: Entered) -> date:
    entry = entered.entry
    told: date | None = getattr(entry, "op", None) or getattr(entry, "opgemerkt", None)
    return told or entered.at.astimezone(text.HERE).date()


def row(found: File, entered: Entered) -> Row:
    """One entry as the line of time tells it."""
    entry = entered.entry
    day = _day(entered)
    now = found.now.get(entered.number, entry)
    framework = found.framework_at(entered.number)
    return Row(
        number=entered.number,
        heading=text.heading(entry),
        day=f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        iso=day.isoformat(),
        author=entered.author,
        gist=_clipped(telling.gist(now, framework)),
        beside=_clipped(telling.beside(now, found.names, framework)),
        corrected=correction(found, entered.number),
        weighty=entry.soort in _WEIGHTY,
    )


def correction(found: File, number: int) -> str:
    """What became of a corrected entry: when, by whom and why; empty for another one."""
    by = found.corrections.get(number)
    if by is None:
        return ""
    assert isinstance(by.entry, Correctie), "only a correction corrects"
    what = "Verbeterd" if by.entry.wordt else "Ingetrokken"
    day = dutch_date(by.at.astimezone(text.HERE).date())
    return f"{what} op {day} door {by.author}: {by.entry.reden}"


def _clipped(told: str) -> str:
    words = told.split()
    return told if len(words) <= _WORDS else f"{' '.join(words[:_WORDS])} …"


def html(shown: Iterable[Row], basis: str, reader: str) -> SafeString:
    """The rows as items of a list. `basis` is the address of the case, `reader` who looks."""
    items = "".join(_item(each, basis, reader) for each in shown)
    return mark_safe(items)  # noqa: S308  (escaped in `_item`)


def _item(each: Row, basis: str, reader: str) -> str:
    by = "" if each.author == reader else escape(each.author)
    heading, gist = escape(each.heading), escape(each.gist)
    if gist and not each.weighty:
        kind, title, under = f"{heading}, door {by}" if by else heading, gist, ""
    else:
        kind, title, under = f"Door {by}" if by else "", heading, gist
    parts = (
        f'<p class="kind">{kind}</p>' if kind else "",
        f'<h3><a href="{basis}regel/{each.number}">{title}</a></h3>',
        f'<p class="small">{under}</p>' if under else "",
        f'<p class="small soft">{escape(each.beside)}</p>' if each.beside else "",
        f'<p class="small changed">{escape(each.corrected)}</p>' if each.corrected else "",
    )
    weighty = ' class="is-weighty"' if each.weighty else ""
    time = f'<time datetime="{each.iso}">{each.day}</time>'
    return f'<li id="regel-{each.number}"{weighty}>{time}{"".join(parts)}</li>\n'
