"""Single sign-on: who somebody is comes from elsewhere, the keys from the passphrase alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from meldcode.access import people, second_factor
from meldcode.access.models import Person, Unlock
from meldcode.access.provider import Provider
from meldcode.access.sso import CLOCK_LEEWAY
from meldcode.vault.sealing import Secret
from tests.access import fake_provider
from tests.access.walk import IN, STEP, browser, code_at, end_of, log_in, text
from tests.cast import ANNA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import Settings

    from tests.access.fake_provider import FakeProvider
    from tests.cast import Cast

GO, BACK, UNLOCK = "/dossier/sso", "/dossier/sso/terug", "/dossier/ontgrendelen"


@pytest.fixture(autouse=True)
def doors(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.access.doors"


@pytest.fixture
def there(cast: Cast, settings: Settings) -> Iterator[FakeProvider]:
    """A provider that knows Anna, and is set here."""
    with fake_provider.serve() as provider:
        settings.OIDC = Provider(
            "Schoolaccount",
            provider.url,
            fake_provider.CLIENT,
            Secret(fake_provider.SECRET.encode()),
        )
        yield provider


def go(client: Client) -> str:
    """Press the button; gives where the provider sends the browser back to."""
    response = client.post(GO)
    assert response.status_code == 302, text(response)
    answer = requests.get(response.headers["Location"], allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://localhost")


def come_back(client: Client) -> object:
    """There and back again."""
    return client.get(go(client))


def test_without_a_provider_there_is_no_button_and_no_page(cast: Cast) -> None:
    client = browser()
    assert "Log in met" not in text(client.get("/dossier/inloggen"))
    assert client.post(GO).status_code == 404
    assert client.get(BACK).status_code == 404


def test_with_a_provider_the_login_page_has_its_button(there: FakeProvider) -> None:
    page = text(browser().get("/dossier/inloggen"))
    assert '<form method="post" action="/dossier/sso" autocomplete="off">' in page
    assert "Log in met Schoolaccount" in page


def test_the_provider_says_who_and_the_passphrase_opens(there: FakeProvider) -> None:
    client = browser()
    page = text(come_back(client))
    assert "Welkom, Anna" in page
    assert '<meta http-equiv="refresh" content="0; url=/dossier/ontgrendelen">' in page
    assert end_of(client, IN) == UNLOCK
    assert "Je was ingelogd als <b>Anna</b>." in text(client.get(UNLOCK))
    response = client.post(UNLOCK, {"wachtzin": ANNA.wachtzin})
    client.cookies["meldcode_sleutel"] = response.cookies["meldcode_sleutel"].value
    assert text(client.get(IN)) == "Binnen: Anna"


def test_the_provider_alone_opens_nothing(there: FakeProvider) -> None:
    client = browser()
    come_back(client)
    row = Unlock.objects.get()
    assert (row.stage, bytes(row.sealed)) == (Unlock.LOCKED, b"")
    assert client.post(UNLOCK, {"wachtzin": "niet deze zin hoor"}).status_code == 422
    assert end_of(client, IN) == UNLOCK


def test_the_second_factor_is_still_asked(there: FakeProvider, cast: Cast) -> None:
    secret = second_factor.new_secret()
    code = code_at(secret, timezone.now())
    assert second_factor.add_code(cast.anna.person, cast.anna.keyring, secret, code)
    client = browser()
    come_back(client)
    response = client.post(UNLOCK, {"wachtzin": ANNA.wachtzin})
    client.cookies["meldcode_sleutel"] = response.cookies["meldcode_sleutel"].value
    assert end_of(client, IN) == STEP


def test_nobody_is_made_and_nothing_is_kept_of_what_the_provider_said(
    there: FakeProvider,
) -> None:
    before = Person.objects.count()
    there.claims = {"preferred_username": "Anna", "email": "anna@school.example"}
    come_back(browser())
    there.claims = {"preferred_username": "Nieuweling", "email": "nieuw@school.example"}
    page = text(come_back(browser()))
    assert "Bij Schoolaccount ben je bekend, maar hier is niemand met die naam." in page
    assert Person.objects.count() == before
    for table in (SocialAccount, SocialToken, EmailAddress, Session):
        assert not table.objects.exists()


@pytest.mark.parametrize(
    ("claims", "known"),
    [
        ({"preferred_username": "anna"}, True),
        ({"preferred_username": "ANNA "}, True),
        ({"preferred_username": "x", "email": "Anna", "email_verified": True}, True),
        ({"preferred_username": "x", "email": "Anna", "email_verified": False}, False),
        ({"preferred_username": "x", "email": "Anna"}, False),
        ({"preferred_username": "x", "email": "Anna", "email_verified": "true"}, False),
        ({"preferred_username": "x", "name": "Anna"}, False),
        ({"preferred_username": ["Anna"]}, False),
    ],
)
def test_the_name_there_or_a_verified_address_is_the_name_here(
    there: FakeProvider, claims: dict[str, Any], known: bool
) -> None:
    there.claims = claims
    page = text(come_back(browser()))
    assert ("Welkom, Anna" in page) is known
    assert Unlock.objects.exists() is known


def test_who_left_is_nobody_here(there: FakeProvider, cast: Cast) -> None:
    people.set_active(cast.anna.person, False)
    assert "hier is niemand met die naam" in text(come_back(browser()))


def test_what_the_token_leaves_out_is_asked_at_userinfo(there: FakeProvider) -> None:
    there.claims = {}
    there.more = {"sub": "a1", "preferred_username": "Anna"}
    assert "Welkom, Anna" in text(come_back(browser()))


def test_userinfo_of_somebody_else_is_refused(there: FakeProvider) -> None:
    there.claims = {}
    there.more = {"sub": "b2", "preferred_username": "Anna"}
    assert "Inloggen met Schoolaccount lukte niet." in text(come_back(browser()))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "een-andere-dienst"},
        {"iss": "https://kwaad.example"},
        {"exp": 1_700_000_000},
        {"exp": ""},
        {"sub": ""},
    ],
    ids=["for another", "from another", "too old", "without an end", "about nobody"],
)
def test_a_token_that_does_not_hold_is_refused(there: FakeProvider, claims: dict[str, Any]) -> None:
    there.claims = {"preferred_username": "Anna", **claims}
    assert "Inloggen met Schoolaccount lukte niet." in text(come_back(browser()))
    assert not Unlock.objects.exists()


def test_a_token_that_another_key_signed_is_refused(
    there: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    there.key = fake_provider.OTHER_KEY
    assert "Inloggen met Schoolaccount lukte niet." in text(come_back(browser()))
    assert told(caplog) == ["sign-on failed: OAuth2Error < InvalidSignatureError"]


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What stands in the log for who runs it."""
    return [each.getMessage() for each in caplog.records if each.name == "meldcode.sso"]


