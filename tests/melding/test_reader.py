"""A copy for one person: what that person may read, nothing else, and nothing that shows it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from meldcode.dossier.entries import Persoon
from meldcode.melding import reader_words
from meldcode.melding.reader import Copy, for_reader
from meldcode.melding.report import (
    Feit,
    Melder,
    Omgeving,
    Report,
    Stappen,
    Verteld,
    Vraag,
    Zorgen,
)
from tests.melding.careful import ABOUT_OTHERS, OBSERVATIONS

CANARY = "kanariegeel"
MOTHER = Persoon(
    id="p4",
    rol="ouder",
    naam="Karin Vos",
    gezag="ja",
    relatie="moeder van Lina",
    geboren="1990-02-03",
    adres="Dorpsstraat 5, Zwolle",
    telefoon="06 0000 0001",
)
LINA = Persoon(
    id="p2",
    rol="kind",
    naam="Lina Bakker",
    geboren="2019-05",
    veilig_adres="Rozenhof 3, Deventer",
    toelichting="Groep 4.",
)
SEM = Persoon(id="p3", rol="kind", naam="Sem Bakker")
FATHER = Persoon(id="p7", rol="ex_partner", naam="Ricardo Bakker", relatie="vader van Lina")
CLIENT = Persoon(id="p8", rol="client", naam="Sofie Prins", relatie="partner van vader")
GRAN = Persoon(id="p9", rol="andere_betrokkene", naam="Truus Bakker", relatie="oma van Lina")
REPORTER = Melder(
    naam="Anna de Wit",
    functie="Leerkracht",
    organisatie="Basisschool De Klimop",
    telefoon="06 0000 0009",
    bereikbaar="elke dag tot vijf uur",
    kent_van="Sinds 2025, van de lessen.",
)
WITHHELD: dict[str, Any] = {
    "naam_verborgen": "ja",
    "naam_grond": "bedreiging_professional",
    "naam_reden": "Er is gedreigd.",
}
TOLD = (Verteld(id="p4", verteld="ja", op=date(2026, 11, 20), reactie="Zij schrok."),)


def fact(number: int = 1, wat: str = "Lina had een rode plek.", **given: Any) -> Feit:
    values = {"id": f"f{number}", "wat": wat, "herkomst": "zelf_gezien", "over": ("p2",)}
    return Feit.model_validate({**values, **given})


def report(*facts: Feit, **given: Any) -> Report:
    values: dict[str, Any] = {
        "mensen": (GRAN, LINA, FATHER, MOTHER),
        "melder": REPORTER,
        "verteld": TOLD,
    }
    return Report(feiten=facts, **{**values, **given})


def read(*facts: Feit, who: str = "p4", **given: Any) -> Report:
    return for_reader(report(*facts, **given), who).report


def facts_in(copy: Report) -> list[str]:
    return [each.wat for each in copy.feiten]


def why(copy: Copy, what: str) -> list[str]:
    return [each.why for each in copy.left_out if each.what == what]


@pytest.mark.parametrize(
    ("who", "people"),
    [
        ("p4", [("p1", "ouder", "Karin Vos"), ("p2", "kind", "Lina Bakker")]),
        ("p2", [("p1", "kind", "Lina Bakker")]),
        ("p7", [("p1", "ex_partner", "Ricardo Bakker")]),
    ],
)
def test_a_reader_finds_itself_and_with_authority_the_children(
    who: str, people: list[tuple[str, str, str]]
) -> None:
    assert [(each.id, each.rol, each.naam) for each in read(who=who).mensen] == people


@pytest.mark.parametrize("gezag", ["nee", "onbekend", None])
def test_without_authority_there_is_no_child_in_it(gezag: str | None) -> None:
    mother = MOTHER.model_copy(update={"gezag": gezag})
    copy = for_reader(report(fact(), mensen=(LINA, mother)), "p4")
    assert [each.naam for each in copy.report.mensen] == ["Karin Vos"]
    assert not copy.report.feiten
    assert why(copy, "mensen") == [reader_words.say("zonder_kinderen")]


def test_of_people_only_role_and_name_are_told() -> None:
    for each in read().mensen:
        filled = {key for key, value in dict(each).items() if value not in ("", None)}
        assert filled == {"soort", "id", "rol", "naam"}


def test_who_is_not_in_the_report_can_have_no_copy() -> None:
    with pytest.raises(KeyError):
        for_reader(report(), "p1")


@pytest.mark.parametrize("rol", ["professional", "andere_betrokkene", "ander_kind"])
def test_who_is_not_told_of_a_report_can_have_no_copy(rol: str) -> None:
    other = Persoon.model_validate({"id": "p1", "rol": rol, "naam": "Jan"})
    with pytest.raises(ValueError, match="Voor deze persoon is er geen afschrift"):
        for_reader(report(mensen=(other,)), "p1")


@pytest.mark.parametrize(
    ("given", "is_in"),
    [
        ({}, True),
        ({"over": ("p4", "p2")}, True),
        ({"over": ("p4",)}, True),
        ({"over": ()}, False),
        ({"over": ("p2", "p7")}, False),
        ({"over": ("p7",)}, False),
        ({"afschrift": "nee"}, False),
        ({"mee": "nee"}, False),
        ({"van_wie": "de juf"}, False),
        ({"herkomst": "document"}, False),
        ({"herkomst": "verteld"}, False),
        ({"herkomst": "verteld", "van_wie": "Karin Vos"}, True),
        ({"herkomst": "verteld", "van_wie": "Karin zelf"}, True),
        ({"herkomst": "verteld", "van_wie": "moeder"}, True),
        ({"herkomst": "verteld", "van_wie": "Karin en Ricardo"}, False),
        ({"herkomst": "verteld", "van_wie": "Lina"}, False),
        ({"herkomst": "verteld", "van_wie": "Lina Bakker"}, False),
        ({"herkomst": "verteld", "van_wie": "de buurvrouw"}, False),
    ],
)
def test_a_fact_is_in_it_when_seen_or_told_by_the_reader_and_about_no_other(
    given: dict[str, Any], is_in: bool
) -> None:
    copy = for_reader(report(fact(**given)), "p4")
    assert bool(copy.report.feiten) is is_in
    assert bool(why(copy, "f1")) is not is_in or given.get("mee") == "nee"


def test_what_moeder_said_is_not_hers_where_another_may_be_meant() -> None:
    told = fact(herkomst="verteld", van_wie="moeder")
    other = FATHER.model_copy(update={"relatie": ""})
    assert not read(told, mensen=(LINA, MOTHER, other)).feiten


def test_the_signals_of_a_parent_leave_the_children_out() -> None:
    assert not read(fact(), zorgen=Zorgen(gaat_over="oudersignalen")).feiten


def test_a_fact_is_told_without_what_the_professional_noted_with_it() -> None:
    told = fact(5, gebeurd="2026-11-03", regel=12, nodig="Anders gaat het mis.", over=("p2", "p4"))
    assert read(told).feiten == (
        Feit(
            id="f1",
            wat="Lina had een rode plek.",
            gebeurd="2026-11-03",
            herkomst="zelf_gezien",
            over=("p1", "p2"),
        ),
    )


def test_who_told_it_stands_there_by_name_and_nothing_else_of_it() -> None:
    told = fact(herkomst="verteld", van_wie="Karin, tijdens het gesprek op school")
    assert read(told).feiten[0].van_wie == "Karin Vos"


def test_most_careful_observations_get_through() -> None:
    facts = [
        fact(number, words, over=("p2", "p4") if "oeder" in words else ("p2",))
        for number, words in enumerate(OBSERVATIONS, 1)
    ]
    assert len(facts) == 29
    assert len(read(*facts, mensen=(LINA, FATHER, MOTHER)).feiten) >= 24


@pytest.mark.parametrize("words", ABOUT_OTHERS)
def test_a_fact_that_may_tell_of_another_or_of_what_was_said_is_not_in_it(words: str) -> None:
    copy = for_reader(report(fact(wat=words)), "p4")
    assert not copy.report.feiten
    assert len(why(copy, "f1")) == 1


@pytest.mark.parametrize(
    ("over", "words", "is_in"),
    [
        (("p4",), "Zij zei: ‘Ik kan niet meer.’", True),
        (("p4",), "Zij zei dat Lina niet wil slapen.", False),
        (("p2", "p4"), "Zij zei: ‘Ik kan niet meer.’", False),
    ],
)
def test_what_the_reader_said_before_the_professional_is_in_it_without_the_child(
    over: tuple[str, ...], words: str, is_in: bool
) -> None:
    assert bool(read(fact(wat=words, over=over)).feiten) is is_in


@pytest.mark.parametrize(
    "words",
    [
        "Ze zei op de gang dat hij haar slaat.",
        "Het slachtoffer zei dat hij sloeg.",
        "De cliënte vertelt dat zij bang is.",
        "Het meisje wees hem aan.",
        "De jongste wees hem aan.",
        "Hij duwde haar tegen de muur.",
        "Een kennis was erbij.",
        "Ricardo zei niets toen hij dat vertelde.",
    ],
)
@pytest.mark.parametrize("gezag", ["ja", None])
def test_what_another_said_or_did_is_not_in_the_copy_of_whom_it_is_about(
    words: str, gezag: Any
) -> None:
    people = (LINA, MOTHER, FATHER.model_copy(update={"gezag": gezag}), CLIENT)
    assert not read(fact(wat=words, over=("p7",)), who="p7", mensen=people).feiten


@pytest.mark.parametrize("words", ["Hij sloeg met de deur.", "Ricardo zei: ‘Ik ga weg.’"])
def test_what_a_reader_without_authority_did_or_said_is_in_its_copy(words: str) -> None:
    assert facts_in(read(fact(wat=words, over=("p7",)), who="p7")) == [words]


@pytest.mark.parametrize(
    ("words", "who", "is_in"),
    [
        ("De leerling had een rode plek.", "p4", True),
        ("De leerling had een rode plek.", "p2", True),
        ("De patiënt had een rode plek.", "p4", False),
    ],
)
def test_a_word_for_a_child_is_in_it_where_it_can_mean_no_other(
    words: str, who: str, is_in: bool
) -> None:
    assert bool(read(fact(wat=words), who=who).feiten) is is_in
    both = (LINA, SEM.model_copy(update={"rol": "ander_kind"}), MOTHER)
    assert bool(read(fact(wat=words), who="p2", mensen=both).feiten) is False


def test_a_client_may_be_called_so_in_its_own_copy() -> None:
    seen = fact(wat="De cliënte viel van de trap.", over=("p8",))
    assert read(seen, who="p8", mensen=(LINA, FATHER, CLIENT)).feiten


def test_what_a_reader_told_is_not_in_it_with_what_another_told() -> None:
    told: dict[str, Any] = {"herkomst": "verteld", "van_wie": "Karin Vos"}
    assert read(fact(wat="Zij zegt dat Lina viel.", **told)).feiten
    assert not read(fact(wat="Zij zegt dat Lina viel. Lina zegt van niet.", **told)).feiten


@pytest.mark.parametrize(
    ("words", "is_in"),
    [
        ("Zij zei dat zij hulp wil.", True),
        ("Zij was boos op Lina.", True),
        ("Zij was boos, want Lina had het verteld.", False),
        ("Zij weet nog niet dat Lina het tekende.", False),
    ],
)
def test_an_answer_to_the_report_does_not_tell_what_a_child_said(words: str, is_in: bool) -> None:
    told = (Verteld(id="p4", verteld="ja", reactie=words),)
    assert read(verteld=told).verteld[0].reactie == (words if is_in else "")


@pytest.mark.parametrize(
    "name",
    [
        "Lina (nu Rozenhof 3)",
        "Lina, op het Rozenhof",
        "dochter van Ricardo",
        "dochter van tante Wil",
        "kindje van Ricardo Bakker",
        "Lina 06 12345678",
    ],
)
def test_of_a_name_with_more_in_it_only_the_role_is_told(name: str) -> None:
    lina = LINA.model_copy(update={"naam": name})
    copy = for_reader(report(mensen=(lina, FATHER, MOTHER)), "p4")
    assert [each.naam for each in copy.report.mensen] == ["Karin Vos", "Kind om wie het gaat"]
    assert len(why(copy, "mensen.p2")) == 1


def test_a_child_may_read_what_it_said_itself() -> None:
    told = fact(wat="Lina zei: ‘Ik heb honger.’")
    assert read(told, who="p2").feiten
    assert not read(told, who="p4").feiten


def test_words_about_time_and_place_go_alone() -> None:
    copy = for_reader(report(fact(gebeurd_toelichting="bij oma thuis")), "p4")
    assert facts_in(copy.report) == ["Lina had een rode plek."]
    assert copy.report.feiten[0].gebeurd_toelichting == ""
    assert why(copy, "f1.gebeurd_toelichting") == ["Met ‘oma’ kan dit over iemand anders gaan."]


def test_the_professional_hears_by_which_words_a_fact_was_left_out() -> None:
    copy = for_reader(report(fact(wat="Toen kwam Jolanda binnen.")), "p4")
    assert why(copy, "f1") == ["‘Jolanda’ kan de naam van iemand anders zijn."]


def test_a_place_that_is_hidden_is_not_even_told_to_the_professional() -> None:
    copy = for_reader(report(fact(wat="Lina was op het rozenhof.")), "p4")
    assert why(copy, "f1") == ["Dit kan verraden waar iemand woont of verblijft."]


def test_who_reports_is_in_it_once_the_reader_is_told_but_not_how_to_reach_them() -> None:
    without = dict.fromkeys(("organisatie", "telefoon", "bereikbaar"), "")
    assert read().melder == REPORTER.model_copy(update=without)
    copy = for_reader(report(), "p4")
    for what in ("melder.organisatie", "melder.telefoon", "melder.bereikbaar"):
        assert why(copy, what) == [reader_words.say("deel")]
    untold = read(verteld=()).melder
    assert untold == Melder(naam="Anna de Wit", functie="Leerkracht")


@pytest.mark.parametrize("field", ["naam", "functie"])
@pytest.mark.parametrize("words", ["Stichting Vrouwenopvang", "Wijkteam Rozenhof"])
def test_what_a_reporter_says_of_itself_places_nobody_who_hides(field: str, words: str) -> None:
    assert not getattr(read(melder=Melder.model_validate({field: words})).melder, field)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("functie", "begeleider van Ricardo Bakker"),
        ("functie", "Juf van Lina"),
        ("naam", "Anna 06 12 34 56 78"),
        ("functie", "anna@klimop.nl"),
    ],
)
def test_what_a_reporter_says_of_itself_names_nobody_else_and_has_no_number(
    field: str, words: str
) -> None:
    assert not getattr(read(melder=Melder.model_validate({field: words})).melder, field)


def test_a_nursery_is_not_a_shelter() -> None:
    copy = read(melder=Melder(functie="Medewerker kinderopvang"))
    assert copy.melder.functie == "Medewerker kinderopvang"


FULL = Zorgen(
    gaat_over="kind",
    andere_kinderen="ja",
    vormen=("lichamelijk", "getuige", "seksueel", "falsificatie", "verminking"),
    vorm_anders="Opsluiten.",
    sinds="oktober 2026",
    acuut="ja",
    acuut_toelichting=CANARY,
    toestemming="geweigerd_onvrij",
    gevaar=CANARY,
)


def test_what_is_reported_is_told_without_danger_and_without_what_a_child_answers_for() -> None:
    told = Zorgen(gaat_over="kind", vormen=("lichamelijk",), sinds="oktober 2026")
    assert read(zorgen=FULL.model_copy(update={"vorm_anders": ""})).zorgen == told
    assert read(zorgen=FULL, verteld=()).zorgen == Zorgen(gaat_over="kind")


@pytest.mark.parametrize(
    ("about", "who", "given", "is_told"),
    [
        ("kind", "p7", {}, True),
        ("volwassene", "p8", {}, True),
        ("volwassene", "p7", {}, False),
        ("volwassene", "p8", {"verteld": ()}, False),
        ("oudersignalen", "p4", {}, True),
        ("oudersignalen", "p7", {}, False),
        ("oudersignalen", "p4", {"feiten": ()}, False),
        ("oudersignalen", "p4", {"melder": REPORTER.model_copy(update=WITHHELD)}, False),
    ],
)
def test_whose_signals_they_are_is_told_to_that_person_alone(
    about: Any, who: str, given: dict[str, Any], is_told: bool
) -> None:
    told = tuple(Verteld(id=each, verteld="ja") for each in ("p4", "p7", "p8"))
    people = (LINA, FATHER, MOTHER, CLIENT)
    whole = report(
        fact(wat="Zij liep weg.", over=("p4",)),
        **{"mensen": people, "verteld": told, "zorgen": Zorgen(gaat_over=about)},
    ).model_copy(update=given)
    assert for_reader(whole, who).report.zorgen.gaat_over == (about if is_told else None)


@pytest.mark.parametrize(
    ("words", "is_in"),
    [
        ("In de praktijk: hulp bij de opvoeding.", True),
        ("Wil je Ricardo spreken?", False),
        ("Wil je haar spreken?", False),
        ("Er is gezegd dat het mis gaat.", False),
    ],
)
def test_a_question_is_in_it_when_it_points_at_nobody(words: str, is_in: bool) -> None:
    copy = read(vraag=Vraag(gevraagd=words, zelf=words, overig=CANARY))
    told = words if is_in else ""
    assert copy.vraag == Vraag(gevraagd=told, zelf=told)


def test_what_is_for_veilig_thuis_alone_is_not_in_it_and_the_professional_hears_so() -> None:
    whole = report(
        stappen=Stappen(overleg=CANARY),
        omgeving=Omgeving(steun=CANARY),
        zorgen=Zorgen(gevaar=CANARY),
        vraag=Vraag(overig=CANARY),
        niet_bekend=("zorgen.sinds",),
    )
    copy = for_reader(whole, "p4")
    assert CANARY not in copy.report.model_dump_json()
    assert copy.report.niet_bekend == ()
    for what in ("stappen.overleg", "omgeving.steun", "zorgen.gevaar", "vraag.overig"):
        assert why(copy, what) == [reader_words.say("deel")]


def test_of_who_was_told_only_the_readers_own_answer_is_in_it() -> None:
    mine = Verteld(
        id="p4",
        verteld="ja",
        op=date(2026, 11, 20),
        reactie="Zij schrok.",
        instemming="nee",
        grond_toelichting=CANARY,
        wanneer_wel=CANARY,
    )
    other = Verteld(id="p7", verteld="ja", reactie=CANARY)
    told = Verteld(
        id="p1", verteld="ja", op=date(2026, 11, 20), reactie="Zij schrok.", instemming="nee"
    )
    assert read(verteld=(other, mine)).verteld == (told,)


@pytest.mark.parametrize("answer", ["nee", None])
def test_who_was_not_told_has_a_copy_that_says_nothing_of_it(answer: str | None) -> None:
    untold = Verteld.model_validate({"id": "p4", "verteld": answer, "grond_toelichting": CANARY})
    copy = for_reader(report(verteld=(untold,)), "p4")
    assert copy.report.verteld == ()
    assert why(copy, "verteld.verteld") == [reader_words.say("nog_niet_verteld")]


def test_the_professional_is_told_to_mind_several_children_and_a_safe_address() -> None:
    copy = for_reader(report(mensen=(LINA, SEM, MOTHER)), "p4")
    assert why(copy, "mensen") == [reader_words.say("meer_kinderen")]
    assert why(copy, "melder.functie") == [reader_words.say("veilig_adres")]


HIDDEN = REPORTER.model_copy(update=WITHHELD)
SURE: dict[str, Any] = {"onherleidbaar": "ja", "gebeurd": "2026-11-03"}


@pytest.mark.parametrize("new", [WITHHELD, {"bij_vt": "onbekend"}])
def test_of_a_reporter_who_is_hidden_nothing_is_in_it(new: dict[str, Any]) -> None:
    whole = report(beroep="onderwijs", melder=REPORTER.model_copy(update=new))
    copy = for_reader(whole, "p4").report
    assert (copy.melder, copy.beroep, copy.verteld) == (Melder(), "", ())


def test_what_a_hidden_reporter_asks_and_does_is_not_in_it() -> None:
    asked = Vraag(gevraagd="In de praktijk: hulp.", zelf="Elke week wassen.")
    copy = for_reader(report(melder=HIDDEN, vraag=asked, zorgen=Zorgen(sinds="mei")), "p4")
    assert copy.report.vraag == Vraag()
    assert copy.report.zorgen.sinds == ""
    assert why(copy, "vraag.zelf") == [reader_words.say("verborgen")]


@pytest.mark.parametrize(
    ("given", "is_in"),
    [
        ({}, True),
        ({"onherleidbaar": "nee"}, False),
        ({"herkomst": "verteld", "van_wie": "Karin Vos"}, False),
    ],
)
def test_only_facts_said_not_to_give_the_reporter_away_are_in_it(
    given: dict[str, Any], is_in: bool
) -> None:
    assert bool(read(fact(**{**SURE, **given}), melder=HIDDEN).feiten) is is_in


@pytest.mark.parametrize(
    "words",
    [
        "De Wit zag een rode plek.",
        "Er was een rode plek, zag dewit.",
        "Er was een rode plek; a.d.w. keek.",
        "Op de klimop was een rode plek.",
        "Er was een rode plek. Bel 06 0000 0009.",
        "De leerkracht keek naar een rode plek.",
        "Tot vijf uur was er een rode plek.",
        "In de klas was een rode plek.",
        "Ik zag een rode plek.",
        "Tijdens het huisbezoek was er een rode plek.",
        "Bij het onderwijs was er een rode plek.",
    ],
)
def test_no_words_of_a_hidden_reporter_are_in_a_fact(words: str) -> None:
    assert not read(fact(wat=words, **SURE), beroep="onderwijs", melder=HIDDEN).feiten


def test_where_the_reporter_is_hidden_a_fact_has_its_month_and_no_hour() -> None:
    told = fact(gebeurd_toelichting="rond half elf", **SURE)
    only = read(told, melder=HIDDEN).feiten[0]
    assert (only.gebeurd, only.gebeurd_toelichting) == ("2026-11", "")


@pytest.mark.parametrize(
    "extra",
    [
        fact(2, "Lina zei dat het pijn deed."),
        fact(2, "De juf zag het.", over=("p2", "p7")),
        fact(2, "Een plek.", afschrift="nee"),
        fact(2, "Een plek.", herkomst="document"),
    ],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_with_and_without_a_hidden_fact_the_copies_are_the_same(extra: Feit, at: int) -> None:
    facts = [fact(1), fact(3, "Lina was moe.")]
    more = [*facts[:at], extra, *facts[at:]]
    assert read(*facts) == read(*more)
    assert len(read(*facts).feiten) == 2


def test_with_and_without_a_hidden_person_the_copies_are_the_same() -> None:
    assert read(fact(), mensen=(LINA, MOTHER)) == read(fact(), mensen=(FATHER, LINA, GRAN, MOTHER))


def test_whoever_the_hidden_reporter_is_the_copies_are_the_same() -> None:
    other = Melder(naam="Bram Vermeer", functie="Arts", **WITHHELD)
    assert read(fact(**SURE), melder=HIDDEN) == read(fact(**SURE), melder=other)


def test_every_reason_has_a_source_and_is_written_once() -> None:
    assert all(each.bron for each in reader_words.reasons().values())
    texts = [each.tekst for each in reader_words.reasons().values()]
    assert len(set(texts)) == len(texts)


def test_the_words_are_written_without_capitals_and_accents() -> None:
    for name, words in reader_words.signs():
        assert all(each == each.casefold() and each.isascii() for each in words), name


def test_it_works_without_the_web() -> None:
    code = "import sys, meldcode.melding.reader; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
