"""The door to the stored cases: start, open, add, share, withdraw, destroy."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from meldcode.ledger import services as ledger
from meldcode.ledger import storage
from meldcode.ledger.chain import CONTENT, GRANT, Record
from meldcode.ledger.models import Attachment, Row, Tombstone, Zaak
from meldcode.ledger.rights import NoAccess, Tampered, grant_body
from meldcode.ledger.services import AlreadyIn, Behind, Gone, OpenCase, moment
from tests.ledger.raw import unguarded
from tests.ledger.world import (
    ANNA,
    BRAM,
    CHRIS,
    EMERGENCY,
    NOW,
    RECOVERY,
    SIGNING,
    Holder,
    started,
    texts,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
UNTIL = moment(NOW + HOUR)


def add(case: OpenCase, who: Holder, text: bytes) -> OpenCase:
    return ledger.append(case, who.keyring, text, NOW)


def emergency(zaak: str, who: Holder = CHRIS, key: Holder = EMERGENCY) -> OpenCase:
    me = who.to("lezen")
    return ledger.enter_in_emergency(zaak, key.keyring, who.keyring, SIGNING, me, UNTIL, NOW)


def test_a_case_is_named_at_random_without_letters_that_look_alike() -> None:
    case = started()
    assert len(case.zaak) == 10
    assert not set(case.zaak) & set("0o1il")
    assert case.zaak != started().zaak


def test_what_was_added_is_read_back_in_order() -> None:
    case = started(b"een", b"twee")
    assert texts(ANNA.opens(case.zaak)) == [b"een", b"twee"]
    assert ANNA.opens(case.zaak).head == case.head


def test_nothing_of_the_content_lies_in_the_tables() -> None:
    zaak = started(b"canary of the ledger").zaak
    for record in ledger.load(zaak):
        assert b"canary" not in record.body + record.header


def test_a_case_that_is_not_there_is_gone() -> None:
    with pytest.raises(Gone):
        ANNA.opens("bestaatniet")


def test_adding_to_an_old_state_is_refused_and_shows_what_came() -> None:
    case = started(b"begin", others=[BRAM.to("schrijven")])
    add(BRAM.opens(case.zaak), BRAM, b"van Bram")
    with pytest.raises(Behind) as behind:
        add(case, ANNA, b"van Anna")
    assert [record.author for record in behind.value.since] == [BRAM.reference]
    again = add(ANNA.opens(case.zaak), ANNA, b"van Anna")
    assert texts(again) == [b"begin", b"van Bram", b"van Anna"]


def test_a_number_that_was_taken_in_the_same_moment_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = started(b"begin")
    add(case, ANNA, b"eerst")
    monkeypatch.setattr(ledger, "_must_be_newest", lambda case: None)
    with pytest.raises(Behind):
        add(case, ANNA, b"ook")


def test_adding_to_a_case_that_was_destroyed_meanwhile_stores_nothing() -> None:
    case = started(b"begin")
    ledger.destroy(ANNA.opens(case.zaak), ANNA.keyring, "termijn", NOW)
    with pytest.raises(Gone):
        add(case, ANNA, b"nog iets")
    assert not Row.objects.filter(zaak=case.zaak).exists()


@pytest.mark.parametrize(("level", "writes"), [("schrijven", True), ("lezen", False)])
def test_a_grant_opens_the_case_at_its_level(level: str, writes: bool) -> None:
    case = started(b"begin")
    to = replace(BRAM.to("lezen"), level=level)  # type: ignore[arg-type]
    ledger.grant(case, ANNA.keyring, to, NOW)
    opened = BRAM.opens(case.zaak)
    assert texts(opened) == [b"begin"]
    assert (opened.may_write, opened.is_owner) == (writes, False)


@pytest.mark.parametrize(
    ("after", "opens"),
    [(HOUR - timedelta(microseconds=1), True), (HOUR, False), (2 * HOUR, False)],
    ids=["before", "at", "after"],
)
def test_a_right_for_a_time_ends_by_itself(after: timedelta, opens: bool) -> None:
    case = ledger.grant(started(b"begin"), ANNA.keyring, BRAM.to("lezen"), NOW, UNTIL)
    if opens:
        assert texts(BRAM.opens(case.zaak, NOW + after)) == [b"begin"]
    else:
        with pytest.raises(NoAccess):
            BRAM.opens(case.zaak, NOW + after)


def test_who_was_withdrawn_opens_nothing_and_has_no_key_for_what_came_after() -> None:
    case = started(b"begin", others=[BRAM.to("lezen")])
    before = BRAM.opens(case.zaak)
    ended = ledger.withdraw(case, ANNA.keyring, BRAM.reference, [ANNA.to("eigenaar")], NOW)
    after = add(ended, ANNA, b"daarna")
    with pytest.raises(NoAccess):
        BRAM.opens(case.zaak)
    with pytest.raises(Tampered, match="het zegel is verbroken"):
        _ = replace(before, records=after.records).contents
    assert texts(ANNA.opens(case.zaak)) == [b"begin", b"daarna"]


def test_an_owner_who_leaves_to_another_leaves_the_case_whole() -> None:
    case = started(b"begin", others=[BRAM.to("eigenaar")])
    ledger.withdraw(case, ANNA.keyring, ANNA.reference, [BRAM.to("eigenaar")], NOW)
    with pytest.raises(NoAccess):
        ANNA.opens(case.zaak)
    theirs = add(BRAM.opens(case.zaak), BRAM, b"daarna")
    assert texts(theirs) == [b"begin", b"daarna"]


def test_who_is_let_in_again_reads_every_round() -> None:
    case = started(b"begin", others=[BRAM.to("lezen")])
    case = ledger.withdraw(case, ANNA.keyring, BRAM.reference, [ANNA.to("eigenaar")], NOW)
    case = add(case, ANNA, b"daarna")
    ledger.grant(case, ANNA.keyring, BRAM.to("lezen"), NOW)
    assert texts(BRAM.opens(case.zaak)) == [b"begin", b"daarna"]


def test_only_the_owner_decides_who_may_see() -> None:
    zaak = started(b"begin", others=[BRAM.to("schrijven")]).zaak
    theirs = BRAM.opens(zaak)
    with pytest.raises(NoAccess):
        ledger.grant(theirs, BRAM.keyring, CHRIS.to("lezen"), NOW)
    with pytest.raises(NoAccess):
        ledger.withdraw(theirs, BRAM.keyring, ANNA.reference, [], NOW)
    with pytest.raises(NoAccess):
        ledger.new_round(theirs, BRAM.keyring, [], NOW)
    with pytest.raises(NoAccess):
        ledger.destroy(theirs, BRAM.keyring, "termijn", NOW)
    assert ANNA.opens(zaak).head == theirs.head


def test_nobody_reads_a_case_as_a_key() -> None:
    zaak = started(b"begin", others=[RECOVERY.to("herstel"), EMERGENCY.to("nood")]).zaak
    for key in (RECOVERY, EMERGENCY):
        with pytest.raises(NoAccess):
            key.opens(zaak)
    assert ledger.held_by(RECOVERY.reference) == ()


def test_in_an_emergency_somebody_reads_until_a_moment_and_says_why() -> None:
    zaak = started(b"begin", others=[EMERGENCY.to("nood")]).zaak
    case = add(emergency(zaak), CHRIS, b"waarom")
    assert texts(case) == [b"begin", b"waarom"]
    assert not case.may_write
    assert texts(CHRIS.opens(zaak)) == [b"begin", b"waarom"]
    with pytest.raises(NoAccess):
        CHRIS.opens(zaak, NOW + HOUR)


def test_a_second_emergency_a_day_later_leaves_the_case_whole() -> None:
    zaak = started(b"begin", others=[EMERGENCY.to("nood")]).zaak
    emergency(zaak)
    later = NOW + timedelta(days=1)
    until = moment(later + HOUR)
    ledger.enter_in_emergency(
        zaak, EMERGENCY.keyring, CHRIS.keyring, SIGNING, CHRIS.to("lezen"), until, later
    )
    assert texts(CHRIS.opens(zaak, later)) == [b"begin"]
    assert texts(ANNA.opens(zaak, later)) == [b"begin"]


def test_an_emergency_takes_no_right_from_who_has_one() -> None:
    zaak = started(b"begin", others=[EMERGENCY.to("nood"), BRAM.to("lezen")]).zaak
    for who in (ANNA, BRAM):
        with pytest.raises(AlreadyIn):
            emergency(zaak, who)
    assert ANNA.opens(zaak).is_owner


def test_without_the_emergency_key_there_is_no_emergency() -> None:
    zaak = started(b"begin").zaak
    with pytest.raises(NoAccess):
        emergency(zaak)
    with pytest.raises(Gone):
        emergency("bestaatniet")


def test_an_emergency_signs_for_nothing_that_was_changed_before() -> None:
    zaak = started(b"een", b"twee", others=[EMERGENCY.to("nood")]).zaak
    with unguarded():
        Row.objects.filter(zaak=zaak, number=3).delete()
        Row.objects.filter(zaak=zaak, number=2).update(signature=bytes(64))
    with pytest.raises(Tampered, match="de handtekening klopt niet"):
        emergency(zaak)


def forged(case: OpenCase, by: Holder, kind: str, body: bytes, **columns: object) -> Record:
    """A record behind the case as somebody writes it who owns the database and their own keys."""
    last = case.records[-1]
    blank = replace(last, number=last.number + 1, kind=kind, author=by.reference, body=body)
    given = {"subject": "", "attached": "", "previous": last.hash, **columns}
    return replace(blank, **given).signed(by.keyring)  # type: ignore[arg-type]


def stored(case: OpenCase, *records: Record) -> OpenCase:
    for record in records:
        storage.store(record)
    return replace(case, records=(*case.records, *records))


def test_a_stranger_who_gives_itself_a_right_in_the_database_gets_none() -> None:
    case = started(b"begin")
    body = grant_body(case.keys, case.zaak, CHRIS.to("eigenaar"))
    stored(case, forged(case, CHRIS, GRANT, body, subject=CHRIS.reference))
    for who in (ANNA, CHRIS):
        with pytest.raises(Tampered, match="wie deze regel schreef, mocht dat niet"):
            who.opens(case.zaak)


def test_a_right_given_in_the_owners_name_is_refused_also_under_a_true_newest_record() -> None:
    case = started(b"begin")
    body = grant_body(case.keys, case.zaak, CHRIS.to("eigenaar"))
    grant = forged(case, CHRIS, GRANT, body, subject=CHRIS.reference)
    in_her_name = replace(grant, author=ANNA.reference).signed(CHRIS.keyring)
    case = stored(case, in_her_name)
    stored(case, forged(case, CHRIS, CONTENT, b"iets"))
    with pytest.raises(Tampered, match="regel 3: de handtekening klopt niet"):
        ANNA.opens(case.zaak)


def test_a_newest_record_that_nobody_known_signed_is_refused() -> None:
    case = started(b"begin")
    stored(case, forged(case, Holder(), CONTENT, b"iets"))
    with pytest.raises(Tampered, match="wie deze regel schreef, is onbekend"):
        ANNA.opens(case.zaak)


@pytest.mark.parametrize("shown", [b"", b"een kleinere foto"])
def test_an_attachment_comes_back_as_it_went_in(shown: bytes) -> None:
    case = started(b"begin")
    digest = ledger.attach(case, ledger.sealed_file(case, b"\x89PNG foto", shown))
    case = ledger.append(case, ANNA.keyring, b"bijlage", NOW, digest)
    found = ledger.attached(ANNA.opens(case.zaak), case.records[-1])
    assert found == (b"\x89PNG foto", shown)
    assert b"foto" not in bytes(Attachment.objects.get(zaak=case.zaak).sealed)


def test_a_file_sealed_to_an_earlier_key_is_not_stored() -> None:
    case = started(b"begin")
    file = ledger.sealed_file(case, b"foto")
    later = ledger.new_round(case, ANNA.keyring, [ANNA.to("eigenaar")], NOW)
    with pytest.raises(ledger.Behind):
        ledger.attach(later, file)
    assert not Attachment.objects.exists()


def test_an_attachment_that_was_changed_or_is_gone_is_named() -> None:
    case = started(b"begin")
    digest = ledger.attach(case, ledger.sealed_file(case, b"foto"))
    case = ledger.append(case, ANNA.keyring, b"bijlage", NOW, digest)
    record = case.records[-1]
    row = Attachment.objects.get(zaak=case.zaak)
    with unguarded():
        Attachment.objects.filter(pk=row.pk).update(sealed=bytes(row.sealed)[:-1] + b"\x00\x01")
    with pytest.raises(Tampered, match="regel 3: de bijlage is veranderd"):
        ledger.attached(case, record)
    with unguarded():
        Attachment.objects.filter(pk=row.pk).delete()
    with pytest.raises(Tampered, match="regel 3: de bijlage ontbreekt"):
        ledger.attached(case, record)


def test_the_list_tells_which_cases_somebody_holds() -> None:
    own, shared, ended = started(b"een"), started(b"twee"), started(b"drie")
    for case in (shared, ended):
        ledger.grant(case, ANNA.keyring, BRAM.to("lezen"), NOW)
    ended = ANNA.opens(ended.zaak)
    ledger.withdraw(ended, ANNA.keyring, BRAM.reference, [ANNA.to("eigenaar")], NOW)
    assert set(ledger.held_by(ANNA.reference)) == {own.zaak, shared.zaak, ended.zaak}
    assert ledger.held_by(BRAM.reference) == (shared.zaak,)
    assert ledger.held_by(CHRIS.reference) == ()


def test_a_peek_gives_the_first_content_to_who_may_see_it() -> None:
    zaak = started(b"naam", b"geheim", others=[BRAM.to("lezen")]).zaak
    for who in (ANNA, BRAM):
        found = ledger.peek(zaak, who.keyring, NOW)
        assert found is not None
        assert found[1] == b"naam"
    assert ledger.peek(zaak, CHRIS.keyring, NOW) is None
    assert ledger.peek("bestaatniet", ANNA.keyring, NOW) is None


def test_a_note_for_lists_changes_nothing_else() -> None:
    zaak = started(b"begin").zaak
    ledger.note(zaak, "gesloten", date(2026, 12, 1))
    row = Zaak.objects.get(pk=zaak)
    assert (row.status, row.due) == ("gesloten", date(2026, 12, 1))
    assert texts(ANNA.opens(zaak)) == [b"begin"]


def test_destroying_leaves_a_signed_tombstone_and_nothing_else() -> None:
    case, other = started(b"begin"), started(b"blijft")
    ledger.attach(case, ledger.sealed_file(case, b"foto"))
    stone = ledger.destroy(case, ANNA.keyring, "termijn", NOW)
    for model in (Row, Attachment):
        assert not model.objects.filter(zaak=case.zaak).exists()
    assert not Zaak.objects.filter(pk=case.zaak).exists()
    assert ledger.is_genuine(stone, SIGNING)
    assert (stone.author, stone.ground, stone.head) == (ANNA.reference, "termijn", case.head)
    assert texts(ANNA.opens(other.zaak)) == [b"blijft"]


def test_a_case_that_went_on_is_not_destroyed_unseen() -> None:
    case = started(b"begin")
    add(case, ANNA, b"nieuw")
    with pytest.raises(Behind):
        ledger.destroy(case, ANNA.keyring, "termijn", NOW)
    assert not Tombstone.objects.exists()
    assert texts(ANNA.opens(case.zaak)) == [b"begin", b"nieuw"]


@pytest.mark.parametrize("column", ["zaak", "at", "author", "ground", "head"])
def test_a_tombstone_is_genuine_with_no_column_changed(column: str) -> None:
    stone = ledger.destroy(started(b"begin"), ANNA.keyring, "termijn", NOW)
    setattr(stone, column, BRAM.reference[: 8 if column == "zaak" else None])
    assert not ledger.is_genuine(stone, SIGNING)


def put_back(case: OpenCase) -> None:
    """The database of before the destruction, as somebody puts it back by hand."""
    with unguarded():
        Tombstone.objects.all().delete()
    Zaak.objects.create(reference=case.zaak, kader="artsen", kader_hash="x")
    stored(replace(case, records=()), *case.records)


def test_what_was_destroyed_is_destroyed_again_after_a_restore(tmp_path: Path) -> None:
    case, other = started(b"begin"), started(b"blijft")
    ledger.destroy(case, ANNA.keyring, "termijn", NOW)
    ledger.write_stones(tmp_path)
    put_back(case)
    assert texts(ANNA.opens(case.zaak)) == [b"begin"]
    assert ledger.apply_stones(tmp_path, SIGNING) == (case.zaak,)
    with pytest.raises(Gone):
        ANNA.opens(case.zaak)
    assert texts(ANNA.opens(other.zaak)) == [b"blijft"]
    assert ledger.apply_stones(tmp_path, SIGNING) == ()


def test_a_tombstone_that_nobody_known_signed_destroys_nothing(tmp_path: Path) -> None:
    case = started(b"begin")
    stone = {"zaak": case.zaak, "at": moment(NOW), "author": ANNA.reference, "ground": "termijn"}
    row = {**stone, "head": case.head, "signature": "00" * 64}
    (tmp_path / ledger.STONES_FILE).write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert ledger.apply_stones(tmp_path, SIGNING) == ()
    Tombstone.objects.create(**{**row, "signature": bytes(64)})
    assert ledger.apply_stones(tmp_path, SIGNING) == ()
    assert texts(ANNA.opens(case.zaak)) == [b"begin"]


def test_without_a_file_of_tombstones_nothing_is_destroyed(tmp_path: Path) -> None:
    assert ledger.apply_stones(tmp_path, SIGNING) == ()


def test_a_moment_is_kept_in_utc_to_the_microsecond() -> None:
    assert moment(NOW) == "2026-11-16T09:00:00.000000+00:00"


def test_these_tests_run_on_the_database_they_name() -> None:
    wanted = "postgresql" if os.environ.get("MELDCODE_DATABASE") else "sqlite"
    assert connection.vendor == wanted
