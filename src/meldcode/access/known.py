"""What a page needs to know of a few people, without reading everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from meldcode.access.models import READER, SEES_NO_CASE, Person
from meldcode.access.people import Unlocked
from meldcode.access.trust import signing_keys_of
from meldcode.ledger import services as ledger
from meldcode.ledger.rights import NoAccess
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

    A right goes no further than the person's roles of today. Raises what `ledger.open_case`
    raises. It asks as much of the database where there is no case.
    """
    records = ledger.load(zaak)
    keys = signing_keys({who.reference, *(each.author for each in records)})
    return _limited(ledger.open_loaded(zaak, records, who.keyring, keys, now), who.person)


def _limited(case: OpenCase, person: Person) -> OpenCase:
    if person.roles <= SEES_NO_CASE:
        raise NoAccess
    if person.roles <= {READER, *SEES_NO_CASE}:
        return replace(case, right=replace(case.right, level="lezen"))
    return case
