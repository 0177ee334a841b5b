"""A report on paper, beside the same words, headings and paragraphs set by ReportLab.

ReportLab's is the plainest it makes: no tags, no PDF/A, no font inside. Typst remembers what it
has set before, so in every turn each text is new.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from bench.rounds import Row, interleaved
from meldcode.melding import documents, pdf
from meldcode.melding.document import Document
from meldcode.melding.report import Feit, Report

DAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
STYLES = getSampleStyleSheet()
TARGET = 2
# How many facts make a document of that many pages.
FACTS = {3: 16, 20: 118}
WORDS = (
    "Kind {number} had op de binnenkant van de linkerarm drie blauwe plekken naast elkaar, elk zo "
    "groot als een vingertop. Het trok zijn mouw omlaag toen ik ernaar keek, en zei dat het in de "
    "tuin was gevallen. Op de andere arm zag ik niets."
)


class OtherLength(Exception):
    """A document does not have the number of pages that is measured."""


def measure(rounds: int) -> list[Row]:
    """One row for each length: seconds on a processor for a whole document."""
    return [_row(pages, rounds) for pages in FACTS]


def _row(pages: int, rounds: int) -> Row:
    numbers = itertools.count(1)
    contenders: dict[str, Callable[[], bytes]] = {
        "typst": lambda: pdf.to_pdf(_report(pages, numbers), MADE),
        "reportlab": lambda: _by_reportlab(_report(pages, numbers)),
    }
    for name, make in contenders.items():
        _check_length(name, pages, make())
    seconds = interleaved(contenders, rounds)
    own, beside = (f"{seconds[name] * 1e3:.0f} ms" for name in contenders)
    ratio = seconds["typst"] / seconds["reportlab"]
    return Row(f"report of {pages} pages", own, f"ReportLab {beside}", ratio, TARGET)


def _report(pages: int, numbers: Iterator[int]) -> Document:
    """A report for Veilig Thuis of about this many pages, with words that were not there before."""
    facts = tuple(
        Feit(
            id=f"f{place}",
            wat=WORDS.format(number=next(numbers)),
            gebeurd="2026-11-03",
            gebeurd_toelichting=f"om half elf, in lokaal {next(numbers)}",
            herkomst="verteld",
            van_wie=f"leerkracht {next(numbers)}",
        )
        for place in range(1, FACTS[pages] + 1)
    )
    return documents.for_vt(Report(feiten=facts), DAY)


def _by_reportlab(document: Document) -> bytes:
    made = io.BytesIO()
    SimpleDocTemplate(made, pagesize=A4, title=document.title).build([*_flowables(document)])
    return made.getvalue()


def _flowables(document: Document) -> Iterator[Flowable]:
    yield Paragraph(escape(document.title), STYLES["Title"])
    for words in (*document.under, *document.closing):
        yield Paragraph(escape(words), STYLES["BodyText"])
    for section in document.sections:
        yield Paragraph(escape(section.heading), STYLES["Heading2"])
        for block in section.blocks:
            yield Paragraph(escape(block.heading), STYLES["Heading3"])
            for line in block.lines:
                words = f"<b>{escape(line.label)}</b>: {escape(line.text)}"
                yield Paragraph(words, STYLES["BodyText"])


def _check_length(name: str, wanted: int, made: bytes) -> None:
    """Both have the wanted length, or nearly so: a page more or less in ten."""
    pages = len(PdfReader(io.BytesIO(made)).pages)
    if abs(pages - wanted) > wanted // 10:
        raise OtherLength(f"{name} made {pages} pages, {wanted} wanted")
