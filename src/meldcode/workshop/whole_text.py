"""All that a framework says, as one plain text for who proofreads it.

The order is that of the walk: steps, considerations, situation, outcome, then what can be looked
up. Each piece stands once, with the collection and id where an editor finds it, and its sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from meldcode.kader import schema
from meldcode.kader.model import Framework

# The fields that hold words for people, as the proofreader sees them named.
LABELS: Mapping[str, str] = {
    "nummer": "Nummer",
    "woord": "Woord",
    "naam": "Naam",
    "kort": "Kort",
    "van": "Van",
    "uitgave": "Uitgave",
    "url": "Adres",
    "opmerking": "Opmerking",
    "titel": "Titel",
    "kop": "Kop",
    "vraag": "Vraag",
    "lead": "Inleiding",
    "inleiding": "Inleiding",
    "lede": "Eerste regel",
    "zeg": "Zeg dit eerst",
    "als": "Begin van de reden",
    "pleit": "Pleit voor",
    "antwoord": "Antwoord",
    "label": "Keuze",
    "tekst": "Tekst",
    "uitleg": "Uitleg",
    "hulpvragen": "Hulpvraag",
    "zoekwoorden": "Zoekwoord",
    "weet_niet": "Bij 'weet ik nog niet'",
    "bij_antwoord": "Bij het antwoord",
    "waarom": "In de uitkomst",
    "reden_blijft": "Reden als melden blijft",
    "reden_terughoudend": "Reden om terughoudend te zijn",
    "reden_open": "Reden zolang het open is",
    "wat": "Wat",
    "waarde": "Waarde",
}
NESTED = ("keuzes", "vragen", "uitkomsten", "anders", "plichten")
Piece = tuple[str, schema.Item]  # a collection and an item of it


def to_text(framework: Framework) -> str:
    """The whole text of a framework, UTF-8, with a heading for each part and page."""
    lines = [
        f"{framework.naam} ({framework.id}), versie {framework.versie}",
        f"Voor: {framework.beroep} ({framework.kort})",
        f"Beslissing: {framework.hash}",
        f"Woorden: {framework.words_hash}",
        f"Feiten: {framework.facts_hash}",
        f"Bron: {'; '.join(framework.cited(framework.bron))}",
    ]
    seen: set[tuple[str, str]] = set()
    for heading, pieces in _parts(framework):
        fresh = [(name, item) for name, item in pieces if (name, item.id) not in seen]
        seen |= {(name, item.id) for name, item in fresh}
        lines += ["", "", heading.upper(), "=" * len(heading)] if fresh else []
        for name, item in fresh:
            lines += ["", *_piece(framework, name, item)]
    return "\n".join(lines) + "\n"


def _parts(framework: Framework) -> Iterator[tuple[str, list[Piece]]]:
    for step in framework.stappen.values():
        yield f"Stap {step.nummer}. {step.naam}", list(_step(framework, step))
        for item in framework.afwegingen.values():
            if item.stap == step.id:
                pieces = list(_consideration(framework, item))
                yield f"Afweging {item.nummer}. {item.naam}", pieces
    for heading, names in (
        ("De situatie", ("routes", "situatievragen", "tekens")),
        ("De uitkomst", ("vandaag", "uitkomsten", "normen", "plichten")),
        ("Bij de uitkomst", ("terughoudendheid", "tegenspraken", "situatieredenen", "zinnen")),
        ("Wegen", ("wegen",)),
        ("Controles", ("controles",)),
    ):
        yield heading, _all(framework, *names)
    for topic in framework.onderwerpen.values():
        blocks = framework.blocks(f"onderwerp.{topic.id}")
        yield f"Zoek iets op: {topic.titel}", [("onderwerpen", topic), *_as("blokken", blocks)]
    yield "Begrippen", _all(framework, "begrippen")
    yield "Aandachtspunten", _all(framework, "aandachtspunten")
    # What no page above shows: nothing may be left unread.
    yield "Overig", _all(framework, *schema.COLLECTIONS)
    yield "Feiten", _as("feiten", framework.facts.values())
    yield "Bronnen", _as("bronnen", framework.sources.values())


def _step(framework: Framework, step: schema.Step) -> Iterator[Piece]:
    yield "stappen", step
    yield from _as("blokken", framework.blocks(f"stap.{step.id}"))


def _consideration(framework: Framework, item: schema.Consideration) -> Iterator[Piece]:
    """The page of a consideration from top to bottom, then what follows right after it."""
    yield "afwegingen", item
    yield from _as("blokken", framework.blocks(f"afweging.{item.id}"))
    yield from _as("voorbeelden", framework.examples(item.id))
    for group, helpers in framework.helpers(item.id):
        yield "hulpvraaggroepen", group
        yield from _as("hulpvragen", helpers)
    answers = (each for each in framework.overgangen.values() if each.afweging == item.id)
    yield from _as("overgangen", answers)
    beside = (each for each in framework.situatievragen.values() if item.id in each.telt_bij)
    yield from _as("situatievragen", beside)


def _as(name: str, items: Iterable[schema.Item]) -> list[Piece]:
    return [(name, item) for item in items]


def _all(framework: Framework, *names: str) -> list[Piece]:
    return [piece for name in names for piece in _as(name, framework.collections[name].values())]


def _piece(framework: Framework, name: str, item: schema.Item) -> Iterator[str]:
    """An item: where it stands in the content, its words, and its sources."""
    origin = framework.origin.get((name, item.id), "")
    yield f"[{name} {item.id}]" + (f" uit {origin}" if origin not in ("", framework.id) else "")
    yield from _words(framework, item)


def _words(framework: Framework, item: BaseModel) -> Iterator[str]:
    plain: Callable[[str], str] = framework.plain
    for name, value in item:
        if name in NESTED:
            yield from (line for part in value for line in _nested(framework, part))
        elif name in LABELS:
            yield from (f"{LABELS[name]}: {plain(text)}" for text in _texts(value))
    refs = getattr(item, "bron", ())
    if refs:
        yield f"Bron: {'; '.join(framework.cited(refs))}"


def _nested(framework: Framework, part: BaseModel) -> list[str]:
    """A part of an item under its own id, where it has one; nothing where it has no words."""
    words = list(_words(framework, part))
    return [f"({part.id})", *words] if words and hasattr(part, "id") else words


def _texts(value: Any) -> list[str]:
    """The words of a field; a condition has none."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, tuple) else []
