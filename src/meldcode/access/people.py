"""People: the first one, inviting others, passphrases, roles and recovery.

Nobody but the person itself ever holds the keyring: whoever is let in makes it in that moment,
locked with a passphrase of their own. An administrator can end somebody's access, and opens
nothing by it.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone

from meldcode.access import factor_rows, log, second_factor, two_hands
from meldcode.access.log import Look
from meldcode.access.models import (
    ADMIN,
    PROFESSIONAL,
    REVIEWER,
    SIGNERS,
    Installation,
    Invitation,
    Notice,
    Person,
)
from meldcode.access.naming import fold
from meldcode.access.roles import set_active as set_active
from meldcode.access.roles import set_roles as set_roles
from meldcode.access.trust import (
    CERTIFICATE,
    INVITATION,
    canonical,
    certify,
    check_factors,
    check_state,
    present,
    sign_state,
    tell,
    written,
)
from meldcode.access.trust import CHANGE as CHANGE
from meldcode.access.trust import CHANGED as CHANGED
from meldcode.access.trust import EMERGENCY_KEY as EMERGENCY_KEY
from meldcode.access.trust import RECOVERY_KEY as RECOVERY_KEY
from meldcode.access.trust import PeopleError as PeopleError
from meldcode.access.trust import Unlocked as Unlocked
from meldcode.access.trust import emergency_key as emergency_key
from meldcode.access.trust import emergency_message as emergency_message
from meldcode.access.trust import faults as faults
from meldcode.access.trust import find as find
from meldcode.access.trust import installation as installation
from meldcode.access.trust import must_administer as must_administer
from meldcode.access.trust import people as people
from meldcode.access.trust import recovery_key as recovery_key
from meldcode.access.trust import recovery_message as recovery_message
from meldcode.access.trust import signing_keys as signing_keys
from meldcode.access.trust import tell_keys as tell_keys
from meldcode.access.trust import trusted as trusted
from meldcode.access.trust import vouched_for as vouched_for
from meldcode.ledger.services import moment
from meldcode.vault import passphrase, recovery
from meldcode.vault.keys import Keyring, PublicKeys, seal_to, verify
from meldcode.vault.sealing import SealBroken, Secret, derive_key

FIRST_ROLES = (PROFESSIONAL, ADMIN, REVIEWER)
INVITATION_DAYS = 7
# What the log calls coming back with the code; the notice of it has the same kind.
RECOVERED = "hersteld met code"
ALONE = two_hands.Signed()
INVITATION_END = b"meldcode uitnodiging: tot wanneer 1"
NAME_LENGTH = 60
_RECOVERY_CONTEXT = b"meldcode herstelsleutel 1"


def set_up(
    naam: str, phrase: str, custodians: int = 1, roles: Sequence[str] = FIRST_ROLES
) -> tuple[Unlocked, tuple[str, ...]]:
    """Make the installation and its first person; gives the recovery codes, this once.

    Raises PeopleError where there is somebody already, or name or passphrase won't do.
    """
    check_name(naam)
    _check_passphrase(phrase, naam)
    if Person.objects.exists():
        raise PeopleError("Meldcode is hier al ingericht. Log in met je naam en wachtzin.")
    keyring = Keyring.generate()
    certificate = certify(keyring, {"naam": naam, "rollen": ",".join(roles)})
    row = Installation(reference=secrets.token_hex(16), root=keyring.public.reference)
    person = _new(naam, roles, keyring, phrase, certificate)
    with transaction.atomic():
        codes = renew_recovery(row, keyring, custodians)
        _store(person, keyring)
    return Unlocked(person, keyring), codes


def new_recovery(by: Unlocked, custodians: int = 1) -> tuple[str, ...]:
    """A new recovery key and its codes, once another has signed for it too (`two_hands`).

    Raises PeopleError where the number won't do, or while somebody else must sign.
    """
    _check_custodians(custodians)
    must_administer(by)
    signed = two_hands.allow(by, two_hands.RECOVERY, {"bewaarders": custodians})
    return renew_recovery(present(), by.keyring, custodians, signed)


def _check_custodians(custodians: int) -> None:
    if custodians not in range(1, 10):
        raise PeopleError("Kies één tot en met negen bewaarders.")


def renew_recovery(
    row: Installation, by: Keyring, custodians: int = 1, signed: two_hands.Signed = ALONE
) -> tuple[str, ...]:
    """Give the installation a new recovery key and the codes that open it (any two of several).

    The old codes open nothing that is sealed from now on. Everybody's keyring and cases are sealed
    to the new key when their owner agreed (`agree`). `signed` names who else signed for it.
    """
    _check_custodians(custodians)
    key = Keyring.generate()
    codes = tuple(recovery.new_code() for _ in range(custodians))
    read = [recovery.read_code(code) for code in codes]
    row.recovery_public = key.public.to_text()
    row.recovery_blobs = list(recovery.wrap(key.to_secret(), read, _RECOVERY_CONTEXT))
    row.recovery_by = by.public.reference
    row.recovery_signature = by.sign(recovery_message(row), RECOVERY_KEY)
    row.recovery_second, row.recovery_second_signature = signed.second, signed.signature
    row.recovery_confirmed = False
    with transaction.atomic():
        log.hold()
        row.save()
        tell_keys(row, by)
    return codes


def confirm_recovery(codes: Sequence[str]) -> None:
    """Take the codes as typed back. Raises recovery.CodeError, or PeopleError where wrong."""
    row = present()
    _open_recovery(row, codes)
    row.recovery_confirmed = True
    row.save()


def _open_recovery(row: Installation, codes: Sequence[str]) -> Keyring:
    read = [recovery.read_code(code) for code in codes if code.strip()]
    try:
        secret = recovery.unwrap(row.recovery_blobs, read, _RECOVERY_CONTEXT)
    except SealBroken:
        raise PeopleError(
            "Deze code hoort niet bij deze installatie. Kijk of je de nieuwste code hebt."
            if len(read) < 2
            else "Deze codes horen niet bij elkaar of niet bij deze installatie."
        ) from None
    return Keyring.from_secret(secret)


def recover(
    naam: str,
    codes: Sequence[str],
    phrase: str,
    end_all: Callable[[str], object] = lambda _: None,
) -> Unlocked:
    """Come back with the recovery code or codes and a new passphrase.

    The log says so in a line of its own, this person and all who sign are told, and `end_all` ends
    what is open by this reference. Raises recovery.CodeError, or PeopleError where codes, name or
    passphrase won't do. It takes its time: call it outside a transaction.
    """
    key = _open_recovery(present(), codes)
    person = find(naam)
    if person is None or not person.is_active:
        raise PeopleError("Er is hier niemand met deze naam.")
    _check_passphrase(phrase, naam)
    if person.recovery_reference != key.public.reference:
        raise PeopleError("De code is vernieuwd nadat deze persoon het laatst inlogde.")
    keyring = _from_box(person, key)
    check_state(person, keyring)
    # Before the transaction: nobody waits for the passphrase to be stretched.
    person.password = _locked(person, keyring, phrase)
    with transaction.atomic():
        _keep(person, keyring, ground="herstelcode")
        second_factor.forget(person, keyring)
        now = timezone.now()
        log.write(keyring, Look(RECOVERED, ground="herstelcode"), now)
        end_all(person.reference)
        for reference in sorted({person.reference, *two_hands.others(person.reference)}):
            told = {"reference": reference, "kind": RECOVERED, "by": person.reference}
            Notice.objects.create(**told, at=moment(now))
    return Unlocked(person, keyring)


def _from_box(person: Person, key: Keyring) -> Keyring:
    try:
        box = base64.b64decode(person.recovery_box, validate=True)
        return Keyring.from_secret(key.open(box, _recovery_info(person.reference)))
    except (SealBroken, ValueError):
        raise PeopleError(CHANGED) from None


@dataclass(frozen=True)
class Asked:
    """A recovery key that somebody must agree to: the names of who gave it and who signed too.

    `lacks` tells that somebody else could have signed and did not: then nobody can agree to it.
    """

    giver: str
    second: str
    custodians: int
    lacks: bool


def asked(who: Unlocked, row: Installation | None = None) -> Asked | None:
    """Whether there is a recovery key that this person's keyring isn't sealed to yet."""
    row = row or present()
    if who.person.recovery_reference == recovery_key(row).reference:
        return None
    known = people()
    able = two_hands.others(row.recovery_by)
    second = known.get(row.recovery_second or "")
    return Asked(
        giver=known[row.recovery_by].naam,
        second=second.naam if second else "",
        custodians=custodians_of(row),
        lacks=bool(able) and row.recovery_second not in able,
    )


def custodians_of(row: Installation) -> int:
    """How many custodians hold a code; each blob names those whose codes open it."""
    named = (str(blob).split(".")[1].split("-") for blob in row.recovery_blobs)
    return len({place for places in named for place in places})


def agree(who: Unlocked) -> None:
    """Seal this person's keyring to the recovery key of today. Raises PeopleError."""
    found = asked(who)
    if found is not None and found.lacks:
        raise PeopleError("Deze herstelsleutel heeft één handtekening. Er is een tweede nodig.")
    if found is not None:
        _box(who.person, who.keyring, recovery_key())
        _keep(who.person, who.keyring)


