"""The log in plain Dutch, and what a reviewer should look at."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from meldcode.access import log, overview
from meldcode.access.log import Look
from meldcode.access.overview import HERE, Line
from tests.cast import NOW, Cast

REFUSED = "De toegang is geweigerd: deze persoon mocht dit niet zien."
DAMAGED = "De zaak ging niet open: er is iets aan veranderd buiten Meldcode om."
EMERGENCY = "Dit was noodtoegang."
NIGHT = "Dit was tussen 22 uur 's avonds en 6 uur 's ochtends."


def line(
    at: str = "2026-11-16T10:00",
    zaak: str = "abc",
    ground: str = "eigen zaak",
    result: str = "gelukt",
    naam: str = "Anna",
) -> Line:
    moment = datetime.fromisoformat(at).replace(tzinfo=HERE)
    return Line(moment, naam, "bekijken", ground, result, zaak)


ROWS = [
    ("by day", line(), []),
    ("refused", line(result="geweigerd"), [REFUSED]),
    ("damaged", line(result="beschadigd"), [DAMAGED]),
    ("emergency", line(ground="noodtoegang"), [EMERGENCY]),
    ("before night", line("2026-11-16T21:59"), []),
    ("as night falls", line("2026-11-16T22:00"), [NIGHT]),
    ("as night ends", line("2026-11-16T05:59"), [NIGHT]),
    ("after night", line("2026-11-16T06:00"), []),
    ("refused at night", line("2026-11-16T03:00", result="geweigerd"), [REFUSED, NIGHT]),
    ("no case", line("2026-11-16T03:00", zaak=""), []),
]


@pytest.mark.parametrize(("name", "one", "why"), ROWS, ids=[name for name, *_ in ROWS])
def test_what_stands_out_is_told_in_a_sentence(name: str, one: Line, why: list[str]) -> None:
    assert [remark.why for remark in overview.remarks([one])] == why, name


@pytest.mark.parametrize(("cases", "told"), [(9, 0), (10, 1), (11, 1)])
def test_ten_cases_on_one_day_stand_out(cases: int, told: int) -> None:
    lines = [line(f"2026-11-16T10:{place:02}", zaak=f"z{place}") for place in range(cases)]
    twice = [*lines, *lines]
    remarks = overview.remarks(twice)
    assert len(remarks) == told
    if told:
        assert remarks[0].why == f"Deze persoon bekeek {cases} zaken op één dag."
        assert remarks[0].line == lines[-1]


def test_ten_cases_on_two_days_or_by_two_people_do_not_stand_out() -> None:
    days = [line(f"2026-11-{16 + place % 2}T10:00", zaak=f"z{place}") for place in range(10)]
    people = [line(zaak=f"z{place}", naam=("Anna", "Bram")[place % 2]) for place in range(10)]
    assert overview.remarks(days) == overview.remarks(people) == []


@pytest.mark.parametrize(
    ("naam", "names", "own"),
    [
        ("Anna Jansen", ["Sanne Jansen"], True),
        ("Anna Jansen", ["sanne JANSEN", "Piet"], True),
        ("Anna Jansen", ["Anna de Vries"], False),
        ("Anna Jansen", ["", " "], False),
    ],
)
def test_a_shared_last_name_is_noticed(naam: str, names: list[str], own: bool) -> None:
    assert overview.own_surname(naam, names) is own


@pytest.mark.django_db
def test_the_looks_at_a_case_are_told_with_names_and_local_time_newest_first(cast: Cast) -> None:
    look = Look("bekijken", "abc", "eigen zaak")
    log.write(cast.anna.keyring, look, NOW)
    log.write(cast.bram.keyring, Look("zoeken", "abc", "gedeeld"), NOW + timedelta(minutes=5))
    log.write(cast.anna.keyring, Look("bekijken", "xyz", "eigen zaak"), NOW)
    told = [(each.naam, each.action, f"{each.at:%H:%M}") for each in overview.of_case("abc")[0]]
    assert told == [("Bram", "zoeken", "10:05"), ("Anna", "bekijken", "10:00")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ago", "there"),
    [(timedelta(days=7), True), (timedelta(days=7, microseconds=1), False), (timedelta(0), True)],
    ids=["a week", "longer", "now"],
)
def test_a_week_is_seven_days(cast: Cast, ago: timedelta, there: bool) -> None:
    log.write(cast.anna.keyring, Look("bekijken", "abc"), NOW - ago)
    assert ("abc" in [each.zaak for each in overview.of_week(NOW)[0]]) is there


@pytest.mark.django_db
def test_the_log_comes_in_pieces_the_newest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "PAGE", 2)
    for number in range(3):
        look = Look(f"{number}", "abc", "noodtoegang")
        log.write(cast.anna.keyring, look, NOW + timedelta(minutes=number))
    until = NOW + timedelta(minutes=5)
    for told in (overview.of_case("abc"), overview.of_week(until)):
        assert ([each.action for each in told[0]], told[1]) == (["2", "1"], True)
    assert ([each.action for each in overview.of_case("abc", 2)[0]]) == ["0"]
    assert [len(overview.remarks_of_week(until, piece)[0]) for piece in (1, 2, 3)] == [2, 1, 0]


@pytest.mark.parametrize(
    ("moment", "hour", "which"),
    [
        ("2026-10-25T00:30+00:00", "02.30", " (zomertijd)"),
        ("2026-10-25T01:30+00:00", "02.30", " (wintertijd)"),
        ("2026-10-25T02:30+00:00", "03.30", ""),
        ("2026-03-29T01:30+00:00", "03.30", ""),
    ],
)
def test_the_hour_that_comes_twice_says_which_it_is(moment: str, hour: str, which: str) -> None:
    local = datetime.fromisoformat(moment).astimezone(HERE)
    found = Line(local, "Anna", "bekijken", "eigen zaak", "gelukt", "abc")
    assert (f"{local:%H.%M}", found.which) == (hour, which)


def test_the_run_of_the_clock_is_no_look(cast: Cast) -> None:
    anna, night = cast.anna.keyring, NOW.astimezone(HERE).replace(hour=3) + timedelta(days=1)
    for place in range(12):
        log.write(anna, Look(log.RUN, f"z{place}", "eigen zaak"), night)
    log.write(anna, Look(log.RUN, "z1", "geen", log.REFUSED), night)
    week, _ = overview.of_week(night)
    assert [each.result for each in week if each.action == log.RUN] == [log.REFUSED]
    told, _ = overview.remarks_of_week(night)
    assert {each.line.result for each in told if each.line.action == log.RUN} <= {log.REFUSED}
    assert overview.runs_of_week(night).count == 12
    one = overview.runs_of_case("z1")
    assert (one.count, one.last and one.last.naam) == (1, "Anna")
    assert overview.of_case("z1")[0] == []
