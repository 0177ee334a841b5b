"""The command line: ``meldcode …``."""

from __future__ import annotations

import io
import os
import sys

from meldcode.cli.app import run


def main() -> None:
    """Run the command that the program was called with, and exit with its code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A character that a terminal cannot show becomes a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    try:
        code = run(sys.argv[1:])
    finally:
        _finish_output()
    raise SystemExit(code)


def _finish_output() -> None:
    """Write what is left; where nobody reads it any more (``| head``), drop it quietly."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more on its way out, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
