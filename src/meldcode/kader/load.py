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

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from meldcode.kader import schema
from meldcode.kader.model import Framework, Registers
from meldcode.kader.references import check_references

M = TypeVar("M", bound=BaseModel)

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


class ContentError(Exception):
    """Content that is not right; the message says where (file:line), what and what to do."""


@dataclass(frozen=True)
class Place:
    """Where something stands: a file and a line, counted from 1."""

    file: str
    line: int

    def error(self, message: str) -> ContentError:
        return ContentError(f"{self.file}:{self.line}: {message}")


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
    head: _Head
    place: Place
    own: Raw
    verbs: Mapping[str, Any]


@lru_cache(maxsize=1)
def frameworks() -> Mapping[str, Framework]:
    """The product's own frameworks by id, in the order of the menu."""
    return load_all(CONTENT, ORDER)


def load_all(root: Path, order: tuple[str, ...]) -> dict[str, Framework]:
    """Every framework of ``root`` named in ``order``.

    Raises :class:`ContentError` at the first thing that is not right.
    """
    registers, places = load_registers(root)
    _check_registers(registers, places)
    common = _read_folder(root / BASE)
    resolved = {BASE: _resolve(common, None, {})}
    for name in order:
        if name != BASE:
            folder = _read_folder(root / name)
            if folder.head.op != BASE:
                raise folder.place.error(f"Sleutel 'op': noem '{BASE}', daar bouwt dit kader op.")
            resolved[name] = _resolve(folder, resolved[BASE], folder.verbs)
    built = {}
    for name in order:
        items, places_of, origin = resolved[name]
        folder = common if name == BASE else _read_folder(root / name)
        built[name] = _build(folder.head, registers, items, origin)
        check_references(built[name], places_of, folder.place)
    return built


def load_registers(root: Path) -> tuple[Registers, dict[tuple[str, str], Place]]:
    """The registers ``bronnen.yaml`` and ``feiten.yaml``, with the place of each entry."""
    places: dict[tuple[str, str], Place] = {}
    found: dict[str, dict[str, Any]] = {}
    for name, model in (("bronnen", schema.Source), ("feiten", schema.Fact)):
        path = root / f"{name}.yaml"
        data = _read_yaml(path)
        _only_keys(data, (name,), path.name)
        items = _items(data[name] if name in data else [], name, model, path.name)
        found[name] = {}
        for item, place in items:
            _add(found[name], item.id, item, place, name)
            places[name, item.id] = place
    return Registers(found["bronnen"], found["feiten"]), places


def _check_registers(registers: Registers, places: Mapping[tuple[str, str], Place]) -> None:
    for fact in registers.facts.values():
        for ref in fact.bron:
            if ref.partition("#")[0] not in registers.sources:
                raise places["feiten", fact.id].error(
                    f"Feit '{fact.id}', sleutel 'bron': '{ref}' staat niet in bronnen.yaml."
                )
        if fact.opnieuw <= fact.gezien:
            raise places["feiten", fact.id].error(
                f"Feit '{fact.id}', sleutel 'opnieuw': kies een dag na 'gezien' ({fact.gezien})."
            )


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


@lru_cache(maxsize=64)
def _read_folder(folder: Path) -> _Folder:
    path = folder / "kader.yaml"
    data = _read_yaml(path)
    label = f"{folder.name}/kader.yaml"
    _only_keys(data, (*HEAD, *VERBS), label)
    head_data = {key: value for key, value in data.items() if key in HEAD}
    head = _validate(_Head, head_data, data, label, "Dit kader")
    place = Place(label, 1)
    if head.id != folder.name:
        raise _key_place(data, "id", label).error(
            f"Sleutel 'id': '{head.id}' moet gelijk zijn aan de naam van de map, '{folder.name}'."
        )
    if head.op is None and any(verb in data for verb in VERBS):
        raise place.error("Een kader met 'vervang', 'voeg_toe' of 'laat_weg' noemt ook 'op'.")
    verbs = {verb: (data[verb] if verb in data else {}, label) for verb in VERBS}
    return _Folder(head, place, _read_items(folder), verbs)


def _read_items(folder: Path) -> Raw:
    found: Raw = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "kader.yaml":
            continue
        label = f"{folder.name}/{path.name}"
        data = _read_yaml(path)
        _only_keys(data, tuple(schema.COLLECTIONS), label)
        for name, entries in data.items():
            for item, place in _items(entries, name, schema.COLLECTIONS[name], label):
                _add(found.setdefault(name, {}), item.id, (item, place), place, name)
    return found


Resolved = tuple[Raw, dict[tuple[str, str], Place], dict[tuple[str, str], str]]


def _resolve(folder: _Folder, base: Resolved | None, verbs: Mapping[str, Any]) -> Resolved:
    """The framework with its differences laid over the one it builds on."""
    items: Raw = {name: dict(group) for name, group in base[0].items()} if base else {}
    origin = dict(base[2]) if base else {}
    for name, group in folder.own.items():
        for key, (item, place) in group.items():
            _add(items.setdefault(name, {}), key, (item, place), place, name)
            origin[name, key] = folder.head.id
    if base:
        _leave_out(items, *verbs["laat_weg"])
        for verb in ("vervang", "voeg_toe"):
            for name, item, place in _verb_items(*verbs[verb], verb):
                group = items.setdefault(name, {})
                if verb == "vervang" and item.id not in group:
                    raise place.error(
                        f"'vervang' in '{name}': er is geen '{item.id}' om te vervangen."
                    )
                if verb == "voeg_toe":
                    _add(group, item.id, (item, place), place, name)
                group[item.id] = (item, place)
                origin[name, item.id] = folder.head.id
    places = {(n, key): place for n, group in items.items() for key, (_, place) in group.items()}
    return items, places, origin


