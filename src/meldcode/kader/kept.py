"""A resolved framework as JSON and back, so that a case keeps the one it was pinned to.

Facts (phone numbers, terms) are always today's, so they are not kept. What an own framework brings
of sources and facts is: its folder may be gone when a case is opened again. A framework that was
kept under version 1 of the contract is read as version 2 and goes by the hashes of then.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from meldcode.kader import schema, version_1
from meldcode.kader.model import Framework, Registers, digest

I = TypeVar("I", bound=schema.Item)  # noqa: E741

VERSION = 2
_HEAD = ("id", "naam", "kort", "beroep", "versie")


class KeptError(ValueError):
    """The text is no framework that this version can read."""


def to_text(framework: Framework) -> str:
    """The framework with all its items and where each comes from."""
    return json.dumps(
        {
            "vorm": VERSION,
            **{name: getattr(framework, name) for name in _HEAD},
            "bron": framework.bron,
            **({"vingerafdrukken": framework.kept_hashes} if framework.kept_hashes else {}),
            **_own_registers(framework.registers.own),
            "verzamelingen": {
                name: [item.model_dump(mode="json") for item in items.values()]
                for name, items in framework.collections.items()
            },
            "herkomst": [[*key, origin] for key, origin in framework.origin.items()],
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def from_text(text: str, registers: Registers) -> Framework:
    """What `to_text` wrote, with the sources and facts of today. Raises KeptError.

    What came with an own framework is read back where ``registers`` does not have it.
    """
    try:
        data = json.loads(text)
        if data["vorm"] not in (1, VERSION):
            raise KeptError("a later form")
        collections = {}
        for name, model in schema.COLLECTIONS.items():
            items = [model.model_validate(item) for item in data["verzamelingen"].get(name, [])]
            collections[name] = {item.id: item for item in items}
        return Framework(
            **{name: data[name] for name in _HEAD},
            bron=tuple(data["bron"]),
            registers=_beside(registers, data),
            collections=collections,
            origin={(name, item): origin for name, item, origin in data["herkomst"]},
            kept_hashes=_hashes_of_then(data),
        )
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        raise KeptError(str(error)) from None


def _hashes_of_then(data: Mapping[str, Any]) -> dict[str, str]:
    """The hashes of a framework as version 1 counted them: over everything that was kept."""
    if data["vorm"] != 1:
        return dict(data.get("vingerafdrukken", {}))
    items = data["verzamelingen"]
    layer = {
        name: [{key: each[key] for key in fields} for each in items.get(name, [])]
        for name, fields in version_1.DECISION_FIELDS.items()
    }
    return {"hash": digest(layer), "woorden": digest(items)}


def _own_registers(own: Registers | None) -> dict[str, Any]:
    if own is None:
        return {}
    return {
        "bronnen": [item.model_dump(mode="json") for item in own.sources.values()],
        "feiten": [item.model_dump(mode="json") for item in own.facts.values()],
    }


def _beside(registers: Registers, data: Mapping[str, Any]) -> Registers:
    sources = _missing(schema.Source, data.get("bronnen", ()), registers.sources)
    facts = _missing(schema.Fact, data.get("feiten", ()), registers.facts)
    if not sources and not facts:
        return registers
    own = registers.own or Registers({}, {})
    return registers.with_own(Registers({**sources, **own.sources}, {**facts, **own.facts}))


def _missing(kind: type[I], items: Iterable[object], known: Container[str]) -> dict[str, I]:
    read = [kind.model_validate(item) for item in items]
    return {item.id: item for item in read if item.id not in known}
