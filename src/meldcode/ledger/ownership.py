"""Proof that somebody owns a case, which can stand beside its tombstone when the case is gone.

A chain tells who owns a case, but a tombstone outlives the chain, and an older database that is put
back may end before its signer became owner. So whoever makes a colleague owner signs that apart
from the key box, which must not outlive the case; the tombstone takes those signatures along.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from meldcode.ledger.chain import GRANT, START, Record
from meldcode.ledger.rights import body_of
from meldcode.vault.keys import Keyring, PublicKeys, verify

PURPOSE = b"meldcode zaak overgedragen 1"
# How a GRANT names it in its body.
FIELD = "overdracht"


def handed_over(keyring: Keyring, zaak: str, to: str) -> dict[str, Any]:
    """What a GRANT says beside the box where `keyring`'s holder makes `to` an owner."""
    proof = keyring.sign(_message(zaak, to), PURPOSE).hex()
    return {FIELD: {"sleutels": keyring.public.to_text(), "bewijs": proof}}


def proof_of(records: Sequence[Record], keyring: Keyring) -> str:
    """The road from who began the case to the holder of `keyring`, as JSON for a tombstone."""
    edges = [_edge(record) for record in records if _hands_over(record)]
    wanted, road = keyring.public.reference, list[dict[str, str]]()
    for edge in reversed(edges):
        if edge["naar"] == wanted and wanted != records[0].author:
            road.insert(0, edge)
            wanted = PublicKeys.from_text(edge["sleutels"]).reference
    return json.dumps({"sleutels": keyring.public.to_text(), "weg": road}, sort_keys=True)


def _hands_over(record: Record) -> bool:
    return record.kind == GRANT and isinstance(body_of(record).get(FIELD), dict)


def _edge(record: Record) -> dict[str, str]:
    told = body_of(record)[FIELD]
    return {"naar": record.subject, "sleutels": told["sleutels"], "bewijs": told["bewijs"]}


def public_of(reference: str, proof: str) -> bytes:
    """The signing key that stands beside a tombstone; empty where it isn't that person's."""
    try:
        keys = PublicKeys.from_text(json.loads(proof)["sleutels"])
    except (ValueError, KeyError, TypeError):
        return b""
    return keys.signing if keys.reference == reference else b""


def owns(zaak: str, reference: str, proof: str, owners: Iterable[str]) -> bool:
    """Whether this person is one of the owners, or was made one by somebody who was."""
    found = set(owners)
    for edge in _road(proof):
        by = PublicKeys.from_text(edge["sleutels"])
        signature = bytes.fromhex(edge["bewijs"])
        if by.reference in found and verify(
            by.signing, _message(zaak, edge["naar"]), signature, PURPOSE
        ):
            found.add(edge["naar"])
    return reference in found


def _road(proof: str) -> list[Mapping[str, str]]:
    try:
        road: list[Mapping[str, str]] = json.loads(proof)["weg"] if proof else []
        for edge in road:
            PublicKeys.from_text(edge["sleutels"]), bytes.fromhex(edge["bewijs"]), edge["naar"]
    except (ValueError, KeyError, TypeError):
        return []
    return road


def began(records: Sequence[Record]) -> str:
    """Who began the case; empty where its first record is missing."""
    return records[0].author if records and records[0].kind == START else ""


def _message(zaak: str, to: str) -> bytes:
    return json.dumps([zaak, to, "eigenaar"]).encode()
