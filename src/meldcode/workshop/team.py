"""Weighing with a team: each makes a code of the own answers, and codes are laid side by side.

A code is one line without a name, such as ``OEF-07-JNJOX``: the number of the exercise and a
letter for each consideration (J ja, N nee, O weet ik nog niet, X not filled in). It can be written
by hand. Nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from meldcode.workshop.practice import Compared, Exercise, compare, exercises

LETTERS: Mapping[str, str] = {"ja": "J", "nee": "N", "open": "O", "": "X"}
MOST = 12
EXAMPLE = "OEF-07-JNJOX"
_ANSWERS = {letter: answer for answer, letter in LETTERS.items()}
# Dashes of every kind and spaces may stand between the parts: programs for messages change them.
_BETWEEN = re.compile(r"[\s\u2010-\u2015\u2212.-]+")
_CODE = re.compile(r"OEF(\d{1,2})([JNOX]+)")


class CodeError(ValueError):
    """A line that is no code; the Dutch message says which line and what to do."""


class Row(NamedTuple):
    """One consideration: what each answered, in the order of the codes, and our view."""

    compared: Compared
    answers: tuple[str, ...]

    @property
    def differ(self) -> bool:
        """Whether somebody answered otherwise than somebody else."""
        return len(set(self.answers)) > 1


class Team(NamedTuple):
    """The codes of a team laid side by side."""

    exercise: Exercise
    codes: tuple[str, ...]
    rows: tuple[Row, ...]


def code_of(exercise: Exercise, answers: Mapping[str, str]) -> str:
    """The code of ``answers``, by consideration id; a missing one is not filled in."""
    letters = (LETTERS[answers.get(key, "")] for key in exercise.framework.afwegingen)
    return f"OEF-{exercise.nummer:02}-{''.join(letters)}"


def read_code(line: str) -> tuple[Exercise, dict[str, str]]:
    """The exercise and the answers of a code; capitals, spaces and dashes do not matter.

    Raises :class:`CodeError`.
    """
    found = _CODE.fullmatch(_BETWEEN.sub("", line).upper())
    if found is None:
        raise CodeError(f"'{_short(line)}' is geen code. Een code ziet eruit als {EXAMPLE}.")
    exercise = next((e for e in exercises().values() if e.nummer == int(found[1])), None)
    if exercise is None:
        raise CodeError(f"'{_short(line)}': een oefening met nummer {int(found[1])} is er niet.")
    keys = tuple(exercise.framework.afwegingen)
    if len(found[2]) != len(keys):
        raise CodeError(f"'{_short(line)}': zet er {len(keys)} letters in, voor elke afweging een.")
    answers = {key: _ANSWERS[letter] for key, letter in zip(keys, found[2], strict=True)}
    return exercise, {key: answer for key, answer in answers.items() if answer}


def side_by_side(lines: Iterable[str]) -> Team:
    """The codes in ``lines``, empty ones left out. Raises :class:`CodeError`."""
    read = [read_code(line) for line in lines if line.strip()]
    if not 2 <= len(read) <= MOST:
        raise CodeError(f"Vul twee tot {MOST} codes in, op elke regel één.")
    exercise = read[0][0]
    if any(each.id != exercise.id for each, _ in read):
        raise CodeError("Deze codes horen bij verschillende oefeningen. Vergelijk er één tegelijk.")
    rows = [
        Row(compared, tuple(answers.get(compared.id, "") for _, answers in read))
        for compared in compare(exercise, {})
    ]
    return Team(exercise, tuple(code_of(exercise, answers) for _, answers in read), tuple(rows))


def _short(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
