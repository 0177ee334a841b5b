"""What changed between two frameworks, held against deciding everything under both."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from meldcode.kader.advice import Situation
from meldcode.kader.decide import decide_outcome
from meldcode.kader.input import ANSWERS
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.workshop import difference_words
from meldcode.workshop.difference import Difference, Edit, compare
from meldcode.workshop.turns import Turn
from tests.kader.yardstick import deciding_situations
from tests.workshop.versions import (
    edited,
    milder,
    reworded,
    with_a_sixth,
    with_items,
    without_the_fourth,
)

DOCTORS = frameworks()["artsen"]
COMMON = frameworks()["gemeenschappelijk"]


def holds(turn: Turn, answers: dict[str, str], situation: Situation) -> bool:
    known = {**answers, **situation._asdict()}
    return any(all(known[name] in values for name, values in each.items()) for each in turn.when)


@pytest.mark.parametrize("kader", list(frameworks()))
def test_a_framework_does_not_differ_from_itself(kader: str) -> None:
    found = compare(frameworks()[kader], frameworks()[kader])
    assert (found.same, found.same_decision, found.compared) == (True, True, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (COMMON, milder(COMMON)),
        (COMMON, without_the_fourth(COMMON)),
        (COMMON, with_a_sixth(COMMON)),
        (milder(DOCTORS), DOCTORS),
        (COMMON, DOCTORS),
    ],
)
def test_the_turns_are_where_deciding_gives_something_else(
    before: Framework, after: Framework
) -> None:
    found = compare(before, after)
    keys = list(dict.fromkeys((*before.afwegingen, *after.afwegingen)))
    # Every thirteenth combination: an odd step meets all answers and situations together.
    points = list(
        itertools.product(itertools.product(ANSWERS, repeat=len(keys)), deciding_situations())
    )[::131]
    for given, situation in points:
        answers = dict(zip(keys, given, strict=True))
        was = decide_outcome(before, answers, situation)._asdict()
        now = decide_outcome(after, answers, situation)._asdict()
        told = {
            (turn.decision, turn.before, turn.after)
            for turn in found.turns
            if holds(turn, answers, situation)
        }
        assert told == {(k, was[k], now[k]) for k in was if was[k] != now[k]}


def test_a_turn_reads_as_a_condition_with_before_and_after() -> None:
    found = compare(COMMON, milder(COMMON))
    told = list(difference_words.turns(found))
    titles = {key: item.titel for key, item in COMMON.uitkomsten.items()}
    assert told[0] == (
        "Melden?",
        titles["melden.noodzakelijk"],
        titles["melden.niet_noodzakelijk"],
        ("afweging 1 ja, afweging 2 nee, afweging 3 nee, afweging 4 ja, afweging 5 ja",),
    )
    not_known = [each for each in told if each.before == titles["melden.open"]]
    assert not_known[0].when == (
        "afweging 1 ja of nog open, afweging 2 nee, afweging 3 nog open, afweging 4 ja, "
        "afweging 5 ja",
        "afweging 1 nog open, afweging 2 nee, afweging 3 nee of nog open, afweging 4 ja, "
        "afweging 5 ja",
    )
    assert (found.turns[0].count, found.compared) == (1, 243)


RULES = [
    (
        milder(COMMON),
        (
            Edit("overgangen", "zelf.3.nee", "naar", "einde", "4"),
            Edit("overgangen", "zelf.3.nee", "melden", "noodzakelijk", ""),
            Edit("overgangen", "zelf.3.nee", "norm", "2", ""),
        ),
    ),
    (
        with_items(
            COMMON, plichten=lambda items: {k: v for k, v in items.items() if k != "volgen"}
        ),
        (
            Edit(
                "plichten",
                "volgen",
                "",
                f"{COMMON.plichten['volgen'].titel} (bij: afweging 5 ja en afweging 5 aan de orde)",
                None,
            ),
        ),
    ),
    (
        with_items(COMMON, plichten=edited("volgen", als=COMMON.plichten["andere_hulp"].als)),
        (
            Edit(
                "plichten",
                "volgen",
                "als",
                "afweging 5 ja en afweging 5 aan de orde",
                "afweging 1 nee en afweging 2 nee of nog open",
            ),
        ),
    ),
    (reworded(COMMON), ()),
]


@pytest.mark.parametrize(("after", "expected"), RULES)
def test_rules_that_changed_are_named_by_id(after: Framework, expected: tuple[Edit, ...]) -> None:
    assert compare(COMMON, after).rules == expected


def test_a_duty_that_is_gone_is_the_same_decision_on_every_answer() -> None:
    found = compare(COMMON, RULES[1][0])
    assert (found.turns, found.same_decision, found.same) == ((), False, False)


def test_other_words_are_told_before_and_after_and_leave_the_decision() -> None:
    found = compare(COMMON, reworded(COMMON))
    question = COMMON.afwegingen["1"].vraag
    assert found.words == (Edit("afwegingen", "1", "vraag", question, "Denk je aan geweld?"),)
    assert (found.same_decision, found.rules, found.turns, found.same) == (True, (), (), False)


def test_the_head_of_a_framework_is_words_too() -> None:
    found = compare(COMMON, replace(COMMON, versie="2030"))
    assert found.words == (Edit("kader", COMMON.id, "versie", COMMON.versie, "2030"),)


def test_a_text_inside_an_item_is_named_by_its_place() -> None:
    question = COMMON.situatievragen["weigering"]
    first = question.keuzes[0].model_copy(update={"label": "Nog niet"})
    other = edited("weigering", keuzes=(first, *question.keuzes[1:]))
    (found,) = compare(COMMON, with_items(COMMON, situatievragen=other)).words
    assert (found.field, found.after) == (f"keuzes.{first.waarde}.label", "Nog niet")


def test_an_item_that_came_is_named_by_what_people_read() -> None:
    found = compare(
        with_items(COMMON, begrippen=lambda items: dict(list(items.items())[1:])), COMMON
    )
    first = next(iter(COMMON.begrippen.values()))
    assert found.words == (Edit("begrippen", first.id, "", None, first.woord),)


def test_another_order_is_a_difference() -> None:
    turned = with_items(COMMON, begrippen=lambda items: dict(reversed(list(items.items()))))
    found = compare(COMMON, turned)
    assert (found.order, found.words, found.same) == (("begrippen",), (), False)


def test_a_fact_that_changed_stands_apart_from_the_words() -> None:
    fact = COMMON.facts["noodnummer"].model_copy(update={"waarde": "113"})
    registers = replace(COMMON.registers, facts={**COMMON.facts, "noodnummer": fact})
    found = compare(COMMON, replace(COMMON, registers=registers))
    assert [(e.id, e.field, e.after) for e in found.facts] == [("noodnummer", "waarde", "113")]
    assert (found.words, found.same) == ((), False)


@pytest.mark.parametrize("change", [milder, reworded, without_the_fourth, with_a_sixth])
def test_whatever_changes_a_hash_is_told(change: object) -> None:
    assert callable(change)
    after: Framework = change(DOCTORS)
    found: Difference = compare(DOCTORS, after)
    assert bool(found.rules) == (after.hash != DOCTORS.hash)
    assert found.rules or found.words
    assert not found.same


def test_two_professions_that_number_otherwise_are_not_told_to_have_other_rules() -> None:
    # The RBCZ numbers the considerations anew in each step; only the duties of doctors differ.
    found = compare(DOCTORS, frameworks()["complementair"])
    assert [(each.collection, each.id) for each in found.rules] == [
        ("plichten", "advies_collega"),
        ("plichten", "advies_vt_vooraf"),
    ]
