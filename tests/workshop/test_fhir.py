"""FHIR R4B: a valid Questionnaire whose questions appear as the walk of the framework goes."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire

from meldcode.kader.decide import decide
from meldcode.kader.load import frameworks
from meldcode.workshop.fhir import to_fhir
from tests.workshop.engine import vectors

EVERY = tuple(frameworks())
Item = dict[str, Any]


@cache
def exported(kader: str) -> Item:
    data: Item = json.loads(to_fhir(frameworks()[kader]))
    return data


def items(data: Item) -> Iterator[Item]:
    for item in data.get("item", ()):
        yield item
        yield from items(item)


def found(kader: str, link: str) -> Item:
    return next(item for item in items(exported(kader)) if item["linkId"] == link)


def shown(data: Item, answers: Mapping[str, str], keep: bool) -> set[str]:
    """The choices that a program shows; whether it keeps answers to hidden ones is left to it.

    Answers by link id. Without ``keep`` an answer counts only while its question is shown.
    """
    visible: set[str] = set()
    while True:
        counting = {link: code for link, code in answers.items() if keep or link in visible}
        now = {item["linkId"] for item in _open(data, counting) if item["type"] == "choice"}
        if now == visible:
            return visible
        visible = now


def _open(data: Item, answers: Mapping[str, str]) -> Iterator[Item]:
    for item in data.get("item", ()):
        met = [
            answers.get(when["question"]) == when["answerCoding"]["code"]
            for when in item.get("enableWhen", ())
        ]
        if not met or (any(met) if item.get("enableBehavior") == "any" else all(met)):
            yield item
            yield from _open(item, answers)


def considerations(kader: str, answers: Mapping[str, str], keep: bool) -> set[str]:
    given = {f"afweging.{key}": answer for key, answer in answers.items()}
    links = shown(exported(kader), given, keep)
    return {link.removeprefix("afweging.") for link in links if link.startswith("afweging.")}


@pytest.mark.parametrize("kader", EVERY)
def test_a_questionnaire_is_valid(kader: str) -> None:
    made = Questionnaire.model_validate_json(to_fhir(frameworks()[kader]))
    assert made.status == "active"
    assert made.language == "nl"


@pytest.mark.parametrize("kader", EVERY)
def test_the_questions_that_show_are_the_walk(kader: str) -> None:
    framework = frameworks()[kader]
    for answers in vectors(framework):
        now = considerations(kader, answers, keep=False)
        known = {key: answer for key, answer in answers.items() if key in now}
        advice = decide(framework, known)
        assert now == set(advice.walk), answers
        assert considerations(kader, answers, keep=True) == now, answers
        # Where nothing was answered that is not shown, it is the walk of all answers too.
        if all(answer == "open" for key, answer in answers.items() if key not in now):
            assert now == set(decide(framework, answers).walk), answers


@pytest.mark.parametrize("kader", EVERY)
def test_the_question_whose_turn_it_is_shows(kader: str) -> None:
    framework = frameworks()[kader]
    for answers in vectors(framework):
        now = considerations(kader, answers, keep=False)
        known = {key: answer for key, answer in answers.items() if key in now}
        turn = decide(framework, known).volgende
        assert turn is None or turn in now, answers


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"1"}),
        ({"1": "nee"}, {"1"}),
        ({"1": "open", "2": "ja"}, {"1"}),
        ({"1": "ja"}, {"1", "2", "3"}),
        ({"1": "ja", "2": "ja"}, {"1", "2", "3", "4", "5"}),
        ({"1": "ja", "2": "nee", "3": "nee", "4": "ja"}, {"1", "2", "3"}),
    ],
)
def test_questions_appear_one_after_the_other(answers: dict[str, str], expected: set[str]) -> None:
    assert considerations("onderwijs", answers, keep=True) == expected


@pytest.mark.parametrize(("two", "expected"), [("ja", True), ("nee", False), ("open", False)])
def test_the_kind_of_unsafety_is_asked_beside_a_yes_to_the_second(two: str, expected: bool) -> None:
    answers = {"afweging.1": "ja", "afweging.2": two}
    assert ("situatie.onveiligheid" in shown(exported("artsen"), answers, True)) is expected


@pytest.mark.parametrize("kader", EVERY)
def test_every_question_has_a_link_of_its_own(kader: str) -> None:
    links = [item["linkId"] for item in items(exported(kader))]
    assert len(links) == len(set(links))
    asked = {
        when["question"] for item in items(exported(kader)) for when in item.get("enableWhen", ())
    }
    assert asked <= set(links)


@pytest.mark.parametrize("kader", EVERY)
def test_all_helper_questions_stand_under_their_consideration(kader: str) -> None:
    framework = frameworks()[kader]
    for key in framework.afwegingen:
        asked = [each.id for _, helpers in framework.helpers(key) for each in helpers]
        group = found(kader, f"afweging.{key}.groep")
        links = [each["linkId"] for each in items(group) if each["type"] == "boolean"]
        assert links == [f"hulpvraag.{each}" for each in asked]


def test_a_consideration_has_the_name_and_the_words_of_the_profession() -> None:
    group, question = (
        found("complementair", "afweging.3.groep"),
        found("complementair", "afweging.3"),
    )
    item = frameworks()["complementair"].afwegingen["3"]
    assert group["prefix"] == f"Afweging {item.nummer}"
    assert question["text"] == item.vraag
    assert [each["valueCoding"]["code"] for each in question["answerOption"]] == [
        "ja",
        "nee",
        "open",
    ]


@pytest.mark.parametrize("kader", EVERY)
def test_every_group_of_texts_ends_with_its_source(kader: str) -> None:
    links = {item["linkId"] for item in items(exported(kader))}
    for link in links:
        if re.fullmatch(r"(stap|situatie)\.[^.]+|afweging\.[^.]+|hulpvragen\.[^.]+", link):
            assert f"{link}.bron" in links, link


@pytest.mark.parametrize("kader", EVERY)
def test_what_a_framework_says_of_itself_is_told(kader: str) -> None:
    framework = frameworks()[kader]
    told = " ".join(item.get("text", "") for item in items(exported(kader)))
    places = ["begin", *(f"stap.{key}" for key in framework.stappen)]
    places += [f"afweging.{key}" for key in framework.afwegingen]
    for notice in itertools.chain.from_iterable(framework.notices(place) for place in places):
        assert framework.plain(notice.tekst) in told


@pytest.mark.parametrize("kader", EVERY)
def test_the_questionnaire_names_the_version_and_both_hashes(kader: str) -> None:
    framework, data = frameworks()[kader], exported(kader)
    assert data["version"] == framework.versie
    assert [each["value"] for each in data["identifier"]] == [framework.hash, framework.words_hash]


def test_no_text_has_a_place_that_is_not_filled_in() -> None:
    for kader in EVERY:
        assert not re.search(r"\{\w+:|\*\*", to_fhir(frameworks()[kader]))


def test_the_same_framework_gives_the_same_bytes() -> None:
    assert to_fhir(frameworks()["artsen"]) == to_fhir(frameworks()["artsen"])
