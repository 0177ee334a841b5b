"""Every answer in every situation for every framework, held against the oracle.

243 answers × 51,840 situations × 10 frameworks. Nothing is sampled: a part of the oracle is asked
once for all situations that differ in nothing it looked at (see ``kinds``), and the engine tells
what it decides in all situations at once (``meldcode.kader.seen``). What would change an outcome
is decided anew, once for each kind of situation. Beside that some situations are drawn in which
whole advices are compared, and all answers to both checks and to the route. The results go to
``docs/proef-advies.md``.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any, NamedTuple

from meldcode.kader import space
from meldcode.kader.advice import Situation
from meldcode.kader.checks import check
from meldcode.kader.decide import decide
from meldcode.kader.input import ANSWERS
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.route import route
from meldcode.kader.seen import Seen, told_apart
from meldcode.kader.situation import VALUES
from tests.kader import orakel
from tests.kader.yardstick import VECTORS, differences, drawn, judgement

RESULTS = Path(__file__).parent.parent / "docs" / "proef-advies.md"
SHOWN = 5
WHOLE = 100
CHECKS = (("kindcheck", "123", orakel.kindcheck), ("mantelzorgcheck", "12", orakel.mantelzorgcheck))
Sets = dict[Any, int]


class Result(NamedTuple):
    """What the trial found for one framework; ``wrong`` holds the first differences in words."""

    kader: str
    advices: int
    checks: int
    mismatches: int
    wrong: list[str]


class _Asked(dict[str, Any]):
    """What somebody looked at of a situation; what is looked at first gets its first value."""

    def __missing__(self, key: str) -> Any:
        self[key] = VALUES[key][0]
        return self[key]


def kinds(judge: Callable[[dict[str, Any]], Any]) -> Iterator[tuple[int, Any]]:
    """Sets of situations that are one to ``judge``, with what it says of them; together all."""
    waiting: list[dict[str, Any]] = [{}]
    while waiting:
        asked = _Asked(waiting.pop())
        known = len(asked)
        said = judge(asked)
        names = list(asked)
        for at, name in enumerate(names[known:], known):
            before = {each: asked[each] for each in names[:at]}
            waiting += [{**before, name: other} for other in VALUES[name][1:]]
        sets = (space.where(name, frozenset({value})) for name, value in asked.items())
        yield reduce(and_, sets, space.ALL), said


def compare(kader: str) -> Result:
    """Hold all advices and checks of one framework against the oracle."""
    framework = frameworks()[kader]
    wrong: list[str] = []
    mismatches = 0
    for vector in VECTORS:
        for name, situations in differing(framework, vector):
            mismatches += situations.bit_count()
            first = space.first(situations)
            known = {k: v for k, v in first._asdict().items() if v != VALUES[k][0]}
            wrong += [f"{vector} {known}: {name}"] if len(wrong) < SHOWN else []
    whole = [*compare_whole(framework)]
    checked, others = compare_checks(kader)
    others += [*whole[:SHOWN], *compare_route(kader)]
    return Result(
        kader, len(VECTORS) * space.SIZE, checked, mismatches + len(others), wrong + others
    )


def differing(framework: Framework, vector: dict[str, str]) -> Iterator[tuple[str, int]]:
    """What comes out differently under one set of answers, with the situations in which it does."""
    seen = Seen(framework.table, tuple(vector[key] for key in framework.table.order))
    kader = framework.id
    outcome = _by_value(
        kinds(
            lambda s: (
                *_plain(*orakel._melden_en_norm(kader, vector, s)),
                orakel._opnieuw(kader, vector, s),
                orakel._hulp(kader, vector, s),
                orakel._volgende(kader, vector, s),
            )
        )
    )
    mine = _by_value(
        (part, (o.melden, tuple(map(int, o.norm)), o.opnieuw, o.hulp, o.volgende))
        for part, o in seen.outcomes
    )
    yield from _apart("uitkomst", mine, outcome)
    order = list(seen.duties)
    duties: Sets = {}
    for part, ids in kinds(lambda s: tuple(orakel._plichten(kader, vector, s))):
        for key in ids:
            duties[key] = duties.get(key, 0) | part
        if [key for key in order if key in ids] != list(ids):
            yield f"volgorde {ids}", part
    yield from _apart("plicht", seen.duties, duties)
    clashes: Sets = {}
    for part, ids in kinds(lambda s: tuple(orakel._tegenspraken(vector, s))):
        for key in ids:
            clashes[key] = clashes.get(key, 0) | part
    yield from _apart("tegenspraak", seen.contradictions, clashes)
    for part, flips in kinds(lambda s: orakel._omslag(kader, vector, s)):
        for one in space.parted(told_apart(), part):
            advice = decide(framework, vector, space.first(one))
            if [flip._asdict() for flip in advice.omslag] != flips:
                yield f"omslag in plaats van {flips}", one


def _plain(melden: str, norm: list[int]) -> tuple[str, tuple[int, ...]]:
    return melden, tuple(norm)


def _by_value(found: Iterator[tuple[int, Any]]) -> Sets:
    sets: Sets = {}
    for part, value in found:
        sets[value] = sets.get(value, 0) | part
    return sets


def _apart(name: str, mine: Mapping[Any, int], theirs: Sets) -> Iterator[tuple[str, int]]:
    for key in {**mine, **theirs}:
        apart = mine.get(key, 0) ^ theirs.get(key, 0)
        if apart:
            yield f"{name} {key}", apart


def compare_whole(framework: Framework) -> Iterator[str]:
    """Whole advices in some situations, as the command line gives them."""
    for situation in drawn(WHOLE, WHOLE):
        known = Situation(**situation)
        for vector in VECTORS:
            expected = orakel.oordeel(framework.id, vector, situation)
            mine = judgement(decide(framework, vector, known))
            if mine != expected:
                yield f"{vector} {situation}: {'; '.join(differences(mine, expected))}"


def compare_route(kader: str) -> Iterator[str]:
    """The road before step 1, for everybody whom a worry may be about."""
    framework = frameworks()[kader]
    for who in (*(each.wie for each in framework.routes.values()), "open"):
        found = route(framework, who)
        mine, theirs = found.id if found else "open", orakel.route(kader, {"wie": who})
        if mine != theirs:
            yield f"route {who}: {mine} in plaats van {theirs}"


def compare_checks(kader: str) -> tuple[int, list[str]]:
    """How many answers to the checks were compared, and which came out differently."""
    count, wrong = 0, []
    for name, numbers, judge in CHECKS:
        for values in itertools.product((*ANSWERS, None), repeat=len(numbers)):
            answers = {key: value for key, value in zip(numbers, values, strict=True) if value}
            count += 1
            outcome = check(frameworks()[kader], name, answers).uitkomst
            if outcome != judge(answers):
                wrong.append(f"{name} {answers}: {outcome} in plaats van {judge(answers)}")
    return count, wrong


def main(today: dt.date) -> int:
    """Run the trial, print and keep its results; returns the number of mismatches."""
    start = time.perf_counter()
    print(f"Proef advies: {len(VECTORS)} × {space.SIZE} per kader, tegen het orakel")
    results = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for result in pool.map(compare, frameworks()):
            print(f"  {result.kader}: {result.advices} adviezen, {result.mismatches} verschillen")
            results.append(result)
    minutes = (time.perf_counter() - start) / 60
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(report(results, today, minutes), encoding="utf-8")
    return sum(result.mismatches for result in results)


def report(results: list[Result], today: dt.date, minutes: float) -> str:
    """The results as a page of the documentation."""
    rows = [
        f"| {each.kader} | {_number(each.advices)} | {each.checks} | {each.mismatches} |"
        for each in results
    ]
    totals = [sum(column) for column in zip(*[each[1:4] for each in results], strict=True)]
    rows.append(f"| **samen** | {_number(totals[0])} | {totals[1]} | {totals[2]} |")
    shown = [f"- {each.kader}: {line}" for each in results for line in each.wrong]
    return "\n".join(
        [
            "# Proef: elk advies tegen het orakel",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=advies`; "
            f"het duurde {minutes:.0f} minuten.",
            "",
            f"Elk kader is vergeleken bij alle {len(VECTORS)} combinaties van antwoorden in alle",
            f"{_number(space.SIZE)} situaties van versie 2 van het contract: beide beslissingen,",
            "de norm, 'opnieuw', wat er daarna wordt gevraagd, elke plicht met haar plaats,",
            "elke tegenspraak en wat de uitkomst verandert. Niets is geloot: wat het orakel niet",
            "bekeek, kan zijn antwoord niet veranderen: situaties die alleen daarin verschillen",
            "zijn in één keer vergeleken. Van het programma is gelezen wat het bewijs ook leest:",
            "de uitkomst in alle situaties tegelijk. Hele adviezen, zoals je ze krijgt, zijn in",
            f"{WHOLE} gelote situaties vergeleken, en alle antwoorden op beide controles en op de",
            "route. Het orakel (`tests/kader/orakel.py`) is een tweede uitwerking van hetzelfde",
            "contract, zonder code van het programma.",
            "",
            "| kader | adviezen | controles | verschillen |",
            "| --- | ---: | ---: | ---: |",
            *rows,
            "",
            *(["Verschillen:", "", *shown, ""] if shown else []),
        ]
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
