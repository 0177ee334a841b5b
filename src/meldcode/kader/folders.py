"""One folder as a framework: what its files say, laid over the framework it builds on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from meldcode.kader import reading, schema
from meldcode.kader.model import Framework, Registers
from meldcode.kader.reading import Place, add_once, key_place, only_keys, read_items, validate

BASE = "gemeenschappelijk"
HEAD = ("id", "naam", "kort", "beroep", "op", "versie", "bron")
VERBS = ("vervang", "voeg_toe", "laat_weg")
CASES_FILE = "gevallen.yaml"
# Files of a framework's folder that hold no items.
NO_ITEMS = ("kader.yaml", CASES_FILE)


class Head(BaseModel):
    """What stands above the differences in ``kader.yaml``."""

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
class Folder:
    """A folder as it was read; ``data`` is its ``kader.yaml``, ``own`` what its other files say."""

    head: Head
    label: str
    data: Mapping[str, Any]
    own: Raw

    @property
    def place(self) -> Place:
        return Place(self.label, 1)


Resolved = tuple[Raw, dict[tuple[str, str], Place], dict[tuple[str, str], str]]


def build(
    head: Head, registers: Registers, items: Raw, origin: dict[tuple[str, str], str]
) -> Framework:
    """The framework that the resolved ``items`` make."""
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


def read_folder(folder: Path, no_items: tuple[str, ...] = NO_ITEMS) -> Folder:
    """A folder as it stands; files named in ``no_items`` hold no items. Raises ContentError."""
    label = f"{folder.name}/kader.yaml"
    data = reading.read_yaml(folder / "kader.yaml", label)
    only_keys(data, (*HEAD, *VERBS), label)
    head = validate(Head, {key: data[key] for key in data if key in HEAD}, data, label, "Dit kader")
    if head.id != folder.name:
        raise key_place(data, "id", label).error(
            f"Sleutel 'id': '{head.id}' moet gelijk zijn aan de naam van de map, '{folder.name}'."
        )
    if head.op != (None if head.id == BASE else BASE):
        raise key_place(data, "op", label).error(_wrong_base(head))
    if head.op is None:
        # What a framework without a base has to say stands in its other files.
        only_keys(data, HEAD, label)
    return Folder(head, label, data, _read_items(folder, no_items))


def _wrong_base(head: Head) -> str:
    if head.id == BASE:
        return "Sleutel 'op': laat deze weg. Dit kader bouwt nergens op."
    return f"Sleutel 'op': noem '{BASE}', daar bouwt dit kader op."


def _read_items(folder: Path, no_items: tuple[str, ...]) -> Raw:
    found: Raw = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in no_items:
            continue
        label = f"{folder.name}/{path.name}"
        data = reading.read_yaml(path, label)
        only_keys(data, tuple(schema.COLLECTIONS), label)
        for name in data:
            for item, place in read_items(data, name, schema.COLLECTIONS[name], label):
                add_once(found.setdefault(name, {}), item.id, (item, place), name)
    return found


def resolve(folder: Folder, base: Resolved | None) -> Resolved:
    """The framework with its differences laid over the one it builds on. Raises ContentError."""
    items: Raw = {name: dict(group) for name, group in base[0].items()} if base else {}
    origin = dict(base[2]) if base else {}
    if base:
        _leave_out(items, folder)
    for name, item, place in _own_items(folder):
        add_once(items.setdefault(name, {}), item.id, (item, place), name)
        origin[name, item.id] = folder.head.id
    for name, item, place in _verb_items(folder, "vervang"):
        group = items.setdefault(name, {})
        if item.id not in group:
            raise place.error(f"'vervang' in '{name}': er is geen '{item.id}' om te vervangen.")
        group[item.id] = (item, place)
        origin[name, item.id] = folder.head.id
    places = {(n, key): place for n, group in items.items() for key, (_, place) in group.items()}
    return items, places, origin


def _own_items(folder: Folder) -> Iterator[tuple[str, schema.Item, Place]]:
    for name, group in folder.own.items():
        for item, place in group.values():
            yield name, item, place
    yield from _verb_items(folder, "voeg_toe")


def _verb(folder: Folder, verb: str) -> Mapping[str, Any]:
    """The collections under a verb; none where the verb is not used."""
    data = folder.data.get(verb, {})
    if not isinstance(data, Mapping):
        raise key_place(folder.data, verb, folder.label).error(
            f"Sleutel '{verb}': zet hieronder de namen van verzamelingen."
        )
    only_keys(data, tuple(schema.COLLECTIONS), folder.label)
    return data


def _verb_items(folder: Folder, verb: str) -> Iterator[tuple[str, schema.Item, Place]]:
    data = _verb(folder, verb)
    for name in data:
        for item, place in read_items(data, name, schema.COLLECTIONS[name], folder.label):
            yield name, item, place


def _leave_out(items: Raw, folder: Folder) -> None:
    data = _verb(folder, "laat_weg")
    for name, keys in data.items():
        place = key_place(data, name, folder.label)
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise place.error(f"'laat_weg' in '{name}': maak er een lijst van id's van.")
        for key in keys:
            if key not in items.get(name, {}):
                raise place.error(f"'laat_weg' in '{name}': er is geen '{key}' om weg te laten.")
            del items[name][key]
