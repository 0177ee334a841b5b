"""The words of a report: of its parts, from `inhoud/delen.yaml`, and its set sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from meldcode.dossier import words
from meldcode.dossier.words import FormWords
from meldcode.kader import schema
from meldcode.kader.load import CONTENT as KADER_CONTENT
from meldcode.kader.load import load_registers
from meldcode.kader.reading import only_keys, read_items, read_yaml
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
    return load_sentences(CONTENT / "zinnen.yaml")


def load_sentences(path: Path) -> Mapping[str, schema.Sentence]:
    """Read and check a file of set sentences.

    Raises ContentError, in Dutch with file and line, where one stands in it twice or has a source
    that does not exist.
    """
    label = f"melding/{path.name}"
    data = read_yaml(path, label)
    only_keys(data, ("zinnen",), label)
    registers = load_registers(KADER_CONTENT)
    found: dict[str, schema.Sentence] = {}
    for item, place in read_items(data, "zinnen", schema.Sentence, label):
        if item.id in found:
            raise place.error(f"Zin '{item.id}' staat er twee keer in. Haal er een weg.")
        for ref in item.bron:
            try:
                registers.cite(ref)
            except KeyError:
                raise place.error(f"Sleutel 'bron': '{ref}' ken ik niet.") from None
        found[item.id] = item
    return found


def say(key: str, **words: object) -> str:
    """The set sentence `key` with its places filled in. Raises KeyError for an unknown one."""
    return sentences()[key].tekst.format(**words)
