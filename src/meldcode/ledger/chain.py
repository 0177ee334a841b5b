"""The chain of one case, as values: what a record holds, what it is signed over, what is wrong.

A case is a list of records that only grows. Each carries the hash of the one before, and is signed
by who made it; the content lies sealed in `body`, bound to its place by every other column. Who
may see the case is told by records too, so one check covers content and access alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Literal

from meldcode.vault.keys import Keyring, verify
from meldcode.vault.sealing import SealBroken, Secret, seal, unseal

START = "start"
ROUND = "ronde"
GRANT = "toegang"
END = "einde"
CONTENT = "inhoud"
Level = Literal["eigenaar", "schrijven", "lezen", "herstel", "nood"]
KINDS = (START, ROUND, GRANT, END, CONTENT)

PURPOSE = b"meldcode dossierregel 1"
NOTHING_BEFORE = bytes(32)
# Made once: `json.dumps` with an option of its own makes an encoder each time.
_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Record:
    """One record of a case.

    `number` counts from 1; `round` is that of the case key it was sealed under; `author` and
    `subject` are references of persons; `at` is ISO 8601 in UTC; `attached` is the SHA-256 (hex)
    of the sealed attachment, or empty.
    """

    zaak: str
    number: int
    round: int
    kind: str
    author: str
    at: str
    subject: str
    attached: str
    previous: bytes
    body: bytes
    hash: bytes = b""
    signature: bytes = b""

    @cached_property
    def header(self) -> bytes:
        """Every column that says where and what this is, in one unambiguous form."""
        columns = [1, self.zaak, self.number, self.round, self.kind, self.author, self.at]
        rest = [self.subject, self.attached, self.previous.hex()]
        return _encode([*columns, *rest]).encode()

    @cached_property
    def digest(self) -> bytes:
        """What `hash` must be: SHA-256 over the header and the body's own hash."""
        return sha256(self.header + sha256(self.body).digest()).digest()

    @property
    def made_at(self) -> datetime:
        """`at` as a moment (aware)."""
        return datetime.fromisoformat(self.at)

    def signed(self, keyring: Keyring) -> Record:
        """The record with its hash and the signature of `keyring`."""
        digest = self.digest
        return replace(self, hash=digest, signature=keyring.sign(digest, PURPOSE))


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written: where, and what, in Dutch."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def seal_content(key: Secret, record: Record, plaintext: bytes) -> Record:
    """The record with `plaintext` sealed as its body, bound to all its columns."""
    return replace(record, body=seal(key, plaintext, record.header))


def open_content(key: Secret, record: Record) -> bytes:
    """What `seal_content` sealed. Raises SealBroken where a column or the body was changed."""
    return unseal(key, record.body, record.header)


def links(records: Sequence[Record]) -> Iterator[Fault]:
    """Whether the records follow each other from 1 without a gap and hash to what they say."""
    if records and (records[0].number != 1 or records[0].previous != NOTHING_BEFORE):
        yield _fault(records[0], "het begin van deze zaak ontbreekt")
    if records and (records[0].kind != START or records[0].round != 1):
        yield _fault(records[0], "de eerste regel opent de zaak niet")
    yield from follow(records)


def follow(records: Sequence[Record]) -> Iterator[Fault]:
    """As `links`, for records that need not begin with the first."""
    for record in records:
        if record.hash != record.digest:
            yield _fault(record, "deze regel is veranderd")
    for before, after in pairwise(records):
        if after.number != before.number + 1:
            yield _fault(after, f"er ontbreekt iets tussen regel {before.number} en deze")
        elif after.previous != before.hash:
            yield _fault(after, "deze regel sluit niet aan op de regel ervoor")
        if after.round != before.round + (after.kind == ROUND):
            yield _fault(after, "deze regel hoort bij een andere sleutel dan de regel ervoor")
        if after.kind == START:
            yield _fault(after, "een zaak begint maar één keer")


def signature_fault(record: Record, signing_keys: Mapping[str, bytes]) -> Fault | None:
    """Whether the author signed this record; `signing_keys` goes by the person's reference."""
    public = signing_keys.get(record.author)
    if public is None:
        return _fault(record, "wie deze regel schreef, is onbekend")
    if not verify(public, record.digest, record.signature, PURPOSE):
        return _fault(record, "de handtekening klopt niet")
    return None


def seal_fault(key: Secret, record: Record) -> Fault | None:
    """Whether the content can be opened with the case's own key."""
    try:
        open_content(key, record)
    except SealBroken:
        return _fault(record, "het zegel is verbroken: de inhoud is niet meer te openen")
    return None


def head(records: Sequence[Record]) -> str:
    """The last record as `number:hash`, for a checkpoint or a line in the log; '0:' for none."""
    return f"{records[-1].number}:{records[-1].hash.hex()}" if records else "0:"


def _fault(record: Record, what: str) -> Fault:
    return Fault(f"zaak {record.zaak}, regel {record.number}", what)
