"""A `File` without a database, from entries built by hand."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from meldcode.dossier.entries import Entered, Entry
from meldcode.dossier.services import File
from meldcode.kader.load import frameworks
from tests.dossier.chain import chain

TODAY = date(2026, 11, 22)


def filed(*entries: Entry, kader: str = "artsen") -> File:
    """A file with these entries after its begin, as of `TODAY`."""
    return filed_as(chain(*entries), kader)


def filed_as(entered: tuple[Entered, ...], kader: str = "artsen") -> File:
    """A file with exactly this chain."""
    framework = frameworks()[kader]
    case: Any = SimpleNamespace(zaak="z-7f3a", records=())
    return File(cast("Any", case), entered, framework, TODAY)
