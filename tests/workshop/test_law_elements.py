"""The seven elements of the law: the product's frameworks have them, one that lacks one is told."""

from __future__ import annotations

import datetime as dt

import pytest

from meldcode.kader.load import BASE, frameworks
from meldcode.workshop.law_elements import ELEMENTS, lacking
from meldcode.workshop.reading_aid import remarks
from tests.kader.mutants import leave_out

COMMON = frameworks()[BASE]
DECIDES = ("stap4.wie-beslist", "stap5.wie-beslist")


def test_every_framework_of_the_product_has_all_seven() -> None:
    assert len(ELEMENTS) == 7
    for framework in frameworks().values():
        assert [*lacking(framework)] == []


@pytest.mark.parametrize(
    ("collection", "keys", "what"),
    [
        ("stappen", ("3",), "De vijf stappen"),
        ("normen", tuple(COMMON.normen), "Het afwegingskader"),
        ("blokken", DECIDES, "Wie beslist over melden, met de functie"),
        ("begrippen", ("verwijsindex",), "De verwijsindex, voor wie daaraan mag melden"),
        ("controles", ("kindcheck",), "De kindcheck"),
    ],
)
def test_what_is_left_out_is_told(collection: str, keys: tuple[str, ...], what: str) -> None:
    assert [*lacking(leave_out(COMMON, collection, *keys))] == [what]


def test_forms_of_violence_and_secrecy_are_found_wherever_a_text_has_them() -> None:
    silent = COMMON
    for name in ("blokken", "onderwerpen", "begrippen", "controles", "hulpvragen"):
        silent = leave_out(silent, name, *silent.collections[name])
    told = [*lacking(silent)]
    assert "Vormen van geweld die bijzondere kennis vragen" in told
    assert "Hoe je omgaat met vertrouwelijke gegevens" in told


def test_the_checker_warns_of_each_that_is_lacking_and_refuses_nothing() -> None:
    without = leave_out(COMMON, "blokken", *DECIDES)
    told = [each for each in remarks(without, (), dt.date(2026, 12, 1)) if each.kind == "wet"]
    assert [each.what for each in told] == ["Wie beslist over melden, met de functie."]
    assert told[0].place.file == f"{BASE}/kader.yaml"
