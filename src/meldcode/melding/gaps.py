"""What a report still lacks, as questions with their source, from `inhoud/vragen.yaml`.

It asks and never blocks: a report can always be made. What nobody knows is answered with 'niet
bekend', and then it is asked no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from meldcode.dossier.content import collection
from meldcode.kader import schema
from meldcode.kader.reading import Place
from meldcode.melding.missing import RULES
from meldcode.melding.report import Report

CONTENT = Path(__file__).parent / "inhoud"

Part = Literal["melder", "mensen", "zorgen", "feiten", "stappen", "verteld", "omgeving", "vraag"]

_EXCERPT = 60


class Question(schema.Item):
    """A question and why it matters; `tegenspraak`: something doesn't go with what stands there.

    Where `id` begins with `persoon`, `verteld` or `feit` it is asked for each one; `{naam}` or
    `{feit}` then tells which.
    """

    deel: Part
    vraag: schema.Text
    waarom: schema.Text
    bron: schema.Refs
    tegenspraak: bool = False


@dataclass(frozen=True)
class Gap:
    """Something a report lacks: the part it belongs in, the question, why, and the sources.

    `id` is `part.field`, for a person or fact with its id between (`persoon.p1.geboren`), or a
    word of its own. It stands in `Report.niet_bekend` once answered so, where `may_be_unknown`.
    """

    id: str
    part: Part
    question: str
    why: str
    bron: tuple[str, ...]
    may_be_unknown: bool


def gaps(report: Report, today: date) -> tuple[Gap, ...]:
    """All that is asked, in the order of the content."""
    about = {each.id: each.naam for each in report.mensen}
    about |= {each.id: _excerpt(each.wat) for each in report.feiten}
    found = (gap for each in questions().values() for gap in _asked(each, report, today, about))
    return tuple(gap for gap in found if not (gap.may_be_unknown and gap.id in report.niet_bekend))


@lru_cache(maxsize=1)
def questions() -> Mapping[str, Question]:
    """Everything that may be asked, by id.

    Raises ContentError, in Dutch with file and line, for a question without a rule or that stands
    in it twice, for a source that does not exist, and where a rule has no question.
    """
    path = CONTENT / "vragen.yaml"
    found = collection(path, "melding", "vragen", Question, check=_check)
    for key in RULES:
        if key not in found:
            label = f"melding/{path.name}"
            raise Place(label, 1).error(f"Vraag '{key}' ontbreekt. Voeg deze toe.")
    return found


def _check(item: Question, place: Place) -> None:
    if item.id not in RULES:
        raise place.error(f"Vraag '{item.id}' bestaat niet. Verbeter de naam of haal deze weg.")


def _asked(
    question: Question, report: Report, today: date, about: Mapping[str, str]
) -> Iterator[Gap]:
    for one in RULES[question.id](report, today):
        which = about.get(one, "")
        yield Gap(
            id=_id(question.id, one),
            part=question.deel,
            question=question.vraag.format(naam=which, feit=which),
            why=question.waarom,
            bron=question.bron,
            may_be_unknown=not question.tegenspraak,
        )


def _id(question: str, one: str) -> str:
    kind, _, field = question.partition(".")
    return f"{kind}.{one}.{field}" if one else question


def _excerpt(words: str) -> str:
    """How a fact begins, so that somebody knows which it is: `‘Noortje had drie blauwe …’`."""
    whole = " ".join(words.split())
    if len(whole) <= _EXCERPT:
        return f"‘{whole}’"
    return f"‘{whole[:_EXCERPT].rpartition(' ')[0] or whole[:_EXCERPT]} …’"
