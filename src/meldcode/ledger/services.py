"""The only door to the stored cases: start, open, append, share, withdraw, destroy.

Every function that writes does so in one transaction; a caller that writes a line in the log opens
that transaction itself and both are stored, or neither.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from meldcode.ledger.chain import (
    CONTENT,
    END,
    GRANT,
    NOTHING_BEFORE,
    ROUND,
    START,
    Fault,
    Record,
    head,
    links,
    open_content,
    seal_content,
    signature_fault,
)
from meldcode.ledger.lists import Peeked as Peeked
from meldcode.ledger.lists import held_by as held_by
from meldcode.ledger.lists import peek as peek
from meldcode.ledger.lists import piece_of as piece_of
from meldcode.ledger.lists import rights_of as rights_of
from meldcode.ledger.lists import term_context
from meldcode.ledger.models import Attachment, Tombstone, Zaak
from meldcode.ledger.ownership import handed_over, proof_of
from meldcode.ledger.rights import (
    MAY_WRITE,
    CaseKeys,
    NoAccess,
    Recipient,
    Right,
    Tampered,
    emergency_body,
    grant_body,
    is_valid,
    keys_for,
    right_faults,
    rights,
    round_body,
)
from meldcode.ledger.stones import STONES_FILE as STONES_FILE
from meldcode.ledger.stones import TOMBSTONE_PURPOSE as TOMBSTONE_PURPOSE
from meldcode.ledger.stones import apply_stones as apply_stones
from meldcode.ledger.stones import is_genuine as is_genuine
from meldcode.ledger.stones import read_stones as read_stones
from meldcode.ledger.stones import remove_rows as remove_rows
from meldcode.ledger.stones import rightful as rightful
from meldcode.ledger.stones import sweep as sweep
from meldcode.ledger.stones import sync_folder as sync_folder
from meldcode.ledger.stones import tombstone_message as tombstone_message
from meldcode.ledger.stones import write_stones as write_stones
from meldcode.ledger.storage import load as load
from meldcode.ledger.storage import moment as moment
from meldcode.ledger.storage import store
from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import KEY_BYTES, SealBroken, Secret, seal, unseal

# Without letters and digits that look alike: a reference is read out over the phone.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
REFERENCE_LENGTH = 10
# Of a file with its copy: how long the file is, before it.
_LENGTH_BYTES = 8


class Behind(Exception):
    """Somebody added to the case since it was opened; `since` holds what came."""

    def __init__(self, since: Sequence[Record]) -> None:
        super().__init__(f"{len(since)} records came in between")
        self.since = tuple(since)


class Gone(Exception):
    """There is no such case."""


class AlreadyIn(Exception):
    """Whoever asks for emergency access may read this case already."""


@dataclass(frozen=True)
class OpenCase:
    """A case as one person opened it: its records, that person's right, and the keys."""

    zaak: str
    records: tuple[Record, ...]
    keys: CaseKeys
    reader: str
    right: Right
    # What rooms above made of the records, for who opens the case again (`again`); it names the
    # record it goes up to by hash.
    derived: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def may_write(self) -> bool:
        """Whether this person may add entries."""
        return self.right.level in MAY_WRITE

    @property
    def is_owner(self) -> bool:
        """Whether this person decides who else may see the case."""
        return self.right.level == "eigenaar"

    @property
    def head(self) -> str:
        """The last record as `number:hash`."""
        return head(self.records)

    @cached_property
    def rights(self) -> Mapping[str, Right]:
        """Everybody with a right, the two keys included."""
        return rights(self.records)

    @cached_property
    def contents(self) -> tuple[tuple[Record, bytes], ...]:
        """Every content record with its plaintext. Raises Tampered where a seal is broken."""
        return tuple((each, self.content(each)) for each in self.records if each.kind == CONTENT)

    def content(self, record: Record) -> bytes:
        """The plaintext of a content record. Raises Tampered where its seal is broken."""
        try:
            return open_content(self.keys.of(record.round), record)
        except SealBroken:
            where = f"zaak {record.zaak}, regel {record.number}"
            raise Tampered(Fault(where, "het zegel is verbroken")) from None


