"""People: the first one, inviting others, passphrases, recovery, and whether rows are genuine.

Nobody but the person itself ever holds the keyring: whoever is let in makes it in that moment,
locked with a passphrase of their own. An administrator can end somebody's access, and opens
nothing by it.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone

from meldcode.access import log, second_factor
from meldcode.access.log import Look
from meldcode.access.models import (
    ADMIN,
    PROFESSIONAL,
    REVIEWER,
    EmergencyHolder,
    Installation,
    Invitation,
    LogLine,
    Person,
)
from meldcode.ledger.chain import Fault
from meldcode.vault import passphrase, recovery
from meldcode.vault.keys import Keyring, PublicKeys, seal_to, verify
from meldcode.vault.sealing import SealBroken, Secret, derive_key

FIRST_ROLES = (PROFESSIONAL, ADMIN, REVIEWER)
INVITATION_DAYS = 7
NAME_LENGTH = 60

RECOVERY_KEY = b"meldcode herstelsleutel: gegeven 1"
EMERGENCY_KEY = b"meldcode noodsleutel: gegeven 1"
_STATE = b"meldcode persoon: stand 1"
_CERTIFICATE = b"meldcode persoon: toegelaten 1"
_INVITATION = b"meldcode uitnodiging 1"
_RECOVERY_CONTEXT = b"meldcode herstelsleutel 1"
# What whoever lets somebody in signs; see `Person.certificate`.
_OFFERED = ("publiek", "naam", "rollen")

# What the log calls a change to somebody's row, or to the keys of the installation; `head` then
# says whose, and how it stands, so that an older one can't be put back unseen.
CHANGE = "sleutels vastgelegd"
_KEYS = "installatie"
CHANGED = (
    "Je gegevens zijn buiten Meldcode om veranderd. Log niet in. Vraag je beheerder om "
    "'meldcode controleer' te draaien."
)


class PeopleError(Exception):
    """Something about a person can't be done; the Dutch message says what and why."""


@dataclass(frozen=True)
class Unlocked:
    """A person with the keyring open."""

    person: Person
    keyring: Keyring

    @property
    def reference(self) -> str:
        """The person's reference."""
        return self.person.reference


def installation() -> Installation | None:
    """The installation's row, or None before the first person."""
    return Installation.objects.filter(pk=1).first()


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
    certificate = _certify(keyring, {"naam": naam, "rollen": ",".join(roles)})
    row = Installation(reference=secrets.token_hex(16), root=keyring.public.reference)
    with transaction.atomic():
        codes = renew_recovery(row, keyring, custodians)
        person = _store(naam, roles, keyring, phrase, certificate)
    return Unlocked(person, keyring), codes


def renew_recovery(row: Installation, by: Keyring, custodians: int = 1) -> tuple[str, ...]:
    """Give the installation a new recovery key and the codes that open it (any two of several).

    The old codes open nothing that is sealed from now on. Everybody's keyring and cases are sealed
    to the new key when their owner is next unlocked (`rebox`).
    """
    if custodians not in range(1, 10):
        raise PeopleError("Kies één tot en met negen bewaarders.")
    key = Keyring.generate()
    codes = tuple(recovery.new_code() for _ in range(custodians))
    read = [recovery.read_code(code) for code in codes]
    row.recovery_public = key.public.to_text()
    row.recovery_blobs = list(recovery.wrap(key.to_secret(), read, _RECOVERY_CONTEXT))
    row.recovery_by = by.public.reference
    row.recovery_signature = by.sign(recovery_message(row), RECOVERY_KEY)
    row.recovery_confirmed = False
    with transaction.atomic():
        row.save()
        tell_keys(row, by)
    return codes


def confirm_recovery(codes: Sequence[str]) -> None:
    """Take the codes as typed back. Raises recovery.CodeError, or PeopleError where wrong."""
    row = _present()
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


def recover(naam: str, codes: Sequence[str], phrase: str) -> Unlocked:
    """Come back with the recovery code or codes and a new passphrase.

    Raises recovery.CodeError, or PeopleError where codes, name or passphrase won't do.
    """
    key = _open_recovery(_present(), codes)
    person = find(naam)
    if person is None or not person.is_active:
        raise PeopleError("Er is hier niemand met deze naam.")
    _check_passphrase(phrase, naam)
    if person.recovery_reference != key.public.reference:
        raise PeopleError("De code is vernieuwd nadat deze persoon het laatst inlogde.")
    keyring = _from_box(person, key)
    _check_state(person, keyring)
    _lock(person, keyring, phrase)
    second_factor.forget(person)
    return Unlocked(person, keyring)


