"""What somebody does who owns the database. Each change is drawn, made, and says what it touched.

A change gives None where what it drew leaves everything as it was. `where` holds words of which
one must stand in the name of a fault, else the change was found but not named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from meldcode.access import factor_rows, log, trust
from meldcode.access.log import Look
from meldcode.access.models import LogLine, Person
from meldcode.ledger import rights
from meldcode.ledger.chain import CONTENT, GRANT, Record, head
from meldcode.ledger.models import Tombstone
from meldcode.ledger.ownership import proof_of
from meldcode.ledger.rights import CaseKeys, Recipient
from meldcode.ledger.services import TOMBSTONE_PURPOSE, moment, tombstone_message
from meldcode.vault import passphrase
from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import Secret
from proef.geknoei import raw
from proef.geknoei.raw import COLUMNS, Row
from proef.geknoei.world import World

_RECORD = COLUMNS["ledger_row"]
_KEYS = ("herstelsleutel", "noodsleutel", "installatie", "mensen")
_PLACES = [(table, column) for table, columns in COLUMNS.items() for column in columns]


@dataclass(frozen=True)
class Change:
    """What was done, in a few words, and where the checks must say it is."""

    what: str
    where: tuple[str, ...]


Maker = Callable[[Random, World], Change | None]


def bit(chance: Random, world: World) -> Change | None:
    """One bit of one column of one row."""
    table, column = chance.choice(_PLACES)
    found = raw.rows(table)
    if not found:
        return None
    row = chance.choice(found)
    before = dict(row)
    raw.change(table, row, **{column: raw.flipped(row[column], chance)})
    return Change(f"bit in {table}.{column}", _named(table, before, row))


def swap(chance: Random, world: World) -> Change | None:
    """A column of two rows, or two columns of one row."""
    table, column = chance.choice(_PLACES)
    found = raw.rows(table)
    if len(found) > 1 and chance.random() < 0.7:
        one, other = chance.sample(found, 2)
        return _swapped(table, one, column, other, column)
    alike = [name for name in COLUMNS[table] if found and _alike(found[0], name, column)]
    if not alike:
        return None
    row = chance.choice(found)
    return _swapped(table, row, column, row, chance.choice(alike))


def _alike(row: Row, name: str, column: str) -> bool:
    return name != column and type(row[name]) is type(row[column])


def _swapped(table: str, one: Row, column: str, other: Row, second: str) -> Change | None:
    if one[column] == other[second]:
        return None
    before = (dict(one), dict(other))
    left, right = other[second], one[column]
    # Where it must be unique, the first holds another value in between.
    raw.change(table, one, **{column: -1 if isinstance(left, int) else "even weg"})
    raw.change(table, other, **{second: right})
    raw.change(table, one, **{column: left})
    if _alike_again(table, before, (one, other)):
        return None
    what = f"verwisseld in {table}: {column} en {second}"
    return Change(what, _named(table, *before, one, other))


def _alike_again(table: str, before: tuple[Row, ...], after: tuple[Row, ...]) -> bool:
    """Whether the same rows are there as before, in another order."""
    told = [
        [tuple(row[name] for name in COLUMNS[table]) for row in rows] for rows in (before, after)
    ]
    return sorted(map(repr, told[0])) == sorted(map(repr, told[1]))


def delete(chance: Random, world: World) -> Change | None:
    """One row; the last line of the log is for `cut`."""
    table = chance.choice(list(COLUMNS))
    found = raw.rows(table)
    if table == "access_logline":
        found = found[:-1]
    if not found:
        return None
    row = chance.choice(found)
    raw.delete(table, "rowid = %s", [row["at_row"]])
    return Change(f"rij weg uit {table}", _named(table, row))


def insert(chance: Random, world: World) -> Change | None:
    """A row that was never there."""
    return chance.choice(
        (_new_record, _new_grant, _copied_record, _new_line, _new_person, _new_stone, _new_file,
         _new_case, _new_holder)
    )(chance, world)  # fmt: skip


def _new_record(chance: Random, world: World) -> Change | None:
    """Content behind a case, in somebody's name, its seal and signature made with other keys."""
    zaak, records = _case(chance, world)
    author = chance.choice(world.cast.everybody)
    by = chance.choice((world.stranger, world.cast.chris.keyring))
    _append(records, CONTENT, author.reference, chance.randbytes(1053), by)
    return Change("regel achteraan erbij", (zaak,))


