"""Somebody leaves, or loses a role: what that person held opens nothing that comes after."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from meldcode.access import people, sharing, two_hands, unlock
from meldcode.access.models import ADMIN, FOCAL, SIGNERS, EmergencyHolder, Invitation, Person
from meldcode.access.people import PeopleError, Unlocked


def give_back(by: Unlocked, person: Person) -> None:
    """Let somebody work here again; who signs for others, once another signed. Raises PeopleError.

    Cases that were shared before must be shared anew where they got a round since.
    """
    people.must_administer(by)
    if person.has_role(*SIGNERS):
        two_hands.allow(by, two_hands.BACK, {}, person.reference)
    people.set_active(person, True, by)


def stop(by: Unlocked, person: Person) -> None:
    """End somebody's access at once, in every browser, with all that hangs on it.

    Cases get a new key at their owners' next login (`sharing.keep_up`); a new emergency key, for
    those who stay, is made now. Raises PeopleError.
    """
    if person.reference == by.reference:
        raise PeopleError("Je kunt je eigen toegang niet stoppen.")
    people.must_administer(by)
    if person.has_role(*SIGNERS):
        two_hands.allow(by, two_hands.STOP, {}, person.reference, ends=True)
    with transaction.atomic():
        people.set_active(person, False, by)
        unlock.end_all(person.reference)
        _take_back(by, person)


def set_roles(by: Unlocked, person: Person, roles: Sequence[str]) -> None:
    """`people.set_roles`, and what hung on a role that is gone. Raises PeopleError."""
    people.must_administer(by)
    changed = SIGNERS & (set(roles) ^ person.roles)
    if changed:
        told = {"rollen": sorted(roles)}
        ends = not changed & set(roles)
        kind = two_hands.ENDS if ends else two_hands.ROLES
        two_hands.allow(by, kind, told, person.reference, ends=ends)
    with transaction.atomic():
        people.set_roles(by, person, roles)
        _take_back(by, person)


def _take_back(by: Unlocked, person: Person) -> None:
    if not (person.is_active and person.has_role(ADMIN)):
        Invitation.objects.filter(inviter=person.reference).delete()
    named = set(EmergencyHolder.objects.values_list("reference", flat=True))
    if person.reference in named and not (person.is_active and person.has_role(FOCAL)):
        stays = named - {person.reference}
        holders = [p for ref, p in people.people().items() if ref in stays and p.is_active]
        sharing.switch_emergency(by, [each for each in holders if each.has_role(FOCAL)])
