"""Exercises: fictional stories to weigh, with what the makers of this guide would weigh and why.

They stand in ``inhoud/oefenen``, a file for each profession. An answer may be clear, or one of
several that can be defended. Answers are compared and explained; nobody gets a mark or a count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, Field

from meldcode.kader import schema
from meldcode.kader.advice import OPEN, Outcome, Situation
from meldcode.kader.decide import decide, decide_outcome
from meldcode.kader.input import InputError, read_situation
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.reading import Place, add_once, only_keys, read_items, read_yaml
from meldcode.workshop.cases import Expected, NamedCase, differences

CONTENT = Path(__file__).parent / "inhoud" / "oefenen"
_LIST = "oefeningen"

Age = Literal["ongeboren", "baby", "kind", "tiener", "volwassene", "oudere"]
Form = Literal[
    "lichamelijk",
    "psychisch",
    "seksueel",
    "verwaarlozing",
    "getuige",
    "financieel",
    "ouderenmishandeling",
    "partnergeweld",
    "oudersignalen",
    "onthulling",
    "geen",
]
Match = Literal["gelijk", "verdedigbaar", "anders", "leeg"]


class View(BaseModel):
    """What the makers of this guide would weigh at one consideration, and why.

    ``verwacht`` is the answer that fits best; ``ook_verdedigbaar`` are others with good reasons.
    ``onbekend``: what the story does not tell and what would change the answer.
    """

    model_config = schema.Item.model_config

    verwacht: schema.Answer
    ook_verdedigbaar: tuple[schema.Answer, ...] = ()
    overwegen: schema.Text
    onbekend: schema.Text | None = None
    bron: schema.Refs


class Exercise(schema.Item):
    """A fictional story from one profession; ``nummer`` stands in the codes of a team.

    ``leeftijd`` and ``vormen`` say who is at risk and of what; they are never shown. ``situatie``
    and ``uitkomst`` have the form of ``docs/advies.md``.
    """

    nummer: Annotated[int, Field(ge=1, le=99)]
    kader: schema.Id
    titel: schema.Text
    leeftijd: tuple[Age, ...] = Field(min_length=1)
    vormen: tuple[Form, ...] = Field(min_length=1)
    verhaal: schema.Text
    situatie: dict[str, Any] = Field(default_factory=dict)
    afwegingen: dict[schema.Id, View] = Field(min_length=1)
    uitkomst: Expected

    @property
    def framework(self) -> Framework:
        return frameworks()[self.kader]

    @property
    def situation(self) -> Situation:
        return Situation(**self.situatie)

    @property
    def expected(self) -> dict[str, str]:
        """The answers that fit best; what the story does not come to is left out."""
        return {key: view.verwacht for key, view in self.afwegingen.items()}

    def outcome(self, answers: Mapping[str, str]) -> Outcome:
        """Both decisions under ``answers``, by consideration id, in this story's situation."""
        return decide_outcome(self.framework, answers, self.situation)


class Compared(NamedTuple):
    """One consideration: one's own answer ('' where none is given) beside ours.

    ``view`` is None where the story does not come to this consideration. ``elsewhere`` are the
    defensible answers that lead to other decisions, with those decisions.
    """

    id: str
    own: str
    view: View | None
    match: Match
    elsewhere: tuple[tuple[str, Outcome], ...]


@lru_cache(maxsize=1)
def exercises() -> Mapping[str, Exercise]:
    """All exercises by id, in the order of their numbers.

    Raises :class:`~meldcode.kader.reading.ContentError`, with file and line, for one that is not
    right; one whose expected answers lead elsewhere than it says is not right either.
    """
    return read_exercises(CONTENT)


