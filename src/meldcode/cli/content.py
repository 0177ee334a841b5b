"""The commands that show the frameworks themselves: kader lijst and toon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from meldcode.cli import show
from meldcode.cli.loading import known, load_every
from meldcode.kader import schema
from meldcode.kader.load import BASE
from meldcode.kader.model import Framework

SHORT_HASH = slice(len("sha256:"), len("sha256:") + 12)


def show_list() -> None:
    """A table of all frameworks."""
    table = Table("Naam", "Voor wie", "Versie", "Eigen delen", "Beslissing", box=None)
    for framework in load_every().values():
        own = sum(origin == framework.id for origin in framework.origin.values())
        table.add_row(
            framework.id,
            framework.kort,
            framework.versie,
            str(own),
            framework.hash[SHORT_HASH],
        )
    out = show.console()
    out.print(table)
    show.body(
        out,
        f"Eigen delen wijken af van '{BASE}', of staan daar niet in. "
        "Is de beslissing gelijk, dan geven kaders hetzelfde advies. "
        "Lees een kader met: meldcode kader toon NAAM.",
    )


def show_framework(kader_id: str) -> None:
    """The whole text of a framework, a page at a time where a person reads it.

    Raises :class:`Failure` for a name that does not exist.
    """
    framework = known(kader_id, load_every())
    out = show.console()
    if out.is_terminal:
        with out.pager():
            _framework(out, framework)
    else:
        _framework(out, framework)


def _framework(out: Console, framework: Framework) -> None:
    out.print(Text(f"{framework.naam} ({framework.id})", style="bold"))
    out.print(f"Versie {framework.versie}, {framework.hash}")
    show.sources(out, framework, framework.bron)
    for name, items in framework.collections.items():
        if items:
            out.rule(Text(name.upper()), align="left", characters="=")
        for item in items.values():
            _item(out, framework, name, item)


def _item(out: Console, framework: Framework, collection: str, item: schema.Item) -> None:
    show.heading(out, item.id)
    _fields(out, framework, item, indent=2)
    origin = framework.herkomst(collection, item.id)
    out.print(Padding(Text(f"Komt uit: {origin}", style="dim"), (0, 0, 0, 2)))
    show.sources(out, framework, getattr(item, "bron", ()), indent=2)


def _fields(out: Console, framework: Framework, item: BaseModel, indent: int) -> None:
    """Every field as the content file has it, its texts filled in; sources come at the end."""
    for name, value in item:
        parts = value if isinstance(value, tuple) else (value,)
        if name in ("id", "bron") or value in (None, (), {}, False):
            continue
        if all(isinstance(part, BaseModel) and not _is_condition(part) for part in parts):
            for part in parts:
                out.print(Padding(Text(f"{name}:"), (0, 0, 0, indent)))
                _fields(out, framework, part, indent + 2)
                show.sources(out, framework, getattr(part, "bron", ()), indent + 2)
        else:
            text = framework.plain(f"{name}: {_written(value)}")
            out.print(Padding(Text(text), (0, 0, 0, indent)))


def _is_condition(value: object) -> bool:
    return isinstance(value, schema.Condition)


def _written(value: Any) -> str:
    """A value on one line, as an author would write it."""
    if isinstance(value, BaseModel):
        value = value.model_dump(exclude_defaults=True)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_written(each)}" for key, each in value.items())
    if isinstance(value, tuple):
        return ", ".join(_written(each) for each in value)
    return str(value)