def _from_box(person: Person, key: Keyring) -> Keyring:
    try:
        box = base64.b64decode(person.recovery_box, validate=True)
        return Keyring.from_secret(key.open(box, _recovery_info(person.reference)))
    except (SealBroken, ValueError):
        raise PeopleError(CHANGED) from None


def rebox(who: Unlocked) -> None:
    """Seal this person's keyring to the recovery key of today, where it isn't."""
    public = recovery_key()
    if who.person.recovery_reference != public.reference:
        _box(who.person, who.keyring, public)
        _keep(who.person, who.keyring)


def unlock(person: Person, phrase: str) -> Keyring:
    """Open the keyring. Raises SealBroken where the passphrase is wrong, passphrase.Busy."""
    keyring = Keyring.from_secret(passphrase.unlock(person.password, phrase, _lock_context(person)))
    _check_state(person, keyring)
    return keyring


def _check_state(person: Person, keyring: Keyring) -> None:
    """Whether the row says what its owner signed, and these are its owner's keys."""
    own = keyring.public
    signature = bytes(person.state_signature)
    signed = verify(own.signing, _state(person, _present().root), signature, _STATE)
    # The roles decide which pages open; only who let this person in can have given them.
    if own.reference != person.reference or not signed or person.reference not in trusted():
        raise PeopleError(CHANGED)


def recovery_key() -> PublicKeys:
    """The public recovery key. Raises PeopleError where no administrator gave it."""
    row = _present()
    _check_given(recovery_message(row), row.recovery_by, row.recovery_signature, RECOVERY_KEY)
    return PublicKeys.from_text(row.recovery_public)


def emergency_key() -> PublicKeys | None:
    """The public emergency key, or None where nobody was named for it.

    Raises PeopleError where no administrator gave it, or not to these holders.
    """
    row = _present()
    if not (row.emergency_public or row.emergency_by):
        return None
    message = emergency_message(row)
    _check_given(message, row.emergency_by, row.emergency_signature, EMERGENCY_KEY)
    return PublicKeys.from_text(row.emergency_public) if row.emergency_public else None


def recovery_message(row: Installation) -> bytes:
    """What an administrator signs who gives a recovery key: the key and what the codes open."""
    return _canonical([row.recovery_public, row.recovery_blobs])


def emergency_message(row: Installation) -> bytes:
    """What an administrator signs who names the holders of the emergency key."""
    boxes = EmergencyHolder.objects.order_by("reference").values_list("reference", "box")
    return _canonical([row.emergency_public, [[ref, bytes(box).hex()] for ref, box in boxes]])


def _check_given(message: bytes, by: str, signature: bytes | memoryview, purpose: bytes) -> None:
    """Raises PeopleError where no administrator signed: the key may be somebody else's."""
    giver = trusted().get(by)
    if (
        giver is None
        or not _administers(giver, _present().root)
        or not verify(giver.keys.signing, message, bytes(signature), purpose)
    ):
        raise PeopleError(
            "Een sleutel van deze installatie is verwisseld. Er wordt niets meer mee verzegeld. "
            "Draai 'meldcode controleer'."
        )


def _administers(person: Person, root: str) -> bool:
    """Whether this person may let others in; the first one always may, since all sign for it."""
    return person.reference == root or person.has_role(ADMIN)


def change_passphrase(who: Unlocked, old: str, new: str) -> None:
    """Lock the keyring with another passphrase. Raises PeopleError where one of them won't do."""
    if not who.person.check_password(old):
        raise PeopleError("Je huidige wachtzin klopt niet.")
    _check_passphrase(new, who.person.naam)
    _lock(who.person, who.keyring, new)


