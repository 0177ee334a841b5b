"""What was kept under version 1 of the contract opens, and its receipts replay under it.

``versie_1/artsen.json.xz`` was written by version 1 itself: a kept framework, its two hashes and
receipts with their questions.
"""

from __future__ import annotations

import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

from meldcode.kader import kept
from meldcode.kader.input import read_kept_situation
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.workshop.replay import receipts, replay

FILE = Path(__file__).parent / "versie_1" / "artsen.json.xz"
TODAY = frameworks()["artsen"]


@cache
def then() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(lzma.decompress(FILE.read_bytes()))
    return data


@cache
def doctors_then() -> Framework:
    return kept.from_text(then()["kader"], TODAY.registers)


def test_a_framework_kept_then_goes_by_the_hashes_of_then() -> None:
    framework = doctors_then()
    assert (framework.hash, framework.words_hash) == (then()["hash"], then()["woorden"])
    again = kept.from_text(kept.to_text(framework), TODAY.registers)
    assert (again.hash, again.words_hash) == (framework.hash, framework.words_hash)
    assert framework.hash != TODAY.hash


def test_every_receipt_of_then_comes_out_the_same_under_the_framework_of_then() -> None:
    verdicts = [
        replay(each, [TODAY, doctors_then()]).verdict
        for data in then()["bonnen"]
        for each in receipts(data)
    ]
    assert len(verdicts) > 50
    assert set(verdicts) == {"hetzelfde"}


def test_its_question_on_adults_is_asked_as_the_one_that_it_became() -> None:
    question = doctors_then().situatievragen["slachtoffers"]
    assert [choice.waarde for choice in question.keuzes] == ["volwassenen", "open"]
    assert question.keuzes[0].telt_na == {"kindcheck": ("geen_signalen", "geen_zorg_voor_kinderen")}


def test_a_situation_of_then_is_read_and_a_new_one_stays_as_it_is() -> None:
    for value, now in ((True, "volwassenen"), (False, "open")):
        assert read_kept_situation({"alleen_volwassenen": value}).slachtoffers == now
    assert read_kept_situation({"slachtoffers": "kind"}).slachtoffers == "kind"
