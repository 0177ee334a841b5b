"""Who holds the key of a case, told by the chain itself: grants, their end, and new key rounds.

A case has a random key for each round. A **box** is what one person can open: the keys of all
rounds so far, sealed to that person's public key. The first record and each new round commit to
the key by a hash, so nobody who can write in the database can put another key in its place.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, get_args

from meldcode.ledger.chain import CONTENT, END, GRANT, ROUND, START, Fault, Level, Record
from meldcode.vault.keys import Keyring, PublicKeys, seal_to, verify
from meldcode.vault.sealing import KEY_BYTES, SealBroken, Secret

LEVELS: tuple[Level, ...] = get_args(Level)
MAY_WRITE: frozenset[Level] = frozenset({"eigenaar", "schrijven"})
# These two are keys rather than persons; nobody reads a case as one of them.
KEYS_ONLY: frozenset[Level] = frozenset({"herstel", "nood"})
EMERGENCY_PURPOSE = b"meldcode noodtoegang 1"


class NoAccess(Exception):
    """This person holds no key of this case, or none any more."""


class Tampered(Exception):
    """The case is not as it was written; `faults` names where."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Recipient:
    """Whom a case key is sealed to: a person's (or key's) reference, public key and level."""

    reference: str
    sealing: bytes
    level: Level


class CaseKeys:
    """The keys of a case by round; `newest` seals what is added now."""

    def __init__(self, keys: Sequence[Secret]) -> None:
        self._keys = tuple(keys)

    @property
    def round(self) -> int:
        """The newest round, from 1."""
        return len(self._keys)

    @property
    def newest(self) -> Secret:
        """The key that new content is sealed under."""
        return self._keys[-1]

    def of(self, round_: int) -> Secret:
        """The key of a round. Raises SealBroken where there is none."""
        if not 1 <= round_ <= len(self._keys):
            raise SealBroken
        return self._keys[round_ - 1]

    def with_next(self, key: Secret) -> CaseKeys:
        """These keys and one more round."""
        return CaseKeys([*self._keys, key])

    def boxed(self) -> Secret:
        """All keys in one value, for a box."""
        return Secret(b"".join(key.reveal() for key in self._keys))


def commitment(key: Secret) -> str:
    """What a round says of its key: a hash (hex) that tells nothing of a random key."""
    return sha256(b"meldcode zaaksleutel 1\x00" + key.reveal()).hexdigest()


def box(keys: CaseKeys, zaak: str, recipient: Recipient) -> str:
    """The keys sealed to one recipient (base64), bound to case, person and round."""
    info = _info(zaak, recipient.reference, keys.round)
    return base64.b64encode(seal_to(recipient.sealing, keys.boxed(), info)).decode()


def round_body(keys: CaseKeys, zaak: str, recipients: Sequence[Recipient], **more: str) -> bytes:
    """The body of a START or ROUND record: what commits to the key, and a box for everybody."""
    return _to_bytes(
        {
            **more,
            "toets": commitment(keys.newest),
            "niveaus": {each.reference: each.level for each in recipients},
            "dozen": {each.reference: box(keys, zaak, each) for each in recipients},
        }
    )


def grant_body(
    keys: CaseKeys, zaak: str, recipient: Recipient, until: str = "", **more: Any
) -> bytes:
    """The body of a GRANT record; `until` (ISO, UTC) ends it by itself."""
    boxed = box(keys, zaak, recipient)
    return _to_bytes({**more, "niveau": recipient.level, "doos": boxed, "tot": until})


def emergency_body(
    keys: CaseKeys, zaak: str, recipient: Recipient, until: str, emergency_key: Keyring
) -> bytes:
    """The body of a GRANT with which somebody lets itself in, proved by the emergency key."""
    message = emergency_message(zaak, recipient.reference, until)
    proof = emergency_key.sign(message, EMERGENCY_PURPOSE).hex()
    public = emergency_key.public.to_text()
    return grant_body(keys, zaak, recipient, until, noodsleutel=public, bewijs=proof)


@dataclass(frozen=True)
class Right:
    """What somebody may do in a case, and until when (ISO, UTC; empty: until it is ended)."""

    level: Level
    until: str = ""


def is_valid(right: Right | None, now: datetime) -> bool:
    """Whether somebody with this right reads the case now."""
    if right is None or right.level in KEYS_ONLY:
        return False
    return not right.until or datetime.fromisoformat(right.until) > now


def rights(records: Sequence[Record]) -> dict[str, Right]:
    """Everybody with a right at the end of these records, by reference."""
    held: dict[str, Right] = {}
    for record in records:
        if record.kind in (START, ROUND):
            held = {ref: Right(level) for ref, level in body_of(record)["niveaus"].items()}
        elif record.kind == GRANT:
            body = body_of(record)
            held[record.subject] = Right(body["niveau"], body["tot"])
        elif record.kind == END:
            held.pop(record.subject, None)
    return held


def right_faults(records: Sequence[Record]) -> Iterator[Fault]:
    """Whether each record was made by somebody who had the right to make it then."""
    return later_faults({}, records)


