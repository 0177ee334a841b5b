"""The parts of a report in their order, and how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meldcode.dossier import text
from meldcode.melding import words
from meldcode.melding.changes import NEW
from meldcode.melding.gaps import Gap
from meldcode.melding.report import Feit, Report

# The order of Veilig Thuis' own forms: reporter, people, what, done, network, other
# [bron: vt_sites].
ORDER = ("melder", "mensen", "zorgen", "feiten", "stappen", "verteld", "omgeving", "vraag")
_LISTS = {"mensen": "Om wie het gaat", "feiten": "De feiten"}


def _address(part: str) -> str:
    return part if part in ("mensen", "feiten", "verteld") else f"deel/{part}"


# Where to go on after each part.
AFTER: Mapping[str, str] = {
    part: _address(after) for part, after in zip(ORDER, [*ORDER[1:], ""], strict=True) if after
} | {ORDER[-1]: "controle"}


@dataclass(frozen=True)
class Row:
    """One part: what it is called, where it is filled in, how it stands in words."""

    part: str
    title: str
    address: str
    state: str
    done: bool


def rows(report: Report, missing: Sequence[Gap]) -> list[Row]:
    """All parts with how many questions each still has."""
    return [_row(report, part, sum(gap.part == part for gap in missing)) for part in ORDER]


def _row(report: Report, part: str, asked: int) -> Row:
    title = _LISTS.get(part) or words.part(part).title
    empty = _is_empty(report, part)
    if asked:
        state = "nog 1 vraag" if asked == 1 else f"nog {asked} vragen"
    else:
        state = "nog leeg" if empty else "ingevuld"
    return Row(part, title, _address(part), state, not asked and not empty)


def _is_empty(report: Report, part: str) -> bool:
    value = getattr(report, part)
    return not value if isinstance(value, tuple) else value == type(value)()


@dataclass(frozen=True)
class FactRow:
    """One fact in the list: what, from whom and when, and whether it goes along.

    `held`: chosen to go along, and yet it does not (see `Report.given`).
    """

    id: str
    wat: str
    source: str
    along: bool
    held: bool


def facts(report: Report) -> list[FactRow]:
    """All facts, in the order of the professional."""
    given = {each.id for each in report.given}
    return [
        FactRow(
            each.id,
            each.wat,
            _source(each),
            each.mee == "ja",
            each.mee == "ja" and each.id not in given,
        )
        for each in report.feiten
    ]


def _source(fact: Feit) -> str:
    """When it was, where it comes from, and which entry of the case it was."""
    day = text.partial_date(fact.gebeurd) if fact.gebeurd else ""
    who = fact.van_wie or "van wie is niet ingevuld"
    origin = {
        "zelf_gezien": "zelf gezien of gehoord",
        "verteld": f"verteld door {who}" if fact.van_wie else f"verteld, {who}",
        "document": f"uit een document: {fact.van_wie}" if fact.van_wie else "uit een document",
    }[fact.herkomst]
    entry = f"aantekening {fact.regel}" if fact.regel else ""
    told = ", ".join(filter(None, (day, origin, entry)))
    return told[:1].upper() + told[1:]


@dataclass(frozen=True)
class Half:
    """A form that was typed and is not in the report yet: what it is called, and its page."""

    title: str
    address: str


def half(report: Report) -> list[Half]:
    """The forms that were left half filled in."""
    return [Half(_half_title(report, page), page) for page in report.getypt]


def _half_title(report: Report, page: str) -> str:
    place, _, which = page.partition("/")
    new = {"mens": "iemand die je toevoegt", "feit": "een nieuw feit"}
    if which == NEW and place in new:
        return new[place]
    part = {"mens": "mensen", "deel": which}.get(place, place)
    return title(report, part, which)


def title(report: Report, part: str, id: str = "") -> str:
    """What a part, a person or a fact of the report is called."""
    number = next((n for n, each in enumerate(report.feiten, 1) if each.id == id), 0)
    if part == "feit" and number:
        return f"Feit {number}"
    heading = _LISTS.get(part) or words.part(part).title
    name = report.names.get(id, "")
    return f"{heading}: {name}" if name else heading
