"""What stands in a content file, with the line of each part: plain dicts and lists that know it."""

from __future__ import annotations

from typing import Any


class Keys(dict[Any, Any]):
    """Keys with values. `line` is where they begin, `lines` where each key stands, from 1."""

    __slots__ = ("line", "lines")
    line: int
    lines: dict[Any, int]


class Entries(list[Any]):
    """A list. `line` is where it begins, `lines` where each of its parts does, from 1."""

    __slots__ = ("line", "lines")
    line: int
    lines: list[int]
