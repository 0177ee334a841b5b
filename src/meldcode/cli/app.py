"""The commands and their options. What a command does stands in its own module.

Those modules are imported when a command runs: nobody waits for what another command needs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from meldcode.cli import kader_app
from meldcode.cli.dutch import DutchCommand, explain
from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.cli.options import GROUP, Map, NoBrowser, Port

app = typer.Typer(
    name="meldcode",
    help="Gids voor wie met de Meldcode huiselijk geweld en kindermishandeling werkt. "
    "Is er nu gevaar? Bel 112.",
    **GROUP,
)
app.add_typer(kader_app.kader, name="kader", help="Bekijk, controleer en maak afwegingskaders.")
dossier = typer.Typer(**GROUP)
app.add_typer(dossier, name="dossier", help="Bekijk je zaken, of voer ze uit.")
ontvanger = typer.Typer(**GROUP)
app.add_typer(ontvanger, name="ontvanger", help="Ontvang meldingen die voor jou zijn verzegeld.")

AsJson = Annotated[bool, typer.Option("--json", help="Antwoord met JSON.")]
PerLine = Annotated[
    bool,
    typer.Option(
        "--regels",
        help="Lees op elke regel een vraag in JSON. Op elke vraag volgt een regel JSON; "
        'klopt een vraag niet, dan is dat {"fout": "…"}.',
    ),
]


Als = Annotated[
    str, typer.Option("--als", metavar="naam", help="De naam waarmee je inlogt in Meldcode.")
]
MustAls = Annotated[
    str, typer.Option("--als", metavar="naam", help="De naam waarmee je inlogt in Meldcode.")
]
Zaak = Annotated[str, typer.Argument(metavar="zaak", help="De zaak, zoals in 'dossier lijst'.")]
Wachtzin = Annotated[
    Path | None,
    typer.Option(
        "--wachtzin-bestand",
        metavar="bestand",
        help="Lees je wachtzin uit de eerste regel van dit bestand. Anders typ je haar.",
    ),
]


def _days(value: str | int) -> int:
    text = str(value)
    if not text.isdecimal() or not 1 <= int(text) <= 3650:
        raise typer.BadParameter(f"'{text}' mag niet. Kies een getal van 1 tot en met 3650.")
    return int(text)


def _use(map_: Path | None) -> None:
    """Before a module with tables is imported: let Django work on this data folder."""
    from meldcode.cli import place

    place.use(map_)


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
    poort: Port = 8000,
    geen_browser: NoBrowser = False,
    map_: Map = None,
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


@app.command(
    cls=DutchCommand,
    help='Welke weg volg je? Met JSON: {"kader": "kinderopvang", "antwoorden": {"wie": "thuis"}}.',
)
def route(json: AsJson = False, regels: PerLine = False) -> None:
    """Tell which route a worry takes before step 1."""
    from meldcode.cli import questions

    questions.answer_input(questions.ROUTE, json, regels)


@app.command(cls=DutchCommand, help="Loop de stappen hier, vraag voor vraag. Bewaart niets.")
def gids() -> None:
    """Walk the Meldcode in the terminal."""
    from meldcode.cli import walk

    walk.start()


@app.command(
    cls=DutchCommand,
    help="Maak van de gids een map met gewone bestanden, voor een usb-stick of een webserver.",
)
def uitgave(
    naar: Annotated[Path, typer.Argument(metavar="map", help="Een nieuwe of lege map.")],
    kader: Annotated[
        list[str] | None,
        typer.Option("--kader", metavar="naam", help="Alleen dit kader. Mag vaker."),
    ] = None,
) -> None:
    """Write the static edition of the guide."""
    from meldcode.cli import edition

    edition.give(naar, kader or ())


@app.command(
    cls=DutchCommand,
    help="Maak in een lege map een installatie met verzonnen mensen en zaken, om te oefenen.",
    epilog="Voorbeeld: meldcode demo --map oefenen, en daarna: meldcode start --map oefenen",
)
def demo(map_: Map = None) -> None:
    """Make an installation with fictional cases."""
    _use(map_)
    from meldcode.cli import demo as maker

    maker.make()


@app.command(
    "controleer",
    cls=DutchCommand,
    help="Controleer alles wat bewaard is. Elke fout staat op een eigen regel.",
    epilog="Zonder --als controleert dit alle handtekeningen. Met --als ook de zegels van de "
    "zaken die jij mag zien.",
)
def check_all(
    map_: Map = None,
    als: Als = "",
    wachtzin_bestand: Wachtzin = None,
    tegen: Annotated[
        Path | None,
        typer.Option(
            "--tegen", metavar="bestand", help="Vergelijk met een ijkpunt dat je eerder maakte."
        ),
    ] = None,
    ijkpunt: Annotated[
        Path | None,
        typer.Option(
            "--ijkpunt",
            metavar="bestand",
            help="Schrijf een ijkpunt, als alles klopt. Bewaar het op een andere plek.",
        ),
    ] = None,
) -> None:
    """Verify everything that is stored."""
    _use(map_)
    from meldcode.cli import control

    if not control.run(als, wachtzin_bestand, tegen, ijkpunt):
        raise typer.Exit(BAD_CONTENT)


@app.command(
    "back-up",
    cls=DutchCommand,
    help="Maak een back-up, ook terwijl Meldcode draait. De inhoud blijft verzegeld.",
)
def back_up(
    bestand: Annotated[Path, typer.Argument(metavar="bestand", help="Waar de back-up komt.")],
    map_: Map = None,
    dagen: Annotated[
        int,
        typer.Option(
            parser=_days, metavar="getal", help="Hoeveel dagen je hem bewaart. Standaard 90."
        ),
    ] = 90,
) -> None:
    """Write a back-up."""
    _use(map_)
    from meldcode.cli import backup

    backup.make(bestand, dagen)


@app.command(
    cls=DutchCommand,
    help="Zet een back-up terug. Wat er stond, wordt eerst bewaard; wat vernietigd is, blijft weg.",
)
def terugzetten(
    bestand: Annotated[Path, typer.Argument(metavar="bestand", help="De back-up.")],
    map_: Map = None,
    ook_verlopen: Annotated[
        bool, typer.Option("--ook-verlopen", help="Ook als de back-up al weg had moeten zijn.")
    ] = False,
) -> None:
    """Put a back-up back."""
    _use(map_)
    from meldcode.cli import backup

    backup.put_back(bestand, ook_verlopen)


@app.command(cls=DutchCommand, help="Kies een nieuwe wachtzin met je herstelcode.")
def herstel(map_: Map = None) -> None:
    """Come back with the recovery code."""
    _use(map_)
    from meldcode.cli import recover

    recover.recover()


@app.command(
    cls=DutchCommand,
    help="Ruim op wat verlopen is en laat zien wat er te doen is. Vernietigt niets.",
    epilog="Laat dit elke dag draaien. Met --als zie je ook van welke zaken de bewaartermijn "
    "voorbij is.",
)
def tick(map_: Map = None, als: Als = "", wachtzin_bestand: Wachtzin = None) -> None:
    """Tidy up and tell what is due."""
    _use(map_)
    from meldcode.cli import tick as ticking

    ticking.run(als, wachtzin_bestand)


@app.command(
    "open",
    cls=DutchCommand,
    help="Open een verzegelde melding. Daarvoor is geen server en geen database nodig.",
    epilog="Voorbeeld: meldcode open melding.meldcode --sleutel balie.sleutel --naar binnen",
)
def open_sealed(
    bestand: Annotated[
        Path, typer.Argument(metavar="bestand", help="De melding, zoals melding.meldcode.")
    ],
    sleutel: Annotated[
        Path,
        typer.Option(
            "--sleutel", metavar="bestand", help="Je sleutel, die 'ontvanger maak' schreef."
        ),
    ],
    naar: Annotated[
        Path,
        typer.Option("--naar", metavar="map", help="Waar de melding komt. Standaard hier."),
    ] = Path(),
    wachtzin_bestand: Wachtzin = None,
) -> None:
    """Open a sealed report."""
    from meldcode.cli import receiver

    receiver.open_file(bestand, sleutel, naar, wachtzin_bestand)


@ontvanger.command(
    cls=DutchCommand,
    help="Maak de sleutel van een ontvanger, zoals een Veilig Thuis.",
    epilog="Dit schrijft twee bestanden: NAAM.sleutel, dat je geheim houdt, en NAAM.ontvanger, dat "
    "je aan melders geeft.",
)
def maak(
    naam: Annotated[
        str, typer.Argument(metavar="naam", help="Hoe de ontvanger heet, zoals melders die kennen.")
    ],
    map_: Annotated[
        Path, typer.Option("--map", metavar="map", help="Waar ze komen. Standaard hier.")
    ] = Path(),
) -> None:
    """Make a receiver's keys."""
    from meldcode.cli import receiver

    receiver.make(naam, map_)


