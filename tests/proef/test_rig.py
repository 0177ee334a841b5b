"""The disk as a folder: programs can work in it, and a cut takes what was not synced."""

from __future__ import annotations

import mmap
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proef.stroom import rig as module
from proef.stroom.disk import Kept
from proef.stroom.rig import PowerRig, RigBroken, hindrance
from proef.stroom.sample import open_database
from proef.stroom.trial import at_work, sample

needs_power = pytest.mark.skipif(bool(hindrance()), reason=hindrance())


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[PowerRig]:
    with PowerRig(tmp_path / "backing", tmp_path / "mount", seed=1) as rig:
        yield rig


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


@needs_power
def test_only_what_was_synced_is_there_after_a_cut(rig: PowerRig) -> None:
    for name in ("kept", "nameless", "lost"):
        (rig.mount / name).write_bytes(b"x" * 5000)
    _sync(rig.mount / "kept")
    _sync(rig.mount)
    (rig.mount / "later").write_bytes(b"y")
    _sync(rig.mount / "later")
    # Names kept: kept, nameless and lost; of the content only that of kept.
    assert rig.cut(kept=Kept.NONE) > 0
    left = {path.name: len(path.read_bytes()) for path in rig.mount.iterdir()}
    assert left == {"kept": 5000, "nameless": 0, "lost": 0}


@needs_power
def test_everything_is_there_after_it_was_taken_down_in_order(tmp_path: Path) -> None:
    with PowerRig(tmp_path / "backing", tmp_path / "mount", seed=1) as rig:
        (rig.mount / "a").write_bytes(b"x" * 300_000)
    assert (tmp_path / "backing" / "a").read_bytes() == b"x" * 300_000
    assert list((tmp_path / "mount").iterdir()) == []


@needs_power
def test_programs_can_do_with_files_what_they_are_used_to(rig: PowerRig) -> None:
    folder = rig.mount / "sub"
    folder.mkdir()
    for number in range(300):
        (folder / f"file with a rather long name {number}").write_text(str(number))
    assert len(list(folder.iterdir())) == 300
    (folder / "one").write_text("one")
    (folder / "one").rename(rig.mount / "two")
    with (rig.mount / "two").open("a") as file:
        file.write(" and more")
    assert (rig.mount / "two").read_text() == "one and more"
    os.truncate(rig.mount / "two", 3)
    os.chmod(rig.mount / "two", 0o600)
    assert ((rig.mount / "two").read_text(), (rig.mount / "two").stat().st_mode) == (
        "one",
        0o100600,
    )
    with (rig.mount / "two").open() as file:
        (rig.mount / "two").unlink()
        assert (file.read(), os.fstat(file.fileno()).st_nlink) == ("one", 0)
    shutil.rmtree(folder)
    assert list(rig.mount.iterdir()) == []


@needs_power
def test_memory_is_shared_through_a_file(rig: PowerRig) -> None:
    path = rig.mount / "shared"
    path.write_bytes(bytes(4096))
    with (
        path.open("r+b") as file,
        mmap.mmap(file.fileno(), 4096) as first,
        mmap.mmap(file.fileno(), 4096) as second,
    ):
        first[7] = 9
        assert second[7] == 9
        first.flush()
    _sync(rig.mount)
    rig.cut(kept=Kept.NONE)
    assert path.read_bytes()[7] == 9


@needs_power
def test_the_power_goes_at_the_change_that_was_named(rig: PowerRig) -> None:
    code = "import os, sys; os.chdir(sys.argv[1]); [os.mkdir(str(n)) for n in range(9)]"
    rig.arm(4)
    with at_work([sys.executable, "-c", code], rig.mount) as writer:
        assert rig.wait_for_dark(writer.process)
        # The fourth was under way: it counts, but the program never heard of it.
        assert rig.cut(writer.process, kept=Kept.NONE) == 4
    assert list(rig.mount.iterdir()) == []


@needs_power
def test_a_writer_that_ends_before_the_power_goes_is_seen(rig: PowerRig) -> None:
    with at_work([sys.executable, "-c", ""], rig.mount) as writer:
        assert not rig.wait_for_dark(writer.process)


@needs_power
def test_a_writer_that_does_nothing_is_not_waited_for_without_end(rig: PowerRig) -> None:
    idle = [sys.executable, "-c", "import time; time.sleep(60)"]
    with (
        at_work(idle, rig.mount) as writer,
        pytest.raises(RigBroken, match="not reached within 0 seconds"),
    ):
        rig.wait_for_dark(writer.process, 0.01)


@needs_power
def test_two_writers_at_once_wait_for_each_others_lock(rig: PowerRig) -> None:
    command = sample("write", "FULL")
    open_database(rig.mount, "FULL").close()
    rig.arm(300)
    with at_work(command, rig.mount) as one, at_work(command, rig.mount) as other:
        assert rig.wait_for_dark(one.process)
        rig.cut(one.process, other.process)
        said = {*one.acknowledged(), *other.acknowledged()}
    done = subprocess.run(
        [*sample("check"), str(rig.mount)],
        cwd=module.TREE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said
    assert said <= set(done.stdout.split())


@needs_power
def test_a_failure_inside_the_with_takes_the_folder_away_and_is_what_one_sees(
    tmp_path: Path,
) -> None:
    def fail() -> None:
        with PowerRig(tmp_path / "backing", tmp_path / "mount", seed=1) as rig:
            (rig.mount / "a").touch()
            raise ValueError("of the test itself")

    with pytest.raises(ValueError, match="of the test itself"):
        fail()
    assert not os.path.ismount(tmp_path / "mount")
    assert list((tmp_path / "backing").iterdir()) == []


@needs_power
def test_a_disk_that_fails_leaves_no_folder_behind(tmp_path: Path) -> None:
    (tmp_path / "backing").mkdir()
    (tmp_path / "backing" / "link").symlink_to("nowhere")
    with pytest.raises(RigBroken, match="should have said 'mounted'"):
        PowerRig(tmp_path / "backing", tmp_path / "mount", seed=1).__enter__()
    assert not os.path.ismount(tmp_path / "mount")


def test_the_rig_works_inside_its_with_alone(tmp_path: Path) -> None:
    with pytest.raises(RigBroken, match="inside its 'with'"):
        PowerRig(tmp_path, tmp_path, seed=1).arm(1)


def test_why_the_power_cannot_be_cut_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DEVICE", "/dev/there-is-no-such-device")
    monkeypatch.setattr(module, "_may_mount", lambda: True)
    assert "needs /dev/there-is-no-such-device" in hindrance()
    monkeypatch.setattr(module, "_may_mount", lambda: False)
    assert "needs root" in hindrance()
    monkeypatch.setattr(sys, "platform", "win32")
    assert "needs Linux" in hindrance()
