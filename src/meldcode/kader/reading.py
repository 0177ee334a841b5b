"""One content file as typed items, each with its place; what is not right is refused.

Every message is Dutch and names file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node
from ruamel.yaml.reader import ReaderError

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


class _BadValue(MarkedYAMLError):
    """A value that YAML reads but cannot make anything of, such as 2026-13-45."""


class _Constructor(RoundTripConstructor):
    """Tells where a value stands that is no number, date or other thing it looks like."""

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            raise _BadValue(problem_mark=node.start_mark) from error

    def check_mapping_key(
        self, node: Node, key_node: Node, mapping: Any, key: Any, value: Any
    ) -> bool:
        try:
            return bool(super().check_mapping_key(node, key_node, mapping, key, value))
        except TypeError as error:  # A key that is itself a list or a mapping.
            raise _BadValue(problem_mark=key_node.start_mark) from error


def read_yaml(path: Path, label: str) -> CommentedMap:
    """The keys and values of a file that messages call ``label``."""
    yaml = YAML()
    yaml.Constructor = _Constructor
    source = ""
    try:
        source = path.read_text(encoding="utf-8")
        data = yaml.load(source)
    except FileNotFoundError:
        raise Place(label, 1).error("Dit bestand ontbreekt.") from None
    except UnicodeDecodeError:
        raise Place(label, 1).error("Dit bestand is geen UTF-8. Sla het op als UTF-8.") from None
    except _BadValue as error:
        raise _place_in(label, error).error(
            "Wat op deze regel staat, kan niet: een datum moet bestaan, een sleutel is één woord."
        ) from None
    except MarkedYAMLError as error:
        raise _place_in(label, error).error(
            "Dit is geen geldige YAML. Kijk naar inspringen, dubbele sleutels, dubbele punten "
            "en aanhalingstekens op deze regel en de regel erboven."
        ) from None
    except ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        raise Place(label, line).error("Er staat een teken dat niet in tekst hoort.") from None
    except (YAMLError, RecursionError):
        raise Place(label, 1).error("Dit is geen geldige YAML.") from None
    if not isinstance(data, CommentedMap):
        raise Place(label, 1).error("Zet hier sleutels met waarden, geen lijst of losse tekst.")
    return data


def says_nothing(path: Path) -> bool:
    """Whether a file holds comments alone. One that can't be read is left to `read_yaml`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)


def _place_in(label: str, error: MarkedYAMLError) -> Place:
    return Place(label, error.problem_mark.line + 1 if error.problem_mark else 1)


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
    if not isinstance(entries, CommentedSeq):
        raise key_place(data, name, label).error(
            f"Verzameling '{name}': maak er een lijst van ('- id: …')."
        )
    for index, entry in enumerate(entries):
        place = Place(label, entries.lc.item(index)[0] + 1)
        if not isinstance(entry, CommentedMap):
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
    try:
        return Place(label, data.lc.key(key)[0] + 1)
    except (AttributeError, KeyError, TypeError):
        line = getattr(getattr(data, "lc", None), "line", 0)
        return Place(label, line + 1)


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
    place = Place(label, getattr(getattr(data, "lc", None), "line", 0) + 1)
    for part in location:
        if isinstance(data, CommentedMap) and part in data:
            place, data = key_place(data, part, label), data[part]
        elif isinstance(data, CommentedSeq) and isinstance(part, int) and part < len(data):
            place, data = Place(label, data.lc.item(part)[0] + 1), data[part]
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
