"""The commands about frameworks: `meldcode kader …`. What each does stands in its own module."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from meldcode.cli.dutch import DutchCommand
from meldcode.cli.errors import BAD_CONTENT
from meldcode.cli.options import GROUP, Map, NoBrowser, Port, folder_of, parse_date

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
    kader_id: Annotated[
        str | None,
        typer.Argument(metavar="naam", help="Eén kader: een naam, een map of een bestand."),
    ] = None,
    dekking: Annotated[
        bool, typer.Option("--dekking", help="Noem wat geen enkel geval bereikt.")
    ] = False,
    lezen: Annotated[
        bool, typer.Option("--lezen", help="Noem lange zinnen, moeilijke woorden en oude feiten.")
    ] = False,
    datum: Annotated[
        date | None,
        typer.Option(
            parser=parse_date,
            metavar="datum",
            help="De dag waarop je de feiten bekijkt. Standaard nu.",
        ),
    ] = None,
) -> None:
    """Load everything, run the named cases, prove the laws and name the facts to look at again."""
    from meldcode.cli import proving

    if not proving.check(datum or date.today(), kader_id, dekking, lezen):
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


@kader.command(
    cls=DutchCommand, help="Teken een kader: stappen, afwegingen en waar ze heen leiden."
)
def teken(kader_id: Name, naar: To = None) -> None:
    """Draw a framework as SVG."""
    from meldcode.cli import seeing

    seeing.draw(kader_id, naar)


@kader.command(
    cls=DutchCommand, help="De tabel met elke uitkomst en de antwoorden die erheen leiden."
)
def tabel(
    kader_id: Name,
    vorm: Annotated[
        str, typer.Option("--vorm", metavar="vorm", help="html, pdf of csv. Standaard html.")
    ] = "html",
    naar: To = None,
) -> None:
    """The table that a lawyer can read and sign."""
    from meldcode.cli import seeing

    seeing.tabulate(kader_id, vorm, naar, date.today())


@kader.command(cls=DutchCommand, help="Alle tekst van een kader in één stuk, om na te lezen.")
def tekst(kader_id: Name, naar: To = None) -> None:
    """The text of every page, in the order of the walk."""
    from meldcode.cli import seeing

    seeing.write_out(kader_id, naar)


@kader.command(cls=DutchCommand, help="Wat er tussen twee kaders veranderde.")
def verschil(
    van: Annotated[str, typer.Argument(metavar="van", help="Een naam, een map of een bestand.")],
    naar: Annotated[str, typer.Argument(metavar="naar", help="Een naam, een map of een bestand.")],
    zaken: Annotated[
        bool, typer.Option("--zaken", help="Tel ook hoeveel zaken het raakt, zonder inhoud.")
    ] = False,
    map_: Map = None,
) -> None:
    """Tell what changed in decision, duties and words; the exit code is 1 where they differ."""
    from meldcode.cli import changing, place

    if zaken:
        place.use(map_)
    if not changing.show_difference(van, naar, zaken=zaken):
        raise typer.Exit(BAD_CONTENT)


@kader.command(cls=DutchCommand, help="Geeft een bewaarde bon nog hetzelfde advies?")
def naspelen(
    bon: Annotated[
        str, typer.Argument(metavar="bon", help="Het bestand met de bon, of - voor de invoer.")
    ],
    kader_bestand: Annotated[
        Path | None,
        typer.Option("--kader", metavar="bestand", help="Het kader waarmee het is gemaakt."),
    ] = None,
    map_: Map = None,
) -> None:
    """Replay a receipt; the exit code is 1 where something is otherwise."""
    from meldcode.cli import changing

    if not changing.replay_receipts(bon, kader_bestand, folder_of(map_)):
        raise typer.Exit(BAD_CONTENT)


@kader.command(cls=DutchCommand, help="Begin een eigen kader, met alleen wat er anders is.")
def nieuw(
    kader_id: Annotated[
        str, typer.Argument(metavar="naam", help="De naam: kleine letters, zoals 'tandartsen'.")
    ],
    op: Annotated[
        str, typer.Option("--op", metavar="naam", help="Het kader waarop je bouwt.")
    ] = "gemeenschappelijk",
    map_: Map = None,
) -> None:
    """Make the folder of a new framework."""
    from meldcode.cli import own

    own.new(kader_id, op, map_)


@kader.command(cls=DutchCommand, help="Zie je eigen kader in de gids terwijl je schrijft.")
def voorbeeld(
    kader_id: Annotated[str, typer.Argument(metavar="naam", help="De naam van je kader.")],
    poort: Port = 8000,
    geen_browser: NoBrowser = False,
    map_: Map = None,
) -> None:
    """Serve the guide with this framework, anew whenever a file is saved."""
    from meldcode.cli import own

    own.preview(kader_id, map_, poort, not geen_browser)


@kader.command(cls=DutchCommand, help="Het schema waarmee een teksteditor je kader nakijkt.")
def schema(naar: To = None) -> None:
    """Write the JSON Schema of a kader.yaml."""
    from meldcode.cli import own

    own.write_schema(naar)
