"""The thief can find and open: each way of hiding a word is seen through, each fault is told."""

from __future__ import annotations

import base64
import bz2
import datetime as dt
import gzip
import io
import lzma
import sqlite3
import zipfile
import zlib
from pathlib import Path

import pytest

from meldcode.vault.recovery import new_code, read_code
from proef.buit.search import cells, files, forms_of_code, forms_of_word, found_in
from proef.dief import SENTENCES, Haul, report

WORD = "kanarie 0123456789abcdef signaal wat"
TEXT = b"voor " + WORD.encode() + b" na"
WANTED = {form: "het woord" for form in forms_of_word(WORD)}


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("map/brief.txt", data)
    return file.getvalue()


HIDDEN = {
    "plain": TEXT,
    "capitals": TEXT.upper(),
    "backwards": TEXT[::-1],
    "utf-16": TEXT.decode().encode("utf-16-le"),
    "utf-16, big end first": TEXT.decode().encode("utf-16-be"),
    "hex": TEXT.hex().encode(),
    "base64": base64.b64encode(TEXT),
    "base64, one letter on": b"a" + base64.b64encode(TEXT),
    "base64 for addresses": base64.urlsafe_b64encode(b"\xfb\xff" + TEXT),
    "deflated": zlib.compress(TEXT),
    "gzip": gzip.compress(TEXT),
    "bz2": bz2.compress(TEXT),
    "xz": lzma.compress(TEXT),
    "zip": zipped(TEXT),
    "zip in base64": base64.b64encode(zipped(TEXT)),
}


@pytest.mark.parametrize("data", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_word_is_found_however_it_lies_there(data: bytes) -> None:
    assert found_in([("bestand", b"\x00\x01" + data + b"\x00")], WANTED) == [
        ("bestand", "het woord")
    ]


def test_what_is_not_there_is_not_found() -> None:
    other = TEXT.replace(b"0123", b"9999")
    assert found_in([("bestand", other), ("gepakt", zlib.compress(other))], WANTED) == []


@pytest.mark.parametrize(
    "written",
    ["1938-03-25", "25-03-1938", "25/03/1938", "19380325", "25 maart 1938", "25 MAART 1938"],
)
def test_a_date_is_found_in_the_ways_it_is_written(written: str) -> None:
    wanted = {form: "geboren" for form in forms_of_word("1938-03-25")}
    assert found_in([("bestand", f"x{written}y".encode())], wanted) == [("bestand", "geboren")]


def test_a_recovery_code_is_found_with_and_without_dashes_and_as_bytes() -> None:
    code = new_code()
    wanted = {form: "code" for form in forms_of_code(code)}
    for data in (code.encode(), code.replace("-", "").lower().encode(), read_code(code).reveal()):
        assert found_in([("bestand", data)], wanted) == [("bestand", "code")]


def test_names_of_files_and_values_of_tables_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "0123456789abcdef.txt").write_bytes(b"niets")
    with sqlite3.connect(tmp_path / "database") as opened:
        opened.execute("create table t (een text, twee blob, drie integer)")
        opened.execute("insert into t values (?, ?, 3)", (TEXT.decode(), zlib.compress(TEXT)))
    opened.close()
    assert found_in(files(tmp_path), WANTED) == [
        ("0123456789abcdef.txt", "het woord"),
        ("database", "het woord"),
    ]
    assert [where for where, _ in cells(tmp_path / "database")] == ["t", "t"]


def haul() -> Haul:
    tries = {name: (5, 0) for name in SENTENCES}
    keys = ("with_the_passphrase", "with_the_recovery_code", "cookie_with_memory")
    tries |= {name: (1, 24) for name in keys}
    return Haul(files=6, size=2_523_000, words=82, keys=7, entries=24, has_wal=True, tries=tries)


def test_a_house_where_nothing_was_found_has_nothing_wrong() -> None:
    page = report(haul(), dt.date(2026, 11, 22))
    assert haul().wrong == []
    assert "Gevonden: **0**" in page
    assert "| met de wachtzin | 1 | 24 aantekeningen |" in page
    assert "Mis:" not in page


WRONG = (
    ("seen", [("logboek", "een woord")], "in logboek: een woord"),
    ("has_wal", False, "er was geen logbestand (WAL) om te doorzoeken"),
    ("sessions", (3, 1), "geopend: de sessies van Django en de cookies als sessie"),
    ("with_the_passphrase", (1, 0), "niet geopend: met de wachtzin"),
)


@pytest.mark.parametrize(("what", "value", "sentence"), WRONG)
def test_what_is_wrong_is_told(what: str, value: object, sentence: str) -> None:
    found = haul()
    if what in found.tries:
        found.tries[what] = value  # type: ignore[assignment]
    else:
        setattr(found, what, value)
    assert found.wrong == [sentence]
    assert f"- {sentence}" in report(found, dt.date(2026, 11, 22))
