"""What was done in which step, in brief."""

from __future__ import annotations

from typing import Any

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
    reopen,
    report,
    step,
    talk,
    weigh,
)
from tests.dossier.filing import filed
from tests.melding.longcase import long_case

MOTHER = person("p1", "ouder", naam="Jelske Bos")


def of(*entries: Entry) -> Stappen:
    return done.steps(filed(MOTHER, *entries, kader="sociaal"))


def test_a_case_without_entries_tells_nothing() -> None:
    assert of() == Stappen()


def test_a_check_tells_its_outcome_and_its_day() -> None:
    told = of(check(toelichting="Zij heeft geen kinderen.")).signalen
    assert told == (
        "Kindcheck, 3 september 2026\n"
        "Uitkomst: De kindcheck is klaar, er zijn geen kinderen voor wie je cliënt zorgt"
    )


def test_only_the_advice_of_veilig_thuis_is_told_and_who_gave_it() -> None:
    told = of(consult(wie="Bram de Boer", vraag="Wat nu?"), advice(op=day(9, 5))).overleg
    assert told == (
        "Overleg met een collega, 4 september 2026\n\n"
        "Advies van Veilig Thuis, 5 september 2026\n"
        "Gesproken met: M. de Wit\n"
        "Advies: Praat eerst met de ouders."
    )


def test_a_consultation_that_was_not_held_tells_why() -> None:
    told = of(consult(gehouden="nee", op=None, advies="", reden_niet="Het was nacht.")).overleg
    assert told == "Overleg niet gehouden\nReden: Het was nacht."


def test_a_talk_tells_what_was_answered_and_not_what_was_said() -> None:
    told = of(talk(met=("p1",), op=day(9, 1), gezegd="Wat ik zag.")).gesprek
    assert told == "Gesprek, 1 september 2026\nMet: Jelske Bos\nReactie: Zij schrok."


@pytest.mark.parametrize(
    ("given", "when"),
    [
        ({}, "Wanneer wel: Na de zomer."),
        ({"alsnog_op": day(10, 1)}, "Wanneer wel: Na de zomer."),
        ({"wanneer_wel": "", "alsnog_op": day(10, 1)}, "Opnieuw bekijken op: 1 oktober 2026"),
    ],
)
def test_a_talk_not_held_tells_the_ground_and_when_then(given: dict[str, Any], when: str) -> None:
    told = of(no_talk(met=("p1",), grond_toelichting="Zij dreigde.", **given)).gesprek
    assert told == (
        f"Gesprek niet gehouden\nMet: Jelske Bos\nGrond: Ik loop er zelf gevaar door\n{when}"
    )


def test_a_talk_that_was_held_after_all_is_told_as_held() -> None:
    told = of(no_talk(met=("p1",)), talk(met=("p1",), op=day(9, 5))).gesprek
    assert "niet gehouden" not in told
    assert told.startswith("Gesprek, 5 september 2026")


def test_of_the_talks_the_last_five_are_told() -> None:
    told = of(*(talk(op=day(9, number)) for number in (7, 1, 2, 3, 4, 5))).gesprek
    days = [line for line in told.split("\n") if line.startswith("Gesprek")]
    assert days == [f"Gesprek, {number} september 2026" for number in (2, 3, 4, 5, 7)]


def test_what_was_before_the_code_started_again_stays_out_but_for_advice_and_help() -> None:
    told = of(
        check(),
        consult(),
        talk(op=day(9, 1)),
        weigh("jj---", bon={"norm": [1]}),
        decide("wel", reden="Toen."),
        agree(),
        reopen(),
        decide("nu_niet", op=day(10, 20), reden="Nu."),
    )
    assert told.wegen == "Besluit: nu niet melden, 20 oktober 2026\nReden: Nu."
    assert told.gesprek == ""
    assert told.signalen.startswith("Kindcheck")
    assert told.overleg == "Overleg met een collega, 4 september 2026"
    assert told.hulp.startswith("Geen ruzie meer")


def test_of_weighing_the_last_round_and_decision_are_told_in_the_professionals_words() -> None:
    told = of(
        weigh("jn---", bon={"melden": "open", "norm": []}, redenen={"1": "Een mening."}),
        decide("nu_niet", reden="Er loopt al hulp."),
        weigh("jj---", op=day(9, 19), bon={"melden": "noodzakelijk", "norm": [1, 3]}),
        decide("wel", op=day(9, 20), reden="Het geweld komt terug.", geraadpleegd="Bram"),
        report(kenmerk="VT-1", medewerker="M. de Wit"),
    ).wegen
    assert told == (
        "Afweging, 19 september 2026\n"
        "Professionele norm: 1 en 3\n\n"
        "Besluit: wel melden, 20 september 2026\n"
        "Reden: Het geweld komt terug."
    )


def test_a_round_that_met_no_norm_is_not_told() -> None:
    assert of(weigh("jn---", bon={"melden": "open", "norm": []})).wegen == ""


def test_an_agreement_is_one_line_with_what_became_of_it_last() -> None:
    told = of(
        agree(resultaat="Geen ruzie meer\nwaar de kinderen bij zijn."),
        follow(3, "deels", op=day(10, 1)),
        follow(3, toelichting="Vier weken rust."),
        agree(resultaat="Rust in de avond."),
    ).hulp
    assert told == (
        "Geen ruzie meer waar de kinderen bij zijn. (termijn 12 oktober 2026: gehaald)\n"
        "Rust in de avond. (termijn 12 oktober 2026)"
    )


def test_the_steps_of_a_long_case_are_brief_and_none_reads_as_absolute() -> None:
    told = done.steps(long_case())
    texts = [getattr(told, name) for name in Stappen.model_fields if name != "soort"]
    assert all(texts)
    assert sum(map(len, texts)) <= 2500
    assert "altijd" not in " ".join(texts)


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
        advice(advies="te lang geleden " + half, op=day(9, 4)),
        advice(advies=half, op=day(9, 5)),
        advice(advies="kort", op=day(9, 6)),
    ).overleg
    assert len(told) <= TEXT_LENGTH
    assert told.startswith(f"{done.LEFT_OUT}\n\nAdvies van Veilig Thuis, 5 september 2026")
    assert told.endswith("Advies: kort")
    assert "te lang geleden" not in told


def test_one_paragraph_that_does_not_fit_leaves_the_word_that_there_is_more() -> None:
    assert done.fitting(["x" * (TEXT_LENGTH + 1)]) == done.LEFT_OUT
    assert done.fitting(["x" * TEXT_LENGTH]) == "x" * TEXT_LENGTH


def test_what_is_kept_is_as_much_as_fits_beside_that_word() -> None:
    room = TEXT_LENGTH - len(done.LEFT_OUT) - len("\n\n")
    assert done.fitting(["eerst" * 20, "x" * room]) == f"{done.LEFT_OUT}\n\n{'x' * room}"
    assert done.fitting(["eerst" * 20, "x" * (room + 1)]) == done.LEFT_OUT
