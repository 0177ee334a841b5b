"""The kernel's side of FUSE: which questions it asks and how an answer is laid out.

Source: linux/fuse.h, protocol 7.31 (the kernel speaks the version that we name in `init`).
"""

from __future__ import annotations

import os
import struct
from enum import IntEnum, IntFlag
from typing import NamedTuple

from proef.stroom.changes import File, Folder, Node

MAX_WRITE = 128 * 1024
BUFFER = MAX_WRITE + 4096
MAJOR, MINOR = 7, 31
BIG_WRITES = 1 << 5
# Nothing but the kernel changes this disk, so what the kernel remembers stays true.
VALID_SECONDS = 3600

_IN = struct.Struct("<IIQQIIIHH")
_OUT = struct.Struct("<IiQ")
_ATTR = struct.Struct("<6Q10I")
_SETATTR = struct.Struct("<II6Q8I")
_READ = struct.Struct("<QQII")
_WRITE = struct.Struct("<QQIIQII")
_DIRENT = struct.Struct("<QQII")
_SECOND = 10**9


class Ask(IntEnum):
    """The questions that are answered; the kernel gets ENOSYS on others and does without."""

    LOOKUP = 1
    FORGET = 2
    GETATTR = 3
    SETATTR = 4
    MKNOD = 8
    MKDIR = 9
    UNLINK = 10
    RMDIR = 11
    RENAME = 12
    READ = 15
    WRITE = 16
    STATFS = 17
    FSYNC = 20
    INIT = 26
    READDIR = 28
    FSYNCDIR = 30
    INTERRUPT = 36
    BATCH_FORGET = 42
    RENAME2 = 45


UNANSWERED = {Ask.FORGET, Ask.INTERRUPT, Ask.BATCH_FORGET}
SYNCS = {Ask.FSYNC, Ask.FSYNCDIR}
CHANGES = SYNCS | {
    *(Ask.SETATTR, Ask.MKNOD, Ask.MKDIR, Ask.UNLINK, Ask.RMDIR),
    *(Ask.RENAME, Ask.RENAME2, Ask.WRITE),
}


class Sets(IntFlag):
    """Which fields of SETATTR hold something."""

    MODE = 1
    UID = 2
    GID = 4
    SIZE = 8
    ATIME = 16
    MTIME = 32


class Request(NamedTuple):
    """One question: its kind, its own number, the node it is about, who asks, and the rest."""

    ask: int
    unique: int
    node: int
    uid: int
    gid: int
    body: bytes

    def names(self, offset: int = 0) -> list[str]:
        """The names in the body, from `offset` on."""
        return [os.fsdecode(part) for part in self.body[offset:].split(b"\0")[:-1]]

    def number(self, offset: int = 0, size: int = 8) -> int:
        """The number of `size` bytes at `offset` in the body."""
        return int.from_bytes(self.body[offset : offset + size], "little")


class Attributes(NamedTuple):
    """What SETATTR asks for; times in nanoseconds, `valid` says which count."""

    valid: Sets
    size: int
    atime: int
    mtime: int
    mode: int
    uid: int
    gid: int


def request(message: bytes) -> Request:
    """What the kernel asks."""
    _, ask, unique, node, uid, gid, *_ = _IN.unpack_from(message)
    return Request(ask, unique, node, uid, gid, message[_IN.size :])


def answer(unique: int, body: bytes = b"", error: int = 0) -> bytes:
    """The answer to the question with this number; `error` is an errno."""
    return _OUT.pack(_OUT.size + len(body), -error, unique) + body


def init() -> bytes:
    """The answer to INIT: our version, and how much is written at a time."""
    return struct.pack(
        "<4I2H2I2H8I", MAJOR, MINOR, MAX_WRITE, BIG_WRITES, 12, 9, MAX_WRITE, 1, 0, 0, *[0] * 8
    )


def attributes(body: bytes) -> Attributes:
    """What SETATTR asks for."""
    valid, _, _, size, _, atime, mtime, _, atime_ns, mtime_ns, _, mode, _, uid, gid, _ = (
        _SETATTR.unpack_from(body)
    )
    times = (atime * _SECOND + atime_ns, mtime * _SECOND + mtime_ns)
    return Attributes(Sets(valid & 63), size, *times, mode, uid, gid)


def reading(body: bytes) -> tuple[int, int]:
    """Where READ and READDIR begin, and how many bytes they ask for."""
    _, offset, size, _ = _READ.unpack_from(body)
    return offset, size


def writing(body: bytes) -> tuple[int, bytes]:
    """Where WRITE begins, and what it writes."""
    _, offset, size, *_ = _WRITE.unpack_from(body)
    return offset, body[_WRITE.size : _WRITE.size + size]


def entry(node: Node) -> bytes:
    """A node, as the answer to who looks it up or makes it."""
    return struct.pack("<4Q2I", node.number, 0, VALID_SECONDS, VALID_SECONDS, 0, 0) + _attr(node)


def attr(node: Node) -> bytes:
    """A node's attributes, as the answer to who asks for them."""
    return struct.pack("<QII", VALID_SECONDS, 0, 0) + _attr(node)


def written(size: int) -> bytes:
    """The answer to WRITE."""
    return struct.pack("<II", size, 0)


def statfs() -> bytes:
    """The answer to STATFS: a disk with room enough."""
    blocks, inodes = 1 << 20, 1 << 20
    return struct.pack("<5Q4I24x", blocks, blocks, blocks, inodes, inodes, 4096, 255, 4096, 0)


def listing(folder: Folder, offset: int, size: int) -> bytes:
    """Names of a folder in at most `size` bytes, past the node with number `offset`."""
    found = b""
    for name, node in sorted(folder.now.items(), key=lambda item: item[1].number):
        if node.number > offset:
            raw = os.fsencode(name)
            line = _DIRENT.pack(node.number, node.number, len(raw), node.mode >> 12) + raw
            line += bytes(-len(line) % 8)
            if len(found) + len(line) > size:
                break
            found += line
    return found


def _attr(node: Node) -> bytes:
    size = len(node.now) if isinstance(node, File) else 4096
    (atime, atime_ns), (mtime, mtime_ns) = divmod(node.atime, _SECOND), divmod(node.mtime, _SECOND)
    return _ATTR.pack(
        *(node.number, size, -(-size // 512), atime, mtime, mtime, atime_ns, mtime_ns, mtime_ns),
        *(node.mode, node.links, node.uid, node.gid, 0, 4096, 0),
    )