def _new_grant(chance: Random, world: World) -> Change | None:
    """A right for a colleague who writes in the database, signed with the colleague's own keys."""
    zaak, records = _case(chance, world)
    chris = world.cast.chris
    author = chance.choice((chris, world.cast.anna))
    key = CaseKeys([Secret(chance.randbytes(32))])
    to = Recipient(chris.reference, chris.person.keys.sealing, "eigenaar")
    body = rights.grant_body(key, zaak, to)
    _append(records, GRANT, author.reference, body, chris.keyring, chris.reference)
    return Change("recht voor een collega erbij", (zaak,))


def _copied_record(chance: Random, world: World) -> Change | None:
    zaak, records = _case(chance, world)
    other = chance.choice(_records(chance.choice(world.cases)))
    last = records[-1]
    _put(replace(other, zaak=zaak, number=last.number + 1, previous=last.hash), hashed=True)
    return Change("regel van elders erbij", (zaak,))


def _new_line(chance: Random, world: World) -> Change | None:
    """A line behind the log, in somebody's name, signed with other keys."""
    last = raw.rows("access_logline")[-1]
    who = chance.choice(world.cast.everybody)
    told = {"reference": who.reference, "previous": last["hash"], "number": last["number"] + 1}
    line = _hashed({**last, **told})
    line["signature"] = world.stranger.sign(line["hash"], log.PURPOSE)
    raw.insert("access_logline", line)
    return Change("logregel erbij", ("logboek",))


def _new_person(chance: Random, world: World) -> Change | None:
    """Somebody nobody let in, with keys of their own, perhaps let in by who may not."""
    row = chance.choice(raw.rows("access_person"))
    naam = f"Gast {chance.randrange(1000)}"
    _own_keys(row, world, naam)
    told = json.loads(row["certificate"])
    by = chance.choice((world.stranger, world.cast.chris.keyring))
    offered = {"publiek": told["publiek"], "naam": naam, "rollen": row["rollen"]}
    signature = by.sign(trust.canonical(offered), trust.INVITATION).hex()
    given = {**offered, "door": by.public.reference, "uitnodiging": signature}
    row["certificate"] = json.dumps({**told, **given})
    raw.insert("access_person", row)
    return Change("persoon erbij", (f"persoon {naam}",))


def _new_stone(chance: Random, world: World) -> Change | None:
    """A tombstone for a living case, signed by a stranger or by a colleague."""
    zaak, _ = _case(chance, world)
    row = {**raw.rows("ledger_tombstone")[0], "zaak": zaak}
    by = chance.choice((world.stranger, world.cast.chris.keyring))
    row["author"] = by.public.reference
    fields = {name: row[name] for name in COLUMNS["ledger_tombstone"] if name != "signature"}
    row["signature"] = by.sign(tombstone_message(Tombstone(**fields)), TOMBSTONE_PURPOSE)
    raw.insert("ledger_tombstone", row)
    return Change("grafsteen erbij", (zaak,))


def foreign_stone(chance: Random, world: World) -> Change | None:
    """A living case destroyed by who doesn't own it: stone, file, and a line in the log or none."""
    zaak, records = _case(chance, world)
    by = world.cast.chris.keyring
    stone = Tombstone(zaak=zaak, at=records[-1].at, author=by.public.reference, ground="termijn")
    stone.head = head(records)
    stone.proof = chance.choice((None, proof_of(records, by)))
    stone.signature = by.sign(tombstone_message(stone), TOMBSTONE_PURPOSE)
    stone.save(force_insert=True)
    for table in ("ledger_row", "ledger_attachment"):
        raw.delete(table, "zaak = %s", [zaak])
    raw.delete("ledger_zaak", "reference = %s", [zaak])
    if chance.random() < 0.5:
        told = Look(log.DESTROYED, zaak, "eigen zaak", head=stone.head)
        log.write(by, told, datetime.fromisoformat(records[-1].at))
    return Change("zaak vernietigd door een ander", (zaak,))


