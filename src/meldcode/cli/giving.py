"""The command kader uitvoer: a framework in a form that other programs read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.cli.loading import load
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
    frameworks = load()
    if kader_id not in frameworks:
        raise Failure(f"Het kader '{kader_id}' bestaat niet. Kies uit: {', '.join(frameworks)}.")
    if vorm not in FORMS:
        raise Failure(f"De vorm '{vorm}' bestaat niet. Kies uit: {', '.join(FORMS)}.")
    try:
        text = FORMS[vorm](frameworks[kader_id])
    except ValueError as error:
        raise Failure(f"Dit kader past niet in de vorm '{vorm}'.", BAD_CONTENT) from error
    if naar is None:
        sys.stdout.buffer.write(text.encode())
    else:
        _write(naar, text.encode())


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise Failure(f"Het bestand {path} bestaat al. Kies een andere naam.") from None
    except OSError as error:
        raise Failure(f"Het bestand {path} kan niet worden gemaakt: {error.strerror}.") from None
