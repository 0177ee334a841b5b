"""What is coming: the days on which something is to be done, and what to do first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from meldcode.dossier import terms
from meldcode.dossier.agreements import Agreement
from meldcode.dossier.casefile import CaseFile, Placed
from meldcode.dossier.content import say
from meldcode.dossier.decision import Decision
from meldcode.dossier.entries import Afweging, Gesprek, Melding, Terugkoppeling
from meldcode.dossier.rounds import Reopening
from meldcode.dossier.steps import StepStatus
from meldcode.kader.model import Framework

DueKind = Literal["afspraak", "opnieuw", "gesprek", "terugkoppeling", "volgen"]

# The fact that holds how long Veilig Thuis has to judge the safety after a report.
JUDGING = "vt_beoordeling"


@dataclass(frozen=True)
class Due:
    """Something to be done on `day`, because of entry `number`; late from the day after.

    `what` says it within the file, without names. `kort` says it where others may look along.
    """

    day: date
    kind: DueKind
    number: int
    overdue: bool

    @property
    def what(self) -> str:
        return say(f"wat.{self.kind}")

    @property
    def kort(self) -> str:
        return say(f"kort.{self.kind}")


@dataclass(frozen=True)
class Next:
    """What to do first; `by` is None where it has no day. `step` or `number` tells where."""

    what: str
    by: date | None = None
    step: str | None = None
    number: int | None = None
    overdue: bool = False


def due_of(
    case: CaseFile, framework: Framework, agreements: tuple[Agreement, ...], today: date
) -> tuple[Due, ...]:
    """What is coming, the first day first. A closed case keeps only the following of safety."""
    found = list(_days(case, framework, agreements))
    if case.closing is not None:
        found = [each for each in found if each[1] == "volgen"]
    return tuple(Due(day, kind, number, overdue=day < today) for day, kind, number in sorted(found))


def next_of(
    framework: Framework,
    steps: tuple[StepStatus, ...],
    decision: Decision,
    reopened: Reopening | None,
    due: tuple[Due, ...],
    *,
    report_pending: bool,
) -> Next | None:
    """What comes first, or None where nothing is to be done.

    In this order: a report that was decided on, what is late, weighing again, the first step that
    is open, and else the first day that is coming. A closed case keeps only its days.
    """
    coming = _coming(due)
    if decision.closed:
        return coming
    if report_pending:
        return Next(say("nu.melden"), step=steps[-1].step)
    if coming and coming.overdue:
        return coming
    if reopened and not reopened.restarted:
        return _weigh_again(framework, reopened)
    return _open_step(framework, steps) or coming


def _coming(due: tuple[Due, ...]) -> Next | None:
    if not due:
        return None
    first = due[0]
    return Next(first.what, by=first.day, number=first.number, overdue=first.overdue)


def judging_ends(framework: Framework, report: Placed[Melding]) -> date:
    """The day on which Veilig Thuis should have judged the safety after `report`."""
    return terms.add(report.entry.op, terms.read(framework.facts[JUDGING].waarde))


def heard_back(case: CaseFile, report: Placed[Melding]) -> bool:
    """Whether something was heard of Veilig Thuis after `report`."""
    return any(each.entry.op >= report.entry.op for each in case.all(Terugkoppeling))


def postponed_talks(case: CaseFile) -> Iterator[Placed[Gesprek]]:
    """The talks that were put off, and not held with these people nor put off anew since."""
    for each in case.run.all(Gesprek):
        if each.entry.gehouden == "nee" and not _taken_up(case, each):
            yield each


def _taken_up(case: CaseFile, put_off: Placed[Gesprek]) -> bool:
    return any(
        later.number > put_off.number
        and (not later.entry.met or not put_off.entry.met or _meets(later, put_off))
        for later in case.run.all(Gesprek)
    )


def _meets(one: Placed[Gesprek], other: Placed[Gesprek]) -> bool:
    return not set(one.entry.met).isdisjoint(other.entry.met)


def _weigh_again(framework: Framework, reopened: Reopening) -> Next:
    item = framework.afwegingen[reopened.consideration]
    return Next(
        say("nu.opnieuw_wegen", afweging=item.nummer), step=item.stap, number=reopened.because[-1]
    )


def _open_step(framework: Framework, steps: tuple[StepStatus, ...]) -> Next | None:
    for each in steps:
        if each.state == "open":
            step = framework.stappen[each.step]
            return Next(say("nu.stap", stap=step.nummer, naam=step.naam), step=each.step)
    return None


_Day = tuple[date, DueKind, int]


def _days(
    case: CaseFile, framework: Framework, agreements: tuple[Agreement, ...]
) -> Iterator[_Day]:
    for agreement in agreements:
        yield from _agreement_days(case, agreement)
    for talk in postponed_talks(case):
        if talk.entry.alsnog_op:
            yield talk.entry.alsnog_op, "gesprek", talk.number
    for report in case.run.all(Melding):
        if not heard_back(case, report):
            yield judging_ends(framework, report), "terugkoppeling", report.number


def _agreement_days(case: CaseFile, agreement: Agreement) -> Iterator[_Day]:
    last, until = agreement.last, agreement.entry.volgen_tot
    if last is None:
        yield agreement.entry.termijn, "afspraak", agreement.number
    elif last.entry.opnieuw_op and not _weighed_on(case, last.entry.opnieuw_op, last.number):
        yield last.entry.opnieuw_op, "opnieuw", last.number
    if until and not any(each.entry.op >= until for each in agreement.follow_ups):
        yield until, "volgen", agreement.number


def _weighed_on(case: CaseFile, day: date, after: int) -> bool:
    return any(each.number > after and each.entry.op >= day for each in case.all(Afweging))
