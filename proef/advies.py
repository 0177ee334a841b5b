"""Every answer in every situation for every framework, held against the oracle.

243 answers × 720 situations × 10 frameworks, each key of the advice, and all answers to both
checks. The results go to ``docs/proef-advies.md``.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from meldcode.kader.advice import Situation
from meldcode.kader.checks import check
from meldcode.kader.decide import decide
from meldcode.kader.input import ANSWERS
from meldcode.kader.load import frameworks
from tests.kader import orakel
from tests.kader.yardstick import SITUATIONS, VECTORS, differences, judgement

RESULTS = Path(__file__).parent.parent / "docs" / "proef-advies.md"
SHOWN = 5
CHECKS = (("kindcheck", "123", orakel.kindcheck), ("mantelzorgcheck", "12", orakel.mantelzorgcheck))


class Result(NamedTuple):
    """What the trial found for one framework; ``wrong`` holds the first differences in words."""

    kader: str
    advices: int
    checks: int
    mismatches: int
    wrong: list[str]


def compare(kader: str) -> Result:
    """Hold all advices and checks of one framework against the oracle."""
    framework = frameworks()[kader]
    wrong: list[str] = []
    advices = mismatches = 0
    for situation in SITUATIONS:
        known = Situation(**situation)
        for vector in VECTORS:
            advices += 1
            expected = orakel.oordeel(kader, vector, situation)
            mine = judgement(decide(framework, vector, known))
            if mine != expected:
                mismatches += 1
                found = "; ".join(differences(mine, expected))
                wrong += [f"{vector} {situation}: {found}"] if len(wrong) < SHOWN else []
    checked, differing = compare_checks(kader)
    return Result(kader, advices, checked, mismatches + len(differing), wrong + differing)


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
    print(f"Proef advies: {len(VECTORS)} × {len(SITUATIONS)} per kader, tegen het orakel")
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
            f"Elk kader is vergeleken bij alle {len(VECTORS)} combinaties van antwoorden in alle "
            f"{len(SITUATIONS)} situaties, op elke",
            "sleutel van het advies. Ook beide controles zijn vergeleken, bij alle antwoorden. Het "
            "orakel (`tests/kader/orakel.py`)",
            "is een tweede uitwerking van hetzelfde contract, zonder code van het programma.",
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
