"""A folder of which the power can be cut.

    with PowerRig(backing, mount, seed=7) as rig:
        rig.arm(40)
        writer = subprocess.Popen([..., rig.mount], start_new_session=True)
        rig.wait_for_dark(writer)
        rig.cut(writer)

After that `rig.mount` shows what a disk would hold: `rig.backing`, mounted anew.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from types import TracebackType
from typing import IO, Self

from proef.stroom.disk import Kept
from proef.stroom.serve import DETACH, DEVICE, unmount

PATIENCE_SECONDS = 60.0
TREE = Path(__file__).parents[2]


def hindrance() -> str:
    """Why the power can't be cut on this machine, in words; empty where it can."""
    if sys.platform != "linux":
        return "cutting the power needs Linux"
    if not _may_mount():
        return "cutting the power needs root, with the right to mount a folder"
    if not os.access(DEVICE, os.R_OK | os.W_OK):
        return f"cutting the power needs {DEVICE} (on most machines: modprobe fuse)"
    return ""


def _may_mount() -> bool:
    """Whether this process has CAP_SYS_ADMIN, number 21 in capabilities(7)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (held,) = [line for line in status.splitlines() if line.startswith("CapEff:")]
    return bool(int(held.split()[1], 16) >> 21 & 1)


class RigBroken(Exception):
    """The rig itself fails, or a program does not do its part; the message says which."""


class PowerRig:
    """The folder `mount` over the disk whose content stands in the folder `backing`.

    Both are made where they are missing. `seed` decides what the cuts leave of what was not synced.
    Leaving the `with` unmounts in order, so that everything is kept.
    """

    def __init__(self, backing: Path, mount: Path, seed: int) -> None:
        self.backing, self.mount = backing.resolve(), mount.resolve()
        self.chance = Random(seed)
        self._server: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        for folder in (self.backing, self.mount):
            folder.mkdir(parents=True, exist_ok=True)
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        server = self._running()
        try:
            if kind is None:
                unmount(self.mount)
                server.wait(PATIENCE_SECONDS)
        finally:
            self._take_down(server)

    def arm(self, changes: int) -> None:
        """Let the power go at the so-many-th write, sync or change of a name from now (from 1)."""
        self._say(f"arm {changes}")

    def wait_for_dark(
        self, writer: subprocess.Popen[bytes], seconds: float = PATIENCE_SECONDS
    ) -> bool:
        """Wait until the power went, or `writer` has ended by itself: then the answer is False.

        Raises RigBroken where neither happens within so many seconds.
        """
        output = _pipe(self._running().stdout)
        end = os.pidfd_open(writer.pid)
        try:
            ready, _, _ = select.select([output.fileno(), end], [], [], seconds)
        finally:
            os.close(end)
        if not ready:
            raise RigBroken(f"the power was not reached within {seconds:.0f} seconds")
        return output.fileno() in ready

    def cut(self, *writers: subprocess.Popen[bytes], kept: Kept | None = None) -> int:
        """Cut the power, kill the writers, drop what was not synced, and mount what is left.

        What is kept of the unsynced changes is drawn, unless `kept` names it. Returns how many
        changes were unsynced. The writers are in a session of their own; who they started in it
        is killed as well.
        """
        server = self._running()
        self._say("freeze")
        self._hear("frozen")
        # Killed before the disk is let go: nobody may see, or say, what comes after the cut.
        for writer in writers:
            if writer.poll() is None:
                os.killpg(writer.pid, signal.SIGKILL)
        kept = kept or self.chance.choice(list(Kept))
        self._say(f"drop {self.chance.randrange(2**32)} {kept.value}")
        count = int(self._hear("dropped"))
        for writer in writers:
            writer.wait(PATIENCE_SECONDS)
        server.wait(PATIENCE_SECONDS)
        self._take_down(server)
        self._start()
        return count

    def _start(self) -> None:
        command = [sys.executable, "-m", "proef.stroom.serve", str(self.backing), str(self.mount)]
        self._server = subprocess.Popen(
            command, cwd=TREE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            self._hear("mounted")
        except RigBroken:
            self._server.kill()
            self._end(self._server)
            raise

    def _running(self) -> subprocess.Popen[str]:
        if self._server is None:
            raise RigBroken("the rig works inside its 'with' alone")
        return self._server

    def _say(self, line: str) -> None:
        print(line, file=_pipe(self._running().stdin), flush=True)

    def _hear(self, word: str) -> str:
        """What stands behind `word` on the server's next line, which must begin with it."""
        stdout = _pipe(self._running().stdout)
        ready, _, _ = select.select([stdout], [], [], PATIENCE_SECONDS)
        line = stdout.readline() if ready else "(nothing)"
        if not line.startswith(word):
            raise RigBroken(f"the disk should have said '{word}', not '{line.strip()}'")
        return line.removeprefix(word).strip()

    def _take_down(self, server: subprocess.Popen[str]) -> None:
        if self._end(server):
            raise RigBroken(f"the disk ended with status {server.returncode}")

    def _end(self, server: subprocess.Popen[str]) -> int:
        """See to it that the server ends (it does so without its input); returns its status."""
        for pipe in (server.stdin, server.stdout):
            _pipe(pipe).close()
        try:
            server.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
        if server.wait() and os.path.ismount(self.mount):
            unmount(self.mount, DETACH)
        return server.returncode


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