def start(
    keyring: Keyring, recipients: Sequence[Recipient], kader: str, kader_hash: str, now: datetime
) -> OpenCase:
    """Make a new case that `keyring`'s holder owns, with a box for every recipient.

    The others are keys. Another person comes in by a grant: that is how `lists` finds the case.
    """
    reference = "".join(secrets.choice(_ALPHABET) for _ in range(REFERENCE_LENGTH))
    keys = CaseKeys([Secret(secrets.token_bytes(KEY_BYTES))])
    me = keyring.public.reference
    record = Record(
        zaak=reference,
        number=1,
        round=1,
        kind=START,
        author=me,
        at=moment(now),
        subject="",
        attached="",
        previous=NOTHING_BEFORE,
        body=round_body(keys, reference, recipients, kader=kader, kader_hash=kader_hash),
    ).signed(keyring)
    with transaction.atomic():
        Zaak.objects.create(reference=reference, kader=kader, kader_hash=kader_hash)
        store(record)
    return OpenCase(reference, (record,), keys, me, rights([record])[me])


def open_case(
    zaak: str, keyring: Keyring, signing_keys: Mapping[str, bytes], now: datetime
) -> OpenCase:
    """Open a case for the holder of `keyring`, its chain, rights and newest signature checked.

    All signatures are checked when written, by `controleer` and at export; checking each one for
    every page would take longer than the page. Raises Gone, NoAccess or Tampered.
    """
    return open_loaded(zaak, load(zaak), keyring, signing_keys, now)


def open_loaded(
    zaak: str,
    records: tuple[Record, ...],
    keyring: Keyring,
    signing_keys: Mapping[str, bytes],
    now: datetime,
) -> OpenCase:
    """`open_case` for records as `load` gave them; `signing_keys` are those of their authors."""
    if not records:
        raise Gone
    _check(records, signing_keys)
    me = keyring.public.reference
    right = _valid(rights(records).get(me), not_before(records, now))
    return OpenCase(zaak, records, keys_for(records, keyring, me), me, right)


def not_before(records: Sequence[Record], now: datetime) -> datetime:
    """This moment, or that of the last record where the clock runs behind it."""
    return records[-1].made_at if records and records[-1].at > moment(now) else now


def _check(records: Sequence[Record], signing_keys: Mapping[str, bytes]) -> None:
    """Raises Tampered where the chain is broken, or who added something had no right to.

    The few records that tell of access are checked by their signature too: a colleague who writes
    in the database could else give rights in the owner's name, and sign what comes after.
    """
    telling = [each for each in records if each.kind != CONTENT or each is records[-1]]
    signed = (signature_fault(each, signing_keys) for each in telling)
    faults = [*links(records), *filter(None, signed), *right_faults(records)]
    if faults:
        raise Tampered(*faults)


def _valid(right: Right | None, now: datetime) -> Right:
    if right is None or not is_valid(right, now):
        raise NoAccess
    return right


def append(
    case: OpenCase, keyring: Keyring, plaintext: bytes, now: datetime, attached: str = ""
) -> OpenCase:
    """Add content to the case as it was opened, and give the case with it.

    Raises Behind where somebody else added something since, NoAccess where this person's right
    ended before the moment that the record is dated; nothing is stored then.
    """
    blank = _next(case, CONTENT, now, attached=attached)
    own = case.rights.get(case.reader)
    if own is not None and own.until and blank.at > own.until:
        raise NoAccess
    return _add(case, seal_content(case.keys.newest, blank, plaintext).signed(keyring))


@dataclass(frozen=True)
class SealedFile:
    """A file sealed to a round of a case's key; `sha256` (hex) is that of `sealed`."""

    round: int
    sealed: bytes
    sha256: str


