"""Codes of a team: made, read back, and laid side by side."""

from __future__ import annotations

import itertools

import pytest

from meldcode.workshop.practice import exercises
from meldcode.workshop.team import CodeError, code_of, read_code, side_by_side

SCALE = exercises()["de-weegschaal"]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "OEF-09-XXXXX"),
        ({"1": "ja", "2": "nee", "3": "ja", "4": "open"}, "OEF-09-JNJOX"),
        (dict.fromkeys("12345", "nee"), "OEF-09-NNNNN"),
    ],
)
def test_a_code_is_the_number_and_a_letter_for_each_consideration(
    answers: dict[str, str], code: str
) -> None:
    assert code_of(SCALE, answers) == code


def test_every_set_of_answers_comes_back_from_its_code() -> None:
    for values in itertools.product(("ja", "nee", "open", ""), repeat=5):
        given = {key: value for key, value in zip("12345", values, strict=True) if value}
        assert read_code(code_of(SCALE, given)) == (SCALE, given)


@pytest.mark.parametrize(
    "written", ["oef-09-jnjox", "OEF 9 J N J O X", "OEF–09—JNJOX", "  OEF-09-JNJOX\t", "OEF09JNJOX"]
)
def test_capitals_spaces_and_dashes_do_not_matter(written: str) -> None:
    assert code_of(*read_code(written)) == "OEF-09-JNJOX"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hallo", "'hallo' is geen code. Een code ziet eruit als OEF-07-JNJOX."),
        ("OEF-09-JAJOX", "'OEF-09-JAJOX' is geen code."),
        ("OEF-09", "'OEF-09' is geen code."),
        ("OEF-99-JNJOX", "een oefening met nummer 99 is er niet."),
        ("OEF-00-JNJOX", "een oefening met nummer 0 is er niet."),
        ("OEF-09-JNJO", "zet er 5 letters in, voor elke afweging een."),
        ("OEF-09-JNJOXJ", "zet er 5 letters in"),
        ("x" * 50, f"'{'x' * 39}…' is geen code."),
    ],
)
def test_what_is_no_code_is_named(line: str, said: str) -> None:
    with pytest.raises(CodeError) as refused:
        read_code(line)
    assert said in str(refused.value)


def test_codes_are_laid_side_by_side_and_it_is_told_where_people_differ() -> None:
    team = side_by_side(["OEF-09-JNJOX", "", "oef-09-jjjnx", "OEF-09-JNJNX"])
    assert team.codes == ("OEF-09-JNJOX", "OEF-09-JJJNX", "OEF-09-JNJNX")
    assert [(row.compared.id, row.answers, row.differ) for row in team.rows] == [
        ("1", ("ja", "ja", "ja"), False),
        ("2", ("nee", "ja", "nee"), True),
        ("3", ("ja", "ja", "ja"), False),
        ("4", ("open", "nee", "nee"), True),
        ("5", ("", "", ""), False),
    ]


@pytest.mark.parametrize("lines", [[], ["OEF-09-JNJOX"], ["OEF-09-JNJOX"] * 13])
def test_it_takes_two_to_twelve_codes(lines: list[str]) -> None:
    with pytest.raises(CodeError, match="Vul twee tot 12 codes in"):
        side_by_side(lines)


def test_codes_of_two_exercises_are_not_compared() -> None:
    with pytest.raises(CodeError, match="verschillende oefeningen"):
        side_by_side(["OEF-09-JNJOX", "OEF-10-JNJOX"])