def _new_file(chance: Random, world: World) -> Change | None:
    zaak = chance.choice((*world.cases, "elders23456"))[:10]
    sealed = chance.randbytes(100)
    row = {"zaak": zaak, "sha256": sha256(sealed).hexdigest(), "sealed": sealed}
    raw.insert("ledger_attachment", row)
    return Change("bijlage erbij", (zaak,))


def _new_case(chance: Random, world: World) -> Change | None:
    row = {**raw.rows("ledger_zaak")[0], "reference": "elders2345"}
    raw.insert("ledger_zaak", row)
    return Change("zaak zonder regels erbij", ("elders2345",))


def _new_holder(chance: Random, world: World) -> Change | None:
    row = {"reference": chance.choice(world.cast.everybody).reference, "box": chance.randbytes(99)}
    raw.insert("access_emergencyholder", row)
    return Change("houder van de noodsleutel erbij", _KEYS)


def roll_back(chance: Random, world: World) -> Change | None:
    """One part as it was in an old back-up, the rest as it is."""
    past = chance.choice(world.past)
    part = chance.choice(("zaak", "persoon", "sleutels", "vernietigd"))
    if part == "persoon":
        return _person_back(chance, past)
    if part == "sleutels":
        return _keys_back(past)
    if part == "vernietigd":
        return _destroyed_back(past)
    zaak = chance.choice(world.cases)
    old = [row for row in past["ledger_row"] if row["zaak"] == zaak]
    raw.delete("ledger_row", "zaak = %s AND number > %s", [zaak, len(old)])
    attached = [row["sha256"] for row in past["ledger_attachment"] if row["zaak"] == zaak]
    if not attached:
        raw.delete("ledger_attachment", "zaak = %s", [zaak])
    if not old:
        raw.delete("ledger_zaak", "reference = %s", [zaak])
    return Change("zaak van toen teruggezet", (zaak,))


def _person_back(chance: Random, past: Mapping[str, list[Row]]) -> Change | None:
    old = chance.choice(past["access_person"])
    (row,) = raw.rows("access_person", "reference = %s", [old["reference"]])
    before = {name: row[name] for name in COLUMNS["access_person"]}
    after = {name: old[name] for name in COLUMNS["access_person"]}
    if before == after:
        return None
    raw.change("access_person", row, **after)
    return Change("persoon van toen teruggezet", (f"persoon {old['naam']}",))


def _keys_back(past: Mapping[str, list[Row]]) -> Change | None:
    (old,), (row,) = past["access_installation"], raw.rows("access_installation")
    if all(old[name] == row[name] for name in COLUMNS["access_installation"]):
        return None
    raw.change(
        "access_installation", row, **{name: old[name] for name in COLUMNS["access_installation"]}
    )
    raw.delete("access_emergencyholder")
    for holder in past["access_emergencyholder"]:
        raw.insert("access_emergencyholder", holder)
    return Change("sleutels van toen teruggezet", _KEYS)


def _destroyed_back(past: Mapping[str, list[Row]]) -> Change | None:
    (stone,) = raw.rows("ledger_tombstone")
    rows = [row for row in past["ledger_row"] if row["zaak"] == stone["zaak"]]
    listed = [row for row in past["ledger_zaak"] if row["reference"] == stone["zaak"]]
    if not rows:
        return None
    raw.delete("ledger_tombstone")
    for table, kept in (("ledger_row", rows), ("ledger_zaak", listed)):
        for row in kept:
            raw.insert(table, row)
    return Change("vernietigde zaak teruggezet", (stone["zaak"],))


