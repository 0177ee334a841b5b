"""The wording of a whole report: which parts are read, and what somebody else said."""

from __future__ import annotations

from typing import Any

import pytest

from meldcode.dossier.entries import Persoon
from meldcode.melding import marks
from meldcode.melding.marks import Marked
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

OPINION = "Vader is manipulatief."
VAGUE = "Hij kwam vaak te laat."


def fact(wat: str, herkomst: str = "zelf_gezien", **more: Any) -> Feit:
    return Feit.model_validate({"id": "f1", "wat": wat, "herkomst": herkomst, **more})


def places(report: Report) -> list[tuple[str, str, str, str]]:
    return [(each.part, each.id, each.field, each.words) for each in marks.of(report)]


@pytest.mark.parametrize(
    ("report", "part", "field"),
    [
        (Report(melder=Melder(kent_van=OPINION)), "melder", "kent_van"),
        (Report(melder=Melder(naam_reden=OPINION)), "melder", "naam_reden"),
        (Report(zorgen=Zorgen(acuut_toelichting=OPINION)), "zorgen", "acuut_toelichting"),
        (Report(zorgen=Zorgen(gevaar=OPINION)), "zorgen", "gevaar"),
        (Report(stappen=Stappen(signalen=OPINION)), "stappen", "signalen"),
        (Report(stappen=Stappen(overleg=OPINION)), "stappen", "overleg"),
        (Report(stappen=Stappen(gesprek=OPINION)), "stappen", "gesprek"),
        (Report(stappen=Stappen(wegen=OPINION)), "stappen", "wegen"),
        (Report(stappen=Stappen(hulp=OPINION)), "stappen", "hulp"),
        (Report(vraag=Vraag(gevraagd=OPINION)), "vraag", "gevraagd"),
        (Report(vraag=Vraag(zelf=OPINION)), "vraag", "zelf"),
        (Report(vraag=Vraag(overig=OPINION)), "vraag", "overig"),
    ],
)
def test_what_the_reporter_writes_is_read(report: Report, part: str, field: str) -> None:
    assert places(report) == [(part, "", field, "manipulatief")]


@pytest.mark.parametrize(
    ("report"),
    [
        Report(melder=Melder(naam=OPINION, functie=OPINION)),
        Report(mensen=(Persoon(id="p1", rol="ouder", naam=OPINION, toelichting=OPINION),)),
        Report(omgeving=Omgeving(steun=OPINION)),
        Report(verteld=(Verteld(id="p1", reactie=OPINION),)),
        Report(),
    ],
    ids=["reporter's name", "person", "who stands around", "told", "empty"],
)
def test_names_and_what_others_do_is_not(report: Report) -> None:
    assert places(report) == []


@pytest.mark.parametrize(
    ("herkomst", "wat", "expected"),
    [
        ("zelf_gezien", OPINION, ["manipulatief"]),
        ("verteld", OPINION, []),
        ("document", OPINION, []),
        ("verteld", VAGUE, ["vaak"]),
    ],
)
def test_what_somebody_told_may_hold_an_opinion_but_must_tell_when(
    herkomst: str, wat: str, expected: list[str]
) -> None:
    found = marks.of(Report(feiten=(fact(wat, herkomst),)))

    assert [each.words for each in found] == expected


def test_a_fact_is_named_by_its_id_and_one_that_stays_out_is_not_read() -> None:
    facts = (fact(OPINION, id="f2", mee="nee"), fact(OPINION, id="f7"))

    assert places(Report(feiten=facts)) == [("feit", "f7", "wat", "manipulatief")]


@pytest.mark.parametrize(("beroep", "expected"), [("artsen", 0), ("onderwijs", 1), ("", 1)])
def test_a_diagnosis_is_asked_about_outside_the_profession(beroep: str, expected: int) -> None:
    report = Report(beroep=beroep, feiten=(fact("Hij heeft ADHD."),))

    assert len(marks.of(report)) == expected


def test_a_mark_says_why_and_how_a_fact_would_read() -> None:
    (found,) = marks.of(Report(feiten=(fact(OPINION),)))

    assert isinstance(found, Marked)
    assert found.why
    assert found.better


def test_marks_stand_in_the_order_of_the_report() -> None:
    report = Report(
        vraag=Vraag(gevraagd=OPINION),
        feiten=(fact(OPINION, id="f3"), fact(OPINION, id="f1")),
        melder=Melder(kent_van=OPINION),
    )

    assert [each[:2] for each in places(report)] == [
        ("melder", ""),
        ("feit", "f3"),
        ("feit", "f1"),
        ("vraag", ""),
    ]


@pytest.mark.parametrize(
    ("told", "profession", "expected"),
    [
        (False, "", ["manipulatief", "ADHD"]),
        (False, "artsen", ["manipulatief"]),
        (True, "", []),
    ],
)
def test_a_field_is_read_by_itself(told: bool, profession: str, expected: list[str]) -> None:
    text = f"{OPINION} Hij heeft ADHD. ግ"

    found = marks.under(text, told=told, profession=profession)

    assert [text[each.start : each.end] for each in found.phrases] == expected
    assert found.characters == "ግ"
