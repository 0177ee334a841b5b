"""A document for Word, for whoever must edit it.

It has real headings, is in Dutch and tells nothing but its pages: of all that python-docx' own
template and its archive bring along, only what is named here is kept. The same document at the
same moment gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from meldcode.melding.document import Block, Document, Line
from meldcode.paper.typesetting import BOX

LANGUAGE = "nl-NL"
ACCENT = RGBColor(0x0D, 0x54, 0x61)
HEADINGS = ("Title", "Heading 1", "Heading 2")
KEPT_PARTS = frozenset(
    {
        KIND.CORE_PROPERTIES,
        KIND.OFFICE_DOCUMENT,
        KIND.STYLES,
        KIND.SETTINGS,
        KIND.THEME,
        KIND.FONT_TABLE,
        KIND.NUMBERING,
        KIND.FOOTER,
    }
)
KEPT_SETTINGS = frozenset(
    qn(f"w:{name}") for name in ("compat", "themeFontLang", "clrSchemeMapping")
)
# What XML 1.0 can't hold; a tab or line end is no such character.
_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def to_word(document: Document, made: datetime) -> bytes:
    """The document as .docx. `made` is aware. What XML can't hold becomes a visible box."""
    word = docx.Document()
    _in_dutch(word)
    _on_a4(word)
    _write(word, document)
    _only_kept(word)
    _only_title(word, document.title, made)
    packed = io.BytesIO()
    word.save(packed)
    return _same_each_time(packed)


def _write(word: WordDocument, document: Document) -> None:
    word.add_heading(_legal(document.title), 0)
    for words in document.under:
        word.add_paragraph(_legal(words))
    for section in document.sections:
        word.add_heading(_legal(section.heading), 1)
        for block in section.blocks:
            _write_block(word, block)
    for words in document.closing:
        word.add_paragraph(_legal(words))


def _write_block(word: WordDocument, block: Block) -> None:
    if block.heading:
        word.add_heading(_legal(block.heading), 2)
    for line in block.lines:
        _write_line(word.add_paragraph(), line)


def _write_line(paragraph: Paragraph, line: Line) -> None:
    paragraph.add_run(f"{_legal(line.label)}: ").bold = True
    paragraph.add_run(_legal(line.text))


def _legal(words: str) -> str:
    return _ILLEGAL.sub(BOX, words.replace("\r\n", "\n").replace("\r", "\n"))


def _in_dutch(word: WordDocument) -> None:
    (language,) = word.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    (of_fonts,) = word.settings.element.xpath("w:themeFontLang")
    for each in (language, of_fonts):
        each.attrib.clear()
        each.set(qn("w:val"), LANGUAGE)


def _on_a4(word: WordDocument) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24)
    page.top_margin = page.bottom_margin = Mm(24)
    for name in HEADINGS:
        word.styles[name].font.color.rgb = ACCENT
    word.styles["Normal"].paragraph_format.space_after = Pt(4)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot._p.append(number)


def _only_kept(word: WordDocument) -> None:
    """Leave behind what the template brings: a thumbnail, the name of its program, and so on."""
    for relations in (word.part.package.rels, word.part.rels):
        for key in [key for key, each in relations.items() if each.reltype not in KEPT_PARTS]:
            del relations[key]
    for session in word.styles.element.xpath("w:style/w:rsid"):
        session.getparent().remove(session)
    word.sections[0]._sectPr.attrib.clear()  # Numbers of editing sessions, as well.
    settings = word.settings.element
    for setting in [each for each in settings if each.tag not in KEPT_SETTINGS]:
        settings.remove(setting)


def _only_title(word: WordDocument, title: str, made: datetime) -> None:
    """No author, no program and no other property than the title and the moment."""
    properties = word.core_properties
    for each in [*properties._element]:
        properties._element.remove(each)
    properties.title = title
    properties.created = properties.modified = made.astimezone(UTC).replace(tzinfo=None)


def _same_each_time(packed: io.BytesIO) -> bytes:
    """The archive again, with the earliest date that one can have and no trace of the system."""
    clean = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return clean.getvalue()
