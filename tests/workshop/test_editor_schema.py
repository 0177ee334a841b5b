"""The schemas for an editor: they take every file of the product, and refuse what is wrong."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meldcode.kader import reading
from meldcode.kader.load import BASE, CONTENT, ORDER, frameworks
from meldcode.workshop.editor_schema import KINDS, TEMPLATES, editor_files, kader_schema

COMMON = frameworks()[BASE]
OWN = [name for name in ORDER if name != BASE]
HEAD = {
    "id": "tandartsen",
    "naam": "Tandartsen",
    "kort": "tandartsen",
    "beroep": "Tandarts",
    "op": BASE,
    "versie": "2026.1",
    "bron": ["basisdocument"],
}
HELPER = {
    "id": "gebit.1",
    "groep": "structureel",
    "vraag": "Komt het kind telkens niet?",
    "kort": "Het kind komt niet.",
    "pleit": "ja",
    "bron": ["mijn-bron#bladzijde 3"],
}


@lru_cache
def checker(name: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(editor_files(COMMON)[name]))


def plain(value: Any) -> Any:
    """A file as an editor sees it: a date is text there."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, dt.date) else value


def read(path: Path) -> Any:
    return plain(reading.read_yaml(path, path.name))


def faults(name: str, data: object) -> list[str]:
    return [error.message for error in checker(name).iter_errors(data)]


@pytest.mark.parametrize("name", editor_files(COMMON))
def test_a_schema_is_itself_valid(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(json.loads(editor_files(COMMON)[name]))


@pytest.mark.parametrize("kader", OWN)
def test_the_files_of_every_profession_in_the_product_pass(kader: str) -> None:
    assert faults("kader.json", read(CONTENT / kader / "kader.yaml")) == []
    assert faults("gevallen.json", read(CONTENT / kader / "gevallen.yaml")) == []


@pytest.mark.parametrize("name", sorted(each.name for each in (CONTENT / BASE).glob("*.yaml")))
def test_the_items_of_the_common_framework_have_the_form_that_parts_have(name: str) -> None:
    data = read(CONTENT / BASE / name)
    if name == "kader.yaml":
        assert faults("kader.json", data) == ["'op' is a required property"]
    elif name == "gevallen.yaml":
        assert faults("gevallen.json", data) == []
    else:
        # Only their ids are taken: an own item needs one of its own.
        assert [
            each for each in faults("delen.json", data) if "should not be valid" not in each
        ] == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"voeg_toe": {"hulpvragen": [HELPER]}}, None),
        ({"laat_weg": {"hulpvragen": ["acuut.1"]}}, None),
        ({"versie": 2026.1}, "2026.1 is not of type 'string'"),
        ({"op": "artsen"}, "'gemeenschappelijk' was expected"),
        ({"kleur": "rood"}, "'kleur' was unexpected"),
        ({"laat_weg": {"hulpvragen": ["acuut.99"]}}, "'acuut.99' is not one of"),
        ({"voeg_toe": {"vragen": []}}, "'vragen' was unexpected"),
        ({"voeg_toe": {"hulpvragen": [{**HELPER, "id": "acuut.1"}]}}, "should not be valid"),
        (
            {"voeg_toe": {"hulpvragen": [{**HELPER, "pleit": "misschien"}]}},
            "'misschien' is not one",
        ),
        ({"voeg_toe": {"hulpvragen": [{**HELPER, "bron": []}]}}, "non-empty"),
        ({"vervang": {"hulpvragen": [HELPER]}}, "'gebit.1' is not one of"),
    ],
)
def test_an_own_framework_is_checked_while_it_is_typed(
    changes: dict[str, object], expected: str | None
) -> None:
    found = faults("kader.json", {**HEAD, **changes})
    if expected is None:
        assert found == []
    else:
        assert any(expected in each for each in found), found


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("bronnen.json", {"bronnen": [{"id": "knmg"}]}, "should not be valid"),
        ("bronnen.json", {"bronnen": [{"id": "eigen-gids"}]}, "'naam' is a required property"),
        ("feiten.json", {"bronnen": []}, "'bronnen' was unexpected"),
        ("gevallen.json", {"gevallen": [{"antwoorden": {"6": "ja"}}]}, "'6' was unexpected"),
        ("gevallen.json", {"laat_weg": ["bestaat-niet"]}, "'bestaat-niet' is not one of"),
    ],
)
def test_the_files_beside_it_are_checked_too(name: str, data: object, expected: str) -> None:
    assert any(expected in each for each in faults(name, data))


def described(schema: dict[str, Any]) -> dict[str, str | None]:
    """What an editor shows at each key, by kind and key."""
    kinds = {**schema.get("definitions", {}), "kader": schema}
    return {
        f"{kind}.{key}": form.get("description")
        for kind, each in kinds.items()
        for key, form in each["properties"].items()
        if kind != "kader" or key not in ("bronnen", "feiten", "gevallen")
    }


@pytest.mark.parametrize("name", ["kader.json", "bronnen.json", "feiten.json", "gevallen.json"])
def test_every_key_is_explained_in_dutch(name: str) -> None:
    found = described(json.loads(editor_files(COMMON)[name]))
    assert [key for key, text in found.items() if not text] == []


def test_no_explanation_is_of_a_kind_or_a_key_that_does_not_exist() -> None:
    texts = read(TEMPLATES / "velden.yaml")
    assert set(texts) == {*KINDS, "overal"}
    verbs = {"kader": ["vervang", "voeg_toe", "laat_weg"], "gevallen": ["laat_weg"]}
    for name, model in KINDS.items():
        assert set(texts[name]["velden"]) <= {*model.model_fields, *verbs.get(name, [])}, name
    every = {field for model in KINDS.values() for field in model.model_fields}
    assert set(texts["overal"]) <= every


def test_known_ids_are_offered_for_completion() -> None:
    made = json.loads(kader_schema(COMMON))
    groups = made["definitions"]["Helper"]["properties"]["groep"]["anyOf"][0]["enum"]
    assert groups == list(COMMON.hulpvraaggroepen)
    sources = made["definitions"]["Helper"]["properties"]["bron"]["items"]["anyOf"][0]["enum"]
    assert {"knmg", "feit:vt_telefoon"} <= set(sources)
    assert made["properties"]["laat_weg"]["properties"]["plichten"]["items"]["enum"] == list(
        COMMON.plichten
    )


def test_the_same_content_gives_the_same_bytes() -> None:
    assert editor_files(COMMON) == editor_files(COMMON)
