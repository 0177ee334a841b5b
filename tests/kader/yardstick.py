"""The engine held against the oracle: what both say, in one form."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

from meldcode.kader.advice import Advice, Situation
from tests.kader import orakel

VECTORS = tuple(orakel.alle_vectoren())
SITUATIONS = tuple(orakel.alle_situaties())
ACUTE = {"gevaar_nu": "ja", "vertellen_onveilig": "nee", "slachtoffers": "kind"}
FREE_ADULTS = {"slachtoffers": "volwassenen", "weigering": "vrij"}
# Where rules begin and end: nothing known, each duty once, and all of restraint.
CORNERS: tuple[dict[str, Any], ...] = tuple(
    orakel.SITUATIE_STANDAARD | corner
    for corner in (
        {},
        {"onveiligheid": "acuut", "gemeld": "ja", "weigering": "onder_druk"},
        {"onveiligheid": "beide", "ernstig_gevaar": "nee", "weigering": "wilsonbekwaam"},
        {"onveiligheid": "structureel", "weigering": "vrij", "hulp_kan_afwenden": "ja"},
        ACUTE,
        ACUTE | {"gevaar_nu": "nee", "gevaar_teken": True, "vertel_teken": True},
        {"gevaar_teken": True, "vertel_teken": True, "slachtoffers": "ongeboren"},
        {"slachtoffers": "kind", "vertellen_onveilig": "ja", "onveiligheid": "structureel"},
        {"slachtoffers": "volwassenen", "vertellen_onveilig": "nee", "vertel_teken": True},
        {"slachtoffers": "volwassenen", "weigering": "onder_druk", "ernstig_gevaar": "ja"},
        FREE_ADULTS,
        FREE_ADULTS | {"ernstig_gevaar": "nee", "onveiligheid": "acuut", "gemeld": "ja"},
        FREE_ADULTS | {"ernstig_gevaar": "ja"},
        FREE_ADULTS | {"ernstig_gevaar": "ja", "hulp_kan_afwenden": "ja"},
        FREE_ADULTS | {"ernstig_gevaar": "ja", "hulp_kan_afwenden": "nee", "gemeld": "ja"},
        FREE_ADULTS | {"hulp_kan_afwenden": "nee", "onveiligheid": "structureel"},
    )
)


def drawn(seed: int, count: int) -> list[dict[str, Any]]:
    """``count`` of all situations, the same ones for the same ``seed``."""
    return random.Random(seed).sample(SITUATIONS, count)


def judgement(advice: Advice) -> dict[str, Any]:
    """An advice in the form of the oracle: ids only, the unordered lists sorted."""
    return {
        "melden": advice.melden,
        "norm": [int(norm) for norm in advice.norm],
        "opnieuw": advice.opnieuw,
        "hulp": advice.hulp,
        "volgende": advice.volgende,
        "plichten": [duty.id for duty in advice.plichten],
        "omslag": [flip._asdict() for flip in advice.omslag],
        "tegenspraken": sorted(item.id for item in advice.tegenspraken),
        "genegeerd": list(advice.disregarded),
    }


def differences(mine: dict[str, Any], theirs: dict[str, Any]) -> Iterator[str]:
    """In words, each key on which engine and oracle disagree."""
    for key, value in theirs.items():
        if mine[key] != value:
            yield f"{key}: {mine[key]} in plaats van {value}"


def deciding_situations() -> list[Situation]:
    """One situation for each combination of what changes an outcome."""
    values = {
        "slachtoffers": ("open", "volwassenen"),
        "weigering": ("niet_gevraagd", "vrij"),
        "gemeld": ("nee", "ja"),
        "ernstig_gevaar": ("open", "ja", "nee"),
        "hulp_kan_afwenden": ("open", "ja", "nee"),
    }
    return [
        Situation()._replace(**dict[str, Any](zip(values, chosen, strict=True)))
        for chosen in itertools.product(*values.values())
    ]