@dossier.command("lijst", cls=DutchCommand, help="Welke zaken je hebt.")
def dossier_lijst(als: MustAls, map_: Map = None, wachtzin_bestand: Wachtzin = None) -> None:
    """List somebody's cases."""
    _use(map_)
    from meldcode.cli import cases

    cases.show_list(als, wachtzin_bestand)


@dossier.command("toon", cls=DutchCommand, help="Een hele zaak als gewone tekst.")
def dossier_toon(
    zaak: Zaak, als: MustAls, map_: Map = None, wachtzin_bestand: Wachtzin = None
) -> None:
    """Show one case."""
    _use(map_)
    from meldcode.cli import cases

    cases.show_case(als, wachtzin_bestand, zaak)


@dossier.command(
    "export",
    cls=DutchCommand,
    help="Voer een zaak uit als JSON of PDF. Met --alle elke zaak als een regel JSON.",
)
def dossier_export(
    als: MustAls,
    zaak: Annotated[str, typer.Argument(metavar="zaak", help="De zaak, zoals in de lijst.")] = "",
    map_: Map = None,
    wachtzin_bestand: Wachtzin = None,
    alle: Annotated[bool, typer.Option("--alle", help="Alle zaken die je mag zien.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Als JSON. Dat is de standaard.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Als PDF, met de JSON erin.")] = False,
    bestand: Annotated[
        Path | None, typer.Option("--bestand", metavar="bestand", help="Waar het komt.")
    ] = None,
) -> None:
    """Export one case, or all of them."""
    _use(map_)
    from meldcode.cli import cases

    if bool(zaak) == alle or (json and pdf) or (alle and (pdf or bestand)):
        raise Failure("Kies één zaak, met --json of --pdf; of --alle, met --json.")
    if not alle:
        cases.export(als, wachtzin_bestand, zaak, "pdf" if pdf else "json", bestand)
    elif not cases.export_all(als, wachtzin_bestand):
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
