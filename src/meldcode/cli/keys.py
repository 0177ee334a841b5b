"""Opening somebody's keys for a command, and writing that down."""

from __future__ import annotations

from pathlib import Path

from meldcode.access import login
from meldcode.access.people import Unlocked
from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.cli.unseen import passphrase


def unlock(naam: str, file: Path | None) -> Unlocked:
    """The keys of `naam`, with the passphrase asked here or read from `file`; logged as a login.

    Raises Failure where they stay closed; guessing slows down as it does on the page.
    """
    phrase = passphrase(f"Wachtzin van {naam}: ", file)
    try:
        return login.open_keys(naam, phrase, None)
    except login.CannotLogIn as problem:
        raise Failure(str(problem), BAD_CONTENT) from None
    except login.LoginError as problem:
        raise Failure(str(problem)) from None