def rebox(who: Unlocked, row: Installation, public: PublicKeys) -> bool:
    """Whether this person's keyring is sealed to the recovery key of today, which is `public`.

    Whoever gave that key agreed by giving it; anybody else is asked (`asked`, `agree`).
    """
    if who.person.recovery_reference == public.reference:
        return True
    found = asked(who, row)
    if row.recovery_by != who.reference or (found and found.lacks):
        return False
    agree(who)
    return True


def unlock(person: Person, phrase: str) -> Keyring:
    """Open the keyring. Raises SealBroken where the passphrase is wrong, passphrase.Busy."""
    keyring = Keyring.from_secret(passphrase.unlock(person.password, phrase, _lock_context(person)))
    check_state(person, keyring)
    check_factors(person)
    return keyring


def locked_anew(who: Unlocked, new: str) -> str:
    """The keyring locked with another passphrase, for `keep_lock`; this takes its time.

    Raises PeopleError where the passphrase won't do, passphrase.Busy.
    """
    _check_passphrase(new, who.person.naam)
    return _locked(who.person, who.keyring, new)


def keep_lock(who: Unlocked, locked: str) -> None:
    """From now on the keyring opens with the passphrase of `locked_anew`."""
    who.person.password = locked
    _keep(who.person, who.keyring)


