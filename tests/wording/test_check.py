"""The check as a whole: every rule on its own examples, and what makes the same words fine."""

from __future__ import annotations

from itertools import pairwise

import pytest

from meldcode.wording import check
from meldcode.wording.rules import Rule, rules

EXAMPLES = [(rule, text) for rule in rules().rules for text in rule.wel]
COUNTER_EXAMPLES = [(rule, text) for rule in rules().rules for text in rule.niet]


def kinds(text: str, field: tuple[str, ...] = (), profession: str = "") -> set[str]:
    return {mark.soort for mark in check(text, field, profession=profession)}


@pytest.mark.parametrize(("rule", "text"), EXAMPLES)
def test_a_rule_marks_what_its_content_says_it_must(rule: Rule, text: str) -> None:
    assert rule.id in {mark.rule for mark in check(text)}


@pytest.mark.parametrize(("rule", "text"), COUNTER_EXAMPLES)
def test_nothing_of_its_kind_is_marked_where_the_content_says_so(rule: Rule, text: str) -> None:
    assert rule.soort not in kinds(text)


def test_a_mark_tells_where_why_and_how_a_fact_would_read() -> None:
    text = "Ik sprak moeder. Zij is hysterisch."

    (mark,) = check(text)

    assert text[mark.start : mark.end] == "hysterisch"
    assert (mark.soort, mark.rule) == ("oordeel", "etiket")
    assert mark.why
    assert mark.better


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", '"', "2026", "😀", "ግዕዝ 你好 שלום"])
def test_a_text_without_dutch_words_has_no_marks(text: str) -> None:
    assert check(text) == ()


def test_marks_stand_in_the_order_of_the_text_and_do_not_overlap() -> None:
    text = "Altijd is hij agressief. Hij lijkt lui en liegt, en iedereen in de straat weet dat."

    marks = check(text)

    assert len(marks) > 3
    assert all(one.end <= other.start for one, other in pairwise(marks))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Vader zei: "Zij is lui."', set()),
        ("Vader zei: “Zij is lui.”", set()),
        ("Vader zei: 'Zij is lui.'", set()),
        ("Zij is 's avonds lui.", {"oordeel"}),
        ('Zij is lui. Dat zei vader: "Echt waar', {"oordeel"}),
        ("Moeder zei op 3 mei dat vader lui is.", set()),
        ("Moeder zei op 3 mei, toen ik belde, dat vader lui is.", set()),
        ("Vader is lui, zei moeder op 3 mei.", set()),
        ("Volgens moeder is vader lui.", set()),
        ("Volgens mij is vader lui.", {"impressie", "oordeel"}),
        ("Moeder gaf op 3 mei aan dat vader lui is.", set()),
        ("Huisarts Kok stelde op 3 mei vast dat vader lui is.", set()),
        ("Ik zei op 3 mei dat vader lui is.", {"oordeel"}),
        ("Moeder zei op 3 mei dat hij viel; vader is lui.", {"oordeel"}),
        ("Ik zag dat hij lui is.", {"oordeel"}),
    ],
)
def test_what_somebody_else_says_is_no_opinion_of_the_writer(text: str, expected: set[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hij kwam vaak te laat.", {"vaag"}),
        ("Hij kwam op 3 mei vaak naar de deur.", set()),
        ("Hij kwam op 3-5-2026 vaak naar de deur.", set()),
        ("Hij kwam in mei 2026 vaak te laat.", set()),
        ("Hij komt sinds 3 mei vaak te laat.", {"vaag"}),
        ("Hij komt rond mei 2026 vaak te laat.", {"vaag"}),
    ],
)
def test_a_day_makes_vague_time_fine_but_not_where_it_only_begins(
    text: str, expected: set[str]
) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hij is geslagen.", {"verborgen_dader"}),
        ("Ik zag dat hij werd opgesloten.", {"verborgen_dader"}),
        ("Hij is door zijn oom geslagen.", set()),
        ("Hij is door de gang gesleept.", {"verborgen_dader"}),
        ("Hij is gevallen en weggelopen.", set()),
        ("Hij heeft zijn zoon geslagen.", set()),
        ("Hij pakte zijn vader en werd boos.", set()),
    ],
)
def test_the_passive_is_marked_where_nobody_is_named_who_did_it(
    text: str, expected: set[str]
) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("field", "profession", "expected"),
    [
        ((), "", {"buiten_vak"}),
        (("medisch",), "", {"buiten_vak"}),
        (("psychisch",), "", set()),
        ((), "onderwijs", {"buiten_vak"}),
        ((), "artsen", set()),
        ((), "bestaat_niet", {"buiten_vak"}),
    ],
)
def test_a_diagnosis_is_fine_within_the_writers_own_field(
    field: tuple[str, ...], profession: str, expected: set[str]
) -> None:
    assert kinds("Hij heeft ADHD.", field, profession) == expected


def test_the_profession_named_in_the_sentence_is_the_writers_field() -> None:
    assert kinds("Als kinderpsychiater zag ik dat hij ADHD heeft.") == set()
    assert kinds("Als leerkracht zag ik dat hij ADHD heeft.") == {"buiten_vak"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vader is lui.", set()),
        ("Het lijkt dat hij ADHD heeft.", set()),
        ("Hij kwam vaak te laat.", {"vaag"}),
        ("Hij is geslagen.", {"verborgen_dader"}),
    ],
)
def test_of_what_somebody_else_said_only_when_and_who_is_asked(
    text: str, expected: set[str]
) -> None:
    assert {mark.soort for mark in check(text, told=True)} == expected
