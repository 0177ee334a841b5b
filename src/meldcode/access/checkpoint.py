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

# What of a person may change, what that is called, and the lines in the log that account for it.
_ASPECTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "wachtzin": ("de wachtzin", frozenset({"wachtzin gewijzigd", "wachtzin hersteld"})),
    "rollen": ("de rollen", frozenset({"rollen gewijzigd"})),
    "actief": ("de toegang", frozenset({"toegang gestopt", "toegang hervat"})),
}
_RENEWED = frozenset({"herstelcode vernieuwd"})


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
        "herstelsleutel": _digest(row.recovery_public),
        "mensen": {person.reference: _person(person) for person in people.people().values()},
        "zaken": {zaak: [head.number, head.hash] for zaak, head in cases.heads().items()},
        "logboek": [last.number, bytes(last.hash).hex()] if last else [0, ""],
        "grafstenen": {stone.zaak: stone.signature_hex for stone in Tombstone.objects.all()},
    }


def _person(person: Person) -> dict[str, str]:
    return {
        "sleutels": _digest(person.public),
        "wachtzin": _digest(person.password),
        "rollen": person.rollen,
        "actief": "ja" if person.is_active else "nee",
    }


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
    for person in data["mensen"].values():
        person["sleutels"], *(person[aspect] for aspect in _ASPECTS)
    data["grafstenen"].items(), data["installatie"], data["eerste"], data["herstelsleutel"]


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
    yield from cases.against(heads)
    yield from _stone_faults(kept.data["grafstenen"])
    since = _actions_since(int(kept.data["logboek"][0]))
    if _digest(row.recovery_public) != kept.data["herstelsleutel"] and not since & _RENEWED:
        yield Fault("herstelsleutel", "deze is veranderd zonder dat het in het logboek staat")
    yield from _people_faults(kept.data["mensen"], since)


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


def _actions_since(number: int) -> frozenset[str]:
    return frozenset(LogLine.objects.filter(number__gt=number).values_list("action", flat=True))


def _people_faults(
    kept: Mapping[str, Mapping[str, str]], since: frozenset[str]
) -> Iterator[Fault]:
    known = people.people()
    for reference, before in kept.items():
        person = known.get(reference)
        if person is None:
            yield Fault(f"persoon {reference}", "deze persoon staat in het ijkpunt en is nu weg")
            continue
        today = _person(person)
        if today["sleutels"] != before["sleutels"]:
            yield Fault(f"persoon {person.naam}", "de sleutels zijn andere dan in het ijkpunt")
        for aspect, (what, accounted) in _ASPECTS.items():
            if today[aspect] != before[aspect] and not since & accounted:
                told = f"{what} is veranderd zonder dat het in het logboek staat"
                yield Fault(f"persoon {person.naam}", told.replace("rollen is", "rollen zijn"))


def _installation() -> Installation:
    row = people.installation()
    if row is None:
        raise CheckpointError("Meldcode is hier nog niet ingericht.")
    return row


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
