"""A difference between two frameworks in Dutch, for the terminal and for the page of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from meldcode.kader.input import SITUATION_VALUES
from meldcode.kader.model import Framework
from meldcode.workshop import condition_words
from meldcode.workshop.decisions import QUESTIONS
from meldcode.workshop.difference import Difference, Edit
from meldcode.workshop.row_words import HULP, MELDEN, NORM, OPNIEUW
from meldcode.workshop.turns import Turn

NAMES: Mapping[str, str] = {
    "kader": "Kader",
    "stappen": "Stap",
    "afwegingen": "Afweging",
    "wegen": "Weg",
    "overgangen": "Overgang",
    "normen": "Norm",
    "plichten": "Plicht",
    "vandaag": "Begin van de uitkomst",
    "tegenspraken": "Tegenspraak",
    "terughoudendheid": "Terughoudendheid",
    "situatieredenen": "Reden uit de situatie",
    "zinnen": "Zin",
    "uitkomsten": "Uitkomst",
    "situatievragen": "Vraag over de situatie",
    "blokken": "Tekst",
    "hulpvraaggroepen": "Kop boven hulpvragen",
    "hulpvragen": "Hulpvraag",
    "tekens": "Teken",
    "routes": "Route",
    "voorbeelden": "Voorbeeld",
    "begrippen": "Begrip",
    "onderwerpen": "Onderwerp",
    "controles": "Controle",
    "aandachtspunten": "Aandachtspunt",
    "feiten": "Feit",
}


class TurnWords(NamedTuple):
    """A turn: which decision, what it was, what it becomes, and with which answers."""

    decision: str
    before: str
    after: str
    when: tuple[str, ...]


class EditWords(NamedTuple):
    """An edit: what it is about, what stood there and what stands there now; empty for nothing."""

    what: str
    before: str
    after: str


def turns(found: Difference) -> Iterator[TurnWords]:
    """What is decided otherwise, in the order of the decisions."""
    for turn in found.turns:
        yield TurnWords(
            QUESTIONS[turn.decision],
            value(found.before, turn.decision, turn.before),
            value(found.after, turn.decision, turn.after),
            _when(found, turn),
        )


def _when(found: Difference, turn: Turn) -> tuple[str, ...]:
    """In the words of the new framework; a consideration it no longer has goes by its id."""
    return tuple(condition_words.answers(found.after, each) for each in turn.when)


def edit(found: Edit) -> EditWords:
    """One edit: `Plicht volgen, tekst`."""
    name = NAMES.get(found.collection, found.collection)
    what = f"{name} {found.id}" + (f", {found.field}" if found.field else "")
    return EditWords(what, found.before or "", found.after or "")


def value(framework: Framework, decision: str, found: object) -> str:
    """A value of a decision in the words of a framework."""
    if decision in (MELDEN, HULP):
        item = framework.uitkomsten.get(f"{decision}.{found}")
        return framework.plain(item.titel) if item else str(found)
    if decision == NORM:
        norms = found if isinstance(found, tuple | list) else ()
        return f"norm {' en '.join(map(str, norms))}" if norms else "geen norm"
    if decision == OPNIEUW:
        return "ja" if found else "nee"
    return asked(framework, found)


def asked(framework: Framework, name: object) -> str:
    """What is asked next: a consideration by its number, or a question about the situation."""
    if name is None:
        return "geen vraag meer"
    if name in SITUATION_VALUES:
        question = framework.situatievragen.get(str(name))
        return framework.plain(question.kort).lower() if question else str(name)
    item = framework.afwegingen.get(str(name))
    return f"afweging {item.nummer if item else name}"
