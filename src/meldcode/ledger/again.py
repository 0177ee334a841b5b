"""Opening a case that this person opened before, without checking all of it anew.

What was checked is kept with every stored byte it was checked on. A page compares all of them with
what is stored now, which costs far less than hashing, verifying and unsealing them; who adds an
entry looks at the last record and their number, since what is added hangs on that record's hash.
Whatever differs, and whatever came that isn't content, makes that the whole case is checked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from meldcode.ledger.chain import CONTENT, Fault, Record, follow, signature_fault
from meldcode.ledger.lists import right_in
from meldcode.ledger.rights import NoAccess, Tampered, is_valid, later_faults
from meldcode.ledger.services import OpenCase, not_before, open_loaded
from meldcode.ledger.storage import as_record, count, load_rows
from meldcode.vault.keys import Keyring

SigningKeys = Callable[[set[str]], Mapping[str, bytes]]


@dataclass(frozen=True)
class Checked:
    """An opened case, the rows it was checked on, and the signing keys of who wrote in it."""

    rows: Sequence[tuple[Any, ...]]
    keys: Mapping[str, bytes | None]
    case: OpenCase


def open_again(
    zaak: str,
    keyring: Keyring,
    signing_keys: SigningKeys,
    now: datetime,
    before: Checked | None = None,
    *,
    whole: bool = True,
) -> Checked:
    """`services.open_case`, going on from `before` where nothing of that changed.

    `whole` compares every stored byte with what was checked; else the last record and the number
    of records. Raises what `open_case` raises.
    """
    came = _since(before, whole) if before else None
    if before is None or came is None:
        return _anew(zaak, keyring, signing_keys, now)
    new = tuple(map(as_record, came))
    authors = {each.author for each in new}
    keys = signing_keys({keyring.public.reference, *before.keys, *authors})
    changed = any(keys.get(reference) != key for reference, key in before.keys.items())
    if changed or any(each.kind != CONTENT for each in new):
        return _anew(zaak, keyring, signing_keys, now)
    moment = not_before([before.case.records[-1], *new], now)
    if not is_valid(before.case.rights.get(keyring.public.reference), moment):
        raise NoAccess
    if not new:
        return before
    found = tuple(_faults(before.case, new, keys))
    if found:
        raise Tampered(*found)
    case = replace(before.case, records=(*before.case.records, *new))
    # Content changes nobody's right.
    vars(case)["rights"] = before.case.rights
    known = {**before.keys, **{reference: keys.get(reference) for reference in authors}}
    return Checked([*before.rows, *came], known, case)


def _anew(zaak: str, keyring: Keyring, signing_keys: SigningKeys, now: datetime) -> Checked:
    _may_read(zaak, keyring.public.reference, now)
    rows = load_rows(zaak)
    records = tuple(map(as_record, rows))
    authors = {keyring.public.reference, *(each.author for each in records)}
    keys = signing_keys(authors)
    case = open_loaded(zaak, records, keyring, keys, now)
    return Checked(rows, {reference: keys.get(reference) for reference in authors}, case)


def _may_read(zaak: str, me: str, now: datetime) -> None:
    """Raises NoAccess, at the same cost, where there is no such case or no right in it.

    Else the time it takes to read and check a case would tell that it is there. What these few
    records say is believed only to refuse: all of it is checked next.
    """
    try:
        right = right_in(zaak, me)
    except Tampered:
        return
    if right is None or not is_valid(right, now):
        raise NoAccess


def _since(before: Checked, whole: bool) -> list[tuple[Any, ...]] | None:
    """The rows behind those that were checked; None where those are not as they were."""
    zaak, amount = before.case.zaak, len(before.rows)
    if whole:
        rows = load_rows(zaak)
        return rows[amount:] if rows[:amount] == before.rows else None
    rows = load_rows(zaak, since=before.case.records[-1].number)
    same = rows[:1] == before.rows[-1:] and count(zaak) == amount - 1 + len(rows)
    return rows[1:] if same else None


def _faults(
    case: OpenCase, new: Sequence[Record], signing_keys: Mapping[str, bytes]
) -> Iterator[Fault]:
    yield from follow([case.records[-1], *new])
    yield from filter(None, (signature_fault(each, signing_keys) for each in new))
    yield from later_faults(case.rights, new)
