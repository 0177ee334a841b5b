"""What the groups of commands share: how a group is made, and options that are read alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import typer

from meldcode.cli.dutch import HELP_NAMES, DutchGroup

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
