"""Passkeys: made, shown after the passphrase, and every way in which an answer doesn't hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meldcode.access import unlock
from tests.access.device import Device
from tests.access.walk import (
    ACCOUNT,
    IN,
    STEP,
    attribute,
    browser,
    confirm,
    end_of,
    lines,
    log_in,
    text,
)
from tests.cast import ANNA, BRAM

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import Settings

    from tests.cast import Cast, Member

NEW = f"{ACCOUNT}/passkey"


@pytest.fixture(autouse=True)
def doors(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.access.doors"


@pytest.fixture
def anna(cast: Cast) -> Client:
    """Anna's browser, open."""
    client = browser()
    assert log_in(client, ANNA) == IN
    return client


def options(client: Client, path: str) -> str:
    """What the page asks of the browser."""
    return attribute(text(client.get(path)), "data-opties")


def add(client: Client, device: Device, name: str = "Laptop", member: Member = ANNA) -> None:
    """Follow the pages."""
    confirm(client, member, "passkey")
    answer = device.make(options(client, NEW))
    response = client.post(NEW, {"naam": name, "passkey": answer})
    assert response.status_code == 302, text(response)


def confirm_by_passkey(client: Client, device: Device, goal: str) -> None:
    """Give passphrase and passkey once more, before a second factor changes."""
    path = f"{ACCOUNT}/bevestig/{goal}"
    form = {"wachtzin": ANNA.wachtzin, "passkey": device.show(options(client, path))}
    response = client.post(path, form)
    assert response.status_code == 302, text(response)


def waiting() -> Client:
    """Another browser of Anna's, after the passphrase."""
    client = browser()
    assert log_in(client, ANNA) == STEP
    return client


def test_a_passkey_leads_in_after_the_passphrase(anna: Client) -> None:
    device = Device()
    add(anna, device)
    client = waiting()
    response = client.post(STEP, {"passkey": device.show(options(client, STEP))})
    assert (response.status_code, response.headers["Location"]) == (302, IN)
    assert text(client.get(IN)) == "Binnen: Anna"
    assert lines("tweede stap toegevoegd") == [("zelf", "gelukt")]
    assert lines("tweede stap") == [("passkey", "gelukt")]


def test_who_has_only_a_passkey_is_not_asked_for_a_code(anna: Client) -> None:
    add(anna, Device())
    page = text(waiting().get(STEP))
    assert 'data-passkey="tonen"' in page
    assert 'name="code"' not in page


def test_the_page_names_the_host_and_our_name(anna: Client) -> None:
    confirm(anna, ANNA, "passkey")
    asked = json.loads(options(anna, NEW))["publicKey"]
    assert asked["rp"] == {"id": "localhost", "name": "Meldcode"}
    assert asked["user"]["name"] == "Anna"
    device = Device()
    add(anna, device)
    confirm_by_passkey(anna, device, "passkey")
    again = json.loads(options(anna, NEW))["publicKey"]
    assert len(again["excludeCredentials"]) == 1


def test_the_name_of_a_passkey_is_shown_to_its_owner_and_lies_sealed(anna: Client) -> None:
    add(anna, Device(), "Zilveren sleutelbos")
    assert "<h3>Zilveren sleutelbos</h3>" in text(anna.get(ACCOUNT))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            assert "Zilveren" not in str(cursor.fetchall()), table


def test_taking_a_passkey_away_asks_to_show_it(anna: Client) -> None:
    device = Device()
    add(anna, device)
    number = Authenticator.objects.get().pk
    path = f"{ACCOUNT}/bevestig/{number}"
    options(anna, path)
    assert anna.post(path, {"wachtzin": ANNA.wachtzin}).status_code == 422
    forged = replace(device, key=Device().key).show(options(anna, path))
    wrong = anna.post(path, {"wachtzin": ANNA.wachtzin, "passkey": forged})
    assert "Je passkey werd niet herkend." in text(wrong)
    assert Authenticator.objects.count() == 1
    confirm_by_passkey(anna, device, str(number))
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\x00b"])
def test_a_passkey_needs_a_short_name(anna: Client, name: str) -> None:
    confirm(anna, ANNA, "passkey")
    answer = Device().make(options(anna, NEW))
    response = anna.post(NEW, {"naam": name, "passkey": answer})
    assert response.status_code == 422
    assert "Geef de passkey een naam van 1 tot en met 40 tekens." in text(response)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "device",
    [
        Device(origin="https://localhost.kwaad.example"),
        Device(origin="http://kwaad.example"),
        Device(host="kwaad.example"),
        Device(present=False),
    ],
    ids=["other host", "not secure", "other site's passkey", "nobody touched it"],
)
def test_a_passkey_made_elsewhere_is_not_taken(anna: Client, device: Device) -> None:
    confirm(anna, ANNA, "passkey")
    answer = device.make(options(anna, NEW))
    response = anna.post(NEW, {"naam": "Laptop", "passkey": answer})
    assert response.status_code == 422
    assert "Je passkey werd niet herkend." in text(response)
    assert not Authenticator.objects.exists()


