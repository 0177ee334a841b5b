"""A stolen disk: a thief with the data folder, its log, a back-up and the cookies, and no key.

The house is filled with a word of its own in every field of every kind of entry, and robbed while
a browser is open in it. The thief looks for those words and for the keys in every file, and tries
to open what is sealed with all that lies there. That the thief could open it is proved by giving
the passphrase, the code, and the key in the server's memory. Results: ``docs/proef-dief.md``.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proef.buit import locks
from proef.buit.search import cells, files, forms_of_code, forms_of_word, found_in
from proef.buit.victim import Secrets

TREE = Path(__file__).parent.parent
RESULTS = TREE / "docs" / "proef-dief.md"
_PATIENCE_SECONDS = 600

SENTENCES = {
    "cookie_without_memory": "de rij van de open browser, met zijn cookie",
    "sessions": "de sessies van Django en de cookies als sessie",
    "every_value_as_key": "elke waarde die er ligt als sleutel, op alles wat versleuteld is",
    "every_text_as_passphrase": "elke korte tekst die er ligt als wachtzin",
    "every_value_as_recovery_code": "elke waarde die er ligt als herstelcode",
    "a_lock_of_ones_own": "een eigen sleutelbos in de rij van de eigenaar",
    "with_the_passphrase": "met de wachtzin",
    "with_the_recovery_code": "met de herstelcode",
    "cookie_with_memory": "met de cookie en het geheugen van de draaiende server",
}


@dataclass
class Haul:
    """What the thief found: places with something secret, and tries with how many opened."""

    files: int = 0
    size: int = 0
    words: int = 0
    keys: int = 0
    entries: int = 0
    has_wal: bool = False
    has_backup: bool = False
    seen: list[tuple[str, str]] = field(default_factory=list)
    tries: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def wrong(self) -> list[str]:
        """What should not have been, in words."""
        found = [f"in {where}: {what}" for where, what in self.seen]
        found += [
            f"geopend: {SENTENCES[name]}" for name in locks.ATTEMPTS if self.tries[name][1] != 0
        ]
        controls = [name for name in self.tries if name not in locks.ATTEMPTS]
        found += [
            f"niet geopend: {SENTENCES[name]}"
            for name in controls
            if self.tries[name][1] != self.entries
        ]
        if not self.has_wal:
            found.append("er was geen logbestand (WAL) om te doorzoeken")
        return found


def rob(work: Path, quick: bool = False) -> Haul:
    """Fill a house in `work`, carry everything off while it is open, and try it all.

    `quick` locks keyrings with the least Argon2id, for a test.
    """
    house, temporary, loot = work / "huis", work / "tijdelijk", work / "buit"
    temporary.mkdir(parents=True)
    house.mkdir()
    with (work / "stderr").open("wb") as errors:
        command = [sys.executable, "-m", "proef.buit.victim", str(house), str(temporary)]
        victim = subprocess.Popen(
            command + (["--vlug"] if quick else []),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=TREE,
            text=True,
        )
        assert victim.stdout is not None
        line = victim.stdout.readline()
        assert line, (work / "stderr").read_text()
        told = Secrets(**json.loads(line))
        haul = Haul(words=len(told.words), keys=len(told.keys), entries=told.entries)
        haul.has_backup = _back_up(house, work / "back-up.meldcode")
        shutil.copytree(house, loot)
        victim.communicate()
    for name in ("tijdelijk", "stderr", "back-up.meldcode"):
        _carry_off(work / name, loot)
    haul.has_wal = (loot / "meldcode.sqlite3-wal").stat().st_size > 0
    look(haul, loot, told)
    open_all(haul, loot, told, work)
    return haul


def _back_up(house: Path, file: Path) -> bool:
    """Make a back-up while the house is open, by the command that users have."""
    command = [sys.executable, "-m", "meldcode", "back-up", str(file), "--map", str(house)]
    done = subprocess.run(command, capture_output=True, cwd=TREE, timeout=_PATIENCE_SECONDS)
    return done.returncode == 0 and file.exists()


def _carry_off(path: Path, loot: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, loot / path.name)
    elif path.exists():
        shutil.copy(path, loot / path.name)


def look(haul: Haul, loot: Path, told: Secrets) -> None:
    """Search every file and every value for words and keys."""
    wanted = {form: word for word in told.words for form in forms_of_word(word)}
    wanted |= {form: "de wachtzin" for form in _of_phrase(told.phrase)}
    wanted |= {form: "de herstelcode" for form in forms_of_code(told.code)}
    for number, key in enumerate(told.keys):
        wanted[bytes.fromhex(key)] = f"sleutel {number}"
    for name, value in told.cookies.items():
        wanted[value.encode()] = f"cookie {name}"
    wanted[bytes.fromhex(told.process_key)] = "de sleutel in het geheugen"
    places = list(files(loot))
    haul.files, haul.size = len(places), sum(len(data) for _, data in places)
    database = loot.parent / "leesbaar"
    shutil.copytree(loot, database)  # opening a database changes its files
    values = [(f"tabel {table}", data) for table, data in cells(database / "meldcode.sqlite3")]
    haul.seen = found_in([*places, *values], wanted)


def _of_phrase(phrase: str) -> Sequence[bytes]:
    return [phrase.encode(), phrase.encode("utf-16-le"), *(w.encode() for w in phrase.split())]


def open_all(haul: Haul, loot: Path, told: Secrets, work: Path) -> None:
    """Try every lock, each time on a fresh copy and in a process that never saw the house."""
    bare = {"cookies": told.cookies, "zaak": told.zaak}
    haul.tries |= _try(loot, work, {**bare, "attempts": list(locks.ATTEMPTS)})
    keys = {"phrase": told.phrase, "code": told.code, "attempts": list(locks.WITH_A_KEY)}
    haul.tries |= _try(loot, work, {**bare, **keys})
    memory = base64.b64encode(bytes.fromhex(told.process_key)).decode()
    control = {**bare, "attempts": ["cookie_with_memory"]}
    haul.tries |= _try(loot, work, control, {"MELDCODE_PROCES_SLEUTEL": memory})


def _try(
    loot: Path, work: Path, told: Mapping[str, Any], memory: Mapping[str, str] | None = None
) -> dict[str, tuple[int, int]]:
    with tempfile.TemporaryDirectory(dir=work) as name:
        copy = Path(name) / "kopie"
        shutil.copytree(loot, copy)
        unset = ("MELDCODE_DATABASE", "MELDCODE_PROCES_SLEUTEL")
        environment = {key: text for key, text in os.environ.items() if key not in unset}
        done = subprocess.run(
            [sys.executable, "-m", "proef.buit.locks", str(copy)],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            cwd=TREE,
            env={**environment, **(memory or {})},
            timeout=_PATIENCE_SECONDS,
        )
    assert done.returncode == 0, done.stderr
    return {name: (tries, opened) for name, (tries, opened) in json.loads(done.stdout).items()}


def main(today: dt.date) -> int:
    """Run the trial, print and keep its results; returns how much was wrong."""
    print("Proef dief: een gestolen schijf, met de browser nog open")
    with tempfile.TemporaryDirectory(prefix="meldcode-dief-") as name:
        haul = rob(Path(name))
    for wrong in haul.wrong:
        print(f"  {wrong}")
    RESULTS.write_text(report(haul, today), encoding="utf-8")
    return len(haul.wrong)


def report(haul: Haul, today: dt.date) -> str:
    """The results as a page of the documentation."""
    backup = "een back-up" if haul.has_backup else "geen back-up"
    rows = [
        f"| {SENTENCES[name]} | {_number(tries)} | {_opened(name, opened)} |"
        for name, (tries, opened) in haul.tries.items()
    ]
    return "\n".join(
        [
            "# Proef: een gestolen schijf",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=dief`.",
            "",
            f"Een installatie met {haul.entries} aantekeningen, van elke soort minstens één, met "
            "twee bijlagen en twee concepten. In elk",
            f"veld staat een eigen woord: {haul.words} samen, datums meegeteld. Terwijl er een "
            "browser openstaat, neemt een dief",
            f"alles mee: {haul.files} bestanden van samen {_number(haul.size // 1000)} kB, "
            f"met het WAL-bestand, {backup}, tijdelijke",
            "bestanden, wat er op de foutuitvoer stond en de cookies van die browser.",
            "",
            "## Wat er te lezen is",
            "",
            f"Gezocht naar alle woorden, de wachtzin, de herstelcode, de cookies en {haul.keys} "
            "sleutels, ook als UTF-16, base64, hex en",
            "ingepakt, in elk bestand en in elke waarde van de database. "
            f"Gevonden: **{len(haul.seen)}**.",
            "",
            "## Wat er opengaat",
            "",
            "| poging | keer geprobeerd | geopend |",
            "| --- | ---: | ---: |",
            *rows,
            "",
            "De onderste drie laten zien dat de dief het zou kunnen, als hij een sleutel had. De "
            "laatste is de grens: wie in het geheugen",
            "van de draaiende server kan kijken, kan lezen wat op dat moment open is.",
            "",
            *(["Mis:", "", *(f"- {wrong}" for wrong in haul.wrong), ""] if haul.wrong else []),
        ]
    )


def _opened(name: str, opened: int) -> str:
    return f"{opened} aantekeningen" if name not in locks.ATTEMPTS else str(opened)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
