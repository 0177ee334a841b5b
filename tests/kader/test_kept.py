"""A framework that a case keeps: the same before and after, and refused where it can't be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from meldcode.kader import kept
from meldcode.kader.advice import Situation
from meldcode.kader.decide import decide
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework

REGISTERS = frameworks()["gemeenschappelijk"].registers
EVERY = tuple(frameworks())


def again(framework: Framework) -> Framework:
    return kept.from_text(kept.to_text(framework), REGISTERS)


@pytest.mark.parametrize("kader", EVERY)
def test_a_kept_framework_is_the_same_framework(kader: str) -> None:
    framework = frameworks()[kader]
    back = again(framework)
    assert (back.hash, back.words_hash) == (framework.hash, framework.words_hash)
    assert back.collections == framework.collections
    assert back.origin == framework.origin
    for name in ("id", "naam", "kort", "beroep", "versie", "bron"):
        assert getattr(back, name) == getattr(framework, name)


@pytest.mark.parametrize("kader", EVERY)
def test_a_kept_framework_gives_the_same_advice(kader: str) -> None:
    answers = {"1": "ja", "2": "ja", "3": "nee", "4": "open", "5": "open"}
    framework = frameworks()[kader]
    found = decide(again(framework), answers, Situation()).as_dict()
    assert found == decide(framework, answers, Situation()).as_dict()


def test_keeping_it_twice_gives_the_same_text() -> None:
    framework = frameworks()["artsen"]
    assert kept.to_text(again(framework)) == kept.to_text(framework)


def test_the_facts_of_today_are_not_kept() -> None:
    text = kept.to_text(frameworks()["artsen"])
    assert set(json.loads(text)) == {
        *("vorm", "id", "naam", "kort", "beroep", "versie", "bron"),
        *("verzamelingen", "herkomst"),
    }
    assert REGISTERS.facts["vt_telefoon"].waarde == "0800-2000"
    assert "0800-2000" not in text
    assert again(frameworks()["artsen"]).registers is REGISTERS


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda data: data.pop(name)


def put(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda data: data.__setitem__(name, value)


DAMAGE = (
    without("vorm"),
    without("naam"),
    without("bron"),
    without("verzamelingen"),
    without("herkomst"),
    put("vorm", 3),
    put("bron", 7),
    put("verzamelingen", {"afwegingen": [{"id": "1"}]}),
    put("herkomst", [["afwegingen"]]),
)


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_no_kept_framework_is_refused(damage: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads(kept.to_text(frameworks()["artsen"]))
    damage(data)
    with pytest.raises(kept.KeptError):
        kept.from_text(json.dumps(data), REGISTERS)


@pytest.mark.parametrize("text", ["", "geen json", "[]", "null", '{"vorm": 1}'])
def test_a_text_that_is_something_else_is_refused(text: str) -> None:
    with pytest.raises(kept.KeptError):
        kept.from_text(text, REGISTERS)
