"""What a page needs to know of a few people, without reading everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from meldcode.access.kept import KEPT
from meldcode.access.models import READER, SEES_NO_CASE, Person
from meldcode.access.people import Unlocked
from meldcode.access.trust import signing_keys_of
from meldcode.ledger.again import open_again
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


def opened(
    zaak: str,
    who: Unlocked,
    now: datetime,
    browser: str = "",
    seconds: int = 0,
    *,
    whole: bool = True,
) -> OpenCase:
    """The case as this person opens it, with no more read than the case and who wrote in it.

    A right goes no further than the person's roles of today. An open `browser` goes on from what it
    read before, and keeps it for so many `seconds`; `whole` and what is raised: see `ledger.again`.
    It asks as much of the database where there is no case.
    """
    before = KEPT.find(browser, who.reference, zaak) if browser else None
    try:
        found = open_again(zaak, who.keyring, signing_keys, now, before, whole=whole)
        case = _limited(found.case, who.person)
    except Exception:
        KEPT.forget(browser, zaak)
        raise
    if browser:
        KEPT.keep(browser, who.reference, found, seconds)
    return case


def _limited(case: OpenCase, person: Person) -> OpenCase:
    if person.roles <= SEES_NO_CASE:
        raise NoAccess
    if person.roles <= {READER, *SEES_NO_CASE}:
        return replace(case, right=replace(case.right, level="lezen"))
    return case
