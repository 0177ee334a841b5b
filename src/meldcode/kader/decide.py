"""The decision: what follows from answers and situation, why, and what would change it.

Pure functions over frozen values; the contract is the design note on the advice
(``docs/advies.md``). No consideration is named here: the way, the norms and the conditions come
from the framework's content.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from meldcode.kader import schema
from meldcode.kader.model import Framework
from meldcode.kader.table import Answers, Rule, Run, Table

OPEN = "open"
OTHER = {"ja": "nee", "nee": "ja"}


class Situation(NamedTuple):
    """What is known around the considerations; the defaults are 'not known' or 'no'."""

    onveiligheid: str = OPEN
    gemeld: str = "nee"
    alleen_volwassenen: bool = False
    weigering: str = "niet_gevraagd"
    ernstig_gevaar: str = OPEN
    hulp_kan_afwenden: str = OPEN


NOTHING_KNOWN = Situation()


class Outcome(NamedTuple):
    """The bare decision: both decisions, the norms behind a report and what is asked next."""

    melden: str
    norm: tuple[str, ...]
    opnieuw: bool
    hulp: str
    volgende: str | None


class Reason(NamedTuple):
    """Why: one answer, what it does, and the sources of that."""

    afweging: str
    antwoord: str
    gevolg: str
    bron: tuple[str, ...]


class Flip(NamedTuple):
    """What both decisions would be with the other answer to one consideration."""

    afweging: str
    antwoord: str
    melden: str
    hulp: str


class Advice(NamedTuple):
    """The whole advice; considerations by id.

    ``walk``: those that every way passes; ``possible``: those that some way passes;
    ``disregarded``: those with an answer that no way passes.
    """

    kader: Framework
    outcome: Outcome
    plichten: tuple[schema.Duty, ...]
    redenen: tuple[Reason, ...]
    omslag: tuple[Flip, ...]
    tegenspraken: tuple[schema.Contradiction, ...]
    walk: tuple[str, ...]
    possible: tuple[str, ...]
    disregarded: tuple[str, ...]

    @property
    def melden(self) -> str:
        return self.outcome.melden

    @property
    def norm(self) -> tuple[str, ...]:
        return self.outcome.norm

    @property
    def opnieuw(self) -> bool:
        return self.outcome.opnieuw

    @property
    def hulp(self) -> str:
        return self.outcome.hulp

    @property
    def volgende(self) -> str | None:
        return self.outcome.volgende

    def as_dict(self) -> dict[str, Any]:
        """The advice as the command line prints it."""
        kader, plain = self.kader, self.kader.plain
        return {
            "kader": {"id": kader.id, "versie": kader.versie, "hash": kader.hash},
            "melden": self.melden,
            "norm": [int(norm) if norm.isdecimal() else norm for norm in self.norm],
            "opnieuw": self.opnieuw,
            "hulp": self.hulp,
            "volgende": self.volgende,
            "plichten": [
                {"id": d.id, "tekst": f"{plain(d.titel)}. {plain(d.tekst)}", "bron": list(d.bron)}
                for d in self.plichten
            ],
            "redenen": [
                {**r._asdict(), "gevolg": plain(r.gevolg), "bron": list(r.bron)}
                for r in self.redenen
            ],
            "omslag": [flip._asdict() for flip in self.omslag],
            "tegenspraken": [
                {
                    "id": item.id,
                    "tekst": plain(item.tekst),
                    "kijk_terug": list(item.kijk_terug),
                    "bron": list(item.bron),
                }
                for item in self.tegenspraken
            ],
        }


class _Ways(NamedTuple):
    """The ways that the answers leave open. ``every`` and ``some`` are bit masks."""

    vectors: tuple[Answers, ...]
    runs: tuple[Run, ...]
    every: int
    some: int


def decide(
    framework: Framework, answers: Mapping[str, str], situation: Situation = NOTHING_KNOWN
) -> Advice:
    """The whole advice for ``answers`` (by consideration id; a missing one is open)."""
    table = framework.table
    given = tuple([answers.get(key, OPEN) for key in table.order])
    ways = _ways(table, given)
    facts = _facts(table, given, ways, situation)
    outcome = _outcome(table, given, ways, facts, situation)
    facts[_melden_slot(table)] = outcome.melden
    contradictions = tuple([item for item, rule in table.contradictions if rule.holds(facts)])
    walk = _walk(table, ways, contradictions)
    possible = _passed(table, ways.some) if ways.runs else walk
    return Advice(
        kader=framework,
        outcome=outcome,
        plichten=tuple([duty for duty, rule in table.duties if rule.holds(facts)]),
        redenen=tuple(_reasons(framework, given, ways, walk, facts, outcome, situation)),
        omslag=tuple(_flips(table, given, walk, situation, outcome)),
        tegenspraken=contradictions,
        walk=walk,
        possible=possible,
        disregarded=tuple(
            [k for k, a in zip(table.order, given, strict=True) if a != OPEN and k not in possible]
        ),
    )


def decide_outcome(
    framework: Framework, answers: Mapping[str, str], situation: Situation = NOTHING_KNOWN
) -> Outcome:
    """The bare decision, without reasons, duties and what would change it."""
    table = framework.table
    return _decide_given(table, tuple([answers.get(key, OPEN) for key in table.order]), situation)


def _decide_given(table: Table, given: Answers, situation: Situation) -> Outcome:
    ways = _ways(table, given)
    return _outcome(table, given, ways, _facts(table, given, ways, situation), situation)


def _ways(table: Table, given: Answers) -> _Ways:
    run = table.runs.get(given)
    if run is not None:
        return _Ways((given,), (run,), run.passed, run.passed)
    vectors, runs, every, some = [], [], -1, 0
    choices = [
        (value,) if value != OPEN or candidate is None else candidate
        for value, candidate in zip(given, table.candidates, strict=True)
    ]
    for vector in itertools.product(*choices):
        run = table.runs.get(vector)
        if run is not None:
            vectors.append(vector)
            runs.append(run)
            every &= run.passed
            some |= run.passed
    return _Ways(tuple(vectors), tuple(runs), every if runs else 0, some)


def _melden_slot(table: Table) -> int:
    return 4 * len(table.order)


def _facts(table: Table, given: Answers, ways: _Ways, situation: Situation) -> list[object]:
    """The flat list that conditions look at; ``melden`` is filled in once it is known."""
    count = len(given)
    vectors = ways.vectors
    if not vectors:
        fixed: tuple[object, ...] = (None,) * count
    elif len(vectors) == 1:
        fixed = vectors[0]
    else:
        fixed = tuple([a[0] if a.count(a[0]) == len(a) else None for a in zip(*vectors)])  # noqa: B905
    kind = situation.onveiligheid
    for index, answer in table.counts_beside.get("onveiligheid", ()):
        if given[index] != answer:
            kind = OPEN
    every, some = ways.every, ways.some
    return [
        *given,
        *fixed,
        *[bool(every >> index & 1) for index in range(count)],
        *[bool(some >> index & 1) for index in range(count)],
        OPEN,
        kind,
        situation.alleen_volwassenen,
        situation.weigering,
        situation.ernstig_gevaar,
        situation.hulp_kan_afwenden,
        table.restraint is not None,
    ]


def _outcome(
    table: Table, given: Answers, ways: _Ways, facts: list[object], situation: Situation
) -> Outcome:
    runs = ways.runs
    if not runs:
        item = next(item for item, rule in table.impossible if rule.holds(facts))
        return Outcome(OPEN, (), False, OPEN, item.kijk_terug[0].partition(".")[2])
    first = runs[0]
    if len(runs) == 1:
        melden, hulp, norms = first.melden, first.hulp, first.norms
        again = first.again
    else:
        melden = first.melden if len({run.melden for run in runs}) == 1 else OPEN
        hulp = first.hulp if len({run.hulp for run in runs}) == 1 else OPEN
        norms = frozenset.intersection(*[run.norms for run in runs])
        again = all([run.again for run in runs])
    if table.restraint is not None:
        melden, hulp = _restrain(table, ways, facts, melden, hulp)
    return Outcome(
        melden,
        tuple(sorted(norms)) if melden in ("noodzakelijk", "terughoudend") else (),
        again and melden == "noodzakelijk" and situation.gemeld == "ja",
        hulp,
        _next(table, given, ways, facts),
    )


def _restrain(
    table: Table, ways: _Ways, facts: list[object], melden: str, hulp: str
) -> tuple[str, str]:
    rule = table.restraint
    assert rule is not None
    if melden not in rule.item.bij or not rule.applies.holds(facts) or rule.stays.holds(facts):
        return melden, hulp
    readings = {run.hulp for run in _read_otherwise(table, ways, rule.read_as)}
    if rule.restrained.holds(facts):
        return "terughoudend", readings.pop() if len(readings) == 1 else OPEN
    readings |= {run.hulp for run in ways.runs}
    return OPEN, readings.pop() if len(readings) == 1 else OPEN


def _read_otherwise(
    table: Table, ways: _Ways, read_as: tuple[tuple[int, str], ...]
) -> Iterator[Run]:
    for vector in ways.vectors:
        changed = list(vector)
        for index, answer in read_as:
            changed[index] = answer
        run = table.runs.get(tuple(changed))
        if run is not None:
            yield run


def _next(table: Table, given: Answers, ways: _Ways, facts: list[object]) -> str | None:
    if table.restraint is not None and table.restraint.applies.holds(facts):
        for name, rule in table.restraint.questions:
            if rule.holds(facts):
                return name
    own_open = None
    for index, key in enumerate(table.order):
        if given[index] == OPEN and ways.every >> index & 1:
            if table.candidates[index] is not None:
                return key
            own_open = own_open or key
    return own_open


def _walk(
    table: Table, ways: _Ways, contradictions: tuple[schema.Contradiction, ...]
) -> tuple[str, ...]:
    """What every way passes; where answers exclude each other, only what to look at again."""
    if not ways.runs:
        item = next(item for item in contradictions if item.geen_weg)
        return (item.kijk_terug[0].partition(".")[2],)
    return _passed(table, ways.every)


def _passed(table: Table, mask: int) -> tuple[str, ...]:
    return tuple([key for index, key in enumerate(table.order) if mask >> index & 1])


def _reasons(
    framework: Framework,
    given: Answers,
    ways: _Ways,
    walk: tuple[str, ...],
    facts: list[object],
    outcome: Outcome,
    situation: Situation,
) -> Iterator[Reason]:
    table = framework.table
    for index, key in enumerate(table.order):
        answer = given[index]
        own_open = table.candidates[index] is None and len(ways.runs) == 1 and key in walk
        if answer != OPEN or own_open:
            yield _reason(framework, key, answer, ways, walk, ways.some >> index & 1)
    for situational, rule in table.situational:
        if rule.holds(facts):
            value = str(getattr(situation, situational.veld))
            yield Reason(situational.veld, value, situational.tekst, situational.bron)
    yield from _restraint_reason(table, ways, facts, outcome)


def _reason(
    framework: Framework,
    key: str,
    answer: str,
    ways: _Ways,
    walk: tuple[str, ...],
    some: int,
) -> Reason:
    if not ways.runs and key in walk:
        item = next(item for item in framework.tegenspraken.values() if item.geen_weg)
        return Reason(key, answer, item.tekst, item.bron)
    if not some:
        sentence = framework.zinnen["telt_niet_mee"]
        return Reason(key, answer, sentence.tekst, sentence.bron)
    used: dict[str, schema.Transition] = {}
    for run in ways.runs:
        for step in run.steps:
            if step.afweging == key:
                used[step.weg] = step
    if len(used) == 1:
        step = next(iter(used.values()))
        text = step.waarom
    else:
        roads = framework.wegen
        text = " ".join(f"{roads[weg].als}? {step.waarom}" for weg, step in used.items())
    if key not in walk:
        text = f"{framework.zinnen['telt_misschien'].tekst} {text}"
    sources = dict.fromkeys(ref for step in used.values() for ref in step.bron)
    return Reason(key, answer, text, tuple(sources))


def _restraint_reason(
    table: Table, ways: _Ways, facts: list[object], outcome: Outcome
) -> Iterator[Reason]:
    rule = table.restraint
    if rule is None or not ways.runs or not rule.applies.holds(facts):
        return
    if {run.melden for run in ways.runs} <= set(rule.item.bij):
        text = {
            "noodzakelijk": rule.item.reden_blijft,
            "terughoudend": rule.item.reden_terughoudend,
        }.get(outcome.melden, rule.item.reden_open)
        yield Reason("weigering", "vrij", text, rule.item.bron)


def _flips(
    table: Table,
    given: Answers,
    walk: tuple[str, ...],
    situation: Situation,
    outcome: Outcome,
) -> Iterator[Flip]:
    for index, key in enumerate(table.order):
        other = OTHER.get(given[index])
        if other is None or key not in walk:
            continue
        changed = _decide_given(table, (*given[:index], other, *given[index + 1 :]), situation)
        if (changed.melden, changed.hulp) != (outcome.melden, outcome.hulp):
            yield Flip(key, other, changed.melden, changed.hulp)


class CheckResult(NamedTuple):
    """Where a check stands: an outcome's id or 'open', the next question, those on its road."""

    uitkomst: str
    volgende: str | None
    gesteld: tuple[str, ...]


def check(framework: Framework, check_id: str, answers: Mapping[str, str]) -> CheckResult:
    """Follow a check (``kindcheck``, ``mantelzorgcheck``) as far as its answers go."""
    questions = {question.id: question for question in framework.controles[check_id].vragen}
    at, asked = next(iter(questions)), []
    while True:
        asked.append(at)
        answer = answers.get(at, OPEN)
        if answer == OPEN:
            return CheckResult(OPEN, at, tuple(asked))
        target = questions[at].ja if answer == "ja" else questions[at].nee
        if target.startswith("uitkomst:"):
            return CheckResult(target.removeprefix("uitkomst:"), None, tuple(asked))
        at = target


__all__ = [
    "Advice",
    "CheckResult",
    "Flip",
    "Outcome",
    "Reason",
    "Rule",
    "Situation",
    "check",
    "decide",
    "decide_outcome",
]
