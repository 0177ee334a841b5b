"""`make bench`: one table of ratios. A measurement that makes no sense is an error."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bench import casefile, decision, growth, morning, pages, paper, serving, wording
from bench.growth import Size
from bench.rounds import Row


class Budget(NamedTuple):
    """How long to measure: rounds of each kind, and seconds of load in a round."""

    decision: int = 200
    pages: int = 100
    casefile: int = 30
    serving: int = 5
    window: float = 2.0
    wording: int = 30
    paper: int = 15
    growth: int = 15
    size: Size = Size()


WIDTH = 110
QUICK = Budget(
    decision=3,
    pages=3,
    casefile=2,
    serving=1,
    window=0.2,
    wording=2,
    paper=1,
    growth=1,
    size=growth.QUICK,
)


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a few rounds: all rows, numbers without value"
    )
    budget = QUICK if parser.parse_args().quick else Budget()
    rows = measure(budget)
    # In a file or a pipe the rows keep to one line each.
    console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    console.print(shown(rows))
    console.print(decision.note(), style="dim")
    console.print(wording.note(), style="dim")
    console.print(
        "Start to first page: with an empty data folder, so the database is made too.", style="dim"
    )


def measure(budget: Budget) -> list[Row]:
    """All rows, in the order of the table."""
    with tempfile.TemporaryDirectory(prefix="meldcode-bench-") as folder:
        os.environ["MELDCODE_MAP"] = folder
        from meldcode.site.server import prepare  # reads the settings, and so the folder

        product = prepare()
        # First, since it copies a database that nothing was put in.
        grown = growth.measure(product, budget.growth, budget.size)
        return [
            *decision.measure(budget.decision),
            *pages.measure(product, budget.pages),
            *casefile.measure(product, budget.casefile),
            *grown,
            *serving.measure(budget.serving, budget.window),
            *morning.measure(budget.serving, budget.window),
            *wording.measure(budget.wording),
            *paper.measure(budget.paper),
        ]


def shown(rows: list[Row]) -> Table:
    """The table; a ratio over its target is marked with !."""
    table = Table(title="Meldcode beside something known: lower is better", box=SIMPLE_HEAD)
    table.add_column("what")
    for heading in ("Meldcode", "beside", "ratio", "target"):
        table.add_column(heading, justify="right")
    for row in rows:
        ratio = f"{row.ratio:.2f}×" if row.within else f"[bold red]{row.ratio:.2f}× ![/]"
        target = "" if row.target is None else f"≤ {row.target:g}×"
        table.add_row(row.what, row.own, row.beside, ratio, target)
    return table


if __name__ == "__main__":
    main()
