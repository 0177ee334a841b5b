"""What was written under version 1 of the contract, read as version 2 (see ``docs/advies.md``).

Version 1 asked `alleen_volwassenen`: true is `slachtoffers: volwassenen`, false is `open`; what is
new has its default. A rule of version 1 that holds for false holds for everything that is not
`volwassenen`, so under it a visit, case or receipt of then comes out as it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FIELD, NOW = "alleen_volwassenen", "slachtoffers"
ADULTS, UNKNOWN = "volwassenen", "open"
NOT_ADULTS = ("open", "kind", "ongeboren")
_PARTS = {"voor": "voor_melding", "melding": "na_melding", "na": "na_melding"}
# What its hash of the decision counted, with every field there was.
DECISION_FIELDS: Mapping[str, tuple[str, ...]] = {
    "afwegingen": ("id",),
    "wegen": ("id", "begin"),
    "overgangen": (
        *("id", "weg", "afweging", "antwoord", "naar", "naar_weg"),
        *("melden", "norm", "hulp", "opnieuw"),
    ),
    "plichten": ("id", "deel", "als"),
    "tegenspraken": ("id", "als", "geen_weg", "kijk_terug"),
    "terughoudendheid": (
        *("id", "als", "bij", "blijft", "terughoudend", "vragen", "hulp_gelezen_als"),
    ),
    "situatieredenen": ("id", "als", "veld"),
    "situatievragen": ("id", "telt_bij"),
}
_FILLED: Mapping[str, tuple[str, list[str]]] = {
    "1": ("signaal", ["persoon", "bijlage", "controle"]),
    "2": ("overleg", []),
    "3": ("gesprek", []),
    "4": ("wegen", []),
    "5": ("besluit", ["wegen", "meldstuk", "melding", "afspraak", "opvolging", "terugkoppeling"]),
}
# Which outcome of the Kindcheck version 1 let bear out that all victims are adults.
_BORNE_OUT = {"kindcheck": ["geen_signalen", "geen_zorg_voor_kinderen"]}


def situation(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a situation; a value that version 1 did not have is left as it stands."""
    return _renamed(fields, {True: ADULTS, False: UNKNOWN})


def condition(data: Mapping[str, Any]) -> dict[str, Any]:
    """A condition; ``null`` says nothing."""
    told = {key: value for key, value in data.items() if (key, value) != (FIELD, None)}
    return _renamed(told, {True: [ADULTS], False: list(NOT_ADULTS)})


def asked(names: Any) -> Any:
    """A list of names of fields, such as those that were asked."""
    return [NOW if name == FIELD else name for name in names] if isinstance(names, list) else names


def part(deel: Any) -> Any:
    """Where a duty stands; the report itself was no place of its own."""
    return _PARTS.get(deel, deel) if isinstance(deel, str) else deel


def question(data: Mapping[str, Any]) -> dict[str, Any]:
    """The question whether all victims are adults, as the one that it became."""
    if data.get("id") != FIELD:
        return dict(data)
    values: dict[str, dict[str, Any]] = {
        "ja": {"waarde": ADULTS, "telt_na": _BORNE_OUT},
        "nee": {"waarde": UNKNOWN},
    }
    choices = [{**each, **values.get(each["waarde"], {})} for each in data.get("keuzes", ())]
    return {**data, "id": NOW, "keuzes": choices}


def step(data: Mapping[str, Any]) -> dict[str, Any]:
    """A step that does not say what fills it: by its number, as the program itself said then."""
    known = _FILLED.get(str(data.get("id")))
    if "gevuld_door" in data or known is None:
        return dict(data)
    filled, beside = known
    if data.get("kort") == "Afstemmen":
        filled = "afstemming"
    return {**data, "gevuld_door": filled, "ook": beside}


def _renamed(fields: Mapping[str, Any], values: Mapping[bool, Any]) -> dict[str, Any]:
    """`FIELD` under its new name; where the new one stands beside it, both are left to refuse."""
    if not isinstance(fields.get(FIELD), bool) or NOW in fields:
        return dict(fields)
    return {
        (NOW if key == FIELD else key): (values[value] if key == FIELD else value)
        for key, value in fields.items()
    }
