"""The commands that answer a question in JSON: advies, route, kindcheck and mantelzorgcheck."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from rich.console import Console

from meldcode.cli import show
from meldcode.cli.errors import Failure
from meldcode.cli.loading import load
from meldcode.kader.advice import Advice
from meldcode.kader.checks import CheckResult, check
from meldcode.kader.decide import decide
from meldcode.kader.input import InputError, read_check, read_question
from meldcode.kader.load import BASE
from meldcode.kader.route import Routed, read_route
from meldcode.kader.strict_json import read_json

ROUTE_OPEN = "Gaat het om thuis, om iemand die bij jullie werkt, of om kinderen onderling?"
TOO_DEEP = "De invoer is te diep genest."


@dataclass(frozen=True)
class Question:
    """A kind of question: how it is answered, and how the answer looks in JSON and to people.

    ``answer`` raises :class:`InputError` for what is not a question of this kind.
    """

    answer: Callable[[object], Any]
    as_dict: Callable[[Any], dict[str, Any]]
    show: Callable[[Console, Any], None]


def answer_input(question: Question, as_json: bool, per_line: bool) -> None:
    """Answer standard input on standard output; ``per_line`` is always in JSON.

    Raises :class:`Failure` where the input as a whole is not right.
    """
    load()
    if per_line:
        answer_lines(question, sys.stdin.buffer, sys.stdout.buffer)
        return
    if sys.stdin.isatty():
        raise Failure(
            "Geef de vraag in JSON via de standaardinvoer, zoals: meldcode advies < vraag.json. "
            "Liever vraag voor vraag? Kies dan: meldcode gids."
        )
    answer = _answer(question, sys.stdin.buffer.read())
    if as_json:
        sys.stdout.buffer.write(_encode(question.as_dict(answer)))
    else:
        question.show(show.console(), answer)


def answer_lines(question: Question, source: Iterable[bytes], out: BinaryIO) -> None:
    """A line of JSON for each line of ``source``, at once; stops when nobody reads ``out``."""
    try:
        for line in source:
            out.write(_answer_line(question, line))
            out.flush()
    except BrokenPipeError:
        return


def _answer_line(question: Question, line: bytes) -> bytes:
    try:
        return _encode(question.as_dict(_answer(question, line)))
    except Failure as failure:
        return _encode({"fout": failure.message})


def _answer(question: Question, source: bytes) -> Any:
    try:
        return question.answer(read_json(source))
    except InputError as error:
        raise Failure(str(error)) from None
    except RecursionError:
        # Deep enough to be read, too deep to be named in a message.
        raise Failure(TOO_DEEP) from None


def _encode(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _advise(data: object) -> Advice:
    return decide(*read_question(data, load()))


ADVICE = Question(_advise, Advice.as_dict, show.advice)


def _route_dict(found: Routed) -> dict[str, Any]:
    """The route with its words and what to do; while it is open, the choices."""
    framework, chosen = found
    plain = framework.plain
    return {
        "uitkomst": found.uitkomst,
        "titel": plain(chosen.titel) if chosen else ROUTE_OPEN,
        "tekst": plain(chosen.tekst) if chosen else "",
        "plichten": [
            {"id": d.id, "tekst": f"{plain(d.titel)}. {plain(d.tekst)}", "bron": list(d.bron)}
            for d in (chosen.plichten if chosen else ())
        ],
        "bron": list(chosen.bron) if chosen else [],
    }


def _show_route(console: Console, found: Routed) -> None:
    told = _route_dict(found)
    show.heading(console, told["titel"])
    show.body(console, told["tekst"])
    for each in told["plichten"]:
        show.body(console, f"- {each['tekst']}")
        show.sources(console, found.framework, each["bron"])
    show.sources(console, found.framework, told["bron"])


ROUTE = Question(lambda data: read_route(data, load()), _route_dict, _show_route)


def check_question(check_id: str) -> Question:
    """The question of a check, such as ``kindcheck``."""
    return Question(
        partial(_follow, check_id), partial(_check_dict, check_id), partial(_show_check, check_id)
    )


def _follow(check_id: str, data: object) -> CheckResult:
    framework = load()[BASE]
    questions = framework.controles[check_id].vragen
    return check(framework, check_id, read_check(data, [each.id for each in questions]))


def _check_dict(check_id: str, result: CheckResult) -> dict[str, Any]:
    """Where the check stands; while it is open, with the words of the next question."""
    framework = load()[BASE]
    item = framework.controles[check_id]
    if result.volgende:
        question = next(each for each in item.vragen if each.id == result.volgende)
        title, text, refs = "Nog open", question.vraag, question.bron
    else:
        end = next(each for each in item.uitkomsten if each.id == result.uitkomst)
        title, text, refs = end.titel, end.tekst, end.bron
    return {
        "uitkomst": result.uitkomst,
        "volgende": result.volgende,
        "titel": framework.plain(title),
        "tekst": framework.plain(text),
        "bron": list(refs),
    }


def _show_check(check_id: str, console: Console, result: CheckResult) -> None:
    found = _check_dict(check_id, result)
    show.heading(console, found["titel"])
    show.body(console, found["tekst"])
    show.sources(console, load()[BASE], found["bron"])
