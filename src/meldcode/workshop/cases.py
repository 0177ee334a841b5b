"""Named cases: a short story, its answers, and what a framework must make of them.

They stand in ``gevallen.yaml`` in a framework's folder. The cases of the common framework hold
for every framework that builds on it, but for those that it names under ``laat_weg``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, Field

from meldcode.kader import reading, schema
from meldcode.kader.advice import OPEN, Advice, Situation
from meldcode.kader.decide import decide
from meldcode.kader.folders import BASE, CASES_FILE
from meldcode.kader.input import SITUATION_VALUES, InputError, read_situation
from meldcode.kader.load import CONTENT
from meldcode.kader.model import Framework
from meldcode.kader.reading import Place, add_once, key_place, only_keys, read_items
from meldcode.kader.ways import find_ways

NOTHING = "niets"
SEVERAL = "nog niet zeker"
_Norm = Annotated[str, BeforeValidator(str)]
_PARTS = ("gevallen", "laat_weg")


class Expected(BaseModel):
    """What must come out; what is left out is not looked at.

    ``volgende`` is the next question, or 'niets'. ``weg`` is the road on which the walk ends.
    ``norm`` and ``tegenspraken`` are all there are; ``plichten`` must be among them, and
    ``geen_plichten`` must not. ``woorden`` must stand in the title or the text of a duty, and
    ``geen_woorden`` must not, in any case; both by the id of the duty.
    """

    model_config = schema.Item.model_config

    melden: schema.Melden | None = None
    norm: tuple[_Norm, ...] | None = None
    opnieuw: bool | None = None
    hulp: schema.Hulp | None = None
    volgende: schema.Id | None = None
    weg: schema.Id | None = None
    plichten: tuple[schema.Id, ...] = ()
    geen_plichten: tuple[schema.Id, ...] = ()
    woorden: dict[schema.Id, tuple[schema.Text, ...]] = Field(default_factory=dict)
    geen_woorden: dict[schema.Id, tuple[schema.Text, ...]] = Field(default_factory=dict)
    tegenspraken: tuple[schema.Id, ...] | None = None


class NamedCase(schema.Item):
    """A fictional story with its answers and situation, in the form of ``docs/advies.md``."""

    verhaal: schema.Text
    antwoorden: dict[schema.Id, schema.Answer]
    situatie: dict[str, Any] = Field(default_factory=dict)
    verwacht: Expected
    bron: tuple[schema.Ref, ...] = ()

    @property
    def situation(self) -> Situation:
        return Situation(**self.situatie)


class Placed(NamedTuple):
    """A case and where it stands."""

    case: NamedCase
    place: Place


class _File(NamedTuple):
    cases: Mapping[str, tuple[NamedCase, Place]]
    left_out: Mapping[str, Place]


def load_cases(framework: Framework, roots: Iterable[Path] = (CONTENT,)) -> tuple[Placed, ...]:
    """The cases that hold for ``framework``: those of the common one, then its own.

    ``roots`` hold the folders of frameworks; the first that has one of this name counts. Raises
    :class:`~meldcode.kader.reading.ContentError`, with file and line, for a case that is not right.
    """
    roots = tuple(roots)
    common = _read(_folder(BASE, (*roots, CONTENT)))
    if framework.id == BASE:
        found = dict(common.cases)
    else:
        own = _read(_folder(framework.id, roots))
        found = _without(common.cases, own.left_out)
        for key, value in own.cases.items():
            add_once(found, key, value, "gevallen")
            _check(framework, *value)
    return tuple(Placed(*value) for value in found.values())


def differences(framework: Framework, case: NamedCase) -> list[str]:
    """What comes out otherwise than the case expects: Dutch, one sentence each; [] if nothing."""
    try:
        advice = decide(framework, case.antwoorden, case.situation)
        road = _road(framework, case)
    # Whatever goes wrong in a decision is something to know about the framework.
    except Exception as error:
        return [f"Het programma loopt vast ({type(error).__name__})."]
    wanted = case.verwacht
    return [*_values(wanted, advice, road), *_duties(wanted, advice), *_words(wanted, advice)]


def failing(
    framework: Framework, cases: Iterable[Placed]
) -> Iterator[tuple[Placed, tuple[str, ...]]]:
    """The cases that come out otherwise, each with what differs."""
    for placed in cases:
        found = differences(framework, placed.case)
        if found:
            yield placed, tuple(found)


def _folder(framework_id: str, roots: Iterable[Path]) -> Path:
    folders = [root / framework_id for root in roots]
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def _read(folder: Path) -> _File:
    """The cases in a folder; none where it has no file with cases."""
    path = folder / CASES_FILE
    if not path.exists():
        return _File({}, {})
    label = f"{folder.name}/{CASES_FILE}"
    data = reading.read_yaml(path, label)
    only_keys(data, _PARTS, label)
    cases: dict[str, tuple[NamedCase, Place]] = {}
    for case, place in read_items(data, "gevallen", NamedCase, label) if "gevallen" in data else ():
        add_once(cases, case.id, (case, place), "gevallen")
        _check_alone(case, place)
    return _File(cases, _left_out(data, label))


def _left_out(data: Mapping[str, Any], label: str) -> dict[str, Place]:
    keys = data.get("laat_weg", [])
    place = key_place(data, "laat_weg", label)
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise place.error("Sleutel 'laat_weg': maak er een lijst van id's van.")
    return dict.fromkeys(keys, place)


def _without(
    cases: Mapping[str, tuple[NamedCase, Place]], left_out: Mapping[str, Place]
) -> dict[str, tuple[NamedCase, Place]]:
    for key, place in left_out.items():
        if key not in cases:
            raise place.error(f"Sleutel 'laat_weg': er is geen geval '{key}' om weg te laten.")
    return {key: value for key, value in cases.items() if key not in left_out}


def _check_alone(case: NamedCase, place: Place) -> None:
    try:
        read_situation(case.situatie)
    except InputError as error:
        raise place.error(f"Geval '{case.id}'. {error}") from None
    if not case.verwacht.model_fields_set:
        raise place.error(f"Geval '{case.id}', sleutel 'verwacht': zeg wat eruit moet komen.")


def _check(framework: Framework, case: NamedCase, place: Place) -> None:
    """Refuse a name that this framework does not have."""
    wanted = case.verwacht
    duties = framework.plichten
    asked = (*framework.afwegingen, *SITUATION_VALUES, NOTHING)
    _known(place, case, "antwoorden", case.antwoorden, framework.afwegingen)
    _known(place, case, "norm", wanted.norm or (), framework.normen)
    _known(place, case, "volgende", filter(None, [wanted.volgende]), asked)
    _known(place, case, "weg", filter(None, [wanted.weg]), framework.wegen)
    _known(place, case, "plichten", wanted.plichten, duties)
    _known(place, case, "geen_plichten", wanted.geen_plichten, duties)
    _known(place, case, "woorden", wanted.woorden, duties)
    _known(place, case, "geen_woorden", wanted.geen_woorden, duties)
    _known(place, case, "tegenspraken", wanted.tegenspraken or (), framework.tegenspraken)
    sources = [ref.partition("#")[0] for ref in case.bron if not ref.startswith("feit:")]
    _known(place, case, "bron", sources, framework.sources)


def _known(
    place: Place, case: NamedCase, key: str, values: Iterable[str], among: Iterable[str]
) -> None:
    allowed = list(among)
    for value in values:
        if value not in allowed:
            raise place.error(
                f"Geval '{case.id}', sleutel '{key}': '{value}' bestaat niet. "
                f"Kies uit: {', '.join(allowed)}."
            )


def _road(framework: Framework, case: NamedCase) -> str:
    """The road on which every way ends."""
    table = framework.table
    given = tuple(case.antwoorden.get(key, OPEN) for key in table.order)
    roads = {run.steps[-1].weg for run in find_ways(table, given).runs}
    return roads.pop() if len(roads) == 1 else SEVERAL


def _values(wanted: Expected, advice: Advice, road: str) -> Iterator[str]:
    pairs: tuple[tuple[str, object, object], ...] = (
        ("melden", wanted.melden, advice.melden),
        ("norm", wanted.norm, advice.norm),
        ("opnieuw", wanted.opnieuw, advice.opnieuw),
        ("hulp", wanted.hulp, advice.hulp),
        ("volgende", wanted.volgende, advice.volgende or NOTHING),
        ("weg", wanted.weg, road),
        ("tegenspraken", wanted.tegenspraken, tuple(item.id for item in advice.tegenspraken)),
    )
    for name, expected, found in pairs:
        if expected is not None and expected != found:
            yield f"'{name}' is {_said(found)}, en moet {_said(expected)} zijn."


def _duties(wanted: Expected, advice: Advice) -> Iterator[str]:
    duties = {duty.id for duty in advice.plichten}
    for key in wanted.plichten:
        if key not in duties:
            yield f"De plicht '{key}' ontbreekt."
    for key in wanted.geen_plichten:
        if key in duties:
            yield f"De plicht '{key}' staat erbij, en hoort hier niet."


def _words(wanted: Expected, advice: Advice) -> Iterator[str]:
    shown = {each.id: f"{each.titel} {each.tekst}".lower() for each in advice.plichten}
    for key, words in wanted.woorden.items():
        for word in words:
            if word.lower() not in shown.get(key, ""):
                yield f"In de plicht '{key}' ontbreekt '{word}'."
    for key, words in wanted.geen_woorden.items():
        for word in words:
            if word.lower() in shown.get(key, ""):
                yield f"In de plicht '{key}' staat '{word}', en dat hoort hier niet."


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return " en ".join(map(str, value)) or "leeg"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}'"
