"""Dutch working days, public holidays, and terms as facts write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.dossier import terms
from meldcode.dossier.terms import Term
from meldcode.kader.load import frameworks

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))

# Days off in 2026, from the Algemene termijnenwet (article 3) and the date of Easter: 5 April.
HOLIDAYS = [
    (date(2026, 1, 1), "Nieuwjaarsdag"),
    (date(2026, 4, 3), "Goede vrijdag"),
    (date(2026, 4, 6), "Tweede paasdag"),
    (date(2026, 4, 27), "Koningsdag"),
    (date(2026, 5, 5), "Bevrijdingsdag"),
    (date(2026, 5, 14), "Hemelvaartsdag"),
    (date(2026, 5, 25), "Tweede pinksterdag"),
    (date(2026, 12, 25), "Eerste kerstdag"),
    (date(2026, 12, 26), "Tweede kerstdag"),
]


@pytest.mark.parametrize(("day", "name"), HOLIDAYS)
def test_a_public_holiday_has_its_dutch_name_and_is_no_working_day(day: date, name: str) -> None:
    assert terms.holiday(day) == name
    assert not terms.is_working_day(day)


def test_a_week_without_holidays_has_five_working_days() -> None:
    monday = date(2026, 9, 7)
    week = [terms.is_working_day(monday + timedelta(days=each)) for each in range(7)]
    assert week == [True] * 5 + [False] * 2


def test_kings_day_is_a_day_earlier_where_it_would_fall_on_a_sunday() -> None:
    assert terms.holiday(date(2031, 4, 26)) == "Koningsdag"
    assert terms.holiday(date(2031, 4, 27)) is None


WORKING = [
    (date(2026, 9, 9), 0, date(2026, 9, 9)),
    # Wednesday to Wednesday
    (date(2026, 9, 9), 5, date(2026, 9, 16)),
    # from a Friday, a Saturday and a Sunday alike
    (date(2026, 9, 11), 1, date(2026, 9, 14)),
    (date(2026, 9, 12), 1, date(2026, 9, 14)),
    (date(2026, 9, 13), 1, date(2026, 9, 14)),
    # Good Friday and Easter Monday lie between
    (date(2026, 4, 2), 1, date(2026, 4, 7)),
    (date(2026, 4, 1), 5, date(2026, 4, 10)),
    # Christmas on a Friday and a Saturday, and New Year
    (date(2026, 12, 24), 5, date(2027, 1, 4)),
]


@pytest.mark.parametrize(("start", "count", "expected"), WORKING)
def test_working_days_pass_over_weekends_and_holidays(
    start: date, count: int, expected: date
) -> None:
    assert terms.add_working_days(start, count) == expected


def test_a_term_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="runs forward"):
        terms.add_working_days(date(2026, 9, 9), -1)


@settings(deadline=None)
@given(start=DAYS, count=st.integers(min_value=1, max_value=40))
def test_as_many_working_days_lie_after_the_start_as_were_added(start: date, count: int) -> None:
    end = terms.add_working_days(start, count)
    between = [start + timedelta(days=each) for each in range(1, (end - start).days + 1)]
    assert terms.is_working_day(end)
    assert sum(terms.is_working_day(each) for each in between) == count


@settings(deadline=None)
@given(start=DAYS, one=st.integers(0, 20), two=st.integers(0, 20))
def test_two_terms_after_each_other_are_one_long_term(start: date, one: int, two: int) -> None:
    assert terms.add_working_days(terms.add_working_days(start, one), two) == (
        terms.add_working_days(start, one + two)
    )


READ = [
    ("5 werkdagen", Term(5, "werkdag")),
    ("1 werkdag", Term(1, "werkdag")),
    ("10 weken", Term(10, "week")),
    ("1 week", Term(1, "week")),
    ("14 dagen", Term(14, "dag")),
    ("20 jaar", Term(20, "jaar")),
    ("tot 34 jaar", Term(34, "jaar")),
]


@pytest.mark.parametrize(("value", "expected"), READ)
def test_the_value_of_a_fact_reads_as_a_term(value: str, expected: Term) -> None:
    assert terms.read(value) == expected


@pytest.mark.parametrize("value", ["", "binnenkort", "5", "vijf werkdagen", "5 jaargangen"])
def test_a_value_without_a_term_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="no term in"):
        terms.read(value)


ADDED = [
    (date(2026, 9, 9), Term(5, "werkdag"), date(2026, 9, 16)),
    (date(2026, 9, 9), Term(3, "dag"), date(2026, 9, 12)),
    (date(2026, 9, 9), Term(10, "week"), date(2026, 11, 18)),
    (date(2026, 9, 9), Term(20, "jaar"), date(2046, 9, 9)),
    (date(2024, 2, 29), Term(4, "jaar"), date(2028, 2, 29)),
    (date(2024, 2, 29), Term(1, "jaar"), date(2025, 3, 1)),
]


@pytest.mark.parametrize(("start", "term", "expected"), ADDED)
def test_a_term_ends_on_its_last_day(start: date, term: Term, expected: date) -> None:
    assert terms.add(start, term) == expected


def test_every_term_the_product_counts_with_can_be_read_from_its_fact() -> None:
    facts = frameworks()["gemeenschappelijk"].facts
    used = ("vt_beoordeling", "bewaar_zorg", "bewaar_kind", "bewaar_school")
    assert [terms.read(facts[key].waarde) for key in used] == [
        Term(5, "werkdag"),
        Term(20, "jaar"),
        Term(34, "jaar"),
        Term(2, "jaar"),
    ]
