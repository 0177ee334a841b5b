"""Making an installation with fictional people and cases."""

from __future__ import annotations

from django.db import connection, connections

from meldcode.cli import place
from meldcode.cli.errors import Failure
from meldcode.site.demo.build import build
from meldcode.site.server import StartError, make_ready


def make() -> None:
    """Fill an empty folder and tell who can log in. Raises Failure where it isn't empty."""
    folder = place.folder()
    if folder.is_dir() and any(folder.iterdir()):
        raise Failure(f"De map {folder} is niet leeg. Kies voor een demo een lege map met --map.")
    if connection.vendor != "sqlite" and connection.introspection.table_names():
        raise Failure("De database is niet leeg. Kies voor een demo een lege database.")
    try:
        make_ready(folder)
        made = build(place.now())
    except StartError as error:
        raise Failure(str(error)) from None
    finally:
        connections.close_all()
    for login in made.logins:
        print(f"{login.naam} ({', '.join(login.roles)}): {login.wachtzin}")
    print(f"Herstelcode: {made.code}")
