"""What was typed in one field, as a value; or a sentence that says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from meldcode.dossier.words import FieldWords, Kind
from meldcode.paper.dates import MONTHS

NO_DATE = "dit is geen bestaande dag. Schrijf dag-maand-jaar, zoals 22-11-2026."
NO_PARTIAL_DATE = (
    "dit is geen bestaande datum. Schrijf dag-maand-jaar, zoals 22-11-2026. "
    "Een maand of jaar alleen mag ook: 11-2026 of 2026."
)
NOT_YET = "deze dag is nog niet geweest. Kijk de datum na."
NO_OPTION = "kies een van de antwoorden."
NO_PERSON = "deze persoon staat niet in dit dossier. Kies opnieuw."

# As people write them, as the product itself prints them, and as registers do: `22-11-2026`,
# `22 november 2026`, `22 nov. 26`, `20261122`. Where a register knows no day or month stands 00.
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_SHORT_YEAR = r"(?P<short>\d\d)"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_WORD = r"(?P<word>[a-z]{3,9})\.?"
_SEPARATOR = r"(?:[-/.]|\s+)"
_FULL = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}-{_MONTH}-{_DAY}",
        r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}(?:{_YEAR}|'?{_SHORT_YEAR})",
        rf"{_DAY}\s*-?\s*{_WORD}\s*-?\s*(?:{_YEAR}|'?{_SHORT_YEAR})",
    )
)
_PARTS = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        _YEAR,
        rf"{_YEAR}-{_MONTH}",
        rf"{_MONTH}{_SEPARATOR}{_YEAR}",
        rf"{_WORD}\s+(?:{_YEAR}|'{_SHORT_YEAR})",
    )
)
# What a register writes for a part that nobody knows.
_NOT_KNOWN = {"0", "00"}
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


def day(given: str, today: date) -> date:
    """A day as people write it (see above), or as the date control of a browser sends it.

    A year of two figures is no later than the next one. Raises Wrong.
    """
    for pattern in _FULL:
        if found := pattern.fullmatch(given.strip()):
            parts = _parts(found.groupdict(), today)
            if len(parts) == len(_ALL):
                return _existing(parts, NO_DATE)
    raise Wrong(NO_DATE)


def partial_date(given: str, today: date) -> str:
    """A day as in `day`, a month (`11-2026`, `november 2026`) or a year, as ISO. Raises Wrong."""
    for pattern in (*_FULL, *_PARTS):
        if found := pattern.fullmatch(given.strip()):
            parts = _parts(found.groupdict(), today)
            if parts:
                first = _existing(parts, NO_PARTIAL_DATE)
                return first.isoformat()[: (4, 7, 10)[len(parts) - 1]]
    raise Wrong(NO_PARTIAL_DATE)


_ALL = ("year", "month", "day")


def _parts(found: dict[str, str | None], today: date) -> list[int]:
    """Year, month and day as far as they are known; nothing where that leaves a hole."""
    year = found.get("year")
    if year is None:
        year = str(_century(int(found["short"] or 0), today))
    month = found.get("month") or ""
    if word := found.get("word"):
        month = str(_month(word.lower()))
    known = [each for each in (year, month, found.get("day")) if each]
    while known[-1] in _NOT_KNOWN:
        known.pop()
    return [] if _NOT_KNOWN & set(known) else [int(each) for each in known]


def _century(short: int, today: date) -> int:
    """A year of two figures as the last one that it can be, next year (of a birth) included."""
    latest = today.year + 1
    return latest - (latest - short) % 100


def _month(word: str) -> int:
    """The number of a month by its name or the beginning of it; 13, which is none, else."""
    if word in ("mrt", "mar"):
        return 3
    begun = [name.startswith(word) for name in MONTHS]
    if word == "sept" or begun.count(True) == 1:
        return begun.index(True) + 1
    return 13


def _existing(parts: list[int], sentence: str) -> date:
    try:
        return date(*[*parts, 1, 1][:3])
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
