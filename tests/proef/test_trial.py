"""Breaking off a program that saves: the trial finds losses where there are, and none elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proef.stroom.disk import Kept
from proef.stroom.rig import PowerRig, RigBroken, hindrance
from proef.stroom.trial import cut_power, kill, sample

needs_power = pytest.mark.skipif(bool(hindrance()), reason=hindrance())
CUTS = 6

# Promises first and saves nothing; a checker that finds nothing; one that complains.
PROMISE = [sys.executable, "-c", "import time; print('a\\nb', flush=True); time.sleep(60)"]
NOTHING = [sys.executable, "-c", ""]
COMPLAINT = [sys.executable, "-c", "raise SystemExit('a: half')"]
FAILURE = [sys.executable, "-c", "raise SystemExit('no room left')"]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[PowerRig]:
    with PowerRig(tmp_path / "backing", tmp_path / "mount", seed=11) as rig:
        yield rig


@needs_power
@pytest.mark.parametrize("kept", list(Kept))
def test_with_full_every_acknowledged_entry_is_there(rig: PowerRig, kept: Kept) -> None:
    outcome = cut_power(rig, sample("write", "FULL"), sample("check"), CUTS, kept=kept)
    assert (outcome.breaks, outcome.lost, outcome.broken) == (CUTS, [], [])
    assert outcome.acknowledged > CUTS
    assert outcome.unsynced > CUTS


@needs_power
def test_with_normal_the_rig_finds_that_acknowledged_entries_are_gone(rig: PowerRig) -> None:
    outcome = cut_power(
        rig, sample("write", "NORMAL"), sample("check"), CUTS, changes=(60, 200), kept=Kept.NONE
    )
    assert outcome.broken == []
    assert 0 < len(outcome.lost) < outcome.acknowledged
    assert outcome.wrong == len(outcome.lost)


@needs_power
def test_with_off_the_rig_finds_that_all_is_gone(rig: PowerRig) -> None:
    outcome = cut_power(
        rig, sample("write", "OFF"), sample("check"), 2, changes=(60, 200), kept=Kept.NONE
    )
    assert len(outcome.lost) == outcome.acknowledged > 0


@needs_power
def test_with_off_the_rig_finds_what_is_half(rig: PowerRig) -> None:
    outcome = cut_power(
        rig, sample("write", "OFF"), sample("check"), 40, changes=(200, 400), kept=Kept.SOME
    )
    # A broken database ends the trial.
    assert len(outcome.broken) == 1
    assert outcome.broken[0].startswith(f"break {outcome.breaks}: ")


@needs_power
def test_a_writer_that_fails_under_power_is_told_with_its_words(rig: PowerRig) -> None:
    with pytest.raises(RigBroken, match=r"ended by itself \(1\): no room left"):
        cut_power(rig, FAILURE, NOTHING, 1)


def test_kill_9_loses_nothing(tmp_path: Path) -> None:
    outcome = kill(tmp_path, sample("write", "FULL"), sample("check"), 3, seed=5, longest=0.05)
    assert (outcome.breaks, outcome.wrong) == (3, 0)
    assert outcome.acknowledged >= 3


def test_what_was_promised_and_is_not_there_counts_as_lost_once(tmp_path: Path) -> None:
    outcome = kill(tmp_path, PROMISE, NOTHING, 1, seed=5, longest=0)
    assert outcome.lost == ["break 1: a", "break 1: b"]
    assert (outcome.breaks, outcome.acknowledged, outcome.wrong) == (1, 2, 2)


def test_what_the_checker_complains_of_ends_the_trial(tmp_path: Path) -> None:
    outcome = kill(tmp_path, PROMISE, COMPLAINT, 5, seed=5, longest=0)
    assert (outcome.breaks, outcome.broken) == (1, ["break 1: a: half"])


def test_a_writer_that_saves_nothing_is_told_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(RigBroken, match=r"ended by itself \(1\): no room left"):
        kill(tmp_path, FAILURE, NOTHING, 1, seed=5)
