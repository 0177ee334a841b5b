"""What lists know of how long a case is kept, without reading the case; and what is said of it.

What of the case decides is noted when something is added to it, sealed. What the organisation chose
comes to it when the list is made, so that another choice holds for every case at once.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from meldcode.dossier import retention, terms
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import Entered
from meldcode.kader.model import Framework
from meldcode.paper.dates import dutch_date

# From when on a list says that a term ends: about three months; own choice.
BEFORE = timedelta(days=92)
UNKNOWN = "Van deze zaak is geen bewaartermijn bekend: je organisatie bepaalt hoe lang zij blijft."


@dataclass(frozen=True)
class Basis:
    """What decides on the end of the term, but for the organisation's choice.

    `since` is the day from which the years count (ISO), empty where that is not known; `years` are
    those of the framework, 0 for none, and the least where `at_least`; `grown` is the day until
    which a doctor keeps it for the youngest child.
    """

    since: str
    years: int = 0
    at_least: bool = False
    grown: str = ""


def basis(entered: tuple[Entered, ...], case: CaseFile, framework: Framework) -> Basis:
    """What decides for this case; `case` is the file of `entered`."""
    rule, changed = retention.rule_for(framework), retention.last_change(entered)
    years = retention.years_of(framework, rule)
    if rule == "school":
        left = case.closing.entry.einde_zorg if case.closing else None
        return Basis(_iso(left), years)
    grown = retention.youngest_grown(case, framework, changed) if rule == "arts" else None
    day = grown[0] if grown else None
    return Basis(changed.isoformat(), years, rule in ("zorg", "arts"), _iso(day))


def end(found: Basis, own_years: int | None) -> date | None:
    """The last day on which the case is kept, as `retention.of` has it; None where unknown.

    `own_years` is the organisation's choice.
    """
    years = own_years or found.years
    if found.at_least:
        years = max(years, found.years)
    days = []
    if found.since and years:
        days.append(terms.add_years(date.fromisoformat(found.since), years))
    if found.grown:
        days.append(date.fromisoformat(found.grown))
    return max(days, default=None)


def told(until: date | None, today: date) -> str:
    """What to say of a term that ends within three months or is over; else nothing."""
    if until is None or today < until - BEFORE:
        return ""
    if today <= until:
        return f"De bewaartermijn eindigt op {dutch_date(until)}."
    since = dutch_date(until + timedelta(days=1))
    return f"De bewaartermijn is voorbij sinds {since}: kijk of je de zaak vernietigt."


def to_bytes(found: Basis) -> bytes:
    """As it is noted."""
    return json.dumps(asdict(found)).encode()


def from_bytes(noted: bytes | None) -> Basis | None:
    """What was noted; None where nothing was, or nothing that can be read."""
    try:
        return Basis(**json.loads(noted)) if noted else None
    except (ValueError, TypeError):
        return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
