"""Every small mistake in every framework, and who names it: the check of content, or a case.

Transitions with answers swapped, led elsewhere or with something changed or left out; duties,
contradictions and the rule of restraint left out, a duty moved or without its other words, a sign
of danger left out, and each condition without one of its parts.
The oracle has no part in it: what stands between a body and a mistake is `meldcode kader
controleer` alone. The tests take a part of them. The results go to ``docs/proef-kaders.md``.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from meldcode.kader.load import BASE, frameworks
from meldcode.kader.model import Framework
from meldcode.kader.reading import ContentError, Place
from meldcode.kader.references import check_references
from meldcode.kader.verify import holds
from meldcode.workshop.cases import Placed, failing, load_cases
from meldcode.workshop.coverage import concerns
from proef.voorwaarden import Changed, changed_conditions, changes_nothing
from tests.kader.mutants import in_contract_order, lean, mutants

RESULTS = Path(__file__).parent.parent / "docs" / "proef-kaders.md"
# In this order: what the first one finds is not shown to the next.
FINDERS = ("lader", "gevallen", "bewijs", "verandert niets", "niemand")
SAME = "verandert niets"
NOBODY = "niemand"
CONDITION = "voorwaarde"
WITHOUT = {
    "plichten": "plicht weg",
    "tegenspraken": "tegenspraak weg",
    "terughoudendheid": "regel weg",
}
KINDS = {
    "verwisseld": "antwoorden om",
    "naar": "ander doel",
    "naar_weg": "andere weg",
    "norm": "norm",
    "melden": "melden",
    "hulp": "hulp",
    "opnieuw": "opnieuw",
    "deel": "andere groep",
    "voor": "andere plaats",
    "anders": "andere woorden",
    "teken": "teken weg",
    **{kind: kind for kind in WITHOUT.values()},
    CONDITION: CONDITION,
}


class Finding(NamedTuple):
    """One mistake: what kind, what exactly, and who finds it."""

    kind: str
    mistake: str
    finder: str


def findings(framework: Framework, every: int = 1, first: int = 0) -> Iterator[Finding]:
    """Who finds each mistake in ``framework``, or one in ``every`` from the ``first`` on.

    A condition that comes down to the same without one of its parts 'verandert niets'.
    """
    cases = load_cases(framework)
    for name, mutant in [*_mistakes(framework)][first::every]:
        yield Finding(kind_of(name), name, _finder(mutant, cases))
    for changed in [*changed_conditions(framework)][first::every]:
        yield Finding(CONDITION, changed.name, _finder_of_condition(changed, cases))


def kind_of(mistake: str) -> str:
    """The kind of a mistake, by its name in ``tests.kader.mutants``."""
    where, _, what = mistake.partition(": ")
    return KINDS[WITHOUT.get(where) or what.partition(" ")[0] or where.rpartition(" ")[2]]


def _mistakes(framework: Framework) -> Iterator[tuple[str, Framework]]:
    """All but leaving out a duty that the content keeps for frameworks of the other kind."""
    idle = {
        f"plichten: {duty.id} weg"
        for duty in framework.plichten.values()
        if not concerns(framework, duty.als)
    }
    return (each for each in mutants(framework) if each[0] not in idle)


def _finder(mutant: Framework, cases: Iterable[Placed]) -> str:
    return _quick_finder(mutant, cases) or _proof(mutant)


def _finder_of_condition(changed: Changed, cases: Iterable[Placed]) -> str:
    """As for any mistake; the proof, which takes longest, is asked only where it can differ."""
    found = _quick_finder(changed.framework, cases)
    return found or (SAME if changes_nothing(changed) else _proof(changed.framework))


def _quick_finder(mutant: Framework, cases: Iterable[Placed]) -> str | None:
    try:
        check_references(mutant, {}, Place("kader.yaml", 1))
    except ContentError:
        return "lader"
    return "gevallen" if any(True for _ in failing(mutant, cases)) else None


def _proof(mutant: Framework) -> str:
    ordered = in_contract_order(mutant)
    return NOBODY if ordered and holds(lean(mutant), lean(frameworks()[BASE])) else "bewijs"


def _findings_of(kader: str) -> list[Finding]:
    return list(findings(frameworks()[kader]))


def main(today: dt.date) -> int:
    """Run the trial, print and keep its results; returns how many mistakes nobody finds."""
    start = time.perf_counter()
    print("Proef kaders: elke kleine fout in elk kader, en wie die vindt")
    found = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for kader, each in zip(frameworks(), pool.map(_findings_of, frameworks()), strict=True):
            found[kader] = each
            print(f"  {kader}: {_score(each)}")
            for kind, score in _by_kind(each).items():
                print(f"    {kind}: {score}")
    RESULTS.write_text(report(found, today, time.perf_counter() - start), encoding="utf-8")
    return sum(len(_missed(each)) for each in found.values())


def report(found: dict[str, list[Finding]], today: dt.date, seconds: float) -> str:
    """The results as a page of the documentation."""
    kinds = list(dict.fromkeys(KINDS.values()))
    scores = [
        [kader, *(_by_kind(each).get(kind, "-") for kind in kinds)] for kader, each in found.items()
    ]
    finders = [
        [kader, str(len(each)), *(str(_count(each, finder)) for finder in FINDERS)]
        for kader, each in found.items()
    ]
    together = [each for group in found.values() for each in group]
    totals = ["**samen**", str(len(together)), *(str(_count(together, who)) for who in FINDERS)]
    shown = [
        f"- {kader}: {each.mistake}" for kader, all_ in found.items() for each in _missed(all_)
    ]
    return "\n".join(
        [
            "# Proef: elke kleine fout in een kader",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=kaders`; "
            f"het duurde {seconds:.0f} seconden.",
            "",
            "In elk kader is telkens één ding stukgemaakt. Een overgang krijgt andere antwoorden,",
            "een ander doel of een andere weg. Of een norm, melden, hulp of 'opnieuw' is anders.",
            "Of een plicht, een tegenspraak of de regel voor terughoudendheid is weg. Een plicht",
            "staat op een andere plaats of mist andere woorden, een hulpvraag mist een teken, of",
            "er is een stuk van een voorwaarde af. Daarna is gekeken wie de fout noemt: eerst de",
            "lader, dan een voorbeeldgeval (zoals in `gemeenschappelijk/gevallen.yaml`), dan het",
            "bewijs. Zo gaat `meldcode kader controleer` ook te werk. Volgt een stuk van een",
            "voorwaarde al uit de rest, dan verandert er niets, en telt het niet mee in de score.",
            "Een plicht die alleen voor kaders met de regel is (of juist zonder), is bij de",
            "andere niet geteld.",
            "",
            f"**Score: {_score(together)}.**",
            "",
            *_table(["kader", "fouten", *FINDERS], [*finders, totals]),
            "",
            "Per soort fout: hoeveel er zijn gevonden, van hoeveel.",
            "",
            *_table(["kader", *kinds], scores),
            "",
            *(["Door niemand gevonden:", "", *shown, ""] if shown else []),
        ]
    )


def _table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _score(found: list[Finding]) -> str:
    count = len(found) - _count(found, SAME)
    named = count - _count(found, NOBODY)
    # Rounded down: a hundred is said only where nothing was missed.
    return f"{named} van {count} gevonden, {100 * named // count} %"


def _by_kind(found: list[Finding]) -> dict[str, str]:
    every = Counter(each.kind for each in found if each.finder != SAME)
    missed = Counter(each.kind for each in _missed(found))
    return {kind: f"{count - missed[kind]}/{count}" for kind, count in every.items()}


def _count(found: list[Finding], finder: str) -> int:
    return sum(each.finder == finder for each in found)


def _missed(found: Iterable[Finding]) -> list[Finding]:
    return [each for each in found if each.finder == NOBODY]