def _verb_items(data: Any, label: str, verb: str) -> Iterator[tuple[str, schema.Item, Place]]:
    if not isinstance(data, Mapping):
        raise Place(label, 1).error(f"Sleutel '{verb}': zet hieronder de namen van verzamelingen.")
    if data:
        _only_keys(data, tuple(schema.COLLECTIONS), label)
    for name, entries in data.items():
        for item, place in _items(entries, name, schema.COLLECTIONS[name], label):
            yield name, item, place


def _leave_out(items: Raw, data: Any, label: str) -> None:
    if not isinstance(data, Mapping):
        raise Place(label, 1).error("Sleutel 'laat_weg': zet hieronder de verzamelingen.")
    if data:
        _only_keys(data, tuple(schema.COLLECTIONS), label)
    for name, keys in data.items():
        for key in keys if isinstance(keys, list) else [keys]:
            if key not in items.get(name, {}):
                raise _key_place(data, name, label).error(
                    f"'laat_weg' in '{name}': er is geen '{key}' om weg te laten."
                )
            del items[name][key]


def _add(group: dict[str, Any], key: str, value: Any, place: Place, name: str) -> None:
    if key in group:
        raise place.error(f"Verzameling '{name}': de id '{key}' bestaat al. Kies een andere.")
    group[key] = value


def _read_yaml(path: Path) -> Any:
    label = path.name if path.parent.name == "inhoud" else f"{path.parent.name}/{path.name}"
    try:
        data = YAML().load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Place(label, 1).error("Dit bestand ontbreekt.") from None
    except UnicodeDecodeError:
        raise Place(label, 1).error("Dit bestand is geen UTF-8. Sla het op als UTF-8.") from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Place(label, line).error(
            "Dit is geen geldige YAML. Kijk naar inspringen, dubbele sleutels, dubbele punten "
            "en aanhalingstekens op deze regel en de regel erboven."
        ) from None
    except YAMLError:
        raise Place(label, 1).error("Dit is geen geldige YAML.") from None
    if not isinstance(data, CommentedMap):
        raise Place(label, 1).error("Zet hier sleutels met waarden, geen lijst of losse tekst.")
    return data


def _only_keys(data: Mapping[str, Any], allowed: tuple[str, ...], label: str) -> None:
    for key in data:
        if key not in allowed:
            raise _key_place(data, key, label).error(
                f"De sleutel '{key}' ken ik niet. Kies uit: {', '.join(allowed)}."
            )


def _items(
    entries: Any, name: str, model: type[schema.Item], label: str
) -> Iterator[tuple[Any, Place]]:
    if not isinstance(entries, CommentedSeq):
        line = getattr(getattr(entries, "lc", None), "line", 0) + 1
        raise Place(label, line).error(f"Verzameling '{name}': maak er een lijst van ('- id: …').")
    for index, entry in enumerate(entries):
        place = Place(label, entries.lc.item(index)[0] + 1)
        if not isinstance(entry, CommentedMap):
            raise place.error(f"Verzameling '{name}': elk onderdeel begint met '- id: …'.")
        what = f"Verzameling '{name}', onderdeel '{entry.get('id', '?')}'"
        yield _validate(model, entry, entry, label, what), place


def _key_place(data: Any, key: Any, label: str) -> Place:
    try:
        return Place(label, data.lc.key(key)[0] + 1)
    except (AttributeError, KeyError, TypeError):
        line = getattr(getattr(data, "lc", None), "line", 0)
        return Place(label, line + 1)


def _validate(model: type[M], data: Mapping[str, Any], marked: Any, label: str, what: str) -> M:
    try:
        return model.model_validate(_plain(data))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise _place_of(marked, first["loc"], label).error(
            f"{what}, sleutel '{_path(first['loc'])}': {_explain(first)}"
        ) from None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


def _place_of(data: Any, location: tuple[Any, ...], label: str) -> Place:
    place = Place(label, getattr(getattr(data, "lc", None), "line", 0) + 1)
    for part in location:
        if isinstance(data, CommentedMap) and part in data:
            place, data = _key_place(data, part, label), data[part]
        elif isinstance(data, CommentedSeq) and isinstance(part, int) and part < len(data):
            place, data = Place(label, data.lc.item(part)[0] + 1), data[part]
        else:
            break
    return place


def _path(location: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in location)


_MESSAGES = {
    "missing": "ontbreekt. Vul deze sleutel in.",
    "extra_forbidden": "ken ik niet. Haal deze sleutel weg of verbeter de naam.",
    "string_type": "is geen tekst. Zet de waarde tussen aanhalingstekens.",
    "string_too_short": "is leeg. Vul een tekst in.",
    "too_short": "is leeg. Vul er ten minste één in.",
    "bool_type": "mag alleen true of false zijn.",
    "bool_parsing": "mag alleen true of false zijn.",
    "tuple_type": "is geen lijst. Zet de waarden tussen [ en ].",
    "dict_type": "is geen lijst van sleutels met waarden.",
    "model_type": "is geen lijst van sleutels met waarden.",
}


def _explain(error: Any) -> str:
    kind = error["type"]
    if kind == "literal_error":
        return f"mag alleen zijn: {error['ctx']['expected'].replace(' or ', ' of ')}."
    if kind == "string_pattern_mismatch":
        return "heeft een vorm die niet mag. Kijk hoe andere onderdelen dit schrijven."
    if kind.startswith("date"):
        return "is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-22."
    return _MESSAGES.get(kind, "klopt niet. Kijk hoe andere onderdelen dit schrijven.")
