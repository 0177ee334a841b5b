"""Looking for words and keys in what was carried off, in every form they may have there."""

from __future__ import annotations

import base64
import bz2
import lzma
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WORD = re.compile(r"[0-9a-f]{16}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-f]{2}){8,}|(?:[0-9A-F]{2}){8,}")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
_DEPTH = 3  # something packed in something packed in something


def forms_of_word(word: str) -> Iterator[bytes]:
    """A word, or a date the ways it is written, in the encodings that programs use."""
    found = _WORD.search(word)
    for text in _dates(word) if _DATE.fullmatch(word) else [found[0] if found else word]:
        for way in (text, text.upper(), text[::-1]):
            for coding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
                yield way.encode(coding)


def _dates(text: str) -> Iterator[str]:
    year, month, day = text.split("-")
    yield from (text, f"{day}-{month}-{year}", f"{year}{month}{day}", f"{day}/{month}/{year}")
    yield f"{int(day)} {MONTHS.split()[int(month) - 1]} {year}"


def forms_of_code(code: str) -> Iterator[bytes]:
    """A recovery code as it is written and as bytes."""
    from meldcode.vault.recovery import read_code

    for text in (code, code.replace("-", "")):
        yield from (text.encode(), text.lower().encode(), text.encode("utf-16-le"))
    yield read_code(code).reveal()


def layers(data: bytes, depth: int = _DEPTH) -> Iterator[bytes]:
    """The bytes, and whatever comes out where something in them was packed or written as text."""
    yield data
    if depth == 0:
        return
    for inner in (*_unpacked(data), *_written_out(data)):
        yield from layers(inner, depth - 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    for start in _starts(data, (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")):
        yield from _deflated(data[start:], zlib.MAX_WBITS)
    for start in _starts(data, (b"\x1f\x8b\x08",)):
        yield from _deflated(data[start:], zlib.MAX_WBITS | 16)
    for start in _starts(data, (b"PK\x03\x04",)):
        name, extra = (int.from_bytes(data[start + i : start + i + 2], "little") for i in (26, 28))
        yield from _deflated(data[start + 30 + name + extra :], -zlib.MAX_WBITS)
    openers = ((b"BZh", bz2.BZ2Decompressor), (b"\xfd7zXZ\x00", lzma.LZMADecompressor))
    for magic, opener in openers:
        for start in _starts(data, (magic,)):
            try:
                yield opener().decompress(data[start:])
            except (OSError, lzma.LZMAError):
                continue


def _deflated(data: bytes, form: int) -> Iterator[bytes]:
    try:
        found = zlib.decompressobj(form).decompress(data)
    except zlib.error:
        return
    # What was no packed data may go well for some bytes; packed words are longer.
    if len(found) >= 8:
        yield found


def _starts(data: bytes, magics: Iterable[bytes]) -> Iterator[int]:
    for magic in magics:
        yield from (found.start() for found in re.finditer(re.escape(magic), data))


def _written_out(data: bytes) -> Iterator[bytes]:
    for run in _HEX.findall(data):
        yield bytes.fromhex(run.decode())
    for run in _BASE64.findall(data):
        text = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        for shift in range(4):  # a run may begin with letters that are no part of it
            piece = text[shift:]
            yield base64.b64decode(piece[: len(piece) // 4 * 4])


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file with its bytes, and its name as well: a name can tell something."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            where = str(path.relative_to(folder))
            yield where, where.encode() + b"\n" + path.read_bytes()


def cells(database: Path) -> Iterator[tuple[str, bytes]]:
    """Every value of every table, as the database itself reads them."""
    with closing(sqlite3.connect(database)) as opened:
        tables = [name for (name,) in opened.execute("select name from sqlite_master "
                                                     "where type = 'table'")]  # fmt: skip
        for table in tables:
            for row in opened.execute(f'select * from "{table}"'):  # noqa: S608
                for value in row:
                    if isinstance(value, (str, bytes)):
                        yield table, value.encode() if isinstance(value, str) else value


def found_in(
    places: Iterable[tuple[str, bytes]], wanted: Mapping[bytes, str]
) -> list[tuple[str, str]]:
    """Where something that is wanted lies: the place, and what it is."""
    one = re.compile(b"|".join(re.escape(each) for each in wanted))
    return sorted(
        {
            (where, wanted[hit])
            for where, data in places
            for layer in layers(data)
            for hit in one.findall(layer)
        }
    )
