"""What somebody should look at, for a job that runs every day; it tells nothing of any case."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from meldcode.access import log, people
from meldcode.access.log import Look
from meldcode.access.people import Unlocked
from meldcode.cli import cases, keys, place
from meldcode.cli.errors import Failure
from meldcode.dossier import ending, services
from meldcode.dossier.ending import Basis
from meldcode.dossier.services import File
from meldcode.ledger.models import Zaak
from meldcode.ledger.services import OpenCase
from meldcode.site import backup, sweep


def run(als: str, phrase: Path | None) -> None:
    """Throw away what has had its time, and print what is due. Destroys no case.

    Until when a case is kept follows from what lies sealed in it, so that takes `als`.
    """
    with place.opened(guide_too=True) as folder:
        sweep.everything()
        lines = [*_due(place.today()), *_old_backups(folder, place.today())]
        if als:
            lines += _kept_long_enough(keys.unlock(als, phrase), place.today())
    for line in lines:
        print(line)
    if not lines:
        print("Er is nu niets te doen.")


def _due(today: date) -> Iterator[str]:
    """Cases with a day that came, the earliest first."""
    for row in Zaak.objects.filter(due__lte=today).order_by("due", "reference"):
        assert row.due is not None, "the query asks for a day"
        late = (today - row.due).days
        when = "vandaag" if late == 0 else f"{late} {'dag' if late == 1 else 'dagen'} geleden"
        yield f"Zaak {row.reference} ({row.status}): er staat iets voor {when}."


def _kept_long_enough(who: Unlocked, today: date) -> Iterator[str]:
    """Cases whose retention is over or not known; a person decides what happens then.

    What was noted of them tells, so that the run is one line in the log. Only a case of which
    nothing was noted is opened, with a line of its own.
    """
    row = people.installation()
    own_years = row.own_years if row else None
    with transaction.atomic():
        held = services.held(who, place.now())
        log.write(who.keyring, Look(log.RUN, ground="zelf"), place.now())
    for each in held.cases:
        try:
            basis = each.basis or cases.look(who, each.zaak, log.RUN, _basis, _noted)
        except Failure as problem:
            yield f"Zaak {each.zaak}: {problem}"
            continue
        until = ending.end(basis, own_years)
        if until is not None and until < today:
            yield f"Zaak {each.zaak}: de bewaartermijn is voorbij. Bekijk wat ermee moet gebeuren."
        elif until is None and each.status == "gesloten":
            yield f"Zaak {each.zaak}: er is geen bewaartermijn bekend. Bekijk hoe lang zij blijft."


def _basis(file: File) -> Basis:
    return ending.basis(file.entered, file.facts, file.framework)


def _noted(file: File, _: Basis) -> OpenCase:
    services.note_term(file)
    return file.case


def _old_backups(folder: Path, today: date) -> Iterator[str]:
    """Back-ups in the data folder that should have been removed by now."""
    for path in sorted((folder / backup.FOLDER).glob(f"*{backup.SUFFIX}")):
        try:
            with gzip.open(path, "rb") as file:
                until = date.fromisoformat(json.loads(file.readline(backup.MAX_LINE))["tot"])
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            yield f"De back-up {path.name} is niet te lezen. Verwijder hem."
            continue
        if until < today:
            yield f"De back-up {path.name} is verlopen. Verwijder hem."
