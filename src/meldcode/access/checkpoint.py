"""A checkpoint: how an installation stood at a moment, signed, to be kept somewhere else.

Whoever owns the database can cut the newest part off a case or of the log, or put back an older
row of a person; what is left still fits together. Held against a checkpoint it shows. It names
references and hashes, no content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from meldcode.access import people
from meldcode.access.models import Installation, LogLine, Person
from meldcode.access.people import Unlocked
from meldcode.ledger import verify as cases
from meldcode.ledger.chain import Fault
from meldcode.ledger.models import Tombstone
from meldcode.ledger.services import moment
from meldcode.ledger.verify import Head
from meldcode.vault.keys import PublicKeys, verify

VERSION = 1
PURPOSE = b"meldcode ijkpunt 1"

# How the log names the installation's keys where it tells that they changed.
_KEYS = "installatie"


class CheckpointError(ValueError):
    """The text is no checkpoint of this installation; the Dutch message says why."""


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint that was read and carries a right signature of `by` (reference)."""

    by: str
    data: Mapping[str, Any]


def write(who: Unlocked, now: datetime) -> str:
    """How everything stands now, as JSON signed by `who`."""
    data = _state(who, now)
    data["handtekening"] = who.keyring.sign(_canonical(data), PURPOSE).hex()
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _state(who: Unlocked, now: datetime) -> dict[str, Any]:
    row = _installation()
    last = LogLine.objects.order_by("-number").first()
    return {
        "vorm": VERSION,
        "installatie": row.reference,
        "moment": moment(now),
        "door": who.reference,
        "sleutels": who.keyring.public.to_text(),
        "eerste": row.root,
        "sleutels_hier": _keys(row),
        "mensen": {person.reference: _person(person) for person in people.people().values()},
        "zaken": {zaak: [head.number, head.hash] for zaak, head in cases.heads().items()},
        "eigenaren": cases.owners(),
        "logboek": [last.number, bytes(last.hash).hex()] if last else [0, ""],
        "grafstenen": {stone.zaak: stone.signature_hex for stone in Tombstone.objects.all()},
    }


def _person(person: Person) -> str:
    row = [person.naam, person.public, person.password, person.recovery_box, person.certificate]
    return _digest(json.dumps([*row, person.is_active], ensure_ascii=False))


def _keys(row: Installation) -> str:
    return _digest(json.dumps([row.recovery_public, row.emergency_public]))


def read(text: str) -> Checkpoint:
    """What `write` wrote. Raises CheckpointError where it isn't, or its signature is wrong."""
    try:
        data = json.loads(text)
        signature = bytes.fromhex(data.pop("handtekening"))
        keys = PublicKeys.from_text(data["sleutels"])
        whole = data["vorm"] == VERSION and keys.reference == data["door"]
        _shape(data)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CheckpointError("Dit bestand is geen ijkpunt.") from None
    if not whole or not verify(keys.signing, _canonical(data), signature, PURPOSE):
        raise CheckpointError("De handtekening van dit ijkpunt klopt niet: het is veranderd.")
    return Checkpoint(data["door"], data)


def _shape(data: Mapping[str, Any]) -> None:
    """Raises ValueError, KeyError or TypeError where a part is missing or of another kind."""
    datetime.fromisoformat(data["moment"])
    for number, hash_ in (*data["zaken"].values(), data["logboek"]):
        int(number), str(hash_)
    data["mensen"].items(), data["grafstenen"].items()
    [list(owners) for owners in data.get("eigenaren", {}).values()]
    data["installatie"], data["eerste"], data["sleutels_hier"]


def against(kept: Checkpoint) -> Iterator[Fault]:
    """What is missing or other than when the checkpoint was made.

    Raises CheckpointError where it is of another installation.
    """
    row = _installation()
    if kept.data["installatie"] != row.reference:
        raise CheckpointError("Dit ijkpunt is van een andere installatie.")
    if kept.by not in people.signing_keys():
        yield Fault("ijkpunt", "wie het ondertekende, staat hier niet meer")
    if row.root != kept.data["eerste"]:
        yield Fault("installatie", "de eerste persoon is een ander dan in het ijkpunt")
    yield from _log_faults(kept.data["logboek"])
    heads = {zaak: Head(int(n), str(h)) for zaak, (n, h) in kept.data["zaken"].items()}
    # A checkpoint of before they were kept names no owners.
    yield from cases.against(heads, kept.data.get("eigenaren"))
    yield from _stone_faults(kept.data["grafstenen"])
    accounted = _accounted(int(kept.data["logboek"][0]))
    if _keys(row) != kept.data["sleutels_hier"] and _KEYS not in accounted:
        yield Fault("installatie", "de sleutels zijn veranderd en het logboek weet daar niet van")
    yield from _people_faults(kept.data["mensen"], accounted)


def _log_faults(head: tuple[int, str]) -> Iterator[Fault]:
    number, hash_ = int(head[0]), head[1]
    if not number:
        return
    line = LogLine.objects.filter(number=number).first()
    if line is None:
        last = LogLine.objects.order_by("-number").values_list("number", flat=True).first() or 0
        what = f"in het ijkpunt staan {number} regels, nu nog {last}: het eind ontbreekt"
        yield Fault("logboek", what)
    elif bytes(line.hash).hex() != hash_:
        yield Fault(f"logboek, regel {number}", "deze regel is anders dan in het ijkpunt")


def _stone_faults(stones: Mapping[str, str]) -> Iterator[Fault]:
    present = {stone.zaak: stone.signature_hex for stone in Tombstone.objects.all()}
    for zaak, signature in stones.items():
        if zaak not in present:
            yield Fault(f"grafsteen {zaak}", "deze staat in het ijkpunt en is nu weg")
        elif present[zaak] != signature:
            yield Fault(f"grafsteen {zaak}", "deze is anders dan in het ijkpunt")


def _accounted(number: int) -> frozenset[str]:
    """Whose rows changed after this line of the log, as the log tells."""
    lines = LogLine.objects.filter(number__gt=number, action=people.CHANGE)
    heads = lines.values_list("head", flat=True)
    return frozenset(head.partition(":")[0] for head in heads)


def _people_faults(kept: Mapping[str, str], accounted: frozenset[str]) -> Iterator[Fault]:
    known = people.people()
    for reference, before in kept.items():
        person = known.get(reference)
        if person is None:
            yield Fault(f"persoon {reference}", "deze persoon staat in het ijkpunt en is nu weg")
        elif _person(person) != before and reference not in accounted:
            what = "deze gegevens zijn veranderd en het logboek weet daar niet van"
            yield Fault(f"persoon {person.naam}", what)


def _installation() -> Installation:
    row = people.installation()
    if row is None:
        raise CheckpointError("Meldcode is hier nog niet ingericht.")
    return row


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
