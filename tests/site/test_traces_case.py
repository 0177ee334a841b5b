"""A stolen disk, in small: nothing of a case can be read or opened with all that lies there."""

from __future__ import annotations

import pytest

from proef import dief
from proef.buit import locks


@pytest.fixture(scope="module")
def haul(tmp_path_factory: pytest.TempPathFactory) -> dief.Haul:
    return dief.rob(tmp_path_factory.mktemp("dief"), quick=True)


def test_the_house_was_full_and_open_when_it_was_robbed(haul: dief.Haul) -> None:
    assert haul.has_wal
    assert haul.has_backup
    assert haul.entries == 25
    assert haul.words >= 80


def test_no_word_and_no_key_lies_anywhere(haul: dief.Haul) -> None:
    assert haul.seen == []


@pytest.mark.parametrize("name", locks.ATTEMPTS)
def test_with_all_that_lies_there_nothing_opens(haul: dief.Haul, name: str) -> None:
    tries, opened = haul.tries[name]
    assert (tries > 0, opened) == (True, 0)


@pytest.mark.parametrize("name", [*locks.WITH_A_KEY, "cookie_with_memory"])
def test_the_same_thief_opens_everything_once_a_key_is_given(haul: dief.Haul, name: str) -> None:
    assert haul.tries[name] == (1, haul.entries)


def test_nothing_is_left_to_complain_of(haul: dief.Haul) -> None:
    assert haul.wrong == []
