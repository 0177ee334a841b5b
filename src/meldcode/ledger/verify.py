"""Everything that can be checked of the stored cases, and a checkpoint to hold them against.

Without a passphrase: chains, signatures, rights, attachments and tombstones. With a keyring also
every seal this person can open. Against a checkpoint kept elsewhere also what was cut off the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise

from meldcode.ledger import chain
from meldcode.ledger.chain import Fault, Record
from meldcode.ledger.models import Attachment, Row, Tombstone, Zaak
from meldcode.ledger.ownership import owns
from meldcode.ledger.rights import (
    NoAccess,
    Tampered,
    body_of,
    keys_for,
    right_faults,
    rights,
)
from meldcode.ledger.services import OpenCase, is_genuine, load, moment
from meldcode.ledger.storage import COLUMNS, as_record
from meldcode.vault.keys import Keyring

# A clock that is this far ahead was set wrong.
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Head:
    """Where a case ended: the number and hash (hex) of its last record."""

    number: int
    hash: str


def cases() -> tuple[str, ...]:
    """References of all cases that have a row or a record, in order."""
    named = set(Zaak.objects.values_list("reference", flat=True))
    return tuple(sorted(named | set(Row.objects.values_list("zaak", flat=True).distinct())))


def faults(signing_keys: Mapping[str, bytes], keyring: Keyring | None = None) -> Iterator[Fault]:
    """Everything wrong with the stored cases."""
    known = cases()
    for zaak in known:
        records = load(zaak)
        yield from case_faults(zaak, records, signing_keys)
        yield from dating_faults(records)
        yield from _attachment_faults(zaak, records)
        if keyring is not None:
            yield from seal_faults(records, keyring)
    for zaak in Attachment.objects.exclude(zaak__in=known).values_list("zaak", flat=True):
        yield Fault(f"zaak {zaak}", "er is een bijlage van een zaak die er niet is")
    yield from _tombstone_faults(signing_keys)


def case_faults(
    zaak: str, records: Sequence[Record], signing_keys: Mapping[str, bytes]
) -> Iterator[Fault]:
    """What is wrong with one case, as far as it can be seen without opening a seal."""
    where = f"zaak {zaak}"
    if not records:
        yield Fault(where, "alle regels van deze zaak ontbreken")
        return
    yield from chain.links(records)
    for record in records:
        found = chain.signature_fault(record, signing_keys)
        if found:
            yield found
    yield from right_faults(records)
    row = Zaak.objects.filter(reference=zaak).first()
    if row is None:
        yield Fault(where, "deze zaak ontbreekt in de lijst van zaken")
    elif records[0].kind == chain.START:
        yield from _list_faults(row, records[0])


def dating_faults(records: Sequence[Record], now: datetime | None = None) -> Iterator[Fault]:
    """Whether a record is dated before the one it follows, or more than a day after today.

    It tells that a clock was wrong or somebody dated back; the case opens all the same.
    """
    ahead = moment((now or datetime.now(UTC)) + AHEAD)
    for before, after in pairwise([None, *records]):
        assert after is not None, "only the first one follows nothing"
        where = f"zaak {after.zaak}, regel {after.number}"
        if before is not None and after.at < before.at:
            yield Fault(where, "deze regel is gedateerd vóór de regel ervoor")
        if after.at > ahead:
            yield Fault(where, "deze regel is gedateerd in de toekomst: de klok liep voor")


def must_stand(case: OpenCase, signing_keys: Mapping[str, bytes]) -> None:
    """Every signature of a case as it is stored now, for what leaves it. Raises Tampered."""
    stored = load(case.zaak)
    found = list(case_faults(case.zaak, stored, signing_keys))
    if stored[: len(case.records)] != case.records:
        found.append(Fault(f"zaak {case.zaak}", "deze zaak is anders dan toen zij openging"))
    if found:
        raise Tampered(*found)


def _list_faults(row: Zaak, first: Record) -> Iterator[Fault]:
    try:
        body = body_of(first)
    except Tampered:
        return
    if (row.kader, row.kader_hash) != (body.get("kader"), body.get("kader_hash")):
        yield Fault(f"zaak {row.reference}", "het kader in de lijst is een ander dan in de zaak")


def seal_faults(records: Sequence[Record], keyring: Keyring) -> Iterator[Fault]:
    """Every seal of this case that its holder should be able to open and can't."""
    try:
        keys = keys_for(records, keyring, keyring.public.reference)
    except NoAccess:
        return
    except Tampered as broken:
        yield from broken.faults
        return
    for record in records:
        if record.kind != chain.CONTENT or record.round > keys.round:
            continue
        # No key there ever was opens a round before the first.
        key = keys.of(max(record.round, 1))
        found = chain.seal_fault(key, record)
        if found:
            yield found


