"""The table that a lawyer signs: complete, the same in its three forms, and fit to keep."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import math
import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import page as page_validation
import pytest
from pypdf import PdfReader

from meldcode.kader.advice import Situation
from meldcode.kader.decide import decide
from meldcode.kader.input import SITUATION_VALUES
from meldcode.kader.load import frameworks
from meldcode.paper.dates import dutch_date
from meldcode.workshop.lawyer_html import to_html
from meldcode.workshop.lawyer_table import (
    LawyerTable,
    table_of,
    to_csv,
    to_pdf,
)
from tests.kader.yardstick import VECTORS, drawn

FRAMEWORKS = frameworks()
TODAY = dt.date(2026, 3, 2)
DECIDING = ("slachtoffers", "weigering", "ernstig_gevaar", "hulp_kan_afwenden")
FIELDS = {
    kader: DECIDING if framework.terughoudendheid else () for kader, framework in FRAMEWORKS.items()
}
Row = dict[str, str]


def table(kader: str = "artsen") -> LawyerTable:
    return table_of(FRAMEWORKS[kader], TODAY)


def rows_of(kader: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(to_csv(FRAMEWORKS[kader])), delimiter=";"))


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def combinations(kader: str, row: Row) -> Iterator[tuple[str, ...]]:
    """Every situation and every set of answers that a row stands for."""
    answers = (f"afweging_{key}" for key in FRAMEWORKS[kader].table.order)
    return itertools.product(*(values(row[name]) for name in (*FIELDS[kader], *answers)))


def asked(kader: str, point: tuple[str, ...]) -> tuple[dict[str, str], Situation]:
    fields: dict[str, Any] = dict(zip(FIELDS[kader], point, strict=False))
    answers = dict(zip(FRAMEWORKS[kader].table.order, point[len(FIELDS[kader]) :], strict=True))
    return answers, Situation(**fields)


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_every_combination_stands_in_one_row_with_the_outcome_of_the_decision(kader: str) -> None:
    draw = random.Random(3)
    found: set[tuple[str, ...]] = set()
    for row in rows_of(kader):
        points = list(combinations(kader, row))
        assert found.isdisjoint(points)
        found.update(points)
        for point in draw.sample(points, min(len(points), 12)):
            assert_decides(kader, row, point)
    every = math.prod(len(SITUATION_VALUES[name]) for name in FIELDS[kader]) * len(VECTORS)
    assert len(found) == every


@pytest.mark.parametrize("kader", ["artsen", "complementair", "onderwijs"])
def test_every_set_of_answers_in_drawn_situations_decides_as_its_row(kader: str) -> None:
    where = {point: row for row in rows_of(kader) for point in combinations(kader, row)}
    for situation in drawn(5, 6):
        given = [str(situation[name]) for name in FIELDS[kader]]
        for answers in itertools.product(("ja", "nee", "open"), repeat=5):
            point = (*given, *answers)
            assert_decides(kader, where[point], point)


def assert_decides(kader: str, row: Row, point: tuple[str, ...]) -> None:
    answers, situation = asked(kader, point)
    advice = decide(FRAMEWORKS[kader], answers, situation)
    again = decide(FRAMEWORKS[kader], answers, situation._replace(gemeld="ja"))
    assert (advice.melden, list(advice.norm), advice.hulp) == (
        row["melden"],
        values(row["norm"]),
        row["hulp"],
    )
    assert not advice.opnieuw
    assert again.opnieuw == (row["opnieuw_na_eerdere_melding"] == "ja")
    duties = {duty.id for duty in advice.plichten}
    always, sometimes = set(values(row["plichten_altijd"])), set(values(row["plichten_soms"]))
    assert always <= duties <= always | sometimes


def test_a_duty_that_a_class_calls_sometimes_is_left_out_at_times() -> None:
    common, found = FRAMEWORKS["gemeenschappelijk"], dict[str, list[set[str]]]()
    told: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows_of(common.id):
        told[row["rij"]] = values(row["plichten_altijd"]), values(row["plichten_soms"])
        points = list(combinations(common.id, row))
        for point, situation in itertools.product(points[:2] + points[-1:], drawn(11, 300)):
            answers, _ = asked(common.id, point)
            advice = decide(common, answers, Situation(**situation))
            found.setdefault(row["rij"], []).append({duty.id for duty in advice.plichten})
    for number, (always, sometimes) in told.items():
        assert sorted(set.intersection(*found[number])) == always
        assert sorted(set.union(*found[number])) == sorted(always + sometimes)


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_what_a_row_cites_stands_in_the_list_of_sources(kader: str) -> None:
    shown = table(kader)
    numbers = [number for number, _ in shown.bronnen]
    cited = [number for part in shown.delen for row in part.rijen for number in row.bron]
    assert sorted(set(cited)) == sorted(numbers)
    assert all(row.bron for part in shown.delen for row in part.rijen)
    duties = {said.naam.partition(".")[0] for said in shown.plichten}
    told = {duty for part in shown.delen for row in part.rijen for duty in row.altijd + row.soms}
    assert told <= duties


def test_the_head_holds_version_day_and_three_hashes() -> None:
    artsen = FRAMEWORKS["artsen"]
    assert dict(table().kenmerken) == {
        "Kader": "Artsen (KNMG) (artsen)",
        "Versie": artsen.versie,
        "Gemaakt op": "2 maart 2026",
        "Beslissing": artsen.hash,
        "Woorden": artsen.words_hash,
        "Feiten": artsen.facts_hash,
        "Bron": "KNMG-meldcode; Stappenplan per beroepsgroep, bijzonderheden",
    }


def test_a_framework_that_numbers_otherwise_names_both_numbers() -> None:
    named = [said.naam for said in table("complementair").afwegingen]
    assert named[2] == "3. Hulp (in dit kader: 1 bij stap 5)"
    assert table("artsen").afwegingen[2].naam == "3. Hulp"


class Words(HTMLParser):
    """The text of a page, and the cells of its tables row by row."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.rows = "", list[list[str]]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td") and self.rows:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def spaceless(words: str) -> str:
    return re.sub(r"\s|\u200b|-", "", words)


