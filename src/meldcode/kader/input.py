"""Input from outside (command line, file) as typed values; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from meldcode.kader import schema, version_1
from meldcode.kader.model import Framework
from meldcode.kader.situation import VALUES, Situation

ANSWERS = get_args(schema.Answer)
SITUATION_VALUES = VALUES


class InputError(ValueError):
    """Input that is not right; the Dutch message names the key and what is allowed."""


def read_question(
    data: object, frameworks: Mapping[str, Framework]
) -> tuple[Framework, dict[str, str], Situation]:
    """The question of ``meldcode advies``: framework, answers and situation.

    Raises :class:`InputError` for an unknown key, framework or value.
    """
    question = read_fields(data, "de invoer", ("kader", "afwegingen", "situatie"))
    framework = read_framework(question, frameworks)
    answers = read_answers(question.get("afwegingen", {}), "afwegingen", framework.afwegingen)
    return framework, answers, read_situation(question.get("situatie", {}))


def read_framework(question: Mapping[str, Any], frameworks: Mapping[str, Framework]) -> Framework:
    """The framework that a question names. Raises :class:`InputError`."""
    if "kader" not in question:
        raise InputError(f"Sleutel 'kader' ontbreekt. Kies uit: {_listed(frameworks)}.")
    return frameworks[read_choice(question["kader"], "kader", frameworks)]


def read_choice(value: object, key: str, allowed: Iterable[str]) -> str:
    """One of the words that are allowed. Raises :class:`InputError`, which names ``key``."""
    known = list(allowed)
    if not isinstance(value, str) or value not in known:
        raise InputError(_wrong(key, value, known))
    return value


def read_check(data: object, numbers: Iterable[str]) -> dict[str, str]:
    """The answers to a check, from ``{"antwoorden": {"1": "ja"}}``.

    Raises :class:`InputError` for an unknown key or value, or without ``antwoorden``.
    """
    question = read_fields(data, "de invoer", ("antwoorden",))
    if "antwoorden" not in question:
        raise InputError("Sleutel 'antwoorden' ontbreekt.")
    return read_answers(question["antwoorden"], "antwoorden", numbers)


def read_answers(data: object, key: str, numbers: Iterable[str]) -> dict[str, str]:
    """Answers by number; each is ja, nee or open."""
    answers = read_fields(data, key, tuple(numbers))
    for number, answer in answers.items():
        if answer not in ANSWERS or not isinstance(answer, str):
            raise InputError(_wrong(f"{key}.{number}", answer, ANSWERS))
    return answers


def read_situation(data: object) -> Situation:
    """The situation; a field that is left out has its default."""
    fields = read_fields(data, "situatie", tuple(SITUATION_VALUES))
    for key, value in fields.items():
        allowed = SITUATION_VALUES[key]
        # True == 1 in Python, so a number would pass for a yes without the look at the type.
        if type(value) is not type(allowed[0]) or value not in allowed:
            raise InputError(_wrong(f"situatie.{key}", value, allowed))
    return Situation(**fields)


def read_kept_situation(data: object) -> Situation:
    """A situation that was kept, under this version of the contract or under version 1."""
    return read_situation(version_1.situation(data) if isinstance(data, dict) else data)


def read_fields(data: object, key: str, allowed: tuple[str, ...]) -> dict[str, Any]:
    """An object with no other keys than these. Raises :class:`InputError`."""
    where = key if " " in key else f"sleutel '{key}'"
    if not isinstance(data, dict):
        raise InputError(f"{where.capitalize()}: geef een object met sleutels: {_listed(allowed)}.")
    for name in data:
        if name not in allowed:
            raise InputError(
                f"Onbekende sleutel '{_short(name)}' in {where}. Kies uit: {_listed(allowed)}."
            )
    return data


def _wrong(key: str, value: object, allowed: Iterable[object]) -> str:
    return f"Sleutel '{key}': '{_short(value)}' mag niet. Kies uit: {_listed(allowed)}."


def _short(value: object) -> str:
    words = " ".join(str(value).split())
    # A message goes to the terminal, so no control codes of somebody else's with it.
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in words)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def _listed(values: Iterable[object]) -> str:
    return ", ".join(
        str(value).lower() if isinstance(value, bool) else str(value) for value in values
    )
