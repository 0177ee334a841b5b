"""Who holds the key of a case: starting it, sharing, ending that, handing over, emergencies.

Everything here is recorded in the chain of the case itself, signed by who decides it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from meldcode.access import known, people, two_hands
from meldcode.access.models import (
    FOCAL,
    READER,
    REVIEWER,
    SEES_NO_CASE,
    EmergencyHolder,
    Installation,
    Notice,
    Person,
)
from meldcode.access.people import PeopleError, Unlocked
from meldcode.access.trust import present
from meldcode.ledger import services as ledger
from meldcode.ledger.chain import Level
from meldcode.ledger.rights import KEYS_ONLY, NoAccess, Recipient, Right, Tampered
from meldcode.ledger.services import OpenCase, moment
from meldcode.vault.keys import Keyring, PublicKeys, seal_to
from meldcode.vault.sealing import SealBroken

EMERGENCY = "noodtoegang"
SWAPPED = "sleutels"
_NO_EMERGENCY = "Voor deze zaak is geen noodtoegang geregeld."
# How often a colleague may be first, before a case waits for the next login.
_TRIES = 5
_EMERGENCY_INFO = b"meldcode noodsleutel 1\x00"


def start_case(who: Unlocked, kader: str, kader_hash: str, now: datetime) -> OpenCase:
    """A new case that `who` owns, sealed to the recovery key too, and the emergency key if any."""
    recipients = [_recipient(who.person, "eigenaar"), *_key_recipients(who)]
    return ledger.start(who.keyring, recipients, kader, kader_hash, now)


def share(case: OpenCase, who: Unlocked, other: Person, level: Level, now: datetime) -> OpenCase:
    """Let a colleague in. Raises PeopleError where that can't be; NoAccess for who isn't owner."""
    if not other.is_active:
        raise PeopleError(f"{other.naam} werkt hier niet meer.")
    if other.roles <= SEES_NO_CASE:
        raise PeopleError(f"{other.naam} heeft geen rol waarmee je zaken ziet.")
    if level != "eigenaar" and _owners(case.rights) <= {other.reference}:
        raise PeopleError("Iemand moet de zaak beheren. Draag haar eerst over.")
    if level != "lezen" and other.roles <= {READER}:
        raise PeopleError(f"{other.naam} is meelezer en kan alleen lezen.")
    return ledger.grant(case, who.keyring, _recipient(other, level), now)


def end_share(case: OpenCase, who: Unlocked, reference: str, now: datetime) -> OpenCase:
    """End somebody's access; what is added from now on is under a new key.

    Raises PeopleError where nobody would be left to look after the case.
    """
    held = {ref: right for ref, right in case.rights.items() if ref != reference}
    if not _owners(held):
        raise PeopleError("Iemand moet de zaak beheren. Draag haar eerst over.")
    return ledger.withdraw(case, who.keyring, reference, _recipients(held, now, who), now)


def _owners(held: Mapping[str, Right]) -> set[str]:
    """Who looks after the case and still works here."""
    owners = {ref for ref, right in held.items() if right.level == "eigenaar"}
    return owners - _left()


def _left() -> set[str]:
    """Who works here no more."""
    return set(Person.objects.filter(is_active=False).values_list("reference", flat=True))


def hand_over(case: OpenCase, who: Unlocked, other: Person, now: datetime) -> OpenCase:
    """Make a colleague owner. The one who hands over stays until that access is ended too."""
    if other.roles <= {READER} | SEES_NO_CASE or not other.is_active:
        raise PeopleError(f"{other.naam} kan geen zaak beheren.")
    return ledger.grant(case, who.keyring, _recipient(other, "eigenaar"), now)


def catch_up(who: Unlocked, now: datetime) -> None:
    """`keep_up` for who just came in; a swapped key becomes a notice and keeps nobody out."""
    try:
        keep_up(who, now)
    except PeopleError:
        told = {"reference": who.reference, "kind": SWAPPED, "read": False}
        Notice.objects.get_or_create(**told, defaults={"at": moment(now)})


def must_ask(who: Unlocked, row: Installation | None = None) -> bool:
    """Whether there is a recovery key that `who` must agree to before anything is sealed to it.

    `row` is the installation's, where the caller has it at hand.
    """
    try:
        key = PublicKeys.from_text((row or present()).recovery_public)
    except ValueError:
        return False  # `catch_up` told of it
    return who.person.recovery_reference != key.reference


def keep_up(who: Unlocked, now: datetime) -> int:
    """Seal this person's own cases to the recovery and emergency key of today; gives how many.

    A key that was replaced may have fallen in other hands, and who left may have kept one: those
    cases get a new round, each in a transaction of its own: call it outside one (`log.hold` tells
    why). A case that is damaged is left alone here; opening it tells.
    """
    row = present()
    recovery = people.recovery_key(row)
    agreed = people.rebox(who, row, recovery)
    emergency = people.emergency_key(row)
    wanted = {emergency.reference} if emergency else set()
    wanted |= {recovery.reference} if agreed else set()
    left, renewed = _left(), 0
    for zaak, held in ledger.rights_of(who.reference):
        mine = held.get(who.reference)
        # Until its owner agreed to a new recovery key, the case keeps the one it has.
        levels = KEYS_ONLY if agreed else {"nood"}
        keys = {ref for ref, right in held.items() if right.level in levels}
        if mine is None or mine.level != "eigenaar" or (keys == wanted and not left & held.keys()):
            continue
        renewed += _renewed(zaak, who, now)
    return renewed


def _renewed(zaak: str, who: Unlocked, now: datetime) -> bool:
    """Give the case a new round; False where that can't be now, and waits for the next login."""
    for _ in range(_TRIES):
        try:
            case = known.opened(zaak, who, now)
            ledger.new_round(case, who.keyring, _recipients(dict(case.rights), now, who), now)
        except ledger.Behind:
            continue  # a colleague was first
        except (NoAccess, Tampered, ledger.Gone):
            return False
        return True
    return False


