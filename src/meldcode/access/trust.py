"""Whom and which keys to believe: certificates, signed rows, and what the log says of them.

Everything here can be checked without a passphrase. Who writes in the database can change any row,
so each names who vouches for it, back to the first person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from meldcode.access import dating, factor_rows, log
from meldcode.access.log import Look
from meldcode.access.models import (
    ADMIN,
    EmergencyHolder,
    Installation,
    LogLine,
    Person,
)
from meldcode.ledger.chain import Fault
from meldcode.vault.keys import Keyring, PublicKeys, verify

RECOVERY_KEY = b"meldcode herstelsleutel: gegeven 1"
EMERGENCY_KEY = b"meldcode noodsleutel: gegeven 1"
STATE = b"meldcode persoon: stand 1"
CERTIFICATE = b"meldcode persoon: toegelaten 1"
INVITATION = b"meldcode uitnodiging 1"
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


def check_state(person: Person, keyring: Keyring) -> None:
    """Whether the row says what its owner signed, and these are its owner's keys."""
    own = keyring.public
    signature, root = bytes(person.state_signature), present().root
    signed = verify(own.signing, state(person, root), signature, STATE)
    # The roles decide which pages open; only who let this person in can have given them.
    known = vouched_for(person.reference, root) if signed else None
    if own.reference != person.reference or known is None:
        raise PeopleError(CHANGED)


def recovery_key(row: Installation | None = None) -> PublicKeys:
    """The public recovery key. Raises PeopleError where no administrator gave it.

    `row` is the installation's, where it was read already.
    """
    row = row or present()
    message = recovery_message(row)
    _check_given(message, row.recovery_by, row.recovery_signature, RECOVERY_KEY, row.root)
    return PublicKeys.from_text(row.recovery_public)


def emergency_key(row: Installation | None = None) -> PublicKeys | None:
    """The public emergency key, or None where nobody was named for it.

    Raises PeopleError where no administrator gave it, or not to these holders.
    """
    row = row or present()
    if not (row.emergency_public or row.emergency_by):
        return None
    message = emergency_message(row)
    _check_given(message, row.emergency_by, row.emergency_signature, EMERGENCY_KEY, row.root)
    return PublicKeys.from_text(row.emergency_public) if row.emergency_public else None


def recovery_message(row: Installation) -> bytes:
    """What an administrator signs who gives a recovery key: the key and what the codes open."""
    return canonical([row.recovery_public, row.recovery_blobs])


def emergency_message(row: Installation) -> bytes:
    """What an administrator signs who names the holders of the emergency key."""
    boxes = EmergencyHolder.objects.order_by("reference").values_list("reference", "box")
    return canonical([row.emergency_public, [[ref, bytes(box).hex()] for ref, box in boxes]])


def _check_given(
    message: bytes, by: str, signature: bytes | memoryview, purpose: bytes, root: str
) -> None:
    """Raises PeopleError where no administrator signed: the key may be somebody else's."""
    giver = vouched_for(by, root)
    if (
        giver is None
        or not _administers(giver, root)
        or not verify(giver.keys.signing, message, bytes(signature), purpose)
    ):
        raise PeopleError(
            "Een sleutel van deze installatie is verwisseld. Er wordt niets meer mee verzegeld. "
            "Draai 'meldcode controleer'."
        )


def _administers(person: Person, root: str) -> bool:
    """Whether this person may let others in; the first one always may, since all sign for it."""
    return person.reference == root or person.has_role(ADMIN)


def must_administer(by: Unlocked) -> None:
    """Raises PeopleError where this person may not let in others or give roles."""
    root = present().root
    known = vouched_for(by.reference, root)
    if known is None or not _administers(known, root):
        raise PeopleError("Alleen een beheerder kan dit.")


def find(naam: str) -> Person | None:
    """The person who logs in with this name."""
    return Person.objects.named(naam)


def people() -> dict[str, Person]:
    """Everybody, also who left, by reference."""
    return {person.reference: person for person in Person.objects.order_by("naam")}


def signing_keys() -> dict[str, bytes]:
    """Public signing keys by reference; a row whose keys don't give its reference is left out."""
    return signing_keys_of(Person.objects.values_list("reference", "public"))


