"""Every decision of every exported DMN file, taken by an engine of somebody else.

243 answers × 720 situations × 10 frameworks; the tests take a tenth of the answers, and one
situation of each class. The results go to ``docs/proef-uitvoer.md``.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from meldcode.kader.advice import Situation
from meldcode.kader.load import frameworks
from meldcode.workshop.dmn import to_dmn
from tests.kader.yardstick import SITUATIONS, VECTORS

RESULTS = Path(__file__).parent.parent / "docs" / "proef-uitvoer.md"
SHOWN = 5


class Result(NamedTuple):
    """What the trial found for one framework; ``wrong`` holds the first differences in words."""

    kader: str
    decisions: int
    mismatches: int
    wrong: list[str]


def compare(kader: str) -> Result:
    """Hold every decision of one file against the product's own."""
    # Here, so that the other trials run where that engine is not installed.
    from tests.workshop.engine import differences

    framework = frameworks()[kader]
    situations = [Situation(**each) for each in SITUATIONS]
    wrong = list(differences(framework, to_dmn(framework), VECTORS, situations))
    return Result(kader, len(VECTORS) * len(situations), len(wrong), wrong[:SHOWN])


def main(today: dt.date) -> int:
    """Run the trial, print and keep its results; returns the number of mismatches."""
    start = time.perf_counter()
    print("Proef uitvoer: elk DMN-bestand door SpiffWorkflow, tegen het programma zelf")
    results = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for result in pool.map(compare, frameworks()):
            print(f"  {result.kader}: {result.decisions} gevallen, {result.mismatches} verschillen")
            results.append(result)
    RESULTS.write_text(report(results, today, time.perf_counter() - start), encoding="utf-8")
    return sum(result.mismatches for result in results)


def report(results: list[Result], today: dt.date, seconds: float) -> str:
    """The results as a page of the documentation."""
    rows = [f"| {each.kader} | {_number(each.decisions)} | {each.mismatches} |" for each in results]
    total = _number(sum(each.decisions for each in results))
    rows.append(f"| **samen** | {total} | {sum(each.mismatches for each in results)} |")
    shown = [f"- {each.kader}: {line}" for each in results for line in each.wrong]
    return "\n".join(
        [
            "# Proef: elk DMN-bestand in een ander programma",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=uitvoer`; "
            f"het duurde {seconds:.0f} seconden.",
            "",
            "Van elk kader is het DMN-bestand gemaakt. SpiffWorkflow nam daarmee de besluiten,",
            "bij alle antwoorden en situaties. Melden, norm, opnieuw, hulp en volgende zijn",
            "vergeleken met het programma zelf. Kijkt een tabel naar precies dezelfde waarden als",
            "eerder, dan geldt het antwoord van toen.",
            "",
            "| kader | gevallen | verschillen |",
            "| --- | ---: | ---: |",
            *rows,
            "",
            *(["Verschillen:", "", *shown, ""] if shown else []),
        ]
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
