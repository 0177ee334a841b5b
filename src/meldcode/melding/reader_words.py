"""The words of a reader's copy, from `inhoud/afschrift.yaml`: what keeps a text out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from meldcode.dossier.content import collection
from meldcode.kader import schema
from meldcode.kader.reading import only_keys, read_yaml
from meldcode.melding.words import CONTENT

LABEL = "melding/afschrift.yaml"
REASONS = "redenen"


class Signs(BaseModel):
    """The words by which a text tells more than the copy of one reader may."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verwijzen: frozenset[str] = Field(min_length=1)
    mannelijk: frozenset[str] = Field(min_length=1)
    vrouwelijk: frozenset[str] = Field(min_length=1)
    kindnamen: frozenset[str] = Field(min_length=1)
    clientnamen: frozenset[str] = Field(min_length=1)
    wie_dan_ook: frozenset[str] = Field(min_length=1)
    eerste_persoon: frozenset[str] = Field(min_length=1)
    werkplek: frozenset[str] = Field(min_length=1)


@lru_cache(maxsize=1)
def signs() -> Signs:
    """The words, read once. Raises ContentError or ValidationError where they are not right."""
    data = read_yaml(CONTENT / "afschrift.yaml", LABEL)
    only_keys(data, (REASONS, *Signs.model_fields), LABEL)
    return Signs.model_validate({name: data[name] for name in Signs.model_fields})


@lru_cache(maxsize=1)
def reasons() -> Mapping[str, schema.Sentence]:
    """Why something is left out, by id. Raises ContentError where the content is not right."""
    names = (REASONS, *Signs.model_fields)
    return collection(CONTENT / "afschrift.yaml", "melding", REASONS, schema.Sentence, names=names)


def say(key: str, words: str = "") -> str:
    """The reason `key`, with the words that gave it."""
    return reasons()[key].tekst.format(woorden=words)
