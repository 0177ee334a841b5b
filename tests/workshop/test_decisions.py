"""The tables of a framework: what each looks at, how few rows it takes, what a row says."""

from __future__ import annotations

from functools import cache

import pytest

from meldcode.kader.load import frameworks
from meldcode.workshop import decisions
from meldcode.workshop.decisions import Decision, Model, TableRow, model_of

ANSWERS = ("afweging_1", "afweging_2", "afweging_3", "afweging_4", "afweging_5")


@cache
def model(kader: str) -> Model:
    return model_of(frameworks()[kader])


def decision(kader: str, name: str) -> Decision:
    return next(each for each in model(kader).decisions if each.name == name)


def row(kader: str, name: str, *cells: str | bool | None) -> TableRow:
    return next(each for each in decision(kader, name).rows if each.cells == cells)


def test_without_restraint_only_answers_and_an_earlier_report_are_looked_at() -> None:
    assert [each.name for each in model("onderwijs").inputs] == [*ANSWERS, "gemeld"]
    assert {each.name: each.inputs for each in model("onderwijs").decisions} == {
        "melden": ANSWERS,
        "hulp": ANSWERS,
        "volgende": ANSWERS,
        "norm": ("melden", *ANSWERS),
        "opnieuw": ("melden", "gemeld", *ANSWERS),
    }


def test_with_restraint_two_decisions_come_first_that_look_at_the_situation() -> None:
    danger = ("slachtoffers", "weigering", "ernstig_gevaar", "hulp_kan_afwenden")
    looked_at = {each.name: each.inputs for each in model("artsen").decisions}
    assert looked_at["terughoudendheid"] == ("melden_zonder_terughoudendheid", *danger)
    assert looked_at["eerst_vragen"] == ("afweging_1", "afweging_2", *danger)
    assert looked_at["melden"] == ("melden_zonder_terughoudendheid", "terughoudendheid")


@pytest.mark.parametrize(
    ("name", "most"), [("melden", 11), ("norm", 8), ("hulp", 15), ("volgende", 14)]
)
def test_a_table_is_short_enough_to_read(name: str, most: int) -> None:
    assert len(decision("gemeenschappelijk", name).rows) <= most


@pytest.mark.parametrize(
    ("cells", "output", "text", "source"),
    [
        (
            ("ja", None, "nee", None, None),
            "noodzakelijk",
            "Jij kunt te weinig effectieve hulp geven of regelen.",
            "stappenplan#afweging 3",
        ),
        (
            ("ja", "nee", "ja", "ja", "open"),
            "nu_niet",
            "De hulp loopt nog.",
            "knmg#afweging 5",
        ),
        (("nee", "ja", None, None, None), "open", "Dat kan niet samen.", "eigen"),
        ((None,) * 5, "open", "Dat is nog open.", "stappenplan#stap 2"),
    ],
)
def test_a_row_says_in_the_words_of_the_framework_why(
    cells: tuple[str | None, ...], output: str, text: str, source: str
) -> None:
    found = row("gemeenschappelijk", "melden", *cells)
    assert found.output == output
    assert text in found.text
    assert source in found.bron


def test_a_row_about_restraint_cites_whose_rule_it_is() -> None:
    found = row("artsen", "terughoudendheid", "noodzakelijk", "volwassenen", "vrij", "nee", None)
    assert found.output == "terughoudend"
    assert found.text.startswith("Het slachtoffer weigert vrij")
    assert found.bron == ("knmg#terughoudendheid",)


def test_every_row_has_a_source() -> None:
    for kader in ("artsen", "justitie"):
        for each in model(kader).decisions:
            assert all(one.bron for one in each.rows)


def test_a_table_that_would_have_to_look_at_more_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decisions, "_shape", lambda *_: {"melden": ANSWERS[:1]})
    with pytest.raises(ValueError, match="melden needs more than afweging_1"):
        model_of(frameworks()["gemeenschappelijk"])