def signing_keys_of(rows: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """`signing_keys` among these rows of reference and public keys."""
    return {ref: keys.signing for ref, keys in _read_keys(rows).items()}


def _read_keys(rows: Iterable[tuple[str, str]]) -> dict[str, PublicKeys]:
    found = {}
    for reference, text in rows:
        try:
            keys = PublicKeys.from_text(text)
        except ValueError:
            continue
        if keys.reference == reference:
            found[reference] = keys
    return found


def certify_anew(by: Unlocked, person: Person, roles: str) -> None:
    """Let `by` answer for this person, with these roles; whether that holds, `roles` looks at."""
    told = json.loads(person.certificate)
    offered = {"publiek": told["publiek"], "naam": person.naam, "rollen": roles}
    signature = by.keyring.sign(canonical(offered), INVITATION).hex()
    person.rollen = roles
    given = {"door": by.reference, "uitnodiging": signature}
    person.certificate = written({**told, **offered, **given})
    person.save(update_fields=["rollen", "certificate"])
    tell(person, by.keyring)


def trusted() -> dict[str, Person]:
    """Everybody who was let in by an administrator who was, back to the first person."""
    return _reached(people(), present().root)


def vouched_for(reference: str, root: str) -> Person | None:
    """This person, if `trusted` holds it; reads only who let it in, and so on to the first person.

    `root` is that of the installation's row.
    """
    road: dict[str, Person] = {}
    at = reference
    while at not in road:
        person = Person.objects.filter(reference=at).first()
        if person is None:
            break
        road[at], at = person, let_in_by(person)
    return _reached(road, root).get(reference)


def _reached(known: Mapping[str, Person], root: str) -> dict[str, Person]:
    """Of these people those with a whole road, among them, to the first person."""
    keys = signing_keys_of((each.reference, each.public) for each in known.values())
    rows = {ref: person for ref, person in known.items() if ref in keys}
    genuine = {ref: let_in_by(each) for ref, each in rows.items() if _is_certified(each, keys)}
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


def let_in_by(person: Person) -> str:
    """The reference of who let this person in, as the certificate says; empty where it can't."""
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
    keys, known, told, root = signing_keys(), trusted(), _last_told(), present().root
    for person in Person.objects.order_by("naam"):
        where = f"persoon {person.naam}"
        public = keys.get(person.reference)
        if public is None:
            yield Fault(where, "de sleutels zijn verwisseld")
        elif not verify(public, state(person, root), bytes(person.state_signature), STATE):
            yield Fault(where, "deze gegevens zijn veranderd buiten Meldcode om")
        elif person.reference not in known:
            yield Fault(where, "niet te zien is wie deze persoon toeliet")
        elif told.pop(person.reference, "") != _stand(person, root):
            yield Fault(where, "deze gegevens zijn niet die van de laatste keer in het logboek")
        elif not factor_rows.are_genuine(person):
            yield Fault(where, "de tweede stap is veranderd buiten Meldcode om")
    if told.pop(_KEYS, "") != _keys_stand(present()):
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


def tell(person: Person, by: Keyring, ground: str = "") -> None:
    """Write in the log how this row stands now, so that an older one can't be put back unseen."""
    ground = ground or "zelf" if by.public.reference == person.reference else "beheer"
    head = f"{person.reference}:{_stand(person, present().root)}"
    log.write(by, Look(CHANGE, ground=ground, head=head), dating.now())


def tell_keys(row: Installation, by: Keyring) -> None:
    """Write in the log which recovery and emergency key hold now; call it after they are stored."""
    head = f"{_KEYS}:{_keys_stand(row)}"
    log.write(by, Look(CHANGE, ground="beheer", head=head), dating.now())


def _keys_stand(row: Installation) -> str:
    given = [recovery_message(row).decode(), row.recovery_by]
    named = [emergency_message(row).decode(), row.emergency_by]
    return sha256(canonical([*given, *named, row.root])).hexdigest()[:40]


def _stand(person: Person, root: str) -> str:
    whole = [
        state(person, root).decode(),
        person.rollen,
        person.certificate,
        bool(person.is_active),
    ]
    return sha256(canonical(whole)).hexdigest()[:40]


def _is_certified(person: Person, keys: dict[str, bytes]) -> bool:
    try:
        told = json.loads(person.certificate)
        # One way of writing, so that nothing can be changed in it unseen.
        if written(told) != person.certificate:
            return False
        if (told["naam"], told["rollen"]) != (person.naam, person.rollen):
            return False
        offered = {name: told[name] for name in _OFFERED}
        invitation, proof = _hex(told["uitnodiging"]), _hex(told["sleutels"])
        if not verify(keys.get(told["door"], b""), canonical(offered), invitation, INVITATION):
            return False
        return _proves(told["publiek"], person.reference, proof)
    except (ValueError, KeyError, TypeError):
        return False


def written(told: Mapping[str, str]) -> str:
    """A certificate in its one way of writing."""
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
        key.verify(proof, CERTIFICATE + reference.encode())
    except InvalidSignature:
        return False
    return True


def certify(keyring: Keyring, told: dict[str, str]) -> dict[str, str]:
    """The first person lets in itself, in the same form as anybody after."""
    key = Ed25519PrivateKey.generate()
    offered = {"publiek": key.public_key().public_bytes_raw().hex(), **told}
    return {
        **offered,
        "door": keyring.public.reference,
        "uitnodiging": keyring.sign(canonical(offered), INVITATION).hex(),
        "sleutels": key.sign(CERTIFICATE + keyring.public.reference.encode()).hex(),
    }


def unsigned_factors() -> Iterator[str]:
    """Names of who set up a second factor before these were signed, and changed none since."""
    for person in Person.objects.filter(factors=None).order_by("naam"):
        if factor_rows.exist(person):
            yield person.naam


@contextmanager
def changing_factors(person: Person, keyring: Keyring) -> Iterator[None]:
    """Change second factors inside; their owner then signs for what there is, and the log knows.

    Raises PeopleError where the row isn't as its owner left it.
    """
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        check_state(held, keyring)
        yield
        held.factors = factor_rows.digest(held)
        sign_state(held, keyring)
        held.save(update_fields=["factors", "state_signature"])
        tell(held, keyring)
    person.factors, person.state_signature = held.factors, held.state_signature


def check_factors(person: Person) -> None:
    """Raises PeopleError where somebody else changed this person's second factors."""
    if not factor_rows.are_genuine(person):
        raise PeopleError(CHANGED)


def sign_state(person: Person, keyring: Keyring) -> None:
    """Sign what only this person may change, as it is now."""
    person.state_signature = keyring.sign(state(person, present().root), STATE)


def state(person: Person, root: str) -> bytes:
    """What `sign_state` signs."""
    own = [person.naam, person.public, person.password]
    recovers = [person.recovery_box, person.recovery_reference]
    factors = [person.factors] if factor_rows.are_signed(person) else []
    return canonical([*own, *recovers, root, *factors])


def present() -> Installation:
    """The installation's row. Raises PeopleError before the first person."""
    row = installation()
    if row is None:
        raise PeopleError("Meldcode is hier nog niet ingericht.")
    return row


def canonical(value: object) -> bytes:
    """A value as the bytes that are signed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
