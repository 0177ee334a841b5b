"""Days as people read them."""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def dutch_date(day: date) -> str:
    """`22 november 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
