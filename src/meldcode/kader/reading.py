"""One content file as typed items, each with its place; what is not right is refused.

Every message is Dutch and names file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from meldcode.kader import compiled
from meldcode.kader.marked import Entries, Keys

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class ContentError(Exception):
    """Content that is not right; the message says where (file:line), what and what to do."""


@dataclass(frozen=True)
class Place:
    """Where something stands: a file and a line, counted from 1."""

    file: str
    line: int

    def error(self, message: str) -> ContentError:
        return ContentError(f"{self.file}:{self.line}: {message}")


def read_yaml(path: Path, label: str) -> Keys:
    """The keys and values of a file that messages call ``label``.

    Raises :class:`ContentError`.
    """
    try:
        source = path.read_bytes()
    except FileNotFoundError:
        raise Place(label, 1).error("Dit bestand ontbreekt.") from None
    data = compiled.tree(path, source)
    if data is None:
        data = _parse(source, label)
        compiled.keep(path, source, data)
    return data


def _parse(source: bytes, label: str) -> Keys:
    # Here, since most starts find everything compiled and need no parser.
    from meldcode.kader import parsing

    try:
        data = parsing.parse(source)
    except parsing.ParseError as error:
        raise Place(label, error.line).error(error.message) from None
    if not isinstance(data, Keys):
        raise Place(label, 1).error("Zet hier sleutels met waarden, geen lijst of losse tekst.")
    return data


def says_nothing(path: Path) -> bool:
    """Whether a file holds comments alone. One that can't be read is left to `read_yaml`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)


def only_keys(data: Mapping[Any, Any], allowed: tuple[str, ...], label: str) -> None:
    """Refuse a key that is not one of ``allowed``."""
    for key in data:
        if key not in allowed:
            raise key_place(data, key, label).error(
                f"De sleutel '{key}' ken ik niet. Kies uit: {', '.join(allowed)}."
            )


def read_items(
    data: Mapping[str, Any], name: str, model: type[M], label: str
) -> Iterator[tuple[M, Place]]:
    """The items in the list under ``name``, each with its place."""
    entries = data[name]
    if not isinstance(entries, Entries):
        raise key_place(data, name, label).error(
            f"Verzameling '{name}': maak er een lijst van ('- id: …')."
        )
    for index, entry in enumerate(entries):
        place = Place(label, entries.lines[index])
        if not isinstance(entry, Keys):
            raise place.error(f"Verzameling '{name}': elk onderdeel begint met '- id: …'.")
        what = f"Verzameling '{name}', onderdeel '{entry.get('id', '?')}'"
        yield validate(model, entry, entry, label, what), place


def add_once(
    group: dict[str, tuple[T, Place]], key: str, value: tuple[T, Place], name: str
) -> None:
    """Add to ``group``; an id that is there already is refused."""
    if key in group:
        raise value[1].error(f"Verzameling '{name}': de id '{key}' bestaat al. Kies een andere.")
    group[key] = value


def key_place(data: Any, key: Any, label: str) -> Place:
    """The line of ``key``, or of what it stands in where that is all that is known."""
    line = data.lines.get(key, data.line) if isinstance(data, Keys) else getattr(data, "line", 1)
    return Place(label, line)


def validate(model: type[M], data: Mapping[str, Any], marked: Any, label: str, what: str) -> M:
    """``data`` as a ``model``; a message calls it ``what`` and finds its line in ``marked``."""
    try:
        return model.model_validate(_plain(data))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = [str(part) for part in first["loc"] if part != "[key]"]
        raise _place_of(marked, first["loc"], label).error(
            f"{what}, sleutel '{'.'.join(path)}': {_explain(first)}"
        ) from None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


def _place_of(data: Any, location: tuple[Any, ...], label: str) -> Place:
    place = Place(label, getattr(data, "line", 1))
    for part in location:
        if isinstance(data, Keys) and part in data:
            place, data = key_place(data, part, label), data[part]
        elif isinstance(data, Entries) and isinstance(part, int) and part < len(data):
            place, data = Place(label, data.lines[part]), data[part]
        else:
            break
    return place


_MESSAGES = {
    "invalid_key": "is geen tekst. Een sleutel is één woord.",
    "missing": "ontbreekt. Vul deze sleutel in.",
    "extra_forbidden": "ken ik niet. Haal deze sleutel weg of verbeter de naam.",
    "string_type": "is geen tekst. Zet de waarde tussen aanhalingstekens.",
    "string_too_short": "is leeg. Vul een tekst in.",
    "too_short": "is leeg of te kort. Vul er meer in.",
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
