"""The trial of the exported files: it counts what differs, and its page tells what."""

from __future__ import annotations

import datetime as dt

import pytest

from meldcode.workshop.dmn import to_dmn
from proef import uitvoer
from proef.uitvoer import Result, compare, report
from tests.kader import orakel

VECTORS = ({"1": "ja", "2": "nee", "3": "nee"}, {"1": "nee"})


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    full = tuple({key: each.get(key, "open") for key in "12345"} for each in VECTORS)
    monkeypatch.setattr(uitvoer, "VECTORS", full)
    monkeypatch.setattr(uitvoer, "SITUATIONS", (orakel.SITUATIE_STANDAARD,))


def test_a_file_that_decides_the_same_has_no_differences() -> None:
    assert compare("onderwijs") == Result("onderwijs", 2, 0, [])


def test_a_file_that_decides_otherwise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        uitvoer,
        "to_dmn",
        lambda framework: to_dmn(framework).replace('"niet_door_jou"</t', '"mogelijk"</t'),
    )
    found = compare("onderwijs")
    assert (found.decisions, found.mismatches) == (2, 1)
    assert "'mogelijk'" in found.wrong[0]
    assert "in plaats van Outcome(melden='noodzakelijk'" in found.wrong[0]


def test_the_page_holds_the_date_the_counts_and_the_first_differences() -> None:
    results = [Result("artsen", 174960, 0, []), Result("onderwijs", 174960, 1, ["zo en zo"])]
    page = report(results, dt.date(2026, 11, 22), 61.7)
    assert "Gedaan op 2026-11-22" in page
    assert "het duurde 62 seconden" in page
    assert "| onderwijs | 174.960 | 1 |" in page
    assert "| **samen** | 349.920 | 1 |" in page
    assert "- onderwijs: zo en zo" in page
