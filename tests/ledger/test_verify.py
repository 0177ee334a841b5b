"""What is checked of the stored cases, with and without keys, and against a checkpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.db import connection

from meldcode.ledger import services as ledger
from meldcode.ledger import storage, verify
from meldcode.ledger.chain import CONTENT, Fault, seal_content
from meldcode.ledger.models import Attachment, Row, Tombstone, Zaak
from meldcode.ledger.services import OpenCase
from tests.ledger.raw import unguarded
from tests.ledger.world import ANNA, BRAM, CHRIS, NOW, SIGNING, Holder, started

pytestmark = pytest.mark.django_db


def named(found: Iterable[Fault], zaak: str = "") -> list[str]:
    """The faults in words, with 'Z' for the case."""
    return [str(fault).replace(zaak or "\x00", "Z") for fault in found]


def faults(zaak: str, by: Holder | None = None) -> list[str]:
    return named(verify.faults(SIGNING, by.keyring if by else None), zaak)


def photo() -> OpenCase:
    case = started(b"een", b"twee", others=[BRAM.to("lezen")])
    return ledger.append(
        case, ANNA.keyring, b"foto", NOW, ledger.attach(case, ledger.sealed_file(case, b"\x89PNG"))
    )


def test_what_nobody_touched_has_no_faults() -> None:
    case = photo()
    ledger.withdraw(case, ANNA.keyring, BRAM.reference, [ANNA.to("eigenaar")], NOW)
    ledger.destroy(started(b"weg"), ANNA.keyring, "termijn", NOW)
    for by in (None, ANNA, BRAM, CHRIS):
        assert faults(case.zaak, by) == []


def test_a_record_that_was_changed_and_hashed_anew_is_named() -> None:
    zaak = photo().zaak
    record = ledger.load(zaak)[1]
    changed = replace(record, at="2026-11-17T09:00:00.000000+00:00")
    with unguarded():
        Row.objects.filter(zaak=zaak, number=2).update(at=changed.at, hash=changed.digest)
    assert faults(zaak) == [
        "zaak Z, regel 3: deze regel sluit niet aan op de regel ervoor",
        "zaak Z, regel 2: de handtekening klopt niet",
        "zaak Z, regel 3: deze regel is gedateerd vóór de regel ervoor",
    ]


def test_a_case_without_its_records_is_named() -> None:
    zaak = photo().zaak
    with unguarded():
        Row.objects.filter(zaak=zaak).delete()
    assert "zaak Z: alle regels van deze zaak ontbreken" in faults(zaak)


def test_a_case_that_left_the_list_is_named() -> None:
    zaak = photo().zaak
    with unguarded():
        Zaak.objects.filter(pk=zaak).delete()
    assert faults(zaak) == ["zaak Z: deze zaak ontbreekt in de lijst van zaken"]


@pytest.mark.parametrize("column", ["kader", "kader_hash"])
def test_a_framework_that_was_swapped_in_the_list_is_named(column: str) -> None:
    zaak = photo().zaak
    with unguarded():
        Zaak.objects.filter(pk=zaak).update(**{column: "onderwijs"})
    assert faults(zaak) == ["zaak Z: het kader in de lijst is een ander dan in de zaak"]


def test_content_sealed_under_another_key_is_found_by_who_holds_the_case() -> None:
    case = photo()
    last = case.records[-1]
    blank = replace(last, number=last.number + 1, previous=last.hash, kind=CONTENT, attached="")
    other = ANNA.keyring.own(b"een andere sleutel")
    storage.store(seal_content(other, blank, b"vals").signed(ANNA.keyring))
    expected = "zaak Z, regel 5: het zegel is verbroken: de inhoud is niet meer te openen"
    assert faults(case.zaak, ANNA) == [expected]
    assert faults(case.zaak) == faults(case.zaak, CHRIS) == []


def test_attachments_are_found_when_changed_gone_moved_or_added() -> None:
    zaak = photo().zaak
    row = Attachment.objects.get(zaak=zaak)
    digest = row.sha256
    with unguarded():
        Attachment.objects.filter(pk=row.pk).update(sealed=b"iets anders")
    assert faults(zaak) == [f"zaak Z, bijlage {digest[:8]}: deze bijlage is veranderd"]
    with unguarded():
        Attachment.objects.filter(pk=row.pk).update(sealed=row.sealed, zaak="elders")
    assert faults(zaak) == [
        "zaak Z, regel 4: de bijlage ontbreekt",
        "zaak elders: er is een bijlage van een zaak die er niet is",
    ]
    with unguarded():
        Attachment.objects.all().delete()
    ledger.attach(ANNA.opens(zaak), ledger.sealed_file(ANNA.opens(zaak), b"\x89PNG"))
    strange = Attachment.objects.get(zaak=zaak).sha256
    assert faults(zaak) == [
        f"zaak Z, bijlage {strange[:8]}: deze bijlage hoort nergens bij",
        "zaak Z, regel 4: de bijlage ontbreekt",
    ]


def test_a_tombstone_that_was_changed_or_stands_by_a_living_case_is_named() -> None:
    case = photo()
    stone = ledger.destroy(started(b"weg"), ANNA.keyring, "termijn", NOW)
    with unguarded():
        Tombstone.objects.filter(pk=stone.pk).update(ground="verzoek")
        Tombstone.objects.filter(pk=stone.pk).update(zaak=case.zaak)
    assert faults(case.zaak) == [
        "grafsteen Z: de handtekening klopt niet",
        "grafsteen Z: er staan nog regels van deze zaak",
    ]


def test_a_text_where_bytes_belong_is_named_and_stops_nothing() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps what does not fit its column")
    zaak = photo().zaak
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_row SET body = 'tekst' WHERE number = 2")
    assert "zaak Z, regel 2: deze regel is veranderd" in faults(zaak)


def test_the_heads_tell_where_every_case_ends() -> None:
    one, two = started(b"een"), photo()
    assert verify.heads() == {
        one.zaak: verify.Head(2, one.records[-1].hash.hex()),
        two.zaak: verify.Head(4, two.records[-1].hash.hex()),
    }


def test_a_case_that_grew_since_the_checkpoint_is_whole() -> None:
    case = photo()
    kept = verify.heads()
    ledger.append(case, ANNA.keyring, b"meer", NOW)
    assert list(verify.against(kept)) == []


def test_a_tail_that_was_cut_is_found_against_the_checkpoint_alone() -> None:
    zaak = photo().zaak
    kept = verify.heads()
    with unguarded():
        Row.objects.filter(zaak=zaak, number__gt=2).delete()
        Attachment.objects.all().delete()
    assert faults(zaak) == []
    assert named(verify.against(kept), zaak) == [
        "zaak Z: in het ijkpunt staan 4 regels, nu nog 2: het eind ontbreekt"
    ]


def test_a_case_that_is_gone_is_found_against_the_checkpoint_but_not_when_destroyed() -> None:
    gone, destroyed = photo(), started(b"weg")
    kept = verify.heads()
    ledger.destroy(destroyed, ANNA.keyring, "termijn", NOW)
    with unguarded():
        ledger.remove_rows([gone.zaak])
    assert named(verify.against(kept), gone.zaak) == [
        "zaak Z: in het ijkpunt staan 4 regels, nu nog 0: het eind ontbreekt"
    ]


def test_another_end_than_the_checkpoints_is_found() -> None:
    case = photo()
    kept = verify.heads()
    with unguarded():
        Row.objects.filter(zaak=case.zaak, number=4).delete()
        Attachment.objects.all().delete()
    before = replace(case, records=case.records[:-1])
    ledger.append(before, ANNA.keyring, b"iets anders", NOW)
    assert faults(case.zaak) == []
    assert named(verify.against(kept), case.zaak) == [
        "zaak Z, regel 4: deze regel is anders dan in het ijkpunt"
    ]


def test_one_case_is_checked_by_itself_for_an_export() -> None:
    case = photo()
    assert list(verify.case_faults(case.zaak, case.records, SIGNING)) == []
    assert list(verify.seal_faults(case.records, ANNA.keyring)) == []
    changed = (*case.records[:-1], replace(case.records[-1], body=b"x"))
    assert len(list(verify.case_faults(case.zaak, changed, SIGNING))) == 2
