"""Asking for a passphrase or a code, for commands with and without a database."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from meldcode.cli.errors import Failure


def passphrase(prompt: str, file: Path | None = None) -> str:
    """A passphrase, typed unseen or the first line of `file`; never an argument of a command.

    Arguments stand in the list of running programs, where everybody can read them.
    """
    if file is None:
        return typed(prompt)
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return lines.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Failure(f"Het bestand {file} met de wachtzin is niet te lezen.") from None


def typed(prompt: str) -> str:
    """What somebody types unseen; without a terminal the next line of standard input."""
    if sys.stdin.isatty():
        return getpass(prompt)
    line = sys.stdin.readline()
    if not line:
        raise Failure("Er is geen wachtzin gegeven. Typ haar, of gebruik --wachtzin-bestand.")
    return line.rstrip("\r\n")
