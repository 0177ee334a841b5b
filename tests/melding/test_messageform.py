"""The published form of a message, for who builds the other side."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from meldcode.dossier.entries import Persoon
from meldcode.melding import messageform as form
from meldcode.melding import report
from tests.melding.test_message import GOOD


def test_the_published_schema_is_that_of_the_models() -> None:
    """Make it anew with `messageform.PUBLISHED.write_text(messageform.published())`."""
    assert form.PUBLISHED.read_text(encoding="utf-8") == form.published()


def test_the_schema_names_its_own_version_and_that_of_the_message() -> None:
    shape = json.loads(form.published())
    assert shape["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert shape["properties"]["formaat"]["const"] == "meldcode-melding"
    assert shape["properties"]["versie"]["const"] == 1


def test_every_object_in_the_schema_is_closed_and_asks_for_every_field() -> None:
    shape = json.loads(form.published())
    objects = [shape, *(each for each in shape["$defs"].values() if "properties" in each)]
    assert len(objects) == 11
    for each in objects:
        assert each["additionalProperties"] is False
        assert sorted(each["required"]) == sorted(each["properties"])


def _at(shape: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = shape["$defs"][name]["properties"]
    return found


def test_a_message_holds_no_field_that_the_schema_does_not_name() -> None:
    shape, found = json.loads(form.published()), json.loads(GOOD)
    for part, name in [
        (found["melder"], "BekendeMelder"),
        (found["mensen"][0], "Mens"),
        (found["feiten"][0], "Feit"),
        (found["verteld"][0], "Verteld"),
        (found["zorgen"], "Zorgen"),
    ]:
        assert set(part) == set(_at(shape, name))


def test_a_choice_in_the_message_offers_what_the_report_offers() -> None:
    pairs: list[tuple[type[BaseModel], type[BaseModel], tuple[str, ...]]] = [
        (form.Zorgen, report.Zorgen, ("gaat_over", "vormen", "acuut", "toestemming")),
        (form.Mens, Persoon, ("rol", "gezag")),
        (form.Feit, report.Feit, ("herkomst",)),
        (form.Verteld, report.Verteld, ("verteld", "instemming", "grond")),
    ]
    for mine, theirs, fields in pairs:
        for field in fields:
            assert mine.model_fields[field].annotation == theirs.model_fields[field].annotation
