"""What was done in which step, in the words of the forms."""

from __future__ import annotations

import pytest

from meldcode.dossier.entries import TEXT_LENGTH, Entry
from meldcode.melding import done
from meldcode.melding.report import Stappen
from tests.dossier.chain import (
    advice,
    agree,
    check,
    consult,
    day,
    decide,
    follow,
    no_talk,
    person,
    report,
    step,
    talk,
    weigh,
)
from tests.dossier.filing import filed

MOTHER = person("p1", "ouder", naam="Jelske Bos")


def of(*entries: Entry) -> Stappen:
    return done.steps(filed(MOTHER, *entries, kader="sociaal"))


def test_a_case_without_entries_tells_nothing() -> None:
    assert of() == Stappen()


def test_a_check_tells_its_outcome_and_its_day() -> None:
    told = of(check(toelichting="Zij heeft geen kinderen.")).signalen
    assert told == (
        "Kindcheck, 3 september 2026\n"
        "Uitkomst: De kindcheck is klaar, er zijn geen kinderen voor wie je cliënt zorgt\n"
        "Toelichting: Zij heeft geen kinderen."
    )


def test_who_was_consulted_goes_unnamed_but_for_who_answered_at_veilig_thuis() -> None:
    told = of(consult(wie="Bram de Boer", vraag="Wat nu?"), advice(op=day(9, 5))).overleg
    assert told == (
        "Overleg met een collega, 4 september 2026\n"
        "Vraag: Wat nu?\n"
        "Advies: Praat eerst met de ouders.\n\n"
        "Advies van Veilig Thuis, 5 september 2026\n"
        "Gesproken met: M. de Wit\n"
        "Advies: Praat eerst met de ouders."
    )


def test_a_consultation_that_was_not_held_tells_why() -> None:
    told = of(consult(gehouden="nee", op=None, advies="", reden_niet="Het was nacht.")).overleg
    assert told == "Overleg niet gehouden\nReden: Het was nacht."


def test_talks_tell_what_was_said_and_those_not_held_why() -> None:
    told = of(
        no_talk(met=("p1",), grond_toelichting="Zij dreigde."),
        talk(met=("p1",), op=day(9, 1), gezegd="Wat ik zag."),
    ).gesprek
    assert told == (
        "Gesprek, 1 september 2026\n"
        "Met: Jelske Bos\n"
        "Verteld: Wat ik zag.\n"
        "Reactie: Zij schrok.\n"
        "Mening van het kind: Bang voor ruzie.\n"
        "Hoe de mening meetelde: Telt mee bij de afspraken.\n\n"
        "Gesprek niet gehouden\n"
        "Met: Jelske Bos\n"
        "Grond: Ik loop er zelf gevaar door\n"
        "Toelichting op de grond: Zij dreigde.\n"
        "Wanneer wel: Na de zomer."
    )


def test_weighing_tells_the_norms_the_decisions_and_earlier_reports() -> None:
    told = of(
        weigh("jj---", bon={"melden": "noodzakelijk", "norm": [1], "hulp": "open"}),
        weigh("jn---", bon={"melden": "open", "norm": []}, redenen={"1": "Een mening."}),
        decide("wel", reden="Het geweld komt terug.", geraadpleegd="Bram", door="Anna"),
        report(kenmerk="VT-1", medewerker="M. de Wit"),
        decide("nu_niet", op=day(9, 20), volgt_advies="nee", reden="Er loopt al hulp."),
    ).wegen
    assert told == (
        "Afweging, 7 september 2026\n"
        "Norm 1: Bij acute of structurele onveiligheid is melden altijd de norm van je beroep.\n\n"
        "Besluit: wel melden, 8 september 2026\n"
        "Hulp: Ik geef zelf hulp\n"
        "Reden: Het geweld komt terug.\n\n"
        "Melding, 9 september 2026\n"
        "Hoe: Per telefoon\n"
        "Gesproken met: M. de Wit\n"
        "Kenmerk: VT-1\n\n"
        "Besluit: nu niet melden, 20 september 2026\n"
        "Hulp: Ik geef zelf hulp\n"
        "Volgt het advies: Nee, het wijkt af\n"
        "Reden: Er loopt al hulp."
    )


def test_an_agreement_tells_what_became_of_it_last() -> None:
    told = of(
        agree(),
        follow(3, "deels", op=day(10, 1)),
        follow(3, toelichting="Vier weken rust."),
    ).hulp
    assert told == (
        "Afspraak, 10 september 2026\n"
        "Resultaat: Geen ruzie meer waar de kinderen bij zijn.\n"
        "Termijn: 12 oktober 2026\n"
        "Wie: Ouders\n"
        "Afspraak gehaald, 12 oktober 2026\n"
        "Veilig: Ja\n"
        "Toelichting: Vier weken rust."
    )


@pytest.mark.parametrize(
    ("number", "part"), [("1", "signalen"), ("2", "overleg"), ("3", "gesprek"), ("4", "wegen")]
)
def test_a_step_that_was_left_out_tells_why(number: str, part: str) -> None:
    told = of(step(number, reden="Eerder."), step(number, reden="Er was haast.", op=day(9, 2)))
    expected = {part: "Stap overgeslagen, 2 september 2026\nReden: Er was haast."}
    assert told == Stappen(**expected)
    assert of(step(number)) == Stappen()


def test_of_more_than_fits_the_last_is_kept_and_that_there_is_more_is_told() -> None:
    half = "x" * (TEXT_LENGTH // 2)
    told = of(
        consult(advies="te lang geleden " + half),
        consult(advies=half, op=day(9, 5)),
        consult(advies="kort", op=day(9, 6)),
    ).overleg
    assert len(told) <= TEXT_LENGTH
    assert told.startswith(f"{done.LEFT_OUT}\n\nOverleg met een collega, 5 september 2026")
    assert told.endswith("Advies: kort")
    assert "te lang geleden" not in told


def test_one_paragraph_that_does_not_fit_leaves_the_word_that_there_is_more() -> None:
    assert done.fitting(["x" * (TEXT_LENGTH + 1)]) == done.LEFT_OUT
    assert done.fitting(["x" * TEXT_LENGTH]) == "x" * TEXT_LENGTH


def test_what_is_kept_is_as_much_as_fits_beside_that_word() -> None:
    room = TEXT_LENGTH - len(done.LEFT_OUT) - len("\n\n")
    assert done.fitting(["eerst" * 20, "x" * room]) == f"{done.LEFT_OUT}\n\n{'x' * room}"
    assert done.fitting(["eerst" * 20, "x" * (room + 1)]) == done.LEFT_OUT
