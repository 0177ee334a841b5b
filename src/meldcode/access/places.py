"""The places where somebody is logged in, to be seen and closed from any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest

from meldcode.access import unlock
from meldcode.access.models import Unlock


@dataclass(frozen=True)
class Place:
    """A browser; moments are aware. `here` is the one that asks, `locked` needs the passphrase."""

    id: str
    label: str
    opened: datetime
    used: datetime
    here: bool
    locked: bool


def of(request: HttpRequest) -> list[Place]:
    """Where the person of this request is logged in, the last used first."""
    person = unlock.state(request).person
    here = unlock.row_of(request)
    rows = Unlock.objects.filter(reference=person.reference if person else "")
    return [
        Place(
            row.lookup[:16],
            row.label or "een browser",
            datetime.fromtimestamp(row.opened_at or row.used_at, UTC),
            datetime.fromtimestamp(row.used_at, UTC),
            row.lookup == here,
            row.stage != Unlock.OPEN,
        )
        for row in rows.order_by("-used_at", "lookup")
    ]


def close(request: HttpRequest, id_: str) -> bool:
    """Log out one other place of this person; whether there was one."""
    person = unlock.state(request).person
    if person is None or len(id_) != 16:
        return False
    rows = Unlock.objects.filter(reference=person.reference, lookup__startswith=id_)
    gone, _ = rows.exclude(lookup=unlock.row_of(request)).delete()
    return bool(gone)
