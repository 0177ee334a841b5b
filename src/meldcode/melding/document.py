"""A document before it has a form: the same value becomes PDF, text, Word and page.

It holds nothing but what its reader may see, so that no form of it can show more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Line:
    """A label with what stands behind it; line ends in `text` are the writer's own."""

    label: str
    text: str


@dataclass(frozen=True)
class Block:
    """Lines that belong together, such as one person or one fact; `heading` may be empty."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """A section of the form that it goes to; `id` is its address and its place in a message."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """What goes out. `kind` also is the name of the file: it tells nothing of anybody."""

    kind: Literal["melding", "afschrift", "adviesvraag"]
    title: str
    under: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...] = ()
