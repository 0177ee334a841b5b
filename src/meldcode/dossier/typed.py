"""What was typed in one field, as a value; or a sentence that says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from meldcode.dossier.words import FieldWords, Kind

NO_DATE = "dit is geen bestaande dag. Schrijf dag-maand-jaar, zoals 22-11-2026."
NO_PARTIAL_DATE = (
    "dit is geen bestaande datum. Schrijf dag-maand-jaar, zoals 22-11-2026. "
    "Een maand of jaar alleen mag ook: 11-2026 of 2026."
)
NOT_YET = "deze dag is nog niet geweest. Kijk de datum na."
NO_OPTION = "kies een van de antwoorden."
NO_PERSON = "deze persoon staat niet in dit dossier. Kies opnieuw."

_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_FULL = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (rf"{_YEAR}-{_MONTH}-{_DAY}", rf"{_DAY}[-/. ]{_MONTH}[-/. ]{_YEAR}")
)
_PARTS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (_YEAR, rf"{_YEAR}-{_MONTH}", rf"{_MONTH}[-/. ]{_YEAR}")
)
_PERSON = re.compile(r"p[1-9][0-9]{0,3}", re.ASCII)


class Wrong(Exception):
    """A value that can't be used; the message is the Dutch sentence that says why."""


def earliest(partial: str) -> date:
    """The first day that a partial date (ISO: year, month or day) can mean."""
    return date.fromisoformat("-".join([*partial.split("-"), "01", "01"][:3]))


def text(field: FieldWords, given: str) -> str:
    """A line or a longer text, no longer than the field holds; a line loses its line ends."""
    found = " ".join(given.split()) if field.kind is Kind.LINE else given
    allowed = field.max_length or len(found)
    too_many = len(found) - allowed
    if too_many > 0:
        count = "1 teken" if too_many == 1 else f"{too_many} tekens"
        raise Wrong(f"dit is {count} te lang. Er passen {allowed} tekens in. Kort het in.")
    return found


def day(given: str) -> date:
    """A day, as `22-11-2026` or as the date control of a browser sends it (`2026-11-22`)."""
    for pattern in _FULL:
        if found := pattern.fullmatch(given):
            return _existing(found["year"], found["month"], found["day"], NO_DATE)
    raise Wrong(NO_DATE)


def partial_date(given: str) -> str:
    """A day, a month (`11-2026`, `2026-11`) or a year, as ISO."""
    for pattern in (*_FULL, *_PARTS):
        if found := pattern.fullmatch(given):
            parts = found.groupdict()
            first = _existing(parts["year"], parts.get("month"), parts.get("day"), NO_PARTIAL_DATE)
            return first.isoformat()[: (4, 7, 10)[len(parts) - 1]]
    raise Wrong(NO_PARTIAL_DATE)


def _existing(year: str, month: str | None, day: str | None, sentence: str) -> date:
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise Wrong(sentence) from None


def choice(field: FieldWords, given: str) -> str:
    """One of the options of a field."""
    if given not in (option.value for option in field.options):
        raise Wrong(NO_OPTION)
    return given


def number(given: str) -> int:
    """The number of an entry in the case, 1 or higher."""
    if not re.fullmatch(r"[1-9][0-9]{0,8}", given, re.ASCII):
        raise Wrong(NO_OPTION)
    return int(given)


def persons(given: tuple[str, ...], people: Collection[str] | None) -> tuple[str, ...]:
    """Ids of persons, each once; with `people`, only those in the case."""
    for person in given:
        known = people is None or person in people
        if not known or not _PERSON.fullmatch(person):
            raise Wrong(NO_PERSON)
    return tuple(dict.fromkeys(given))