def other_key(chance: Random, world: World) -> Change | None:
    """Another's key in the place of a person's, the recovery key's or a case's."""
    return chance.choice((_person_keys, _recovery_key, _case_key))(chance, world)


def _person_keys(chance: Random, world: World) -> Change | None:
    row = chance.choice(raw.rows("access_person"))
    reference = row["reference"]
    at = row["at_row"]
    _own_keys(row, world, row["naam"])
    if chance.random() < 0.5:
        row["reference"] = reference
    raw.change("access_person", {"at_row": at}, **{k: row[k] for k in COLUMNS["access_person"]})
    return Change("sleutels van een persoon verwisseld", (f"persoon {row['naam']}",))


def _own_keys(row: Row, world: World, naam: str) -> None:
    """Make this row one of the stranger's keys, locked and signed as the product would."""
    own = world.stranger
    row.update(naam=naam, reference=own.public.reference, public=own.public.to_text())
    context = b"meldcode sleutelbos 1\x00" + row["reference"].encode()
    row["password"] = passphrase.lock(own.to_secret(), "de wachtzin van een vreemde", context)
    (installed,) = raw.rows("access_installation")
    parts = ("naam", "public", "password", "recovery_box", "recovery_reference")
    state = trust.canonical([*(row[name] for name in parts), installed["root"]])
    row["state_signature"] = own.sign(state, trust.STATE)


def _recovery_key(chance: Random, world: World) -> Change | None:
    """A recovery key of which whoever owns the database has the code."""
    (row,) = raw.rows("access_installation")
    by = chance.choice((world.stranger, world.cast.chris.keyring))
    public = world.stranger.public.to_text()
    blobs: list[str] = json.loads(row["recovery_blobs"])
    told = {"recovery_public": public, "recovery_blobs": json.dumps(blobs)}
    if chance.random() < 0.5:
        told["recovery_by"] = by.public.reference
    signature = by.sign(trust.canonical([public, blobs]), trust.RECOVERY_KEY)
    raw.change("access_installation", row, **told, recovery_signature=signature)
    return Change("herstelsleutel verwisseld", _KEYS)


def _case_key(chance: Random, world: World) -> Change | None:
    """A case key that whoever owns the database chose, boxed for everybody, hashed anew."""
    zaak, records = _case(chance, world)
    first = records[0]
    told = json.loads(first.body)
    keys = CaseKeys([Secret(chance.randbytes(32))])
    for each in world.cast.everybody:
        if each.reference in told["dozen"]:
            to = Recipient(each.reference, each.person.keys.sealing, "eigenaar")
            told["dozen"][each.reference] = rights.box(keys, zaak, to)
    told["toets"] = rights.commitment(keys.newest)
    _hash_on([replace(first, body=json.dumps(told).encode()), *records[1:]])
    return Change("zaaksleutel verwisseld", (zaak,))


def forge_author(chance: Random, world: World) -> Change | None:
    """A record in the name of another, with hashes computed anew and a signature of somebody."""
    zaak, records = _case(chance, world)
    at = chance.randrange(len(records))
    others = [w for w in world.cast.everybody if w.reference != records[at].author]
    forged = replace(records[at], author=chance.choice(others).reference)
    if chance.random() < 0.5:
        forged = forged.signed(world.cast.chris.keyring)
    _hash_on([*records[:at], forged, *records[at + 1 :]])
    return Change("schrijver vervalst", (zaak,))


def hash_anew(chance: Random, world: World) -> Change | None:
    """A column of a record or a line, and then every hash after it computed anew."""
    if chance.random() < 0.4:
        return _line_hashed_anew(chance)
    zaak, records = _case(chance, world)
    at = chance.randrange(len(records))
    column = chance.choice([name for name in _RECORD if name not in ("hash", "signature", "zaak")])
    value = raw.flipped(getattr(records[at], column), chance)
    others = records[at + 1 :]
    _hash_on([*records[:at], replace(records[at], **{column: value}), *others], at)
    return Change(f"regel veranderd ({column}) en opnieuw gehasht", (zaak,))