def later_faults(before: Mapping[str, Right], records: Sequence[Record]) -> Iterator[Fault]:
    """`right_faults` of records behind those that gave the rights in `before`."""
    held = dict(before)
    for record in records:
        where = f"zaak {record.zaak}, regel {record.number}"
        try:
            if record.kind != START and not _may(held, record):
                yield Fault(where, "wie deze regel schreef, mocht dat niet")
            held = _after(held, record)
        except Tampered as broken:
            yield from broken.faults


def _may(held: Mapping[str, Right], record: Record) -> bool:
    right = held.get(record.author)
    if right is None or (right.until and record.at > right.until):
        return _in_emergency(held, record)
    if right.level == "eigenaar":
        return True
    # Whoever reads in an emergency writes down why; nothing else is added by a reader.
    timed_reader = right.level == "lezen" and bool(right.until)
    return record.kind == CONTENT and (right.level == "schrijven" or timed_reader)


def _in_emergency(held: Mapping[str, Right], record: Record) -> bool:
    """Whether the author let itself in with the emergency key: to read, until a moment."""
    if record.kind != GRANT or record.subject != record.author:
        return False
    body = body_of(record)
    try:
        key = PublicKeys.from_text(body["noodsleutel"])
        proof = bytes.fromhex(body["bewijs"])
    except (KeyError, ValueError, TypeError):
        return False
    known = held.get(key.reference)
    if known is None or known.level != "nood" or body["niveau"] != "lezen" or not body["tot"]:
        return False
    message = emergency_message(record.zaak, record.subject, body["tot"])
    return verify(key.signing, message, proof, EMERGENCY_PURPOSE)


def emergency_message(zaak: str, reference: str, until: str) -> bytes:
    """What the emergency key signs for somebody who lets itself in."""
    return _to_bytes([zaak, reference, until])


def _after(held: dict[str, Right], record: Record) -> dict[str, Right]:
    if record.kind == CONTENT:
        return held
    if record.kind in (START, ROUND):
        return rights([record])
    if record.kind == GRANT:
        return {**held, **rights([record])}
    return {ref: right for ref, right in held.items() if ref != record.subject}


def keys_for(records: Sequence[Record], keyring: Keyring, reference: str) -> CaseKeys:
    """The keys of the case as this person holds them, checked against what the case committed to.

    Raises NoAccess where there is no box for `reference`; Tampered where a box or key was swapped.
    """
    found = _last_box(records, reference)
    if found is None:
        raise NoAccess
    record, text = found
    where = f"zaak {record.zaak}, regel {record.number}"
    try:
        info = _info(record.zaak, reference, record.round)
        plain = keyring.open(base64.b64decode(text, validate=True), info).reveal()
    except (SealBroken, binascii.Error):
        raise Tampered(Fault(where, "de sleutel van deze zaak is verwisseld")) from None
    parts = [Secret(plain[at : at + KEY_BYTES]) for at in range(0, len(plain), KEY_BYTES)]
    keys = CaseKeys(parts)
    if keys.round != record.round:
        raise Tampered(Fault(where, "de sleutel van deze zaak is verwisseld"))
    faults = tuple(_commitment_faults(records, keys))
    if faults:
        raise Tampered(*faults)
    return keys


def _last_box(records: Sequence[Record], reference: str) -> tuple[Record, str] | None:
    for record in reversed(records):
        if record.kind == GRANT and record.subject == reference:
            return record, body_of(record)["doos"]
        if record.kind in (START, ROUND):
            boxed = body_of(record)["dozen"].get(reference)
            if boxed is not None:
                return record, boxed
    return None


def _commitment_faults(records: Sequence[Record], keys: CaseKeys) -> Iterator[Fault]:
    for record in records:
        if record.kind not in (START, ROUND) or record.round > keys.round:
            continue
        # There is no round before the first: whoever names one changed the record.
        if body_of(record)["toets"] != commitment(keys.of(max(record.round, 1))):
            where = f"zaak {record.zaak}, regel {record.number}"
            yield Fault(where, "de sleutel van deze zaak is verwisseld")


def body_of(record: Record) -> dict[str, Any]:
    """The body of a record that tells of access. Raises Tampered where it isn't one of ours."""
    try:
        body = json.loads(record.body)
        return _checked(body, record.kind)
    except (ValueError, KeyError, TypeError, AttributeError):
        where = f"zaak {record.zaak}, regel {record.number}"
        raise Tampered(Fault(where, "deze regel is onleesbaar")) from None


def _checked(body: dict[str, Any], kind: str) -> dict[str, Any]:
    levels = [body["niveau"]] if kind == GRANT else list(body["niveaus"].values())
    texts = (
        [body["tot"], body["doos"]] if kind == GRANT else [body["toets"], *body["dozen"].values()]
    )
    if not all(level in LEVELS for level in levels) or not all(isinstance(t, str) for t in texts):
        raise ValueError
    if kind == GRANT and body["tot"]:
        datetime.fromisoformat(body["tot"])
    return body


def _info(zaak: str, reference: str, round_: int) -> bytes:
    return _to_bytes(["meldcode", 1, zaak, reference, round_])


def _to_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