def invite(by: Unlocked, naam: str, roles: Sequence[str], now: datetime) -> str:
    """Let somebody in: gives a code that this person exchanges for keys within seven days.

    Raises PeopleError where the name is taken, no role is given, or `by` may not let in others.
    """
    check_name(naam)
    must_administer(by)
    if find(naam) is not None:
        raise PeopleError("Er is hier al iemand met deze naam.")
    if not roles:
        raise PeopleError("Kies minstens één rol.")
    code = recovery.new_code()
    key = _invitation_key(code)
    public = key.public_key().public_bytes_raw().hex()
    told = {"publiek": public, "naam": naam, "rollen": ",".join(roles)}
    # So many days by the calendar: at the same hour, also where the clock changes in between.
    ends = int((timezone.localtime(now) + timedelta(days=INVITATION_DAYS)).timestamp())
    for open_one in Invitation.objects.all():
        if fold(open_one.naam) == fold(naam):
            open_one.delete()
    Invitation.objects.create(
        public=public,
        naam=naam,
        rollen=",".join(roles),
        inviter=by.reference,
        signature=by.keyring.sign(canonical(told), INVITATION),
        expires_at=ends,
        end_signature=by.keyring.sign(canonical([public, ends]), INVITATION_END),
    )
    return code


def accept(naam: str, code: str, phrase: str, now: datetime) -> Unlocked:
    """Exchange an invitation for keys of one's own. Raises recovery.CodeError or PeopleError."""
    recovery.read_code(code)
    key = _invitation_key(code)
    public = key.public_key().public_bytes_raw().hex()
    row = Invitation.objects.filter(public=public).first()
    holds = row is not None and fold(row.naam) == fold(naam) and _stands(row)
    if row is None or row.expires_at <= now.timestamp() or not holds:
        raise PeopleError(
            "Deze uitnodiging geldt niet (meer). Vraag je beheerder om een nieuwe code."
        )
    if lacks_second(row):
        raise PeopleError("Een tweede moet nog tekenen voor deze uitnodiging. Vraag je beheerder.")
    _check_passphrase(phrase, naam)
    keyring = Keyring.generate()
    told = {"publiek": row.public, "naam": row.naam, "rollen": row.rollen}
    certificate = {
        **told,
        "door": row.inviter,
        "uitnodiging": bytes(row.signature).hex(),
        "sleutels": key.sign(CERTIFICATE + keyring.public.reference.encode()).hex(),
    }
    person = _new(row.naam, row.rollen.split(","), keyring, phrase, certificate)
    with transaction.atomic():
        log.hold()
        row.delete()
        _store(person, keyring)
    return Unlocked(person, keyring)


def _stands(row: Invitation) -> bool:
    """Whether its maker may still let in others, and set this end to it."""
    by = vouched_for(row.inviter, present().root)
    if by is None or not by.is_active or not by.has_role(ADMIN):
        return False
    message = canonical([row.public, row.expires_at])
    return verify(by.keys.signing, message, bytes(row.end_signature or b""), INVITATION_END)


