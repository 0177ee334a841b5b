"""Nothing that somebody put down is lost on the way to the outcome and the documents."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from meldcode.guide.documents import to_pdf, to_text
from meldcode.guide.summary import Summary, summarise
from meldcode.kader.bezoek import Besluit, Bezoek
from meldcode.kader.load import frameworks

ARTSEN = frameworks()["artsen"]
REPORT = {"1": "ja", "2": "ja", "3": "ja", "4": "ja"}


def shown(bezoek: Bezoek) -> Summary:
    return summarise(ARTSEN, bezoek, dt.date(2026, 3, 2))


def documents(bezoek: Bezoek) -> list[str]:
    """The words of the text and of the PDF, each with single spaces between them."""
    pages = PdfReader(io.BytesIO(to_pdf(shown(bezoek)))).pages
    pdf = " ".join(page.extract_text() for page in pages)
    return [" ".join(words.split()) for words in (to_text(shown(bezoek)), pdf)]


def ticked(number: str, pleit: str) -> tuple[str, str]:
    """Id and statement of the first helper question that speaks so."""
    found = [item for _, items in ARTSEN.helpers(number) for item in items if item.pleit == pleit]
    return found[0].id, found[0].kort


def test_a_reason_and_ticks_beside_an_open_answer_are_kept() -> None:
    helper, statement = ticked("3", "ja")
    visit = Bezoek(afwegingen={"1": "ja"}).answer("3", "open", [helper], (), "Wacht op overleg.")
    lack = next(lack for lack in shown(visit).open if lack.id == "3" and lack.soort == "afweging")
    assert (lack.eigen, lack.voor, lack.tegen) == ("Wacht op overleg.", (statement,), ())
    for words in documents(visit):
        assert "Wacht op overleg." in words
        assert statement in words


def test_what_was_ticked_but_speaks_for_neither_answer_is_kept() -> None:
    helper, statement = ticked("2", "neutraal")
    visit = Bezoek(afwegingen=REPORT).answer("2", "ja", [helper], (), "")
    why = next(why for why in shown(visit).redenen if why.afweging == "2")
    assert (why.voor, why.tegen, why.neutraal) == ((), (), (statement,))
    assert all(statement in words for words in documents(visit))


@pytest.mark.parametrize(
    ("answers", "ended"),
    [
        ({"1": "nee"}, "De kindcheck is klaar, je ziet geen signalen"),
        ({"1": "ja"}, "Nog niet af"),
    ],
)
def test_a_check_is_kept_with_what_it_ended_in(answers: dict[str, str], ended: str) -> None:
    visit = Bezoek(afwegingen=REPORT, controles={"kindcheck": answers})
    assert [(line.kop, line.tekst) for line in shown(visit).controles] == [("Kindcheck", ended)]
    assert all(ended in words for words in documents(visit))


def test_a_situation_answer_that_no_longer_counts_is_kept_and_marked() -> None:
    visit = Bezoek(afwegingen=REPORT).situation("onveiligheid", "acuut")
    assert shown(visit).situatie[0].tekst == "Acuut"
    assert all("Acuut (telt" not in words for words in documents(visit))
    changed = visit.answer("2", "nee", (), (), "")
    assert shown(changed).situatie[0].tekst == "Acuut (telt nu niet mee)"
    assert all("Acuut (telt nu niet mee)" in words for words in documents(changed))


def test_a_second_report_is_asked_for_in_the_decision_itself() -> None:
    visit = Bezoek(afwegingen={**REPORT, "5": "nee"})
    assert "opnieuw" not in shown(visit).melden.tekst
    again = visit.situation("gemeld", "ja")
    assert shown(again).melden.tekst.endswith("Meld nu opnieuw.")
    text, pdf = documents(again)
    assert "Ja, meld bij Veilig Thuis. Er is al eerder gemeld: opnieuw melden." in text
    assert "Meld nu opnieuw." in pdf


def test_lines_of_ones_own_are_set_in_so_that_they_never_look_like_a_heading() -> None:
    visit = Bezoek().answer("1", "ja", (), (), "Eerst dit.\nMijn besluit")
    visit = visit.step("1", "overgeslagen", "Toen dat.\nMijn besluit")
    text = to_text(shown(visit.decide(Besluit(reden="Dan.\nMijn besluit"))))
    assert text.split("\n").count("Mijn besluit") == 1
    assert text.count("\n  Mijn besluit\n") == 3


def test_a_contradiction_stands_before_what_follows_from_the_answers() -> None:
    for words in documents(Bezoek(afwegingen={"1": "nee", "2": "ja"})):
        place = words.index("Geen vermoeden, maar wel onveilig")
        assert place < words.index("1 Vermoeden: nee")