def sealed_file(case: OpenCase, original: bytes, shown: bytes = b"") -> SealedFile:
    """Seal a file to the case; with `shown`, the copy in which it is looked at, in one with it.

    It takes its time for a large one, so do this before a transaction is opened.
    """
    form, plain = 1, original
    if shown:
        form, plain = 2, len(original).to_bytes(_LENGTH_BYTES) + original + shown
    sealed = seal(case.keys.newest, plain, _file_context(case.zaak, case.keys.round, form))
    return SealedFile(case.keys.round, sealed, sha256(sealed).hexdigest())


def attach(case: OpenCase, file: SealedFile) -> str:
    """Store a sealed file; gives the SHA-256 (hex) of the sealed bytes.

    Call it in the transaction of the entry that names it. Raises Behind where the case has a newer
    key than the file was sealed to.
    """
    if file.round != case.keys.round:
        raise Behind([])
    Attachment.objects.create(zaak=case.zaak, sha256=file.sha256, sealed=file.sealed)
    return file.sha256


class Attached(NamedTuple):
    """A file as it came, and the copy in which it is looked at; empty where none was kept."""

    original: bytes
    shown: bytes = b""


def attached(case: OpenCase, record: Record) -> Attached:
    """The file of a record. Raises Tampered where it is gone or was changed."""
    where = f"zaak {case.zaak}, regel {record.number}"
    row = Attachment.objects.filter(zaak=case.zaak, sha256=record.attached).first()
    if row is None:
        raise Tampered(Fault(where, "de bijlage ontbreekt"))
    key, sealed = case.keys.of(record.round), bytes(row.sealed)
    try:
        return Attached(unseal(key, sealed, _file_context(case.zaak, record.round, 1)))
    except SealBroken:
        pass
    try:
        plain = unseal(key, sealed, _file_context(case.zaak, record.round, 2))
    except SealBroken:
        raise Tampered(Fault(where, "de bijlage is veranderd")) from None
    end = _LENGTH_BYTES + int.from_bytes(plain[:_LENGTH_BYTES])
    return Attached(plain[_LENGTH_BYTES:end], plain[end:])


def grant(
    case: OpenCase, keyring: Keyring, recipient: Recipient, now: datetime, until: str = ""
) -> OpenCase:
    """Give somebody (or a key) a right; until `until` (ISO, UTC) where it ends by itself."""
    _owner_only(case)
    owner = recipient.level == "eigenaar"
    more = handed_over(keyring, case.zaak, recipient.reference) if owner else {}
    body = grant_body(case.keys, case.zaak, recipient, until, **more)
    blank = _next(case, GRANT, now, subject=recipient.reference)
    return _add(case, replace(blank, body=body).signed(keyring))


def enter_in_emergency(
    zaak: str,
    emergency_key: Keyring,
    keyring: Keyring,
    signing_keys: Mapping[str, bytes],
    me: Recipient,
    until: str,
    now: datetime,
) -> OpenCase:
    """Let the holder of the emergency key in to read until `until` (ISO, UTC).

    Raises Gone, Tampered, AlreadyIn, or NoAccess where the case holds no box for that key.
    """
    records = load(zaak)
    if not records:
        raise Gone
    _check(records, signing_keys)
    if is_valid(rights(records).get(me.reference), now):
        raise AlreadyIn
    keys = keys_for(records, emergency_key, emergency_key.public.reference)
    case = OpenCase(zaak, records, keys, me.reference, Right("lezen", until))
    body = emergency_body(keys, zaak, me, until, emergency_key)
    blank = _next(case, GRANT, now, subject=me.reference)
    return _add(case, replace(blank, body=body).signed(keyring))


def withdraw(
    case: OpenCase, keyring: Keyring, reference: str, remaining: Sequence[Recipient], now: datetime
) -> OpenCase:
    """End somebody's right and start a new key round for `remaining`.

    What they could read before they may have copied; what is added from now on they cannot open.
    """
    _owner_only(case)
    if reference == case.reader:
        # After its own end nobody may begin a round; the round itself leaves this person out.
        return new_round(case, keyring, remaining, now, reference)
    ended = _add(case, _next(case, END, now, subject=reference).signed(keyring))
    return new_round(ended, keyring, remaining, now)