def lacks_second(row: Invitation) -> bool:
    """Whether this gives a role that signs, and nobody signed for it but who made it."""
    able = two_hands.others(row.inviter)
    if not able or not SIGNERS & set(row.rollen.split(",")):
        return False
    second = able.get(row.second or "")
    signature = bytes(row.second_signature or b"")
    return second is None or not verify(
        second.keys.signing, _invited(row), signature, two_hands.SECOND
    )


def waits(naam: str) -> bool:
    """Whether the invitation of this name needs another's signature."""
    row = Invitation.objects.filter(naam__iexact=naam).first()
    return row is not None and lacks_second(row)


def sign_invitation(by: Unlocked, public: str) -> None:
    """Sign for an invitation that a colleague made. Raises PeopleError."""
    row = Invitation.objects.filter(public=public).first()
    if row is None or by.reference not in two_hands.others(row.inviter):
        raise PeopleError("Deze uitnodiging is er niet (meer), of jij kunt er niet voor tekenen.")
    row.second = by.reference
    row.second_signature = by.keyring.sign(_invited(row), two_hands.SECOND)
    row.save()


def _invited(row: Invitation) -> bytes:
    return canonical([present().reference, row.public, row.naam, row.rollen, row.expires_at])


def invitations(now: datetime) -> list[Invitation]:
    """Those that can still be used, the first to end first."""
    rows = Invitation.objects.filter(expires_at__gt=now.timestamp()).order_by("expires_at", "naam")
    return [row for row in rows if _stands(row)]


def withdraw_invitation(by: Unlocked, public: str) -> bool:
    """End an invitation before its time; False where there is none. Raises PeopleError."""
    must_administer(by)
    gone, _ = Invitation.objects.filter(public=public).delete()
    return bool(gone)


def check_name(naam: str) -> None:
    """Raises PeopleError where this is no name to log in with."""
    blank = not fold(naam) or naam != naam.strip()
    if blank or len(naam) > NAME_LENGTH or not naam.isprintable():
        raise PeopleError(f"Vul een naam in van 1 tot en met {NAME_LENGTH} tekens.")


def _new(
    naam: str, roles: Sequence[str], keyring: Keyring, phrase: str, certificate: dict[str, str]
) -> Person:
    """Somebody who is stored nowhere yet; locking takes its time, which no transaction may last."""
    person = Person(
        naam=naam,
        rollen=",".join(roles),
        reference=keyring.public.reference,
        public=keyring.public.to_text(),
        certificate=written(certificate),
        factors=factor_rows.NONE,
    )
    person.password = _locked(person, keyring, phrase)
    return person


def _store(person: Person, keyring: Keyring) -> None:
    _box(person, keyring, PublicKeys.from_text(present().recovery_public))
    _keep(person, keyring)


def _locked(person: Person, keyring: Keyring, phrase: str) -> str:
    return passphrase.lock(keyring.to_secret(), phrase, _lock_context(person))


def _keep(person: Person, keyring: Keyring, ground: str = "") -> None:
    """Store what the owner of this row alone may change, and nothing an administrator does."""
    own = ("password", "recovery_box", "recovery_reference", "state_signature")
    with transaction.atomic():
        log.hold()
        _check_unchanged(person)
        sign_state(person, keyring)
        person.save(update_fields=own if person.pk else None)
        tell(person, keyring, ground)


def _check_unchanged(person: Person) -> None:
    """Raises PeopleError where a second factor changed since this row was read."""
    rows = Person.objects.select_for_update().filter(pk=person.pk)
    if person.pk and rows.values_list("factors", flat=True).get() != person.factors:
        raise PeopleError("Je tweede stap is net gewijzigd in een ander venster. Doe dit opnieuw.")


def _box(person: Person, keyring: Keyring, public: PublicKeys) -> None:
    box = seal_to(public.sealing, keyring.to_secret(), _recovery_info(person.reference))
    person.recovery_box = base64.b64encode(box).decode()
    person.recovery_reference = public.reference


def _check_passphrase(phrase: str, naam: str) -> None:
    problem = passphrase.advice(phrase, [naam])
    if problem:
        raise PeopleError(problem)


def _invitation_key(code: str) -> Ed25519PrivateKey:
    seed: Secret = derive_key(recovery.read_code(code).reveal(), purpose=INVITATION)
    return Ed25519PrivateKey.from_private_bytes(seed.reveal())


def _lock_context(person: Person) -> bytes:
    return b"meldcode sleutelbos 1\x00" + person.reference.encode()


def _recovery_info(reference: str) -> bytes:
    return b"meldcode herstel 1\x00" + reference.encode()
