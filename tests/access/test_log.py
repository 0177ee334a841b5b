"""The log of every look: chained, signed, without content; every kind of fault is named."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection

from meldcode.access import log, people, policy, verify
from meldcode.access.log import Look
from meldcode.access.models import LogLine
from meldcode.access.people import Unlocked
from meldcode.ledger import ownership
from meldcode.ledger import services as ledger
from meldcode.ledger.chain import head as head_of
from meldcode.ledger.models import Row, Tombstone, Zaak
from meldcode.site.policies import TABLE
from tests.cast import NOW, Cast, case, opened
from tests.ledger.raw import unguarded

pytestmark = pytest.mark.django_db

LOOK = Look("bekijken", "abcdefghjk", "eigen zaak")


def named() -> list[str]:
    return [str(fault) for fault in log.faults(people.signing_keys())]


def numbers() -> list[int]:
    return list(LogLine.objects.order_by("number").values_list("number", flat=True))


def change(number: int, **columns: Any) -> None:
    with unguarded():
        LogLine.objects.filter(number=number).update(**columns)


def seen(cast: Cast) -> str:
    """A case that Anna looked at when it had all its records."""
    found = case(cast)
    log.write(cast.anna.keyring, Look("bekijken", found.zaak, "eigen zaak", head=found.head), NOW)
    return found.zaak


def test_a_line_says_who_what_when_which_case_and_on_what_ground(cast: Cast) -> None:
    line = log.write(cast.anna.keyring, replace(LOOK, head="3:ab"), NOW)
    stored = LogLine.objects.get(number=line.number)
    told = (stored.reference, stored.action, stored.zaak, stored.ground, stored.result, stored.head)
    assert told == (
        cast.anna.reference, "bekijken", "abcdefghjk", "eigen zaak", "gelukt", "3:ab"
    )  # fmt: skip
    assert stored.at == "2026-11-16T09:00:00.000000+00:00"


def test_lines_follow_each_other_whoever_looks(cast: Cast) -> None:
    for who in cast.everybody:
        log.write(who.keyring, LOOK, NOW)
    assert numbers() == list(range(1, len(numbers()) + 1))
    lines = list(LogLine.objects.order_by("number"))
    for before, after in pairwise(lines):
        assert bytes(after.previous) == bytes(before.hash)
    assert named() == []


def test_a_line_that_cannot_be_written_stops_what_asked_for_it(cast: Cast) -> None:
    last = numbers()[-1]
    taken = LogLine.objects.get(number=last)
    with pytest.raises(DatabaseError):
        taken.save(force_insert=True)


COLUMNS: list[tuple[str, Any]] = [
    ("at", "2026-11-17T09:00:00.000000+00:00"),
    ("action", "zoeken"),
    ("zaak", "zzzzzzzzzz"),
    ("ground", "gedeeld"),
    ("result", "geweigerd"),
    ("head", "9:ff"),
    ("head", "geen getal"),
    ("head", "²:ff"),
]


@pytest.mark.parametrize(("column", "value"), COLUMNS)
def test_a_line_that_was_changed_is_named(cast: Cast, column: str, value: str) -> None:
    line = log.write(cast.anna.keyring, LOOK, NOW)
    change(line.number, **{column: value})
    where = f"logboek, regel {line.number}"
    assert named()[:2] == [
        f"{where}: deze regel is veranderd",
        f"{where}: de handtekening klopt niet",
    ]


def test_a_line_in_the_name_of_another_is_named_also_with_its_hash_anew(cast: Cast) -> None:
    line = log.write(cast.anna.keyring, LOOK, NOW)
    line.reference = cast.bram.reference
    change(line.number, reference=line.reference, hash=log._digest(line))
    assert named() == [f"logboek, regel {line.number}: de handtekening klopt niet"]


def test_a_line_that_is_gone_is_named(cast: Cast) -> None:
    log.write(cast.anna.keyring, LOOK, NOW)
    with unguarded():
        LogLine.objects.filter(number=3).delete()
    assert named() == ["logboek, regel 4: hiervoor ontbreekt iets"]


def test_the_first_line_that_is_gone_is_named(cast: Cast) -> None:
    with unguarded():
        LogLine.objects.filter(number=1).delete()
    assert named() == ["logboek, regel 2: hiervoor ontbreekt iets"]


def test_a_line_put_in_the_place_of_another_by_its_own_author_breaks_the_next(cast: Cast) -> None:
    line = log.write(cast.anna.keyring, LOOK, NOW)
    log.write(cast.bram.keyring, LOOK, NOW)
    line.zaak = "zzzzzzzzzz"
    line.hash = log._digest(line)
    signature = cast.anna.keyring.sign(line.hash, log.PURPOSE)
    change(line.number, zaak=line.zaak, hash=line.hash, signature=signature)
    expected = f"logboek, regel {line.number + 1}: deze regel sluit niet aan op de regel ervoor"
    assert named() == [expected]


def test_a_case_that_ends_before_what_the_log_saw_is_named(cast: Cast) -> None:
    zaak = seen(cast)
    assert named() == []
    last = ledger.load(zaak)[-1].number
    with unguarded():
        Row.objects.filter(zaak=zaak, number=last).delete()
    assert named() == [
        f"zaak {zaak}: het logboek zag regel {last}, maar de zaak eindigt bij {last - 1}"
    ]


def test_a_case_of_which_its_own_author_wrote_the_past_anew_is_named(cast: Cast) -> None:
    zaak = seen(cast)
    *before, last = ledger.load(zaak)
    with unguarded():
        Row.objects.filter(zaak=zaak, number=last.number).delete()
    again = replace(opened(zaak, cast.anna), records=tuple(before))
    ledger.append(again, cast.anna.keyring, b"iets anders", NOW)
    assert named() == [
        f"zaak {zaak}, regel {last.number}: deze regel is anders dan het logboek zag"
    ]


def test_a_case_that_vanished_is_named_and_one_that_was_destroyed_is_not(cast: Cast) -> None:
    gone, destroyed = seen(cast), seen(cast)
    end(destroyed, cast.anna)
    with unguarded():
        Row.objects.filter(zaak=gone).delete()
        Zaak.objects.filter(pk=gone).delete()
    assert named() == [f"zaak {gone}: deze zaak staat in het logboek maar is verdwenen"]


def end(zaak: str, who: Unlocked, line: bool = True) -> None:
    """Destroy a case as its page does, with its line in the log or without."""
    case = opened(zaak, who)
    ledger.destroy(case, who.keyring, "termijn", NOW)
    if line:
        log.write(who.keyring, Look(log.DESTROYED, zaak, "eigen zaak", head=case.head), NOW)


def test_a_case_that_was_destroyed_without_a_line_is_named(cast: Cast) -> None:
    zaak = seen(cast)
    end(zaak, cast.anna, line=False)
    assert named() == [
        f"grafsteen {zaak}: het logboek weet niet van deze vernietiging",
        f"zaak {zaak}: deze zaak staat in het logboek maar is verdwenen",
    ]


def test_a_colleague_who_destroys_a_case_in_the_database_with_a_line_and_all_is_named(
    cast: Cast,
) -> None:
    zaak, chris = seen(cast), cast.chris.keyring
    head = head_of(ledger.load(zaak))
    stone = Tombstone(zaak=zaak, at=NOW.isoformat(), author=cast.chris.reference, head=head)
    stone.ground, stone.proof = "termijn", ownership.proof_of(ledger.load(zaak), chris)
    stone.signature = chris.sign(ledger.tombstone_message(stone), ledger.TOMBSTONE_PURPOSE)
    stone.save(force_insert=True)
    ledger.remove_rows([zaak])
    log.write(chris, Look(log.DESTROYED, zaak, "eigen zaak", head=head), NOW)
    assert named() == [
        f"grafsteen {zaak}: wie deze tekende, beheerde de zaak niet",
        f"zaak {zaak}: deze zaak staat in het logboek maar is verdwenen",
    ]


def test_a_tombstone_that_names_an_earlier_end_than_the_log_saw_is_named(cast: Cast) -> None:
    zaak = seen(cast)
    early = replace(opened(zaak, cast.anna), records=ledger.load(zaak)[:1])
    stone = Tombstone(zaak=zaak, at=NOW.isoformat(), author=cast.anna.reference, head=early.head)
    anna = cast.anna.keyring
    stone.signature = anna.sign(ledger.tombstone_message(stone), ledger.TOMBSTONE_PURPOSE)
    stone.save(force_insert=True)
    ledger.remove_rows([zaak])
    assert f"grafsteen {zaak}: deze noemt niet het eind van de zaak" in named()


def test_nothing_of_the_content_is_in_the_log(cast: Cast) -> None:
    seen(cast)
    everything = repr(list(LogLine.objects.values_list()))
    for word in ("Sanne", "Veldhoen", "Zwaan", "blauwe plek"):
        assert word not in everything


def test_what_the_policies_call_a_look_fits_the_log() -> None:
    for route, each in TABLE.items():
        assert len(each.action) <= 24, route
        assert isinstance(each, policy.Policy)


def writes(who: Unlocked, look: Look) -> int:
    before = LogLine.objects.count()
    log.write(who.keyring, look, NOW)
    return LogLine.objects.count() - before


def test_one_look_is_one_line(cast: Cast) -> None:
    assert writes(cast.bram, LOOK) == 1


def test_a_case_destroyed_on_another_machine_is_a_fault_only_where_there_is_no_other(
    cast: Cast, tmp_path: Path
) -> None:
    gone = case(cast)
    ledger.destroy(gone, cast.anna.keyring, "termijn", NOW)
    found = [str(fault) for fault in verify.stone_faults(tmp_path, people.signing_keys())]
    here = f"grafsteen {gone.zaak}: deze ontbreekt in het bestand {ledger.STONES_FILE}"
    assert found == ([here] if connection.vendor == "sqlite" else [])
