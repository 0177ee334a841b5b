"""Making a back-up, and putting one back."""

from __future__ import annotations

from pathlib import Path

from django.db import DatabaseError, connections

from meldcode.cli import place
from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.site import backup, restore


def make(path: Path, days: int) -> None:
    """Write a back-up; the program may go on meanwhile. Raises Failure where that can't be."""
    with place.opened():
        try:
            header = backup.write(path, place.now(), days)
        except backup.BackupError as error:
            raise Failure(str(error)) from None
        except OSError as error:
            raise Failure(f"{path} is niet te schrijven ({error.strerror}).", BAD_CONTENT) from None
    print(f"De back-up staat in {path}. Bewaar hem ergens anders dan deze gegevens.")
    print(f"Verwijder hem na {header.until:%d-%m-%Y}: er kan in staan wat dan vernietigd is.")


def put_back(path: Path, expired_too: bool) -> None:
    """Put a back-up back and tell what was done. Raises Failure where that can't be."""
    try:
        done = restore.restore(path, place.now(), expired_too)
    except backup.BackupError as error:
        raise Failure(str(error), BAD_CONTENT) from None
    except OSError as error:
        raise Failure(f"Terugzetten lukte niet ({error.strerror}).", BAD_CONTENT) from None
    except DatabaseError as error:
        raise Failure(
            f"De database hier doet het niet ({error}). Zet de back-up terug in een lege map, met "
            "het bestand grafstenen.jsonl van hier erbij.",
            BAD_CONTENT,
        ) from None
    finally:
        connections.close_all()
    _tell(done)


def _tell(done: restore.Restored) -> None:
    if done.before is not None:
        print(f"Wat er stond, is bewaard in {done.before}.")
    made = f"{done.header.made.astimezone():%d-%m-%Y, %H.%M} uur"
    print(f"De back-up van {made} is teruggezet in {place.folder()}. Aantal zaken: {done.cases}.")
    for zaak in done.destroyed:
        print(f"Zaak {zaak} was vernietigd en blijft dat.")
    print("Wachtzinnen, rollen en wie toegang heeft zijn weer zoals toen. Kijk dat na.")
    print("Draai nu 'meldcode controleer'.")
