"""Coming back with the recovery code when the passphrase is lost."""

from __future__ import annotations

import sys

from meldcode.access import people, unlock
from meldcode.access.people import PeopleError
from meldcode.cli import place, unseen
from meldcode.cli.errors import Failure
from meldcode.vault.passphrase import Busy
from meldcode.vault.recovery import CodeError


def recover() -> None:
    """Ask name, code or codes and a new passphrase. Raises Failure where one of them won't do."""
    with place.opened():
        naam = _asked("Je naam: ")
        codes = [unseen.typed(prompt) for prompt in _prompts()]
        phrase = unseen.typed("Nieuwe wachtzin: ")
        if unseen.typed("Nog een keer: ") != phrase:
            raise Failure("De twee wachtzinnen zijn niet gelijk. Begin opnieuw.")
        try:
            people.recover(naam, codes, phrase, unlock.end_all)
        except (CodeError, PeopleError, Busy) as problem:
            raise Failure(str(problem)) from None
    print("Je nieuwe wachtzin werkt. Je bent overal uitgelogd.")


def _prompts() -> tuple[str, ...]:
    """One code, or two of several custodians."""
    row = people.installation()
    several = row is not None and people.custodians_of(row) > 1
    return ("Eerste herstelcode: ", "Tweede herstelcode: ") if several else ("Herstelcode: ",)


def _asked(prompt: str) -> str:
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not line.strip():
        raise Failure("Er is geen naam ingevuld.")
    return line.strip()
