"""A sheet on paper: parts with rows, and in each row labels with what stands behind them.

One template for everything of that shape: a file, a copy from it, a report.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from meldcode.paper import typesetting

TEMPLATE = Path(__file__).parent / "typst" / "blad.typ"


class Told(TypedDict):
    """A label with the paragraphs behind it."""

    label: str
    alineas: list[str]


class Row(TypedDict):
    """A row: its heading (may be empty), a small line under it, its labels, how it read before."""

    kop: str
    onder: str
    regels: list[Told]
    eerder: list[Row]


class Part(TypedDict):
    """A part with its rows; without a heading, those of its rows take its place."""

    kop: str
    rijen: list[Row]


class Attachment(TypedDict):
    """The name and description of the JSON inside."""

    naam: str
    wat: str


class Sheet(TypedDict):
    """A whole sheet.

    `titel` stands in the metadata, `kop` on the page, `onder` right under it, then the notes
    (`let_op`); `voet` stands at the foot of each page and `slot` at the end. `bijlage` goes with
    what is attached.
    """

    titel: str
    kop: str
    onder: list[str]
    let_op: list[str]
    voet: str
    delen: list[Part]
    slot: list[str]
    bijlage: NotRequired[Attachment]


def row(heading: str, under: str = "", lines: Iterable[tuple[str, str]] = ()) -> Row:
    """A row with these labels and values; each line of a value becomes a paragraph."""
    told = [Told(label=label, alineas=_paragraphs(value)) for label, value in lines]
    return Row(kop=heading, onder=under, regels=told, eerder=[])


def to_pdf(shown: Sheet, when: datetime, attached: bytes | None = None) -> bytes:
    """The sheet as PDF/A-3a and PDF/UA-1; see `typesetting.to_pdf`."""
    data: dict[str, Any] = {**shown}
    return typesetting.to_pdf(TEMPLATE, data, when, attached)


def _paragraphs(value: str) -> list[str]:
    return [line for line in value.splitlines() if line.strip()]