def _line_hashed_anew(chance: Random) -> Change | None:
    lines = raw.rows("access_logline", "1 ORDER BY number")
    at = chance.randrange(len(lines))
    columns = [n for n in COLUMNS["access_logline"] if n not in ("hash", "signature", "number")]
    column = chance.choice(columns)
    lines[at][column] = raw.flipped(lines[at][column], chance)
    for place in range(at, len(lines)):
        if place > at:
            lines[place]["previous"] = lines[place - 1]["hash"]
        line = _hashed(lines[place])
        raw.change("access_logline", line, **{n: line[n] for n in COLUMNS["access_logline"]})
    return Change(f"logregel veranderd ({column}) en opnieuw gehasht", ("logboek",))


def rewrite(chance: Random, world: World) -> Change | None:
    """The owner writes the past of a case anew: own keys, own seals, own signatures."""
    zaak, records = _case(chance, world)
    anna = world.cast.anna.keyring
    if any(each.author != anna.public.reference for each in records):
        return None
    at = chance.randrange(1, len(records))
    made = records[:at]
    for record in records[at:]:
        moment = record.at.replace("09:00", "08:59")
        made.append(replace(record, at=moment, previous=made[-1].hash).signed(anna))
    for record in made[at:]:
        _overwrite(record)
    return Change("eigenaar schreef het verleden opnieuw", (zaak,))


def back_date(chance: Random, world: World) -> Change | None:
    """A record or line that its own writer dates before what it follows, or years ahead."""
    by, wrong = world.cast.anna.keyring, chance.choice((timedelta(days=-3), timedelta(days=9000)))
    if chance.random() < 0.5:
        last = raw.rows("access_logline", "1 ORDER BY number")[-1]
        told = {"reference": by.public.reference, "number": last["number"] + 1}
        moved = {"previous": last["hash"], "at": _moved(last["at"], wrong)}
        line = _hashed({**last, **told, **moved})
        line["signature"] = by.sign(line["hash"], log.PURPOSE)
        raw.insert("access_logline", line)
        return Change("logregel verkeerd gedateerd", ("logboek",))
    zaak, records = _case(chance, world)
    mine = [each for each in records if each.author == by.public.reference]
    at = chance.randrange(1, len(mine)) if len(mine) > 1 else 0
    if not at:
        return None
    place = records.index(mine[at])
    moved_record = replace(records[place], at=_moved(records[place - 1].at, wrong))
    made = [moved_record.signed(by)]
    for record in records[place + 1 :]:
        linked = replace(record, previous=made[-1].hash)
        own = record.author == by.public.reference
        made.append(linked.signed(by) if own else replace(linked, hash=linked.digest))
    for record in made:
        _overwrite(record)
    return Change("regel van een zaak verkeerd gedateerd", (zaak,))


def _moved(at: str, by: timedelta) -> str:
    return moment(datetime.fromisoformat(at) + by)


def factors(chance: Random, world: World) -> Change | None:
    """Somebody's second factor added, taken away, swapped, or no longer asked for."""
    person = chance.choice(raw.rows("access_person"))
    rows = raw.rows("mfa_authenticator")
    own = [row for row in rows if row["user_id"] == person["id"]]
    how = chance.choice(("erbij", "weg", "verwisseld", "niet meer ondertekend"))
    if how == "erbij":
        raw.insert("mfa_authenticator", {**chance.choice(rows), "user_id": person["id"]})
    elif not own:
        return None
    elif how == "weg":
        raw.delete("mfa_authenticator", "rowid = %s", [own[0]["at_row"]])
    elif how == "verwisseld":
        data = {**json.loads(own[0]["data"]), "sealed": chance.randbytes(40).hex()}
        raw.change("mfa_authenticator", own[0], data=json.dumps(data))
    else:
        raw.change("access_person", person, factors=chance.choice((None, "", "0" * 64)))
    if how != "niet meer ondertekend" and chance.random() < 0.5:
        # Whoever changes it also computes anew what the owner signs for.
        row = Person.objects.get(pk=person["id"])
        raw.change("access_person", person, factors=factor_rows.digest(row))
    return Change(f"tweede stap {how}", (f"persoon {person['naam']}",))


