"""The frameworks that cases were pinned to, kept by their hash in the data folder.

An upgrade of the product may change a framework; a case goes on with the one it began with. What
is kept holds no case: it is public content.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from meldcode.kader import kept
from meldcode.kader.load import BASE, frameworks
from meldcode.kader.model import Framework
from meldcode.ledger.services import sync_folder


class FrameworkMissing(Exception):
    """The framework of this case is neither in the product nor in the data folder."""


def keep(framework: Framework) -> None:
    """Write the framework down once. Raises OSError where that can't be done."""
    path = _path(framework.id, framework.hash)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.deel")
    with beside.open("w", encoding="utf-8") as file:
        file.write(kept.to_text(framework))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def framework(kader: str, hash_: str) -> Framework:
    """The framework that a case is pinned to. Raises FrameworkMissing."""
    today = frameworks().get(kader)
    if today is not None and today.hash == hash_:
        return today
    return _kept(kader, hash_)


@lru_cache(maxsize=32)
def _kept(kader: str, hash_: str) -> Framework:
    try:
        text = _path(kader, hash_).read_text(encoding="utf-8")
        found = kept.from_text(text, frameworks()[BASE].registers)
    except (OSError, kept.KeptError):
        raise FrameworkMissing(kader) from None
    if found.hash != hash_:
        raise FrameworkMissing(kader)
    return found


def _path(kader: str, hash_: str) -> Path:
    return Path(settings.DATA_FOLDER) / "kaders" / f"{kader}-{hash_.removeprefix('sha256:')}.json"
