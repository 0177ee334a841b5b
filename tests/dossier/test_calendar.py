"""The calendar file: RFC 5545 as other programs read it, and nothing that tells of a case."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.dossier import calendar
from meldcode.dossier.due import Due

MADE = datetime(2026, 11, 22, 9, 5, 7, tzinfo=UTC)
REFERENCE = "7f3a9c0e"


def due(day: date, kind: str = "afspraak") -> Due:
    return Due(day, kind, 2, overdue=False)  # type: ignore[arg-type]


def unfolded(text: str) -> list[str]:
    """The lines as a reader joins them again (RFC 5545, 3.1)."""
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_day_is_an_event_of_a_whole_day() -> None:
    made = calendar.ics([(REFERENCE, due(date(2026, 12, 31)))], MADE)
    assert made.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//meldcode//herinneringen//NL",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:7f3a9c0e-20261231@meldcode",
        "DTSTAMP:20261122T090507Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Meldcode: afspraak nagaan",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_days_of_one_case_that_coincide_are_one_event_whatever_they_are_for() -> None:
    day = date(2026, 12, 14)
    made = calendar.ics([(REFERENCE, due(day)), (REFERENCE, due(day, "terugkoppeling"))], MADE)
    assert made.count("BEGIN:VEVENT") == 1
    assert "Thuis" not in made


def test_two_cases_on_one_day_are_two_events() -> None:
    day = date(2026, 12, 14)
    made = calendar.ics([("aa", due(day)), ("bb", due(day))], MADE)
    assert [line for line in made.split("\r\n") if line.startswith("UID")] == [
        "UID:aa-20261214@meldcode",
        "UID:bb-20261214@meldcode",
    ]


def test_the_moment_is_written_in_utc_whatever_the_zone() -> None:
    winter = timezone(timedelta(hours=1))
    moment = datetime(2026, 11, 22, 0, 30, tzinfo=winter)
    assert "DTSTAMP:20261121T233000Z" in calendar.ics([("a", due(date(2026, 12, 1)))], moment)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        calendar.ics([("a", due(date(2026, 12, 1)))], datetime(2026, 11, 22))


def test_a_calendar_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to remind of"):
        calendar.ics([], MADE)


def test_what_means_something_in_the_format_is_escaped() -> None:
    made = calendar.ics([("a,b;c\\d\ne", due(date(2026, 12, 1)))], MADE)
    assert "UID:a\\,b\\;c\\\\d\\ne-20261201@meldcode" in made.split("\r\n")


@settings(deadline=None)
@given(
    reference=st.text(
        st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters=",;\\"),
        min_size=1,
        max_size=200,
    ),
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
)
def test_no_line_is_longer_than_75_octets_and_folding_loses_nothing(
    reference: str, day: date
) -> None:
    made = calendar.ics([(reference, due(day))], MADE)
    assert made.endswith("\r\n")
    assert "\n" not in made.replace("\r\n", "")
    assert max(len(line.encode()) for line in made.split("\r\n")) <= 75
    assert f"UID:{reference}-{day:%Y%m%d}@meldcode" in unfolded(made)