def invite(by: Unlocked, naam: str, roles: Sequence[str], now: datetime) -> str:
    """Let somebody in: gives a code that this person exchanges for keys within seven days.

    Raises PeopleError where the name is taken or no role is given.
    """
    check_name(naam)
    if find(naam) is not None:
        raise PeopleError("Er is hier al iemand met deze naam.")
    if not roles:
        raise PeopleError("Kies minstens één rol.")
    code = recovery.new_code()
    key = _invitation_key(code)
    public = key.public_key().public_bytes_raw().hex()
    told = {"publiek": public, "naam": naam, "rollen": ",".join(roles)}
    Invitation.objects.filter(naam__iexact=naam).delete()
    Invitation.objects.create(
        public=public,
        naam=naam,
        rollen=",".join(roles),
        inviter=by.reference,
        signature=by.keyring.sign(_canonical(told), _INVITATION),
        expires_at=int((now + timedelta(days=INVITATION_DAYS)).timestamp()),
    )
    return code


def accept(naam: str, code: str, phrase: str, now: datetime) -> Unlocked:
    """Exchange an invitation for keys of one's own. Raises recovery.CodeError or PeopleError."""
    recovery.read_code(code)
    key = _invitation_key(code)
    public = key.public_key().public_bytes_raw().hex()
    row = Invitation.objects.filter(public=public, naam__iexact=naam).first()
    if row is None or row.expires_at <= now.timestamp():
        raise PeopleError(
            "Deze uitnodiging geldt niet (meer). Vraag je beheerder om een nieuwe code."
        )
    _check_passphrase(phrase, naam)
    keyring = Keyring.generate()
    told = {"publiek": row.public, "naam": row.naam, "rollen": row.rollen}
    certificate = {
        **told,
        "door": row.inviter,
        "uitnodiging": bytes(row.signature).hex(),
        "sleutels": key.sign(_CERTIFICATE + keyring.public.reference.encode()).hex(),
    }
    with transaction.atomic():
        row.delete()
        person = _store(row.naam, row.rollen.split(","), keyring, phrase, certificate)
    return Unlocked(person, keyring)


def find(naam: str) -> Person | None:
    """The person who logs in with this name."""
    return Person.objects.filter(naam__iexact=naam.strip()).first()


def people() -> dict[str, Person]:
    """Everybody, also who left, by reference."""
    return {person.reference: person for person in Person.objects.order_by("naam")}


def signing_keys() -> dict[str, bytes]:
    """Public signing keys by reference; a row whose keys don't give its reference is left out."""
    return {ref: keys.signing for ref, keys in _genuine_keys().items()}


def _genuine_keys() -> dict[str, PublicKeys]:
    found = {}
    for reference, text in Person.objects.values_list("reference", "public"):
        try:
            keys = PublicKeys.from_text(text)
        except ValueError:
            continue
        if keys.reference == reference:
            found[reference] = keys
    return found


def set_active(person: Person, active: bool, by: Unlocked | None = None) -> None:
    """Let somebody in again, or end it: their browsers are locked at the next request.

    With `by` the log holds it, so that nobody is let in again by writing in the database.
    """
    person.is_active = active
    with transaction.atomic():
        person.save(update_fields=["is_active"])
        if by is not None:
            _tell(person, by.keyring)


def set_roles(by: Unlocked, person: Person, roles: Sequence[str]) -> None:
    """Give somebody other roles; signed by who does it, as are those whom this person let in.

    Raises PeopleError without any role, or where the role of administrator can't be taken away.
    """
    if not roles:
        raise PeopleError("Kies minstens één rol.")
    with transaction.atomic():
        if person.has_role(ADMIN) and ADMIN not in roles:
            _let_go_as_administrator(by, person)
        _certify_anew(by, person, ",".join(roles))


def _let_go_as_administrator(by: Unlocked, person: Person) -> None:
    """Have `by` answer for whom this administrator let in. Raises PeopleError."""
    row = _present()
    if person.reference == row.root:
        return
    if person.reference in (row.recovery_by, row.emergency_by):
        raise PeopleError(
            f"{person.naam} gaf de herstelcode of de noodtoegang uit. Vernieuw die eerst."
        )
    if person.reference in _path(by.person, row.root):
        raise PeopleError(f"{person.naam} heeft jou toegelaten. Vraag dit een andere beheerder.")
    for other in people().values():
        if _let_in_by(other) == person.reference:
            _certify_anew(by, other, other.rollen)


def _path(person: Person, root: str) -> set[str]:
    """Who let this person in, who let in that one, and so on to the first person."""
    known, found, at = people(), set[str](), person.reference
    while at in known and at != root and at not in found:
        found.add(at)
        at = _let_in_by(known[at])
    return found


