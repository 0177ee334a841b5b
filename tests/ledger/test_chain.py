"""Records: every column is bound into the hash, the signature and the seal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from meldcode.ledger import chain
from meldcode.ledger.chain import CONTENT, NOTHING_BEFORE, ROUND, START, Record
from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import SealBroken, Secret

KEY = Secret(b"k" * 32)
ANNA = Keyring.generate()
OTHER = Keyring.generate()
KEYS = {ANNA.public.reference: ANNA.public.signing, OTHER.public.reference: OTHER.public.signing}
BLANK = Record(
    zaak="abcdefghjk",
    number=2,
    round=1,
    kind=CONTENT,
    author=ANNA.public.reference,
    at="2026-11-16T09:00:00.000000+00:00",
    subject="",
    attached="",
    previous=b"p" * 32,
    body=b"",
)
CHANGED: list[tuple[str, Any]] = [
    ("zaak", "abcdefghjm"),
    ("number", 3),
    ("round", 2),
    ("kind", START),
    ("author", OTHER.public.reference),
    ("at", "2026-11-16T09:00:00.000001+00:00"),
    ("subject", "p"),
    ("attached", "00"),
    ("previous", b"q" * 32),
]


def written(text: bytes = b"Sanne was stil.") -> Record:
    return chain.seal_content(KEY, BLANK, text).signed(ANNA)


def following(length: int = 4) -> list[Record]:
    found: list[Record] = []
    previous = NOTHING_BEFORE
    for number in range(1, length + 1):
        blank = replace(BLANK, number=number, kind=CONTENT if number > 1 else START)
        record = replace(blank, previous=previous, body=b"%d" % number).signed(ANNA)
        found.append(record)
        previous = record.hash
    return found


def what(*faults: chain.Fault | None) -> list[str]:
    return [str(fault) for fault in faults if fault]


def test_what_was_sealed_opens_in_its_own_place() -> None:
    assert chain.open_content(KEY, written()) == b"Sanne was stil."


@pytest.mark.parametrize(("column", "value"), CHANGED, ids=[name for name, _ in CHANGED])
def test_a_seal_opens_with_no_column_changed(column: str, value: Any) -> None:
    with pytest.raises(SealBroken):
        chain.open_content(KEY, replace(written(), **{column: value}))


@pytest.mark.parametrize(
    ("column", "value"),
    [*CHANGED, ("body", b"another")],
    ids=[*(name for name, _ in CHANGED), "body"],
)
def test_a_signature_holds_with_no_column_changed(column: str, value: Any) -> None:
    record = written()
    changed = replace(record, **{column: value})
    rehashed = replace(changed, hash=changed.digest)
    assert chain.signature_fault(record, KEYS) is None
    assert what(chain.signature_fault(rehashed, KEYS)) == [
        f"zaak {changed.zaak}, regel {changed.number}: de handtekening klopt niet"
    ]


def test_a_body_of_one_record_opens_in_no_other() -> None:
    here, there = written(), replace(BLANK, number=3)
    with pytest.raises(SealBroken):
        chain.open_content(KEY, replace(there, body=here.body))


def test_columns_that_run_into_each_other_hash_differently() -> None:
    one = replace(BLANK, subject="ab", attached="c")
    other = replace(BLANK, subject="a", attached="bc")
    assert one.digest != other.digest


def test_an_author_who_is_nobody_here_is_named() -> None:
    record = replace(BLANK, author="iemand").signed(ANNA)
    assert what(chain.signature_fault(record, KEYS)) == [
        "zaak abcdefghjk, regel 2: wie deze regel schreef, is onbekend"
    ]


def test_a_signature_for_another_purpose_is_refused() -> None:
    record = written()
    elsewhere = replace(record, signature=ANNA.sign(record.digest, b"meldcode grafsteen 1"))
    assert chain.signature_fault(elsewhere, KEYS) is not None


def test_a_whole_chain_has_no_faults() -> None:
    assert list(chain.links(following())) == []
    assert list(chain.links([])) == []


LINKS = [
    ("first gone", [1, 2, 3], "regel 2: het begin van deze zaak ontbreekt"),
    ("one gone", [0, 1, 3], "regel 4: er ontbreekt iets tussen regel 2 en deze"),
    ("one twice", [0, 1, 1, 2], "regel 2: er ontbreekt iets tussen regel 2 en deze"),
    ("two swapped", [0, 2, 1, 3], "regel 3: er ontbreekt iets tussen regel 1 en deze"),
]


@pytest.mark.parametrize(("case", "order", "fault"), LINKS, ids=[case for case, *_ in LINKS])
def test_what_is_missing_or_out_of_place_is_named(case: str, order: list[int], fault: str) -> None:
    records = following()
    found = what(*chain.links([records[place] for place in order]))
    assert f"zaak abcdefghjk, {fault}" in found, case


def test_a_record_changed_in_place_is_named() -> None:
    records = following()
    records[2] = replace(records[2], body=b"changed")
    assert what(*chain.links(records)) == ["zaak abcdefghjk, regel 3: deze regel is veranderd"]


def test_a_record_made_anew_with_its_hash_breaks_the_next() -> None:
    records = following()
    records[2] = replace(records[2], body=b"changed").signed(ANNA)
    assert what(*chain.links(records)) == [
        "zaak abcdefghjk, regel 4: deze regel sluit niet aan op de regel ervoor"
    ]


@pytest.mark.parametrize(
    ("kind", "round_", "fits"),
    [
        (CONTENT, 1, True),
        (CONTENT, 2, False),
        (ROUND, 2, True),
        (ROUND, 1, False),
        (ROUND, 3, False),
    ],
)
def test_a_new_key_comes_with_a_new_round_alone(kind: str, round_: int, fits: bool) -> None:
    (first,) = following(1)
    blank = replace(BLANK, kind=kind, round=round_, previous=first.hash)
    expected = "regel 2: deze regel hoort bij een andere sleutel dan de regel ervoor"
    assert what(*chain.links([first, blank.signed(ANNA)])) == (
        [] if fits else [f"zaak abcdefghjk, {expected}"]
    )


def test_a_case_starts_once_and_with_its_start() -> None:
    records = following(2)
    first = replace(records[0], kind=CONTENT).signed(ANNA)
    again = replace(records[1], kind=START, previous=first.hash).signed(ANNA)
    assert what(*chain.links([first, again])) == [
        "zaak abcdefghjk, regel 1: de eerste regel opent de zaak niet",
        "zaak abcdefghjk, regel 2: een zaak begint maar één keer",
    ]


def test_a_broken_seal_is_named() -> None:
    assert chain.seal_fault(KEY, written()) is None
    assert what(chain.seal_fault(Secret(b"x" * 32), written())) == [
        "zaak abcdefghjk, regel 2: het zegel is verbroken: de inhoud is niet meer te openen"
    ]


def test_the_head_is_the_last_number_and_hash() -> None:
    records = following(2)
    assert chain.head(records) == f"2:{records[1].hash.hex()}"
    assert chain.head([]) == "0:"
