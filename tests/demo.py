"""An installation as `meldcode demo` makes it, in a folder of its own, for tests of the program."""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tests import forked

_PHRASE = "{naam}.wachtzin"

# A case is destroyed on its page alone; this does what that page does.
_DESTROY = """
import sys
from django.db import transaction
from django.utils import timezone
from meldcode.site.server import set_up
set_up()
from meldcode.access import log, people
from meldcode.access.log import Look
from meldcode.access.people import Unlocked
from meldcode.dossier import services
from meldcode.ledger import services as ledger
person, now = people.find(sys.argv[1]), timezone.now()
who = Unlocked(person, people.unlock(person, sys.argv[2]))
case = ledger.open_case(sys.argv[3], who.keyring, people.signing_keys(), now)
with transaction.atomic():
    services.destroy(case, who, "vergissing", now)
    log.write(who.keyring, Look(log.DESTROYED, case.zaak, "eigen zaak", head=case.head), now)
services.after_destruction()
"""
# What only another program does: seal and sign what is no entry.
_GARBLE = """
import sys
from django.utils import timezone
from meldcode.site.server import set_up
set_up()
from meldcode.access import people
from meldcode.ledger import services as ledger
person, now = people.find(sys.argv[1]), timezone.now()
keyring = people.unlock(person, sys.argv[2])
case = ledger.open_case(sys.argv[3], keyring, people.signing_keys(), now)
ledger.append(case, keyring, b'{"soort": "onzin"}', now)
"""
_READY = "from meldcode.site.server import prepare; prepare()"


class Said(NamedTuple):
    """The exit code, and what stood on standard output and standard error."""

    code: int
    out: str
    err: str


def meldcode(*arguments: str | Path, stdin: str = "", env: Mapping[str, str] | None = None) -> Said:
    """Run the program in a process of its own."""
    return python("-m", "meldcode", *arguments, stdin=stdin, env=env)


def python(*arguments: str | Path, stdin: str = "", env: Mapping[str, str] | None = None) -> Said:
    """Run Python in a process of its own."""
    return Said(*forked.run([*map(str, arguments)], stdin, {**os.environ, **(env or {})}))


@dataclass(frozen=True)
class Demo:
    """A data folder with the demo in it; passphrases by name."""

    folder: Path
    said: str

    @property
    def phrases(self) -> dict[str, str]:
        """What each person logs in with."""
        people = (line.partition(": ") for line in self.said.splitlines() if " (" in line)
        return {who.split(" (")[0]: phrase for who, _, phrase in people}

    @property
    def code(self) -> str:
        """The recovery code."""
        return self.said.rpartition("Herstelcode: ")[2].strip()

    @property
    def database(self) -> Path:
        """The file of the embedded database."""
        return self.folder / "meldcode.sqlite3"

    def run(self, *arguments: str | Path, als: str = "", stdin: str = "", **env: str) -> Said:
        """Run a command on this folder, as somebody where `als` names one."""
        who: tuple[str | Path, ...] = ()
        if als:
            file = self.folder.parent / _PHRASE.format(naam=als)
            file.write_text(self.phrases[als.capitalize()] + "\n", encoding="utf-8")
            who = ("--als", als, "--wachtzin-bestand", file)
        return meldcode(*arguments, "--map", self.folder, *who, stdin=stdin, env=env)

    def cases(self, als: str = "anna") -> dict[str, str]:
        """The references of somebody's cases by their code names."""
        said = self.run("dossier", "lijst", als=als)
        assert said.code == 0, said.err
        rows = (line.split(maxsplit=2) for line in said.out.splitlines())
        return {row[2].split("  ")[-1].strip(): row[0] for row in rows if len(row) == 3}

    def destroy(self, zaak: str, als: str = "Anna") -> None:
        """Destroy a case, as its page does."""
        said = python("-c", _DESTROY, als, self.phrases[als], zaak, env=self.env)
        assert said.code == 0, said.err

    def garble(self, zaak: str, als: str = "Anna") -> None:
        """Put a record in a case that is no entry."""
        said = python("-c", _GARBLE, als, self.phrases[als], zaak, env=self.env)
        assert said.code == 0, said.err

    def ready(self) -> Said:
        """Do all that `meldcode start` does before it serves."""
        return python("-c", _READY, env=self.env)

    @property
    def env(self) -> dict[str, str]:
        """What names this folder to a process."""
        return {"MELDCODE_MAP": str(self.folder)}

    def sql(self, *statements: str, **values: object) -> None:
        """Change the database as its owner can: without our triggers. They come back after it."""
        with closing(sqlite3.connect(self.database)) as database:
            found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = found.fetchall()
            for name, _ in triggers:
                database.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                assert database.execute(statement, values).rowcount, statement
            for _, again in triggers:
                database.execute(again)
            database.commit()

    def files(self) -> dict[Path, bytes]:
        """Everything on disk in the data folder."""
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}


@lru_cache(maxsize=1)
def original() -> Demo:
    """The demo, made once for all tests; nobody changes it."""
    above = Path(tempfile.mkdtemp(prefix="meldcode-demo-"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    said = meldcode("demo", "--map", above / "demo")
    assert said.code == 0, said.err
    return Demo(above / "demo", said.out)


def copy(above: Path) -> Demo:
    """A copy of the demo that a test may change."""
    first = original()
    shutil.copytree(first.folder, above / "demo")
    return Demo(above / "demo", first.said)