@dataclass(frozen=True)
class Member:
    """Somebody with a right in a case, for the page that tells who may see it."""

    person: Person
    level: Level
    until: str


def members(case: OpenCase) -> tuple[Member, ...]:
    """Everybody who may see the case."""
    known = people.people()
    return tuple(
        Member(known[ref], right.level, right.until)
        for ref, right in case.rights.items()
        if ref in known
    )


def name_for_emergencies(who: Unlocked, holders: Sequence[Person]) -> None:
    """`switch_emergency`, once another signed for these holders; ending it for all needs none.

    Raises PeopleError.
    """
    people.must_administer(who)
    if holders:
        named = {"houders": sorted(each.reference for each in holders)}
        two_hands.allow(who, two_hands.EMERGENCY, named)
    switch_emergency(who, holders)


def switch_emergency(who: Unlocked, holders: Sequence[Person]) -> None:
    """Name who may open a case in an emergency; nobody ends it.

    A new key is made each time, and forgotten here at once: only those named can open it.
    """
    if any(not person.has_role(FOCAL) or not person.is_active for person in holders):
        raise PeopleError("Alleen aandachtsfunctionarissen kunnen noodtoegang krijgen.")
    named = [_recipient(person, "lezen") for person in holders]
    key = Keyring.generate()
    with transaction.atomic():
        _name_holders(who, named, key)


def _name_holders(who: Unlocked, holders: Sequence[Recipient], key: Keyring) -> None:
    EmergencyHolder.objects.all().delete()
    for each in holders:
        box = seal_to(each.sealing, key.to_secret(), _EMERGENCY_INFO + each.reference.encode())
        EmergencyHolder.objects.create(reference=each.reference, box=box)
    row = present()
    row.emergency_public = key.public.to_text() if holders else ""
    row.emergency_by = who.reference
    message = people.emergency_message(row)
    row.emergency_signature = who.keyring.sign(message, people.EMERGENCY_KEY)
    row.save()
    people.tell_keys(row, who.keyring)


