"""The rounds of weighing: what was answered, what changed since, and what the advice was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meldcode.dossier import followed
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import Afweging, Heropening, Kaderwissel, Opvolging
from meldcode.kader.advice import OPEN
from meldcode.kader.decide import decide
from meldcode.kader.input import InputError, read_kept_situation
from meldcode.kader.model import Framework


@dataclass(frozen=True)
class Change:
    """An answer that became another one."""

    consideration: str
    before: str
    after: str


@dataclass(frozen=True)
class Verdict:
    """The advice of a round: both decisions, and the ids of its duties and contradictions."""

    melden: str
    hulp: str
    duties: frozenset[str]
    contradictions: tuple[str, ...]


@dataclass(frozen=True)
class Round:
    """One round: its entry, its answers by consideration, and what is new since the one before.

    `unreasoned` are the considerations whose answer has no reason, in this round or in an earlier
    one that gave the same answer.
    """

    number: int
    day: date
    round: int
    answers: Mapping[str, str]
    changes: tuple[Change, ...]
    unreasoned: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Reopening:
    """Why a consideration is to be answered again: the entries that call for it.

    `earlier` are the answers so far as (round, day, answer), the oldest first.
    """

    consideration: str
    because: tuple[int, ...]
    restarted: bool
    earlier: tuple[tuple[int, date, str], ...]


def rounds_of(
    case: CaseFile, framework: Framework, earlier: followed.Earlier = ()
) -> tuple[Round, ...]:
    """The rounds in their order. Raises `InputError` where one without a receipt can't be read.

    Their answers are those to the considerations of `framework`; their advice is that of the
    framework that held at the time, which may be one of `earlier`.
    """
    found: list[Round] = []
    reasons: dict[tuple[str, str], str] = {}
    before: Mapping[str, str] = {}
    for each in case.all(Afweging):
        entry = each.entry
        answers = {key: entry.antwoorden.get(key, OPEN) for key in framework.afwegingen}
        given = {key: answer for key, answer in answers.items() if answer != OPEN}
        reasons |= {
            pair: entry.redenen[pair[0]] for pair in given.items() if entry.redenen.get(pair[0])
        }
        found.append(
            Round(
                number=each.number,
                day=entry.op,
                round=entry.ronde,
                answers=answers,
                changes=_changes(before, answers),
                unreasoned=tuple(pair[0] for pair in given.items() if pair not in reasons),
                verdict=_verdict(entry, followed.at(each.number, framework, earlier)),
            )
        )
        before = answers
    return tuple(found)


def reopening_of(
    case: CaseFile, framework: Framework, rounds: tuple[Round, ...]
) -> Reopening | None:
    """Whether something since the last round calls for weighing the result of help again.

    Where the code was started again before help was weighed, that is the first consideration.
    Where the case moved to a version that decides otherwise, it is the first that has no answer.
    """
    if not rounds:
        return None
    since = rounds[-1].number
    failed = [
        each.number
        for each in case.all(Opvolging)
        if each.number > since and _fell_short(each.entry)
    ]
    restarted = [each.number for each in case.all(Heropening) if each.number > since]
    moved = _moved(case, framework, rounds[-1])
    if not failed and not restarted and not moved:
        return None
    key = result_consideration(framework)
    asked = unanswered(framework, rounds[-1].answers)
    if moved and asked and not failed and not restarted:
        key = next(each for each in framework.afwegingen if each in asked)
    elif not failed and key not in decide(framework, rounds[-1].answers).possible:
        key = next(iter(framework.afwegingen))
    earlier = tuple((each.round, each.day, each.answers[key]) for each in rounds)
    return Reopening(key, tuple(sorted(failed + restarted + moved)), bool(restarted), earlier)


def _moved(case: CaseFile, framework: Framework, last: Round) -> list[int]:
    """The moves since the last round, where `framework` makes something else of its answers."""
    moves = [each.number for each in case.all(Kaderwissel) if each.number > last.number]
    weighed = case.last(Afweging)
    if not moves or weighed is None:
        return []
    try:
        now = decide(framework, last.answers, read_kept_situation(weighed.entry.situatie))
    except InputError:
        # What was said then can't be read any more, so it must be weighed again.
        return moves
    duties = frozenset(duty.id for duty in now.plichten)
    same = (now.melden, now.hulp, duties) == (
        last.verdict.melden,
        last.verdict.hulp,
        last.verdict.duties,
    )
    return [] if same else moves


def result_consideration(framework: Framework) -> str:
    """The consideration that is answered again and again: content says which one."""
    return next(step.afweging for step in framework.overgangen.values() if step.opnieuw)


def unanswered(framework: Framework, answers: Mapping[str, str]) -> frozenset[str]:
    """The considerations that the walk may still pass and that have no answer."""
    possible = decide(framework, answers).possible
    return frozenset(key for key in possible if answers.get(key, OPEN) == OPEN)


def _fell_short(entry: Opvolging) -> bool:
    return entry.resultaat != "gehaald" or entry.veilig == "nee"


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple(
        Change(key, before[key], answer)
        for key, answer in after.items()
        if before and before[key] != answer
    )


def _verdict(entry: Afweging, framework: Framework) -> Verdict:
    """The advice as the receipt tells it; decided again where an entry has no receipt."""
    receipt = entry.bon
    if not receipt:
        receipt = decide(framework, entry.antwoorden, read_kept_situation(entry.situatie)).as_dict()
    return Verdict(
        melden=receipt.get("melden", OPEN),
        hulp=receipt.get("hulp", OPEN),
        duties=frozenset(duty["id"] for duty in receipt.get("plichten", ())),
        contradictions=tuple(each["id"] for each in receipt.get("tegenspraken", ())),
    )
