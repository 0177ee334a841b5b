"""Checking everything that is stored, and making a checkpoint to hold it against later."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from meldcode.access import checkpoint, log, people, trust, verify
from meldcode.access.checkpoint import Checkpoint
from meldcode.access.people import Unlocked
from meldcode.cli import keys, place
from meldcode.cli.errors import BAD_CONTENT, Failure, one_line
from meldcode.dossier import services
from meldcode.dossier.status import Status
from meldcode.ledger import services as ledger
from meldcode.ledger.chain import Fault
from meldcode.ledger.models import Zaak
from meldcode.ledger.rights import NoAccess, Tampered
from meldcode.site.snapshot import snapshot

_UNSIGNED = (
    "persoon {naam}: de tweede stap is nog niet ondertekend. "
    "Dat gebeurt zodra deze persoon er iets aan wijzigt."
)


def run(als: str, phrase: Path | None, tegen: Path | None, ijkpunt: Path | None) -> bool:
    """Print every fault on a line of its own; whether there was none.

    Raises Failure where something asked for can't be done.
    """
    if ijkpunt is not None and not als:
        raise Failure("Een ijkpunt wordt ondertekend. Zeg met --als door wie.")
    if ijkpunt is not None and ijkpunt.exists():
        raise Failure(f"Het bestand {ijkpunt} bestaat al. Kies een andere naam.")
    with place.opened() as folder:
        who = keys.unlock(als, phrase) if als else None
        found = 0
        for fault in _faults(folder, who, tegen):
            print(one_line(str(fault)))
            found += 1
        for naam in trust.unsigned_factors():
            print(one_line(_UNSIGNED.format(naam=naam)))
        if not found and ijkpunt is not None and who is not None:
            _write_checkpoint(ijkpunt, who)
    _conclude(found, als, ijkpunt)
    return not found


def _faults(folder: Path, who: Unlocked | None, tegen: Path | None) -> Iterator[Fault]:

    kept = _checkpoint(tegen) if tegen is not None else None
    if who is not None:
        log.write(who.keyring, log.Look("controleren", ground="zelf"), place.now())
    # In one view, so that what others write meanwhile doesn't look like a fault.
    with snapshot():
        yield from verify.faults(folder, who.keyring if who else None)
        if who is not None:
            yield from verify.guarded("zaken", lambda: _list_faults(who))
        if kept is not None:
            try:
                yield from checkpoint.against(kept)
            except checkpoint.CheckpointError as error:
                raise Failure(str(error)) from None


def _checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file. Raises Failure where it can't be read or was changed."""

    try:
        return checkpoint.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Failure(f"Het bestand {path} is niet te lezen.") from None
    except checkpoint.CheckpointError as error:
        raise Failure(str(error), BAD_CONTENT) from None


def _list_faults(who: Unlocked) -> Iterator[Fault]:
    """Whether the columns for lists and reminders say what follows from the entries."""

    signing = people.signing_keys()
    for row in Zaak.objects.order_by("reference"):
        where = f"zaak {row.reference}"
        try:
            case = ledger.open_case(row.reference, who.keyring, signing, place.now())
            file = services.read(case, place.today())
        except NoAccess:
            continue
        except services.Garbled as garbled:
            yield from garbled.faults
            continue
        except services.NoFramework as missing:
            yield from missing.faults  # which one a case moved to is sealed in it
            continue
        except (Tampered, ledger.Gone):
            continue  # named already, by the check of the case itself
        yield from services.garbled_faults(file)
        status, due = _listed(file.status)
        if (row.kader, row.kader_hash) != (file.begin.kader, file.begin.kader_hash):
            yield Fault(where, "het kader in de lijst is een ander dan in de zaak")
        if row.status != status:
            yield Fault(where, "de stand in de lijst past niet bij de aantekeningen")
        if row.due != due:
            yield Fault(where, "de dag in de lijst past niet bij de aantekeningen")


def _listed(status: Status) -> tuple[str, date | None]:
    """What the list of cases keeps of a case, as `dossier.services` notes it."""
    first = status.due[0].day if status.due else None
    return "gesloten" if status.decision.closed else "lopend", first


def _write_checkpoint(path: Path, who: Unlocked) -> None:

    text = checkpoint.write(who, place.now())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Failure(f"Het ijkpunt {path} is niet geschreven ({error.strerror}).") from None


def _conclude(found: int, als: str, ijkpunt: Path | None) -> None:
    if found:
        print(f"{found} {'gebrek' if found == 1 else 'gebreken'} gevonden.")
        return
    seals = "" if als else " De zegels zijn niet nagekeken: dat kan alleen met --als."
    print(f"Alles klopt.{seals}")
    if ijkpunt is not None:
        print(f"Het ijkpunt staat in {ijkpunt}. Bewaar het ergens anders dan deze gegevens.")
