"""A framework as JSON: everything it says, resolved, with what it rests on; and the schema of that.

The form is the one that a case keeps (``kader/kept.py``), which can read it back, and more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from meldcode.kader import kept, schema
from meldcode.kader.model import Framework

SCHEMA_ID = f"urn:meldcode:schema:kader:{kept.VERSION}"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FACT = re.compile(r"feit:([a-z0-9_-]+)")
_STRICT = ConfigDict(extra="forbid", frozen=True)


class Hashes(BaseModel):
    """Of the decision alone, and of everything a person reads; ``sha256:`` and 64 digits."""

    model_config = _STRICT

    beslissing: str
    woorden: str


Collections = create_model(  # type: ignore[call-overload]
    "Collections",
    __config__=_STRICT,
    **{name: (tuple[model, ...], ...) for name, model in schema.COLLECTIONS.items()},  # type: ignore[valid-type]
)


class Exported(BaseModel):
    """What stands in the file.

    ``herkomst`` tells of each item (collection, id) from which framework it comes.
    """

    model_config = _STRICT

    schema_id: str = Field(alias="$schema")
    vorm: int
    id: str
    naam: str
    kort: str
    beroep: str
    versie: str
    bron: schema.Refs
    hash: Hashes
    verzamelingen: Collections
    herkomst: tuple[tuple[str, str, str], ...]
    feiten: tuple[schema.Fact, ...]
    bronnen: tuple[schema.Source, ...]


def to_json(framework: Framework) -> str:
    """The framework with its hashes, sources and facts, the same for the same content."""
    return _written({"$schema": SCHEMA_ID, **_data(framework)})


def schema_text() -> str:
    """The JSON Schema (2020-12) of what :func:`to_json` writes."""
    return _written({"$schema": DIALECT, "$id": SCHEMA_ID, **Exported.model_json_schema()})


def _data(framework: Framework) -> dict[str, Any]:
    """What a case keeps of the framework, and of the registers what that refers to."""
    text = kept.to_text(framework)
    data: dict[str, Any] = json.loads(text)
    facts = _items(framework.facts, _FACT.findall(text))
    refs = [*_references(data), *_references(facts)]
    sources = _items(framework.sources, [ref.partition("#")[0] for ref in refs])
    hashes = {"beslissing": framework.hash, "woorden": framework.words_hash}
    return {**data, "hash": hashes, "feiten": facts, "bronnen": sources}


def _items(register: Mapping[str, schema.Item], wanted: Iterable[str]) -> list[dict[str, Any]]:
    chosen = set(wanted)
    return [item.model_dump(mode="json") for key, item in register.items() if key in chosen]


def _references(data: object) -> Iterator[str]:
    """Everything under ``bron``, wherever it stands."""
    if isinstance(data, dict):
        yield from data.get("bron", ())
        for each in data.values():
            yield from _references(each)
    elif isinstance(data, list):
        for each in data:
            yield from _references(each)


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
