"""What a file still lacks for what was decided, in the words of `inhoud/tekorten.yaml`.

It warns and never blocks: nothing in the product waits for a lack to be gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from meldcode.dossier import lacking_decision, lacking_steps
from meldcode.dossier.content import Shortfall, shortfalls
from meldcode.dossier.look import Found, Look

RULES: Mapping[str, Callable[[Look], Found | None]] = {
    **lacking_steps.RULES,
    **lacking_decision.RULES,
}


@dataclass(frozen=True)
class Lack:
    """Something the file lacks: where it belongs, which kind of entry adds it, and the sources.

    `entries` are the numbers of the entries that lack it; empty where a whole entry is missing.
    """

    id: str
    sentence: str
    bron: tuple[str, ...]
    step: str
    add: str
    entries: tuple[int, ...]


def lacking(look: Look) -> tuple[Lack, ...]:
    """Everything the file lacks, in the order of the content."""
    found = ((item, RULES[key](look)) for key, item in shortfalls().items())
    return tuple(_lack(look, item, each) for item, each in found if each is not None)


def _lack(look: Look, item: Shortfall, found: Found) -> Lack:
    amount = len(found.entries)
    words = item.meer if item.meer and amount > 1 else item.tekst
    return Lack(
        id=item.id,
        sentence=words.format(aantal=amount, afwegingen=_numbers(look, found.considerations)),
        bron=item.bron,
        step=_step(look, item.bij),
        add=item.voeg_toe,
        entries=found.entries,
    )


def _numbers(look: Look, considerations: tuple[str, ...]) -> str:
    return ", ".join(look.framework.afwegingen[key].nummer for key in considerations)


def _step(look: Look, place: str) -> str:
    kind, _, key = place.partition(".")
    return key if kind == "stap" else look.framework.afwegingen[key].stap
