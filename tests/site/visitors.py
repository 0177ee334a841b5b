"""Browsers of the cast: logged in without waiting for Argon2id, and what a page may not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.test import Client

from meldcode.access import people, unlock
from meldcode.access.models import LogLine
from meldcode.access.people import Unlocked

HOST = "localhost"
# What the test client gives has a class of its own in the stubs, which is no HttpResponse there.
Answer = Any
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+')


def stranger() -> Client:
    """A browser that nobody logged in with; it shows the product's own page for a fault."""
    return Client(raise_request_exception=False, headers={"host": HOST})


def browser_of(who: Unlocked, *, waiting: bool = False) -> Client:
    """A browser in which this person just gave the passphrase."""
    client, response = stranger(), HttpResponse()
    unlock.begin(request_of(client), response, who, waiting=waiting)
    client.cookies.update(response.cookies)
    return client


def lock(client: Client) -> None:
    """Lock this browser, as its own clock does."""
    unlock.lock(request_of(client))


def locked_browser_of(who: Unlocked) -> Client:
    """A browser that this person had open."""
    client = browser_of(who)
    lock(client)
    return client


def request_of(client: Client) -> HttpRequest:
    """A request as this browser would send it, for what sets cookies itself."""
    request = HttpRequest()
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    return request


def fresh(who: Unlocked) -> Unlocked:
    """The same person with the row as it is now."""
    return Unlocked(people.people()[who.reference], who.keyring)


class Line(NamedTuple):
    """A line of the log as far as tests look at it."""

    naam: str
    action: str
    zaak: str
    ground: str
    result: str


@contextmanager
def new_lines() -> Iterator[list[Line]]:
    """Collects the lines that are written to the log meanwhile; filled in at the end."""
    before = LogLine.objects.count()
    found: list[Line] = []
    yield found
    names = {ref: person.naam for ref, person in people.people().items()}
    found += [
        Line(names.get(row.reference, "?"), row.action, row.zaak, row.ground, row.result)
        for row in LogLine.objects.filter(number__gt=before).order_by("number")
    ]


def bare(body: bytes, *hidden: str) -> bytes:
    """A page without its tokens, and without `hidden` (the reference that was asked for)."""
    text = _TOKEN.sub(rb"\1", body)
    for each in hidden:
        text = text.replace(each.encode(), b"")
    return text
