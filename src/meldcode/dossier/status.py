"""What follows from a case's entries today. Nothing of it is stored.

Pure functions over frozen values: no clock, no database. The same entries, framework and day
give the same status.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meldcode.dossier.agreements import Agreement, agreements_of
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.decision import Decision, decision_of
from meldcode.dossier.due import Due, Next, due_of, next_of
from meldcode.dossier.entries import Entered
from meldcode.dossier.followed import Earlier
from meldcode.dossier.lacking import Lack, lacking
from meldcode.dossier.look import Look
from meldcode.dossier.rounds import Reopening, Round, reopening_of, rounds_of
from meldcode.dossier.steps import StepStatus, steps_of
from meldcode.kader.model import Framework

__all__ = ["Agreement", "Decision", "Due", "Lack", "Next", "Reopening", "Round", "Status", "of"]


@dataclass(frozen=True)
class Status:
    """Where a case stands.

    `steps` and `lacking` speak of the code as it last started; `rounds`, `agreements` and `due`
    of the whole case. `reopened` tells whether a consideration is to be weighed again, and why.
    """

    steps: tuple[StepStatus, ...]
    lacking: tuple[Lack, ...]
    rounds: tuple[Round, ...]
    reopened: Reopening | None
    agreements: tuple[Agreement, ...]
    decision: Decision
    due: tuple[Due, ...]
    next: Next | None


def of(
    entered: tuple[Entered, ...], framework: Framework, today: date, earlier: Earlier = ()
) -> Status:
    """The status of a case of which `entered` is the whole chain; see `of_file`."""
    return of_file(CaseFile.of(entered), framework, today, earlier)


def of_file(case: CaseFile, framework: Framework, today: date, earlier: Earlier = ()) -> Status:
    """The status of a case: `case` is its whole file, `framework` the one it is pinned to.

    `earlier` are the frameworks of before it was moved: what was weighed then, keeps its advice.
    Raises `InputError` where a round of weighing has no receipt and a situation that can't be read.
    """
    rounds = rounds_of(case, framework, earlier)
    since = {each.number for each in case.run.entered}
    current = tuple(each for each in rounds if each.number in since)
    look = Look(
        case=case,
        framework=framework,
        today=today,
        steps=steps_of(case, framework, current),
        rounds=current,
        decision=decision_of(case, current),
        agreements=agreements_of(case, today),
    )
    return _status(look, rounds)


def noted(
    case: CaseFile, framework: Framework, today: date, earlier: Earlier = ()
) -> tuple[bool, date | None]:
    """What a list needs of the status: whether the case is closed, and the first day to come."""
    due = due_of(case, framework, agreements_of(case, today), today)
    return case.closing is not None, due[0].day if due else None


def _status(look: Look, rounds: tuple[Round, ...]) -> Status:
    reopened = reopening_of(look.case, look.framework, rounds)
    due = due_of(look.case, look.framework, look.agreements, look.today)
    return Status(
        steps=look.steps,
        lacking=lacking(look),
        rounds=rounds,
        reopened=reopened,
        agreements=look.agreements,
        decision=look.decision,
        due=due,
        next=next_of(
            look.framework,
            look.steps,
            look.decision,
            reopened,
            due,
            report_pending=look.report_pending,
        ),
    )
