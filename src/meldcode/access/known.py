"""What a page needs to know of a few people, without reading everybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from meldcode.access.models import Person
from meldcode.access.people import Unlocked
from meldcode.access.trust import signing_keys_of
from meldcode.ledger import services as ledger
from meldcode.ledger.services import OpenCase


def names(references: Collection[str]) -> dict[str, str]:
    """The names of these people, also of who left, by reference."""
    rows = Person.objects.filter(reference__in=set(references))
    return dict(rows.values_list("reference", "naam"))


def signing_keys(references: Collection[str]) -> dict[str, bytes]:
    """The public signing keys of these people, by reference; see `trust.signing_keys`."""
    rows = Person.objects.filter(reference__in=set(references))
    return signing_keys_of(rows.values_list("reference", "public"))


def opened(zaak: str, who: Unlocked, now: datetime) -> OpenCase:
    """The case as this person opens it, with no more read than the case and who wrote in it.

    Raises what `ledger.open_case` raises. It asks as much of the database where there is no case.
    """
    records = ledger.load(zaak)
    keys = signing_keys({who.reference, *(each.author for each in records)})
    return ledger.open_loaded(zaak, records, who.keyring, keys, now)
