"""Classes: each combination in exactly one group, the groups as few as is simple."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.kader.advice import Situation
from meldcode.kader.decide import decide_outcome
from meldcode.kader.input import SITUATION_VALUES
from meldcode.kader.load import frameworks
from meldcode.workshop.classes import Cells, Point, classes_of, partition
from meldcode.workshop.when import answers_in_words, situation_in_words
from tests.kader.yardstick import VECTORS

FRAMEWORKS = frameworks()
DOMAINS = (("a", "b", "c"), ("x", "y"), ("1", "2", "3"))
POINTS = list(itertools.product(*DOMAINS))


@given(st.lists(st.integers(0, 2), min_size=len(POINTS), max_size=len(POINTS)))
def test_every_point_lies_in_one_group_of_its_own_output(values: list[int]) -> None:
    outputs: dict[Point, int] = dict(zip(POINTS, values, strict=True))
    found = [
        (point, output)
        for output, groups in partition(DOMAINS, outputs).items()
        for cells in groups
        for point in itertools.product(*cells)
    ]
    assert sorted(found) == sorted(outputs.items())


@pytest.mark.parametrize(
    ("ones", "expected"),
    [
        (set(POINTS), [DOMAINS]),
        ({point for point in POINTS if point[1] == "y"}, [(("a", "b", "c"), ("y",), DOMAINS[2])]),
        (
            {point for point in POINTS if point[0] == "b" or point[2] == "3"},
            [(("a", "c"), ("x", "y"), ("3",)), (("b",), ("x", "y"), ("1", "2", "3"))],
        ),
    ],
)
def test_what_makes_no_difference_stands_together(ones: set[Point], expected: list[Cells]) -> None:
    outputs = {point: point in ones for point in POINTS}
    assert sorted(partition(DOMAINS, outputs)[True]) == expected


def test_a_doctor_has_three_parts_and_the_common_framework_one() -> None:
    assert len(classes_of(FRAMEWORKS["gemeenschappelijk"]).parts) == 1
    artsen = FRAMEWORKS["artsen"]
    classes = classes_of(artsen)
    told = [
        [situation_in_words(artsen, classes.fields, cells) for cells in part.situations]
        for part in classes.parts
    ]
    free = (
        "Om wie het gaat: 'Alleen volwassenen'; "
        "Wat het slachtoffer wil: 'Het slachtoffer weigert vrij en bewust'"
    )
    assert told == [
        [
            "Om wie het gaat: niet 'Alleen volwassenen'",
            "Om wie het gaat: 'Alleen volwassenen'; Wat het slachtoffer wil: "
            "niet 'Het slachtoffer weigert vrij en bewust'",
            f"{free}; Ernstig gevaar: ja; Hulp tegen het gevaar: nee",
        ],
        [
            f"{free}; Ernstig gevaar: ja of nog open; Hulp tegen het gevaar: ja",
            f"{free}; Ernstig gevaar: nee",
        ],
        [
            f"{free}; Ernstig gevaar: ja; Hulp tegen het gevaar: nog open",
            f"{free}; Ernstig gevaar: nog open; Hulp tegen het gevaar: nee of nog open",
        ],
    ]


@pytest.mark.parametrize(
    ("words", "melden", "norm", "hulp", "always"),
    [
        (
            "1 ja, 2 nee, 3 nee",
            "noodzakelijk",
            ("2",),
            "niet_door_jou",
            ("afspraken_melding", "betrokken_blijven", "vastleggen"),
        ),
        (
            "1 ja of nog open, 2 ja, 3 ja, 4 ja, 5 nee",
            "noodzakelijk",
            ("1", "3"),
            "onvoldoende",
            (
                *("afspraken_melding", "afspraken_veiligheid", "betrokken_blijven"),
                *("samen_met_vt", "vastleggen"),
            ),
        ),
        (
            "1 nee, 2 nee of nog open",
            "niet_noodzakelijk",
            (),
            "zo_nodig_andere_hulp",
            ("andere_hulp", "vastleggen"),
        ),
        (
            "1 ja, 2 nee, 3 ja, 4 ja, 5 nog open",
            "nu_niet",
            (),
            "mogelijk",
            ("doelen_afspreken", "vastleggen"),
        ),
        ("1 nee, 2 ja", "open", (), "open", ("vastleggen",)),
    ],
)
def test_an_outcome_stands_with_what_leads_to_it(
    words: str, melden: str, norm: tuple[str, ...], hulp: str, always: tuple[str, ...]
) -> None:
    common = FRAMEWORKS["gemeenschappelijk"]
    [found] = [
        each
        for each in classes_of(common).parts[0].classes
        if words in [answers_in_words(common, cells) for cells in each.groups]
    ]
    assert found.result[:3] == (melden, norm, hulp)
    assert found.always == always


@pytest.mark.parametrize("kader", ["gemeenschappelijk", "artsen", "complementair"])
def test_each_combination_has_one_next_question_that_of_the_decision(kader: str) -> None:
    framework = FRAMEWORKS[kader]
    classes = classes_of(framework)
    told: dict[tuple[Any, ...], str | None] = {}
    for part in classes.asked:
        for question, groups in part.questions:
            for where, answers in itertools.product(part.situations, groups):
                for point in itertools.product(*where, *answers):
                    assert point not in told
                    told[point] = question
    situations = math.prod(len(SITUATION_VALUES[name]) for name in classes.fields)
    assert len(told) == len(VECTORS) * situations
    for point, question in told.items():
        named: dict[str, Any] = dict(
            zip((*classes.fields, *framework.table.order), point, strict=True)
        )
        situation = Situation(**{name: named.pop(name) for name in classes.fields})
        assert decide_outcome(framework, named, situation).volgende == question
