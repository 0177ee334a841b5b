"""What the groups of commands share: how a group is made, and options that are read alike."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from meldcode.cli.dutch import HELP_NAMES, DutchGroup
from meldcode.site.folder import data_folder


def _port(value: str | int) -> int:
    text = str(value)
    if not text.isdecimal() or int(text) > 65535:
        raise typer.BadParameter(f"'{text}' is geen poort. Kies een getal van 1 tot en met 65535.")
    return int(text)


Port = Annotated[int, typer.Option(parser=_port, metavar="getal", help="De poort. Standaard 8000.")]
NoBrowser = Annotated[bool, typer.Option("--geen-browser", help="Open zelf geen browser.")]
Map = Annotated[
    Path | None, typer.Option("--map", metavar="map", help="De map voor gegevens van Meldcode.")
]

GROUP: dict[str, Any] = {
    "cls": DutchGroup,
    "context_settings": {"help_option_names": HELP_NAMES},
    "add_completion": False,
    "rich_markup_mode": None,
}


def parse_date(value: str | date) -> date:
    """An ISO date as typed. Raises typer.BadParameter, in Dutch."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise typer.BadParameter(
            f"'{value}' is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-22."
        ) from None


def folder_of(map_: Path | None) -> Path:
    """The data folder that was named, for what is read from now on; else the user's own."""
    if map_ is not None:
        os.environ["MELDCODE_MAP"] = str(map_)
    return data_folder()
