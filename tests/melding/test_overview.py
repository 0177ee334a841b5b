"""How the parts stand, in which order they are walked, and what each page is called."""

from __future__ import annotations

from itertools import pairwise

import pytest

from meldcode.dossier.entries import Persoon
from meldcode.melding import overview
from meldcode.melding.gaps import gaps
from meldcode.melding.overview import AFTER, ORDER, Half
from meldcode.melding.report import Feit, Melder, Report, Vraag
from tests.melding.papers import REPORT, TODAY


def states(report: Report) -> dict[str, tuple[str, bool]]:
    rows = overview.rows(report, gaps(report, TODAY))
    return {row.part: (row.state, row.done) for row in rows}


def test_every_part_leads_to_the_next_and_the_last_to_the_check() -> None:
    addresses = {row.part: row.address for row in overview.rows(Report(), ())}
    for part, after in pairwise(ORDER):
        assert AFTER[part] == addresses[after]
    assert AFTER["vraag"] == "controle"


def test_a_part_says_how_many_questions_it_has_left() -> None:
    found = states(Report())
    assert found["melder"] == ("nog 4 vragen", False)
    assert found["vraag"] == ("nog 1 vraag", False)


def test_a_part_is_done_when_something_stands_in_it_and_nothing_is_asked() -> None:
    melder = Melder(naam="Anna", functie="arts", telefoon="06", kent_van="Patiënt.")
    found = states(Report(melder=melder, vraag=Vraag(gevraagd="Kijk.")))
    assert found["melder"] == found["vraag"] == ("ingevuld", True)


def test_a_part_without_questions_and_without_words_is_empty() -> None:
    rows = overview.rows(Report(), ())
    assert {(row.state, row.done) for row in rows} == {("nog leeg", False)}


def test_a_list_tells_of_facts_that_were_chosen_and_yet_do_not_go_along() -> None:
    child = Persoon(id="p1", rol="kind", naam="Sanne")
    report = Report.model_validate(
        {
            "zorgen": {"gaat_over": "oudersignalen"},
            "mensen": [child],
            "feiten": [
                {"id": "f1", "wat": "a", "herkomst": "zelf_gezien", "over": ["p1"]},
                {"id": "f2", "wat": "b", "herkomst": "zelf_gezien"},
                {"id": "f3", "wat": "c", "herkomst": "zelf_gezien", "mee": "nee"},
            ],
        }
    )
    assert [(each.id, each.along, each.held) for each in overview.facts(report)] == [
        ("f1", True, True),
        ("f2", True, False),
        ("f3", False, False),
    ]


def test_a_fact_in_the_list_tells_its_day_its_source_and_its_entry() -> None:
    fact = Feit(id="f1", regel=12, wat="x", gebeurd="2026-11-03", herkomst="verteld", van_wie="oma")
    (row,) = overview.facts(Report(feiten=(fact,)))
    assert row.source == "3 november 2026, verteld door oma, aantekening 12"


HALF = (
    ("deel/melder", "Wie meldt"),
    ("mens/nieuw", "iemand die je toevoegt"),
    ("feit/nieuw", "een nieuw feit"),
    ("feit/f2", "Feit 2"),
    ("feit/f9", "Een feit"),
    ("mens/p2", "Om wie het gaat: Karin Vos"),
    ("verteld/p2", "Wie weet van de melding: Karin Vos"),
    ("mens/p9", "Om wie het gaat"),
)


@pytest.mark.parametrize(("page", "title"), HALF)
def test_a_form_that_was_left_half_filled_in_is_called_by_its_page(page: str, title: str) -> None:
    report = REPORT.model_copy(update={"getypt": {page: {"naam": ("x",)}}})
    assert overview.half(report) == [Half(title, page)]
