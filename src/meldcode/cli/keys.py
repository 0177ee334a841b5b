"""Opening somebody's keys for a command, and writing that down."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from meldcode.access import log, people, throttle
from meldcode.access.log import Look
from meldcode.access.people import PeopleError, Unlocked
from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.cli.place import now
from meldcode.vault.passphrase import Busy
from meldcode.vault.sealing import SealBroken

WRONG = "Je naam of je wachtzin klopt niet. Let op hoofdletters en spaties in je wachtzin."


def unlock(naam: str, file: Path | None) -> Unlocked:
    """The keys of `naam`, with the passphrase asked here or read from `file`; logged as a login.

    Raises Failure where they stay closed; guessing slows down as it does on the page.
    """
    phrase = passphrase(f"Wachtzin van {naam}: ", file)
    bucket = throttle.bucket(naam, None)
    wait = throttle.wait_seconds(bucket)
    if wait:
        raise Failure(f"Er is te vaak geprobeerd in te loggen. Wacht {wait} seconden.")
    try:
        who = _open(naam, phrase)
    except SealBroken:
        throttle.failed(bucket)
        raise Failure(WRONG) from None
    except (Busy, PeopleError) as problem:
        raise Failure(str(problem), BAD_CONTENT) from None
    failures = throttle.succeeded(bucket)
    ground = f"na {failures} pogingen" if failures else "wachtzin"
    log.write(who.keyring, Look("inloggen", ground=ground), now())
    return who


def _open(naam: str, phrase: str) -> Unlocked:
    person = people.find(naam)
    if person is None or not person.is_active:
        raise SealBroken
    return Unlocked(person, people.unlock(person, phrase))


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
