"""The long trials: that they are found, and that their page tells what went wrong."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any

import pytest

from meldcode.kader import space
from proef import advies
from proef.__main__ import main, trials
from tests.kader import orakel
from tests.kader.yardstick import VECTORS

DAY = dt.date(2026, 11, 22)


def test_every_module_with_a_main_is_a_trial() -> None:
    assert trials()["advies"] is advies.main


def test_a_trial_that_does_not_exist_is_refused_by_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["onzin"])
    assert "proef 'onzin' bestaat niet. Kies uit: advies" in capsys.readouterr().err


def test_the_page_holds_the_date_the_counts_and_the_first_differences() -> None:
    results = [
        advies.Result("artsen", 174960, 80, 0, []),
        advies.Result("onderwijs", 174960, 80, 2, ["melden: open in plaats van noodzakelijk"]),
    ]
    page = advies.report(results, DAY, minutes=6.6)
    assert "Gedaan op 2026-11-22" in page
    assert "het duurde 7 minuten" in page
    assert "| onderwijs | 174.960 | 80 | 2 |" in page
    assert "| **samen** | 349.920 | 160 | 2 |" in page
    assert "- onderwijs: melden: open in plaats van noodzakelijk" in page


def test_a_check_that_comes_out_differently_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert advies.compare_checks("artsen") == (80, [])
    monkeypatch.setattr(advies, "CHECKS", (("kindcheck", "12", orakel.mantelzorgcheck),))
    _, wrong = advies.compare_checks("artsen")
    assert "kindcheck {'1': 'nee'}: geen_signalen in plaats van niemand_afhankelijk" in wrong


def test_an_advice_that_comes_out_differently_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    first = next(vector for vector in VECTORS if set(vector.values()) == {"open"})
    monkeypatch.setattr(advies, "VECTORS", (first,))
    monkeypatch.setattr(advies, "WHOLE", 1)
    assert advies.compare("artsen") == ("artsen", space.SIZE, 80, 0, [])
    other = orakel._plichten

    def forgetful(kader: str, a: dict[str, str], s: dict[str, Any]) -> list[str]:
        named = other(kader, a, s)
        return [each for each in named if each != "direct_gevaar" or s["slachtoffers"] != "kind"]

    monkeypatch.setattr(orakel, "_plichten", forgetful)
    result = advies.compare("artsen")
    danger = space.where("gevaar_nu", frozenset({"ja"}))
    children = danger & space.where("slachtoffers", frozenset({"kind"}))
    assert result.mismatches >= children.bit_count()
    assert "plicht direct_gevaar" in result.wrong[0]


def test_all_situations_are_in_one_kind_and_what_was_not_looked_at_parts_none() -> None:
    def judge(asked: dict[str, Any]) -> str:
        return str(asked["weigering"]) if asked["slachtoffers"] == "volwassenen" else "-"

    found = [*advies.kinds(judge)]
    assert len(found) == 3 + 5
    assert sum(part.bit_count() for part, _ in found) == space.SIZE
    assert reduce(or_, (part for part, _ in found)) == space.ALL