def test_an_answer_to_an_older_question_is_not_taken(anna: Client) -> None:
    confirm(anna, ANNA, "passkey")
    device = Device()
    old = device.make(options(anna, NEW))
    options(anna, NEW)
    assert anna.post(NEW, {"naam": "Laptop", "passkey": old}).status_code == 422


def refused(client: Client, answer: str) -> bool:
    """Whether this answer leaves the browser where it was."""
    response = client.post(STEP, {"passkey": answer})
    return response.status_code == 422 and end_of(client, IN) == STEP


def test_another_key_another_passkey_and_another_site_are_refused(anna: Client) -> None:
    device = Device()
    add(anna, device)
    client = waiting()
    asked = options(client, STEP)
    forged = replace(device, key=Device().key)
    assert refused(client, forged.show(asked))
    assert lines("tweede stap") == [("passkey", "geweigerd")]
    for stranger in (Device(), replace(device, origin="https://kwaad.example")):
        client = waiting()
        assert refused(client, stranger.show(options(client, STEP)))


def test_an_answer_is_taken_once_and_only_from_the_browser_that_was_asked(anna: Client) -> None:
    device = Device()
    add(anna, device)
    client, thief = waiting(), waiting()
    answer = device.show(options(client, STEP))
    options(thief, STEP)
    assert refused(thief, answer)
    assert client.post(STEP, {"passkey": answer}).status_code == 302
    again = waiting()
    again.cookies["meldcode_stap"] = client.cookies["meldcode_stap"].value
    assert refused(again, answer)


def test_the_passkey_of_a_colleague_does_not_open_mine(anna: Client) -> None:
    mine, brams = Device(), Device()
    add(anna, mine)
    bram = browser()
    log_in(bram, BRAM)
    add(bram, brams, member=BRAM)
    client = waiting()
    assert refused(client, brams.show(options(client, STEP)))


def test_an_answer_to_making_one_is_no_answer_to_showing_one(anna: Client) -> None:
    device = Device()
    add(anna, device)
    client = waiting()
    assert refused(client, device.make(options(client, STEP)))


def test_nobody_gets_in_with_an_answer_without_a_question(anna: Client) -> None:
    device = Device()
    add(anna, device)
    client = waiting()
    asked = options(client, STEP)
    del client.cookies["meldcode_stap"]
    assert refused(client, device.show(asked))


@pytest.fixture
def confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many answers after one passphrase, also where one was taken."""
    monkeypatch.setattr(unlock, "is_confirmed", lambda request: True)


SHAPES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(answer=SHAPES.map(json.dumps) | st.text(max_size=30))
@pytest.mark.usefixtures("confirmed")
def test_nonsense_is_refused_in_words(anna: Client, answer: str) -> None:
    options(anna, NEW)
    response = anna.post(NEW, {"naam": "Laptop", "passkey": answer})
    assert "Je passkey werd niet herkend." in text(response)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", '"x"', '{"response": 5}', '{"rawId": "AA", "response": {}}']
)
def test_nonsense_does_not_lead_in(anna: Client, answer: str) -> None:
    add(anna, Device())
    client = waiting()
    options(client, STEP)
    assert refused(client, answer)


PARTS = ("clientDataJSON", "attestationObject")


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    part=st.sampled_from(PARTS),
    at=st.floats(0, 0.999),
    bit=st.integers(0, 5),
    cut=st.booleans(),
)
@pytest.mark.usefixtures("confirmed")
def test_a_damaged_answer_is_taken_or_refused_and_never_a_fault(
    anna: Client, part: str, at: float, bit: int, cut: bool
) -> None:
    answer = json.loads(Device().make(options(anna, NEW)))
    value: str = answer["response"][part]
    place = int(at * len(value))
    other = chr(ord(value[place]) ^ (1 << bit))
    answer["response"][part] = value[:place] + ("" if cut else other + value[place + 1 :])
    form = {"naam": "Laptop", "passkey": json.dumps(answer)}
    assert anna.post(NEW, form).status_code in (302, 422)
