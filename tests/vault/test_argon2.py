"""One run at a time, everybody in turn; a run that hangs or a process that is gone stops nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from meldcode.vault import argon2
from meldcode.vault.argon2 import Busy
from meldcode.vault.sealing import Secret

SALT = b"zestien bytes!!!"
# A program in the place of the one that runs Argon2id: it takes a run and never answers.
SILENT = "import sys, time; sys.stdin.buffer.read(1); time.sleep(600)"


def derived(phrase: bytes = b"vier natte honden") -> Secret:
    return argon2.derive(phrase, SALT, 8, 1, 1, 32)


def standard() -> Secret:
    """A run with what the product really asks."""
    return argon2.derive(b"vier natte honden", SALT, 64 * 1024, 3, 4, 32)


@pytest.fixture(autouse=True)
def own_process() -> Iterator[None]:
    """No process that a test made is left to the next."""
    yield
    argon2._child().end()


def all_at_once(number: int, run: Callable[[], Secret]) -> list[Secret]:
    """What so many people get who ask in the same moment."""
    results: list[Secret] = []
    begin = threading.Barrier(number)

    def ask() -> None:
        begin.wait(60)
        results.append(run())

    threads = [threading.Thread(target=ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def runs(number: int) -> bool:
    """Whether this process is there and not merely waiting to be counted out."""
    try:
        return bool(Path(f"/proc/{number}/cmdline").read_bytes())
    except (FileNotFoundError, ProcessLookupError):
        return False


def process() -> subprocess.Popen[bytes]:
    found = argon2._child()._process
    assert found is not None
    return found


def test_the_key_is_that_of_argon2id() -> None:
    here = Argon2id(salt=SALT, length=32, iterations=2, lanes=4, memory_cost=64)
    there = argon2.derive(b"vier", SALT, 64, 2, 4, 32)
    assert there == Secret(here.derive(b"vier"))


@pytest.mark.parametrize("number", [2, argon2.PLACES])
def test_everybody_who_comes_in_the_same_moment_gets_a_key(number: int) -> None:
    assert all_at_once(number, derived) == [derived()] * number


def test_two_at_once_with_the_real_parameters_wait_for_each_other_no_longer_than_it_takes() -> None:
    assert all_at_once(2, standard) == [standard()] * 2


def test_each_waits_for_who_came_before() -> None:
    line = argon2._Line()
    first, second, third = (line.enter(3) for _ in range(3))
    assert [first.locked(), second.locked(), third.locked()] == [False, True, True]
    line.leave(second)  # gave up
    assert third.locked()
    line.leave(first)
    assert not third.locked()


def test_a_full_line_refuses_at_once_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argon2, "PLACES", 0)
    with pytest.raises(Busy) as refusal:
        derived()
    assert str(refusal.value) == (
        "Dit lukt nu niet, want er zijn te veel pogingen tegelijk. "
        "Wacht een halve minuut en probeer het opnieuw."
    )


def test_who_waits_too_long_is_told_so_and_holds_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = argon2._line.enter(1)
    monkeypatch.setattr(argon2, "WAIT_SECONDS", 0)
    with pytest.raises(Busy):
        derived()
    argon2._line.leave(mine)
    assert derived() == derived()


def test_a_run_that_takes_too_long_is_ended_and_the_next_one_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as hanging:
        hanging.setattr(argon2, "RUN_SECONDS", 0.2)
        silent = subprocess.Popen(
            [sys.executable, "-c", SILENT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        hanging.setattr(argon2, "_start", lambda: silent)
        with pytest.raises(Busy):
            derived()
    assert silent.returncode is not None
    assert "was ended" in caplog.text
    assert "honden" not in caplog.text
    assert derived() == derived()


@pytest.mark.skipif(os.name != "posix", reason="ended as on Linux")
def test_a_process_that_was_ended_from_outside_is_started_again() -> None:
    before = derived()
    gone = process()
    gone.send_signal(signal.SIGKILL)
    gone.wait()
    assert derived() == before
    assert process() is not gone


def test_where_no_process_can_live_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argon2, "_CHILD", argon2._CHILD.with_name("bestaat-niet.py"))
    with pytest.raises(Busy):
        derived()


def test_a_run_that_fails_there_is_busy_here_and_stops_nobody() -> None:
    with pytest.raises(Busy):
        argon2.derive(b"vier", b"kort", 8, 1, 1, 32)  # Argon2id takes no salt of four bytes
    assert derived() == derived()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_process_knows_the_passphrase_by_its_pipe_alone_and_leaves_no_core(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MELDCODE_PROCES_SLEUTEL", "geheim van de server")
    derived(b"vier natte honden")
    folder = Path(f"/proc/{process().pid}")
    told = b"".join((folder / name).read_bytes() for name in ("cmdline", "environ"))
    assert b"honden" not in told
    assert b"MELDCODE" not in told
    limits = (folder / "limits").read_text().splitlines()
    core = next(line for line in limits if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers fork on POSIX alone")
def test_a_forked_worker_has_a_process_and_a_line_of_its_own() -> None:
    derived()
    before = process().pid
    argon2._line.enter(argon2.PLACES)  # held by who does not live on in the worker
    worker = os.fork()
    if worker == 0:
        status = 1
        try:
            status = int(
                argon2._child()._process is not None or not derived() or process().pid == before
            )
        finally:
            argon2._child().end()
            os._exit(status)
    assert os.waitpid(worker, 0)[1] == 0
    argon2._begin_anew()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_ends_with_the_server_however_that_ends() -> None:
    program = (
        "import os; from meldcode.vault import argon2;"
        "argon2.derive(b'vier', b'zestien bytes!!!', 8, 1, 1, 32);"
        "print(argon2._child()._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    end = time.monotonic() + 30
    while runs(int(ended.stdout)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not runs(int(ended.stdout))
