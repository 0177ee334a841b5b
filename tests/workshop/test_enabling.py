"""When a consideration is asked: on the walk, said with yes and no to the ones before it."""

from __future__ import annotations

import dataclasses

import pytest

from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.workshop import enabling
from meldcode.workshop.enabling import asked, conditions

COMMON = frameworks()["gemeenschappelijk"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ("1",)),
        ({"1": "nee"}, ("1",)),
        ({"1": "ja"}, ("1", "2", "3")),
        ({"1": "ja", "2": "nee", "3": "nee"}, ("1", "2", "3")),
        ({"1": "ja", "2": "ja", "3": "nee"}, ("1", "2", "3", "4", "5")),
        ({"1": "ja", "2": "nee", "3": "ja"}, ("1", "2", "3", "4")),
        ({"1": "ja", "3": "ja", "4": "ja"}, ("1", "2", "3", "4", "5")),
        # What was not asked does not count.
        ({"2": "ja", "3": "ja"}, ("1",)),
    ],
)
def test_what_is_asked(answers: dict[str, str], expected: tuple[str, ...]) -> None:
    assert asked(COMMON, answers) == expected


def test_the_conditions_are_as_few_as_a_person_would_write() -> None:
    begun = (("1", "ja"),)
    assert conditions(COMMON) == {
        "1": (),
        "2": (begun,),
        "3": (begun,),
        "4": (begun, (("2", "ja"), ("3", "ja"))),
        "5": (begun, (("2", "ja"), ("4", "ja")), (("2", "ja"), ("3", "ja"))),
    }


def leads_on_while_open(framework: Framework) -> Framework:
    """The same, but a second consideration that follows on an answer that is open."""
    steps = dict(framework.overgangen)
    last = steps["zelf.5.open"]
    steps["zelf.5.open"] = last.model_copy(update={"naar": "6", "melden": None, "hulp": None})
    for answer in ("ja", "nee"):
        new = last.model_copy(
            update={"id": f"zelf.6.{answer}", "afweging": "6", "antwoord": answer}
        )
        steps[new.id] = new
    considerations = dict(framework.afwegingen)
    considerations["6"] = considerations["5"].model_copy(update={"id": "6"})
    collections = {**framework.collections, "overgangen": steps, "afwegingen": considerations}
    return dataclasses.replace(framework, collections=collections)


def test_a_consideration_that_follows_on_open_is_refused() -> None:
    with pytest.raises(ValueError, match="whether 6 is asked hangs on an answer that is open"):
        enabling.conditions(leads_on_while_open(COMMON))
