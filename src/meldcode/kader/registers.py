"""The registers of sources and dated facts: the product's, and what an own framework adds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from meldcode.kader import reading, schema
from meldcode.kader.model import Registers
from meldcode.kader.reading import Place, add_once, only_keys, read_items

I = TypeVar("I", bound=schema.Item)  # noqa: E741

REGISTER_FILES = ("bronnen.yaml", "feiten.yaml")
_Register = dict[str, tuple[I, Place]]


def load_registers(root: Path) -> Registers:
    """The registers ``bronnen.yaml`` and ``feiten.yaml``. Raises ContentError."""
    sources = _register(root / "bronnen.yaml", "bronnen.yaml", schema.Source)
    facts = _register(root / "feiten.yaml", "feiten.yaml", schema.Fact)
    _check_facts(facts, sources)
    return _plain(sources, facts)


def own_registers(folder: Path, product: Registers) -> Registers:
    """What an own framework brings itself; both files may be missing, or hold comments alone.

    Raises ContentError, also for an id that ``product`` has already.
    """
    sources = _own(folder, "bronnen.yaml", schema.Source, product.sources)
    facts = _own(folder, "feiten.yaml", schema.Fact, product.facts)
    _check_facts(facts, {**product.sources, **sources})
    return _plain(sources, facts)


def _own(
    folder: Path, name: str, model: type[I], product: Mapping[str, schema.Item]
) -> _Register[I]:
    path = folder / name
    if not path.exists() or reading.says_nothing(path):
        return {}
    found = _register(path, f"{folder.name}/{name}", model)
    for key, (_, place) in found.items():
        if key in product:
            raise place.error(f"De id '{key}' is al van Meldcode. Kies een andere.")
    return found


def _register(path: Path, label: str, model: type[I]) -> _Register[I]:
    name = path.stem
    data = reading.read_yaml(path, label)
    only_keys(data, (name,), label)
    found: _Register[I] = {}
    if name not in data:
        raise Place(label, 1).error(f"De sleutel '{name}' ontbreekt.")
    for item, place in read_items(data, name, model, label):
        add_once(found, item.id, (item, place), name)
    return found


def _check_facts(facts: _Register[schema.Fact], sources: Mapping[str, object]) -> None:
    for fact, place in facts.values():
        for ref in fact.bron:
            if ref.partition("#")[0] not in sources:
                raise place.error(
                    f"Feit '{fact.id}', sleutel 'bron': '{ref}' staat niet in bronnen.yaml."
                )
        if fact.opnieuw <= fact.gezien:
            raise place.error(
                f"Feit '{fact.id}', sleutel 'opnieuw': kies een dag na 'gezien' ({fact.gezien})."
            )


def _plain(sources: _Register[schema.Source], facts: _Register[schema.Fact]) -> Registers:
    return Registers(
        {key: source for key, (source, _) in sources.items()},
        {key: fact for key, (fact, _) in facts.items()},
    )
