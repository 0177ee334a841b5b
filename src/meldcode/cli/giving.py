"""The command kader uitvoer: a framework in a form that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.cli.loading import known, load
from meldcode.cli.own import must_take_part
from meldcode.cli.written import give
from meldcode.kader.model import Framework
from meldcode.workshop import as_json
from meldcode.workshop.as_json import to_json
from meldcode.workshop.dmn import to_dmn
from meldcode.workshop.fhir import to_fhir
from meldcode.workshop.mermaid import to_mermaid

FORMS: Mapping[str, Callable[[Framework], str]] = {
    "dmn": to_dmn,
    "fhir": to_fhir,
    "mermaid": to_mermaid,
    "json": to_json,
    "schema": lambda _: as_json.schema_text(),
}


def give_out(kader_id: str, vorm: str, naar: Path | None) -> None:
    """Write a framework in one of ``FORMS`` to a new file, or to standard output; UTF-8.

    Raises :class:`Failure` for a name or form that does not exist, a framework that does not fit
    in the form, and a file that is there already or cannot be written.
    """
    must_take_part(kader_id, load())
    framework = known(kader_id, load())
    if vorm not in FORMS:
        raise Failure(f"De vorm '{vorm}' bestaat niet. Kies uit: {', '.join(FORMS)}.")
    try:
        text = FORMS[vorm](framework)
    except ValueError as error:
        raise Failure(f"Dit kader past niet in de vorm '{vorm}'.", BAD_CONTENT) from error
    give(text.encode(), naar)
