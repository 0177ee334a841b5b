"""The long trials: that they are found, and that their page tells what went wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from proef import advies
from proef.__main__ import main, trials
from tests.kader import orakel

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
    monkeypatch.setattr(advies, "VECTORS", ({"1": "ja", "2": "ja"}, {"1": "nee"}))
    monkeypatch.setattr(advies, "SITUATIONS", (orakel.SITUATIE_STANDAARD,))
    assert advies.compare("artsen") == ("artsen", 2, 80, 0, [])
    other = orakel.oordeel
    monkeypatch.setattr(orakel, "oordeel", lambda kader, a, s: other(kader, a, s) | {"norm": [9]})
    result = advies.compare("artsen")
    assert (result.advices, result.mismatches) == (2, 2)
    assert "norm: [1] in plaats van [9]" in result.wrong[0]
