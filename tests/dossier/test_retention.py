"""How long a file is kept, on which ground, and why a request to destroy may be refused."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from meldcode.dossier import content, retention
from meldcode.dossier.entries import Entered, Entry, Noodtoegang, Uitgegeven, Vernietigingsverzoek
from meldcode.dossier.retention import Choice, Retention
from meldcode.kader.load import frameworks
from tests.dossier.chain import chain, close, correct, person, reopen, signal

TODAY = date(2026, 11, 22)
# Every chain here begins on 3 September 2026 and grows by an entry a day.
AFTER_ONE = date(2026, 9, 4)


def kept(*entries: Entry, kader: str, choice: Choice = Choice(), today: date = TODAY) -> Retention:  # noqa: B008
    return retention.of(chain(*entries), frameworks()[kader], choice, today)


RULES = [
    ("artsen", "arts"),
    ("verpleegkundigen", "zorg"),
    ("verloskundigen", "zorg"),
    ("paramedici", "zorg"),
    ("complementair", "zorg"),
    ("onderwijs", "school"),
    ("sociaal", "organisatie"),
    ("kinderopvang", "organisatie"),
    ("justitie", "organisatie"),
    ("gemeenschappelijk", "organisatie"),
]


@pytest.mark.parametrize(("kader", "rule"), RULES)
def test_each_profession_has_its_rule(kader: str, rule: str) -> None:
    assert retention.rule_for(frameworks()[kader]) == rule
    assert kept(signal(), kader=kader).rule == rule


def test_every_framework_has_exactly_one_rule() -> None:
    named = [kader for rule in content.keeping().rules.values() for kader in rule.kaders]
    assert sorted(named) == sorted(frameworks())


def test_care_keeps_a_file_twenty_years_after_its_last_change() -> None:
    found = kept(signal(), kader="verpleegkundigen")
    assert found.end == date(2046, 9, 4)
    assert found.ground == "In de zorg bewaar je een dossier 20 jaar na de laatste wijziging."
    assert (found.bron, found.gezien) == (("feit:bewaar_zorg",), date(2022, 3, 10))
    assert (found.note, found.running, found.passed) == ("", True, False)


def test_a_correction_is_a_change() -> None:
    assert kept(signal(), correct(2, signal()), kader="paramedici").end == date(2046, 9, 5)


def test_handing_out_and_emergency_access_change_nothing() -> None:
    out = Uitgegeven(op=TODAY, vorm="tekst", bestand="tekst", sha256="0" * 64)
    emergency = Noodtoegang(reden="Spoed", tot=datetime(2026, 9, 6, tzinfo=UTC))
    assert kept(signal(), out, emergency, kader="paramedici").end == date(2046, 9, 4)


def test_the_last_change_counts_by_the_dutch_day() -> None:
    late = datetime(2026, 9, 4, 22, 30, tzinfo=UTC)
    chained = (Entered(1, "Anna", late, signal()),)
    assert retention.last_change(chained) == date(2026, 9, 5)


MINORS = [
    # nobody: twenty years after the last change
    (date(2046, 9, 3), "arts", []),
    # 34 on 1 May 2050
    (date(2050, 5, 1), "arts_kind", [person(geboren="2016-05-01")]),
    # the youngest counts, whoever was entered first
    (
        date(2054, 1, 2),
        "arts_kind",
        [person("p1", geboren="2020-01-02"), person("p2", geboren="2012-03-04")],
    ),
    # born so long ago that the term of care is the later one
    (date(2046, 9, 4), "arts", [person(geboren="2012-09-04")]),
    # at the threshold: 34 on the very day, and a day later
    (date(2046, 9, 4), "arts", [person(geboren="2012-09-03")]),
    (date(2046, 9, 5), "arts_kind", [person(geboren="2012-09-05")]),
    # partly known: the latest day that is possible
    (date(2050, 5, 31), "arts_kind_onbekend", [person(geboren="2016-05")]),
    # 29 February 2016: 34 on 1 March where there is no such day
    (date(2050, 3, 1), "arts_kind_onbekend", [person(geboren="2016-02")]),
    (date(2050, 12, 31), "arts_kind_onbekend", [person(geboren="2016-12")]),
    (date(2050, 12, 31), "arts_kind_onbekend", [person(geboren="2016")]),
    (date(2060, 9, 4), "arts_kind_onbekend", [person()]),
    # not born yet: four weeks after the day that is expected, or as late as can be
    (
        date(2061, 1, 29),
        "arts_kind_onbekend",
        [person(rol="ongeboren_kind", uitgerekend="2027-01-01")],
    ),
    (date(2061, 7, 23), "arts_kind_onbekend", [person(rol="ongeboren_kind")]),
    # another child in the family, and a client of sixteen, are minors too
    (date(2050, 5, 1), "arts_kind", [person(rol="ander_kind", geboren="2016-05-01")]),
    (date(2046, 9, 4), "arts", [person(rol="client", geboren="2010-05-01")]),
    # an adult is no minor, a professional never
    (date(2046, 9, 4), "arts", [person(rol="client", geboren="1990-05-01")]),
    (date(2046, 9, 4), "arts", [person(rol="professional", geboren="2016-05-01")]),
    (date(2046, 9, 4), "arts", [person(rol="ouder")]),
]


@pytest.mark.parametrize(("end", "sentence", "entries"), MINORS)
def test_doctors_keep_a_file_until_the_youngest_minor_is_34(
    end: date, sentence: str, entries: list[Entry]
) -> None:
    found = kept(*entries, kader="artsen")
    words = content.keeping().sentences[sentence]
    assert found.end == end
    assert found.ground == frameworks()["artsen"].plain(words.tekst)


def test_a_birth_that_is_corrected_counts_as_corrected() -> None:
    found = kept(person(), correct(2, person(geboren="2016-05-01")), kader="artsen")
    assert found.end == date(2050, 5, 1)


LEFT = date(2026, 7, 18)


def test_a_school_keeps_a_file_two_years_after_the_pupil_left() -> None:
    found = kept(signal(), close("uit_zorg", einde_zorg=LEFT), kader="onderwijs")
    assert (found.end, found.running) == (date(2028, 7, 18), False)
    assert found.gezien == date(2010, 1, 1)
    assert found.note == (
        "Deze termijn komt uit een oude bron. Ga na of hij nog klopt voordat je erop rekent."
    )


@pytest.mark.parametrize(
    "entries",
    [
        [signal()],
        [signal(), close("uit_zorg")],
        [signal(), close("uit_zorg", einde_zorg=LEFT), reopen()],
    ],
)
def test_a_school_that_does_not_say_when_the_pupil_left_gets_no_day(entries: list[Entry]) -> None:
    found = kept(*entries, kader="onderwijs")
    assert found.end is None
    assert "Er staat nog niet wanneer dat was." in found.ground


def test_a_school_may_set_years_of_its_own() -> None:
    closed = close("uit_zorg", einde_zorg=LEFT)
    found = kept(signal(), closed, kader="onderwijs", choice=Choice(own_years=5))
    assert (found.end, found.note) == (date(2031, 7, 18), "")
    assert found.ground == "Je organisatie bewaart een dossier 5 jaar nadat de leerling weg is."


@pytest.mark.parametrize("kader", ["sociaal", "kinderopvang", "justitie", "gemeenschappelijk"])
def test_where_no_term_is_known_the_organisation_sets_it(kader: str) -> None:
    unset = kept(signal(), kader=kader)
    own = kept(signal(), kader=kader, choice=Choice(own_years=15))
    assert (unset.end, unset.gezien) == (None, None)
    assert unset.ground.startswith("Voor jouw beroep kennen we geen vaste termijn.")
    assert own.end == date(2041, 9, 4)
    assert own.ground == "Je organisatie bewaart een dossier 15 jaar na de laatste wijziging."


@pytest.mark.parametrize(
    ("years", "end"), [(10, date(2046, 9, 4)), (20, date(2046, 9, 4)), (21, date(2047, 9, 4))]
)
def test_in_care_years_of_ones_own_count_only_where_they_are_more(years: int, end: date) -> None:
    assert kept(signal(), kader="paramedici", choice=Choice(own_years=years)).end == end


def test_the_organisation_may_choose_another_rule() -> None:
    assert kept(signal(), kader="sociaal", choice=Choice("zorg")).end == date(2046, 9, 4)


def test_a_rule_that_does_not_exist_and_years_that_are_none_are_refused() -> None:
    with pytest.raises(KeyError, match="nergens"):
        kept(signal(), kader="sociaal", choice=Choice("nergens"))
    with pytest.raises(ValueError, match="at least a year"):
        kept(signal(), kader="sociaal", choice=Choice(own_years=0))


@pytest.mark.parametrize(
    ("today", "passed"),
    [(date(2046, 9, 3), False), (date(2046, 9, 4), False), (date(2046, 9, 5), True)],
)
def test_a_term_is_over_from_the_day_after(today: date, passed: bool) -> None:
    assert kept(signal(), kader="paramedici", today=today).passed is passed


def test_each_ground_of_an_entry_has_words_to_refuse_destruction_with() -> None:
    field = Vernietigingsverzoek.model_fields["grond"].annotation
    allowed = [value for each in get_args(field) for value in get_args(each)]
    grounds = retention.refusal_grounds()
    assert [each.id for each in grounds] == allowed
    assert grounds[0].sentence == "Bewaren is in het belang van het kind."
    assert grounds[0].bron == ("vvaa",)
