"""The log in plain Dutch: per case for who works in it, per week for the reviewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from meldcode.access import log, people
from meldcode.access.log import DONE, REFUSED
from meldcode.access.models import LogLine, Person
from meldcode.ledger.services import moment

HERE = ZoneInfo("Europe/Amsterdam")
NIGHT = (22, 6)  # from ten at night to six in the morning
MANY_CASES = 10
# Every line about keys, roles, invitations and second factors, by what the log calls it.
STANDS_OUT = {
    "hersteld met code": "Deze persoon kwam terug met de herstelcode. Ga na of dat klopt.",
    "herstelcode vernieuwd": "Er is een nieuwe herstelcode.",
    "herstelcode bevestigd": "De herstelcode is overgetypt.",
    "akkoord herstelsleutel": "Deze persoon ging akkoord met de nieuwe herstelcode.",
    "noodtoegang gewijzigd": "Er is veranderd wie noodtoegang heeft.",
    "rollen gewijzigd": "Iemand kreeg andere rollen.",
    "toegang gestopt": "Iemands toegang is gestopt.",
    "toegang hervat": "Iemand kreeg weer toegang.",
    "uitgenodigd": "Er is iemand uitgenodigd.",
    "uitnodiging ingetrokken": "Een uitnodiging is ingetrokken.",
    "voorstel gedaan": "Hiervoor moet een ander tekenen.",
    "voorstel getekend": "Deze persoon tekende voor het voorstel van een ander.",
    "voorstel weggehaald": "Een voorstel is weggehaald.",
    "tweede stap toegevoegd": "Deze persoon heeft een nieuwe tweede stap.",
    "tweede stap verwijderd": "Deze persoon haalde een tweede stap weg.",
    "wachtzin gewijzigd": "Deze persoon koos een andere wachtzin.",
}


@dataclass(frozen=True)
class Line:
    """A line of the log as somebody reads it; `at` is local time."""

    at: datetime
    naam: str
    action: str
    ground: str
    result: str
    zaak: str


@dataclass(frozen=True)
class Remark:
    """Why the reviewer should look at a line, in Dutch."""

    line: Line
    why: str


def of_case(zaak: str) -> list[Line]:
    """Every look at a case, the newest first."""
    return _lines(LogLine.objects.filter(zaak=zaak).order_by("-number"))


def of_week(until: datetime) -> list[Line]:
    """Every line of the seven days before `until`, the oldest first."""
    since = moment(until - timedelta(days=7))
    return _lines(LogLine.objects.filter(at__gte=since, at__lte=moment(until)).order_by("number"))


def remarks(lines: Iterable[Line]) -> list[Remark]:
    """What stands out: refused, damaged, at night, in an emergency, many cases on a day."""
    every = list(lines)
    return [Remark(line, why) for line in every for why in _why(line)] + list(_many(every))


def _why(line: Line) -> Iterator[str]:
    if line.action == log.LOG_IN and line.result == REFUSED:
        yield f"Inloggen mislukte: {line.ground}."
    if not line.zaak:
        yield from filter(None, [STANDS_OUT.get(line.action, "")])
        return
    if line.result == REFUSED:
        yield "De toegang is geweigerd: deze persoon mocht dit niet zien."
    elif line.result != DONE:
        yield "De zaak ging niet open: er is iets aan veranderd buiten Meldcode om."
    elif line.ground.startswith("noodtoegang"):
        yield "Dit was noodtoegang."
    if line.ground.endswith(log.NAMESAKE):
        yield "Deze persoon heet zoals iemand in de zaak."
    if line.at.hour >= NIGHT[0] or line.at.hour < NIGHT[1]:
        yield "Dit was tussen 22 uur 's avonds en 6 uur 's ochtends."


def _many(lines: Iterable[Line]) -> Iterator[Remark]:
    seen: dict[tuple[str, object], dict[str, Line]] = defaultdict(dict)
    for line in lines:
        if line.zaak:
            seen[line.naam, line.at.date()].setdefault(line.zaak, line)
    for by_case in seen.values():
        if len(by_case) >= MANY_CASES:
            last = max(by_case.values(), key=lambda line: line.at)
            yield Remark(last, f"Deze persoon bekeek {len(by_case)} zaken op één dag.")


def own_surname(naam: str, names: Iterable[str]) -> bool:
    """Whether somebody in a case shares the last word of this person's name."""
    last = naam.split()[-1].casefold()
    return any(last == each.split()[-1].casefold() for each in names if each.split())


def _who(row: LogLine, known: Mapping[str, Person]) -> str:
    """Who did it; of a failed log-in, whose name it was with."""
    if row.reference:
        return known[row.reference].naam if row.reference in known else "onbekend"
    tried = known[row.head].naam if row.head in known else "een naam die hier niet is"
    return f"iemand, als {tried}"


def _lines(rows: Iterable[LogLine]) -> list[Line]:
    known = people.people()
    return [
        Line(
            at=datetime.fromisoformat(row.at).astimezone(HERE),
            naam=_who(row, known),
            action=row.action,
            ground=row.ground,
            result=row.result,
            zaak=row.zaak,
        )
        for row in rows
    ]
