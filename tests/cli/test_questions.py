"""Questions in JSON: advies, kindcheck and mantelzorgcheck."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from meldcode.cli.questions import ADVICE, answer_lines
from meldcode.kader.load import ORDER
from tests.cli.terminal import Terminal
from tests.kader import orakel
from tests.kader.yardstick import VECTORS, drawn

DOCTOR = '{"kader": "artsen", "afwegingen": {"1": "ja", "2": "ja"}}'


def test_advice_in_json_has_every_part(terminal: Terminal) -> None:
    said = terminal("advies --json", DOCTOR)
    assert (said.code, said.err) == (0, "")
    assert said.out.count("\n") == 1
    found = json.loads(said.out)
    assert list(found) == [
        "kader",
        "melden",
        "norm",
        "opnieuw",
        "hulp",
        "volgende",
        "plichten",
        "redenen",
        "omslag",
        "tegenspraken",
    ]
    assert (found["melden"], found["norm"], found["volgende"]) == ("noodzakelijk", [1], "3")


@pytest.mark.parametrize(
    ("stdin", "message"),
    [
        ("", "De invoer is leeg. Geef een object in JSON."),
        (" \n", "De invoer is leeg. Geef een object in JSON."),
        ("{", "De invoer is geen geldige JSON (teken 2)."),
        ('{"kader":\n', "De invoer is geen geldige JSON (teken 10)."),
        ('{"kader":\n"artsen",}', "De invoer is geen geldige JSON (regel 2, teken 10)."),
        (f"{DOCTOR} {DOCTOR}", "De invoer is geen geldige JSON (teken 59)."),
        (b"\xff{}", "De invoer is geen UTF-8 (byte 1)."),
        (
            "[]",
            "De invoer: geef een object met sleutels: kader, afwegingen, situatie.",
        ),
        ('{"kader": NaN}', "De invoer bevat 'NaN'. Dat is geen geldige JSON."),
        ('{"kader": -Infinity}', "De invoer bevat '-Infinity'. Dat is geen geldige JSON."),
        (f'{{"kader": {"9" * 5000}}}', "De invoer bevat een getal dat te lang is."),
        ("[" * 100_000, "De invoer is te diep genest."),
        ('{"kader": "artsen", "kader": "justitie"}', "Sleutel 'kader' staat er twee keer."),
        (
            '{"kader": "artsen", "afwegingen": {"2": "ja", "2": "nee"}}',
            "Sleutel '2' staat er twee keer.",
        ),
        (
            '{"kader": "artsen", "antwoorden": {}}',
            "Onbekende sleutel 'antwoorden' in de invoer. Kies uit: kader, afwegingen, situatie.",
        ),
        (
            '{"kader": "artsen", "afwegingen": {"2": "misschien"}}',
            "Sleutel 'afwegingen.2': 'misschien' mag niet. Kies uit: ja, nee, open.",
        ),
        (
            '{"kader": "artsen", "situatie": {"gevaar_teken": "ja"}}',
            "Sleutel 'situatie.gevaar_teken': 'ja' mag niet. Kies uit: true, false.",
        ),
        (
            '{"kader": "artsen", "situatie": {"gemeld": "\\ud800\\u001b"}}',
            "Sleutel 'situatie.gemeld': '��' mag niet. Kies uit: ja, nee.",
        ),
    ],
)
def test_bad_input_gets_one_dutch_line_that_names_the_key(
    terminal: Terminal, stdin: str | bytes, message: str
) -> None:
    assert terminal("advies --json", stdin) == (2, "", f"{message}\n")


def test_however_deep_a_question_is_nested_it_gets_an_answer(terminal: Terminal) -> None:
    lines = [f'{{"kader": {"[" * depth}{"]" * depth}}}' for depth in range(800, 1200)]
    said = terminal("advies --json --regels", "\n".join(lines))
    faults = [json.loads(line)["fout"] for line in said.out.splitlines()]
    assert len(faults) == len(lines)
    assert faults[0].startswith("Sleutel 'kader': '[[[")
    assert faults[-1] == "De invoer is te diep genest."


def test_a_byte_order_mark_before_the_question_does_no_harm(terminal: Terminal) -> None:
    assert terminal("advies --json", b"\xef\xbb\xbf" + DOCTOR.encode()).code == 0


def test_each_line_is_answered_in_its_place_and_a_wrong_one_with_its_fault(
    terminal: Terminal,
) -> None:
    lines = [DOCTOR, "{", "", '{"kader": "bakkers"}', DOCTOR + "\r", DOCTOR]
    said = terminal("advies --json --regels", "\n".join(lines))
    found = [json.loads(line) for line in said.out.splitlines()]
    assert (said.code, said.err) == (0, "")
    assert [each.get("melden") for each in found] == [
        "noodzakelijk",
        None,
        None,
        None,
        "noodzakelijk",
        "noodzakelijk",
    ]
    assert found[1] == {"fout": "De invoer is geen geldige JSON (teken 2)."}
    assert found[2] == {"fout": "De invoer is leeg. Geef een object in JSON."}
    assert found[3]["fout"].startswith("Sleutel 'kader': 'bakkers' mag niet. Kies uit: artsen, ")


def test_lines_are_answered_as_json_though_nobody_asked_for_that(terminal: Terminal) -> None:
    assert terminal("advies --regels", DOCTOR) == terminal("advies --json --regels", DOCTOR)


def test_no_lines_get_no_answer(terminal: Terminal) -> None:
    assert terminal("advies --json --regels", "") == (0, "", "")


def test_a_line_is_answered_before_the_next_one_is_read() -> None:
    out = io.BytesIO()

    def lines() -> Iterator[bytes]:
        for count in range(3):
            assert out.getvalue().count(b"\n") == count
            yield DOCTOR.encode()

    answer_lines(ADVICE, lines(), out)
    assert out.getvalue().count(b"\n") == 3


def test_nobody_reading_any_more_ends_the_lines_without_a_word() -> None:
    command = [sys.executable, "-m", "meldcode", "advies", "--json", "--regels"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdin.write(f"{DOCTOR}\n".encode())
        program.stdin.flush()
        assert json.loads(program.stdout.readline())["melden"] == "noodzakelijk"
        program.stdout.close()
        program.stdin.write(f"{DOCTOR}\n".encode())
        program.stdin.close()
        assert program.stderr.read() == b""
        assert program.wait() == 0


def question(kader: str, vector: dict[str, str], situation: dict[str, Any]) -> str:
    return json.dumps({"kader": kader, "afwegingen": vector, "situatie": situation})


@pytest.mark.parametrize("kader", ORDER)
def test_every_vector_of_answers_gets_the_advice_of_the_contract(
    terminal: Terminal, kader: str
) -> None:
    asked = list(product(VECTORS, drawn(seed=7, count=3)))
    said = terminal("advies --json --regels", "\n".join(question(kader, *each) for each in asked))
    answers = said.out.splitlines()
    assert len(answers) == len(asked)
    for (vector, situation), line in zip(asked, answers, strict=True):
        found, expected = json.loads(line), orakel.oordeel(kader, vector, situation)
        for key in ("melden", "norm", "opnieuw", "hulp", "volgende", "omslag"):
            assert found[key] == expected[key], (key, vector, situation)
        duties, doubts = (
            [each["id"] for each in found[key]] for key in ("plichten", "tegenspraken")
        )
        assert (duties, sorted(doubts)) == (expected["plichten"], expected["tegenspraken"])


@pytest.mark.parametrize(
    ("command", "count", "expected"),
    [
        ("kindcheck", 3, orakel.kindcheck),
        ("mantelzorgcheck", 2, orakel.mantelzorgcheck),
    ],
)
def test_every_way_through_a_check_ends_as_the_contract_says(
    terminal: Terminal, command: str, count: int, expected: Any
) -> None:
    vectors = [
        {str(number): answer for number, answer in enumerate(each, 1)}
        for each in product(("ja", "nee", "open"), repeat=count)
    ]
    lines = "\n".join(json.dumps({"antwoorden": vector}) for vector in vectors)
    said = terminal(f"{command} --json --regels", lines)
    outcomes = [json.loads(line)["uitkomst"] for line in said.out.splitlines()]
    assert outcomes == [expected(vector) for vector in vectors]


def test_an_open_check_tells_the_next_question(terminal: Terminal) -> None:
    found = json.loads(terminal("kindcheck --json", '{"antwoorden": {"1": "ja"}}').out)
    assert (found["uitkomst"], found["volgende"]) == ("open", "2")
    assert found["tekst"].startswith("Zorgt je cliënt voor kinderen")
    assert found["bron"]


def test_a_check_that_ended_tells_what_to_do_and_on_what_that_rests(terminal: Terminal) -> None:
    found = json.loads(terminal("mantelzorgcheck --json", '{"antwoorden": {"1": "nee"}}').out)
    assert (found["uitkomst"], found["volgende"]) == ("niemand_afhankelijk", None)
    assert found["tekst"]
    assert found["bron"]


@pytest.mark.parametrize(
    ("stdin", "message"),
    [
        ("{}", "Sleutel 'antwoorden' ontbreekt."),
        (
            '{"antwoorden": {}, "kader": "artsen"}',
            "Onbekende sleutel 'kader' in de invoer. Kies uit: antwoorden.",
        ),
        (
            '{"antwoorden": {"4": "ja"}}',
            "Onbekende sleutel '4' in sleutel 'antwoorden'. Kies uit: 1, 2, 3.",
        ),
        (
            '{"antwoorden": {"1": true}}',
            "Sleutel 'antwoorden.1': 'True' mag niet. Kies uit: ja, nee, open.",
        ),
    ],
)
def test_a_check_names_the_key_that_is_not_right(
    terminal: Terminal, stdin: str, message: str
) -> None:
    assert terminal("kindcheck --json", stdin) == (2, "", f"{message}\n")


def test_without_json_the_advice_is_there_to_read(terminal: Terminal) -> None:
    said = terminal("advies", DOCTOR)
    assert said.code == 0
    for words in ("Melden?", "Hulp?", "Wat je nu doet", "Waarom", "Bronnen", "Wat nog open is"):
        assert words in said.out
    assert "Ja, meld bij Veilig Thuis" in said.out
    assert "Afweging 2, veiligheid: ja" in said.out


def test_without_json_a_check_is_there_to_read(terminal: Terminal) -> None:
    said = terminal("kindcheck", '{"antwoorden": {"1": "ja", "2": "nee"}}')
    assert said.code == 0
    assert "zorgt niet voor kinderen" in said.out
    assert "Bron: " in said.out


def test_somebody_who_gives_no_question_hears_how_to_give_one(terminal: Terminal) -> None:
    assert terminal("advies", typed=True) == (
        2,
        "",
        "Geef de vraag in JSON via de standaardinvoer, zoals: meldcode advies < vraag.json. "
        "Liever vraag voor vraag? Kies dan: meldcode gids.\n",
    )
