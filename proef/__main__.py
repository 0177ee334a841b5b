"""Run the trials: ``python -m proef [NAME …] [--datum JJJJ-MM-DD]``."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import pkgutil
import sys
from collections.abc import Callable

import proef

Trial = Callable[[dt.date], int]


def trials() -> dict[str, Trial]:
    """Every module of this package that has a ``main``, by name."""
    modules = {
        info.name: importlib.import_module(f"proef.{info.name}")
        for info in pkgutil.iter_modules(proef.__path__)
        if not info.name.startswith("_")
    }
    return {name: module.main for name, module in modules.items() if hasattr(module, "main")}


def main(arguments: list[str]) -> int:
    """Run the trials that are named, or all; the exit status is 1 when anything was wrong."""
    known = trials()
    parser = argparse.ArgumentParser(prog="python -m proef", description="De lange proeven.")
    parser.add_argument("namen", nargs="*", metavar="NAAM", help=f"kies uit: {', '.join(known)}")
    parser.add_argument(
        "--datum", type=dt.date.fromisoformat, default=dt.date.today(), help="JJJJ-MM-DD"
    )
    options = parser.parse_args(arguments)
    for name in options.namen:
        if name not in known:
            parser.error(f"proef '{name}' bestaat niet. Kies uit: {', '.join(known)}.")
    wrong = sum(known[name](options.datum) for name in options.namen or known)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
