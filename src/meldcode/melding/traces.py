"""Days and numbers in a text by which somebody can be found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from meldcode.dossier.patterns import POSTCODE, figures
from meldcode.melding.advice_words import advice_words
from meldcode.melding.folded import GONE, Find, Folded
from meldcode.paper.dates import MONTHS

BIRTH = "[geboortedatum]"
_ADULT = 18

_SHORT = {
    **{"jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "jun": 6, "jul": 7},
    **{"aug": 8, "sep": 9, "sept": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12},
}
_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)} | _SHORT
_DAYS_IN_WORDS = (
    *("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf"),
    *("twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien"),
    *("negentien", "twintig", "eenentwintig", "tweeentwintig", "drieentwintig"),
    *("vierentwintig", "vijfentwintig", "zesentwintig", "zevenentwintig", "achtentwintig"),
    *("negenentwintig", "dertig", "eenendertig"),
)
_DAY = rf"(?:\d{{1,2}}(?:e|ste|de)?|{'|'.join(sorted(_DAYS_IN_WORDS, key=len, reverse=True))})"
_OP = r"(?:(?<!\w)(?P<op>op)\s+)?(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+)?"
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})\.?)"
_IN_WORDS = re.compile(
    rf"{_OP}(?<!\w)(?P<day>{_DAY})(?:\s*(?:,|-|–|/|en|of|tot|t/m)\s*{_DAY}){{0,6}}\s+"
    rf"(?P<month>{_MONTH})(?![^\W\d_])(?:\s+['’‘]?(?P<year>\d{{4}}|\d{{2}})(?!\d|[.:]\d))?",
    re.I,
)
_IN_NUMBERS = re.compile(
    rf"{_OP}(?<![\d\w])(?<!\d[./-])(?P<day>\d{{1,2}})\s?[-/.]\s?(?P<month>0?[1-9]|1[0-2])\s?[-/.]\s?"
    r"['’]?(?P<year>\d{4}|\d{2})(?![./-]?\d)",
    re.I,
)
# Without its year only after a word for a day: '3-4' may be an age or an amount.
_OF_A_DAY = re.compile(
    r"(?<!\w)(?:(?P<op>op)\s+(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+)?"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+|d\.?d\.?\s+)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])\s?[-/]\s?(?P<month>0?[1-9]|1[0-2])(?![./-]?\d|\s?(?:uur|jaar))",
    re.I,
)
_ISO = re.compile(
    rf"{_OP}(?<![\d\w])(?P<year>\d{{4}})[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>\d{{1,2}})(?!\d)",
    re.I,
)
_MONTH_AND_YEAR = re.compile(
    rf"(?<!\w)(?P<month>{_MONTH})\s+['’]?(?P<year>\d{{4}}|\d{{2}})(?!\d)", re.I
)
_FINDS_SOMEBODY = re.compile(
    r"\S{0,80}@\S{1,200}|https?:\S+|www\.\S+"
    r"|(?<!\w)[\w-]{1,60}\.(?:nl|com|org|net|eu|be|de|info)(?!\w)"
    rf"|(?<![\d\w])(?:\+|00)?\(?{figures(9)}"
    r"|\d{6,}"
    rf"|(?-i:{POSTCODE.pattern})"
    r"|(?<!\w)(?=[\dA-Z-]{0,9}\d)(?=[\d-]{0,9}[A-Z])[\dA-Z]{1,3}-[\dA-Z]{2,3}-[\dA-Z]{1,2}(?!\w)"
    r"|(?<!\w)(?-i:(?=[A-Z]*\d)(?=\d*[A-Z])[\dA-Z]{6})(?!\w)"
    r"|(?<!\w)[A-Z]{1,6}(?:[-/]\d{2,})+",
    re.I,
)


class Births:
    """The days on which people in a report were born, as far as they are known."""

    def __init__(self, born: Iterable[str], today: date) -> None:
        parts = [tuple(int(part) for part in each.split("-")) for each in born if each]
        self.months = {each[:2] for each in parts if len(each) > 1}
        self.days = {(each[2], each[1]) for each in parts if len(each) > 2}
        self.years = {each[0] for each in parts if today.year - each[0] > _ADULT}
        self._spaced = _any(_written(each) for each in parts if len(each) > 2)

    def spaced(self, folded: Folded) -> Iterator[Find]:
        """A day of birth in figures with anything between them, or without its year."""
        for found in self._spaced.finditer(folded.plain):
            yield _birth(*found.span())

    def years_found(self, folded: Folded) -> Iterator[Find]:
        """Years in which an adult was born; a child's age tells its year of birth anyhow."""
        why = advice_words().why("geboren")
        for found in re.finditer(r"(?<!\d)\d{4}(?!\d)", folded.plain):
            if int(found[0]) in self.years:
                yield Find(*found.span(), GONE, why, certain=True)

    def has(self, found: re.Match[str]) -> bool:
        """Whether a date is a day of birth, or the month of one with its year."""
        given = found.groupdict()
        month, year = _month(given["month"]), _year(given.get("year"))
        day = _day(given.get("day"))
        return (year, month) in self.months or (not year and (day, month) in self.days)


