"""What the pages change in a report: each change gives a new one and forgets what it made stale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol, TypeVar

from meldcode.dossier.entries import Persoon
from meldcode.melding.report import Feit, Report, Verteld

# The page of somebody or something that is not in the report yet.
NEW = "nieuw"
# More forms at once nobody leaves half typed.
MOST_TYPED = 20
# The case never gives out these ids, so nobody who comes into it later gets that of somebody here.
FIRST_ADDED = 1001

Typed = Mapping[str, tuple[str, ...]]


class _Known(Protocol):
    @property
    def id(self) -> str: ...


_One = TypeVar("_One", bound=_Known)


def with_person(report: Report, person: Persoon) -> Report:
    """The report with this person in the place of who has the same id, or at the end."""
    return report.model_copy(update={"mensen": _put(report.mensen, person)})


def with_fact(report: Report, fact: Feit) -> Report:
    """The report with this fact in the place of the one with the same id, or at the end."""
    return report.model_copy(update={"feiten": _put(report.feiten, fact)})


def with_told(report: Report, told: Verteld) -> Report:
    """The report with what was told to one person."""
    return report.model_copy(update={"verteld": _put(report.verteld, told)})


def without_person(report: Report, wie: str) -> Report:
    """The report without somebody, also in the facts that were about this person."""
    facts = tuple(
        each.model_copy(update={"over": tuple(one for one in each.over if one != wie)})
        for each in report.feiten
    )
    people = tuple(each for each in report.mensen if each.id != wie)
    told = tuple(each for each in report.verteld if each.id != wie)
    left = report.model_copy(update={"mensen": people, "feiten": facts, "verteld": told})
    return _forgotten(left, wie, (f"mens/{wie}", f"verteld/{wie}"))


def without_fact(report: Report, welk: str) -> Report:
    """The report without one fact."""
    kept = tuple(each for each in report.feiten if each.id != welk)
    return _forgotten(report.model_copy(update={"feiten": kept}), welk, (f"feit/{welk}",))


def arranged(
    report: Report, shown: Collection[str], ticked: Collection[str], *, up: str = "", down: str = ""
) -> Report:
    """The facts with the ticks of a page that showed these, and one moved a place up or down."""
    facts = [
        each.model_copy(update={"mee": "ja" if each.id in ticked else "nee"})
        if each.id in shown
        else each
        for each in report.feiten
    ]
    for moved, step in ((up, -1), (down, 1)):
        place = next((n for n, each in enumerate(facts) if each.id == moved), None)
        if place is not None and 0 <= place + step < len(facts):
            facts[place], facts[place + step] = facts[place + step], facts[place]
    return report.model_copy(update={"feiten": tuple(facts)})


def answered(report: Report, unknown: Iterable[str], asked_again: str = "") -> Report:
    """The report with these questions answered by 'niet bekend', and one asked again."""
    left = [each for each in report.niet_bekend if each != asked_again]
    return report.model_copy(update={"niet_bekend": tuple(dict.fromkeys([*left, *unknown]))})


def typed(report: Report, page: str, half: Typed | None = None) -> Report:
    """The report with what was typed on a page and can't be read yet; without `half`, none."""
    kept = {name: given for name, given in report.getypt.items() if name != page}
    if half:
        kept = dict([*kept.items(), (page, half)][-MOST_TYPED:])
    return report.model_copy(update={"getypt": kept})


def next_person(report: Report, *, in_case: bool) -> str:
    """The id for somebody who is added to the report."""
    first = FIRST_ADDED if in_case else 1
    return f"p{max((first, *_after(report.names)))}"


def next_fact(report: Report) -> str:
    """The id for a fact that is added to the report."""
    return f"f{max((1, *_after(each.id for each in report.feiten)))}"


def _after(ids: Iterable[str]) -> Iterable[int]:
    return (int(each[1:]) + 1 for each in ids)


def _put(those: Iterable[_One], one: _One) -> tuple[_One, ...]:
    kept = list(those)
    for place, each in enumerate(kept):
        if each.id == one.id:
            return (*kept[:place], one, *kept[place + 1 :])
    return (*kept, one)


def _forgotten(report: Report, id: str, pages: Collection[str]) -> Report:
    """Without what was typed or answered about this id: the next one may get it again."""
    half = {page: given for page, given in report.getypt.items() if page not in pages}
    answers = tuple(each for each in report.niet_bekend if id not in each.split("."))
    return report.model_copy(update={"getypt": half, "niet_bekend": answers})
