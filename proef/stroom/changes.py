"""Files and folders, each as programs see it and as it stands on the disk, and changes to them.

Programs see a change at once (`now`); the disk has it when it was synced (`safe`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

SECTOR = 512


@dataclass(eq=False)
class Node:
    """What files and folders share; `mode` as in stat(2), times in nanoseconds since 1970."""

    number: int
    mode: int
    uid: int = 0
    gid: int = 0
    atime: int = 0
    mtime: int = 0
    links: int = 1


@dataclass(eq=False)
class File(Node):
    """A file as programs see it (`now`) and as it stands on the disk (`safe`)."""

    now: bytearray = field(default_factory=bytearray)
    safe: bytearray = field(default_factory=bytearray)


@dataclass(eq=False)
class Folder(Node):
    """A folder as programs see it (`now`) and as it stands on the disk (`safe`)."""

    now: dict[str, Node] = field(default_factory=dict)
    safe: dict[str, Node] = field(default_factory=dict)


class Write(NamedTuple):
    """Bytes put in a file, `at` bytes from its start."""

    file: File
    at: int
    data: bytes

    def sectors(self) -> Iterator[Write]:
        """The same write, cut at the borders of the disk's sectors."""
        start = 0
        while start < len(self.data):
            end = start + SECTOR - (self.at + start) % SECTOR
            yield Write(self.file, self.at + start, self.data[start:end])
            start = end


class Resize(NamedTuple):
    """A file cut off, or made longer with zeros, to `size` bytes."""

    file: File
    size: int


class Edit(NamedTuple):
    """A name that from now on stands for `node`, or for nothing."""

    folder: Folder
    name: str
    node: Node | None


class Names(NamedTuple):
    """Edits that come together or not at all."""

    edits: tuple[Edit, ...]

    def places(self) -> set[tuple[int, str]]:
        """The names that are touched, each with the number of its folder."""
        return {(edit.folder.number, edit.name) for edit in self.edits}


Change = Write | Resize | Names


def keep(change: Change) -> None:
    """Make a change on the disk itself, as a sync does."""
    if isinstance(change, Names):
        for edit in change.edits:
            enter(edit, edit.folder.safe)
    else:
        apply(change, change.file.safe)


def apply(change: Write | Resize, content: bytearray) -> None:
    """Make a change to what stands in a file."""
    end = change.size if isinstance(change, Resize) else change.at
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if isinstance(change, Resize):
        del content[end:]
    else:
        content[end : end + len(change.data)] = change.data


def enter(edit: Edit, names: dict[str, Node]) -> None:
    """Make a change to the names in a folder."""
    if edit.node is None:
        names.pop(edit.name, None)
    else:
        names[edit.name] = edit.node
