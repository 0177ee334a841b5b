"""JSON Schema for an editor: it completes and checks the files of a framework while one types.

Generated from what the loader checks against, with Dutch explanations (``sjabloon/velden.yaml``)
and the ids of the common framework. The loader stays the judge: it knows more than a schema says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from meldcode.kader import reading, schema
from meldcode.kader.folders import Head
from meldcode.kader.model import Framework
from meldcode.kader.situation import VALUES
from meldcode.workshop.cases import Expected, NamedCase, load_cases

Schema = dict[str, Any]

# What the YAML plug-ins of editors know best.
DIALECT = "http://json-schema.org/draft-07/schema#"
TEMPLATES = Path(__file__).parent / "sjabloon"
NESTED: Mapping[str, type[BaseModel]] = {
    "voorwaarde": schema.Condition,
    "terughoudendheidsvraag": schema.RestraintQuestion,
    "plichtwoorden": schema.DutyWords,
    "keuze": schema.SituationChoice,
    "routeplicht": schema.RouteDuty,
    "controlevraag": schema.CheckQuestion,
    "controleuitkomst": schema.CheckOutcome,
}
KINDS: Mapping[str, type[BaseModel]] = {
    **schema.COLLECTIONS,
    **NESTED,
    "kader": Head,
    "bronnen": schema.Source,
    "feiten": schema.Fact,
    "gevallen": NamedCase,
    "verwacht": Expected,
}
# Fields that name an item of a collection, also as a list of names.
POINTS_TO: Mapping[str, str] = {
    "afweging": "afwegingen",
    "controle": "controles",
    "groep": "hulpvraaggroepen",
    "naar_weg": "wegen",
    "norm": "normen",
    "onderwerp": "onderwerpen",
    "plichten": "plichten",
    "geen_plichten": "plichten",
    "tegenspraken": "tegenspraken",
    "rust_op": "stappen",
    "stap": "stappen",
    "voor": "plichten",
    "weg": "wegen",
}


def editor_files(common: Framework) -> dict[str, str]:
    """The text of every schema by its file name; the same for the same content."""
    return {
        "kader.json": kader_schema(common),
        "delen.json": _text(_parts(common)),
        "bronnen.json": _text(_register(common, "bronnen")),
        "feiten.json": _text(_register(common, "feiten")),
        "gevallen.json": _text(_cases(common)),
    }


def kader_schema(common: Framework) -> str:
    """The schema of a ``kader.yaml`` that builds on ``common``."""
    texts = _texts()["kader"]["velden"]
    head = _definitions(common)[Head.__name__]
    head["properties"]["op"] = {"const": common.id, "description": texts["op"]}
    verbs = {
        "vervang": _verb(texts["vervang"], _replacing(common)),
        "voeg_toe": _verb(texts["voeg_toe"], _adding(common)),
        "laat_weg": _verb(texts["laat_weg"], _leaving(common)),
    }
    return _text(
        {
            **head,
            **_frame(common, _texts()["kader"]["titel"]),
            "properties": {**head["properties"], **verbs},
            "required": [*head["required"], "op"],
        }
    )


def _text(made: Schema) -> str:
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _frame(common: Framework, title: str) -> Schema:
    names = [*schema.COLLECTIONS, *NESTED]
    return {"$schema": DIALECT, "title": title, "definitions": _only(common, *names)}


def _verb(description: str, properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": False,
    }


def _replacing(common: Framework) -> Schema:
    return {
        name: _items(name, {"enum": list(items)})
        for name, items in common.collections.items()
        if items
    }


def _adding(common: Framework) -> Schema:
    return {
        name: _items(name, {"not": {"enum": list(items)}} if items else {})
        for name, items in common.collections.items()
    }


def _items(name: str, id_: Schema) -> Schema:
    kind = {"$ref": f"#/definitions/{KINDS[name].__name__}"}
    return {"type": "array", "items": {"allOf": [kind, {"properties": {"id": id_}}]}}


def _leaving(common: Framework) -> Schema:
    return {
        name: {"type": "array", "items": {"enum": list(items)}}
        for name, items in common.collections.items()
        if items
    }


def _parts(common: Framework) -> Schema:
    """A further file of the folder: collections at the top, whose items are added."""
    return {
        **_frame(common, "Onderdelen van een eigen kader"),
        "type": "object",
        "properties": _adding(common),
        "additionalProperties": False,
    }


def _register(common: Framework, name: str) -> Schema:
    known = common.sources if name == "bronnen" else common.facts
    return {
        "$schema": DIALECT,
        "title": _texts()[name]["titel"],
        "definitions": _only(common, name),
        "type": "object",
        "properties": {name: _items(name, {"not": {"enum": list(known)}})},
        "additionalProperties": False,
    }


def _cases(common: Framework) -> Schema:
    definitions = _only(common, "gevallen", "verwacht")
    case = definitions[NamedCase.__name__]["properties"]
    case["antwoorden"] = _verb(case["antwoorden"]["description"], _answers(common))
    case["situatie"] = _verb(case["situatie"]["description"], _situation())
    return {
        "$schema": DIALECT,
        "title": _texts()["gevallen"]["titel"],
        "definitions": definitions,
        "type": "object",
        "properties": {
            "gevallen": _items("gevallen", {}),
            "laat_weg": {
                "type": "array",
                "description": _texts()["gevallen"]["velden"]["laat_weg"],
                "items": {"enum": [each.case.id for each in load_cases(common)]},
            },
        },
        "additionalProperties": False,
    }


def _answers(common: Framework) -> Schema:
    return {number: {"enum": list(get_args(schema.Answer))} for number in common.afwegingen}


def _situation() -> Schema:
    return {name: {"enum": list(values)} for name, values in VALUES.items()}


def _only(common: Framework, *names: str) -> dict[str, Schema]:
    wanted = [KINDS[name].__name__ for name in names]
    return {key: each for key, each in _definitions(common).items() if key in wanted}


def _definitions(common: Framework) -> dict[str, Schema]:
    """Every kind of item by the name of its class, explained and with the ids there are."""
    _, made = models_json_schema(
        [(kind, "validation") for kind in KINDS.values()], ref_template="#/definitions/{model}"
    )
    found: dict[str, Schema] = made["$defs"]
    for name, kind in KINDS.items():
        _explain(found[kind.__name__], name, common)
    return found


def _explain(definition: Schema, name: str, common: Framework) -> None:
    texts = _texts()[name]
    definition["title"] = texts["titel"]
    definition.pop("description", None)
    for field, form in definition["properties"].items():
        form = _without_titles(form)
        suggested = _suggestions(field, common)
        if suggested:
            form = _suggest(form, suggested)
        description = texts["velden"].get(field) or _texts()["overal"].get(field)
        definition["properties"][field] = {**form, "description": description}


def _without_titles(form: Schema) -> Schema:
    return {key: value for key, value in form.items() if key not in ("title", "default")}


def _suggest(form: Schema, suggested: list[str]) -> Schema:
    """The form with known ids first; another id stays allowed, for it may be one's own."""
    if "items" in form:
        return {**form, "items": _suggest(form["items"], suggested)}
    return {"anyOf": [{"enum": suggested}, *form.get("anyOf", [form])]}


def _suggestions(field: str, common: Framework) -> list[str]:
    if field in POINTS_TO:
        return list(common.collections[POINTS_TO[field]])
    if field == "bron":
        return [*common.sources, *(f"feit:{fact}" for fact in common.facts)]
    if field == "bij":
        pages = {"stap": "stappen", "afweging": "afwegingen", "onderwerp": "onderwerpen"}
        return [f"{kind}.{key}" for kind, name in pages.items() for key in common.collections[name]]
    return []


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Any]:
    return reading.read_yaml(TEMPLATES / "velden.yaml", "velden.yaml")