def cut(chance: Random, world: World) -> Change | None:
    """The newest part of the log, and of all that it saw: an older state that fits together."""
    if chance.random() < 0.5:
        last = raw.rows("access_logline", "1 ORDER BY number")[-1]["number"]
        raw.delete("access_logline", "number > %s", [last - chance.randint(1, 3)])
        return Change("eind van het logboek weg", ("logboek",))
    past = chance.choice(world.past)
    for table in COLUMNS:
        raw.delete(table)
        for row in past[table]:
            raw.insert(table, row, anew=False)
    return Change("alles van toen teruggezet", ("logboek",))


CHANGES: Mapping[str, Maker] = {
    "bit": bit,
    "verwisselen": swap,
    "weghalen": delete,
    "toevoegen": insert,
    "terugzetten van een deel": roll_back,
    "andere sleutel": other_key,
    "vreemde grafsteen": foreign_stone,
    "vervalste schrijver": forge_author,
    "hashes opnieuw": hash_anew,
    "eigen verleden herschreven": rewrite,
    "verkeerd gedateerd": back_date,
    "tweede stap": factors,
    "eind eraf, met ijkpunt": cut,
}
# Only what was kept elsewhere can show these.
NEEDS_CHECKPOINT = frozenset({"eind eraf, met ijkpunt"})


def _named(table: str, *rows: Row) -> tuple[str, ...]:
    """What the name of a fault in one of these rows, before or after, must hold."""
    if table == "access_logline":
        return ("logboek",)
    if table in ("access_installation", "access_emergencyholder"):
        return (*_KEYS, "persoon")
    if table == "access_person":
        told = [row[name] for row in rows for name in ("naam", "reference")]
        return tuple(f"persoon {each}" for each in told)
    column = "reference" if table == "ledger_zaak" else "zaak"
    return tuple(str(row[column]) for row in rows)


def _case(chance: Random, world: World) -> tuple[str, list[Record]]:
    zaak = chance.choice(world.cases)
    return zaak, _records(zaak)


def _records(zaak: str) -> list[Record]:
    found = raw.rows("ledger_row", "zaak = %s ORDER BY number", [zaak])
    return [Record(**{name: row[name] for name in _RECORD}) for row in found]


def _append(
    records: list[Record], kind: str, author: str, body: bytes, by: Keyring, subject: str = ""
) -> None:
    last = records[-1]
    blank = replace(last, number=last.number + 1, kind=kind, author=author, body=body, attached="")
    _put(replace(blank, subject=subject, previous=last.hash).signed(by))


def _put(record: Record, *, hashed: bool = False) -> None:
    made = replace(record, hash=record.digest) if hashed else record
    raw.insert("ledger_row", {name: getattr(made, name) for name in _RECORD})


def _hash_on(records: list[Record], start: int = 0) -> None:
    """Store these records with hashes that follow each other again; signatures as they are."""
    previous = records[start].previous
    for record in records[start:]:
        linked = record if record is records[start] else replace(record, previous=previous)
        hashed = replace(linked, hash=linked.digest)
        _overwrite(hashed, was=record)
        previous = hashed.hash


def _overwrite(record: Record, was: Record | None = None) -> None:
    old = was or record
    found = raw.rows("ledger_row", "zaak = %s AND signature = %s", [old.zaak, old.signature])
    row = (
        found or raw.rows("ledger_row", "zaak = %s AND number = %s", [record.zaak, record.number])
    )[0]
    raw.change("ledger_row", row, **{name: getattr(record, name) for name in _RECORD})


def _hashed(line: Row) -> Row:
    """A line of the log with the hash it should have."""
    fields = {name: line[name] for name in COLUMNS["access_logline"]}
    return {**line, "hash": log._digest(LogLine(**fields))}
