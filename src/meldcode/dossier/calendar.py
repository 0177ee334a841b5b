"""Reminders as a calendar file (RFC 5545) that tells no more than that something is to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from meldcode.dossier.content import say
from meldcode.dossier.due import Due

LINE_OCTETS = 75  # RFC 5545, 3.1
PRODUCT = "-//meldcode//herinneringen//NL"


def ics(dues: Sequence[tuple[str, Due]], made_at: datetime) -> str:
    """The days of `dues` as all-day events; the text beside each is the case's random reference.

    One event for a case and a day: what is due stays in the file. `made_at` is aware. Raises
    `ValueError` where it is not, and where there is nothing to remind of: RFC 5545 knows no
    calendar without a component.
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at has no time zone")
    if not dues:
        raise ValueError("nothing to remind of")
    days = dict.fromkeys((due.day, reference) for reference, due in dues)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    for day, reference in sorted(days):
        lines += _event(reference, day, made_at)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _fold(line))


def _event(reference: str, day: date, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(reference)}-{day:%Y%m%d}@meldcode"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(say('agenda.titel'))}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A value of the type TEXT (RFC 5545, 3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return value


def _fold(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets; all but the first begin with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > LINE_OCTETS:
            yield piece
            piece = " "
        piece += character
    yield piece
