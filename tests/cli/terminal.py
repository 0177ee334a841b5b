"""Running the command line inside the test, with what it reads and what it says."""

from __future__ import annotations

import io
from typing import NamedTuple

import pytest

from meldcode.cli.app import run


class Said(NamedTuple):
    """The exit code, and what stood on standard output and standard error."""

    code: int
    out: str
    err: str


class Stdin(io.TextIOWrapper):
    """Standard input that holds ``raw``, from a keyboard or not."""

    def __init__(self, raw: bytes, typed: bool) -> None:
        super().__init__(io.BytesIO(raw), encoding="utf-8")
        self._typed = typed

    def isatty(self) -> bool:
        return self._typed


class Terminal:
    """``meldcode`` with words behind it: ``terminal("advies --json", '{"kader": "artsen"}')``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, command: str, stdin: str | bytes = "", typed: bool = False) -> Said:
        raw = stdin if isinstance(stdin, bytes) else stdin.encode()
        self._monkeypatch.setattr("sys.stdin", Stdin(raw, typed))
        code = run(command.split())
        return Said(code, *self._capsys.readouterr())
