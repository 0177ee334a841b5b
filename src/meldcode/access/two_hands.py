"""What two people must do: one proposes, and it can be done once another has signed for it.

It covers a new recovery code, who may open cases in an emergency, and giving or ending the roles
that sign (administrator, final responsible). Where nobody else can sign, one is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from meldcode.access import trust
from meldcode.access.models import SIGNERS, Person, Proposal
from meldcode.access.trust import PeopleError, Unlocked, canonical, present
from meldcode.ledger.services import moment
from meldcode.vault.keys import verify

RECOVERY, EMERGENCY, ROLES = "herstelcode", "noodtoegang", "rollen"
STOP, BACK, ENDS = "stop", "weer", "rollen eraf"
# What the log calls these steps.
PROPOSED, SIGNED, TAKEN_BACK = "voorstel gedaan", "voorstel getekend", "voorstel weggehaald"
PURPOSE = b"meldcode voorstel 1"
SECOND = b"meldcode voorstel: medeondertekend 1"
# A proposal that nobody carried out by then is over.
DAYS = 14
# Who may not answer any more can't keep a colleague from ending that access for ever.
WAIT_DAYS = 7


class Waits(PeopleError):
    """Somebody else must sign first; the proposal was written down."""


@dataclass(frozen=True)
class Signed:
    """Who signed too; both empty where nobody else could."""

    second: str = ""
    signature: bytes = b""


def others(reference: str) -> dict[str, Person]:
    """Who else can sign: works here, is trusted, and has a role that signs; by reference."""
    return {
        ref: person
        for ref, person in trust.trusted().items()
        if ref != reference and person.is_active and person.has_role(*SIGNERS)
    }


def allow(
    by: Unlocked, kind: str, data: Mapping[str, object], about: str = "", ends: bool = False
) -> Signed:
    """Whether this may be done now, because another signed for it; a signature counts once.

    `ends` says that it takes away what `about` may sign: that person may agree to it, and keeps
    nobody waiting for more than a week. Raises Waits, with the proposal written down; call it
    outside a transaction that is rolled back by that.
    """
    able = others(by.reference)
    only = ends and set(able) == {about}
    if not ends:
        able.pop(about, None)
    if not able:
        return Signed()
    text = canonical(dict(data)).decode()
    mine = Proposal.objects.filter(kind=kind, about=about, by=by.reference, data=text)
    row = next((each for each in mine if is_open(each)), None)
    if row is None:
        mine.delete()
        row = _proposed(by, kind, about, text)
    if row.second in able and _second_holds(row, able[row.second]):
        row.delete()
        return Signed(row.second, bytes(row.second_signature))
    if only and _age(row) >= timedelta(days=WAIT_DAYS):
        row.delete()
        return Signed()
    names = " of ".join(sorted(person.naam for person in able.values()))
    wait = f" Gebeurt dat niet, dan kan het over {WAIT_DAYS} dagen zonder." if only else ""
    raise Waits(f"Dit is nog niet gedaan: eerst tekent {names}. Doe het daarna opnieuw.{wait}")


def _proposed(by: Unlocked, kind: str, about: str, text: str) -> Proposal:
    row = Proposal(kind=kind, about=about, data=text, by=by.reference, at=moment(timezone.now()))
    row.signature = by.keyring.sign(_message(row), PURPOSE)
    row.save()
    return row


def sign(by: Unlocked, number: int) -> Proposal:
    """Sign for what a colleague proposed. Raises PeopleError where this person can't."""
    row = Proposal.objects.filter(pk=number).first()
    proposer = others(by.reference).get(row.by) if row else None
    if row is None or proposer is None or not is_open(row):
        raise PeopleError("Dit voorstel is er niet (meer).")
    if not verify(proposer.keys.signing, _message(row), bytes(row.signature), PURPOSE):
        raise PeopleError("Dit voorstel is veranderd buiten Meldcode om. Teken het niet.")
    own = row.about == by.reference and row.kind not in (STOP, ENDS)
    if own or by.reference not in others(row.by):
        raise PeopleError("Jij kunt hiervoor niet tekenen.")
    row.second = by.reference
    row.second_signature = by.keyring.sign(_message(row), SECOND)
    row.save()
    return row


def withdraw(by: Unlocked, number: int) -> bool:
    """Take a proposal away: its maker, or another who could have signed; False where it isn't."""
    if by.reference not in others(""):
        raise PeopleError("Jij kunt dit voorstel niet weghalen.")
    gone, _ = Proposal.objects.filter(pk=number).delete()
    return bool(gone)


def open_ones() -> list[Proposal]:
    """Proposals that wait, for a signature or to be carried out, the oldest first."""
    return [row for row in Proposal.objects.order_by("pk") if is_open(row)]


def is_open(row: Proposal) -> bool:
    """Whether it isn't over yet."""
    return timedelta() <= _age(row) < timedelta(days=DAYS)


def _age(row: Proposal) -> timedelta:
    return timezone.now() - datetime.fromisoformat(row.at)


def _second_holds(row: Proposal, second: Person) -> bool:
    return verify(second.keys.signing, _message(row), bytes(row.second_signature), SECOND)


def _message(row: Proposal) -> bytes:
    return canonical([present().reference, row.kind, row.about, row.data, row.by, row.at])
