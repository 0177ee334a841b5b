"""The frameworks that cases were pinned to, kept by their hash in the data folder.

An upgrade of the product may change a framework; a case goes on with the one it began with. What
is kept holds no case: it is public content.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from meldcode.dossier.followed import Pin
from meldcode.kader import kept
from meldcode.kader.load import BASE, frameworks
from meldcode.kader.model import Framework
from meldcode.ledger.models import Zaak
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


def of(pin: Pin) -> Framework:
    """The framework that an entry pins its case to. Raises FrameworkMissing."""
    return framework(pin.kader, pin.kader_hash)


def newer(current: Framework) -> Framework | None:
    """The version of today, where that decides otherwise than the one a case follows."""
    today = frameworks().get(current.id)
    return None if today is None or today.hash == current.hash else today


class Counted(NamedTuple):
    """How many cases began with a version of a framework, by its decision hash."""

    hash: str
    total: int
    running: int


def counts(kader: str) -> list[Counted]:
    """The cases that began with a framework, by version; no key is needed and none is opened.

    A case that was moved since counts under the version it began with: its move is sealed.
    """
    found: dict[str, list[str]] = {}
    for hash_, state in Zaak.objects.filter(kader=kader).values_list("kader_hash", "status"):
        found.setdefault(hash_, []).append(state)
    return [Counted(key, len(found[key]), found[key].count("lopend")) for key in sorted(found)]


@lru_cache(maxsize=32)
def _kept(kader: str, hash_: str) -> Framework:
    try:
        text = _path(kader, hash_).read_text(encoding="utf-8")
        today = frameworks().get(kader, frameworks()[BASE])
        found = kept.from_text(text, today.registers)
    except (OSError, kept.KeptError):
        raise FrameworkMissing(kader) from None
    if found.hash != hash_:
        raise FrameworkMissing(kader)
    return found


def _path(kader: str, hash_: str) -> Path:
    return Path(settings.DATA_FOLDER) / "kaders" / f"{kader}-{hash_.removeprefix('sha256:')}.json"
