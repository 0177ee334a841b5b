"""The disk as a folder: ``python -m proef.stroom.serve BACKING MOUNT``, as root.

Says `mounted`, and then obeys lines on its input: `arm N` (the power goes at the N-th change from
now), `freeze` (it goes at once), `drop SEED KEPT` (throw away what a cut throws away). It says
`frozen` once the power is off: from then on nothing is answered any more, so what asks, waits. It
ends after `drop`, and when the folder is unmounted or its input ends; what the disk then holds
stands in the folder BACKING. Locks and memory maps are the kernel's own.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import select
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from proef.stroom import wire
from proef.stroom.changes import Node
from proef.stroom.disk import Disk, Kept
from proef.stroom.wire import Ask, Request, Sets

DEVICE = "/dev/fuse"
DETACH = 2


def mount(device: int, folder: Path) -> None:
    """Show what is read from and written to `device` as `folder`. Raises OSError."""
    # The kernel keeps to modes and owners itself, so that a program may run as somebody else.
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions"
    _call("mount", b"stroom", os.fsencode(folder), b"fuse", 0, options.encode())


def unmount(folder: Path, flags: int = 0) -> None:
    """Take the folder away; with `DETACH` also when it is in use. Raises OSError."""
    _call("umount2", os.fsencode(folder), flags)


class Server:
    """Answers the kernel until the power goes; `left` counts down to that moment."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.left: int | None = None
        self.frozen = False
        self._handlers: dict[int, Callable[[Request], bytes]] = {
            Ask.INIT: lambda request: wire.init(),
            Ask.STATFS: lambda request: wire.statfs(),
            Ask.LOOKUP: self._lookup,
            Ask.GETATTR: lambda request: wire.attr(self._node(request)),
            Ask.SETATTR: self._setattr,
            Ask.MKNOD: lambda request: self._make(request, 16),
            Ask.MKDIR: lambda request: self._make(request, 8, 0o040000),
            Ask.UNLINK: self._remove,
            Ask.RMDIR: self._remove,
            Ask.RENAME: lambda request: self._rename(request, 8),
            Ask.RENAME2: lambda request: self._rename(request, 16),
            Ask.READ: self._read,
            Ask.WRITE: self._write,
            Ask.READDIR: self._list,
            Ask.FSYNC: self._sync,
            Ask.FSYNCDIR: self._sync,
        }

    def answer(self, request: Request) -> bytes | None:
        """The answer to one question, or None where there is none or the power has just gone."""
        if request.ask in wire.UNANSWERED:
            return None
        if request.ask in wire.CHANGES and self.left is not None:
            self.left -= 1
            self.frozen = self.left <= 0
        if self.frozen and request.ask in wire.SYNCS:
            return None
        error, body = self._handled(request)
        return None if self.frozen else wire.answer(request.unique, body, error)

    def _handled(self, request: Request) -> tuple[int, bytes]:
        handler = self._handlers.get(request.ask)
        if handler is None:
            return errno.ENOSYS, b""
        try:
            return 0, handler(request)
        except OSError as error:
            return error.errno or errno.EIO, b""

    def _node(self, request: Request) -> Node:
        return self.disk.nodes[request.node]

    def _lookup(self, request: Request) -> bytes:
        folder = self.disk.folder(request.node)
        return wire.entry(self.disk.find(folder, request.names()[0]))

    def _setattr(self, request: Request) -> bytes:
        node, new = self._node(request), wire.attributes(request.body)
        if Sets.SIZE in new.valid:
            self.disk.resize(self.disk.file(request.node), new.size)
        for field, value in (
            ("mode", new.mode),
            *(("uid", new.uid), ("gid", new.gid)),
            *(("atime", new.atime), ("mtime", new.mtime)),
        ):
            if Sets[field.upper()] in new.valid:
                setattr(node, field, value)
        return wire.attr(node)

    def _make(self, request: Request, offset: int, kind: int = 0) -> bytes:
        folder = self.disk.folder(request.node)
        (name,), mode = request.names(offset), request.number(0, 4) | kind
        return wire.entry(self.disk.make(folder, name, mode, request.uid, request.gid))

    def _remove(self, request: Request) -> bytes:
        self.disk.remove(self.disk.folder(request.node), request.names()[0])
        return b""

    def _rename(self, request: Request, offset: int) -> bytes:
        # Two files that change places at once: nobody here asks for it.
        if offset == 16 and request.number(8, 4) & 2:
            raise OSError(errno.EINVAL, "exchange")
        old, new = request.names(offset)
        folder, target = self.disk.folder(request.node), self.disk.folder(request.number())
        self.disk.rename(folder, old, target, new)
        return b""

    def _read(self, request: Request) -> bytes:
        offset, size = wire.reading(request.body)
        return bytes(self.disk.file(request.node).now[offset : offset + size])

    def _write(self, request: Request) -> bytes:
        offset, data = wire.writing(request.body)
        self.disk.write(self.disk.file(request.node), offset, data)
        return wire.written(len(data))

    def _list(self, request: Request) -> bytes:
        offset, size = wire.reading(request.body)
        return wire.listing(self.disk.folder(request.node), offset, size)

    def _sync(self, request: Request) -> bytes:
        self.disk.sync(self._node(request))
        return b""


