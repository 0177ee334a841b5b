"""All that the rules on what a file lacks look at, computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from meldcode.dossier.agreements import Agreement
from meldcode.dossier.casefile import CaseFile, Placed
from meldcode.dossier.checked import ended_checks
from meldcode.dossier.decision import Decision
from meldcode.dossier.entries import Afweging, Besluit, Melding
from meldcode.dossier.rounds import Round
from meldcode.dossier.steps import StepStatus
from meldcode.kader.counted import waiting
from meldcode.kader.input import read_kept_situation
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import walked_steps

E = TypeVar("E", bound=BaseModel)


class Found(NamedTuple):
    """That something is lacking: in which entries, at which considerations."""

    entries: tuple[int, ...] = ()
    considerations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """The file and what follows from it; `rounds` are those of this run of the code."""

    case: CaseFile
    framework: Framework
    today: date
    steps: tuple[StepStatus, ...]
    rounds: tuple[Round, ...]
    decision: Decision
    agreements: tuple[Agreement, ...]

    @property
    def run(self) -> CaseFile:
        return self.case.run

    @cached_property
    def decided(self) -> bool:
        return bool(self.run.all(Besluit))

    @cached_property
    def reported(self) -> bool:
        return bool(self.run.all(Melding))

    @property
    def acted(self) -> bool:
        """Whether a decision was taken or a report made, in this run."""
        return self.decided or self.reported

    @property
    def awaits_check(self) -> bool:
        """Whether the last round takes something for true that a check has not borne out."""
        last = self.run.last(Afweging)
        if last is None:
            return False
        said = read_kept_situation(last.entry.situatie)
        return any(waiting(self.framework, said, ended_checks(self.case)))

    @property
    def walked(self) -> tuple[str, ...]:
        """The steps of this framework that hold no considerations."""
        return walked_steps(self.framework)

    @property
    def round(self) -> Round | None:
        """The last round."""
        return self.rounds[-1] if self.rounds else None

    @property
    def will_report(self) -> bool:
        """Whether a report was made or decided on."""
        last = self.decision.last
        return self.reported or (last is not None and last.entry.melden == "wel")

    @property
    def report_pending(self) -> bool:
        """Whether a report was decided on and none was made since."""
        last = self.decision.last
        return (
            last is not None
            and last.entry.melden == "wel"
            and not any(
                each.number > last.number or each.entry.op >= last.entry.op
                for each in self.run.all(Melding)
            )
        )

    def skipped(self, step: str) -> bool:
        """Whether a step was passed over without a reason."""
        return any(each.step == step and each.state == "overgeslagen" for each in self.steps)

    def duty(self, *duties: str) -> bool:
        """Whether the advice behind the decision, else the last one, asks one of `duties`."""
        found = self.decision.round or self.round
        return found is not None and not found.verdict.duties.isdisjoint(duties)

    def duty_at_report(self, *duties: str) -> bool:
        """As `duty`, by the last advice before the report where one was made."""
        report = self.run.last(Melding)
        before = [each for each in self.rounds if report and each.number < report.number]
        if not before:
            return self.duty(*duties)
        return not before[-1].verdict.duties.isdisjoint(duties)


def when(lacking: bool) -> Found | None:
    """A lack of the file as a whole."""
    return Found() if lacking else None


def each_of(entries: Iterable[Placed[E]], lacks: Callable[[E], object]) -> Found | None:
    """A lack of the entries for which `lacks` is true."""
    numbers = tuple(each.number for each in entries if lacks(each.entry))
    return Found(numbers) if numbers else None
