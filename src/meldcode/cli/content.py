"""The commands about the frameworks themselves: kader lijst, toon and controleer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from meldcode.cli import show
from meldcode.cli.errors import Failure
from meldcode.cli.loading import load
from meldcode.kader import schema
from meldcode.kader.load import BASE
from meldcode.kader.model import Framework
from meldcode.kader.verify import Report, verify_all

SHORT_HASH = slice(len("sha256:"), len("sha256:") + 12)


def show_list() -> None:
    """A table of all frameworks."""
    table = Table("Naam", "Voor wie", "Versie", "Eigen delen", "Beslissing", box=None)
    for framework in load().values():
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
    frameworks = load()
    if kader_id not in frameworks:
        raise Failure(f"Het kader '{kader_id}' bestaat niet. Kies uit: {', '.join(frameworks)}.")
    out = show.console()
    if out.is_terminal:
        with out.pager():
            _framework(out, frameworks[kader_id])
    else:
        _framework(out, frameworks[kader_id])


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


def verify(today: date) -> bool:
    """Prove every property of every framework and name the facts to look at again.

    False where a property fails; an old fact is a warning only.
    """
    out = show.console()
    reports = verify_all(load(), lambda report: _report(out, report))
    _common_properties(out, reports)
    _facts(out, load()[BASE], today)
    return all(report.holds for report in reports)


def _report(out: Console, report: Report) -> None:
    """What holds for one framework; where something fails, with an example."""
    failed = [each for each in report.properties if not each.holds]
    count = len(report.properties)
    if report.same_as:
        proof = f"beslist hetzelfde als {report.same_as}"
    else:
        proof = f"{report.cases} gevallen nagegaan"
    mark = "klopt niet" if failed else "klopt"
    out.print(f"{report.framework}: {mark}, {count - len(failed)} van {count} regels ({proof})")
    for each in failed:
        out.print(Padding(Text(f"Geldt niet: {each.sentence}", style="bold"), (0, 0, 0, 2)))
        if each.counterexample:
            out.print(Padding(Text(each.counterexample), (0, 0, 0, 4)))


def _common_properties(out: Console, reports: Iterable[Report]) -> None:
    """The sentences that hold for all."""
    held = [{each.sentence: None for each in r.properties if each.holds} for r in reports]
    everywhere = [sentence for sentence in held[0] if all(sentence in each for each in held)]
    show.heading(out, "Bewezen voor alle kaders, bij alle antwoorden en situaties")
    show.body(out, "\n".join(f"- {sentence}" for sentence in everywhere))


def _facts(out: Console, framework: Framework, today: date) -> None:
    old = list(_stale(framework.facts, today))
    heading = "Let op, kijk deze feiten opnieuw na" if old else "Alle feiten zijn actueel"
    show.heading(out, heading)
    lines = (
        f"- {fact.wat.rstrip('.')}: {fact.waarde}. Gezien op {fact.gezien} (feit '{fact.id}')."
        for fact in old
    )
    show.body(out, "\n".join(lines))


def _stale(facts: Mapping[str, schema.Fact], today: date) -> Iterator[schema.Fact]:
    return (fact for fact in facts.values() if fact.opnieuw <= today)
