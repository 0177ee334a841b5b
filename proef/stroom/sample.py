"""A small program to try the rig on: ``python -m proef.stroom.sample write MODE FOLDER``.

It saves entries as the product does (WAL, one immediate transaction an entry, which also moves a
counter), with `PRAGMA synchronous` as MODE says, and acknowledges each with a line. ``check
FOLDER`` prints the same lines for what is there, and fails, in words, where anything is half. It
copies the log into the database every few entries, so that cuts fall in there as well.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from pathlib import Path

NAME = "sample.sqlite3"
PAGES_BETWEEN_COPIES = 20
LARGEST_BYTES = 8000


def open_database(folder: Path, mode: str) -> sqlite3.Connection:
    """The database in this folder, made where it is missing, with `synchronous` at `mode`.

    Whoever makes it must be alone: SQLite does not wait for others while it turns to WAL.
    """
    connection = sqlite3.connect(folder / NAME, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={mode}")
    connection.execute(f"PRAGMA wal_autocheckpoint={PAGES_BETWEEN_COPIES}")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE IF NOT EXISTS entry (token TEXT, body BLOB, digest BLOB)")
    connection.execute("CREATE TABLE IF NOT EXISTS head (entries INTEGER)")
    connection.execute("INSERT INTO head SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM head)")
    connection.execute("COMMIT")
    return connection


def write(folder: Path, mode: str) -> None:
    """Save entries without end, each acknowledged with a line once it is committed."""
    connection = open_database(folder, mode)
    while True:
        token = os.urandom(8).hex()
        body = os.urandom(int.from_bytes(os.urandom(2)) % LARGEST_BYTES)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, ?)", (token, body, hashlib.sha256(body).digest())
        )
        connection.execute("UPDATE head SET entries = entries + 1")
        connection.execute("COMMIT")
        print(token, flush=True)


def check(folder: Path) -> list[str]:
    """What is wrong, in words; prints the line of each entry that is whole."""
    if not (folder / NAME).exists():
        return []
    try:
        return _check(sqlite3.connect(folder / NAME, isolation_level=None))
    except sqlite3.DatabaseError as error:
        return [str(error)]


def _check(connection: sqlite3.Connection) -> list[str]:
    wrong = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        return wrong
    rows = connection.execute("SELECT token, body, digest FROM entry").fetchall()
    for token, body, digest in rows:
        if hashlib.sha256(body).digest() == digest:
            print(token)
        else:
            wrong.append(f"{token}: half")
    (entries,) = connection.execute("SELECT entries FROM head").fetchone()
    return wrong + ([f"{len(rows)} entries, counted {entries}"] if entries != len(rows) else [])


def main(arguments: list[str]) -> str | None:
    """Write or check, as the command line says; returns what is wrong, if anything is."""
    folder = Path(arguments[-1])
    if arguments[0] == "write":
        write(folder, arguments[1])
    return "\n".join(check(folder)) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