@pytest.mark.parametrize(
    ("ahead", "holds"), [(1, True), (CLOCK_LEEWAY - 5, True), (CLOCK_LEEWAY + 30, False)]
)
def test_a_clock_of_the_provider_that_is_a_little_ahead_keeps_nobody_out(
    there: FakeProvider, caplog: pytest.LogCaptureFixture, ahead: int, holds: bool
) -> None:
    now = int(time.time())
    there.claims = {"preferred_username": "Anna", "iat": now + ahead, "nbf": now + ahead}
    assert ("Welkom, Anna" in text(come_back(browser()))) is holds
    late = ["sign-on failed: OAuth2Error < ImmatureSignatureError"]
    assert told(caplog) == ([] if holds else late)


@pytest.mark.parametrize(("ago", "holds"), [(30, True), (CLOCK_LEEWAY + 30, False)])
def test_a_clock_of_the_provider_that_is_a_little_behind_keeps_nobody_out(
    there: FakeProvider, ago: int, holds: bool
) -> None:
    there.claims = {"preferred_username": "Anna", "exp": int(time.time()) - ago}
    assert ("Welkom, Anna" in text(come_back(browser()))) is holds


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"claims": {"aud": "een-andere-dienst"}}, "OAuth2Error < InvalidAudienceError"),
        ({"claims": {"iss": "https://kwaad.example"}}, "OAuth2Error < InvalidIssuerError"),
        ({"claims": {"sub": ""}}, "Refused a claim is missing"),
        ({"claims": {}, "more": {"sub": "b2"}}, "Refused userinfo of somebody else"),
        ({"config": {"issuer": "https://kwaad.example"}}, "Refused another issuer"),
    ],
)
def test_the_log_says_what_went_wrong_and_nothing_that_the_provider_said(
    there: FakeProvider, caplog: pytest.LogCaptureFixture, wrong: dict[str, Any], kind: str
) -> None:
    client = browser()
    address = go(client)
    vars(there).update(wrong)
    client.get(address)
    assert told(caplog) == [f"sign-on failed: {kind}"]


