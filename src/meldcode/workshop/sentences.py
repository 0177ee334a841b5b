"""What breaks a property of a framework, as a sentence in the framework's own names.

The proof stops at one combination of answers. Here every answer that makes no difference is left
out, so that the sentence holds for all that it does not name.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from meldcode.kader.advice import OPEN, Situation
from meldcode.kader.input import ANSWERS
from meldcode.kader.model import Framework
from meldcode.kader.verify import Breach, Proven, breaks
from meldcode.workshop.condition_words import answers as in_words

# What an answer says. The ids are the canonical numbers, so every framework means this by them.
_SAID: Mapping[tuple[str, str], str] = {
    ("1", "ja"): "een vermoeden",
    ("1", "nee"): "geen vermoeden",
    ("2", "ja"): "acute of structurele onveiligheid",
    ("2", "nee"): "geen acute of structurele onveiligheid",
    ("3", "ja"): "hulp die je zelf geeft of regelt",
    ("3", "nee"): "hulp die je niet kunt geven of regelen",
    ("4", "ja"): "betrokkenen die de hulp aanvaarden",
    ("4", "nee"): "betrokkenen die de hulp niet aanvaarden",
    ("5", "ja"): "hulp die tot veiligheid leidt",
    ("5", "nee"): "hulp die niet tot veiligheid leidt",
    ("5", OPEN): "hulp die nog loopt",
}
_UNSAFE: Mapping[str, str] = {
    "acuut": "acute onveiligheid",
    "structureel": "structurele onveiligheid",
    "beide": "acute en structurele onveiligheid",
}


def told(framework: Framework, common: Framework, proven: Proven) -> str | None:
    """Why ``proven`` does not hold, in Dutch; None where it holds.

    ``common`` is what the framework must not be milder than. Takes up to a second.
    """
    if proven.breach is None:
        return proven.counterexample
    return sentence(framework, narrowed(framework, common, proven.id, proven.breach))


def narrowed(framework: Framework, common: Framework, key: str, breach: Breach) -> Breach:
    """``breach`` without the answers that make no difference to it."""
    telling = dict(breach.answers)
    for each in reversed(list(breach.answers)):
        fewer = {name: answer for name, answer in telling.items() if name != each}
        if all(
            breaks(framework, common, key, answers, breach.situation)
            for answers in _filled_in(framework, fewer)
        ):
            telling = fewer
    return breach._replace(answers=telling)


def sentence(framework: Framework, breach: Breach) -> str:
    """'Bij een vermoeden (afweging 1 ja) en acute onveiligheid (afweging 2 ja) leidt …'"""
    situation = breach.situation
    given = [_answer(framework, *pair, situation) for pair in breach.answers.items()]
    known = _known(situation, breach.answers)
    beside = f", in deze situatie ({in_words(framework, known)})," if known else ""
    return f"Bij {_listed(given) or 'elk antwoord'}{beside} {breach.fault}."


def _filled_in(framework: Framework, given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """``given`` with every filling-in of the other answers."""
    free = [key for key in framework.afwegingen if key not in given]
    for values in itertools.product(ANSWERS, repeat=len(free)):
        yield {**given, **dict(zip(free, values, strict=True))}


def _answer(framework: Framework, key: str, answer: str, situation: Situation) -> str:
    item = framework.afwegingen[key]
    said = _SAID.get((key, answer), f"'{item.kort}'")
    if (key, answer) == ("2", "ja"):
        said = _UNSAFE.get(situation.onveiligheid, said)
    return f"{said} (afweging {item.nummer} {_short(answer)})"


def _short(answer: str) -> str:
    return "nog open" if answer == OPEN else answer


def _known(situation: Situation, answers: Mapping[str, str]) -> dict[str, tuple[str | bool]]:
    """What is known of the situation and was not told with the answers."""
    told_already = ["onveiligheid"] if answers.get("2") == "ja" else []
    return {
        name: (value,)
        for name, value in situation._asdict().items()
        if value != Situation._field_defaults[name] and name not in told_already
    }


def _listed(parts: list[str]) -> str:
    return " en ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