@pytest.mark.parametrize("kader", ["artsen", "complementair", "justitie"])
def test_page_and_pdf_hold_every_row(kader: str) -> None:
    shown = table(kader)
    page = spaceless(Words(to_html(shown)).text)
    reader = PdfReader(io.BytesIO(to_pdf(shown, TODAY)))
    pdf = spaceless("".join(sheet.extract_text() for sheet in reader.pages))
    for part in shown.delen:
        for row in part.rijen:
            told = "of".join(spaceless(words) for words in row.voorwaarden)
            assert f"{row.nummer}{told}" in page
            assert f"{row.nummer}{told}" in pdf
    said = (*shown.normen, *shown.plichten, *shown.tegenspraken, *shown.afwegingen)
    for words in [*(each.tekst for each in said), *(value for _, value in shown.kenmerken)]:
        assert spaceless(words) in page
        assert spaceless(words) in pdf
    for line in ("Namens de beroepsgroep", "Jurist", "Handtekening"):
        assert spaceless(line) in page
        assert spaceless(line) in pdf


def test_words_of_a_framework_are_never_taken_for_mark_up() -> None:
    strange = table()._replace(naam='<b>& "kader"</b> #pagebreak() $x$')
    assert "<b>&" not in to_html(strange)
    assert strange.naam in Words(to_html(strange)).text
    reader = PdfReader(io.BytesIO(to_pdf(strange, TODAY)))
    assert '<b>& "kader"</b>' in reader.pages[0].extract_text()


@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_the_pdf_keeps_for_years_and_is_read_aloud(profile: str) -> None:
    wanted = getattr(page_validation.ValidationProfile, profile)
    report = page_validation.validate_pdf_bytes(to_pdf(table(), TODAY), profile=wanted)
    # The validator takes a stream's last byte for the line end where it happens to be a CR.
    known = "PDFA3A-STREAM-LENGTH-001"
    assert [failure for failure in report.failures if failure.rule_id != known] == []


def test_the_same_table_gives_the_same_bytes() -> None:
    assert to_pdf(table(), TODAY) == to_pdf(table(), TODAY)
    assert to_html(table()) == to_html(table())
    assert to_csv(FRAMEWORKS["artsen"]) == to_csv(FRAMEWORKS["artsen"])
    later = table_of(FRAMEWORKS["artsen"], TODAY + dt.timedelta(days=1))
    assert to_html(later) != to_html(table())


@pytest.mark.parametrize(
    ("day", "words"),
    [(dt.date(2026, 1, 1), "1 januari 2026"), (dt.date(2027, 12, 31), "31 december 2027")],
)
def test_a_day_is_written_in_full(day: dt.date, words: str) -> None:
    assert dutch_date(day) == words
