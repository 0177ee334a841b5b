"""A sheet of labels and values: what stands where, and what may be empty."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from meldcode.paper import sheet
from meldcode.paper.sheet import Part, Sheet

WHEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def a_sheet(*parts: Part) -> Sheet:
    return Sheet(
        titel="Titel",
        kop="Kop",
        onder=["Onder"],
        let_op=["Let op"],
        voet="Voet",
        delen=list(parts),
        slot=["Slot"],
        bijlage={"naam": "feit.json", "wat": "Gegevens"},
    )


def lines_of(shown: Sheet) -> list[str]:
    page = PdfReader(io.BytesIO(sheet.to_pdf(shown, WHEN))).pages[0]
    return [line.strip() for line in page.extract_text().split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("value", "paragraphs"),
    [("een", ["een"]), ("een\n\n twee\n", ["een", " twee"]), ("", [])],
)
def test_each_line_of_a_value_is_a_paragraph(value: str, paragraphs: list[str]) -> None:
    row = sheet.row("Kop", "onder", [("Label", value)])
    told = {"label": "Label", "alineas": paragraphs}
    assert row == {"kop": "Kop", "onder": "onder", "regels": [told], "eerder": []}


def test_everything_stands_on_the_page_in_its_order() -> None:
    part = Part(kop="Deel", rijen=[sheet.row("Rij", lines=[("Label", "waarde")])])
    wanted = ["Kop", "Onder", "Let op", "Deel", "Rij", "Label waarde", "Slot", "Voet 1 van 1"]
    found = [" ".join(line.split()) for line in lines_of(a_sheet(part))]
    assert found == wanted


def headings(entries: Any) -> list[str]:
    """The titles in a reader's list of headings, from top to bottom."""
    found = []
    for each in entries:
        found += headings(each) if isinstance(each, list) else [str(each.title)]
    return found


@pytest.mark.parametrize(
    ("part", "row", "wanted"),
    [
        ("Deel", "Rij", ["Kop", "Deel", "Rij"]),
        ("Deel", "", ["Kop", "Deel"]),
        ("", "Rij", ["Kop", "Rij"]),
        ("", "", ["Kop"]),
    ],
)
def test_what_has_no_heading_leaves_none(part: str, row: str, wanted: list[str]) -> None:
    shown = a_sheet(Part(kop=part, rijen=[sheet.row(row, lines=[("Label", "waarde")])]))
    assert headings(PdfReader(io.BytesIO(sheet.to_pdf(shown, WHEN))).outline) == wanted


def test_what_is_attached_has_the_name_that_was_given() -> None:
    pdf = PdfReader(io.BytesIO(sheet.to_pdf(a_sheet(), WHEN, b"{}")))
    assert pdf.attachments == {"feit.json": [b"{}"]}