def read_exercises(folder: Path) -> dict[str, Exercise]:
    """As `exercises`, from the YAML files of ``folder``."""
    found: dict[str, tuple[Exercise, Place]] = {}
    numbers: dict[str, tuple[Exercise, Place]] = {}
    for path in sorted(folder.glob("*.yaml")):
        label = f"{folder.name}/{path.name}"
        data = read_yaml(path, label)
        only_keys(data, (_LIST,), label)
        if _LIST not in data:
            raise Place(label, 1).error(f"De sleutel '{_LIST}' ontbreekt.")
        for exercise, place in read_items(data, _LIST, Exercise, label):
            add_once(found, exercise.id, (exercise, place), _LIST)
            add_once(numbers, str(exercise.nummer), (exercise, place), "nummers")
            for problem in _problems(exercise):
                raise place.error(f"Oefening '{exercise.id}'. {problem}")
    ordered = sorted((exercise for exercise, _ in found.values()), key=lambda each: each.nummer)
    return {exercise.id: exercise for exercise in ordered}


def compare(exercise: Exercise, answers: Mapping[str, str]) -> tuple[Compared, ...]:
    """``answers`` by consideration id beside ours; all considerations, in order."""
    return tuple(
        Compared(
            key,
            answers.get(key, ""),
            exercise.afwegingen.get(key),
            match(exercise.afwegingen.get(key), answers.get(key, "")),
            tuple(_elsewhere(exercise, key)),
        )
        for key in exercise.framework.afwegingen
    )


def match(view: View | None, answer: str) -> Match:
    """How an answer stands to ours; 'leeg' without an answer or without a view."""
    if view is None or not answer:
        return "leeg"
    if answer == view.verwacht:
        return "gelijk"
    return "verdedigbaar" if answer in view.ook_verdedigbaar else "anders"


def _elsewhere(exercise: Exercise, key: str) -> Iterator[tuple[str, Outcome]]:
    view = exercise.afwegingen.get(key)
    usual = exercise.outcome(exercise.expected)
    for answer in view.ook_verdedigbaar if view else ():
        other = exercise.outcome({**exercise.expected, key: answer})
        if (other.melden, other.hulp) != (usual.melden, usual.hulp):
            yield answer, other


def _problems(exercise: Exercise) -> Iterator[str]:
    """What is not right with it, Dutch, one sentence each."""
    if exercise.kader not in frameworks():
        yield f"Sleutel 'kader': '{exercise.kader}' bestaat niet."
        return
    try:
        read_situation(exercise.situatie)
    except InputError as error:
        yield str(error)
        return
    if exercise.uitkomst.melden is None or exercise.uitkomst.hulp is None:
        yield "Sleutel 'uitkomst': zeg wat eruit moet komen, voor 'melden' en voor 'hulp'."
    yield from _source_problems(exercise)
    yield from _walk_problems(exercise)
    yield from differences(exercise.framework, _as_case(exercise))


def _source_problems(exercise: Exercise) -> Iterator[str]:
    for key, view in exercise.afwegingen.items():
        for ref in view.bron:
            try:
                exercise.framework.cite(ref)
            except KeyError:
                yield f"Afweging '{key}', sleutel 'bron': '{ref}' staat niet in bronnen.yaml."
        if view.verwacht in view.ook_verdedigbaar:
            yield f"Afweging '{key}': 'ook_verdedigbaar' is een ander antwoord dan 'verwacht'."
        if view.ook_verdedigbaar and not view.onbekend:
            yield f"Afweging '{key}', sleutel 'onbekend': zeg wat de twijfel zou wegnemen."


def _walk_problems(exercise: Exercise) -> Iterator[str]:
    """Views follow the walk from its beginning; only after an open answer may it break off."""
    walk = decide(exercise.framework, exercise.expected, exercise.situation).possible
    keys = tuple(exercise.afwegingen)
    if keys != walk[: len(keys)]:
        yield f"Sleutel 'afwegingen': volg de weg ({', '.join(walk)})."
    elif len(keys) < len(walk) and exercise.afwegingen[keys[-1]].verwacht != OPEN:
        yield f"Sleutel 'afwegingen': afweging '{walk[len(keys)]}' ontbreekt."


def _as_case(exercise: Exercise) -> NamedCase:
    return NamedCase(
        id=exercise.id,
        verhaal=exercise.verhaal,
        antwoorden=exercise.expected,
        situatie=exercise.situatie,
        verwacht=exercise.uitkomst,
    )
