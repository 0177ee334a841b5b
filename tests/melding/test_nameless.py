"""What is told of a text without names: rows of sentences as professionals write them."""

from __future__ import annotations

from datetime import date

import pytest

from meldcode.melding.designations import designations
from meldcode.melding.nameless import Nameless
from meldcode.melding.report import Melder, Report
from tests.dossier.chain import person

TODAY = date(2026, 11, 22)
PEOPLE = (
    person("p1", naam="Lina Bakker", geboren="2018-11-07", adres="Dorpsstraat 5, 8011 AB Zwolle"),
    person(
        "p2",
        "ouder",
        naam="Karin van der Vliet-Bakker",
        relatie="moeder",
        geboren="1988",
        telefoon="06-12 34 56 78",
    ),
    person("p3", "ex_partner", naam="Alex Öztürk", veilig_adres="Rozenhof 3, Deventer"),
    person("p4", naam="Sem de Vries"),
    person("p5", "familie", naam="Bo L. Ben"),
    person("p6", "professional", naam="李娜"),
)
REPORT = Report(
    mensen=PEOPLE,
    melder=Melder(naam="Anna Kuipers", organisatie="Basisschool De Regenboog", telefoon="0381234"),
)


def told(text: str) -> str | None:
    return Nameless(REPORT, designations(PEOPLE), [text], TODAY).clean("f1", text).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lina Bakker had geen jas aan.", "[kind 1] had geen jas aan."),
        ("Lina\nBakker huilde.", "[kind 1] huilde."),
        ("De jas van LINA lag er.", "De jas van [kind 1] lag er."),
        ("De jas van lina lag er.", "De jas van [kind 1] lag er."),
        ("Lina’s jas, Lina's tas, Linas pet.", "[kind 1]’s jas, [kind 1]’s tas, [kind 1]’s pet."),
        ("Sems tas en Alex’ jas.", "[kind 2]’s tas en [ex-partner]’s jas."),
        ("Linaatje huilde, Semmetje ook.", "[…] huilde, […] ook."),
        ("Semtje huilde.", "[kind 2] huilde."),
        ("Ik zag De Vries. De heer de Vries ook.", "Ik zag [kind 2]. De heer [kind 2] ook."),
        ("Ik zag mevrouw v.d. Vliet.", "Ik zag mevrouw [moeder]."),
        ("Ik zag K. van der Vliet.", "Ik zag [moeder]."),
        ("Ik zag vandervliet.", "Ik zag [moeder]."),
        ("Ik zag karinvliet.", "Ik zag [moeder]."),
        ("Ik sprak K.v.d.V. en KvdV.", "Ik sprak [moeder] en [moeder]."),
        ("Ik sprak k.v. ook.", "Ik sprak [moeder] ook."),
        ("Ik sprak Karin V. daarna.", "Ik sprak [moeder] daarna."),
        ("Ik sprak Kárin en Ozturk.", "Ik sprak [moeder] en [ex-partner]."),
        ("Ik sprak Ka\u00adrin en Ka\u200brin.", "Ik sprak [moeder] en [moeder]."),
        ("Ik sprak Ka-\nrin en K a r i n.", "Ik sprak [moeder] en [moeder]."),
        ("Ik sprak Ｋａｒｉｎ.", "Ik sprak [moeder]."),
        ("Ik sprak mevrouw Bakker.", "Ik sprak mevrouw [naam]."),
        ("Ik sprak 李娜 en Марина.", "Ik sprak [professional] en […]."),
        ("Ik sprak Kаrin met een vreemde a.", "Ik sprak […] met een vreemde a."),
        ("Ik sprak meneer ben.", "Ik sprak meneer [familielid]."),
        ("Ben zei dat. Ik ben bang.", "[familielid] zei dat. Ik ben bang."),
        ("Bos jas. Is dat zo?", "[familielid]’s jas. Is dat zo?"),
        ("Bo kwam, en ook Bo Ben.", "[familielid] kwam, en ook [familielid]."),
    ],
)
def test_a_name_in_any_form_becomes_a_designation(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik sprak Karen.", "Ik sprak […]."),
        ("Karrin kwam binnen.", "[…] kwam binnen."),
        ("Ik sprak Kairn.", "Ik sprak […]."),
        ("Ik sprak Baker.", "Ik sprak […]."),
        ("Ik zag de gordijnen van ozturc.", "Ik zag de gordijnen van […]."),
        ("Ze woont in de Dorpstraat.", "Ze woont in de […]."),
        ("Ik sprak Anne van Kuiper.", "Ik sprak […] van […]."),
    ],
)
def test_a_name_with_a_letter_wrong_is_taken_out(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ze woont Dorpsstraat 5, 8011 AB Zwolle.", "Ze woont [adres], […] [adres]."),
        ("Het is 8011ab of 8011  ab.", "Het is […] of […]."),
        ("Ze woont in de dorpsstraat.", "Ze woont in de […]."),
        ("Ze schuilt Rozenhof 3 te Deventer.", "Ze schuilt [adres] te [adres]."),
        ("Bel 06 12345678 of +31 6 1234 5678.", "Bel […] of […]."),
        ("Bel 06.12.34.56.78 na vier uur.", "Bel […] na vier uur."),
        ("Bel mij op 038-1234.", "Bel mij op […]."),
        ("Mail naar lina.b@school.nl.", "Mail naar […]"),
        ("BSN 123456782, kenteken 12-ABC-3.", "BSN […], kenteken […]."),
        (
            "Geboren 7-11-2018, dus op 7 november.",
            "Geboren [geboortedatum], dus op [geboortedatum].",
        ),
        ("Geboren 07112018.", "Geboren [geboortedatum]."),
        ("Moeder is van 1988.", "Moeder is van […]."),
        ("Op dinsdag 3 maart 2026 zag ik dit.", "In maart 2026 zag ik dit."),
        ("Op 3, 4 en 12 oktober 2026 te laat.", "In oktober 2026 te laat."),
        ("Op 3-11 en op dinsdag 4/11 te laat.", "In november en in november te laat."),
        ("Op drie november te laat.", "In november te laat."),
        ("Op drieëntwintig mei 2026 te laat.", "In mei 2026 te laat."),
        ("Van 3-4 jaar, om 3-4 uur.", "Van 3-4 jaar, om 3-4 uur."),
        ("Op 3 mrt. 2026, 4 sept 2026 en 5 dec.", "In maart 2026, september 2026 en december"),
        ("Tussen 3-3-2026 en 2026-04-01.", "Tussen maart 2026 en april 2026."),
        ("Ik ben Anna Kuipers.", "Ik ben [ik]."),
        ("Ik werk op De Regenboog.", "Ik werk op [mijn organisatie]."),
        ("Ik werk op basisschool Regenboog.", "Ik werk op basisschool [mijn organisatie]."),
        ("Op de basisschool tekende ze een regenboog.", "Op de basisschool tekende ze een […]."),
    ],
)
def test_places_numbers_days_and_the_reporter_are_taken_out(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De plek zag Ria Smit ook.", "De plek zag […] ook."),
        ("Ria zegt dat ze viel.", "[…] zegt dat ze viel."),
        ("Ria was er. Ik sprak Ria later.", "[…] was er. Ik sprak […] later."),
        ("Ze sprak met dhr. Hamers.", "Ze sprak met dhr. […]."),
        ("De school heet BDR.", "De school heet […]."),
        ("Toen zei P. dat.", "Toen zei […] dat."),
    ],
)
def test_what_may_be_a_name_is_taken_out_and_told(text: str, expected: str) -> None:
    cleaned = Nameless(REPORT, designations(PEOPLE), [text], TODAY).clean("f1", text)
    assert cleaned.text == expected
    assert not any(slip.certain for slip in cleaned.slips)
    assert cleaned.slips


