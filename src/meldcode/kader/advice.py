"""What goes into the decision and what comes out of it, as frozen values."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, NamedTuple

from meldcode.kader import schema
from meldcode.kader.model import Framework
from meldcode.kader.situation import NOTHING_KNOWN, OPEN, Situation

# The version of the contract (docs/advies.md) that the engine keeps to, as a receipt names it.
CONTRACT = 2
OTHER = {"ja": "nee", "nee": "ja"}


class Outcome(NamedTuple):
    """The bare decision: both decisions, the norms behind a report and what is asked next."""

    melden: str
    norm: tuple[str, ...]
    opnieuw: bool
    hulp: str
    volgende: str | None


class Reason(NamedTuple):
    """Why: one answer, what it does, and the sources of that."""

    afweging: str
    antwoord: str
    gevolg: str
    bron: tuple[str, ...]


class Flip(NamedTuple):
    """What both decisions would be with the other answer to one consideration."""

    afweging: str
    antwoord: str
    melden: str
    hulp: str


class Advice(NamedTuple):
    """The whole advice; considerations by id.

    ``plichten`` stand in the order of the contract, each in the words for this situation; their
    ``deel`` groups them.

    ``walk``: those that every way passes; ``possible``: those that some way passes;
    ``disregarded``: those with an answer that no way passes.
    """

    kader: Framework
    outcome: Outcome
    plichten: tuple[schema.Duty, ...]
    redenen: tuple[Reason, ...]
    omslag: tuple[Flip, ...]
    tegenspraken: tuple[schema.Contradiction, ...]
    walk: tuple[str, ...]
    possible: tuple[str, ...]
    disregarded: tuple[str, ...]

    @property
    def melden(self) -> str:
        return self.outcome.melden

    @property
    def norm(self) -> tuple[str, ...]:
        return self.outcome.norm

    @property
    def opnieuw(self) -> bool:
        return self.outcome.opnieuw

    @property
    def hulp(self) -> str:
        return self.outcome.hulp

    @property
    def volgende(self) -> str | None:
        return self.outcome.volgende

    def as_dict(self) -> dict[str, Any]:
        """The advice as the command line prints it."""
        kader, plain = self.kader, self.kader.plain
        return {
            "kader": {"id": kader.id, "versie": kader.versie, "hash": kader.hash},
            "melden": self.melden,
            "norm": [int(norm) if norm.isdecimal() else norm for norm in self.norm],
            "opnieuw": self.opnieuw,
            "hulp": self.hulp,
            "volgende": self.volgende,
            "plichten": [
                {"id": d.id, "tekst": f"{plain(d.titel)}. {plain(d.tekst)}", "bron": list(d.bron)}
                for d in self.plichten
            ],
            "redenen": [
                {**r._asdict(), "gevolg": plain(r.gevolg), "bron": list(r.bron)}
                for r in self.redenen
            ],
            "omslag": [flip._asdict() for flip in self.omslag],
            "tegenspraken": [
                {
                    "id": item.id,
                    "tekst": plain(item.tekst),
                    "kijk_terug": list(item.kijk_terug),
                    "bron": list(item.bron),
                }
                for item in self.tegenspraken
            ],
        }

    def receipt(self) -> dict[str, Any]:
        """What a case keeps of it: also the words it was read in, the contract and the engine."""
        return {
            **self.as_dict(),
            "woorden": self.kader.words_hash,
            "contract": CONTRACT,
            "machine": version("meldcode"),
        }


__all__ = [
    "CONTRACT",
    "NOTHING_KNOWN",
    "OPEN",
    "OTHER",
    "Advice",
    "Flip",
    "Outcome",
    "Reason",
    "Situation",
]
