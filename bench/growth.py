"""What grows: the same page in a small installation and a large one, in a short and a long case.

Each row is the large one beside the small one, in seconds of this process on a processor.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from bench import installation
from bench.installation import Installation
from bench.pages import NotThePage, answer, environ
from bench.rounds import Row, interleaved

SMALL = (3, 10, 10)
SAME, LONGER, QUERIES = 1.3, 4, 10


class Size(NamedTuple):
    """People, cases and entries of the large ones, and cases of one's own of the two."""

    people: int = 300
    cases: int = 5000
    entries: int = 5000
    own: tuple[int, int] = (100, 1000)


QUICK = Size(people=6, cases=20, entries=120, own=(60, 70))


def measure(product: WSGIHandler, rounds: int, size: Size) -> list[Row]:
    """All rows. Call it before anything is put in the database. Raises :class:`NotThePage`."""
    with tempfile.TemporaryDirectory(prefix="meldcode-bench-") as folder, installation.here():
        kept = installation.empty(Path(folder))
        small = installation.install(kept, "klein", *SMALL)
        large = installation.install(kept, "groot", size.people, size.cases, SMALL[2])
        rows = _others(product, small, large, rounds, size)
        few, many = (installation.install(kept, f"eigen{n}", 1, n, n) for n in size.own)
        rows.append(_own(product, few, many, rounds, size))
        rows += _long(product, small, rounds, size)
    return rows


def _others(
    product: WSGIHandler, small: Installation, large: Installation, rounds: int, size: Size
) -> list[Row]:
    """What doesn't grow with other people and their cases."""
    grown = f"{SMALL[0]}/{SMALL[1]} → {size.people}/{size.cases}"
    pages = _page(product, small, "/dossier/"), _page(product, large, "/dossier/")
    logins = _login(small), _login(large)
    return [
        _beside(f"my cases, people/cases {grown}", pages, rounds, SAME),
        _beside("logging in after the passphrase, same", logins, rounds, SAME),
        _queries("queries of my cases", installation.asked(large, pages[1])),
        _queries("queries of logging in", installation.asked(large, logins[1])),
    ]


def _own(
    product: WSGIHandler, few: Installation, many: Installation, rounds: int, size: Size
) -> Row:
    pages = _page(product, few, "/dossier/"), _page(product, many, "/dossier/")
    return _beside(f"my cases, {size.own[0]} → {size.own[1]} own", pages, rounds, SAME)


def _long(product: WSGIHandler, where: Installation, rounds: int, size: Size) -> list[Row]:
    where.use()
    short, long = (
        f"/dossier/zaak/{installation.long_case(where.anna, entries).zaak}/"
        for entries in (50, size.entries)
    )
    pages = _page(product, where, short), _page(product, where, long)
    adding = _add(product, where, short), _add(product, where, long)
    grown = f"50 → {size.entries}"
    return [
        _beside(f"case page, entries {grown}", pages, rounds, LONGER),
        _beside(f"adding an entry, {grown}", adding, rounds, SAME),
    ]


Pair = tuple[Callable[[], object], Callable[[], object]]


def _beside(what: str, pair: Pair, rounds: int, target: float) -> Row:
    """The second of the pair beside the first."""
    seconds = interleaved(dict(zip(("small", "large"), pair, strict=True)), rounds)
    own, beside = (f"{seconds[name] * 1e3:.1f} ms" for name in ("large", "small"))
    return Row(what, own, f"small {beside}", seconds["large"] / seconds["small"], target)


def _queries(what: str, amount: int) -> Row:
    return Row(what, str(amount), f"goal {QUERIES}", amount / QUERIES, 1)


def _page(product: WSGIHandler, where: Installation, path: str) -> Callable[[], None]:
    where.use()
    # Making the installations may take longer than a browser stays open.
    where.cookie = installation.cookie(where.anna)

    def ask() -> None:
        where.use()
        found = answer(product, environ(path, where.cookie))
        if found.status != "200 OK":
            raise NotThePage(f"{path}: {found.status}")

    return ask


def _login(where: Installation) -> Callable[[], None]:
    def enter() -> None:
        from meldcode.access import sharing, trust

        where.use()
        trust.check_state(where.anna.person, where.anna.keyring)
        sharing.catch_up(where.anna, timezone.now())

    return enter


def _add(product: WSGIHandler, where: Installation, case: str) -> Callable[[], None]:
    """Sends the form of a signal; the page with the form was asked for before."""
    path = f"{case}toevoegen/signaal"
    form = answer(product, environ(path, where.cookie))
    token = form.cookies.partition("csrf=")[2].partition(";")[0]
    day = {"opgemerkt-dag": "1", "opgemerkt-maand": "3", "opgemerkt-jaar": "2026"}
    kind = {"herkomst": "zelf_gezien", "aard": "feit", "richting": "ondersteunt", "over": "p1"}
    fields = {"csrfmiddlewaretoken": token, "wat": "Ik zag een plek.", **day, **kind}
    body = urlencode({**fields, "opgemerkt": "2026-03-01"}).encode()
    asked = environ(path, f"{where.cookie}; {form.cookies}") | {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_ORIGIN": "http://localhost:8000",
    }

    def send() -> None:
        where.use()
        found = answer(product, asked, body)
        if found.status != "302 Found":
            raise NotThePage(f"{path}: {found.status}")

    return send


def main() -> None:
    """Print these rows alone: `python -m bench.growth`."""
    with tempfile.TemporaryDirectory(prefix="meldcode-bench-") as folder:
        os.environ["MELDCODE_MAP"] = folder
        from meldcode.site.server import prepare  # reads the settings, and so the folder

        for row in measure(prepare(), 15, Size()):
            print(f"{row.what:<50} {row.own:>10} {row.beside:>16} {row.ratio:.2f} ≤ {row.target}")


if __name__ == "__main__":
    main()