@pytest.mark.parametrize(
    "text",
    [
        "Een blauwe plek op de linkerarm, van drie centimeter.",
        "Verkleuring van de huid, zo groot als een vuist.",
        "Zij zei: ‘Ik wil naar huis.’ Daarna lachte ze.",
        "De jongen zat stil. Moeder keek naar de deur, vader belde.",
        "Om 10.30 uur, en weer van 13-15 uur. Het kostte 12.000 euro.",
        "- Ze at niets.\n- Ze sliep in de les.\n1. Ze huilde.",
        "Drie keer in de week, a.u.b. bellen d.m.v. de app, i.v.m. werk.",
        "De GGZ, de GGD en de BSO zien haar. Veilig Thuis adviseerde mij.",
        "Met kerst en op maandag was het druk; in maart 2026 niet.",
        "Ze steunt op een stok. Ik ben bang, zij is rustig.",
    ],
)
def test_a_text_without_names_stays_as_it_is(text: str) -> None:
    cleaned = Nameless(REPORT, designations(PEOPLE), [text], TODAY).clean("f1", text)
    assert cleaned.text == text
    assert cleaned.slips == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ik zag de juf met ozt urk.",
        "Ik zag alle kui pers staan.",
        "Het nummer is 06, dan 12 34, dan 56, dan 78.",
    ],
)
def test_a_text_with_a_name_or_number_in_pieces_is_left_out_as_a_whole(text: str) -> None:
    cleaned = Nameless(REPORT, designations(PEOPLE), [text], TODAY).clean("f1", text)
    assert cleaned.text is None
    assert cleaned.slips[-1].words == text
    assert cleaned.slips[-1].certain


@pytest.mark.parametrize(
    ("text", "words", "certain"),
    [
        ("Ik sprak Karen.", "Karen", True),
        ("Ik sprak karin.", "karin", False),
        ("Bel 06 12345678.", "06 12345678", True),
        ("Bij Zwolle.", "Zwolle", True),
        ("Ik ben Ánna.", "Ánna", True),
        ("Geboren op 7 november 2018.", "7 november 2018", True),
        ("Ik sprak Ria.", "Ria", False),
    ],
)
def test_a_slip_says_which_words_and_whether_that_is_certain(
    text: str, words: str, certain: bool
) -> None:
    slips = Nameless(REPORT, designations(PEOPLE), [text], TODAY).clean("f1", text).slips
    assert [(slip.where, slip.words, slip.certain) for slip in slips] == [("f1", words, certain)]


def test_who_shares_a_name_with_another_is_not_taken_for_the_other() -> None:
    people = (person("p1", naam="Jan de Vries"), person("p2", "ouder", naam="Joost de Vries"))
    nameless = Nameless(Report(mensen=people), designations(people), [], TODAY)
    text = "Ik zag J. de Vries, Jan de Vries, Joost en mevrouw De Vries."
    assert nameless.clean("f1", text).text == "Ik zag [naam], [kind], [ouder] en mevrouw [naam]."
