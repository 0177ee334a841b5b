"""Dutch working days and public holidays, and terms such as '5 werkdagen'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from holidays import country_holidays

SATURDAY = 5
_TERM = re.compile(r"(\d+) (werkdag|werkdagen|dag|dagen|week|weken|jaar)\b")


class Term(NamedTuple):
    """A length of time; `unit` is werkdag, dag, week or jaar."""

    amount: int
    unit: str


@lru_cache(maxsize=128)
def _holidays(year: int) -> Mapping[date, str]:
    # A whole year at a time: an object that grows while it is asked is not for several threads.
    # The days are those of the Algemene termijnenwet, article 3; in the package 'optional' holds
    # 5 May in the years in which few have it off, while the law counts it every year.
    categories = ("public", "optional")
    found = country_holidays("NL", years=year, expand=False, language="nl", categories=categories)
    return dict(found)


def holiday(day: date) -> str | None:
    """The Dutch name of the public holiday on `day`, or None."""
    return _holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Whether `day` is no Saturday, Sunday or public holiday."""
    return day.weekday() < SATURDAY and holiday(day) is None


def add_working_days(start: date, count: int) -> date:
    """The day that is `count` working days after `start`; `start` itself is not counted.

    Raises `ValueError` where `count` is less than nought.
    """
    if count < 0:
        raise ValueError("a term runs forward")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def add_years(start: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def read(text: str) -> Term:
    """The term in a fact's value, such as '5 werkdagen' or 'tot 34 jaar'.

    Raises `ValueError` where there is none.
    """
    found = _TERM.search(text)
    if found is None:
        raise ValueError(f"no term in '{text}'")
    unit = found[2]
    return Term(int(found[1]), {"weken": "week"}.get(unit, unit.removesuffix("en")))


def add(start: date, term: Term) -> date:
    """The last day of `term`, counted from `start`."""
    match term.unit:
        case "werkdag":
            return add_working_days(start, term.amount)
        case "dag":
            return start + timedelta(days=term.amount)
        case "week":
            return start + timedelta(weeks=term.amount)
    return add_years(start, term.amount)
