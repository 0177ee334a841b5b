"""Reading frameworks from their content files, and refusing what is not right.

A folder is one framework. ``gemeenschappelijk`` is whole; another folder has a ``kader.yaml``
that names the one it builds on (``op``) and says how it differs, item by item, with ``vervang``,
``voeg_toe`` and ``laat_weg``. Every message is Dutch and names file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from meldcode.kader import reading, schema
from meldcode.kader.model import Framework, Registers
from meldcode.kader.reading import ContentError, Place, key_place, only_keys, read_items, validate
from meldcode.kader.references import check_references

I = TypeVar("I", bound=schema.Item)  # noqa: E741

CONTENT = Path(__file__).parent / "inhoud"
ORDER = (
    "artsen",
    "verpleegkundigen",
    "verloskundigen",
    "paramedici",
    "sociaal",
    "complementair",
    "onderwijs",
    "kinderopvang",
    "justitie",
    "gemeenschappelijk",
)
BASE = "gemeenschappelijk"
HEAD = ("id", "naam", "kort", "beroep", "op", "versie", "bron")
VERBS = ("vervang", "voeg_toe", "laat_weg")


class _Head(BaseModel):
    model_config = schema.Item.model_config

    id: schema.Id
    naam: schema.Text
    kort: schema.Text
    beroep: schema.Text
    op: schema.Id | None = None
    versie: schema.Text
    bron: schema.Refs


Raw = dict[str, dict[str, tuple[schema.Item, Place]]]


@dataclass(frozen=True)
class _Folder:
    """A folder as it was read; ``data`` is its ``kader.yaml``, ``own`` what its other files say."""

    head: _Head
    label: str
    data: Mapping[str, Any]
    own: Raw

    @property
    def place(self) -> Place:
        return Place(self.label, 1)


@lru_cache(maxsize=1)
def frameworks() -> Mapping[str, Framework]:
    """The product's own frameworks by id, in the order of the menu."""
    return load_all(CONTENT, ORDER)


def load_all(root: Path, order: tuple[str, ...]) -> dict[str, Framework]:
    """Every framework of ``root`` named in ``order``.

    Raises :class:`ContentError` at the first thing that is not right.
    """
    registers = load_registers(root)
    folders = {name: _read_folder(root / name) for name in dict.fromkeys((BASE, *order))}
    common = _resolve(folders[BASE], None)
    built = {}
    for name in order:
        folder = folders[name]
        items, places, origin = common if name == BASE else _resolve(folder, common)
        built[name] = _build(folder.head, registers, items, origin)
        check_references(built[name], places, folder.place)
    return built


def load_registers(root: Path) -> Registers:
    """The registers ``bronnen.yaml`` and ``feiten.yaml``."""
    sources = dict(_register(root, "bronnen", schema.Source))
    facts = dict(_register(root, "feiten", schema.Fact))
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
    return Registers(
        {key: source for key, (source, _) in sources.items()},
        {key: fact for key, (fact, _) in facts.items()},
    )


def _register(root: Path, name: str, model: type[I]) -> dict[str, tuple[I, Place]]:
    label = f"{name}.yaml"
    data = reading.read_yaml(root / label, label)
    only_keys(data, (name,), label)
    found: dict[str, tuple[I, Place]] = {}
    if name not in data:
        raise Place(label, 1).error(f"De sleutel '{name}' ontbreekt.")
    for item, place in read_items(data, name, model, label):
        _add(found, item.id, (item, place), name)
    return found


def _build(
    head: _Head, registers: Registers, items: Raw, origin: dict[tuple[str, str], str]
) -> Framework:
    return Framework(
        id=head.id,
        naam=head.naam,
        kort=head.kort,
        beroep=head.beroep,
        versie=head.versie,
        bron=head.bron,
        registers=registers,
        collections={
            name: {key: item for key, (item, _) in items.get(name, {}).items()}
            for name in schema.COLLECTIONS
        },
        origin=origin,
    )


