"""JSON: everything a framework says, in the form of its schema, and read back the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from meldcode.kader import kept
from meldcode.kader.load import frameworks
from meldcode.workshop.as_json import SCHEMA_ID, Exported, schema_text, to_json

EVERY = tuple(frameworks())


def data(kader: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(to_json(frameworks()[kader]))
    return read


@pytest.mark.parametrize("kader", EVERY)
def test_the_file_is_what_its_schema_says(kader: str) -> None:
    Exported.model_validate_json(to_json(frameworks()[kader]))


@pytest.mark.parametrize(
    "change",
    [{"naam": 1}, {"onbekend": "x"}, {"hash": {}}, {"bron": []}, {"herkomst": [["stappen"]]}],
)
def test_another_file_is_not(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Exported.model_validate_json(json.dumps(data("artsen") | change))


@pytest.mark.parametrize("kader", EVERY)
def test_the_file_reads_back_as_the_same_framework(kader: str) -> None:
    framework = frameworks()[kader]
    back = kept.from_text(to_json(framework), framework.registers)
    assert back == framework
    assert data(kader)["hash"] == {"beslissing": back.hash, "woorden": back.words_hash}


@pytest.mark.parametrize("kader", EVERY)
def test_every_source_and_fact_it_names_stands_in_the_file(kader: str) -> None:
    framework, read = frameworks()[kader], data(kader)
    sources = {each["id"] for each in read["bronnen"]}
    for items in framework.collections.values():
        for item in items.values():
            for ref in getattr(item, "bron", ()):
                assert framework.cite(ref).id in sources
    named = {key for key in framework.facts if f"feit:{key}" in to_json(framework)}
    assert {each["id"] for each in read["feiten"]} == named


def test_nothing_that_it_does_not_name_stands_in_the_file() -> None:
    framework = frameworks()["gemeenschappelijk"]
    named = {each["id"] for each in data("gemeenschappelijk")["bronnen"]}
    assert named < set(framework.sources)


def test_the_schema_and_the_file_name_each_other() -> None:
    schema = json.loads(schema_text())
    assert schema["$id"] == SCHEMA_ID == data("artsen")["$schema"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) == set(data("artsen"))
    assert set(schema["required"]) == set(data("artsen"))


def test_the_same_framework_gives_the_same_bytes() -> None:
    assert to_json(frameworks()["artsen"]) == to_json(frameworks()["artsen"])
