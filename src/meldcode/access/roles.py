"""Who is what here, and who left: changing that keeps everybody else in trust.

Each certificate names who answers for somebody, back to the first person. Changing roles makes the
one who changes them answer, so it can cut that road: by answering for oneself, or for who stands
further back on one's own road. Whatever would do that is refused, and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from meldcode.access import log
from meldcode.access.models import ADMIN, Person
from meldcode.access.trust import (
    PeopleError,
    Unlocked,
    certify_anew,
    emergency_key,
    let_in_by,
    must_administer,
    people,
    present,
    recovery_key,
    tell,
    trusted,
)


def set_active(person: Person, active: bool, by: Unlocked | None = None) -> None:
    """Let somebody in again, or end it: their browsers are locked at the next request.

    With `by` the log holds it, so that nobody is let in again by writing in the database.
    """
    person.is_active = active
    with transaction.atomic():
        log.hold()
        person.save(update_fields=["is_active"])
        if by is not None:
            tell(person, by.keyring)


def set_roles(by: Unlocked, person: Person, roles: Sequence[str]) -> None:
    """Give somebody other roles; signed by who does it, as are those whom this person let in.

    Raises PeopleError without any role, or where somebody would fall out of trust by it.
    """
    if not roles:
        raise PeopleError("Kies minstens één rol.")
    with _everybody_stays():
        must_administer(by)
        person.refresh_from_db()
        _must_stand_apart(by, person)
        if person.has_role(ADMIN) and ADMIN not in roles:
            _let_go_as_administrator(by, person)
        certify_anew(by, person, ",".join(roles))


def _must_stand_apart(by: Unlocked, person: Person) -> None:
    """Raises PeopleError where `by` would answer for oneself, or for who answers for `by`."""
    root = present().root
    if person.reference == root:
        return
    if person.reference == by.reference:
        raise PeopleError("Je eigen rollen verandert een andere beheerder, die jij niet toeliet.")
    if person.reference in _road(by.reference, root):
        raise PeopleError(f"{person.naam} heeft jou toegelaten. Vraag dit een andere beheerder.")


def _road(reference: str, root: str) -> set[str]:
    """Who answers for this person, who answers for that one, and so on to the first person."""
    known, found, at = people(), set[str](), reference
    while at in known and at != root and at not in found:
        found.add(at)
        at = let_in_by(known[at])
    return found


def _let_go_as_administrator(by: Unlocked, person: Person) -> None:
    """Have `by` answer for whom this administrator let in. Raises PeopleError."""
    row = present()
    if person.reference == row.root:
        return
    if person.reference in (row.recovery_by, row.emergency_by):
        raise PeopleError(
            f"{person.naam} gaf de herstelcode of de noodtoegang uit. Vernieuw die eerst."
        )
    for other in people().values():
        if let_in_by(other) == person.reference:
            certify_anew(by, other, other.rollen)


@contextmanager
def _everybody_stays() -> Iterator[None]:
    """A transaction that goes through only where everybody and both keys stay in trust.

    Raises PeopleError where not; then nothing is stored.
    """
    with transaction.atomic():
        # One change at a time: two that each hold could close a circle together.
        log.hold()
        before = set(trusted())
        yield
        lost = before - set(trusted())
        if lost:
            names = ", ".join(sorted(people()[each].naam for each in lost))
            raise PeopleError(f"Dit kan niet: daarna is niet te zien wie {names} toeliet.")
        recovery_key(), emergency_key()
