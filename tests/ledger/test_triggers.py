"""The database itself refuses to change or remove what was written, on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from meldcode.ledger import services as ledger
from meldcode.ledger import triggers
from meldcode.ledger.models import Attachment, Row, Tombstone, Zaak
from tests.ledger.raw import unguarded
from tests.ledger.world import ANNA, NOW, started

pytestmark = pytest.mark.django_db

ROW_COLUMNS = [str(field.column) for field in Row._meta.fields]
PLACES = ", ".join(name for name in ROW_COLUMNS if name != "id")


def refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_every_guarded_table_has_its_triggers() -> None:
    assert triggers.missing(connection) == ()
    tables = {name.rpartition("_")[0] for name in triggers.names(connection.vendor)}
    guarded = {"ledger_zaak", "ledger_row", "ledger_attachment", "ledger_tombstone"}
    assert tables == {*guarded, "access_logline"}


def test_a_trigger_that_somebody_took_away_is_missed_and_put_back_by_installing() -> None:
    with unguarded():
        assert triggers.missing(connection) == tuple(sorted(triggers.names(connection.vendor)))
    assert triggers.missing(connection) == ()


@pytest.mark.parametrize("column", ROW_COLUMNS)
def test_no_column_of_a_record_changes(column: str) -> None:
    started(b"begin")
    refused(f"UPDATE ledger_row SET {column} = {column}")  # noqa: S608


@pytest.mark.parametrize("column", ["reference", "kader", "kader_hash"])
def test_what_a_case_is_pinned_to_does_not_change(column: str) -> None:
    started()
    refused(f"UPDATE ledger_zaak SET {column} = 'x'")  # noqa: S608


def test_the_status_and_date_of_a_case_may_change() -> None:
    zaak = started().zaak
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_zaak SET status = 'gesloten', due = '2026-12-01'")
    assert Zaak.objects.get(pk=zaak).status == "gesloten"


@pytest.mark.parametrize("table", ["ledger_row", "ledger_attachment", "ledger_zaak"])
def test_nothing_of_a_case_is_deleted_while_it_has_no_tombstone(table: str) -> None:
    case = started(b"begin")
    ledger.attach(case, ledger.sealed_file(case, b"foto"))
    other = started(b"ander")
    ledger.destroy(other, ANNA.keyring, "termijn", NOW)
    refused(f"DELETE FROM {table}")  # noqa: S608
    assert Row.objects.filter(zaak=case.zaak).count() == 2


def test_attachments_and_tombstones_do_not_change() -> None:
    case = started(b"begin")
    ledger.attach(case, ledger.sealed_file(case, b"foto"))
    ledger.destroy(started(b"weg"), ANNA.keyring, "termijn", NOW)
    refused("UPDATE ledger_attachment SET sealed = sealed")
    refused("UPDATE ledger_tombstone SET ground = 'x'")
    refused("DELETE FROM ledger_tombstone")
    assert Attachment.objects.count() == Tombstone.objects.count() == 1


@pytest.mark.usefixtures("cast")
def test_a_line_of_the_log_neither_changes_nor_goes() -> None:
    refused("UPDATE access_logline SET result = 'gelukt'")
    refused("DELETE FROM access_logline")


def test_a_replace_does_not_overwrite_a_record() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    zaak = started(b"begin").zaak
    refused("INSERT OR REPLACE INTO ledger_row SELECT * FROM ledger_row")
    refused("REPLACE INTO ledger_zaak SELECT * FROM ledger_zaak")
    refused("UPDATE OR REPLACE ledger_row SET number = 1")
    # Another id for the same place in the case: the second unique key conflicts.
    refused(f"REPLACE INTO ledger_row ({PLACES}) SELECT {PLACES} FROM ledger_row")  # noqa: S608
    assert [record.number for record in ledger.load(zaak)] == [1, 2]


@pytest.mark.parametrize("table", ["ledger_row", "ledger_attachment", "ledger_zaak"])
def test_a_table_is_not_emptied_at_once(table: str) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE; DELETE without a condition is refused above")
    started(b"begin")
    refused(f"TRUNCATE {table}")


def test_an_upsert_does_not_overwrite_a_record() -> None:
    started(b"begin")
    copy = f"INSERT INTO ledger_row ({PLACES}) SELECT {PLACES} FROM ledger_row"  # noqa: S608
    refused(f"{copy} WHERE true ON CONFLICT (zaak, number) DO UPDATE SET body = excluded.body")