def days(folded: Folded, births: Births) -> Iterator[Find]:
    """Every date. Of a day the month stays: the day may be that of a note of police or school.

    Of a birth neither stays.
    """
    for pattern in (_ISO, _IN_NUMBERS, _IN_WORDS, _OF_A_DAY):
        for found in pattern.finditer(folded.plain):
            if births.has(found):
                yield _birth(_after_op(found), found.end())
            else:
                yield Find(*found.span(), _without_day(found))
    for found in _MONTH_AND_YEAR.finditer(folded.plain):
        if births.has(found):
            yield _birth(*found.span())


def phones(folded: Folded, known: Iterable[str]) -> Iterator[Find]:
    """These telephone numbers, however they are written."""
    for found in _any(map(_phone, known)).finditer(folded.plain):
        yield Find(*found.span(), GONE, advice_words().why("nummer"), certain=True)


def numbers(folded: Folded) -> Iterator[Find]:
    """Numbers, mail and web addresses, postcodes and number plates."""
    for found in _FINDS_SOMEBODY.finditer(folded.plain):
        yield Find(*found.span(), GONE, advice_words().why("nummer"), certain=True)


def _day(text: str | None) -> int:
    """The day of a month in figures or in words; 0 where there is none."""
    if text and text.casefold() in _DAYS_IN_WORDS:
        return _DAYS_IN_WORDS.index(text.casefold()) + 1
    return int(re.sub(r"\D", "", text or "") or 0)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text.casefold().rstrip(".")]


def _year(text: str | None) -> int:
    """The year of four or two numbers; 0 where there is none. Two are of the last 80 years."""
    if not text or len(text) == 4:
        return int(text or 0)
    return int(text) + (2000 if int(text) < 47 else 1900)


def _birth(start: int, end: int) -> Find:
    return Find(start, end, BIRTH, advice_words().why("geboren"), certain=True)


def _after_op(found: re.Match[str]) -> int:
    """Where the first figure or month of a date stands."""
    places = (found.start(name) for name in found.groupdict() if name != "op")
    return min(place for place in places if place >= 0)


def _without_day(found: re.Match[str]) -> str:
    month, year = _month(found["month"]), _year(found.groupdict().get("year"))
    said = f"{MONTHS[month - 1]} {year}" if year else MONTHS[month - 1]
    if found["op"]:
        return f"{'In' if found['op'][0].isupper() else 'in'} {said}"
    return said


def _written(born: tuple[int, ...]) -> str:
    """A day of birth in numbers with anything between, or without its year, as in 7/11."""
    year, month, day = born
    gap = r"[\s./-]*"
    last = f"(?:{year}|{year % 100:02})"
    short = rf"0?{day}\s?[/-]\s?0?{month}(?!\s?[/-]\s?\d)"
    return rf"0?{day}{gap}0?{month}{gap}{last}|{year}{gap}0?{month}{gap}0?{day}|{short}"


def _phone(number: str) -> str:
    """A telephone number by its last eight figures, whatever stands before or between them."""
    figures = re.sub(r"\D", "", number)
    if len(figures) < 4:
        return ""
    before = r"(?:[+(]{0,2}\d[\s().·/–—-]{0,4}){0,6}"
    return before + r"\W{0,4}".join(figures[-8:])


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of these that stands apart from other figures; none: nothing fits."""
    ways = "|".join(each for each in patterns if each)
    return re.compile(rf"(?<!\d)(?:{ways})(?!\d)" if ways else r"(?!)")
