"""The commands, their Dutch help and what they say of a command line that is not right."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from typing import Any

import pytest
from typer.main import get_group

from meldcode.cli.app import app, dossier, ontvanger
from meldcode.cli.kader_app import kader
from meldcode.kader import load
from tests.cli.terminal import Terminal

# What typer says by itself; none of it may reach a reader.
ENGLISH = ("Usage", "Options", "Commands", "Arguments", "Show this", "Missing", "No such", "Error")
COMMANDS = (
    "",
    "start",
    "advies",
    "kindcheck",
    "mantelzorgcheck",
    "route",
    "gids",
    "kader",
    "kader lijst",
    "kader toon",
    "kader controleer",
    "kader uitvoer",
    "kader teken",
    "kader tabel",
    "kader tekst",
    "kader verschil",
    "kader naspelen",
    "kader nieuw",
    "kader voorbeeld",
    "kader schema",
    "uitgave",
    "demo",
    "controleer",
    "back-up",
    "terugzetten",
    "herstel",
    "tick",
    "dossier",
    "dossier lijst",
    "dossier toon",
    "dossier export",
    "open",
    "ontvanger",
    "ontvanger maak",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_dutch(terminal: Terminal, command: str) -> None:
    said = terminal(f"{command} --help")
    assert said.code == 0
    assert said.out.startswith(f"Gebruik: meldcode {command}".rstrip())
    assert "Laat deze uitleg zien." in said.out
    assert [word for word in ENGLISH if word in said.out] == []


def test_every_command_is_tried_here() -> None:
    found: set[str] = set()
    groups = ((app, ""), (kader, "kader "), (dossier, "dossier "), (ontvanger, "ontvanger "))
    for group, prefix in groups:
        command = get_group(group)
        found |= {f"{prefix}{name}" for name in command.commands}
    assert found | {""} == set(COMMANDS)


@pytest.mark.parametrize("command", ["", "kader", "dossier", "ontvanger"])
def test_a_group_without_a_command_shows_its_help(terminal: Terminal, command: str) -> None:
    assert terminal(command) == terminal(f"{command} --hulp")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("gid", "De opdracht 'gid' bestaat niet. Bedoel je 'gids'?"),
        (
            "kader weg",
            "De opdracht 'weg' bestaat niet. Kies uit: lijst, toon, controleer, uitvoer, teken, "
            "tabel, tekst, verschil, naspelen, nieuw, voorbeeld, schema.",
        ),
        ("advies --jsno", "De optie '--jsno' bestaat niet. Bedoel je '--json'?"),
        ("gids -q", "De optie '-q' bestaat niet."),
        ("advies --json=ja", "De optie '--json' krijgt geen waarde."),
        ("start --poort", "Achter de optie '--poort' hoort een waarde."),
        (
            "start --poort acht",
            "--poort: 'acht' is geen poort. Kies een getal van 1 tot en met 65535.",
        ),
        (
            "start --poort 65536",
            "--poort: '65536' is geen poort. Kies een getal van 1 tot en met 65535.",
        ),
        (
            "kader controleer --datum 2026-13-01",
            "--datum: '2026-13-01' is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-22.",
        ),
        ("kader toon", "Er ontbreekt iets: vul NAAM in."),
        ("kader lijst artsen", "'artsen' hoort niet achter 'meldcode kader lijst'."),
    ],
)
def test_a_command_line_that_is_not_right_gets_one_dutch_line_and_code_two(
    terminal: Terminal, command: str, message: str
) -> None:
    assert terminal(command) == (2, "", f"{message}\n")


def test_a_message_does_not_steer_the_terminal(terminal: Terminal) -> None:
    assert terminal("g\x1b[2J").err == (
        "De opdracht 'g\N{REPLACEMENT CHARACTER}[2J' bestaat niet. Kies uit: start, advies, "
        "kindcheck, mantelzorgcheck, route, gids, uitgave, demo, controleer, back-up, terugzetten, "
        "herstel, tick, open, kader, dossier, ontvanger.\n"
    )


def test_the_version_is_that_of_the_package(terminal: Terminal) -> None:
    assert terminal("--versie") == (0, f"Meldcode {version('meldcode')}\n", "")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("start", {}),
        ("start --poort 9000 --geen-browser", {"port": 9000, "open_browser": False}),
        ("start --alleen-gids --luister 0.0.0.0", {"only_guide": True, "host": "0.0.0.0"}),
    ],
)
def test_start_hands_its_options_to_the_server(
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    expected: dict[str, Any],
) -> None:
    served: list[dict[str, Any]] = []
    monkeypatch.setattr("meldcode.site.server.serve", lambda **options: served.append(options))
    assert terminal(command).code == 0
    usual = {
        "port": 8000,
        "host": "localhost",
        "open_browser": True,
        "map": None,
        "only_guide": False,
    }
    assert served == [usual | expected]


def test_start_takes_a_folder_for_its_data(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[dict[str, Any]] = []
    monkeypatch.setattr("meldcode.site.server.serve", lambda **options: served.append(options))
    terminal("start --map gegevens")
    assert str(served[0]["map"]) == "gegevens"


def test_content_that_is_not_right_gets_its_message_and_code_one(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise load.ContentError("artsen/kader.yaml:3: Sleutel 'naam' ontbreekt.")

    monkeypatch.setattr("meldcode.cli.loading.reading.every", broken)
    assert terminal("kader lijst") == (
        1,
        "",
        "De inhoud van een kader klopt niet. artsen/kader.yaml:3: Sleutel 'naam' ontbreekt.\n",
    )


def test_the_program_stops_quietly_when_nobody_reads_its_output_any_more() -> None:
    command = [sys.executable, "-m", "meldcode", "kader", "toon", "artsen"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == b""
