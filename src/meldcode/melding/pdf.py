"""A document as PDF: PDF/A-3a and PDF/UA-1 at once, the same bytes for the same document.

Its metadata are the title, which is the same for everybody, the language and the moment.
"""

from __future__ import annotations

from datetime import datetime

from meldcode.melding.document import Block, Document
from meldcode.melding.words import say
from meldcode.paper import sheet, typesetting
from meldcode.paper.sheet import Part, Row, Sheet

ATTACHED = "melding.json"


def to_pdf(document: Document, made: datetime, attached: bytes | None = None) -> bytes:
    """The document on paper. `made` is aware; `attached` is JSON in UTF-8, as `melding.json`.

    A character that no font has is shown as a box, and the first page says so.
    """
    shown = _sheet(document)
    if typesetting.replaces(shown):
        shown["let_op"] = [_replaced(with_data=attached is not None)]
    return sheet.to_pdf(shown, made, attached)


def _sheet(document: Document) -> Sheet:
    return Sheet(
        titel=document.title,
        kop=document.title,
        onder=list(document.under),
        let_op=[],
        voet=document.title,
        delen=[
            Part(kop=each.heading, rijen=[*map(_row, each.blocks)]) for each in document.sections
        ],
        slot=list(document.closing),
        bijlage={"naam": ATTACHED, "wat": say("pdf.gegevens")},
    )


def _row(block: Block) -> Row:
    return sheet.row(block.heading, lines=((line.label, line.text) for line in block.lines))


def _replaced(*, with_data: bool) -> str:
    told = say("pdf.vervangen", teken=typesetting.BOX)
    return f"{told} {say('pdf.vervangen.met_gegevens')}" if with_data else told