def _read_folder(folder: Path) -> _Folder:
    label = f"{folder.name}/kader.yaml"
    data = reading.read_yaml(folder / "kader.yaml", label)
    only_keys(data, (*HEAD, *VERBS), label)
    head = validate(
        _Head, {key: data[key] for key in data if key in HEAD}, data, label, "Dit kader"
    )
    if head.id != folder.name:
        raise key_place(data, "id", label).error(
            f"Sleutel 'id': '{head.id}' moet gelijk zijn aan de naam van de map, '{folder.name}'."
        )
    if head.op != (None if head.id == BASE else BASE):
        raise key_place(data, "op", label).error(_wrong_base(head))
    if head.op is None:
        # What a framework without a base has to say stands in its other files.
        only_keys(data, HEAD, label)
    return _Folder(head, label, data, _read_items(folder))


def _wrong_base(head: _Head) -> str:
    if head.id == BASE:
        return "Sleutel 'op': laat deze weg. Dit kader bouwt nergens op."
    return f"Sleutel 'op': noem '{BASE}', daar bouwt dit kader op."


def _read_items(folder: Path) -> Raw:
    found: Raw = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "kader.yaml":
            continue
        label = f"{folder.name}/{path.name}"
        data = reading.read_yaml(path, label)
        only_keys(data, tuple(schema.COLLECTIONS), label)
        for name in data:
            for item, place in read_items(data, name, schema.COLLECTIONS[name], label):
                _add(found.setdefault(name, {}), item.id, (item, place), name)
    return found


Resolved = tuple[Raw, dict[tuple[str, str], Place], dict[tuple[str, str], str]]


def _resolve(folder: _Folder, base: Resolved | None) -> Resolved:
    """The framework with its differences laid over the one it builds on."""
    items: Raw = {name: dict(group) for name, group in base[0].items()} if base else {}
    origin = dict(base[2]) if base else {}
    if base:
        _leave_out(items, folder)
    for name, item, place in _own_items(folder):
        _add(items.setdefault(name, {}), item.id, (item, place), name)
        origin[name, item.id] = folder.head.id
    for name, item, place in _verb_items(folder, "vervang"):
        group = items.setdefault(name, {})
        if item.id not in group:
            raise place.error(f"'vervang' in '{name}': er is geen '{item.id}' om te vervangen.")
        group[item.id] = (item, place)
        origin[name, item.id] = folder.head.id
    places = {(n, key): place for n, group in items.items() for key, (_, place) in group.items()}
    return items, places, origin


def _own_items(folder: _Folder) -> Iterator[tuple[str, schema.Item, Place]]:
    for name, group in folder.own.items():
        for item, place in group.values():
            yield name, item, place
    yield from _verb_items(folder, "voeg_toe")


def _verb(folder: _Folder, verb: str) -> Mapping[str, Any]:
    """The collections under a verb; none where the verb is not used."""
    data = folder.data.get(verb, {})
    if not isinstance(data, Mapping):
        raise key_place(folder.data, verb, folder.label).error(
            f"Sleutel '{verb}': zet hieronder de namen van verzamelingen."
        )
    only_keys(data, tuple(schema.COLLECTIONS), folder.label)
    return data


def _verb_items(folder: _Folder, verb: str) -> Iterator[tuple[str, schema.Item, Place]]:
    data = _verb(folder, verb)
    for name in data:
        for item, place in read_items(data, name, schema.COLLECTIONS[name], folder.label):
            yield name, item, place


def _leave_out(items: Raw, folder: _Folder) -> None:
    data = _verb(folder, "laat_weg")
    for name, keys in data.items():
        place = key_place(data, name, folder.label)
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise place.error(f"'laat_weg' in '{name}': maak er een lijst van id's van.")
        for key in keys:
            if key not in items.get(name, {}):
                raise place.error(f"'laat_weg' in '{name}': er is geen '{key}' om weg te laten.")
            del items[name][key]


def _add(group: dict[str, tuple[I, Place]], key: str, value: tuple[I, Place], name: str) -> None:
    if key in group:
        raise value[1].error(f"Verzameling '{name}': de id '{key}' bestaat al. Kies een andere.")
    group[key] = value


__all__ = [
    "BASE",
    "CONTENT",
    "ORDER",
    "ContentError",
    "Place",
    "frameworks",
    "load_all",
    "load_registers",
]
