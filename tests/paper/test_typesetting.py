"""A PDF from data: no mark-up, every character visible, what is attached unchanged."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from meldcode.paper.typesetting import BOX, drawable, replaces, to_pdf, undrawn

WHEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TEMPLATE = """#set document(title: "Proef", date: auto)
#set text(font: "Libertinus Serif", fallback: false, lang: "nl")
#let g = json(bytes(sys.inputs.gegevens))
#if "bijlage" in sys.inputs {
  pdf.attach("g.json", bytes(sys.inputs.bijlage), relationship: "data",
    mime-type: "application/json", description: "Gegevens")
}
#par(g.woorden)
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "proef.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("gewoon", "gewoon"),
        ("*vet* #panic() $x$", "*vet* #panic() $x$"),
        ("a😀b", f"a{BOX}b"),
        ("עברית", BOX * 5),
        ("x\ud800y", f"x{BOX}y"),
    ],
)
def test_what_was_typed_is_shown_or_visibly_replaced(
    template: Path, typed: str, shown: str
) -> None:
    assert shown in read(to_pdf(template, {"woorden": typed}, WHEN)).pages[0].extract_text()


def test_what_is_attached_comes_out_as_it_went_in(template: Path) -> None:
    attached = '{"naam": "😀 עברית\\u0000"}'.encode()
    pdf = read(to_pdf(template, {"woorden": "x"}, WHEN, attached))
    assert pdf.attachments == {"g.json": [attached]}


def test_without_an_attachment_there_is_none(template: Path) -> None:
    assert not read(to_pdf(template, {"woorden": "x"}, WHEN)).attachments


def test_the_same_data_gives_the_same_bytes(template: Path) -> None:
    one, other = (to_pdf(template, {"woorden": "x"}, WHEN, b"{}") for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("value", "told"),
    [({"a": ["é", "ĳ"]}, False), ({"a": [{"b": "😀"}]}, True), (["x", ("ع",)], True)],
)
def test_it_is_told_that_something_was_replaced(value: object, told: bool) -> None:
    assert replaces(value) is told


def test_values_that_are_no_text_stay_as_they_are() -> None:
    assert drawable({"a": 1, "b": (True, None)}) == {"a": 1, "b": [True, None]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gewoon\r\nverder\tnog", ()),
        ("e\u0301", ()),
        ("李ግ李", ("李", "ግ")),
        ("a\rb", ("\r",)),
    ],
)
def test_it_is_told_which_characters_are_replaced(text: str, expected: tuple[str, ...]) -> None:
    assert undrawn(text) == expected
    assert replaces(text.replace("\r\n", "\n")) is bool(expected)
