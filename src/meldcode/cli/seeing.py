"""The commands that let somebody see a framework: kader teken, kader tabel and kader tekst."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.cli.loading import known, left_out, load_every
from meldcode.cli.own import must_take_part
from meldcode.cli.written import give
from meldcode.kader.load import BASE
from meldcode.kader.model import Framework
from meldcode.workshop import lawyer_table, whole_text
from meldcode.workshop.drawing import to_svg
from meldcode.workshop.lawyer_html import to_html

# A byte order mark, for without it Excel takes the text for another encoding.
FORMS: Mapping[str, Callable[[Framework, date], bytes]] = {
    "html": lambda framework, today: to_html(lawyer_table.table_of(framework, today)).encode(),
    "pdf": lambda framework, today: lawyer_table.to_pdf(
        lawyer_table.table_of(framework, today), today
    ),
    "csv": lambda framework, _: lawyer_table.to_csv(framework).encode("utf-8-sig"),
}

# The forms with a place to sign.
SIGNED = ("html", "pdf")


def draw(kader_id: str, naar: Path | None) -> None:
    """Write the drawing (SVG) of a framework to a new file, or to standard output.

    Raises :class:`Failure` for a name that does not exist, and a file that is there already or
    cannot be written.
    """
    framework = _framework(kader_id)
    give(to_svg(framework, load_every()[BASE]).encode(), naar)


def tabulate(kader_id: str, vorm: str, naar: Path | None, today: date) -> None:
    """Write the lawyer's table in one of ``FORMS``, as :func:`draw` does.

    Raises :class:`Failure` for an unknown form too, for a PDF that would go to a screen, and for
    a table to sign of a framework that breaks a law: nobody should put their name to that.
    """
    framework = _framework(kader_id)
    if vorm not in FORMS:
        raise Failure(f"De vorm '{vorm}' bestaat niet. Kies uit: {', '.join(FORMS)}.")
    if vorm == "pdf" and naar is None and sys.stdout.isatty():
        raise Failure("Een PDF past niet op het scherm. Noem een bestand met --naar.")
    refused = left_out().get(kader_id)
    if refused and vorm in SIGNED:
        raise Failure(
            f"Het kader '{kader_id}' doet niet mee, dus er komt geen tabel om te ondertekenen. "
            f"{refused} Met --vorm csv zie je de uitkomsten wel.",
            BAD_CONTENT,
        )
    give(FORMS[vorm](framework, today), naar)


def write_out(kader_id: str, naar: Path | None) -> None:
    """Write the whole text of a framework (plain, UTF-8), as :func:`draw` does."""
    give(whole_text.to_text(_framework(kader_id)).encode(), naar)


def _framework(kader_id: str) -> Framework:
    """Any framework, one that is not offered too: who writes it wants to see it."""
    must_take_part(kader_id, load_every())
    return known(kader_id, load_every())
