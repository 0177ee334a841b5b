"""How long a case file is kept, and on which ground. Nothing is ever destroyed by a timer.

The numbers are facts of the frameworks (`kader/inhoud/feiten.yaml`); which rule goes with which
framework stands in `inhoud/bewaren.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from meldcode.dossier import terms
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.content import keeping
from meldcode.dossier.entries import Entered, Noodtoegang, Persoon, Uitgegeven
from meldcode.kader.model import Framework

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")
ADULT = 18
# An unborn child may come later than expected; own choice, on the safe side.
AFTER_EXPECTED = timedelta(weeks=4)
AFTER_CONCEPTION = timedelta(weeks=46)
_FACTS = {"zorg": "bewaar_zorg", "arts": "bewaar_zorg", "school": "bewaar_school"}


@dataclass(frozen=True)
class Choice:
    """What the organisation chose: another rule than the framework's, years of its own.

    `rule` is zorg, arts, school or organisatie. In care the own years count where they are more.
    """

    rule: str | None = None
    own_years: int | None = None


@dataclass(frozen=True)
class Retention:
    """Until when the file is kept; `end` is None where that is not known, and `ground` says why.

    `gezien` is the day on which the oldest fact behind it was read, None for the organisation's
    own term. `note` is there where the fact is to be checked first. `running`: the code is not
    closed, so `end` still moves. `passed`: the term is over; a person decides what happens then.
    """

    rule: str
    end: date | None
    ground: str
    bron: tuple[str, ...]
    gezien: date | None
    note: str
    running: bool
    passed: bool


class Ground(NamedTuple):
    """A ground on which a request to destroy a file may be refused; `id` as in the entry."""

    id: str
    sentence: str
    bron: tuple[str, ...]


class _Term(NamedTuple):
    end: date | None
    sentence: str
    years: int | None = None


def of(
    entered: tuple[Entered, ...], framework: Framework, choice: Choice, today: date
) -> Retention:
    """How long the case with this chain is kept.

    Raises `KeyError` for a rule that does not exist, and `ValueError` for a chain without entries
    or years that are none.
    """
    if choice.own_years is not None and choice.own_years < 1:
        raise ValueError("a term of one's own is at least a year")
    case = CaseFile.of(entered)
    rule = keeping().rules[choice.rule or rule_for(framework)]
    found = _term(rule.id, case, framework, choice, last_change(entered))
    return _retention(rule.id, found, case, framework, today)


def rule_for(framework: Framework) -> str:
    """The rule that goes with a framework; one that is not known there sets its own term."""
    rules = keeping().rules
    return next((key for key, rule in rules.items() if framework.id in rule.kaders), "organisatie")


def years_of(framework: Framework, rule: str) -> int:
    """The years of this rule; 0 where the organisation sets its own."""
    fact = _FACTS.get(rule)
    return _years(framework, fact) if fact else 0


def refusal_grounds() -> tuple[Ground, ...]:
    """The grounds on which somebody's request to destroy the file may be refused."""
    return tuple(Ground(key, item.tekst, item.bron) for key, item in keeping().refusals.items())


def last_change(entered: tuple[Entered, ...]) -> date:
    """The Dutch day on which the file last changed; looking and handing out change nothing.

    Raises `ValueError` where there are no entries.
    """
    changes = [each.at for each in entered if not isinstance(each.entry, Noodtoegang | Uitgegeven)]
    return max(changes).astimezone(DUTCH_TIME).date()


def latest_birth(who: Persoon, at_most: date) -> date:
    """The latest day on which somebody can be born; a child that is not born yet comes after
    `at_most`, another one was born by then."""
    if who.geboren:
        return _latest(who.geboren)
    if who.rol == "ongeboren_kind":
        expected = who.uitgerekend
        return _latest(expected) + AFTER_EXPECTED if expected else at_most + AFTER_CONCEPTION
    return at_most


