"""A new framework: a folder with only differences, explained for somebody who does not program."""

from __future__ import annotations

import re
import shutil
from collections.abc import Container
from pathlib import Path

from meldcode.kader.load import CONTENT
from meldcode.kader.model import Framework
from meldcode.workshop.editor_schema import TEMPLATES, editor_files

FILES = ("kader.yaml", "bronnen.yaml", "gevallen.yaml", "LEESMIJ.md")
SCHEMAS = "schema"
# Copies to take whole items from: a difference replaces an item, so its author needs all of it.
EXAMPLES = "om-over-te-nemen"
LONGEST_NAME = 40
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class NewError(ValueError):
    """No framework can be made so; the Dutch message tells why and what to do."""


def make(name: str, parent: Path, common: Framework, taken: Container[str]) -> Path:
    """Write the folder ``parent``/``name``; it loads and proves as it stands.

    ``taken`` are names that exist already. Raises NewError, and OSError where it can't be written.
    """
    folder = parent / name
    _check(name, folder, taken)
    unfinished = parent / f".{name}.deel"
    (unfinished / SCHEMAS).mkdir(parents=True, exist_ok=True)
    for file in FILES:
        text = (TEMPLATES / file).read_text(encoding="utf-8")
        filled = text.replace("{{naam}}", name).replace("{{Naam}}", name.capitalize())
        (unfinished / file).write_text(filled, encoding="utf-8")
    for file, schema in editor_files(common).items():
        (unfinished / SCHEMAS / file).write_text(schema, encoding="utf-8")
    shutil.copytree(CONTENT / common.id, unfinished / EXAMPLES, dirs_exist_ok=True)
    unfinished.rename(folder)
    return folder


def _check(name: str, folder: Path, taken: Container[str]) -> None:
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise NewError(
            f"'{name}' kan geen naam zijn. Begin met een letter en gebruik kleine letters, cijfers "
            f"en streepjes, hooguit {LONGEST_NAME}, zoals 'tandartsen'."
        )
    if name in taken:
        raise NewError(f"'{name}' is al een kader. Kies een andere naam.")
    if folder.exists():
        raise NewError(f"De map {folder} bestaat al. Kies een andere naam, of werk daarin verder.")
