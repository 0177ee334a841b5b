"""A framework as a picture (SVG): steps down the line, considerations as stations on it.

Each road has a track of its own at the left, the report runs down at the right and ends with the
norms. Nothing is said by colour alone, and the same framework gives the same bytes.
"""

from __future__ import annotations

from meldcode.kader.model import Framework
from meldcode.workshop.canvas import NARROW, WIDE, Sheet, Size, key, lines, mark
from meldcode.workshop.ink import SANS, Ink
from meldcode.workshop.letters import width, wrap
from meldcode.workshop.plan import (
    CLOSE,
    LATER,
    REPORT,
    Answer,
    Leg,
    Note,
    Plan,
    Station,
    Stop,
    in_words,
    plan_of,
)
from meldcode.workshop.shapes import circle, diamond, line, number, rail, sign, text, text_safe

__all__ = ["NARROW", "WIDE", "Size", "on_page", "to_svg"]


def to_svg(framework: Framework, common: Framework) -> str:
    """The picture as a file that stands alone: light and dark, UTF-8, with its text inside."""
    plan = plan_of(framework, common)
    about = " ".join(in_words(plan))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + _svg(plan, WIDE, Ink(on_page=False), "kaart", about)


def on_page(plan: Plan, size: Size, name: str, about: str) -> str:
    """The picture to stand in a page that has the guide's colours; ``name`` begins its ids.

    ``about`` is what it says to who cannot see it, or where on the page that stands.
    """
    return _svg(plan, size, Ink(on_page=True), name, about)


def _svg(plan: Plan, size: Size, ink: Ink, name: str, about: str) -> str:
    sheet = Sheet(plan, size, ink)
    if not ink.on_page:
        _heading(sheet)
    for stop in plan.stops:
        _stop(sheet, stop)
    if plan.restraint:
        _restraint(sheet, plan.restraint)
    _report(sheet)
    _legend(sheet)
    tracks = [*_step_line(sheet), *_tracks(sheet), *_report_line(sheet)]
    wide, high = number(size.wide), number(sheet.y)
    ground = "" if ink.on_page else f'<rect width="{wide}" height="{high}" {ink.paint("paper")}/>'
    title = f"Zo beslist dit kader: {plan.naam}, versie {plan.versie}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
            f'height="{high}" role="img" aria-labelledby="{name}-titel" '
            f'aria-describedby="{name}-uitleg" font-family="{SANS}" lang="nl">',
            f'<title id="{name}-titel">{text_safe(title)}</title>',
            f'<desc id="{name}-uitleg">{text_safe(about)}</desc>',
            *([ink.style] if ink.style else []),
            *([ground] if ground else []),
            *sheet.under,
            *tracks,
            *sheet.over,
            "</svg>\n",
        ]
    )


def _heading(sheet: Sheet) -> None:
    margin = sheet.size.track
    sheet.y += 10
    lines(sheet, sheet.plan.naam, margin, sheet.size.letter + 7, "ink", bold=True)
    lines(sheet, f"Versie {sheet.plan.versie}. {sheet.plan.hash}", margin, 10.5, "soft")
    sheet.y += 14


def _stop(sheet: Sheet, stop: Stop) -> None:
    """A step: a numbered circle on the line, its name beside it."""
    letter, radius = sheet.size.letter, 13.0
    x, y = sheet.size.track, sheet.y + radius + 3
    sheet.steps.append(y)
    sheet.over.append(circle(x, y, radius, sheet.ink.paint("sheet", "accent"), 2))
    sheet.over.append(text(stop.nummer, x, y + 4.8, 13.5, sheet.ink.paint("ink"), "middle", True))
    sheet.y = y - letter * 0.95
    left = sheet.size.track + radius + 12 if not stop.stations else sheet.size.left
    room = sheet.size.wide - left - (sheet.size.right if sheet.reports else 4)
    lines(sheet, f"Stap {stop.nummer}. {stop.naam}", left, letter + 1, "ink", True, room)
    mark(sheet, stop.mark, left)
    sheet.y = max(sheet.y + letter, y + radius + letter * 0.9)
    for station in stop.stations:
        _station(sheet, station)


def _station(sheet: Sheet, station: Station) -> None:
    """A consideration: a stop on each road that passes it, its question and its answers."""
    left, letter = sheet.size.left, sheet.size.letter
    right = sheet.size.wide - sheet.size.right
    sheet.under.append(line(left, sheet.y, right, sheet.y, sheet.ink.paint(stroke="line"), 1))
    sheet.y += letter * 0.8
    y = sheet.y + letter * 0.8
    for leg in station.legs:
        sheet.dots[leg.road, station.id] = y
    heading = f"Afweging {station.nummer}. {station.naam}"
    lines(sheet, heading, left, letter + 1, "accent", bold=True)
    lines(sheet, station.vraag, left, letter, "ink")
    mark(sheet, station.mark, left)
    for leg in station.legs:
        _leg(sheet, station, leg)
    sheet.y += letter * 0.5