def _attachment_faults(zaak: str, records: Sequence[Record]) -> Iterator[Fault]:
    wanted = {record.attached: record.number for record in records if record.attached}
    stored = Attachment.objects.filter(zaak=zaak)
    present = set(stored.values_list("sha256", flat=True))
    for digest in sorted(present):
        # One in memory at a time, and without a cursor of the server: a pool may have none.
        row = stored.get(sha256=digest)
        if sha256(bytes(row.sealed)).hexdigest() != row.sha256:
            yield Fault(f"zaak {zaak}, bijlage {row.sha256[:8]}", "deze bijlage is veranderd")
        elif row.sha256 not in wanted:
            yield Fault(f"zaak {zaak}, bijlage {row.sha256[:8]}", "deze bijlage hoort nergens bij")
    for digest, number in wanted.items():
        if digest not in present:
            yield Fault(f"zaak {zaak}, regel {number}", "de bijlage ontbreekt")


def _tombstone_faults(signing_keys: Mapping[str, bytes]) -> Iterator[Fault]:
    for stone in Tombstone.objects.all():
        if not is_genuine(stone, signing_keys):
            yield Fault(f"grafsteen {stone.zaak}", "de handtekening klopt niet")
        if Row.objects.filter(zaak=stone.zaak).exists():
            yield Fault(f"grafsteen {stone.zaak}", "er staan nog regels van deze zaak")


def heads() -> dict[str, Head]:
    """Where every case ends now."""
    ends = {}
    for zaak in cases():
        last = Row.objects.filter(zaak=zaak).order_by("-number").first()
        if last is not None:
            ends[zaak] = Head(last.number, bytes(last.hash).hex())
    return ends


def owners() -> dict[str, list[str]]:
    """Who owns every case now, in order; none of one whose records can't be read."""
    found = {}
    for zaak in cases():
        telling = Row.objects.filter(zaak=zaak).exclude(kind=chain.CONTENT).order_by("number")
        records = [as_record(row) for row in telling.values_list(*COLUMNS)]
        try:
            held = rights(records)
        except Tampered:
            continue
        found[zaak] = sorted(ref for ref, right in held.items() if right.level == "eigenaar")
    return found


def against(
    kept: Mapping[str, Head], owned: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Fault]:
    """What is missing or other than when the heads in `kept` were written down.

    `owned` holds the owners of then; a case that is gone must have been ended by one of them.
    """
    stones = {stone.zaak: stone for stone in Tombstone.objects.all()}
    for zaak, head in kept.items():
        row = Row.objects.filter(zaak=zaak, number=head.number).first()
        if row is None and zaak in stones:
            yield from _stone_against(stones[zaak], head, owned)
        elif row is None:
            last = Row.objects.filter(zaak=zaak).order_by("-number").first()
            end = last.number if last else 0
            yield Fault(
                f"zaak {zaak}",
                f"in het ijkpunt staan {head.number} regels, nu nog {end}: het eind ontbreekt",
            )
        elif bytes(row.hash).hex() != head.hash:
            yield Fault(
                f"zaak {zaak}, regel {head.number}", "deze regel is anders dan in het ijkpunt"
            )


def _stone_against(
    stone: Tombstone, head: Head, owned: Mapping[str, Sequence[str]] | None
) -> Iterator[Fault]:
    where = f"grafsteen {stone.zaak}"
    number, _, hash_ = stone.head.partition(":")
    end = int(number) if number.isdecimal() else 0
    if end < head.number or (end == head.number and hash_ != head.hash):
        yield Fault(where, "deze noemt een ander eind van de zaak dan het ijkpunt")
    elif owned is not None:
        then = owned.get(stone.zaak, ())
        if not owns(stone.zaak, stone.author, stone.proof or "", then):
            yield Fault(where, "wie deze tekende, beheerde de zaak niet volgens het ijkpunt")
