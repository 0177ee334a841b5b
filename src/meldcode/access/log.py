"""The log of every look: written in the transaction of the look itself, chained and signed.

A line that can't be written stops the page. The log holds no content. What a name in it means:
`action` is what was done, `ground` why it was allowed, `result` whether it was.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from meldcode.access import dating
from meldcode.access.models import Installation, LogLine
from meldcode.ledger.chain import NOTHING_BEFORE, Fault
from meldcode.ledger.models import Row, Tombstone, Zaak
from meldcode.ledger.ownership import owns
from meldcode.ledger.services import OpenCase, moment
from meldcode.vault.keys import Keyring, verify

PURPOSE = b"meldcode logregel 1"

LOG_IN = "inloggen"
DONE = "gelukt"
REFUSED = "geweigerd"
# What the log calls the begin and the end of a case; `faults` holds tombstones against them.
BEGUN = "zaak begonnen"
DESTROYED = "vernietigd"
# The run of the clock that sees which terms are over: nobody looks.
RUN = "bewaartermijn nakijken"
_OWN = "eigen zaak"
# A line that says that the clock went back; its `head` is what the clock said.
CLOCK = "klok liep achter"
# Behind the ground of a look by somebody who is called like a person in the case.
NAMESAKE = ", zelfde naam"


@dataclass(frozen=True)
class Look:
    """What the line will say: see `LogLine`."""

    action: str
    zaak: str = ""
    ground: str = ""
    result: str = DONE
    head: str = ""


def ground_of(case: OpenCase) -> str:
    """Why a look at this case is allowed to who opened it."""
    if case.right.until:
        return "noodtoegang"
    return _OWN if case.is_owner else "gedeeld"


def write(keyring: Keyring, look: Look, now: datetime) -> LogLine:
    """Write one line, signed by who looked. Raises DatabaseError where it can't be written.

    Where the clock runs behind the last line, this one is dated as that; when that begins, a line
    of its own says how late the clock made it.
    """
    return _append(keyring, look, now)


def write_failed(reference: str, ground: str, now: datetime) -> LogLine:
    """Write that somebody tried to log in as this person (empty: as nobody here) and failed.

    Nobody can sign that; the lines after it hold its hash. Raises DatabaseError.
    """
    return _append(None, Look(LOG_IN, ground=ground, result=REFUSED, head=reference), now)


def _append(keyring: Keyring | None, look: Look, now: datetime) -> LogLine:
    # A line that can't be written takes what it tells of along, so there is no point to go back to.
    with transaction.atomic(savepoint=False):
        hold()
        last = LogLine.objects.order_by("-number").first()
        at = moment(now)
        if last is not None and last.at > at:
            # Nothing is dated before what it follows.
            # Of who could not log in nobody signs that; the next line does.
            if keyring and look.action != CLOCK and _is_a_step(last, now):
                last = _append(keyring, Look(CLOCK, ground="zelf", head=at), now)
            at = last.at
        line = LogLine(
            number=last.number + 1 if last else 1,
            at=at,
            reference=keyring.public.reference if keyring else "",
            action=look.action,
            zaak=_case(look),
            ground=look.ground,
            result=look.result,
            head=look.head,
            previous=bytes(last.hash) if last else NOTHING_BEFORE,
        )
        line.hash = _digest(line)
        line.signature = keyring.sign(line.hash, PURPOSE) if keyring else b""
        line.save(force_insert=True)
    return line


def _is_a_step(last: LogLine, now: datetime) -> bool:
    """Whether the clock went back further than clocks differ, and no line says so yet."""
    if datetime.fromisoformat(last.at) <= now + dating.TOLERANCE:
        return False
    told = LogLine.objects.filter(action=CLOCK).order_by("-number").first()
    return told is None or told.at != last.at


def _case(look: Look) -> str:
    """The case of a line. Of what was refused it may be anything that somebody typed."""
    if look.result == DONE:
        return look.zaak
    # Both are always asked, so that no time tells which case there is.
    known = [table.objects.filter(zaak=look.zaak).exists() for table in (Row, Tombstone)]
    return look.zaak if any(known) else ""


def hold() -> None:
    """Take the turn to write the log, until the transaction ends.

    Everything is locked in one order, so that nobody waits in a circle: the case, then this turn,
    then all the rest. Whoever changes people or keys takes it first, and then changes no case.
    """
    # SQLite has one writer already (IMMEDIATE); elsewhere the installation's row is the gate.
    if connection.vendor != "sqlite":
        Installation.objects.select_for_update().filter(pk=1).first()


def _digest(line: LogLine) -> bytes:
    columns = [1, line.number, line.at, line.reference, line.action, line.zaak]
    rest = [line.ground, line.result, line.head, bytes(line.previous).hex()]
    return sha256(json.dumps([*columns, *rest], ensure_ascii=False).encode()).digest()


def faults(signing_keys: Mapping[str, bytes]) -> Iterator[Fault]:
    """Everything wrong with the log: changed, missing, forged; and cases that went unseen."""
    expected, before, after = 1, NOTHING_BEFORE, ""
    ahead = moment(dating.now() + dating.AHEAD)
    seen: dict[str, dict[int, str]] = defaultdict(dict)
    owners, ends = dict[str, str](), set[tuple[str, str, str]]()
    for line in LogLine.objects.order_by("number").iterator():
        where = f"logboek, regel {line.number}"
        if line.number != expected:
            yield Fault(where, "hiervoor ontbreekt iets")
        elif bytes(line.previous) != before:
            yield Fault(where, "deze regel sluit niet aan op de regel ervoor")
        if bytes(line.hash) != _digest(line):
            yield Fault(where, "deze regel is veranderd")
        yield from _dated_wrong(where, line, after, ahead)
        if not _is_signed(line, signing_keys.get(line.reference, b"")):
            yield Fault(where, "de handtekening klopt niet")
        expected, before, after = line.number + 1, bytes(line.hash), line.at
        if line.result == DONE and line.zaak and line.head:
            number, hash_ = _head(line.head)
            seen[line.zaak][number] = hash_
            if line.action == BEGUN or line.ground == _OWN:
                owners.setdefault(line.zaak, line.reference)
            if line.action == DESTROYED:
                ends.add((line.zaak, line.reference, line.head))
    genuine = frozenset[str]()
    for stone in Tombstone.objects.order_by("zaak"):
        what = _stone_fault(stone, owners.get(stone.zaak, ""), seen[stone.zaak], ends)
        if what:
            yield Fault(f"grafsteen {stone.zaak}", what)
        else:
            genuine |= {stone.zaak}
    yield from _unseen(seen, genuine)


def _stone_fault(
    stone: Tombstone, owner: str, heads: Mapping[int, str], ends: Set[tuple[str, str, str]]
) -> str:
    """What the log says against this tombstone; empty where it is an owner's, at the case's end.

    A log that was put back with an older database doesn't know of a stone that was carried over;
    nor do the stones of before they told how their signer came to own the case need a line.
    """
    number, hash_ = _head(stone.head)
    if owner and not owns(stone.zaak, stone.author, stone.proof or "", {owner}):
        return "wie deze tekende, beheerde de zaak niet"
    if number < max(heads, default=0) or heads.get(number, hash_) != hash_:
        return "deze noemt niet het eind van de zaak"
    told = (stone.zaak, stone.author, stone.head) in ends
    if stone.proof and not stone.carried and not told:
        return "het logboek weet niet van deze vernietiging"
    return ""


def _is_signed(line: LogLine, public: bytes) -> bool:
    """Whether who it tells of signed it, or it tells of somebody who could not log in."""
    if not line.reference:
        failed = (line.action, line.result, line.zaak) == (LOG_IN, REFUSED, "")
        return failed and not bytes(line.signature)
    return bool(public) and verify(public, _digest(line), bytes(line.signature), PURPOSE)


def _dated_wrong(where: str, line: LogLine, after: str, ahead: str) -> Iterator[Fault]:
    if line.at < after:
        yield Fault(where, "deze regel is gedateerd vóór de regel ervoor")
    if line.at > ahead:
        yield Fault(where, "deze regel is gedateerd in de toekomst: de klok liep voor")
    if line.action == CLOCK:
        yield Fault(where, f"de klok liep hier achter: zij stond op {line.head[:16]} (UTC)")


def _head(text: str) -> tuple[int, str]:
    """Number and hash of a head; 0 where it is damaged, which is told already."""
    number, _, hash_ = text.partition(":")
    return (int(number), hash_) if number.isascii() and number.isdecimal() else (0, "")


def _unseen(seen: Mapping[str, Mapping[int, str]], stones: Set[str]) -> Iterator[Fault]:
    """Cases that are not as the log saw them, or are gone without a tombstone that counts."""
    known = set(Zaak.objects.values_list("reference", flat=True))
    for zaak, heads in seen.items():
        if zaak in stones or not heads:
            continue
        rows = Row.objects.filter(zaak=zaak).values_list("number", "hash")
        hashes = {number: bytes(hash_).hex() for number, hash_ in rows}
        if not hashes and zaak not in known:
            yield Fault(f"zaak {zaak}", "deze zaak staat in het logboek maar is verdwenen")
            continue
        yield from _unlike(zaak, heads, hashes)


def _unlike(zaak: str, heads: Mapping[int, str], hashes: Mapping[int, str]) -> Iterator[Fault]:
    end, last = max(hashes, default=0), max(heads)
    if end < last:
        yield Fault(f"zaak {zaak}", f"het logboek zag regel {last}, maar de zaak eindigt bij {end}")
    for number, hash_ in heads.items():
        # Also its own author can't write the past of a case anew.
        if hashes.get(number, hash_) != hash_:
            yield Fault(f"zaak {zaak}, regel {number}", "deze regel is anders dan het logboek zag")
