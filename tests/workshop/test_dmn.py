"""DMN 1.3: valid, the same bytes each time, and decided the same by an engine of somebody else."""

from __future__ import annotations

from functools import cache

import pytest
from lxml import etree

from meldcode.kader.advice import Situation
from meldcode.kader.load import frameworks
from meldcode.workshop.dmn import NAMESPACE, literal, to_dmn
from tests.kader.yardstick import deciding_situations
from tests.workshop.engine import NAMES, Decider, differences, schema, tenth

EVERY = tuple(frameworks())


@cache
def exported(kader: str) -> str:
    return to_dmn(frameworks()[kader])


def parsed(kader: str) -> etree._Element:
    return etree.fromstring(exported(kader).encode())


@pytest.mark.parametrize("kader", EVERY)
def test_a_file_is_valid_dmn(kader: str) -> None:
    schema().assertValid(parsed(kader))


@pytest.mark.parametrize("kader", EVERY)
def test_another_engine_decides_the_same(kader: str) -> None:
    framework = frameworks()[kader]
    situations = deciding_situations()
    wrong = differences(framework, exported(kader), tenth(framework), situations)
    assert list(wrong) == []


def test_a_changed_cell_is_seen() -> None:
    framework = frameworks()["gemeenschappelijk"]
    right = Decider(exported("gemeenschappelijk"))
    wrong = Decider(exported("gemeenschappelijk").replace('"niet_door_jou"</t', '"mogelijk"</t'))
    answers = {"1": "ja", "2": "nee", "3": "nee", "4": "open", "5": "open"}
    assert right.outcome(answers, Situation()).hulp == "niet_door_jou"
    assert wrong.outcome(answers, Situation()).hulp == "mogelijk"
    assert framework.table.order == tuple(answers)


def test_the_same_framework_gives_the_same_bytes() -> None:
    assert to_dmn(frameworks()["artsen"]) == exported("artsen")


@pytest.mark.parametrize("kader", EVERY)
def test_the_file_names_the_version_and_both_hashes(kader: str) -> None:
    framework = frameworks()[kader]
    root = parsed(kader)
    assert root.get("namespace") == f"urn:meldcode:kader:{kader}:{framework.versie}"
    told = root.findtext("dmn:description", namespaces=NAMES) or ""
    assert framework.hash in told
    assert framework.words_hash in told


@pytest.mark.parametrize("kader", EVERY)
def test_every_reference_in_the_file_leads_somewhere(kader: str) -> None:
    root = parsed(kader)
    ids = {each.get("id") for each in root.iter() if each.get("id")}
    refs = {each.get("href", "").removeprefix("#") for each in root.iter() if each.get("href")}
    assert refs
    assert refs <= ids
    types = {each.get("name") for each in root.iter(f"{{{NAMESPACE}}}itemDefinition")}
    assert {each.get("typeRef") for each in root.iter() if each.get("typeRef")} <= types


@pytest.mark.parametrize("kader", EVERY)
def test_every_row_ends_with_its_source(kader: str) -> None:
    for rule in parsed(kader).iter(f"{{{NAMESPACE}}}rule"):
        told = rule.findtext("dmn:description", namespaces=NAMES) or ""
        assert told.rpartition("Bron: ")[2].rstrip("."), told


def test_cells_hold_one_value_or_nothing() -> None:
    allowed = {"-", "true", "false"}
    for kader in EVERY:
        for entry in parsed(kader).iter(f"{{{NAMESPACE}}}inputEntry"):
            text = entry.findtext("dmn:text", namespaces=NAMES) or ""
            assert text in allowed or text.strip('"').replace("_", "").isalnum(), text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("ja", '"ja"'),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        ((), "[]"),
        (("1", "3"), "[1, 3]"),
        (("1", "eigen"), '[1, "eigen"]'),
    ],
)
def test_a_value_is_written_as_feel(
    value: str | bool | tuple[str, ...] | None, written: str
) -> None:
    assert literal(value) == written
