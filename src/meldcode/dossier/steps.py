"""How far each of the five steps is, and which entries show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.content import say
from meldcode.dossier.entries import Besluit, Gesprek, Melding, Overleg, Signaal, Stap
from meldcode.dossier.rounds import Round, unanswered
from meldcode.kader.model import Framework

StepState = Literal["gedaan", "overgeslagen_met_reden", "overgeslagen", "open"]


@dataclass(frozen=True)
class StepStatus:
    """A step by its id, the entries that show its state, and a short sentence on it."""

    step: str
    state: StepState
    numbers: tuple[int, ...]
    sentence: str


@dataclass(frozen=True)
class _Shown:
    """Entries that show a step was done, with their word in the content, and reasons why not."""

    done: tuple[int, ...] = ()
    word: str = ""
    excused: tuple[int, ...] = ()


def steps_of(
    case: CaseFile, framework: Framework, rounds: tuple[Round, ...]
) -> tuple[StepStatus, ...]:
    """The steps in their order, in this run of the code; `rounds` are those of this run."""
    return tuple(_step(case, framework, rounds, step) for step in framework.stappen)


def _step(case: CaseFile, framework: Framework, rounds: tuple[Round, ...], step: str) -> StepStatus:
    if step == _last(framework):
        found = _deciding(case.run, rounds, step)
    elif _weighed(framework, step):
        found = _weighing(case.run, framework, rounds, step)
    else:
        found = _walked(case, step, framework.stappen[step].gevuld_door)
    return found if found.state == "gedaan" else _not_needed(case, found)


def _last(framework: Framework) -> str:
    return tuple(framework.stappen)[-1]


def _weighed(framework: Framework, step: str) -> frozenset[str]:
    return frozenset(key for key, each in framework.afwegingen.items() if each.stap == step)


def _not_needed(case: CaseFile, found: StepStatus) -> StepStatus:
    """Every step may end the code (rbcz, afwegingen binnen de meldcode)."""
    closing = case.closing
    if closing is None or closing.entry.grond != "geen_vermoeden":
        return found
    sentence = say("stap.niet_meer_nodig")
    return StepStatus(found.step, "overgeslagen_met_reden", (closing.number,), sentence)


def _walked(case: CaseFile, step: str, filling: str) -> StepStatus:
    """A step that holds no considerations."""
    shown = _shown(case, filling)
    stated = _stated(case.run, step)
    if shown.done:
        amount = "een" if len(shown.done) == 1 else "meer"
        sentence = say(f"{shown.word}.{amount}", aantal=len(shown.done))
        return StepStatus(step, "gedaan", shown.done, sentence)
    if stated.done:
        return StepStatus(step, "gedaan", stated.done, say("stap.gedaan"))
    excused = (*shown.excused, *stated.excused)
    if excused:
        sentence = say("stap.overgeslagen_met_reden")
        return StepStatus(step, "overgeslagen_met_reden", tuple(sorted(excused)), sentence)
    return _undone(step, later=bool(case.run.all(Besluit) or case.run.all(Melding)))


def _undone(step: str, *, later: bool) -> StepStatus:
    state: StepState = "overgeslagen" if later else "open"
    return StepStatus(step, state, (), say(f"stap.{state}"))


def _stated(run: CaseFile, step: str) -> _Shown:
    """What the professional last said of the step as a whole."""
    said = [each for each in run.all(Stap) if each.entry.stap == step]
    if not said:
        return _Shown()
    last = said[-1]
    if last.entry.stand == "gedaan":
        return _Shown(done=(last.number,))
    return _Shown(excused=(last.number,) if last.entry.reden else ())


def _shown(case: CaseFile, filling: str) -> _Shown:
    match filling:
        case "signaal":
            return _Shown(tuple(each.number for each in case.run.all(Signaal)), "signalen")
        case "overleg":
            return _consulted(case.run)
        case "gesprek":
            return _talked(case)
    return _Shown(_tuned(case), "gesprek")


def _consulted(run: CaseFile) -> _Shown:
    held = tuple(each.number for each in run.all(Overleg) if each.entry.gehouden == "ja")
    reasoned = tuple(
        each.number
        for each in run.all(Overleg)
        if each.entry.gehouden == "nee" and each.entry.reden_niet
    )
    return _Shown(held, "overleg", reasoned)


def _talked(case: CaseFile) -> _Shown:
    """Talks with those involved: one with other professionals alone is another step's."""
    others = _tuned(case)
    held = tuple(
        each.number
        for each in case.run.all(Gesprek)
        if each.entry.gehouden == "ja" and each.number not in others
    )
    reasoned = tuple(
        each.number
        for each in case.run.all(Gesprek)
        if each.entry.gehouden == "nee" and each.entry.grond
    )
    return _Shown(held, "gesprek", reasoned)


def _tuned(case: CaseFile) -> tuple[int, ...]:
    """Talks that were held with other professionals alone."""
    return tuple(
        each.number
        for each in case.run.all(Gesprek)
        if each.entry.gehouden == "ja"
        and each.entry.met
        and case.professionals.issuperset(each.entry.met)
    )


def _weighing(
    run: CaseFile, framework: Framework, rounds: tuple[Round, ...], step: str
) -> StepStatus:
    """A step that holds considerations, and comes before the decision."""
    if not rounds:
        return _undone(step, later=bool(run.all(Besluit) or run.all(Melding)))
    numbers = tuple(each.number for each in rounds)
    last = rounds[-1]
    if unanswered(framework, last.answers) & _weighed(framework, step):
        return StepStatus(step, "open", numbers, say("wegen.deels", ronde=last.round))
    return StepStatus(step, "gedaan", numbers, say("wegen.gedaan", ronde=last.round))


def _deciding(run: CaseFile, rounds: tuple[Round, ...], step: str) -> StepStatus:
    decided = run.all(Besluit)
    if decided:
        numbers = tuple(each.number for each in decided)
        return StepStatus(step, "gedaan", numbers, say(f"besluit.{decided[-1].entry.melden}"))
    if rounds and not run.all(Melding):
        numbers = tuple(each.number for each in rounds)
        return StepStatus(step, "open", numbers, say("wegen.geen_besluit"))
    return _undone(step, later=bool(run.all(Melding)))
