"""YAML as plain values that know their line; what is no good YAML is refused in plain Dutch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node
from ruamel.yaml.reader import ReaderError

from meldcode.kader.marked import Entries, Keys


class ParseError(Exception):
    """What is wrong with the text, in Dutch, and on which line, from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


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


def parse(source: bytes) -> Any:
    """The values in a text: `Keys`, `Entries` and plain ones. Raises ParseError."""
    yaml = YAML()
    yaml.Constructor = _Constructor
    text = ""
    try:
        text = source.decode("utf-8")
        return _marked(yaml.load(text))
    except UnicodeDecodeError:
        raise ParseError(1, "Dit bestand is geen UTF-8. Sla het op als UTF-8.") from None
    except _BadValue as error:
        raise ParseError(
            _line(error),
            "Wat op deze regel staat, kan niet: een datum moet bestaan, een sleutel is één woord.",
        ) from None
    except MarkedYAMLError as error:
        raise ParseError(
            _line(error),
            "Dit is geen geldige YAML. Kijk naar inspringen, dubbele sleutels, dubbele punten "
            "en aanhalingstekens op deze regel en de regel erboven.",
        ) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ParseError(line, "Er staat een teken dat niet in tekst hoort.") from None
    except (YAMLError, RecursionError):
        raise ParseError(1, "Dit is geen geldige YAML.") from None


def _line(error: MarkedYAMLError) -> int:
    return error.problem_mark.line + 1 if error.problem_mark else 1


def _marked(value: Any) -> Any:
    if isinstance(value, CommentedMap):
        keys = Keys({_marked(key): _marked(each) for key, each in value.items()})
        keys.line = value.lc.line + 1
        # A key that a merge brought has no line of its own.
        own = value.lc.data or {}
        keys.lines = {key: own[key][0] + 1 for key in value if key in own}
        return keys
    if isinstance(value, CommentedSeq):
        entries = Entries(map(_marked, value))
        entries.line = value.lc.line + 1
        entries.lines = [value.lc.item(index)[0] + 1 for index in range(len(value))]
        return entries
    return _plain(value)


def _plain(value: Any) -> Any:
    """Without what the parser remembers of how a value was written."""
    if isinstance(value, datetime):
        return datetime.combine(value.date(), value.timetz())
    for kind in (bool, str, int, float):
        if isinstance(value, kind):
            return value if type(value) is kind else kind(value)
    return value
