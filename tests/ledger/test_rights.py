"""Who held the key of a case when: boxes, commitments, rights then, the emergency's proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from meldcode.ledger import rights
from meldcode.ledger.chain import CONTENT, END, GRANT, NOTHING_BEFORE, ROUND, START, Record
from meldcode.ledger.rights import CaseKeys, NoAccess, Recipient, Right, Tampered
from meldcode.ledger.services import moment
from meldcode.vault.sealing import KEY_BYTES, SealBroken, Secret
from tests.ledger.world import ANNA, BRAM, CHRIS, EMERGENCY, NOW, Holder

ZAAK = "abcdefghjk"
FIRST = CaseKeys([Secret(b"1" * KEY_BYTES)])
SECOND = FIRST.with_next(Secret(b"2" * KEY_BYTES))
LATER = moment(NOW + timedelta(hours=1))
NOT_ALLOWED = "wie deze regel schreef, mocht dat niet"
SWAPPED = "de sleutel van deze zaak is verwisseld"


def record(
    number: int,
    kind: str,
    author: Holder = ANNA,
    body: bytes = b"",
    *,
    subject: Holder | None = None,
    keys: CaseKeys = FIRST,
    at: str = moment(NOW),
) -> Record:
    to = subject.reference if subject else ""
    blank = Record(ZAAK, number, keys.round, kind, author.reference, at, to, "", b"", body)
    return replace(blank, previous=NOTHING_BEFORE).signed(author.keyring)


def start(*recipients: Recipient) -> Record:
    everybody = [ANNA.to("eigenaar"), *recipients]
    return record(1, START, body=rights.round_body(FIRST, ZAAK, everybody))


def granted(number: int, to: Holder, level: Any, until: str = "", by: Holder = ANNA) -> Record:
    body = rights.grant_body(FIRST, ZAAK, to.to(level), until)
    return record(number, GRANT, by, body, subject=to)


def let_in(number: int, who: Holder, until: str = LATER, **changed: str) -> Record:
    body = rights.emergency_body(FIRST, ZAAK, who.to("lezen"), until, EMERGENCY.keyring)
    told = {**json.loads(body), **changed}
    return record(number, GRANT, who, json.dumps(told).encode(), subject=who)


def faults(*records: Record) -> list[str]:
    return [
        f"{fault.where.rpartition(' ')[2]}: {fault.what}" for fault in rights.right_faults(records)
    ]


def test_rights_follow_grants_their_end_and_new_rounds() -> None:
    records = [start(BRAM.to("schrijven")), granted(2, CHRIS, "lezen", LATER)]
    expected = {ANNA: Right("eigenaar"), BRAM: Right("schrijven"), CHRIS: Right("lezen", LATER)}
    assert rights.rights(records) == {who.reference: right for who, right in expected.items()}
    records.append(record(3, END, subject=BRAM))
    assert BRAM.reference not in rights.rights(records)
    body = rights.round_body(SECOND, ZAAK, [CHRIS.to("eigenaar")])
    records.append(record(4, ROUND, body=body, keys=SECOND))
    assert rights.rights(records) == {CHRIS.reference: Right("eigenaar")}


def test_everybody_with_a_box_finds_the_same_key_and_others_find_none() -> None:
    records = [start(BRAM.to("lezen"))]
    for who in (ANNA, BRAM):
        keys = rights.keys_for(records, who.keyring, who.reference)
        assert keys.newest == FIRST.newest
    with pytest.raises(NoAccess):
        rights.keys_for(records, CHRIS.keyring, CHRIS.reference)


def test_a_new_round_reads_the_old_one_and_not_the_other_way_round() -> None:
    body = rights.round_body(SECOND, ZAAK, [ANNA.to("eigenaar")])
    records = [start(BRAM.to("lezen")), record(2, ROUND, body=body, keys=SECOND)]
    assert rights.keys_for(records, ANNA.keyring, ANNA.reference).of(1) == FIRST.newest
    left_out = rights.keys_for(records, BRAM.keyring, BRAM.reference)
    assert left_out.round == 1
    with pytest.raises(SealBroken):
        left_out.of(2)
    with pytest.raises(SealBroken):
        left_out.of(0)


def box_of_another(told: dict[str, Any]) -> None:
    told["dozen"][BRAM.reference] = told["dozen"][ANNA.reference]


def box_of_another_case(told: dict[str, Any]) -> None:
    told["dozen"][BRAM.reference] = rights.box(FIRST, "zzzzzzzzzz", BRAM.to("lezen"))


def box_with_another_key(told: dict[str, Any]) -> None:
    other = CaseKeys([Secret(b"x" * KEY_BYTES)])
    told["dozen"][BRAM.reference] = rights.box(other, ZAAK, BRAM.to("lezen"))


def box_of_another_round(told: dict[str, Any]) -> None:
    told["dozen"][BRAM.reference] = rights.box(SECOND, ZAAK, BRAM.to("lezen"))


def box_that_is_none(told: dict[str, Any]) -> None:
    told["dozen"][BRAM.reference] = "geen doos"


def other_commitment(told: dict[str, Any]) -> None:
    told["toets"] = rights.commitment(SECOND.newest)


@pytest.mark.parametrize(
    "change",
    [
        box_of_another,
        box_of_another_case,
        box_with_another_key,
        box_of_another_round,
        box_that_is_none,
        other_commitment,
    ],
)
def test_a_key_that_was_swapped_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    good = start(BRAM.to("lezen"))
    told = json.loads(good.body)
    change(told)
    swapped = replace(good, body=json.dumps(told).encode())
    with pytest.raises(Tampered, match=SWAPPED):
        rights.keys_for([swapped], BRAM.keyring, BRAM.reference)


def test_a_box_with_keys_too_few_for_its_round_is_refused() -> None:
    short = CaseKeys([Secret(b"")])
    boxed = rights.box(short, ZAAK, BRAM.to("lezen"))
    body = {**json.loads(granted(2, BRAM, "lezen").body), "doos": boxed}
    grant = record(2, GRANT, body=json.dumps(body).encode(), subject=BRAM)
    with pytest.raises(Tampered, match=SWAPPED):
        rights.keys_for([start(), grant], BRAM.keyring, BRAM.reference)


def test_the_commitment_tells_nothing_but_the_key() -> None:
    assert rights.commitment(FIRST.newest) == rights.commitment(Secret(b"1" * KEY_BYTES))
    assert FIRST.newest.reveal().hex() not in rights.commitment(FIRST.newest)


ALLOWED: list[tuple[str, tuple[Record, ...], list[str]]] = [
    ("owner adds", (start(), record(2, CONTENT)), []),
    ("owner grants", (start(), granted(2, BRAM, "lezen")), []),
    ("writer adds", (start(BRAM.to("schrijven")), record(2, CONTENT, BRAM)), []),
    (
        "writer grants",
        (start(BRAM.to("schrijven")), granted(2, CHRIS, "lezen", by=BRAM)),
        [f"2: {NOT_ALLOWED}"],
    ),
    (
        "writer ends",
        (start(BRAM.to("schrijven")), record(2, END, BRAM, subject=ANNA)),
        [f"2: {NOT_ALLOWED}"],
    ),
    ("reader adds", (start(BRAM.to("lezen")), record(2, CONTENT, BRAM)), [f"2: {NOT_ALLOWED}"]),
    ("stranger adds", (start(), record(2, CONTENT, CHRIS)), [f"2: {NOT_ALLOWED}"]),
    (
        "withdrawn writer adds",
        (start(BRAM.to("schrijven")), record(2, END, subject=BRAM), record(3, CONTENT, BRAM)),
        [f"3: {NOT_ALLOWED}"],
    ),
    (
        "reader for a time writes down why",
        (start(), granted(2, BRAM, "lezen", LATER), record(3, CONTENT, BRAM, at=LATER)),
        [],
    ),
    (
        "reader for a time adds when it is over",
        (
            start(),
            granted(2, BRAM, "lezen", LATER),
            record(3, CONTENT, BRAM, at=moment(NOW + timedelta(hours=1, microseconds=1))),
        ),
        [f"3: {NOT_ALLOWED}"],
    ),
    (
        "writer for a time adds when it is over",
        (
            start(),
            granted(2, BRAM, "schrijven", LATER),
            record(3, CONTENT, BRAM, at=moment(NOW + timedelta(hours=2))),
        ),
        [f"3: {NOT_ALLOWED}"],
    ),
]


@pytest.mark.parametrize(("name", "records", "expected"), ALLOWED, ids=[n for n, *_ in ALLOWED])
def test_each_record_was_made_by_who_might(
    name: str, records: tuple[Record, ...], expected: list[str]
) -> None:
    assert faults(*records) == expected, name


def test_whoever_holds_the_emergency_key_lets_itself_in_to_read_for_a_time() -> None:
    began = start(EMERGENCY.to("nood"))
    assert faults(began, let_in(2, CHRIS)) == []
    assert rights.rights([began, let_in(2, CHRIS)])[CHRIS.reference] == Right("lezen", LATER)


def test_a_second_emergency_after_the_first_is_over_is_no_fault() -> None:
    after = NOW + timedelta(days=1)
    until = moment(after + timedelta(hours=1))
    again = replace(let_in(3, CHRIS, until), at=moment(after)).signed(CHRIS.keyring)
    assert faults(start(EMERGENCY.to("nood")), let_in(2, CHRIS), again) == []


EMERGENCIES = [
    ("no emergency key in the case", start(), let_in(2, CHRIS)),
    ("another level", start(EMERGENCY.to("nood")), let_in(2, CHRIS, niveau="schrijven")),
    ("for ever", start(EMERGENCY.to("nood")), let_in(2, CHRIS, tot="")),
    ("longer than signed", start(EMERGENCY.to("nood")), let_in(2, CHRIS, tot="2036-01-01T00:00")),
    ("another's proof", start(EMERGENCY.to("nood")), let_in(2, CHRIS, bewijs="00" * 64)),
    ("no proof", start(EMERGENCY.to("nood")), let_in(2, CHRIS, bewijs="x")),
    ("no key", start(EMERGENCY.to("nood")), let_in(2, CHRIS, noodsleutel="")),
    ("a key that is not for emergencies", start(EMERGENCY.to("herstel")), let_in(2, CHRIS)),
]


@pytest.mark.parametrize(("name", "began", "grant"), EMERGENCIES, ids=[n for n, *_ in EMERGENCIES])
def test_nobody_lets_itself_in_without_the_emergency_keys_proof(
    name: str, began: Record, grant: Record
) -> None:
    assert faults(began, grant) == [f"2: {NOT_ALLOWED}"], name


def test_nobody_is_let_in_by_another_in_an_emergency() -> None:
    theirs = let_in(2, CHRIS)
    by_bram = replace(theirs, author=BRAM.reference).signed(BRAM.keyring)
    assert faults(start(EMERGENCY.to("nood")), by_bram) == [f"2: {NOT_ALLOWED}"]


UNREADABLE = [
    (GRANT, b"\xff"),
    (GRANT, b"[]"),
    (GRANT, b"{}"),
    (GRANT, b'{"niveau": "koning", "tot": "", "doos": ""}'),
    (GRANT, b'{"niveau": "lezen", "tot": 3, "doos": ""}'),
    (GRANT, b'{"niveau": "lezen", "tot": "morgen", "doos": ""}'),
    (ROUND, b'{"niveaus": {}, "dozen": {}}'),
    (ROUND, b'{"niveaus": {"a": "koning"}, "dozen": {}, "toets": ""}'),
    (ROUND, b'{"niveaus": [], "dozen": {}, "toets": ""}'),
    (ROUND, b'{"niveaus": {}, "dozen": ["a"], "toets": ""}'),
    (ROUND, b'{"niveaus": {}, "dozen": {"a": 1}, "toets": ""}'),
]


@pytest.mark.parametrize(("kind", "body"), UNREADABLE)
def test_a_body_that_is_none_of_ours_is_named(kind: str, body: bytes) -> None:
    with pytest.raises(Tampered, match="regel 2: deze regel is onleesbaar"):
        rights.body_of(record(2, kind, body=body))
