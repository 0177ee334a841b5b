"""One's own account: the passphrase changes with the old one alone, and places are closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from meldcode.access import people, throttle
from meldcode.access.models import LogLine, Person, Unlock
from meldcode.vault import argon2
from tests.access.walk import browser, end_of, lines, log_in, text
from tests.cast import ANNA, BRAM, DINA

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

ACCOUNT, IN = "/dossier/account", "/dossier/"
NEW = "kachelpijp mosterd giraffe dinsdag"

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.doors")]


@pytest.fixture
def anna(cast: Cast) -> Client:
    """A browser in which Anna is in."""
    return log_in_to(browser())


def log_in_to(client: Client) -> Client:
    assert log_in(client, ANNA) == IN
    return client


def form(old: str, new: str = NEW) -> dict[str, str]:
    return {"oud": old, "nieuw": new, "nogmaals": new}


def test_guessing_the_old_passphrase_on_the_account_page_is_counted_slowed_and_in_the_log(
    anna: Client, cast: Cast
) -> None:
    for _ in range(3):
        assert "Je wachtzin klopt niet." in text(anna.post(ACCOUNT, form("niet deze zin hoor")))
    assert throttle.failures(throttle.of_confirming(cast.anna.reference)) == 3
    assert "Er is te vaak geprobeerd." in text(anna.post(ACCOUNT, form(ANNA.wachtzin)))
    assert lines("wachtzin bevestigen") == [(f"poging {n}", "geweigerd") for n in (1, 2, 3)]


def test_the_passphrase_changes_together_with_its_line_and_logs_out_the_others(
    anna: Client, cast: Cast
) -> None:
    there = log_in_to(browser())
    assert "Je wachtzin is gewijzigd." in text(anna.post(ACCOUNT, form(ANNA.wachtzin)))
    assert lines("wachtzin gewijzigd") == [("zelf", "gelukt")]
    assert end_of(there, IN) == "/dossier/inloggen"
    person = people.find("Anna")
    assert person is not None
    assert person.check_password(NEW)


def test_nobody_waits_for_a_transaction_while_a_passphrase_is_tried(
    anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = len(connection.savepoint_ids)
    seen: list[int] = []
    real = argon2.derive

    def derive(*arguments: Any) -> Any:
        seen.append(len(connection.savepoint_ids))
        return real(*arguments)

    monkeypatch.setattr(argon2, "derive", derive)
    anna.post(ACCOUNT, form(ANNA.wachtzin))
    log_in(browser(), BRAM)
    assert seen == [outer] * 3


def test_a_full_line_leaves_the_page_as_it_was(
    anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(argon2, "PLACES", 0)
    answer = anna.post(ACCOUNT, form(ANNA.wachtzin))
    assert answer.status_code == 422
    assert "er zijn te veel pogingen tegelijk" in text(answer)


def test_another_place_is_shown_and_closed(anna: Client) -> None:
    there = browser()
    there.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    log_in_to(there)
    shown = text(anna.get(ACCOUNT))
    assert "Firefox op Windows" in shown
    assert "(deze browser)" in shown
    (place,) = re.findall(r'name="sluit" value="([0-9a-f]+)"', shown)
    assert anna.post(ACCOUNT, {"sluit": place}).status_code == 302
    assert end_of(there, IN) == "/dossier/inloggen"
    assert Unlock.objects.count() == 1
    assert lines("plek gesloten") == [("zelf", "gelukt")]
    assert LogLine.objects.filter(action="plek gesloten").count() == 1


@pytest.mark.parametrize("typed", ["²", "9" * 5000], ids=["raised two", "thousands of digits"])
def test_what_only_looks_like_a_number_changes_nothing_and_breaks_no_page(
    cast: Cast, typed: str
) -> None:
    dina = browser()
    assert log_in(dina, DINA) == IN
    kept = Person.objects.get(naam="Dina").idle_minutes
    assert dina.post(ACCOUNT, {"minuten": typed}).status_code == 302
    assert Person.objects.get(naam="Dina").idle_minutes == kept
    assert dina.post("/dossier/gezien", {"bericht": typed}).status_code == 302
    assert "Kies een voorstel uit de lijst." in text(dina.post("/dossier/samen", {"teken": typed}))
    assert "Vul een heel getal in" in text(dina.post("/dossier/instellingen", {"jaren": typed}))
