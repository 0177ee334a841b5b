"""The commands and their options. What a command does stands in its own module.

Those modules are imported when a command runs: nobody waits for what another command needs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from meldcode.cli.dutch import HELP_NAMES, DutchCommand, DutchGroup, explain
from meldcode.cli.errors import BAD_CONTENT

GROUP: dict[str, Any] = {
    "cls": DutchGroup,
    "context_settings": {"help_option_names": HELP_NAMES},
    "add_completion": False,
    "rich_markup_mode": None,
}

app = typer.Typer(
    name="meldcode",
    help="Gids voor wie met de Meldcode huiselijk geweld en kindermishandeling werkt. "
    "Is er nu gevaar? Bel 112.",
    **GROUP,
)
kader = typer.Typer(**GROUP)
app.add_typer(kader, name="kader", help="Bekijk en controleer de afwegingskaders.")

AsJson = Annotated[bool, typer.Option("--json", help="Antwoord met JSON.")]
PerLine = Annotated[
    bool,
    typer.Option(
        "--regels",
        help="Lees op elke regel een vraag in JSON. Op elke vraag volgt een regel JSON; "
        'klopt een vraag niet, dan is dat {"fout": "…"}.',
    ),
]


def _port(value: str | int) -> int:
    text = str(value)
    if not text.isdecimal() or int(text) > 65535:
        raise typer.BadParameter(f"'{text}' is geen poort. Kies een getal van 1 tot en met 65535.")
    return int(text)


def _date(value: str | date) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise typer.BadParameter(
            f"'{value}' is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-22."
        ) from None


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"Meldcode {version('meldcode')}")
        raise typer.Exit


@app.callback()
def meldcode(
    versie: Annotated[
        bool,
        typer.Option(
            "--versie", callback=_show_version, is_eager=True, help="Laat de versie zien."
        ),
    ] = False,
) -> None:
    """Only the options that stand before a command."""


@app.command(cls=DutchCommand, help="Open de gids in je browser.")
def start(
    poort: Annotated[
        int, typer.Option(parser=_port, metavar="getal", help="De poort. Standaard 8000.")
    ] = 8000,
    geen_browser: Annotated[
        bool, typer.Option("--geen-browser", help="Open zelf geen browser.")
    ] = False,
    map_: Annotated[
        Path | None,
        typer.Option("--map", metavar="map", help="De map voor gegevens van Meldcode."),
    ] = None,
    alleen_gids: Annotated[
        bool,
        typer.Option(
            "--alleen-gids",
            help="Alleen de gids, voor anderen, achter een server die TLS verzorgt.",
        ),
    ] = False,
    luister: Annotated[
        str,
        typer.Option(metavar="adres", help="Het adres om op te luisteren. Standaard localhost."),
    ] = "localhost",
) -> None:
    """Serve the guide until Ctrl+C."""
    from meldcode.site.server import serve

    serve(
        port=poort,
        host=luister,
        open_browser=not geen_browser,
        map=map_,
        only_guide=alleen_gids,
    )


@app.command(
    cls=DutchCommand,
    help="Geef advies bij een vraag in JSON, die je via de standaardinvoer geeft.",
    epilog="Voorbeeld: meldcode advies --json < vraag.json. Liever vraag voor vraag? Kies dan "
    "'meldcode gids'.",
)
def advies(json: AsJson = False, regels: PerLine = False) -> None:
    """Advise on the question, or the questions, of standard input."""
    from meldcode.cli import questions

    questions.answer_input(questions.ADVICE, json, regels)


@app.command(
    cls=DutchCommand,
    help='Loop de Kindcheck, met antwoorden in JSON: {"antwoorden": {"1": "ja"}}.',
)
def kindcheck(json: AsJson = False, regels: PerLine = False) -> None:
    """Follow the Kindcheck with the answers of standard input."""
    from meldcode.cli import questions

    questions.answer_input(questions.check_question("kindcheck"), json, regels)


@app.command(
    cls=DutchCommand,
    help='Loop de mantelzorgverleningscheck, met antwoorden in JSON: {"antwoorden": {"1": "ja"}}.',
)
def mantelzorgcheck(json: AsJson = False, regels: PerLine = False) -> None:
    """Follow the check on care for a relative with the answers of standard input."""
    from meldcode.cli import questions

    questions.answer_input(questions.check_question("mantelzorgcheck"), json, regels)


@app.command(cls=DutchCommand, help="Loop de stappen hier, vraag voor vraag. Bewaart niets.")
def gids() -> None:
    """Walk the Meldcode in the terminal."""
    from meldcode.cli import walk

    walk.start()


@kader.command(cls=DutchCommand, help="Welke afwegingskaders er zijn.")
def lijst() -> None:
    """List the frameworks."""
    from meldcode.cli import content

    content.show_list()


@kader.command(
    cls=DutchCommand, help="De hele tekst van een kader, met waar elk deel vandaan komt."
)
def toon(
    kader_id: Annotated[
        str, typer.Argument(metavar="naam", help="De naam, zoals in 'kader lijst'.")
    ],
) -> None:
    """Show the resolved text of one framework."""
    from meldcode.cli import content

    content.show_framework(kader_id)


@kader.command(cls=DutchCommand, help="Controleer de inhoud en bewijs wat voor elk kader geldt.")
def controleer(
    datum: Annotated[
        date | None,
        typer.Option(
            parser=_date, metavar="datum", help="De dag waarop je de feiten bekijkt. Standaard nu."
        ),
    ] = None,
) -> None:
    """Load everything, prove the properties and name the facts to look at again."""
    from meldcode.cli import content

    if not content.verify(datum or date.today()):
        raise typer.Exit(BAD_CONTENT)


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code: 0 is right, 1 is wrong content, 2 is wrong input."""
    command = typer.main.get_command(app)
    try:
        code = command.main(list(arguments), prog_name="meldcode", standalone_mode=False)
    except typer.TyperException as error:
        failure = explain(error)
        print(failure.message, file=sys.stderr)
        return failure.exit_code
    return code if isinstance(code, int) else 0
