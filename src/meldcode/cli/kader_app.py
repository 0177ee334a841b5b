"""The commands about frameworks: `meldcode kader …`. What each does stands in its own module."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from meldcode.cli.dutch import DutchCommand
from meldcode.cli.errors import BAD_CONTENT
from meldcode.cli.options import GROUP, parse_date

kader = typer.Typer(**GROUP)

Name = Annotated[str, typer.Argument(metavar="naam", help="De naam, zoals in 'kader lijst'.")]
To = Annotated[
    Path | None,
    typer.Option("--naar", metavar="bestand", help="Schrijf naar dit nieuwe bestand."),
]


@kader.command(cls=DutchCommand, help="Welke afwegingskaders er zijn.")
def lijst() -> None:
    """List the frameworks."""
    from meldcode.cli import content

    content.show_list()


@kader.command(
    cls=DutchCommand, help="De hele tekst van een kader, met waar elk deel vandaan komt."
)
def toon(kader_id: Name) -> None:
    """Show the resolved text of one framework."""
    from meldcode.cli import content

    content.show_framework(kader_id)


@kader.command(cls=DutchCommand, help="Controleer de inhoud en bewijs wat voor elk kader geldt.")
def controleer(
    datum: Annotated[
        date | None,
        typer.Option(
            parser=parse_date,
            metavar="datum",
            help="De dag waarop je de feiten bekijkt. Standaard nu.",
        ),
    ] = None,
) -> None:
    """Load everything, prove the properties and name the facts to look at again."""
    from meldcode.cli import content

    if not content.verify(datum or date.today()):
        raise typer.Exit(BAD_CONTENT)


@kader.command(cls=DutchCommand, help="Geef een kader uit voor andere programma's.")
def uitvoer(
    kader_id: Name,
    vorm: Annotated[
        str, typer.Option("--vorm", metavar="vorm", help="dmn, fhir, mermaid, json of schema.")
    ],
    naar: To = None,
) -> None:
    """Give out a framework in a form that other programs read."""
    from meldcode.cli import giving

    giving.give_out(kader_id, vorm, naar)
