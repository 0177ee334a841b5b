"""A report for Word: it opens again with the same words, and brings nothing else along."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import docx
import pytest
from docx.document import Document as WordDocument

from meldcode.melding import documents, plain, word
from meldcode.melding.document import Block, Document, Line, Section
from meldcode.paper.typesetting import BOX
from tests.melding.papers import MADE, REPORT, TODAY, strange

KEPT = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/numbering.xml",
    "word/settings.xml",
    "word/styles.xml",
    "word/theme/theme1.xml",
}


def opened(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(word.to_word(document, MADE)))


def packed(document: Document) -> dict[str, str]:
    """Every file inside, by its name."""
    with zipfile.ZipFile(io.BytesIO(word.to_word(document, MADE))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def of_words(words: str) -> Document:
    blocks = (Block("", (Line("Tekst", words),)),)
    return Document("melding", "Melding", (), (Section("zorgen", "Zorgen", blocks),))


def test_it_opens_again_with_the_same_words_as_the_plain_text() -> None:
    document = documents.for_vt(REPORT, TODAY)
    found = [each.text for each in opened(document).paragraphs]
    text = plain.to_text(document)
    wanted = [line.strip() for line in text.split("\n") if line.strip(" =-")]
    assert "\n".join(found).replace(": Karin zegt", ":\nKarin zegt") == "\n".join(wanted)


def test_its_headings_are_headings() -> None:
    document = documents.for_vt(REPORT, TODAY)
    found = [
        (each.style.name if each.style else "", each.text)
        for each in opened(document).paragraphs
        if each.style and each.style.name != "Normal"
    ]
    wanted = [("Title", document.title)]
    for section in document.sections:
        wanted.append(("Heading 1", section.heading))
        wanted += [("Heading 2", each.heading) for each in section.blocks if each.heading]
    assert found == wanted


def test_it_has_no_tables_and_numbers_its_pages() -> None:
    document = documents.for_vt(REPORT, TODAY)
    assert opened(document).tables == []
    assert 'w:instr="PAGE"' in packed(document)["word/footer1.xml"]


def test_it_is_in_dutch() -> None:
    found = packed(of_words("x"))
    assert re.findall(r"<w:lang [^>]*>", found["word/styles.xml"]) == ['<w:lang w:val="nl-NL"/>']
    assert '<w:themeFontLang w:val="nl-NL"/>' in found["word/settings.xml"]


def test_its_properties_are_the_title_and_the_moment() -> None:
    document = documents.for_vt(REPORT, TODAY)
    core = packed(document)["docProps/core.xml"]
    assert re.findall(r"<(\w+:\w+)[ >]", core) == [
        "cp:coreProperties",
        "dc:title",
        "dcterms:created",
        "dcterms:modified",
    ]
    found = opened(document).core_properties
    assert found.title == "Melding bij Veilig Thuis"
    moment = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert (found.created, found.modified) == (moment, moment)


def test_nothing_of_the_template_is_left() -> None:
    found = packed(documents.for_vt(REPORT, TODAY))
    assert set(found) == KEPT
    for trace in ("python-docx", "Macintosh", "Application>", "rsid", "docId", "thumbnail"):
        assert [name for name, text in found.items() if trace in text] == [], trace


def test_the_same_document_at_the_same_moment_gives_the_same_bytes() -> None:
    document = documents.for_vt(REPORT, TODAY)
    first = word.to_word(document, MADE)
    assert first == word.to_word(documents.for_vt(REPORT, TODAY), MADE)
    assert first != word.to_word(document, MADE + timedelta(seconds=1))


def test_its_archive_tells_neither_the_moment_nor_the_system() -> None:
    archive = zipfile.ZipFile(io.BytesIO(word.to_word(of_words("x"), MADE)))
    found = {(each.date_time, each.create_system) for each in archive.infolist()}
    assert found == {((1980, 1, 1, 0, 0, 0), 0)}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\x00b\x0bc\x1fd", f"a{BOX}b{BOX}c{BOX}d"),
        ("x\ufffey\ud800z", f"x{BOX}y{BOX}z"),
        ("één\r\ntwee\rdrie", "één\ntwee\ndrie"),
        ("😀 ሰላም 王小明 עברית", "😀 ሰላም 王小明 עברית"),
        ("<w:p/> & 'x'", "<w:p/> & 'x'"),
    ],
)
def test_what_xml_cannot_hold_is_replaced_and_all_else_stays(typed: str, shown: str) -> None:
    assert opened(of_words(typed)).paragraphs[-1].text == f"Tekst: {shown}"


def test_long_and_strange_texts_do_not_break_it() -> None:
    found = opened(documents.for_vt(strange(), TODAY))
    assert sum(each.text.count("woord") for each in found.paragraphs) == 6666
