"""What the law wants in a meldcode, and which of it a framework has nowhere.

Besluit verplichte meldcode, article 2(1): seven elements. Read in words, for help only: whether an
organisation's own code is complete is for the organisation to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from meldcode.kader.checker import strings
from meldcode.kader.model import Framework

STEPS = 5
_READ = ("stappen", "blokken", "onderwerpen", "begrippen", "controles", "hulpvragen")
_SPECIAL = re.compile(r"eergerelateerd|genitale verminking|huwelijksdwang|gedwongen huwelijk", re.I)
_INDEX = re.compile(r"verwijsindex", re.I)
_SECRET = re.compile(r"beroepsgeheim|geheimhouding|vertrouwelijk", re.I)


def lacking(framework: Framework) -> Iterator[str]:
    """In Dutch, each element of which this framework says nothing."""
    for what, has in ELEMENTS.items():
        if not has(framework):
            yield what


def _says(pattern: re.Pattern[str]) -> Callable[[Framework], bool]:
    return lambda framework: any(pattern.search(each) for each in _texts(framework))


def _texts(framework: Framework) -> Iterator[str]:
    for name in _READ:
        for item in framework.collections[name].values():
            yield from (value for field, value in strings(item) if field != "bron")


def _who_decides(framework: Framework) -> bool:
    blocks = framework.blokken.values()
    texts = (f"{each.kop or ''} {each.tekst}".lower() for each in blocks)
    return any("beslist" in each and "functie" in each for each in texts)


def _child_check(framework: Framework) -> bool:
    led = any(block.controle == "kindcheck" for block in framework.blokken.values())
    return led and "kindcheck" in framework.controles


ELEMENTS: dict[str, Callable[[Framework], bool]] = {
    "De vijf stappen": lambda framework: len(framework.stappen) >= STEPS,
    "Het afwegingskader": lambda framework: bool(framework.afwegingen and framework.normen),
    "Wie beslist over melden, met de functie": _who_decides,
    "Vormen van geweld die bijzondere kennis vragen": _says(_SPECIAL),
    "De verwijsindex, voor wie daaraan mag melden": _says(_INDEX),
    "De kindcheck": _child_check,
    "Hoe je omgaat met vertrouwelijke gegevens": _says(_SECRET),
}
