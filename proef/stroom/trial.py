"""Have a program save, break it off, and count what it acknowledged and is gone.

The program under trial is two commands; the folder is put behind each as its last argument.

- The **writer** saves until it is killed, and prints one line after each save: what it printed,
  it has promised. No line may come twice, not even after a restart: a name that it draws, not a
  number that it counts.
- The **checker** prints the same line for each save that is there and whole, and ends with another
  status than 0, and words, where anything is half or broken.

Both run from the root of the project. What is lost is counted once; a trial ends early with the
first thing that is broken, since nothing after it would mean much.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import IO

from proef.stroom.disk import Kept
from proef.stroom.rig import PATIENCE_SECONDS, TREE, PowerRig, RigBroken

CHANGES = (1, 400)
LONGEST_SECONDS = 0.5


@dataclass
class Outcome:
    """What the breaks did: lines acknowledged, lines lost, and what the checker complained of.

    `unsynced` counts the changes that the cuts came upon; with none, nothing was tried.
    """

    breaks: int = 0
    acknowledged: int = 0
    unsynced: int = 0
    lost: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many things are wrong."""
        return len(self.lost) + len(self.broken)


@dataclass
class Writer:
    """A writer at work: its process, and what it printed, with its complaints apart."""

    process: subprocess.Popen[bytes]
    said: IO[bytes]
    errors: IO[bytes]

    def kill(self) -> None:
        """Kill it, and what it started, at once (signal 9)."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)

    def acknowledged(self) -> list[str]:
        """The whole lines that it has printed up to now."""
        return _content(self.said).split("\n")[:-1]

    def must_run(self) -> None:
        """Raises RigBroken, with its own last words, when it has ended by itself."""
        if self.process.poll() is not None:
            words = _content(self.errors).strip()
            raise RigBroken(f"the writer ended by itself ({self.process.returncode}): {words}")


@contextmanager
def at_work(command: Sequence[str], folder: Path) -> Iterator[Writer]:
    """Start a writer on `folder`, in a session of its own; at the end it is killed."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [*command, str(folder)], cwd=TREE, stdout=said, stderr=errors, start_new_session=True
        )
        writer = Writer(process, said, errors)
        try:
            yield writer
        finally:
            writer.kill()


def cut_power(
    rig: PowerRig,
    writer: Sequence[str],
    checker: Sequence[str],
    cuts: int,
    *,
    changes: tuple[int, int] = CHANGES,
    kept: Kept | None = None,
) -> Outcome:
    """Cut the power so many times, each at a change drawn between the two (writes, syncs, names).

    The disk goes from one cut to the next as it is. Raises RigBroken when the writer fails.
    """
    outcome, promised = Outcome(), set[str]()
    for _ in range(cuts):
        rig.arm(rig.chance.randint(*changes))
        with at_work(writer, rig.mount) as working:
            if not rig.wait_for_dark(working.process):
                working.must_run()
            outcome.unsynced += rig.cut(working.process, kept=kept)
            _hold(outcome, promised, working.acknowledged(), checker, rig.mount)
        if outcome.broken:
            break
    return outcome


def kill(
    folder: Path,
    writer: Sequence[str],
    checker: Sequence[str],
    kills: int,
    seed: int,
    *,
    longest: float = LONGEST_SECONDS,
) -> Outcome:
    """Kill the writer so many times (signal 9), after its first line and a drawn time of seconds.

    The folder is an ordinary one and goes from one kill to the next as it is. Raises RigBroken when
    the writer fails.
    """
    outcome, promised, chance = Outcome(), set[str](), Random(seed)
    for _ in range(kills):
        with at_work(writer, folder) as working:
            _wait_for_a_line(working)
            time.sleep(chance.uniform(0, longest))
            working.must_run()
            working.kill()
            _hold(outcome, promised, working.acknowledged(), checker, folder)
        if outcome.broken:
            break
    return outcome


def _hold(
    outcome: Outcome, promised: set[str], said: list[str], checker: Sequence[str], folder: Path
) -> None:
    """Add what was said to what was promised, and hold all of it against what is there."""
    outcome.breaks += 1
    outcome.acknowledged += len(said)
    promised.update(said)
    done = subprocess.run([*checker, str(folder)], cwd=TREE, capture_output=True, text=True)
    if done.returncode:
        outcome.broken.append(f"break {outcome.breaks}: {done.stderr.strip()}")
    lost = promised - set(done.stdout.splitlines())
    outcome.lost += [f"break {outcome.breaks}: {line}" for line in sorted(lost)]
    promised -= lost


def _content(file: IO[bytes]) -> str:
    # The place in the file is shared with who writes in it, so it stays where it is.
    size = os.fstat(file.fileno()).st_size
    return os.pread(file.fileno(), size, 0).decode(errors="replace")


def _wait_for_a_line(writer: Writer) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not writer.acknowledged():
        writer.must_run()
        if time.monotonic() > end:
            raise RigBroken(f"the writer saved nothing in {PATIENCE_SECONDS:.0f} seconds")
        time.sleep(0.002)


def sample(*arguments: str) -> list[str]:
    """The command of the sample program, to try the rig itself on."""
    return [sys.executable, "-m", "proef.stroom.sample", *arguments]