def _leg(sheet: Sheet, station: Station, leg: Leg) -> None:
    sheet.y += sheet.size.letter * 0.6
    if leg.label:
        lines(sheet, f"{leg.label}:", sheet.size.left, sheet.small(), "soft")
    for answer in leg.answers:
        sheet.y += sheet.size.letter * 0.45
        _answer(sheet, station, leg.road, answer)


def _answer(sheet: Sheet, station: Station, road: str, answer: Answer) -> None:
    """An answer beside its track: what it sets, where it leads, and a branch to the report."""
    left, letter, ink = sheet.size.left, sheet.size.letter, sheet.ink
    box, track = letter * 3.2, sheet.track(road)
    middle = sheet.y + letter * 0.78
    sheet.under.append(line(track, middle, left, middle, ink.paint(stroke="edge"), 1.25))
    sheet.over.append(circle(track, middle, 3, ink.paint("accent")))
    high = letter * 1.45
    place = f'x="{number(left)}" y="{number(middle - high / 2)}" width="{number(box)}"'
    outline = f'height="{number(high)}" rx="{number(high / 2)}" {ink.paint("sheet", "edge")}'
    sheet.over.append(f'<rect {place} {outline} stroke-width="1.25"/>')
    words = (answer.answer, left + box / 2, middle + letter * 0.33, sheet.small())
    sheet.over.append(text(*words, ink.paint("ink"), "middle", True))
    _told(sheet, answer, left + box + letter * 0.6, middle)
    sheet.ends[road] = middle
    if answer.to:
        sheet.leads.append(((road, station.id), answer.to))


def _told(sheet: Sheet, answer: Answer, left: float, middle: float) -> None:
    """The lines beside an answer; the first of them leads on to the report where it does so."""
    letter = sheet.size.letter
    told = [*answer.effects, answer.follows]
    room = sheet.size.wide - sheet.size.right - left
    bold = answer.reports
    first = wrap(told[0], letter, room, bold)[0]
    if answer.reports:
        start = left + width(first, letter, bold) + 4
        paint = sheet.ink.paint(stroke="accent-deep")
        sheet.under.append(line(min(start, sheet.lane), middle, sheet.lane, middle, paint, 2.5))
        sheet.reports.append((middle, answer.norm))
    for index, words in enumerate(told):
        last = index == len(told) - 1
        signed = last and answer.end not in ("", REPORT)
        if signed:
            sheet.over.append(sign(answer.end, left, sheet.y + letter * 0.68, sheet.ink))
        indent = left + 17 if signed else left
        lines(sheet, words, indent, letter, "soft" if last else "ink", bold and not index)
    mark(sheet, answer.mark, left)
    sheet.y = max(sheet.y, middle + letter * 0.9)


def _restraint(sheet: Sheet, note: Note) -> None:
    """The rule of restraint: a dashed frame, and a gate on the line of the report."""
    left, letter = sheet.size.left, sheet.size.letter
    sheet.y += letter
    top = sheet.y
    sheet.y += letter * 0.7
    inner = left + letter * 0.8
    room = sheet.room - letter * 1.6
    lines(sheet, note.kop, inner, letter + 1, "ink", bold=True, room=room)
    lines(sheet, note.tekst, inner, letter, "ink", room=room)
    mark(sheet, note.mark, inner)
    sheet.y += letter * 0.7
    frame = (
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(sheet.room)}" '
        f'height="{number(sheet.y - top)}" rx="10" {sheet.ink.paint("none", "edge")} '
        'stroke-width="1.5" stroke-dasharray="5 4"/>'
    )
    middle = (top + sheet.y) / 2
    paint = sheet.ink.paint(stroke="edge")
    edge = sheet.size.wide - sheet.size.right
    sheet.under += [frame, line(edge, middle, sheet.lane - 9, middle, paint, 1.5, "5 4")]
    for gate in (-5, 5):
        paint = sheet.ink.paint(stroke="ink")
        sheet.over.append(
            line(sheet.lane - 9, middle + gate, sheet.lane + 9, middle + gate, paint, 2)
        )


