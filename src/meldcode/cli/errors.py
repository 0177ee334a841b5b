"""How a command tells that it cannot go on: one Dutch line and an exit code."""

from __future__ import annotations

import typer

BAD_CONTENT = 1
BAD_INPUT = 2


class Failure(typer.TyperException):
    """A command that cannot go on; the Dutch message says why, ``exit_code`` what kind it is."""

    def __init__(self, message: str, exit_code: int = BAD_INPUT) -> None:
        super().__init__(one_line(message))
        self.exit_code = exit_code


def one_line(message: str) -> str:
    """``message`` on one line, without characters that steer a terminal."""
    flat = " ".join(message.split())
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in flat)