def new_round(
    case: OpenCase,
    keyring: Keyring,
    recipients: Sequence[Recipient],
    now: datetime,
    leaving: str = "",
) -> OpenCase:
    """A fresh case key, boxed for `recipients` alone; older rounds stay readable to them.

    `leaving` is the owner who goes with it.
    """
    _owner_only(case)
    keys = case.keys.with_next(Secret(secrets.token_bytes(KEY_BYTES)))
    blank = replace(_next(case, ROUND, now, subject=leaving), round=keys.round)
    body = round_body(keys, case.zaak, recipients)
    added = _add(case, replace(blank, body=body).signed(keyring))
    return replace(added, keys=keys)


def note(zaak: str, status: str, due: date | None) -> None:
    """Keep what lists and reminders need; it follows from the entries and repeats none."""
    Zaak.objects.filter(reference=zaak).update(status=status, due=due)


def note_term(case: OpenCase, told: bytes) -> None:
    """Keep what tells until when the case is kept, sealed to who may read it."""
    sealed = seal(case.keys.newest, told, term_context(case.zaak))
    row = Zaak.objects.filter(reference=case.zaak)
    row.update(term=sealed, term_round=case.keys.round)


def destroy(case: OpenCase, keyring: Keyring, ground: str, now: datetime) -> Tombstone:
    """Remove a case for good: records, keys, attachments. A signed tombstone stays.

    Raises Behind where somebody added something that who destroys it has not seen; Gone.
    Afterwards, outside the transaction, `sweep` cleans what the database file still holds.
    """
    _owner_only(case)
    with transaction.atomic():
        _must_be_newest(case)
        stone = _stone(case, keyring, ground, now)
        stone.save(force_insert=True)
        remove_rows([case.zaak])
    return stone


def _stone(case: OpenCase, keyring: Keyring, ground: str, now: datetime) -> Tombstone:
    stone = Tombstone(
        zaak=case.zaak,
        at=max(moment(now), case.records[-1].at),
        author=case.reader,
        ground=ground,
        head=case.head,
    )
    stone.proof = proof_of(case.records, keyring)
    stone.signature = keyring.sign(tombstone_message(stone), TOMBSTONE_PURPOSE)
    return stone


def _owner_only(case: OpenCase) -> None:
    if not case.is_owner:
        raise NoAccess


def _next(
    case: OpenCase, kind: str, now: datetime, subject: str = "", attached: str = ""
) -> Record:
    last = case.records[-1]
    return Record(
        zaak=case.zaak,
        number=last.number + 1,
        round=case.keys.round,
        kind=kind,
        author=case.reader,
        # Nothing is dated before what it follows, also where the clock was put back.
        at=moment(not_before(case.records, now)),
        subject=subject,
        attached=attached,
        previous=last.hash,
        body=b"",
    )


def _add(case: OpenCase, record: Record) -> OpenCase:
    """Store `record` behind the case as it was opened. Raises Behind or Gone."""
    with transaction.atomic():
        _must_be_newest(case)
        try:
            store(record)
        except IntegrityError:
            raise Behind([]) from None
    records = (*case.records, record)
    return replace(case, records=records)


def _must_be_newest(case: OpenCase) -> None:
    """Hold the case until the transaction ends. Raises Gone, or Behind where it went on."""
    # One writer a case at a time, also where the database lets several write at once.
    if Zaak.objects.select_for_update().filter(pk=case.zaak).first() is None:
        raise Gone
    since = load(case.zaak, since=case.records[-1].number + 1)
    if since:
        raise Behind(since)


def _file_context(zaak: str, round_: int, form: int) -> bytes:
    return f"meldcode bijlage {form}\x00{zaak}\x00{round_}".encode()