def _certify_anew(by: Unlocked, person: Person, roles: str) -> None:
    told = json.loads(person.certificate)
    offered = {"publiek": told["publiek"], "naam": person.naam, "rollen": roles}
    signature = by.keyring.sign(_canonical(offered), _INVITATION).hex()
    person.rollen = roles
    given = {"door": by.reference, "uitnodiging": signature}
    person.certificate = _written({**told, **offered, **given})
    person.save(update_fields=["rollen", "certificate"])
    _tell(person, by.keyring)


def check_name(naam: str) -> None:
    """Raises PeopleError where this is no name to log in with."""
    blank = not naam or naam != naam.strip()
    if blank or len(naam) > NAME_LENGTH or not naam.isprintable():
        raise PeopleError(f"Vul een naam in van 1 tot en met {NAME_LENGTH} tekens.")


def trusted() -> dict[str, Person]:
    """Everybody who was let in by an administrator who was, back to the first person."""
    keys = signing_keys()
    rows = {ref: person for ref, person in people().items() if ref in keys}
    genuine = {ref: _let_in_by(each) for ref, each in rows.items() if _is_certified(each, keys)}
    root = _present().root
    found: dict[str, Person] = {}
    waiting = [root] if root in genuine else []
    while waiting:
        inviter = waiting.pop()
        for reference, by in genuine.items():
            if reference in found or by != inviter or (reference == by and reference != root):
                continue
            found[reference] = rows[reference]
            if _administers(rows[reference], root):
                waiting.append(reference)
    return found


def _let_in_by(person: Person) -> str:
    try:
        return str(json.loads(person.certificate)["door"])
    except (ValueError, KeyError, TypeError):
        return ""


def faults() -> Iterator[Fault]:
    """Everything wrong with the rows of people and the installation's keys."""
    if installation() is None:
        if Person.objects.exists():
            yield Fault("installatie", "de gegevens van deze installatie ontbreken")
        return
    yield from _key_faults()
    keys, known, told, root = signing_keys(), trusted(), _last_told(), _present().root
    for person in Person.objects.order_by("naam"):
        where = f"persoon {person.naam}"
        public = keys.get(person.reference)
        if public is None:
            yield Fault(where, "de sleutels zijn verwisseld")
        elif not verify(public, _state(person, root), bytes(person.state_signature), _STATE):
            yield Fault(where, "deze gegevens zijn veranderd buiten Meldcode om")
        elif person.reference not in known:
            yield Fault(where, "niet te zien is wie deze persoon toeliet")
        elif told.pop(person.reference, "") != _stand(person, root):
            yield Fault(where, "deze gegevens zijn niet die van de laatste keer in het logboek")
    if told.pop(_KEYS, "") != _keys_stand(_present()):
        yield Fault("installatie", "de sleutels zijn niet die van de laatste keer in het logboek")
    for reference in sorted(set(told) - set(people())):
        yield Fault(f"persoon {reference}", "deze persoon staat in het logboek maar is verdwenen")


def _key_faults() -> Iterator[Fault]:
    for name, key in (("herstelsleutel", recovery_key), ("noodsleutel", emergency_key)):
        try:
            key()
        except (PeopleError, ValueError):
            yield Fault(name, "deze sleutel is verwisseld")


def _last_told() -> dict[str, str]:
    """How each person's row stood when the log last told of it, by reference."""
    lines = LogLine.objects.filter(action=CHANGE).order_by("number")
    told = (str(head).partition(":") for head in lines.values_list("head", flat=True))
    return {reference: stand for reference, _, stand in told}


def _tell(person: Person, by: Keyring) -> None:
    """Write in the log how this row stands now, so that an older one can't be put back unseen."""
    ground = "zelf" if by.public.reference == person.reference else "beheer"
    head = f"{person.reference}:{_stand(person, _present().root)}"
    log.write(by, Look(CHANGE, ground=ground, head=head), timezone.now())


def tell_keys(row: Installation, by: Keyring) -> None:
    """Write in the log which recovery and emergency key hold now; call it after they are stored."""
    head = f"{_KEYS}:{_keys_stand(row)}"
    log.write(by, Look(CHANGE, ground="beheer", head=head), timezone.now())


def _keys_stand(row: Installation) -> str:
    given = [recovery_message(row).decode(), row.recovery_by]
    named = [emergency_message(row).decode(), row.emergency_by]
    return sha256(_canonical([*given, *named, row.root])).hexdigest()[:40]


