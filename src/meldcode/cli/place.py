"""The data folder and its database, for commands that work on them.

`use` comes first, and only then may a module be imported that holds tables: Django reads its
settings, which follow the environment, once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.site.server import StartError, set_up
from meldcode.site.update import unapplied


def use(map_: Path | None) -> None:
    """Let Django work on this data folder. Raises Failure for a setting that is wrong."""
    if map_ is not None:
        os.environ["MELDCODE_MAP"] = str(map_)
    try:
        set_up()
    except StartError as error:
        raise Failure(str(error)) from None


def folder() -> Path:
    """The data folder, which may not be there yet."""
    return Path(settings.DATA_FOLDER)


@contextmanager
def opened(*, guide_too: bool = False) -> Iterator[Path]:
    """An installation that is there and up to date. Raises Failure, also where the database does.

    `guide_too`: also the guide alone, where nobody logs in. Nothing is made or migrated: a command
    that looks must not change what it looks at.
    """
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        raise _nothing()
    try:
        _check_state(guide_too and settings.ONLY_GUIDE)
        yield folder()
    except DatabaseError as error:
        raise Failure(f"De database kan dit nu niet: {error}.", BAD_CONTENT) from None
    finally:
        connections.close_all()


def _check_state(guide: bool) -> None:
    from meldcode.access import people

    if unapplied():
        raise Failure(
            f"De gegevens in {folder()} zijn van een andere versie. Start eerst 'meldcode start': "
            "dat maakt een back-up en werkt ze bij."
        )
    if not guide and people.installation() is None:
        raise _nothing()


def _nothing() -> Failure:
    return Failure(f"In de map {folder()} staat geen Meldcode. Kies een andere map met --map.")


def now() -> datetime:
    """This moment (aware)."""
    return timezone.now()


def today() -> date:
    """The day that it is in the Netherlands."""
    return timezone.localdate()
