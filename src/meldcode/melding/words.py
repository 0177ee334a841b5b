"""The words of a report: of its parts, from `inhoud/delen.yaml`, and its set sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from meldcode.dossier import words
from meldcode.dossier.content import collection
from meldcode.dossier.words import FormWords
from meldcode.kader import schema
from meldcode.melding.report import PARTS

CONTENT = Path(__file__).parent / "inhoud"


@lru_cache(maxsize=1)
def parts() -> Mapping[str, FormWords]:
    """Each part's form by its `soort`. Raises ContentError where the content is not right."""
    return words.load(CONTENT / "delen.yaml", PARTS, "melding")


def part(soort: str) -> FormWords:
    """The words of one part. Raises KeyError for one that does not exist."""
    return parts()[soort]


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, schema.Sentence]:
    """The set sentences, by id. Raises ContentError where the content is not right."""
    return collection(CONTENT / "zinnen.yaml", "melding", "zinnen", schema.Sentence)


def say(key: str, **words: object) -> str:
    """The set sentence `key` with its places filled in. Raises KeyError for an unknown one."""
    return sentences()[key].tekst.format(**words)
