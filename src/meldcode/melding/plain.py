"""A document as plain text: section by section to paste into a web form, or as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from meldcode.dossier.text import labelled
from meldcode.melding.document import Block, Document, Section


@dataclass(frozen=True)
class Pasted:
    """One section to paste: its id and heading, and its text without them."""

    id: str
    heading: str
    text: str


def sections(document: Document) -> tuple[Pasted, ...]:
    """What goes into each field of a web form: lines `Label: text`, an empty line between blocks.

    There is no mark-up in it, and no line end after it.
    """
    return tuple(Pasted(each.id, each.heading, _text(each)) for each in document.sections)


def to_text(document: Document) -> str:
    """The whole document, with a line under its title and its headings, and a line end after it."""
    head = "\n".join((_underlined(document.title, "="), *document.under))
    parts = (f"{_underlined(each.heading, '-')}\n{each.text}" for each in sections(document))
    closing = ("\n".join(document.closing),) if document.closing else ()
    return "\n\n".join((head, *parts, *closing)) + "\n"


def _underlined(words: str, stroke: str) -> str:
    return f"{words}\n{stroke * len(words)}"


def _text(section: Section) -> str:
    return "\n\n".join(map(_block, section.blocks))


def _block(block: Block) -> str:
    heading = (block.heading,) if block.heading else ()
    return "\n".join((*heading, *(labelled(line.label, line.text) for line in block.lines)))