def _report(sheet: Sheet) -> None:
    """Where the report ends: a filled box with the norms."""
    size, letter, ink = sheet.size, sheet.size.letter, sheet.ink
    sheet.y += letter * 1.6
    top, inner, room = sheet.y, size.track + letter, size.wide - size.track - letter * 2.4
    sheet.reports.append((top, "="))
    sheet.y += letter * 1.1
    lines(sheet, sheet.plan.report, inner, letter + 5, "on-verdict", bold=True, room=room)
    for norm in sheet.plan.norms:
        sheet.y += letter * 0.7
        lines(sheet, norm.kop, inner, letter, "on-verdict", bold=True, room=room)
        lines(sheet, norm.tekst, inner, letter, "on-verdict", room=room)
        if norm.mark:
            words = f"◆ {norm.mark}"
            lines(sheet, words, inner, sheet.small(), "verdict-soft", bold=True, room=room)
    sheet.y += letter
    left = size.track - 13
    sheet.under.append(
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(size.wide - left - 1)}" '
        f'height="{number(sheet.y - top)}" rx="14" {ink.paint("verdict", "accent-deep")} '
        'stroke-width="1.5"/>'
    )


def _legend(sheet: Sheet) -> None:
    """What the signs mean; only those that are there."""
    plan, ink = sheet.plan, sheet.ink
    ends = {a.end for s in plan.stops for t in s.stations for leg in t.legs for a in leg.answers}
    left = sheet.size.track - 10
    sheet.y += sheet.size.letter * 1.3
    for index, (_, label) in enumerate(plan.roads):
        y = sheet.y + sheet.small() * 0.72
        sheet.over += rail([(left, y), (left + 24, y)], index, ink)
        key(sheet, f"De weg: {label[0].lower()}{label[1:]}")
    y = sheet.y + sheet.small() * 0.72
    sheet.over.append(line(left, y, left + 24, y, ink.paint(stroke="accent-deep"), 6))
    key(sheet, "De weg naar de melding, met het nummer van de norm")
    for end, words in ((CLOSE, "De Meldcode sluit"), (LATER, "Je weegt later opnieuw")):
        if end in ends:
            sheet.over.append(sign(end, left + 7, sheet.y + sheet.small() * 0.72, ink))
            key(sheet, words)
    if plan.marked:
        sheet.over.append(diamond(left + 12, sheet.y + sheet.small() * 0.72, ink))
        key(sheet, "Dit verschilt van het gemeenschappelijke kader")
    sheet.y += sheet.size.letter


def _step_line(sheet: Sheet) -> list[str]:
    """The line through the steps, down to the first station."""
    first = min(sheet.dots.values(), default=sheet.steps[-1])
    x, paint = sheet.size.track, sheet.ink.paint(stroke="accent")
    last = max(first, sheet.steps[-1])
    return [line(x, sheet.steps[0], x, last, paint, 2.5)]


def _tracks(sheet: Sheet) -> list[str]:
    """Every road: from the answer that leads to it, past its stations, to its last answer."""
    drawn: list[str] = []
    for index, (road, _) in enumerate(sheet.plan.roads):
        stations = [y for (name, _), y in sheet.dots.items() if name == road]
        if not stations:
            continue
        x, path = sheet.track(road), [(sheet.track(road), min(stations))]
        path.append((x, max(sheet.ends[road], *stations)))
        for start, to in dict.fromkeys(sheet.leads):
            if to[0] == road and start[0] != road:
                drawn += rail(_bend(sheet, start, to), index, sheet.ink)
        drawn += rail(path, index, sheet.ink)
    for (road, _), y in sheet.dots.items():
        paint = sheet.ink.paint("sheet", "accent")
        drawn.append(circle(sheet.track(road), y, 7, paint, 3))
    return drawn


def _bend(sheet: Sheet, start: tuple[str, str], to: tuple[str, str]) -> list[tuple[float, float]]:
    """From a station to one on another road: along a curve, then straight down."""
    x, y = sheet.track(start[0]), sheet.dots[start]
    other = sheet.track(to[0])
    return [(x, y), (other, min(y + 64, sheet.dots[to])), (other, sheet.dots[to])]


def _report_line(sheet: Sheet) -> list[str]:
    """The line that gathers what leads to a report, with a disc where a norm joins."""
    ink, x = sheet.ink, sheet.lane
    top, bottom = sheet.reports[0][0], sheet.reports[-1][0]
    drawn = [line(x, top, x, bottom, ink.paint(stroke="accent-deep"), 6)]
    for y, norm in sheet.reports[:-1]:
        drawn.append(circle(x, y, 10.5, ink.paint("accent-deep", "paper"), 2))
        paint = ink.paint("on-accent")
        drawn.append(text(norm or "·", x, y + 4.6, 13, paint, "middle", True))
    arrow = f"M{number(x - 8)} {number(bottom - 11)}h16l-8 11z"
    return [*drawn, f'<path d="{arrow}" {ink.paint("accent-deep")}/>']