def _latest(partial: str) -> date:
    """The last day of a year, a month or a day."""
    parts = [int(part) for part in partial.split("-")]
    match parts:
        case [year]:
            return date(year, 12, 31)
        case [year, month]:
            after = date(year + month // 12, month % 12 + 1, 1)
            return after - timedelta(days=1)
    return date.fromisoformat(partial)


def _term(rule: str, case: CaseFile, framework: Framework, choice: Choice, changed: date) -> _Term:
    if rule == "organisatie":
        return _own(changed, choice)
    if rule == "school":
        return _school(case, framework, choice)
    care = _care(framework, choice, changed)
    return _doctor(case, framework, changed, care) if rule == "arts" else care


def _years(framework: Framework, fact: str) -> int:
    return terms.read(framework.facts[fact].waarde).amount


def _own(changed: date, choice: Choice) -> _Term:
    if choice.own_years is None:
        return _Term(None, "organisatie_onbekend")
    return _Term(terms.add_years(changed, choice.own_years), "organisatie", choice.own_years)


def _school(case: CaseFile, framework: Framework, choice: Choice) -> _Term:
    left = case.closing.entry.einde_zorg if case.closing else None
    if left is None:
        return _Term(None, "school_onbekend")
    if choice.own_years is not None:
        return _Term(terms.add_years(left, choice.own_years), "school_eigen", choice.own_years)
    return _Term(terms.add_years(left, _years(framework, "bewaar_school")), "school")


def _care(framework: Framework, choice: Choice, changed: date) -> _Term:
    years = _years(framework, "bewaar_zorg")
    if choice.own_years is not None and choice.own_years > years:
        return _Term(terms.add_years(changed, choice.own_years), "zorg_eigen", choice.own_years)
    return _Term(terms.add_years(changed, years), "zorg")


def _doctor(case: CaseFile, framework: Framework, changed: date, care: _Term) -> _Term:
    """The later of the two: the term of care, and the age of the youngest minor involved."""
    assert care.end is not None
    grown = youngest_grown(case, framework, changed)
    if grown and grown[0] > care.end:
        return _Term(grown[0], "arts_kind" if grown[1] else "arts_kind_onbekend")
    return care if care.years else _Term(care.end, "arts")


def youngest_grown(case: CaseFile, framework: Framework, changed: date) -> tuple[date, bool] | None:
    """Until when a doctor keeps it for the youngest minor, and whether that birthday is known."""
    births = list(_births(case, changed))
    if not births:
        return None
    youngest, known = max(births)
    return terms.add_years(youngest, _years(framework, "bewaar_kind")), known


def _births(case: CaseFile, changed: date) -> Iterator[tuple[date, bool]]:
    """The latest birth of each minor in the case, and whether its day is known."""
    began = case.entered[0].at.astimezone(DUTCH_TIME).date() if case.entered else changed
    for key, who in case.people.items():
        if who.rol == "professional" or not (who.geboren or key in case.children):
            continue
        born = latest_birth(who, changed)
        if key in case.children or terms.add_years(born, ADULT) > began:
            yield born, len(who.geboren) == len("2026-11-22")


def _retention(
    rule: str, found: _Term, case: CaseFile, framework: Framework, today: date
) -> Retention:
    words = keeping()
    sentence = words.sentences[found.sentence]
    cited = [ref.removeprefix("feit:") for ref in sentence.bron if ref.startswith("feit:")]
    facts = [framework.facts[key] for key in cited]
    certain = all(fact.zeker for fact in facts)
    return Retention(
        rule=rule,
        end=found.end,
        ground=framework.plain(sentence.tekst).format(jaren=found.years),
        bron=sentence.bron,
        gezien=min((fact.gezien for fact in facts), default=None),
        note="" if certain else words.sentences["nagaan"].tekst,
        running=case.closing is None,
        passed=found.end is not None and found.end < today,
    )
