"""Argon2id, one run at a time, in a process of its own that can be ended.

Whoever asks stands in one line. The line is shorter than the number of threads that serve pages,
so that those never all stand in it; a run that takes too long is ended, and the next one begins in
a new process. The passphrase goes there by a pipe, never by arguments or environment.
"""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from meldcode.vault.argon2_child import REQUEST
from meldcode.vault.sealing import Secret

# Who is at work and who waits. Twenty people who come in at once fit (0.2 s each); the servers of
# the product have eight threads more than this (`meldcode.site.server.THREADS`).
PLACES = 24
# Less than the minute after which a proxy gives up; waiting costs nobody else anything.
WAIT_SECONDS = 45.0
# Fifty times what a run of the standard parameters takes, also for the slowest that is allowed.
RUN_SECONDS = 10.0

_CHILD = Path(__file__).with_name("argon2_child.py")
# All that an interpreter may need to start; nothing of what the server was given.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")

_log = logging.getLogger(__name__)


class Busy(Exception):
    """Too many passphrases are being tried at once; the message asks in Dutch to wait."""

    def __init__(self) -> None:
        super().__init__(
            "Dit lukt nu niet, want er zijn te veel pogingen tegelijk. "
            "Wacht een halve minuut en probeer het opnieuw."
        )


class _Ended(Exception):
    """The process that ran it is gone."""


def derive(
    phrase: bytes, salt: bytes, memory_kib: int, passes: int, lanes: int, length: int
) -> Secret:
    """A key of `length` bytes. Raises Busy where it can't have its turn or took too long."""
    head = REQUEST.pack(memory_kib, passes, lanes, len(salt), len(phrase), length)
    with _turn():
        key = _child().run(head + salt + phrase)
    if len(key) != length:
        raise Busy  # no memory for it now
    return Secret(key)


class _Line:
    """Everybody in the order in which they came; the first is at work."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def enter(self, places: int) -> threading.Lock:
        """A lock that opens when it is the turn. Raises Busy where the line is full."""
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            if len(self._waiting) >= places:
                raise Busy
            self._waiting.append(mine)
            if self._waiting[0] is mine:
                mine.release()
        return mine

    def leave(self, mine: threading.Lock) -> None:
        """Step out, at work or not; the next one has its turn."""
        with self._guard:
            first = self._waiting[0] is mine
            self._waiting.remove(mine)
            if first and self._waiting:
                self._waiting[0].release()


_line = _Line()


@contextmanager
def _turn() -> Iterator[None]:
    """Hold the one place for Argon2id. Raises Busy where it doesn't come in time."""
    line = _line
    mine = line.enter(PLACES)
    try:
        if not mine.acquire(timeout=WAIT_SECONDS):
            raise Busy
        yield
    finally:
        line.leave(mine)


class _Child:
    """The process that runs it, started when it is first needed and again after it ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, request: bytes) -> bytes:
        """The answer to one request. Raises Busy where it took too long or can't be had."""
        try:
            return self._ask(request)
        except _Ended:
            # It may have been ended from outside while nobody needed it.
            with suppress(_Ended):
                return self._ask(request)
        raise Busy

    def end(self) -> None:
        """Let the process go; the next run starts another one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            _close(process)

    def leave_alone(self) -> None:
        """Forget a process that another one started, and our copies of its pipes."""
        process, self._process = self._process, None
        if process is not None:
            process.returncode = 0  # not ours to wait for
            _close(process)

    def _ask(self, request: bytes) -> bytes:
        process = self._process = self._process or _start()
        # Ending it ends the reading below as well, on every system.
        ended = threading.Event()
        watch = threading.Timer(RUN_SECONDS, _too_long, (process, ended))
        watch.daemon = True
        watch.start()
        try:
            return _exchange(process, request)
        except (OSError, EOFError):
            self.end()
            raise (Busy if ended.is_set() else _Ended) from None
        except BaseException:
            self.end()  # an answer that nobody read must not become the next one's
            raise
        finally:
            watch.cancel()


def _too_long(process: subprocess.Popen[bytes], ended: threading.Event) -> None:
    ended.set()
    _log.error("a run of Argon2id took longer than %s seconds and was ended", RUN_SECONDS)
    process.kill()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        # Ctrl+C is for the server, which lets it go.
        start_new_session=True,
    )


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    source, target = _is(process.stdout), _is(process.stdin)
    left = memoryview(request)
    while left:
        left = left[target.write(left) :]
    return _read(source, int.from_bytes(_read(source, 4), "big"))


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            _is(pipe).close()


def _read(source: IO[bytes], length: int) -> bytes:
    """Raises EOFError where the process ended."""
    found = b""
    while len(found) < length:
        more = source.read(length - len(found))
        if not more:
            raise EOFError
        found += more
    return found


def _is(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None, "started with pipes"
    return pipe


_known = _Child()


def _child() -> _Child:
    return _known


def _begin_anew() -> None:
    """After a fork: the line and the process belong to whom they were made for."""
    global _line, _known
    _known.leave_alone()
    _line, _known = _Line(), _Child()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
atexit.register(lambda: _known.end())