class Session:
    """One time that the disk is mounted: the kernel on one side, the rig's lines on the other."""

    def __init__(self, backing: Path, folder: Path) -> None:
        self.backing, self.folder = backing, folder
        self.server = Server(Disk.load(backing))
        self.device = os.open(DEVICE, os.O_RDWR | os.O_CLOEXEC)
        self.ended = False

    def run(self) -> None:
        """Mount, answer until the end, and leave in `backing` what the disk then holds."""
        mount(self.device, self.folder)
        _tell("mounted")
        while not self.ended:
            sources = [0] if self.server.frozen else [0, self.device]
            # One at a time, and the rig before the kernel: its line may be the last.
            ready, _, _ = select.select(sources, [], [])
            self._obey() if 0 in ready else self._step()
        self.server.disk.save(self.backing)

    def _step(self) -> None:
        """Answer the kernel's next question, if it still has one."""
        try:
            message = os.read(self.device, wire.BUFFER)
        except OSError as error:
            if error.errno == errno.ENODEV:  # unmounted
                self.server.disk.sync_all()
                self.ended = True
            return
        reply = self.server.answer(wire.request(message))
        if self.server.frozen:
            _tell("frozen")
        elif reply is not None:
            # Who asked may have been killed in the meantime.
            with contextlib.suppress(FileNotFoundError):
                os.write(self.device, reply)

    def _obey(self) -> None:
        """Carry out the lines that the rig sent; the end of them is the end of the session."""
        for line in os.read(0, 4096).decode().splitlines() or ["drop 0 none"]:
            match line.split():
                case ["arm", changes]:
                    self.server.left = int(changes)
                case ["freeze"] if not self.server.frozen:
                    self.server.frozen = True
                    _tell("frozen")
                case ["drop", seed, kept]:
                    self._drop(Random(int(seed)), Kept(kept))

    def _drop(self, chance: Random, kept: Kept) -> None:
        # First the device: what still waits for an answer then gets an error instead.
        os.close(self.device)
        unmount(self.folder, DETACH)
        _tell(f"dropped {self.server.disk.cut(kept, chance)}")
        self.ended = True


def _tell(line: str) -> None:
    # When the rig itself was killed nobody listens; the folder must still be taken away.
    with contextlib.suppress(BrokenPipeError):
        os.write(1, f"{line}\n".encode())


def _call(name: str, *arguments: bytes | int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def main() -> None:
    """Serve the two folders that the command line names."""
    backing, folder = map(Path, sys.argv[1:])
    Session(backing, folder).run()


if __name__ == "__main__":
    main()
