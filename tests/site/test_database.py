"""The one setting that chooses a database."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from meldcode.site.database import DatabaseSettingError, database

FOLDER = Path("/ergens")
WRITTEN = (
    ("postgresql://anna@server/meldcode", "meldcode", "anna", "", "server", ""),
    ("postgres://server/meldcode", "meldcode", "", "", "server", ""),
    ("postgresql://anna:ge%40heim@server:5433/meld%20code", "meld code", "anna", "ge@heim",
     "server", "5433"),
    ("postgresql:///meldcode?host=/var/run/postgresql&port=5434", "meldcode", "", "",
     "/var/run/postgresql", "5434"),
    ("  postgresql://server/meldcode\n", "meldcode", "", "", "server", ""),
)  # fmt: skip


@pytest.mark.parametrize("setting", ["", "  ", "\n"])
def test_without_a_setting_it_is_the_embedded_one_in_the_data_folder(setting: str) -> None:
    found = database(setting, FOLDER)
    assert found["ENGINE"] == "meldcode.site.sqlite"
    assert found["NAME"] == FOLDER / "meldcode.sqlite3"


@pytest.mark.parametrize(("setting", "name", "user", "password", "host", "port"), WRITTEN)
def test_an_address_is_taken_apart(
    setting: str, name: str, user: str, password: str, host: str, port: str
) -> None:
    found = database(setting, FOLDER)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    parts = (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"])
    assert parts == (name, user, password, host, port)


def test_what_else_stands_in_the_address_goes_to_the_driver() -> None:
    found = database("postgresql://server/meldcode?sslmode=verify-full&host=a", FOLDER)
    assert found["OPTIONS"] == {"sslmode": "verify-full"}
    assert found["HOST"] == "a"


@pytest.mark.parametrize(
    "setting",
    ["mysql://server/meldcode", "meldcode", "postgresql://server", "postgresql://server/", "x:y"],
)
def test_another_address_is_refused_in_dutch_without_repeating_it(setting: str) -> None:
    with pytest.raises(DatabaseSettingError) as told:
        database(setting, FOLDER)
    assert "Schrijf: postgresql://gebruiker@computer/naam" in str(told.value)
    assert setting not in str(told.value)


PRAGMAS = (
    ("journal_mode", "wal"),
    ("synchronous", 2),  # FULL
    ("secure_delete", 1),
    ("recursive_triggers", 1),
    ("temp_store", 2),  # memory
)


@pytest.mark.django_db
@pytest.mark.parametrize(("pragma", "value"), PRAGMAS)
def test_the_embedded_one_loses_nothing_and_leaves_nothing(pragma: str, value: object) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only the embedded database has these")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)
