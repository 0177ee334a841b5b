"""A case goes on with the framework it began with, also after an upgrade changed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from unittest.mock import patch

import pytest

from meldcode.dossier import pinned, services
from meldcode.kader import kept
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from tests.cast import NOW, Cast, case, opened

LATER = NOW + timedelta(days=30)


def changed(framework: Framework) -> Framework:
    """The framework as an upgrade might have it: one transition leads to nothing any more."""
    transitions = dict(framework.overgangen)
    transitions.pop(next(iter(transitions)))
    collections = {**framework.collections, "overgangen": MappingProxyType(transitions)}
    return replace(framework, collections=collections)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "kaders").iterdir())


def test_a_started_case_writes_its_framework_down_once(cast: Cast, tmp_path: Path) -> None:
    case(cast)
    case(cast)
    framework = frameworks()["artsen"]
    assert files(tmp_path) == [f"artsen-{framework.hash.removeprefix('sha256:')}.json"]
    path = tmp_path / "kaders" / files(tmp_path)[0]
    assert path.read_text(encoding="utf-8") == kept.to_text(framework)
    assert path.parent.stat().st_mode & 0o077 == 0


def test_after_an_upgrade_a_case_keeps_its_own_framework(cast: Cast) -> None:
    zaak = case(cast).zaak
    before = frameworks()["artsen"]
    upgraded = {**frameworks(), "artsen": changed(before)}
    with patch.object(pinned, "frameworks", lambda: upgraded):
        found = services.read(opened(zaak, cast.anna, LATER), LATER.date())
        newer = pinned.framework("artsen", before.hash)
    assert upgraded["artsen"].hash != before.hash
    assert found.framework.hash == newer.hash == before.hash
    assert found.framework.overgangen == before.overgangen


def test_a_framework_that_is_nowhere_is_missed(cast: Cast) -> None:
    with pytest.raises(pinned.FrameworkMissing):
        pinned.framework("artsen", "sha256:" + "0" * 64)


@pytest.mark.parametrize("damage", ["", "geen json", None])
def test_a_kept_file_that_was_changed_is_not_taken(
    cast: Cast, tmp_path: Path, damage: str | None
) -> None:
    case(cast)
    path = tmp_path / "kaders" / files(tmp_path)[0]
    other = kept.to_text(changed(frameworks()["artsen"]))
    path.write_text(other if damage is None else damage, encoding="utf-8")
    before = frameworks()["artsen"]
    upgraded = {**frameworks(), "artsen": changed(before)}
    pinned._kept.cache_clear()
    with (
        patch.object(pinned, "frameworks", lambda: upgraded),
        pytest.raises(pinned.FrameworkMissing),
    ):
        pinned.framework("artsen", before.hash)


def test_a_case_is_not_started_where_its_framework_can_not_be_written(
    cast: Cast, tmp_path: Path
) -> None:
    (tmp_path / "kaders").write_text("in de weg")
    with pytest.raises(OSError, match="kaders"):
        case(cast)
    assert services.cases(cast.anna, NOW) == []


def test_what_is_kept_holds_nothing_of_the_case(cast: Cast, tmp_path: Path) -> None:
    zaak = case(cast).zaak
    text = (tmp_path / "kaders" / files(tmp_path)[0]).read_text(encoding="utf-8")
    for word in (zaak, "Veldhoen", "Blauwe Zwaan"):
        assert word not in text
