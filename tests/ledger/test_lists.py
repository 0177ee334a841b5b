"""Whose cases they are, found without reading those of others."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldcode.ledger import lists
from meldcode.ledger import services as ledger
from meldcode.ledger.models import Row, Zaak
from tests.ledger.raw import unguarded
from tests.ledger.world import ANNA, BRAM, CHRIS, NOW, RECOVERY, started

pytestmark = pytest.mark.django_db


def names(who: object = ANNA, offset: int = 0, limit: int | None = None) -> list[bytes | None]:
    assert isinstance(who, type(ANNA))
    return [each.first for each in ledger.piece_of(who.keyring, NOW, offset, limit).cases]


def test_running_cases_come_first_and_the_earliest_day_on_top() -> None:
    for text, status, due in (
        (b"dicht", "gesloten", None),
        (b"zonder dag", "lopend", None),
        (b"later", "lopend", date(2027, 1, 1)),
        (b"eerst", "lopend", date(2026, 12, 1)),
    ):
        ledger.note(started(text).zaak, status, due)
    assert names() == [b"eerst", b"later", b"zonder dag", b"dicht"]
    assert names(offset=1, limit=2) == [b"later", b"zonder dag"]
    assert [ledger.piece_of(ANNA.keyring, NOW, at, 2).more for at in (0, 1, 2)] == [1, 1, 0]


def test_a_piece_reads_as_many_cases_as_it_shows() -> None:
    for number in range(6):
        started(b"%d" % number)
    with CaptureQueriesContext(connection) as asked:
        assert len(names(limit=2)) == 2
    read = next(each["sql"] for each in asked if "body" in each["sql"])
    assert sum(zaak in read for zaak in Zaak.objects.values_list("reference", flat=True)) == 2


def test_the_database_finds_them_by_an_index() -> None:
    started(b"begin")
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(plan + lists._MINE, [ANNA.reference, ANNA.reference])
        mine = str(cursor.fetchall())
        of_access = lists._OF_ACCESS.format(columns="zaak, body", places="%s")
        cursor.execute(plan + of_access, ["abc"])
        told = str(cursor.fetchall())
    assert "by_starter" in mine
    assert "by_subject" in mine
    assert "of_access" in told or connection.vendor != "sqlite"


def test_who_came_in_later_has_it_in_the_list_until_that_ends() -> None:
    case = ledger.grant(started(b"begin"), ANNA.keyring, BRAM.to("lezen"), NOW)
    assert names(BRAM) == [b"begin"]
    ledger.withdraw(case, ANNA.keyring, BRAM.reference, [ANNA.to("eigenaar")], NOW)
    assert (names(BRAM), names()) == ([], [b"begin"])
    ledger.grant(ANNA.opens(case.zaak), ANNA.keyring, BRAM.to("lezen"), NOW)
    assert names(BRAM) == [b"begin"]


def test_an_owner_who_left_has_it_in_the_list_no_more() -> None:
    case = ledger.grant(started(b"begin"), ANNA.keyring, BRAM.to("eigenaar"), NOW)
    ledger.withdraw(case, ANNA.keyring, ANNA.reference, [BRAM.to("eigenaar")], NOW)
    assert (names(), names(BRAM)) == ([], [b"begin"])
    assert ledger.piece_of(ANNA.keyring, NOW, 0, 1).cases == ()
    assert ledger.held_by(ANNA.reference) == ()


def test_the_list_leaves_out_who_left_before_that_was_written_down() -> None:
    case = ledger.grant(started(b"begin"), ANNA.keyring, BRAM.to("eigenaar"), NOW)
    ledger.new_round(case, ANNA.keyring, [BRAM.to("eigenaar")], NOW)
    assert (names(), names(BRAM)) == ([], [b"begin"])


def test_a_case_that_cannot_be_read_is_shown_as_such() -> None:
    broken, without = started(b"stuk"), started(b"zonder rij")
    with unguarded():
        Row.objects.filter(zaak=broken.zaak, number=1).update(body=b"{}")
        Zaak.objects.filter(pk=without.zaak).delete()
    found = {each.zaak: each for each in ledger.piece_of(ANNA.keyring, NOW).cases}
    assert found[broken.zaak].first is None
    assert found[without.zaak].row is None


def test_a_key_or_a_stranger_has_no_cases() -> None:
    started(b"begin", others=[RECOVERY.to("herstel")])
    assert names(CHRIS) == names(RECOVERY) == []
