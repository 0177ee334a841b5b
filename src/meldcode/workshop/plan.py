"""What a drawing of a framework says: one plan for the picture and for the list beside it.

It is read off the framework that decides (steps, considerations, transitions, norms, restraint), so
no picture can say something else than the advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from meldcode.kader import schema
from meldcode.kader.model import Framework
from meldcode.kader.table import END

ANSWERS = {"ja": "ja", "nee": "nee", "open": "open"}
# How something differs from the common framework.
WORDS, DECIDES, OWN = "andere woorden", "andere uitkomst", "alleen in dit kader"
# Where an answer leads, apart from the next consideration.
REPORT, CLOSE, LATER = "melden", "sluiten", "later"
ENDS = {
    CLOSE: "de Meldcode sluit",
    LATER: "later opnieuw wegen",
    REPORT: "naar de melding",
    END: "deze weg eindigt",
}

Sources = tuple[str, ...]


class Answer(NamedTuple):
    """One answer to a consideration on a road.

    ``effects`` are the lines that tell what it sets; ``norms`` and ``reports`` say whether it
    leads to the report; ``to`` is the next station (road, consideration) or None where the road
    ends, and then ``end`` is a key of ``ENDS``.
    """

    id: str
    answer: str
    effects: tuple[str, ...]
    norm: str
    reports: bool
    to: tuple[str, str] | None
    end: str
    follows: str
    mark: str
    bron: Sources


class Leg(NamedTuple):
    """The answers that a consideration has on one road; ``label`` is '' where there is but one."""

    road: str
    label: str
    answers: tuple[Answer, ...]


class Station(NamedTuple):
    """A consideration."""

    id: str
    nummer: str
    naam: str
    vraag: str
    mark: str
    bron: Sources
    legs: tuple[Leg, ...]


class Stop(NamedTuple):
    """A step, with the considerations that are made in it."""

    id: str
    nummer: str
    naam: str
    mark: str
    bron: Sources
    stations: tuple[Station, ...]


class Note(NamedTuple):
    """A norm or the rule of restraint: a number or heading, its text, its mark and sources."""

    kop: str
    tekst: str
    mark: str
    bron: Sources


class Plan(NamedTuple):
    """Everything a drawing says. ``left_out`` names what only the common framework has."""

    naam: str
    versie: str
    hash: str
    roads: tuple[tuple[str, str], ...]
    stops: tuple[Stop, ...]
    restraint: Note | None
    report: str
    norms: tuple[Note, ...]
    left_out: tuple[str, ...]

    @property
    def marked(self) -> tuple[str, ...]:
        """The marks that occur, each once."""
        found = [each.mark for stop in self.stops for each in _marked_in(stop)]
        notes = [*self.norms, *([self.restraint] if self.restraint else [])]
        marks = dict.fromkeys([*found, *(note.mark for note in notes)])
        return tuple(mark for mark in (WORDS, DECIDES, OWN) if mark in marks)


def plan_of(framework: Framework, common: Framework) -> Plan:
    """The plan of ``framework``; what differs from ``common`` is marked."""
    return Plan(
        naam=framework.naam,
        versie=framework.versie,
        hash=framework.hash,
        roads=tuple((road.id, framework.plain(road.als)) for road in framework.wegen.values()),
        stops=tuple(_stops(framework, common)),
        restraint=_restraint(framework, common),
        report=_title(framework, "melden.noodzakelijk"),
        norms=tuple(_norms(framework, common)),
        left_out=tuple(_left_out(framework, common)),
    )


def in_words(plan: Plan) -> Iterator[str]:
    """The plan as lines to read out: the same as the picture, from top to bottom."""
    for stop in plan.stops:
        yield f"Stap {stop.nummer}. {stop.naam}.{_said(stop.mark)}"
        for station in stop.stations:
            yield f"Afweging {station.nummer}. {station.naam}: {station.vraag}{_said(station.mark)}"
            for leg in station.legs:
                yield from ([f"{leg.label}:"] if leg.label else [])
                yield from (answer_in_words(answer) for answer in leg.answers)
    if plan.restraint:
        note = plan.restraint
        yield f"{note.kop}. {note.tekst}{_said(note.mark)}"
    yield f"{plan.report}."
    yield from (f"{norm.kop}. {norm.tekst}{_said(norm.mark)}" for norm in plan.norms)
    yield from (f"Alleen gemeenschappelijk: {name}." for name in plan.left_out)


def answer_in_words(answer: Answer) -> str:
    """An answer on one line, such as 'nee: Melden: Ja, meld bij Veilig Thuis (norm 2); …'."""
    told = "; ".join([*answer.effects, answer.follows])
    return f"{answer.answer}: {told}.{_said(answer.mark)}"


def _said(mark: str) -> str:
    return f" ({mark})" if mark else ""


def _stops(framework: Framework, common: Framework) -> Iterator[Stop]:
    for step in framework.stappen.values():
        shown = {"id", "nummer", "naam"}
        stations = (
            _station(framework, common, item)
            for item in framework.afwegingen.values()
            if item.stap == step.id
        )
        yield Stop(
            step.id,
            step.nummer,
            framework.plain(step.naam),
            _mark(step, common.stappen, shown),
            framework.cited(step.bron),
            tuple(stations),
        )


def _station(framework: Framework, common: Framework, item: schema.Consideration) -> Station:
    shown = {"id", "nummer", "stap", "naam", "vraag"}
    return Station(
        item.id,
        item.nummer,
        framework.plain(item.naam),
        framework.plain(item.vraag),
        _mark(item, common.afwegingen, shown),
        framework.cited(item.bron),
        tuple(_legs(framework, common, item.id)),
    )


def _legs(framework: Framework, common: Framework, key: str) -> Iterator[Leg]:
    by_road: dict[str, list[Answer]] = {}
    for step in framework.overgangen.values():
        if step.afweging == key:
            by_road.setdefault(step.weg, []).append(_answer(framework, common, step))
    for road, answers in by_road.items():
        label = framework.plain(framework.wegen[road].als) if len(by_road) > 1 else ""
        yield Leg(road, label, tuple(answers))


def _answer(framework: Framework, common: Framework, step: schema.Transition) -> Answer:
    words = {"bij_antwoord", "waarom", "bron"}
    to = None if step.naar == END else (step.naar_weg or step.weg, step.naar)
    reports = step.melden == "noodzakelijk" or step.norm is not None
    end = _end(step) if to is None else ""
    return Answer(
        step.id,
        ANSWERS[step.antwoord],
        tuple(_effects(framework, step)),
        step.norm or "",
        reports,
        to,
        end,
        f"verder met afweging {framework.afwegingen[to[1]].nummer}" if to else ENDS[end],
        _mark(step, common.overgangen, set(schema.Transition.model_fields) - words),
        framework.cited(step.bron),
    )


def _end(step: schema.Transition) -> str:
    known = {"niet_noodzakelijk": CLOSE, "nu_niet": LATER, "noodzakelijk": REPORT}
    return known.get(step.melden or "", END)


def _effects(framework: Framework, step: schema.Transition) -> Iterator[str]:
    norm = f" (norm {step.norm})" if step.norm else ""
    if step.melden:
        yield f"Melden: {_title(framework, f'melden.{step.melden}')}{norm}"
    elif step.norm:
        yield f"Ook hierom melden{norm}"
    if step.opnieuw:
        yield "Al eerder gemeld? Dan opnieuw"
    if step.hulp:
        yield f"Hulp: {_title(framework, f'hulp.{step.hulp}')}"


def _restraint(framework: Framework, common: Framework) -> Note | None:
    rule = framework.terughoudendheid
    if rule is None:
        return None
    known = {common.terughoudendheid.id: common.terughoudendheid} if common.terughoudendheid else {}
    text = framework.plain(rule.reden_terughoudend)
    mark = _mark(rule, known, set(schema.Restraint.model_fields) - {"bron"})
    return Note(_title(framework, "melden.terughoudend"), text, mark, framework.cited(rule.bron))


def _norms(framework: Framework, common: Framework) -> Iterator[Note]:
    for norm in framework.normen.values():
        mark = _mark(norm, common.normen, {"id", "tekst"})
        yield Note(f"Norm {norm.id}", framework.plain(norm.tekst), mark, framework.cited(norm.bron))


def _left_out(framework: Framework, common: Framework) -> Iterator[str]:
    yield from (f"stap {each}" for each in common.stappen if each not in framework.stappen)
    yield from (f"norm {each}" for each in common.normen if each not in framework.normen)
    for each in common.overgangen.values():
        if each.id not in framework.overgangen:
            yield f"antwoord {ANSWERS[each.antwoord]} op afweging {each.afweging} ({each.weg})"


def _mark(item: schema.Item, common: Mapping[str, Any], fields: Iterable[str]) -> str:
    """Whether what is drawn of this item stands so in the common framework too."""
    known = common.get(item.id)
    if known is None:
        return OWN
    drawn = set(fields)
    if item.model_dump(include=drawn) == known.model_dump(include=drawn):
        return ""
    return DECIDES if isinstance(item, schema.Transition | schema.Restraint) else WORDS


def _marked_in(stop: Stop) -> Iterator[Stop | Station | Answer]:
    yield stop
    for station in stop.stations:
        yield station
        for leg in station.legs:
            yield from leg.answers


def _title(framework: Framework, verdict: str) -> str:
    return framework.plain(framework.uitkomsten[verdict].titel).rstrip(".")
