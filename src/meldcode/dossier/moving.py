"""What moving a case to a newer version of its framework would change for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from meldcode.dossier import pinned
from meldcode.dossier.entries import Afweging
from meldcode.dossier.services import File
from meldcode.kader.advice import OPEN, Advice
from meldcode.kader.decide import decide
from meldcode.kader.input import read_kept_situation
from meldcode.kader.model import Framework
from meldcode.workshop import difference_words
from meldcode.workshop.decisions import QUESTIONS
from meldcode.workshop.difference import compare
from meldcode.workshop.difference_words import EditWords, TurnWords


@dataclass(frozen=True)
class Move:
    """The two versions, and the last answers of the case under both.

    `decisions`: what is decided otherwise with the same answers, as (question, before, after).
    `duties_new` and `duties_gone`: their titles. `asked`: considerations of the new version that
    have no answer though they are on the walk; `dropped`: answered ones that it no longer has.
    `weighed` is false where the case has no answers yet. `turns`, `rules` and `words`: what else
    changed, whatever the answers.
    """

    before: Framework
    after: Framework
    weighed: bool
    decisions: tuple[tuple[str, str, str], ...]
    duties_new: tuple[str, ...]
    duties_gone: tuple[str, ...]
    asked: tuple[str, ...]
    dropped: tuple[str, ...]
    turns: tuple[TurnWords, ...]
    rules: tuple[EditWords, ...]
    words: tuple[EditWords, ...]

    @property
    def same_for_this_case(self) -> bool:
        """Whether nothing changes with the answers of today."""
        return not (
            self.decisions or self.duties_new or self.duties_gone or self.asked or self.dropped
        )


def move_of(found: File) -> Move | None:
    """The move that can be made today; None where the case follows the version of today.

    Raises `InputError` where the last round has a situation that can't be read.
    """
    after = pinned.newer(found.framework)
    if after is None:
        return None
    before = found.framework
    general = compare(before, after)
    last = found.facts.last(Afweging)
    answers = last.entry.antwoorden if last else {}
    situation = read_kept_situation(last.entry.situatie if last else {})
    was, now = decide(before, answers, situation), decide(after, answers, situation)
    return Move(
        before=before,
        after=after,
        weighed=last is not None,
        decisions=tuple(_decisions(was, now)) if last else (),
        duties_new=_titles(now, was) if last else (),
        duties_gone=_titles(was, now) if last else (),
        asked=tuple(_asked(now, was, answers)) if last else (),
        dropped=tuple(_dropped(before, after, answers)),
        turns=tuple(difference_words.turns(general)),
        rules=tuple(map(difference_words.edit, general.rules)),
        words=tuple(map(difference_words.edit, general.words)),
    )


def _decisions(was: Advice, now: Advice) -> Iterator[tuple[str, str, str]]:
    for decision in ("melden", "norm", "opnieuw", "hulp"):
        before, after = getattr(was.outcome, decision), getattr(now.outcome, decision)
        if before != after:
            yield (
                QUESTIONS[decision],
                difference_words.value(was.kader, decision, before),
                difference_words.value(now.kader, decision, after),
            )


def _titles(those: Advice, others: Advice) -> tuple[str, ...]:
    """The duties of one advice that the other does not have."""
    known = {duty.id for duty in others.plichten}
    return tuple(those.kader.plain(duty.titel) for duty in those.plichten if duty.id not in known)


def _asked(now: Advice, was: Advice, answers: Mapping[str, str]) -> Iterator[str]:
    """Considerations that the new version puts on the walk, and that have no answer yet."""
    for key in now.possible:
        if answers.get(key, OPEN) == OPEN and key not in was.possible:
            yield _named(now.kader, key)


def _dropped(before: Framework, after: Framework, answers: Mapping[str, str]) -> Iterator[str]:
    for key, answer in answers.items():
        if answer != OPEN and key in before.afwegingen and key not in after.afwegingen:
            yield _named(before, key)


def _named(framework: Framework, key: str) -> str:
    item = framework.afwegingen[key]
    return f"Afweging {item.nummer}: {framework.plain(item.kort)}"
