"""What the pages say beside a form: as the report stands, each with its source."""

from __future__ import annotations

from typing import Any

import pytest

from meldcode.melding import notes
from meldcode.melding.report import Report
from meldcode.melding.words import sentences
from tests.melding.papers import REPORT

HIDDEN: dict[str, Any] = {"melder": {"naam_verborgen": "ja"}}
UNKNOWN: dict[str, Any] = {"melder": {"bij_vt": "onbekend", "naam_verborgen": "ja"}}
ACUTE: dict[str, Any] = {"zorgen": {"acuut": "ja", "gaat_over": "kind"}}
PARENT: dict[str, Any] = {"zorgen": {"gaat_over": "oudersignalen"}}
ADULT: dict[str, Any] = {"zorgen": {"gaat_over": "volwassene"}}
REFUSED: dict[str, Any] = {"zorgen": {"gaat_over": "volwassene", "toestemming": "geweigerd_vrij"}}

BESIDE: tuple[tuple[str, dict[str, Any], list[str]], ...] = (
    ("melder", {}, []),
    ("melder", HIDDEN, ["verborgen"]),
    ("melder", UNKNOWN, ["onbekend"]),
    ("zorgen", {}, []),
    ("zorgen", ACUTE, ["acuut"]),
    ("zorgen", PARENT, ["oudersignalen"]),
    ("zorgen", ADULT, ["volwassene"]),
    ("zorgen", REFUSED, ["terughoudend", "volwassene"]),
    ("feiten", PARENT, ["oudersignalen"]),
    ("feit", REFUSED, ["terughoudend"]),
    ("feit", ACUTE, []),
    ("verteld", {}, ["vertellen"]),
    ("geven", {}, ["afspraken"]),
    ("stappen", REFUSED, []),
)


@pytest.mark.parametrize(("part", "report", "keys"), BESIDE)
def test_a_page_says_what_follows_from_the_answers(
    part: str, report: dict[str, Any], keys: list[str]
) -> None:
    found = notes.beside(part, Report.model_validate(report))
    assert [each.tekst for each in found] == [sentences()[f"pagina.{key}"].tekst for key in keys]
    assert all(each.bronnen for each in found)


OPENINGS: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "Ik ben een professional. Ik wil een melding doen over mensen om wie ik me zorgen maak."),
    (
        {"melder": {"functie": "leerkracht"}, **ACUTE},
        "Ik ben leerkracht. Ik wil een melding doen over een kind. Er is nu gevaar.",
    ),
    (
        PARENT,
        "Ik ben een professional. Ik wil een melding doen over een ouder met kinderen.",
    ),
    (
        {"zorgen": {"gaat_over": "volwassene", "acuut": "nee"}},
        "Ik ben een professional. Ik wil een melding doen over een volwassene. "
        "Voor zover ik weet, is er op dit moment geen direct gevaar.",
    ),
    (
        {"zorgen": {"gaat_over": "kind", "acuut": "onbekend"}},
        "Ik ben een professional. Ik wil een melding doen over een kind.",
    ),
)


@pytest.mark.parametrize(("report", "sentence"), OPENINGS)
def test_the_first_sentence_on_the_telephone_names_nobody(
    report: dict[str, Any], sentence: str
) -> None:
    assert notes.opening(Report.model_validate(report)) == sentence


def test_the_first_sentence_takes_a_profession_as_it_was_typed() -> None:
    odd = Report.model_validate({"melder": {"functie": "arts {acuut} {0}"}})
    assert notes.opening(odd).startswith("Ik ben arts {acuut} {0}.")


def test_a_name_that_is_kept_back_is_to_be_told_on_the_telephone() -> None:
    assert len(notes.at_hand(Report())) == 4
    assert "verborgen" in notes.at_hand(Report.model_validate(HIDDEN))[-1]


@pytest.mark.parametrize(
    ("part", "id", "page"),
    [
        ("melder", "", "deel/melder"),
        ("persoon", "p2", "mens/p2"),
        ("persoon", "p99", "mensen"),
        ("mensen", "", "mensen"),
        ("feit", "f2", "feit/f2"),
        ("feit", "f99", "feiten"),
        ("verteld", "p2", "verteld/p2"),
        ("verteld", "", "verteld"),
    ],
)
def test_a_part_a_person_or_a_fact_stands_on_its_own_page(part: str, id: str, page: str) -> None:
    assert notes.page_of(REPORT, part, id) == page
