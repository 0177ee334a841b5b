"""What an outcome begins with: the act of today, its number, a sentence to say, and what can wait.

Pure: no Django. Every word comes from the framework's content.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meldcode.kader.bezoek import Bezoek
from meldcode.kader.decide import decide_outcome, opening_of
from meldcode.kader.model import Framework

# A tired person takes in three things; the rest stands below, in the same order.
MOST_TODAY = 3
EMERGENCY = "noodnummer"


@dataclass(frozen=True)
class Number:
    """A telephone number as a button: what it is, how it is shown, and how it is rung."""

    wat: str
    waarde: str
    bel: str
    nood: bool


@dataclass(frozen=True)
class Opening:
    """The first lines of an outcome; `zeg` is what to say first, without names."""

    kop: str
    lede: str
    nummers: tuple[Number, ...]
    zeg: str
    bronnen: tuple[str, ...]

    @property
    def nood(self) -> bool:
        """Whether the emergency number is among the numbers."""
        return any(number.nood for number in self.nummers)


@dataclass(frozen=True)
class Sign:
    """What ticked signs of one kind ask for now, with what was ticked as statements."""

    titel: str
    tekst: str
    bronnen: tuple[str, ...]
    aangekruist: tuple[str, ...]


@dataclass(frozen=True)
class Otherwise:
    """What the same answers come to in other professions, and why."""

    beroepen: tuple[str, ...]
    melden: str
    waarom: tuple[str, ...]


def opening(framework: Framework, bezoek: Bezoek) -> Opening:
    """What the outcome of this visit begins with."""
    found = opening_of(framework, bezoek.afwegingen, bezoek.known(framework))
    return Opening(
        kop=framework.plain(found.kop),
        lede=framework.plain(found.lede),
        nummers=tuple(number(framework, key) for key in found.bel),
        zeg=framework.plain(found.zeg),
        bronnen=framework.cited(found.bron),
    )


def number(framework: Framework, fact_id: str) -> Number:
    """A fact with a telephone number, as a button shows it."""
    fact = framework.facts[fact_id]
    return Number(fact.naam or fact.wat, fact.waarde, fact.bel or "", fact_id == EMERGENCY)


def signs(framework: Framework, bezoek: Bezoek) -> tuple[Sign, ...]:
    """Each kind of sign of which something was ticked, in the order of the content."""
    ticked = [each for key, each in framework.hulpvragen.items() if key in bezoek.hulpvragen]
    return tuple(
        Sign(
            words.titel,
            words.tekst,
            framework.cited(words.bron),
            tuple(each.kort for each in ticked if key in each.teken),
        )
        for key, words in framework.tekens.items()
        if any(key in each.teken for each in ticked)
    )


def otherwise(
    framework: Framework, bezoek: Bezoek, others: Iterable[Framework]
) -> tuple[Otherwise, ...]:
    """The other values of `melden` that these answers have elsewhere; empty where all agree."""
    mine = bezoek.advice(framework)
    reasons = {reason.gevolg for reason in mine.redenen}
    found: dict[str, list[tuple[Framework, list[str]]]] = {}
    for other in others:
        # Why is worked out only where it is another one: that takes longest.
        melden = decide_outcome(other, bezoek.afwegingen, bezoek.known(other)).melden
        if melden != mine.melden:
            theirs = bezoek.advice(other).redenen
            why = [each.gevolg for each in theirs if each.gevolg not in reasons]
            found.setdefault(melden, []).append((other, why))
    return tuple(
        Otherwise(
            tuple(other.beroep for other, _ in group),
            framework.uitkomsten[f"melden.{melden}"].titel,
            tuple(dict.fromkeys(words for _, why in group for words in why)),
        )
        for melden, group in found.items()
    )
