"""The form of a message, version 1: the fields in which a report goes to another program.

The form has models of its own, so that the report can change without the message. It is published
as JSON Schema in `inhoud/bericht.schema.json`; a test holds the two together. What the fields mean,
and what never stands in a message, is told in docs/bericht.md.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from meldcode.dossier.entries import (
    Gespreksgrond,
    JaNee,
    Line,
    Must,
    MustLine,
    Naamgrond,
    Onbekend,
    PartialDate,
    Text,
)
from meldcode.melding.report import MOST_FACTS, MOST_PEOPLE, Vorm

PUBLISHED = Path(__file__).parent / "inhoud" / "bericht.schema.json"
FORMAT: Literal["meldcode-melding"] = "meldcode-melding"
VERSION: Literal[1] = 1
# What is answered with 'niet bekend' has an id of words with dots between, such as zorgen.sinds.
MOST_UNKNOWN = 1000


_DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


def _as_we_write(given: object) -> object:
    if isinstance(given, datetime) or (isinstance(given, str) and re.fullmatch(_MOMENT, given)):
        return given
    raise ValueError("not as 2026-11-22T14:05:06Z")


Moment = Annotated[
    AwareDatetime,
    # Behind a validator of our own a text is not strict any more for pydantic.
    Strict(False),
    BeforeValidator(_as_we_write),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": f"^{_MOMENT}$"}),
]
Deeldatum = Annotated[
    PartialDate, WithJsonSchema({"type": "string", "pattern": f"^({_DAY})?$", "maxLength": 10})
]
Persoonnummer = Annotated[str, StringConstraints(pattern=r"^p[1-9][0-9]?$")]
QUESTION = re.compile(r"[a-z0-9_]{1,40}(\.[a-z0-9_]{1,40}){0,3}")
Vraagnaam = Annotated[str, StringConstraints(pattern=f"^{QUESTION.pattern}$")]


class _Part(BaseModel):
    # Strict: no number counts as a date, and no text as a number.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class NaamVerborgen(_Part):
    """The reporter's name must not be told to the family: on which ground and why."""

    grond: Naamgrond | None
    reden: Text


class OnbekendeMelder(_Part):
    """The reporter stays unknown to Veilig Thuis as well; nothing else is said of them."""

    onbekend: Literal[True]


class BekendeMelder(_Part):
    """Who reports. `beroep` is the id of the framework that they follow.

    `naam_verborgen` is null where the family may know the name.
    """

    onbekend: Literal[False]
    beroep: Line
    naam: Line
    functie: Line
    organisatie: Line
    telefoon: Line
    bereikbaar: Line
    kent_van: Text
    naam_verborgen: NaamVerborgen | None


class Zorgen(_Part):
    """What is reported; `toestemming` is an adult victim's, and `gevaar` goes with a refusal.

    'oudersignalen': the reporter saw a parent and not the children, and asks Veilig Thuis to look
    into how they are.
    """

    gaat_over: Literal["kind", "oudersignalen", "volwassene"] | None
    andere_kinderen: Onbekend | None
    vormen: tuple[Vorm, ...]
    vorm_anders: Line
    sinds: Line
    acuut: Onbekend | None
    acuut_toelichting: Text
    toestemming: (
        Literal["ja", "geweigerd_vrij", "geweigerd_onvrij", "wilsonbekwaam", "onbekend"] | None
    )
    gevaar: Text


class Mens(_Part):
    """Somebody in the report; `id` (p1, p2 …) holds within this message alone.

    Where `veilig_adres_bekend`, the reporter knows a safe address, which is told by telephone.
    """

    id: Persoonnummer
    rol: Literal[
        "kind",
        "ongeboren_kind",
        "client",
        "ouder",
        "partner",
        "ex_partner",
        "familie",
        "ander_kind",
        "vertegenwoordiger",
        "andere_betrokkene",
        "professional",
    ]
    naam: MustLine
    geboren: Deeldatum
    uitgerekend: Deeldatum
    relatie: Line
    gezag: Onbekend | None
    adres: Line
    veilig_adres_bekend: bool
    telefoon: Line
    toelichting: Text


class Feit(_Part):
    """One fact with its source, numbered from 1; `over` holds ids of `mensen`.

    `nodig` tells how it averts the danger, only where an adult refused freely.
    """

    nummer: int = Field(ge=1, le=MOST_FACTS)
    wat: Must
    gebeurd: Deeldatum
    gebeurd_toelichting: Line
    herkomst: Literal["zelf_gezien", "verteld", "document"]
    van_wie: Line
    over: tuple[Persoonnummer, ...]
    nodig: Text


class Stappen(_Part):
    """What was done in which step, before the report."""

    signalen: Text
    overleg: Text
    gesprek: Text
    wegen: Text
    hulp: Text


class Verteld(_Part):
    """Whether one person was told of the report, what the answer was, or why not."""

    persoon: Persoonnummer
    verteld: JaNee | None
    op: date | None
    reactie: Text
    instemming: Onbekend | None
    grond: Gespreksgrond | None
    grond_toelichting: Text
    wanneer_wel: Line


class Omgeving(_Part):
    """Who stands around the family."""

    steun: Text
    hulpverleners: Text


class Vraag(_Part):
    """What is asked of Veilig Thuis, and what the reporter goes on doing."""

    gevraagd: Text
    zelf: Text
    overig: Text


class Message(_Part):
    """A report on its way to Veilig Thuis; `gemaakt` is in UTC and whole seconds.

    Every field always stands there: an empty text, an empty list or null means not filled in.
    """

    formaat: Literal["meldcode-melding"]
    versie: Literal[1]
    gemaakt: Moment
    melder: OnbekendeMelder | BekendeMelder
    zorgen: Zorgen
    mensen: tuple[Mens, ...] = Field(max_length=MOST_PEOPLE)
    feiten: tuple[Feit, ...] = Field(max_length=MOST_FACTS)
    stappen: Stappen
    verteld: tuple[Verteld, ...] = Field(max_length=MOST_PEOPLE)
    omgeving: Omgeving
    vraag: Vraag
    niet_bekend: tuple[Vraagnaam, ...] = Field(max_length=MOST_UNKNOWN)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if [each.nummer for each in self.feiten] != list(range(1, len(self.feiten) + 1)):
            raise ValueError("facts are numbered from 1")
        people = [each.id for each in self.mensen]
        pointed_at = {each.persoon for each in self.verteld}.union(*(f.over for f in self.feiten))
        if len(set(people)) < len(people) or not pointed_at <= set(people):
            raise ValueError("a person stands there twice, or not at all")
        return self


def published() -> str:
    """The JSON Schema of a message, as it must stand in `PUBLISHED`."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    shape = head | Message.model_json_schema()
    return json.dumps(shape, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