def test_the_log_says_that_a_provider_is_down(
    cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OIDC = Provider("Schoolaccount", "http://127.0.0.1:9", "x", Secret(b"x"))
    browser().post(GO)
    assert told(caplog)[0].startswith("sign-on failed: ConnectionError")


def test_an_answer_is_taken_once_and_only_in_the_browser_that_asked(there: FakeProvider) -> None:
    client, other = browser(), browser()
    address = go(client)
    assert "lukte niet" in text(other.get(address))
    assert "Welkom, Anna" in text(client.get(address))
    assert "lukte niet" in text(client.get(address))


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?error=access_denied"])
def test_an_answer_that_nobody_asked_for_is_refused(there: FakeProvider, query: str) -> None:
    assert "Inloggen met Schoolaccount lukte niet." in text(browser().get(BACK + query))


def test_who_stops_at_the_provider_is_told_how_else(there: FakeProvider) -> None:
    client = browser()
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    page = text(client.get(BACK, {"error": "access_denied", "state": state}))
    assert "Probeer het nog een keer, of log in met je naam en wachtzin." in page


def test_the_code_is_bound_to_the_browser_with_pkce(there: FakeProvider) -> None:
    client = browser()
    address = go(client)
    there.challenge = "van een ander"
    assert "lukte niet" in text(client.get(address))


@pytest.mark.parametrize("issuer", ["https://kwaad.example", None, ""])
def test_a_provider_that_calls_itself_another_is_not_used(
    there: FakeProvider, issuer: str | None
) -> None:
    there.config = {"issuer": issuer}
    assert "Inloggen met Schoolaccount lukte niet." in text(browser().post(GO))


@pytest.mark.parametrize("page", ["token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", [5, "", "http://127.0.0.1:9/weg"])
def test_a_provider_that_breaks_halfway_leads_to_words(
    there: FakeProvider, page: str, address: object
) -> None:
    client = browser()
    back = go(client)
    there.config = {page: address}
    assert "Inloggen met Schoolaccount lukte niet." in text(client.get(back))


def test_a_provider_that_is_down_leaves_the_passphrase(cast: Cast, settings: Any) -> None:
    settings.OIDC = Provider("Schoolaccount", "http://127.0.0.1:9", "x", Secret(b"x"))
    client = browser()
    assert "Inloggen met Schoolaccount lukte niet." in text(client.post(GO))
    assert log_in(client, ANNA) == IN


def test_a_provider_with_its_login_elsewhere_is_reached_by_a_link(there: FakeProvider) -> None:
    there.config = {"authorization_endpoint": "https://elders.example/inloggen"}
    page = text(browser().post(GO))
    assert '<a class="button" href="https://elders.example/inloggen?client_id=' in page
    assert "Ga naar Schoolaccount" in page


def test_the_button_needs_a_form_of_ours(there: FakeProvider) -> None:
    client = browser()
    client.handler.enforce_csrf_checks = True
    assert client.post(GO).status_code == 403
    assert client.get(GO).status_code == 405


def test_allauth_finds_nothing_to_warn_about(cast: Cast) -> None:
    call_command("check", "--fail-level", "WARNING", verbosity=0)
