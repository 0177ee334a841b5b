"""A visit or report that went on in another browser: the copy is dead, and a page says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from meldcode.visit.store import GRACE_SECONDS
from tests.cast import NOW

pytestmark = pytest.mark.django_db

ANSWER = {"antwoord": "ja", "reden": "Wat ik zag en hoorde."}


def browser() -> Client:
    return Client(headers={"host": "localhost"})


def copy_of(client: Client) -> Client:
    other = browser()
    other.cookies.update(client.cookies)
    return other


def begun() -> Client:
    """A browser with a visit under way."""
    client = browser()
    assert client.post("/", {"beroep": "artsen"}).status_code == 302
    return client


def test_who_copied_the_cookie_beforehand_reads_along_no_longer_and_sees_why() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        own = begun()
        copied = copy_of(own)
        own.post("/afweging/1", ANSWER)
        assert "Wat ik zag en hoorde." in own.get("/afweging/1").content.decode()
        clock.shift(timedelta(seconds=GRACE_SECONDS))
        page = copied.get("/afweging/1")
        assert page.status_code == 409
        assert "Dit bezoek is elders geopend" in page.content.decode()
        assert "Wat ik zag en hoorde." not in page.content.decode()
        assert "Wat ik zag en hoorde." in own.get("/afweging/1").content.decode()


def test_whose_visit_was_taken_sees_it_keeps_what_was_typed_and_begins_anew() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        own = begun()
        copied = copy_of(own)
        copied.post("/afweging/1", ANSWER)
        copied.get("/afweging/1")
        clock.shift(timedelta(seconds=GRACE_SECONDS))
        assert own.get("/acuut").status_code == 200
        page = own.post("/afweging/1", {"antwoord": "ja", "reden": "Dit typte ik net zelf."})
        assert page.status_code == 409
        assert "Dit typte ik net zelf." in page.content.decode()
        assert page.cookies["meldcode_bezoek"]["max-age"] == 0
        again = copy_of(own)
        del again.cookies["meldcode_bezoek"]
        assert again.get("/").status_code == 200


def test_a_report_that_went_on_elsewhere_says_so_too() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        own = browser()
        form = {"kader": "artsen", "taal": "nl"}
        own.post("/melding/begin", form)
        own.get("/melding/")
        copied = copy_of(own)
        assert "meldcode_melding" in own.cookies, sorted(own.cookies)
        own.post("/melding/begin", form)
        own.get("/melding/")
        clock.shift(timedelta(seconds=GRACE_SECONDS))
        page = copied.get("/melding/")
        assert page.status_code == 409
        assert "Deze melding is elders geopend" in page.content.decode()
