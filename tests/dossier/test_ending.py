"""What a list knows of how long a case is kept is what the case itself says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meldcode.dossier import ending, retention
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import Entry
from meldcode.dossier.retention import Choice
from meldcode.kader.load import frameworks
from tests.dossier.chain import chain, close, correct, person, signal

TODAY = date(2026, 11, 22)
KADERS = sorted(frameworks())
CASES: dict[str, tuple[Entry, ...]] = {
    "a signal": (signal(),),
    "a correction": (signal(), correct(2, signal())),
    "a small child": (person(geboren="2025-12-31"), signal(), close()),
    "an unborn child": (person(rol="ongeboren_kind"), signal()),
    "left school": (signal(), close(einde_zorg=date(2026, 9, 1))),
}


@pytest.mark.parametrize("kader", KADERS)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("own", [None, 1, 7, 40])
def test_what_is_noted_gives_the_end_that_the_case_gives(
    kader: str, name: str, own: int | None
) -> None:
    entered, framework = chain(*CASES[name]), frameworks()[kader]
    noted = ending.to_bytes(ending.basis(entered, CaseFile.of(entered), framework))
    basis = ending.from_bytes(noted)
    assert basis is not None
    found = retention.of(entered, framework, Choice(own_years=own), TODAY)
    assert ending.end(basis, own) == found.end


END = date(2046, 9, 4)
OVER = "De bewaartermijn is voorbij sinds 5 september 2046: kijk of je de zaak vernietigt."


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (END - ending.BEFORE - timedelta(days=1), ""),
        (END - ending.BEFORE, "De bewaartermijn eindigt op 4 september 2046."),
        (END, "De bewaartermijn eindigt op 4 september 2046."),
        (END + timedelta(days=1), OVER),
        (date(2067, 1, 1), OVER),
    ],
)
def test_a_term_is_told_from_three_months_before_its_end(today: date, told: str) -> None:
    assert ending.told(END, today) == told


def test_what_cannot_be_read_tells_nothing() -> None:
    assert ending.told(None, TODAY) == ""
    for broken in (None, b"", b"x", b"[]", b'{"wat": 1}'):
        assert ending.from_bytes(broken) is None
