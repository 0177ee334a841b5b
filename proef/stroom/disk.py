"""A disk in memory that knows what was synced, and what a power cut would leave of the rest.

Three things are kept more strictly than by most file systems, since POSIX promises no more:
syncing a file does not keep its name (its folder must be synced), syncing a folder keeps its names
and nothing else, and what was not synced may be there, or be gone, in part. Two things are kinder:
a rename is there or not, never half, and names of different moments come back in their order, as
every journal does. Mode, owner and times are never lost. There are no links.

Sources: fsync(2); the crash assumptions in https://www.sqlite.org/atomiccommit.html, 2.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import time
from enum import Enum
from pathlib import Path
from random import Random

from proef.stroom.changes import (
    Change,
    Edit,
    File,
    Folder,
    Names,
    Node,
    Resize,
    Write,
    apply,
    enter,
    keep,
)

ROOT = 1


class Kept(Enum):
    """What a cut leaves of the changes that were not synced."""

    NONE = "none"  # nothing
    PREFIX = "prefix"  # the first so many, the next one torn between two sectors
    SOME = "some"  # each sector or not, by chance, in any order


class Disk:
    """Files and folders by number, and the changes that were not synced, oldest first.

    A number stays known until the disk is thrown away, so that a deleted file that is still open
    can be read. Methods raise OSError as the kernel would.
    """

    def __init__(self) -> None:
        self.root = Folder(ROOT, stat.S_IFDIR | 0o755)
        self.nodes: dict[int, Node] = {ROOT: self.root}
        self.unsynced: list[Change] = []

    def file(self, number: int) -> File:
        """The file with this number."""
        node = self.nodes[number]
        if not isinstance(node, File):
            raise OSError(errno.EISDIR, "a folder")
        return node

    def folder(self, number: int) -> Folder:
        """The folder with this number."""
        node = self.nodes[number]
        if not isinstance(node, Folder):
            raise OSError(errno.ENOTDIR, "not a folder")
        return node

    def find(self, folder: Folder, name: str) -> Node:
        """What stands under this name now."""
        if name not in folder.now:
            raise OSError(errno.ENOENT, name)
        return folder.now[name]

    def make(self, folder: Folder, name: str, mode: int, uid: int = 0, gid: int = 0) -> Node:
        """A new, empty file or folder, whichever `mode` says."""
        if name in folder.now:
            raise OSError(errno.EEXIST, name)
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise OSError(errno.EPERM, "only files and folders")
        kind = Folder if stat.S_ISDIR(mode) else File
        moment = time.time_ns()
        node = kind(len(self.nodes) + 1, mode, uid, gid, moment, moment)
        self.nodes[node.number] = node
        self._name(Edit(folder, name, node))
        return node

    def remove(self, folder: Folder, name: str) -> None:
        """Take a file, or an empty folder, away."""
        node = self.find(folder, name)
        _must_be_empty(node)
        self._name(Edit(folder, name, None))
        node.links = 0

    def rename(self, folder: Folder, name: str, target: Folder, new: str) -> None:
        """Give a file or folder another name, over what stood there."""
        node = self.find(folder, name)
        replaced = target.now.get(new)
        if replaced is node:
            return
        if replaced is not None:
            _must_be_empty(replaced)
            replaced.links = 0
        self._name(Edit(folder, name, None), Edit(target, new, node))

    def write(self, file: File, at: int, data: bytes) -> None:
        """Put bytes in a file."""
        file.mtime = time.time_ns()
        self._put(Write(file, at, data))

    def resize(self, file: File, size: int) -> None:
        """Cut a file off, or make it longer with zeros."""
        file.mtime = time.time_ns()
        self._put(Resize(file, size))

    def sync(self, node: Node) -> None:
        """Keep what was changed in this file, or the names that were changed in this folder."""
        chosen = self._names_of(node) if isinstance(node, Folder) else self._data_of(node)
        done = {id(change) for change in chosen}
        self.unsynced = [change for change in self.unsynced if id(change) not in done]
        for change in chosen:
            keep(change)

    def sync_all(self) -> None:
        """Keep everything, as when it is taken down in order."""
        for change in self.unsynced:
            keep(change)
        self.unsynced.clear()

    def cut(self, kept: Kept, chance: Random) -> int:
        """Cut the power: keep by chance what `kept` allows. Returns how many changes were unsynced.

        Only what is on the disk (`safe`, `save`) means something afterwards.
        """
        count = len(self.unsynced)
        if kept is Kept.PREFIX:
            self._keep_prefix(chance)
        elif kept is Kept.SOME:
            self._keep_some(chance)
        self.unsynced.clear()
        return count

    def save(self, folder: Path) -> None:
        """Replace all that stands in `folder` by what is on the disk."""
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        _save(self.root, folder)

    @classmethod
    def load(cls, folder: Path) -> Disk:
        """The disk that holds what stands in `folder`, all of it synced."""
        disk = cls()
        _stat(disk.root, folder)
        disk._load(disk.root, folder)
        disk.sync_all()
        return disk

    def _load(self, folder: Folder, source: Path) -> None:
        for path in sorted(source.iterdir()):
            node = self.make(folder, path.name, path.lstat().st_mode)
            if isinstance(node, Folder):
                self._load(node, path)
            elif isinstance(node, File):
                self.write(node, 0, path.read_bytes())
            _stat(node, path)

    def _put(self, change: Write | Resize) -> None:
        apply(change, change.file.now)
        self.unsynced.append(change)

    def _name(self, *edits: Edit) -> None:
        for edit in edits:
            enter(edit, edit.folder.now)
            edit.folder.mtime = time.time_ns()
        self.unsynced.append(Names(edits))

    def _data_of(self, node: Node) -> list[Change]:
        return [
            change
            for change in self.unsynced
            if not isinstance(change, Names) and change.file is node
        ]

    def _names_of(self, folder: Folder) -> list[Change]:
        """What was changed in this folder, and whatever came before it under the same names."""
        chosen: list[Change] = []
        places: set[tuple[int, str]] = set()
        for change in reversed(self.unsynced):
            if isinstance(change, Names) and (
                places & change.places() or any(edit.folder is folder for edit in change.edits)
            ):
                places |= change.places()
                chosen.insert(0, change)
        return chosen

    def _keep_prefix(self, chance: Random) -> None:
        count = chance.randint(0, len(self.unsynced))
        for change in self.unsynced[:count]:
            keep(change)
        torn = self.unsynced[count] if count < len(self.unsynced) else None
        if isinstance(torn, Write):
            sectors = list(torn.sectors())
            for sector in sectors[: chance.randrange(len(sectors) or 1)]:
                keep(sector)

    def _keep_some(self, chance: Random) -> None:
        odds = chance.random()
        names = [change for change in self.unsynced if isinstance(change, Names)]
        for named in names[: chance.randint(0, len(names))]:
            keep(named)
        for change in self.unsynced:
            if not isinstance(change, Names):
                for part in change.sectors() if isinstance(change, Write) else (change,):
                    if chance.random() < odds:
                        keep(part)


def _must_be_empty(node: Node) -> None:
    if isinstance(node, Folder) and node.now:
        raise OSError(errno.ENOTEMPTY, "a folder with something in it")


def _stat(node: Node, path: Path) -> None:
    found = path.stat()
    node.mode, node.uid, node.gid = found.st_mode, found.st_uid, found.st_gid
    node.atime, node.mtime = found.st_atime_ns, found.st_mtime_ns


def _save(folder: Folder, target: Path) -> None:
    for name, node in folder.safe.items():
        path = target / name
        if isinstance(node, Folder):
            path.mkdir()
            _save(node, path)
        elif isinstance(node, File):
            path.write_bytes(node.safe)
        os.chown(path, node.uid, node.gid)
        os.chmod(path, stat.S_IMODE(node.mode))
        os.utime(path, ns=(node.atime, node.mtime))
