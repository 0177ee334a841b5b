"""Proof: every answer in every situation, held against the laws, for each framework.

Nothing is sampled: under one set of answers all situations are looked at together (see ``space``).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from meldcode.kader import schema, space
from meldcode.kader import ways as engine
from meldcode.kader.advice import OPEN, Outcome, Situation
from meldcode.kader.cases import STRICTNESS, Case, Ground, explained
from meldcode.kader.decide import decide
from meldcode.kader.input import ANSWERS
from meldcode.kader.laws import DUTY_LAWS, LAWS
from meldcode.kader.model import Framework
from meldcode.kader.seen import Seen
from meldcode.kader.table import Run, Table

BASE = "gemeenschappelijk"
EXPLAINED = "uitgelegd"
COMPLETE = "alle_afwegingen"
REACHED = "alles_bereikt"
SIGNS = "tekens"
SENTENCES: Mapping[str, str] = {
    **{law.id: law.sentence for law in LAWS},
    **{law.id: law.sentence for law in DUTY_LAWS},
    EXPLAINED: "Elk antwoord krijgt in het advies een reden met een bron.",
    COMPLETE: "Dit kader maakt alle afwegingen van het gemeenschappelijke kader.",
    REACHED: "Alles wat in dit kader staat, komt ergens voor.",
    SIGNS: "Een hulpvraag die overal een teken van gevaar is, is dat ook in dit kader.",
}


class Breach(NamedTuple):
    """The first answers and situation that break a property; ``fault`` completes 'Bij 1 ja, …'."""

    answers: Mapping[str, str]
    situation: Situation
    fault: str


class Proven(NamedTuple):
    """One property of one framework; ``counterexample`` is a Dutch sentence where it fails.

    ``breach`` is what that sentence tells; None where the framework fails as a whole.
    """

    id: str
    sentence: str
    holds: bool
    counterexample: str | None
    breach: Breach | None = None


@dataclass(frozen=True)
class Report:
    """What was proved of one framework; ``cases`` counts answers × situations.

    ``same_as`` names the framework with the same decision that was proved instead.
    """

    framework: str
    properties: tuple[Proven, ...]
    cases: int
    same_as: str | None = None

    @property
    def holds(self) -> bool:
        return all(proven.holds for proven in self.properties)


def verify_all(
    frameworks: Mapping[str, Framework], progress: Callable[[Report], None] | None = None
) -> list[Report]:
    """A report for each framework; ``progress`` hears each as soon as it is there."""
    common = frameworks[BASE]
    proved: dict[str, Report] = {}
    reports = []
    for framework in frameworks.values():
        known = proved.get(framework.hash)
        if known is None:
            report = proved[framework.hash] = verify(framework, common)
        else:
            report = replace(known, framework=framework.id, same_as=known.framework)
        reports.append(report)
        if progress:
            progress(report)
    return reports


def holds(framework: Framework, common: Framework) -> bool:
    """Whether every property holds; it stops at the first that fails."""
    if _lost_signs(framework, common):
        return False
    proof = _Proof(framework, common)
    for given in itertools.product(ANSWERS, repeat=len(framework.afwegingen)):
        proof.hold(given)
        if proof.failed:
            return False
    return not _structure(framework, common, proof.reached)


def verify(framework: Framework, common: Framework) -> Report:
    """Prove every property of ``framework``; ``common`` is what it must not be milder than."""
    proof = _Proof(framework, common)
    for given in itertools.product(ANSWERS, repeat=len(framework.afwegingen)):
        proof.hold(given)
    told = {key: _sentence(breach) for key, breach in proof.failed.items()}
    failed = {**told, **_structure(framework, common, proof.reached)}
    properties = [
        Proven(key, sentence, key not in failed, failed.get(key), proof.failed.get(key))
        for key, sentence in SENTENCES.items()
    ]
    return Report(framework.id, tuple(properties), proof.cases)


def breaks(
    framework: Framework,
    common: Framework,
    key: str,
    answers: Mapping[str, str],
    situation: Situation,
) -> bool:
    """Whether the property ``key`` fails for these answers in this one situation."""
    proof = _Proof(framework, common)
    given = tuple(answers.get(each, OPEN) for each in framework.afwegingen)
    return proof.fails(given, key, situation)


@dataclass
class _Reached:
    """Everything that some case leads to, by the name of its collection."""

    plichten: set[str] = field(default_factory=set)
    tegenspraken: set[str] = field(default_factory=set)
    situatieredenen: set[str] = field(default_factory=set)
    melden: set[str] = field(default_factory=set)
    hulp: set[str] = field(default_factory=set)
    vragen: set[str | None] = field(default_factory=set)


class _Proof:
    """The walk through all cases; ``failed`` keeps the first counterexample of each law."""

    def __init__(self, framework: Framework, common: Framework) -> None:
        self.framework = framework
        self.table = framework.table
        self.plain = replace(framework.table, restraint=None)
        self.common = replace(common.table, restraint=None)
        self.norms = frozenset(framework.normen)
        self.failed: dict[str, Breach] = {}
        self.reached = _Reached()
        self.cases = 0

    def hold(self, given: tuple[str, ...]) -> None:
        """Hold the laws against ``given`` in every situation."""
        self.cases += space.SIZE
        answers = dict(zip(self.table.order, given, strict=True))
        for key, (situations, fault) in self.failing(given).items():
            if key not in self.failed:
                self.failed[key] = Breach(answers, space.first(situations), fault)

    def fails(self, given: tuple[str, ...], key: str, situation: Situation) -> bool:
        """Whether one property fails for ``given`` in one situation."""
        at = space.only(situation)
        law = next((law for law in LAWS if law.id == key), None)
        duty_law = next((law for law in DUTY_LAWS if law.id == key), None)
        try:
            seen = Seen(self.table, given)
            if duty_law is not None:
                return bool(duty_law.broken(seen) & at)
            if law is not None and key != "een_uitkomst":
                ground, outcome = self._ground(seen), seen.outcome(at)
                case = Case(ground, situation, outcome, self.norms, self.has_restraint)
                return not law.holds(case)
        except Exception:
            return False
        return bool(self.failing(given).get(key, (0, ""))[0] & at)

    def failing(self, given: tuple[str, ...]) -> dict[str, tuple[int, str]]:
        """The properties that fail for ``given``, each with the situations and its fault."""
        try:
            seen = Seen(self.table, given)
            self._note(seen)
            return dict(self._failing(seen))
        # Whatever goes wrong in a decision is something to know about the framework.
        except Exception as error:
            fault = f"loopt het programma vast ({type(error).__name__})"
            return {"een_uitkomst": (space.ALL, fault)}

    def _failing(self, seen: Seen) -> Iterator[tuple[str, tuple[int, str]]]:
        ground = self._ground(seen)
        broken: dict[str, tuple[int, str]] = {}
        for part, outcome in seen.outcomes:
            case = Case(ground, space.first(part), outcome, self.norms, self.has_restraint)
            for law in LAWS:
                if not law.holds(case):
                    broken[law.id] = (broken.get(law.id, (0, ""))[0] | part, law.fault)
        yield from broken.items()
        for duty_law in DUTY_LAWS:
            situations = duty_law.broken(seen)
            if situations:
                yield duty_law.id, (situations, duty_law.fault)
        unexplained = self._unexplained(seen, ground)
        if unexplained:
            yield EXPLAINED, (unexplained, "klopt de uitleg niet met de uitkomst")

    @property
    def has_restraint(self) -> bool:
        return self.table.restraint is not None

    def _ground(self, seen: Seen) -> Ground:
        order, ways = self.table.order, seen.ways
        answers = dict(zip(order, seen.given, strict=True))
        return Ground(
            answers,
            frozenset([key for index, key in enumerate(order) if ways.every >> index & 1]),
            frozenset([key for index, key in enumerate(order) if ways.some >> index & 1]),
            _melden(self.plain, answers),
            _melden(self.common, answers),
        )

    def _unexplained(self, seen: Seen, ground: Ground) -> int:
        """Where the whole advice says otherwise: decided once for each outcome with its reasons."""
        same: dict[Outcome, int] = {}
        for part, outcome in seen.outcomes:
            same[outcome] = same.get(outcome, 0) | part
        found = 0
        for outcome, whole in same.items():
            for part in space.parted(seen.reasons.values(), whole):
                found |= 0 if self._explained(seen, ground, part, outcome) else part
        return found

    def _explained(self, seen: Seen, ground: Ground, part: int, outcome: Outcome) -> bool:
        situation = space.first(part)
        bit = part & -part
        duties = frozenset(key for key, there in seen.duties.items() if there & bit)
        case = Case(ground, situation, outcome, self.norms, self.has_restraint)
        return explained(case, decide(self.framework, ground.answers, situation), duties)

    def _note(self, seen: Seen) -> None:
        reached = self.reached
        reached.plichten.update(key for key, there in seen.duties.items() if there)
        reached.tegenspraken.update(key for key, there in seen.contradictions.items() if there)
        reached.situatieredenen.update(key for key, there in seen.reasons.items() if there)
        for _, outcome in seen.outcomes:
            reached.melden.add(outcome.melden)
            reached.hulp.add(outcome.hulp)
            reached.vragen.add(outcome.volgende)


def _melden(table: Table, answers: Mapping[str, str]) -> str:
    given = tuple([answers.get(key, OPEN) for key in table.order])
    return engine.outcome_given(table, given, Situation()).melden


def _sentence(breach: Breach) -> str:
    """'Bij 1 ja, 2 ja en 3 open, met weigering vrij, leidt …'"""
    answers, situation, fault = breach
    parts = [f"{key} {answer}" for key, answer in answers.items()]
    known = [
        f"{name.replace('_', ' ')} {'ja' if value is True else value}"
        for name, value in situation._asdict().items()
        if value != Situation._field_defaults[name]
    ]
    words = f"{', '.join(parts[:-1])} en {parts[-1]}"
    return f"Bij {words}{f', met {_listed(known)},' if known else ''} {fault}."


def _listed(parts: list[str]) -> str:
    return " en ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _structure(framework: Framework, common: Framework, reached: _Reached) -> dict[str, str]:
    """What fails of the properties that speak of the framework as a whole."""
    failed = {}
    missing = [key for key in common.afwegingen if key not in framework.afwegingen]
    if missing:
        failed[COMPLETE] = f"Afweging {_listed(missing)} ontbreekt."
    unreached = next(_unreached(framework, reached), None)
    if unreached:
        failed[REACHED] = f"{unreached} komt nergens voor."
    lost = _lost_signs(framework, common)
    if lost:
        failed[SIGNS] = f"De hulpvraag '{lost[0]}' mist het teken '{lost[1]}'."
    return failed


def _lost_signs(framework: Framework, common: Framework) -> tuple[str, str] | None:
    """The first helper question of the common framework that lost a sign, and which."""
    for key, helper in framework.hulpvragen.items():
        known = common.hulpvragen.get(key)
        for sign in known.teken if known else ():
            if sign not in helper.teken:
                return key, sign
    return None


def _unreached(framework: Framework, reached: _Reached) -> Iterator[str]:
    """In words, what stands in the framework and no case leads to."""
    rule = framework.terughoudendheid
    for step in framework.overgangen.values():
        if not _takes_part(framework.table, step):
            yield f"De overgang '{step.id}', of wat die instelt,"
        if step.hulp and step.hulp not in reached.hulp:
            yield f"De uitkomst 'hulp.{step.hulp}'"
    for name in ("plichten", "tegenspraken", "situatieredenen"):
        for item in framework.collections[name].values():
            if item.id not in getattr(reached, name) and not _for_others(item.als, rule):
                yield f"'{item.id}' uit '{name}'"
    asked = [*framework.afwegingen, *(question.veld for question in (rule.vragen if rule else ()))]
    if rule and "terughoudend" not in reached.melden:
        yield "De uitkomst 'melden.terughoudend'"
    for key in asked:
        if key not in reached.vragen:
            yield f"De vraag '{key}'"


def _takes_part(table: Table, step: schema.Transition) -> bool:
    """Whether a walk takes ``step`` and what it sets can count.

    Its ``melden`` counts where the walk ends in that or something stricter, for a stricter
    framework may report earlier; a norm where the walk ends in a report; ``opnieuw`` where it
    does so and no other answer on the walk asks for it already.
    """
    taken = [run for run in table.runs.values() if step in run.steps]
    reports = [run for run in taken if run.melden == "noodzakelijk"]
    if step.opnieuw and not any(_asks_again(run) == [step] for run in reports):
        return False
    if step.norm and not reports:
        return False
    rank = STRICTNESS[step.melden] if step.melden else len(STRICTNESS)
    return any(STRICTNESS[run.melden] <= rank for run in taken)


def _asks_again(run: Run) -> list[schema.Transition]:
    return [step for step in run.steps if step.opnieuw]


def _for_others(condition: schema.Condition, rule: schema.Restraint | None) -> bool:
    """Whether a condition is meant for frameworks of the other kind: with or without the rule."""
    if rule is None and condition.melden == ("terughoudend",):
        return True
    wanted = condition.kader_met_terughoudendheid
    return wanted is not None and wanted != (rule is not None)