def emergency(zaak: str, who: Unlocked, now: datetime) -> tuple[OpenCase, str]:
    """Open a case in an emergency: read only, and until when (ISO, UTC).

    The caller adds the reason as an entry. Owner and reviewers get a notice. Raises PeopleError
    where this person was not named beforehand or the case holds no emergency key.
    """
    row = present()
    holder = EmergencyHolder.objects.filter(reference=who.reference).first()
    if holder is None or not row.emergency_public or not who.person.has_role(FOCAL):
        raise PeopleError(_NO_EMERGENCY)
    # Where the clock runs behind the case, the time runs from its last record.
    from_ = ledger.not_before(ledger.load(zaak), now)
    until = moment(from_ + timedelta(minutes=row.emergency_minutes))
    me = _recipient(who.person, "lezen")
    try:
        secret = who.keyring.open(bytes(holder.box), _EMERGENCY_INFO + who.reference.encode())
        key = Keyring.from_secret(secret)
        case = ledger.enter_in_emergency(
            zaak, key, who.keyring, people.signing_keys(), me, until, now
        )
    except ledger.AlreadyIn:
        raise PeopleError("Je mag deze zaak al lezen. Noodtoegang is niet nodig.") from None
    except (SealBroken, NoAccess, ledger.Gone):
        raise PeopleError(_NO_EMERGENCY) from None
    _tell(case, who, now)
    return case, until


def _tell(case: OpenCase, who: Unlocked, now: datetime) -> None:
    owners = {ref for ref, right in case.rights.items() if right.level == "eigenaar"}
    reviewers = {p.reference for p in people.people().values() if p.has_role(REVIEWER)}
    for reference in sorted((owners | reviewers) - {who.reference}):
        Notice.objects.create(
            reference=reference, kind=EMERGENCY, zaak=case.zaak, by=who.reference, at=moment(now)
        )


def _recipients(held: dict[str, Right], now: datetime, who: Unlocked) -> list[Recipient]:
    """Boxes for everybody who still works here, and for the keys of today."""
    known = people.people()
    persons = [
        _recipient(known[ref], right.level)
        for ref, right in held.items()
        if ref in known
        and known[ref].is_active
        and right.level not in KEYS_ONLY
        and not right.until
    ]
    return [*persons, *_key_recipients(who)]


def _recipient(person: Person, level: Level) -> Recipient:
    """Somebody to seal a case key to: only who was demonstrably let in here."""
    if people.vouched_for(person.reference, present().root) is None:
        raise PeopleError(f"De sleutels van {person.naam} zijn verwisseld. Deel deze zaak niet.")
    return Recipient(person.reference, person.keys.sealing, level)


def _key_recipients(who: Unlocked) -> list[Recipient]:
    """The emergency key, and the recovery key where `who` agreed to that."""
    recovery, key = people.recovery_key(), people.emergency_key()
    agreed = who.person.recovery_reference == recovery.reference
    found = [Recipient(recovery.reference, recovery.sealing, "herstel")] if agreed else []
    return [*found, Recipient(key.reference, key.sealing, "nood")] if key else found


def told(person: Person) -> list[Notice]:
    """What this person must know and has not read."""
    return list(Notice.objects.filter(reference=person.reference, read=False).order_by("-at"))


def read_notices(person: Person) -> None:
    """The notices were shown; one that nobody may miss stays until it is put away."""
    rows = Notice.objects.filter(reference=person.reference).exclude(kind=people.RECOVERED)
    rows.update(read=True)


def put_away(person: Person, number: int) -> None:
    """Somebody has seen this notice and says so."""
    Notice.objects.filter(reference=person.reference, pk=number).update(read=True)
