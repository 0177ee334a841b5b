"""What counts of a situation: what a check must bear out, and the signs that are ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from meldcode.kader import schema
from meldcode.kader.model import Framework
from meldcode.kader.situation import SIGNS, Situation


def counted(
    framework: Framework, said: Situation, ended: Mapping[str, str], helpers: Iterable[str]
) -> Situation:
    """``said`` as it goes into a decision.

    ``ended`` holds the outcome of each check that ended. A choice that waits for a check (only
    adults, for a negative Kindcheck) is as if not known before; a ticked helper question that
    bears a sign makes its field true.
    """
    known: dict[str, Any] = {
        name: Situation._field_defaults[name] for name, _ in waiting(framework, said, ended)
    }
    for helper in map(framework.hulpvragen.get, helpers):
        known |= {SIGNS[sign]: True for sign in helper.teken} if helper else {}
    return said._replace(**known)


def waiting(
    framework: Framework, said: Situation, ended: Mapping[str, str]
) -> Iterator[tuple[str, schema.SituationChoice]]:
    """The fields with a choice that a check has not borne out, with that choice."""
    for question in framework.situatievragen.values():
        for choice in question.keuzes:
            chosen = choice.waarde == getattr(said, question.id)
            if chosen and any(ended.get(key) not in ends for key, ends in choice.telt_na.items()):
                yield question.id, choice


def bears_out(framework: Framework, check_id: str) -> frozenset[str]:
    """The outcomes of a check after which every choice that waits for it counts."""
    return frozenset(
        end
        for question in framework.situatievragen.values()
        for choice in question.keuzes
        for end in choice.telt_na.get(check_id, ())
    )
