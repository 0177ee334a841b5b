"""A report on paper: kept for years, read aloud, the same each time, and silent beside its text."""

from __future__ import annotations

import io
from datetime import timedelta
from functools import lru_cache

import page as page_validation
import pytest
from pypdf import PdfReader

from meldcode.melding import documents, pdf
from meldcode.melding.document import Block, Document, Line, Section
from meldcode.melding.report import Report
from meldcode.paper.typesetting import BOX
from tests.melding.papers import MADE, REPORT, STRANGE, TODAY, strange

JSON = '{"naam": "Sanne 😀"}\n'.encode()
ALLOWED = {"/Title", "/Creator", "/ModDate", "/CreationDate"}
EMPTY = documents.for_vt(Report(), TODAY)


@lru_cache(maxsize=1)
def for_vt() -> Document:
    return documents.for_vt(REPORT, TODAY)


def copy() -> Document:
    return documents.for_reader(REPORT, "p2", TODAY)


def reader(document: Document, attached: bytes | None = None) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.to_pdf(document, MADE, attached)))


def spaceless(words: str) -> str:
    return "".join(words.split())


def words_of(document: Document, attached: bytes | None = None) -> str:
    return spaceless("".join(each.extract_text() for each in reader(document, attached).pages))


def of_words(words: str) -> Document:
    """A document with these words as somebody's name and as a text."""
    blocks = (Block(words, (Line("Relatie", words),)),)
    return Document("melding", "Melding", ("Vandaag",), (Section("mensen", "Wie", blocks),))


def test_the_pages_hold_all_that_the_document_says_in_its_order() -> None:
    document, said = for_vt(), words_of(for_vt())
    wanted = [document.title, *document.under]
    for section in document.sections:
        wanted.append(section.heading)
        for block in section.blocks:
            wanted.append(block.heading)
            wanted += [part for line in block.lines for part in (line.label, line.text)]
    place = 0
    for each in (*wanted, *document.closing):
        place = said.find(spaceless(each), place)
        assert place >= 0, each


@pytest.mark.parametrize("attached", [None, JSON])
def test_what_is_attached_is_the_message_and_nothing_else(attached: bytes | None) -> None:
    found = reader(for_vt(), attached).attachments
    assert found == ({"melding.json": [attached]} if attached else {})


def test_the_same_document_at_the_same_moment_gives_the_same_bytes() -> None:
    first = pdf.to_pdf(for_vt(), MADE, JSON)
    assert first == pdf.to_pdf(documents.for_vt(REPORT, TODAY), MADE, JSON)
    assert first != pdf.to_pdf(for_vt(), MADE + timedelta(seconds=1), JSON)


def test_its_metadata_are_the_title_the_language_and_the_moment() -> None:
    found = reader(for_vt(), JSON)
    assert found.metadata is not None
    assert set(found.metadata) == ALLOWED
    assert found.metadata.title == "Melding bij Veilig Thuis"
    assert str(found.metadata.creator).startswith("Typst ")
    assert found.metadata.creation_date == found.metadata.modification_date == MADE
    assert str(found.root_object["/Lang"]) == "nl"


def test_beside_its_pages_it_says_the_same_of_everybody() -> None:
    found, other = reader(for_vt()), reader(EMPTY)
    assert found.metadata == other.metadata
    assert found.xmp_metadata is not None
    said = found.xmp_metadata.stream.get_data().decode()
    for secret in ("Sanne", "Karin", "Anna", "Leiden", "Klimop", "Meldcode", "p1", "f1"):
        assert secret not in said
    assert "Melding bij Veilig Thuis" in said


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(for_vt(), id="melding"),
        pytest.param(copy(), id="afschrift"),
        pytest.param(EMPTY, id="empty"),
        pytest.param(documents.for_vt(strange(), TODAY), id="strange"),
    ],
)
@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_it_keeps_for_years_and_is_read_aloud(document: Document, profile: str) -> None:
    wanted = getattr(page_validation.ValidationProfile, profile)
    made = pdf.to_pdf(document, MADE, JSON)
    report = page_validation.validate_pdf_bytes(made, profile=wanted)
    # The validator takes a stream's last byte for the line end where it happens to be a CR.
    known = "PDFA3A-STREAM-LENGTH-001"
    assert [each for each in report.failures if each.rule_id != known] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Sanne 😀", f"Sanne {BOX}"),
        ("ሰላም", BOX * 3),
        ("王小明", BOX * 3),
        ("עברית", BOX * 5),
        ("*vet* #panic() $x$", "*vet* #panic() $x$"),
        ("Zoë Đặng", f"Zoë Đ{BOX}ng"),
    ],
)
def test_a_name_in_any_script_is_shown_or_visibly_replaced(typed: str, shown: str) -> None:
    said = words_of(of_words(typed))
    assert said.count(spaceless(shown)) >= 2
    assert (spaceless("staat voor een teken") in said) is (BOX in shown)


def test_where_the_characters_stand_is_told_only_where_data_are_inside() -> None:
    without, inside = words_of(of_words("😀")), words_of(of_words("😀"), JSON)
    assert spaceless("In de gegevens bij dit document") not in without
    assert spaceless("In de gegevens bij dit document") in inside


def test_a_text_of_forty_thousand_characters_is_there_to_its_last_word() -> None:
    found = reader(documents.for_vt(strange(), TODAY))
    said = "\n".join(each.extract_text() for each in found.pages)
    assert said.count("woord") == 6666
    assert max(len(part) for line in said.split("\n") for part in line.split()) <= 80
    assert BOX in said
    assert STRANGE[0] not in said
