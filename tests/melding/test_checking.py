"""What the check shows: where each question is answered, and wording by its page and reason."""

from __future__ import annotations

import pytest

from meldcode.melding import checking
from meldcode.melding.gaps import gaps
from meldcode.melding.report import Feit, Report, Vraag
from tests.melding.papers import KARIN, REPORT, TODAY


def fact(id: str, wat: str) -> Feit:
    return Feit(id=id, wat=wat, herkomst="zelf_gezien")


def test_the_same_reason_stands_once_on_a_page_with_each_of_its_words() -> None:
    report = Report(
        feiten=(fact("f1", "Hij komt vaak en soms te laat. Vaak."), fact("f2", "Hij komt vaak.")),
        vraag=Vraag(gevraagd="Kijk op 3 mei om 9.00 uur."),
    )
    first, second = checking.wording(report)
    assert (first.title, first.address) == ("Feit 1", "feit/f1")
    assert [each.words for each in first.remarks] == [("vaak", "soms", "Vaak")]
    assert (second.title, second.address) == ("Feit 2", "feit/f2")


PLACES = (
    ("zorgen.sinds", "deel/zorgen"),
    ("geen_feit", "feiten"),
    ("geen_mensen", "mensen"),
    ("melder.naam", "deel/melder"),
)


@pytest.mark.parametrize(("id", "page"), PLACES)
def test_a_question_on_the_report_leads_to_its_page(id: str, page: str) -> None:
    asked = {each.id: each for each in gaps(Report(), TODAY)}
    assert checking.place(Report(), asked[id]) == page


def test_a_question_on_somebody_or_a_fact_leads_to_their_own_page() -> None:
    report = Report(mensen=(KARIN.model_copy(update={"geboren": ""}),), feiten=(fact("f1", "x"),))
    asked = {each.id: checking.place(report, each) for each in gaps(report, TODAY)}
    assert asked["persoon.p2.geboren"] == "mens/p2"
    assert asked["feit.f1.gebeurd"] == "feit/f1"
    assert asked["verteld.p2.verteld"] == "verteld/p2"


def test_only_what_is_still_a_question_can_be_asked_again() -> None:
    report = REPORT.model_copy(update={"niet_bekend": ("zorgen.sinds", "onzin", "feit.f99.over")})
    emptied = report.model_copy(update={"zorgen": report.zorgen.model_copy(update={"sinds": ""})})
    assert checking.unknown(emptied, TODAY) == [("zorgen.sinds", "Sinds wanneer speelt dit?")]
