"""The disk in memory: what a cut leaves of what was synced, and of what was not."""

from __future__ import annotations

import itertools
import stat
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from proef.stroom.changes import File, Folder, Write
from proef.stroom.disk import Disk, Kept

FILE, FOLDER = stat.S_IFREG | 0o600, stat.S_IFDIR | 0o700
OLD, NEW = b"o" * 1024, b"n" * 1024


@pytest.fixture
def disk() -> Disk:
    """A disk with one file, `a`, and one folder, `sub`, all of it synced."""
    disk = Disk()
    disk.write(_file(disk.make(disk.root, "a", FILE)), 0, OLD)
    disk.make(disk.root, "sub", FOLDER)
    disk.sync_all()
    return disk


def _file(node: object) -> File:
    assert isinstance(node, File)
    return node


def _folder(node: object) -> Folder:
    assert isinstance(node, Folder)
    return node


def _left(disk: Disk, kept: Kept = Kept.NONE, seed: int = 0) -> dict[str, bytes]:
    """What stands in the root after a cut: the content of each file, `b'/'` for a folder."""
    disk.cut(kept, Random(seed))
    return {
        name: bytes(node.safe) if isinstance(node, File) else b"/"
        for name, node in disk.root.safe.items()
    }


def test_what_was_not_synced_is_gone(disk: Disk) -> None:
    disk.write(disk.file(2), 512, NEW)
    disk.make(disk.root, "b", FILE)
    assert _left(disk) == {"a": OLD, "sub": b"/"}


def test_a_synced_file_keeps_its_content(disk: Disk) -> None:
    disk.write(disk.file(2), 512, NEW)
    disk.sync(disk.file(2))
    disk.resize(disk.file(2), 3)
    assert _left(disk) == {"a": OLD[:512] + NEW, "sub": b"/"}


@pytest.mark.parametrize(
    ("file", "folder", "left"),
    [(True, False, None), (False, True, b""), (True, True, NEW)],
)
def test_a_new_file_needs_its_folder_synced_too(
    disk: Disk, file: bool, folder: bool, left: bytes | None
) -> None:
    new = _file(disk.make(disk.root, "b", FILE))
    disk.write(new, 0, NEW)
    if file:
        disk.sync(new)
    if folder:
        disk.sync(disk.root)
    assert _left(disk).get("b") == left


def test_an_unsynced_delete_comes_back(disk: Disk) -> None:
    disk.remove(disk.root, "a")
    assert _left(disk) == {"a": OLD, "sub": b"/"}


def test_a_file_that_takes_the_place_of_another_holds_what_was_synced_in_it(disk: Disk) -> None:
    new = _file(disk.make(disk.root, "b", FILE))
    disk.write(new, 0, NEW)
    disk.rename(disk.root, "b", disk.root, "a")
    assert bytes(_file(disk.root.now["a"]).now) == NEW
    disk.sync(disk.root)
    assert _left(disk) == {"a": b"", "sub": b"/"}


def test_a_rename_to_another_folder_is_never_half(disk: Disk) -> None:
    sub = _folder(disk.root.now["sub"])
    disk.make(disk.root, "b", FILE)
    disk.rename(disk.root, "b", sub, "c")
    disk.sync(sub)
    assert list(_left(disk)) == ["a", "sub"]
    assert list(sub.safe) == ["c"]


def test_of_a_prefix_nothing_follows_what_is_missing(disk: Disk) -> None:
    counts = set()
    for seed in range(40):
        for name in "uvwxyz":
            disk.make(disk.root, name, FILE)
        left = "".join(name for name in _left(disk, Kept.PREFIX, seed) if name in "uvwxyz")
        assert "uvwxyz".startswith(left)
        counts.add(len(left))
        for name in [name for name in "uvwxyz" if name in disk.root.now]:
            disk.remove(disk.root, name)
        disk.sync_all()
    assert counts == {0, 1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    ("kept", "patterns"),
    [
        (Kept.NONE, ["----"]),
        (Kept.PREFIX, ["----", "n---", "nn--", "nnn-", "nnnn"]),
        (Kept.SOME, ["".join(each) for each in itertools.product("-n", repeat=4)]),
    ],
)
def test_a_write_is_torn_at_sectors_only(kept: Kept, patterns: list[str]) -> None:
    found = set()
    for seed in range(300):
        disk = Disk()
        file = _file(disk.make(disk.root, "a", FILE))
        disk.write(file, 0, b"-" * 2048)
        disk.sync_all()
        disk.write(file, 100, b"n" * 1500)
        after = _left(disk, kept, seed)["a"].decode()
        parts = [after[100:512], after[512:1024], after[1024:1536], after[1536:1600]]
        assert after[:100] + after[1600:] == "-" * 548
        assert all(len(set(part)) == 1 for part in parts)
        found.add("".join(part[0] for part in parts))
    assert sorted(found) == patterns


def test_the_same_seed_leaves_the_same() -> None:
    def once(seed: int) -> dict[str, bytes]:
        disk = Disk()
        for name in "bcdef":
            disk.write(_file(disk.make(disk.root, name, FILE)), 0, NEW)
        return _left(disk, Kept.SOME, seed)

    assert once(3) == once(3)
    assert len({str(once(seed)) for seed in range(10)}) > 1


def test_a_gap_before_a_write_reads_as_zeros(disk: Disk) -> None:
    disk.write(disk.file(2), 1030, b"x")
    assert bytes(disk.file(2).now) == OLD + bytes(6) + b"x"


@pytest.mark.parametrize(
    ("at", "size", "pieces"),
    [
        (0, 512, [512]),
        (0, 513, [512, 1]),
        (511, 2, [1, 1]),
        (100, 1500, [412, 512, 512, 64]),
        (0, 0, []),
    ],
)
def test_sectors_begin_where_the_disk_has_them(at: int, size: int, pieces: list[int]) -> None:
    sectors = list(Write(File(2, FILE), at, bytes(size)).sectors())
    assert [len(sector.data) for sector in sectors] == pieces


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda disk: disk.make(disk.root, "a", FILE), FileExistsError),
        (lambda disk: disk.make(disk.root, "pipe", stat.S_IFIFO), PermissionError),
        (lambda disk: disk.find(disk.root, "b"), FileNotFoundError),
        (lambda disk: disk.remove(disk.root, "b"), FileNotFoundError),
        (lambda disk: disk.file(3), IsADirectoryError),
        (lambda disk: disk.folder(2), NotADirectoryError),
    ],
)
def test_what_cannot_be_is_refused_as_the_kernel_does(
    disk: Disk, act: Callable[[Disk], object], error: type[OSError]
) -> None:
    with pytest.raises(error):
        act(disk)


def test_a_folder_with_something_in_it_is_not_removed(disk: Disk) -> None:
    disk.make(disk.folder(3), "c", FILE)
    with pytest.raises(OSError, match="something in it"):
        disk.remove(disk.root, "sub")


def test_a_folder_is_loaded_and_saved_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir(mode=0o700)
    (tmp_path / "sub" / "key").write_bytes(OLD)
    (tmp_path / "sub" / "key").chmod(0o600)
    disk = Disk.load(tmp_path)
    disk.make(disk.root, "b", FILE)
    (tmp_path / "stray").touch()
    disk.cut(Kept.NONE, Random(0))
    disk.save(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["key", "sub"]
    assert (tmp_path / "sub" / "key").read_bytes() == OLD
    assert stat.S_IMODE((tmp_path / "sub" / "key").stat().st_mode) == 0o600
