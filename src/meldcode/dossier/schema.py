"""The whole file as data: its form, and the JSON Schema of that form that is published.

`inhoud/dossier.schema.json` is made from these models; a test holds the two together.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from meldcode.dossier.entries import Entry

PUBLISHED = Path(__file__).parent / "inhoud" / "dossier.schema.json"
VERSION: Literal["1"] = "1"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Kader(_Part):
    """The framework the case is pinned to, with the hashes of what it decides and what it says."""

    id: str
    versie: str
    hash: str
    woorden_hash: str


class Regel(_Part):
    """One entry: its number in the case, who wrote it, when it was stored, what it says.

    `geldt` is false where a later correction changed or withdrew it, and for corrections.
    """

    nummer: int = Field(ge=1)
    auteur: str
    vastgelegd: AwareDatetime
    geldt: bool
    inhoud: Annotated[Entry, Field(discriminator="soort")]


class Onleesbaar(_Part):
    """A line that is no entry: its number, who wrote it and when. What it says nobody can read."""

    nummer: int = Field(ge=1)
    auteur: str
    vastgelegd: AwareDatetime


class Dossier(_Part):
    """A whole case file as it was when it was exported, old readings included.

    Without `veilige_adressen` the safe addresses have been emptied. With lines in `onleesbaar` it
    is not complete; where every line can be read that is left out.
    """

    versie: Literal["1"] = VERSION
    gemaakt: AwareDatetime
    zaak: str
    codenaam: str
    kader: Kader
    veilige_adressen: bool
    regels: tuple[Regel, ...]
    onleesbaar: tuple[Onleesbaar, ...] = Field(default=(), exclude_if=lambda lost: not lost)


def published() -> str:
    """The JSON Schema of an exported file, as it must stand in `PUBLISHED`."""
    found = Dossier.model_json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(head | found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
