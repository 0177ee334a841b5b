"""Tombstones: only an owner's counts, by the case's own chain, and only where it names its end."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from meldcode.ledger import ownership, storage, verify
from meldcode.ledger import services as ledger
from meldcode.ledger.chain import Record
from meldcode.ledger.models import Row, Tombstone, Zaak
from meldcode.ledger.services import TOMBSTONE_PURPOSE, OpenCase, moment, tombstone_message
from tests.ledger.raw import unguarded
from tests.ledger.world import ANNA, BRAM, CHRIS, NOW, SIGNING, Holder, started, texts

pytestmark = pytest.mark.django_db

WITHOUT_BRAM = {ref: key for ref, key in SIGNING.items() if ref != BRAM.reference}


def stone(case: OpenCase, by: Holder, proof: str | None = None) -> Tombstone:
    """A tombstone for this case as somebody makes it who writes in the data folder."""
    made = Tombstone(zaak=case.zaak, at=moment(NOW), author=by.reference, ground="termijn")
    made.head, made.proof = case.head, proof
    made.signature = by.keyring.sign(tombstone_message(made), TOMBSTONE_PURPOSE)
    return made


def beside(folder: Path, *stones: Tombstone) -> None:
    """Write these in the file, and leave the database as it is."""
    names = ("zaak", "at", "author", "ground", "head", "proof")
    rows = [{n: getattr(s, n) for n in names} | {"signature": s.signature_hex} for s in stones]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / ledger.STONES_FILE).write_text(text, encoding="utf-8")


def put_back(*records: Record) -> None:
    """The case as an older database held it."""
    with unguarded():
        Tombstone.objects.all().delete()
    case = records[0].zaak
    Zaak.objects.create(reference=case, kader="artsen", kader_hash="x")
    for record in records:
        storage.store(record)


@pytest.fixture
def shared() -> OpenCase:
    """Anna's case, in which Bram writes and Chris has no right."""
    case = started(b"begin")
    return ledger.grant(case, ANNA.keyring, BRAM.to("schrijven"), NOW)


@pytest.mark.parametrize("by", [BRAM, CHRIS], ids=["who writes in it", "a colleague"])
@pytest.mark.parametrize("where", ["file", "database"])
def test_a_tombstone_of_who_does_not_own_the_case_destroys_nothing(
    shared: OpenCase, by: Holder, where: str, tmp_path: Path
) -> None:
    forged = stone(shared, by)
    if where == "file":
        beside(tmp_path, forged)
    else:
        forged.save(force_insert=True)
    assert ledger.apply_stones(tmp_path, SIGNING) == ()
    assert texts(ANNA.opens(shared.zaak)) == [b"begin"]
    assert Tombstone.objects.exists() is (where == "database")


def test_a_tombstone_that_names_another_end_destroys_nothing(
    shared: OpenCase, tmp_path: Path
) -> None:
    beside(tmp_path, stone(shared, ANNA))
    ledger.append(shared, ANNA.keyring, b"verder", NOW)
    assert ledger.apply_stones(tmp_path, SIGNING) == ()
    assert texts(ANNA.opens(shared.zaak)) == [b"begin", b"verder"]


def test_who_owns_the_case_no_more_has_no_tombstone_that_counts(
    shared: OpenCase, tmp_path: Path
) -> None:
    case = ledger.grant(shared, ANNA.keyring, BRAM.to("eigenaar"), NOW)
    case = ledger.withdraw(case, ANNA.keyring, BRAM.reference, [ANNA.to("eigenaar")], NOW)
    # That Bram was made owner once is not enough: the chain ends it.
    made = ownership.proof_of(case.records, BRAM.keyring)
    assert json.loads(made)["weg"]
    beside(tmp_path, stone(case, BRAM))
    assert ledger.apply_stones(tmp_path, SIGNING) == ()


def test_a_case_handed_over_after_the_back_up_stays_destroyed_though_its_signer_is_new(
    tmp_path: Path,
) -> None:
    case = started(b"begin")
    old = case.records
    theirs = ledger.grant(case, ANNA.keyring, BRAM.to("eigenaar"), NOW)
    theirs = BRAM.opens(theirs.zaak)
    ledger.destroy(theirs, BRAM.keyring, "termijn", NOW)
    ledger.write_stones(tmp_path)
    put_back(*old)
    assert ledger.apply_stones(tmp_path, WITHOUT_BRAM) == (case.zaak,)
    assert not Row.objects.filter(zaak=case.zaak).exists()
    assert list(verify.faults(WITHOUT_BRAM)) == []


def test_a_road_that_no_owner_signed_makes_nobody_owner(tmp_path: Path) -> None:
    case = started(b"begin")
    told = ownership.handed_over(CHRIS.keyring, case.zaak, BRAM.reference)[ownership.FIELD]
    road = [{"naar": BRAM.reference, **told}]
    keys = BRAM.keyring.public.to_text()
    for keyring in (ANNA, CHRIS):
        road[0]["sleutels"] = keyring.keyring.public.to_text()
        beside(tmp_path, stone(case, BRAM, json.dumps({"sleutels": keys, "weg": road})))
        assert ledger.apply_stones(tmp_path, SIGNING) == ()
    for proof in ("geen json", "[]", '{"weg": [{}]}', '{"weg": 1}'):
        beside(tmp_path, stone(case, BRAM, proof))
        assert ledger.apply_stones(tmp_path, SIGNING) == ()
    assert texts(ANNA.opens(case.zaak)) == [b"begin"]


def test_the_box_of_a_new_owner_does_not_outlive_the_case() -> None:
    case = ledger.grant(started(b"begin"), ANNA.keyring, BRAM.to("eigenaar"), NOW)
    made = ledger.destroy(BRAM.opens(case.zaak), BRAM.keyring, "termijn", NOW)
    assert made.proof is not None
    assert "doos" not in made.proof
    assert ownership.owns(case.zaak, BRAM.reference, made.proof, [ANNA.reference])
    assert not ownership.owns(case.zaak, BRAM.reference, made.proof, [CHRIS.reference])


def test_a_chain_whose_rights_were_forged_lets_no_tombstone_count(tmp_path: Path) -> None:
    case = started(b"begin")
    forged = ledger.grant(case, ANNA.keyring, CHRIS.to("eigenaar"), NOW)
    with unguarded():
        last = replace(forged.records[-1]).signed(CHRIS.keyring)
        Row.objects.filter(zaak=case.zaak, number=last.number).update(signature=last.signature)
    beside(tmp_path, stone(forged, CHRIS))
    assert ledger.apply_stones(tmp_path, SIGNING) == ()


def test_the_checkpoint_knows_whose_a_case_was(shared: OpenCase) -> None:
    kept, owners = verify.heads(), verify.owners()
    assert owners == {shared.zaak: [ANNA.reference]}
    stone(shared, CHRIS).save(force_insert=True)
    ledger.remove_rows([shared.zaak])
    assert [str(fault) for fault in verify.against(kept, owners)] == [
        f"grafsteen {shared.zaak}: wie deze tekende, beheerde de zaak niet volgens het ijkpunt"
    ]
    assert list(verify.against(kept)) == []  # one of before it held owners


def test_the_checkpoint_knows_how_far_a_case_went(shared: OpenCase) -> None:
    kept, owners = verify.heads(), verify.owners()
    early = replace(shared, records=shared.records[:-1])
    stone(early, ANNA).save(force_insert=True)
    ledger.remove_rows([shared.zaak])
    assert [str(fault) for fault in verify.against(kept, owners)] == [
        f"grafsteen {shared.zaak}: deze noemt een ander eind van de zaak dan het ijkpunt"
    ]
