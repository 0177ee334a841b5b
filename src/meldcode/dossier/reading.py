"""The entries of an opened case, read on from where they were read before.

What was read stands beside the case in memory, under the hash of the last record it goes up to;
that hash covers every record before it, so it can be of no other case and no other course of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meldcode.access import known
from meldcode.dossier import timeline
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import Entered, Entry, from_bytes
from meldcode.ledger.chain import CONTENT
from meldcode.ledger.services import OpenCase

_KEPT_AS = "aantekeningen"


@dataclass(frozen=True)
class Reading:
    """The entries of the first `count` records, of which `hash` is the last one's.

    `names` are those of the authors by reference, `facts` the entries that count, `order` is that
    of the line of time. `garbled` are the numbers of records that are no entry.
    """

    count: int
    hash: bytes
    names: Mapping[str, str]
    entered: tuple[Entered, ...]
    facts: CaseFile
    order: tuple[Entered, ...]
    garbled: tuple[int, ...] = ()


_NOTHING = Reading(0, b"", {}, (), CaseFile(()), ())


def reading_of(case: OpenCase) -> Reading:
    """Every entry of the case. Raises Tampered where a seal is broken."""
    before = _before(case)
    new = case.records[before.count :]
    authors = {*before.names, *(record.author for record in new)}
    found = known.names(authors)
    names = {each: found.get(each, "onbekend") for each in authors}
    if any(names[each] != name for each, name in before.names.items()):
        before, new = _NOTHING, case.records
    if not new:
        return before
    read = [(each, entry_of(case.content(each))) for each in new if each.kind == CONTENT]
    came = tuple(
        Entered(record.number, names[record.author], record.made_at, entry)
        for record, entry in read
        if entry is not None
    )
    garbled = (*before.garbled, *(record.number for record, entry in read if entry is None))
    last = case.records[-1]
    entered = (*before.entered, *came)
    facts = before.facts.followed_by(came, entered)
    order = timeline.order(came, before.order)
    reading = Reading(len(case.records), last.hash, names, entered, facts, order, garbled)
    case.derived[_KEPT_AS] = reading
    return reading


def _before(case: OpenCase) -> Reading:
    kept = case.derived.get(_KEPT_AS)
    if not isinstance(kept, Reading) or kept.count > len(case.records):
        return _NOTHING
    return kept if case.records[kept.count - 1].hash == kept.hash else _NOTHING


def entry_of(plain: bytes) -> Entry | None:
    """The entry in these bytes; None where they are none, whoever sealed them."""
    try:
        return from_bytes(plain)
    except ValueError:
        return None
