"""Runs commands in processes of their own that need not import everything again.

A process that has imported what every command needs, and nothing that reads settings, forks one
for each command. What a command does is its own: environment, arguments, files, Django itself.

    python -m tests.forked     reads a request a line from standard input, answers with a code
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

# What takes long to import and keeps nothing of whom it is imported for.
_HEAVY = (
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "django.contrib.auth.hashers",
    "django.contrib.sessions.backends.base",
    "django.core.handlers.wsgi",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.forms",
    "django.template.backends.django",
    "django.db.models",
    "holidays",
    "meldcode.cli.app",
    "meldcode.cli.show",
    "meldcode.paper",
    "meldcode.vault.passphrase",
    "meldcode.wording",
    "pydantic",
    "rich.markdown",
    "rich.table",
)


def run(arguments: list[str], stdin: str, env: Mapping[str, str]) -> tuple[int, str, str]:
    """What `python ARGUMENTS` ends with: its code, standard output and standard error."""
    with tempfile.TemporaryDirectory(prefix="meldcode-opdracht-") as folder:
        files = {name: str(Path(folder, name)) for name in ("stdin", "stdout", "stderr")}
        Path(files["stdin"]).write_text(stdin, encoding="utf-8")
        request = {"arguments": arguments, "env": dict(env), "cwd": str(Path.cwd()), **files}
        parent = _parent()
        assert parent.stdin
        assert parent.stdout
        parent.stdin.write(json.dumps(request) + "\n")
        parent.stdin.flush()
        code = int(parent.stdout.readline())
        out, err = (Path(files[name]).read_text("utf-8") for name in ("stdout", "stderr"))
    return code, out, err


@lru_cache(maxsize=1)
def _parent() -> subprocess.Popen[str]:
    # Not the environment of the tests: a request brings it.
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.forked"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(started.kill)
    return started


def _serve() -> None:
    for name in _HEAVY:
        importlib.import_module(name)
    from meldcode.kader.load import frameworks

    frameworks()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(request: Mapping[str, Any]) -> None:
    """Be the command that was asked for, to its end."""
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    for number, name, flags in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_WRONLY | os.O_CREAT),
        (2, "stderr", os.O_WRONLY | os.O_CREAT),
    ):
        os.dup2(os.open(request[name], flags, 0o600), number)
        # The parent's own has read ahead; what is in it is no business of this command.
        setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))
    code = 1
    try:
        code = _ended(request["arguments"])
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _ended(arguments: list[str]) -> int:
    option, what, *rest = arguments
    file = option not in ("-m", "-c")
    sys.argv = arguments if file else [what if option == "-m" else option, *rest]
    try:
        if option == "-m":
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        elif file:
            runpy.run_path(option, run_name="__main__")
        else:
            with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as code:
                code.write(what)
                code.flush()
                runpy.run_path(code.name, run_name="__main__")
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            return ended.code or 0
        print(ended.code, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    _serve()
