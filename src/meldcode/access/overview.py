"""The log in plain Dutch: per case for who works in it, per week for the reviewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from meldcode.access import known, log
from meldcode.access.log import DONE, REFUSED
from meldcode.access.models import LogLine
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

    @property
    def which(self) -> str:
        """Which of the two it is, in the hour that comes twice when the clock goes back."""
        both = {self.at.replace(fold=each).utcoffset() for each in (0, 1)}
        back = self.at.replace(fold=0).astimezone(UTC) < self.at.replace(fold=1).astimezone(UTC)
        if len(both) == 1 or not back:
            return ""
        return " (wintertijd)" if self.at.fold else " (zomertijd)"


@dataclass(frozen=True)
class Remark:
    """Why the reviewer should look at a line, in Dutch."""

    line: Line
    why: str


@dataclass(frozen=True)
class Runs:
    """How often the clock looked which terms are over, and the last line of it."""

    count: int
    last: Line | None


# One that was refused is a look like any other.
_RUN = Q(action=log.RUN, result=DONE)
# Lines on a page, and remarks.
PAGE = 100


def of_case(zaak: str, piece: int = 1) -> tuple[list[Line], bool]:
    """Looks at a case, the newest first: those of `piece` from 1, and whether more come after."""
    return _piece(LogLine.objects.filter(zaak=zaak).exclude(_RUN), piece)


def of_week(until: datetime, piece: int = 1) -> tuple[list[Line], bool]:
    """Lines of the seven days before `until`, the newest first, in pieces as `of_case`."""
    return _piece(_week(until).exclude(_RUN), piece)


def remarks_of_week(until: datetime, piece: int = 1) -> tuple[list[Remark], bool]:
    """What stands out in the seven days before `until`, in pieces as `of_case`."""
    found = remarks(_lines(_week(until).exclude(_RUN).order_by("number")))
    begin = (piece - 1) * PAGE
    return found[begin : begin + PAGE], begin + PAGE < len(found)


def runs_of_case(zaak: str) -> Runs:
    """How often the clock looked whether the term of this case is over, which is no look."""
    return _runs(LogLine.objects.filter(zaak=zaak))


def runs_of_week(until: datetime) -> Runs:
    """The runs of the clock in the seven days before `until`."""
    return _runs(_week(until))


def _runs(rows: QuerySet[LogLine]) -> Runs:
    found = rows.filter(_RUN)
    last = _lines(found.order_by("-number")[:1])
    return Runs(found.count() if last else 0, last[0] if last else None)


def _week(until: datetime) -> QuerySet[LogLine]:
    since = moment(until - timedelta(days=7))
    return LogLine.objects.filter(at__gte=since, at__lte=moment(until))


def _piece(rows: QuerySet[LogLine], piece: int) -> tuple[list[Line], bool]:
    begin = (piece - 1) * PAGE
    found = _lines(rows.order_by("-number")[begin : begin + PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def remarks(lines: Iterable[Line]) -> list[Remark]:
    """What stands out: refused, damaged, at night, in an emergency, many cases on a day."""
    every = list(lines)
    return [Remark(line, why) for line in every for why in _why(line)] + list(_many(every))


def _why(line: Line) -> Iterator[str]:
    if line.action == log.LOG_IN and line.result == REFUSED:
        yield f"Inloggen mislukte: {line.ground}."
    if line.action == log.CLOCK:
        yield "De klok van de computer liep hier achter. De tijden hierna kunnen te laat zijn."
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


def _who(reference: str, head: str, names: Mapping[str, str]) -> str:
    """Who did it; of a failed log-in, whose name it was with."""
    if reference:
        return names.get(reference, "onbekend")
    return f"iemand, als {names.get(head, 'een naam die hier niet is')}"


def _lines(rows: QuerySet[LogLine]) -> list[Line]:
    # Only what is shown: a week of a large place has a hundred thousand lines.
    columns = ("at", "reference", "head", "action", "ground", "result", "zaak")
    found = list(rows.values_list(*columns))
    names = known.names({reference or head for _, reference, head, *_ in found})
    return [
        Line(datetime.fromisoformat(at).astimezone(HERE), _who(reference, head, names), *rest)
        for at, reference, head, *rest in found
    ]