def _stand(person: Person, root: str) -> str:
    whole = [
        _state(person, root).decode(),
        person.rollen,
        person.certificate,
        bool(person.is_active),
    ]
    return sha256(_canonical(whole)).hexdigest()[:40]


def _is_certified(person: Person, keys: dict[str, bytes]) -> bool:
    try:
        told = json.loads(person.certificate)
        # One way of writing, so that nothing can be changed in it unseen.
        if _written(told) != person.certificate:
            return False
        if (told["naam"], told["rollen"]) != (person.naam, person.rollen):
            return False
        offered = {name: told[name] for name in _OFFERED}
        invitation, proof = _hex(told["uitnodiging"]), _hex(told["sleutels"])
        if not verify(keys.get(told["door"], b""), _canonical(offered), invitation, _INVITATION):
            return False
        return _proves(told["publiek"], person.reference, proof)
    except (ValueError, KeyError, TypeError):
        return False


def _written(told: Mapping[str, str]) -> str:
    return json.dumps({name: told[name] for name in (*_OFFERED, "door", "uitnodiging", "sleutels")})


def _hex(text: str) -> bytes:
    value = bytes.fromhex(text)
    if value.hex() != text:
        raise ValueError("written in lower case, without spaces")
    return value


def _proves(public: str, reference: str, proof: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(proof, _CERTIFICATE + reference.encode())
    except InvalidSignature:
        return False
    return True


def _certify(keyring: Keyring, told: dict[str, str]) -> dict[str, str]:
    """The first person lets in itself, in the same form as anybody after."""
    key = Ed25519PrivateKey.generate()
    offered = {"publiek": key.public_key().public_bytes_raw().hex(), **told}
    return {
        **offered,
        "door": keyring.public.reference,
        "uitnodiging": keyring.sign(_canonical(offered), _INVITATION).hex(),
        "sleutels": key.sign(_CERTIFICATE + keyring.public.reference.encode()).hex(),
    }


def _store(
    naam: str, roles: Sequence[str], keyring: Keyring, phrase: str, certificate: dict[str, str]
) -> Person:
    person = Person(
        naam=naam,
        rollen=",".join(roles),
        reference=keyring.public.reference,
        public=keyring.public.to_text(),
        certificate=_written(certificate),
    )
    _box(person, keyring, PublicKeys.from_text(_present().recovery_public))
    _lock(person, keyring, phrase)
    return person


def _lock(person: Person, keyring: Keyring, phrase: str) -> None:
    person.password = passphrase.lock(keyring.to_secret(), phrase, _lock_context(person))
    _keep(person, keyring)


def _keep(person: Person, keyring: Keyring) -> None:
    """Store what the owner of this row alone may change, and nothing an administrator does."""
    _sign_state(person, keyring)
    own = ("password", "recovery_box", "recovery_reference", "state_signature")
    with transaction.atomic():
        person.save(update_fields=own if person.pk else None)
        _tell(person, keyring)


def _box(person: Person, keyring: Keyring, public: PublicKeys) -> None:
    box = seal_to(public.sealing, keyring.to_secret(), _recovery_info(person.reference))
    person.recovery_box = base64.b64encode(box).decode()
    person.recovery_reference = public.reference


def _sign_state(person: Person, keyring: Keyring) -> None:
    person.state_signature = keyring.sign(_state(person, _present().root), _STATE)


def _state(person: Person, root: str) -> bytes:
    own = [person.naam, person.public, person.password]
    recovers = [person.recovery_box, person.recovery_reference]
    return _canonical([*own, *recovers, root])


def _check_passphrase(phrase: str, naam: str) -> None:
    problem = passphrase.advice(phrase, [naam])
    if problem:
        raise PeopleError(problem)


def _present() -> Installation:
    row = installation()
    if row is None:
        raise PeopleError("Meldcode is hier nog niet ingericht.")
    return row


def _invitation_key(code: str) -> Ed25519PrivateKey:
    seed: Secret = derive_key(recovery.read_code(code).reveal(), purpose=_INVITATION)
    return Ed25519PrivateKey.from_private_bytes(seed.reveal())


def _lock_context(person: Person) -> bytes:
    return b"meldcode sleutelbos 1\x00" + person.reference.encode()


def _recovery_info(reference: str) -> bytes:
    return b"meldcode herstel 1\x00" + reference.encode()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
