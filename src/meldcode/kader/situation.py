"""What is known around the considerations: the one place that names the fields of the situation.

`VALUES` is the whole vocabulary; conditions, questions, input and exports all follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

Answer = Literal["ja", "nee", "open"]
Slachtoffers = Literal["kind", "ongeboren", "volwassenen", "open"]
Onveiligheid = Literal["open", "acuut", "structureel", "beide"]
Gemeld = Literal["ja", "nee"]
Weigering = Literal["niet_gevraagd", "toestemming", "vrij", "onder_druk", "wilsonbekwaam"]

OPEN = "open"


class Situation(NamedTuple):
    """What is known around the considerations; the defaults are 'not known' or 'no'.

    The two signs are no questions: they hold where a ticked helper question bears that sign.
    """

    slachtoffers: str = OPEN
    gevaar_nu: str = OPEN
    vertellen_onveilig: str = OPEN
    gevaar_teken: bool = False
    vertel_teken: bool = False
    onveiligheid: str = OPEN
    gemeld: str = "nee"
    weigering: str = "niet_gevraagd"
    ernstig_gevaar: str = OPEN
    hulp_kan_afwenden: str = OPEN


NOTHING_KNOWN = Situation()
VALUES: Mapping[str, tuple[Any, ...]] = {
    "slachtoffers": get_args(Slachtoffers),
    "gevaar_nu": get_args(Answer),
    "vertellen_onveilig": get_args(Answer),
    "gevaar_teken": (True, False),
    "vertel_teken": (True, False),
    "onveiligheid": get_args(Onveiligheid),
    "gemeld": get_args(Gemeld),
    "weigering": get_args(Weigering),
    "ernstig_gevaar": get_args(Answer),
    "hulp_kan_afwenden": get_args(Answer),
}
# A ticked helper question with this sign makes that field true.
SIGNS: Mapping[str, str] = {"gevaar": "gevaar_teken", "vertellen": "vertel_teken"}
# What a page may ask; the signs follow from what is ticked.
ASKED: Mapping[str, tuple[Any, ...]] = {
    name: values for name, values in VALUES.items() if name not in SIGNS.values()
}
