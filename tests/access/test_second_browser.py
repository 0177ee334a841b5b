"""The second factor and single sign-on in Chromium, with a virtual passkey and a real provider."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import CDPSession, Page, ViewportSize, expect

from tests.access import fake_provider
from tests.access.fake_provider import FakeProvider
from tests.access.walk import code_at
from tests.guide.walking import Product, sideways, start, violations

pytestmark = pytest.mark.browser

PHRASE = "paardenbloem kachel wollen trompet"
ACCOUNT = "/dossier/account/factoren"
PHONE = ViewportSize(width=360, height=740)


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    # Another site than localhost, so that strict cookies stay behind as with a real provider.
    with fake_provider.serve("127.0.0.1") as served:
        yield served


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, provider: FakeProvider) -> Iterator[Product]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_OIDC_NAAM", "Schoolaccount")
        patch.setenv("MELDCODE_OIDC_UITGEVER", provider.url)
        patch.setenv("MELDCODE_OIDC_CLIENT", fake_provider.CLIENT)
        patch.setenv("MELDCODE_OIDC_GEHEIM", fake_provider.SECRET)
        served = start(tmp_path_factory.mktemp("tweede") / "map")
    yield served
    served.stop()


@pytest.fixture(scope="module")
def anna(product: Product, chromium: object) -> str:
    """Anna sets up the installation; gives the address."""
    from playwright.sync_api import Browser

    assert isinstance(chromium, Browser)
    page = chromium.new_page()
    page.goto(f"{product.url}/dossier/begin")
    page.fill("#code", product.code)
    page.fill("#naam", "Anna")
    page.fill("#wachtzin", PHRASE)
    page.fill("#nogmaals", PHRASE)
    page.click("main form button.button")
    page.fill("#code", page.inner_text("code.code"))
    page.click("main form button.button >> nth=0")
    expect(page).to_have_url(f"{product.url}/dossier/")
    page.close()
    return product.url


@pytest.fixture
def key(page: Page) -> CDPSession:
    """A passkey reader in this browser, that touches by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/dossier/inloggen")
    page.fill("#naam", "Anna")
    page.fill("#wachtzin", PHRASE)
    page.get_by_role("button", name="Open", exact=True).click()


def log_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Log uit")).click()
    expect(page.locator("h1")).to_have_text("Open je dossiers")


def confirm(page: Page, url: str, goal: str) -> None:
    """Give the passphrase, where nothing else is there yet, and come to the page that adds."""
    page.goto(f"{url}{ACCOUNT}/{goal}")
    sound(page)
    page.get_by_label("Je wachtzin").fill(PHRASE)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}{ACCOUNT}/{goal}")


def take_away(page: Page, url: str, code: str = "") -> None:
    """By the code, or by the passkey that shows itself."""
    page.goto(url + ACCOUNT)
    page.get_by_role("link", name=re.compile("^Verwijder: ")).click()
    expect(page.locator("h1")).to_have_text("Laat zien dat jij het bent")
    sound(page)
    page.get_by_label("Je wachtzin").fill(PHRASE)
    if code:
        page.get_by_label("De code uit je app").fill(code)
    page.get_by_role("button", name=re.compile("^Verwijder")).click()
    expect(page.locator("main")).to_contain_text("Je hebt nog geen tweede stap.")


def sound(page: Page) -> None:
    """No axe violations, and nothing sticks out on a phone."""
    assert violations(page) == []
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    assert sideways(page) <= 0
    assert size is not None
    page.set_viewport_size(size)


def test_a_passkey_is_made_shown_and_taken_away(page: Page, anna: str, key: CDPSession) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    log_in(page, anna)
    confirm(page, anna, "passkey")
    sound(page)
    page.get_by_label("Hoe noem je deze passkey?").fill("Laptop")
    page.keyboard.press("Enter")
    expect(page).to_have_url(anna + ACCOUNT)
    expect(page.locator("main h3")).to_have_text("Laptop")
    sound(page)
    log_out(page)

    log_in(page, anna)
    expect(page).to_have_url(f"{anna}/dossier/tweede-stap")
    sound(page)
    page.get_by_role("button", name="Gebruik je passkey").click()
    expect(page).to_have_url(f"{anna}/dossier/")
    assert problems == []
    take_away(page, anna)


def test_a_passkey_that_is_not_there_says_so_and_stays(
    page: Page, anna: str, key: CDPSession
) -> None:
    log_in(page, anna)
    confirm(page, anna, "passkey")
    page.get_by_label("Hoe noem je deze passkey?").fill("Sleutelbos")
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page).to_have_url(anna + ACCOUNT)
    page.goto(f"{anna}{ACCOUNT}/passkey")
    page.get_by_label("Je wachtzin").fill(PHRASE)
    page.get_by_role("button", name="Ga verder met je passkey").click()
    expect(page).to_have_url(f"{anna}{ACCOUNT}/passkey")
    page.get_by_label("Hoe noem je deze passkey?").fill("Nog eens")
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_role("alert")).to_have_text("Deze passkey staat er al. Kies een andere.")
    take_away(page, anna)


def test_codes_of_an_app_by_keyboard_alone(page: Page, anna: str) -> None:
    log_in(page, anna)
    confirm(page, anna, "code")
    sound(page)
    secret = page.inner_text("code.code").replace(" ", "")
    page.focus("#code")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.locator("#code-fout")).to_contain_text("Deze code klopt niet")
    sound(page)
    assert page.inner_text("code.code").replace(" ", "") == secret
    page.focus("#code")
    page.keyboard.type(code_at(secret, datetime.now(UTC), -1))
    page.keyboard.press("Enter")
    expect(page).to_have_url(anna + ACCOUNT)
    log_out(page)

    log_in(page, anna)
    sound(page)
    page.focus("#code")
    page.keyboard.type(code_at(secret, datetime.now(UTC)))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{anna}/dossier/")
    take_away(page, anna, code_at(secret, datetime.now(UTC), +1))


@pytest.mark.parametrize("with_page", [False, True], ids=["at once", "by a page of its own"])
def test_single_sign_on_there_and_back_and_then_the_passphrase(
    page: Page, anna: str, provider: FakeProvider, with_page: bool
) -> None:
    provider.with_page = with_page
    page.goto(f"{anna}/dossier/inloggen")
    sound(page)
    page.get_by_role("button", name="Log in met Schoolaccount").click()
    if with_page:
        page.get_by_role("link", name="Ga terug").click()
    expect(page).to_have_url(f"{anna}/dossier/ontgrendelen")
    assert "/authorize" in provider.asked
    expect(page.locator("main")).to_contain_text("Je was ingelogd als Anna.")
    page.fill("#wachtzin", PHRASE)
    page.get_by_role("button", name="Ontgrendel").click()
    expect(page).to_have_url(f"{anna}/dossier/")


def test_a_stranger_of_the_provider_reads_what_to_do(
    page: Page, anna: str, provider: FakeProvider
) -> None:
    provider.claims, provider.with_page = {"preferred_username": "Nieuweling"}, False
    page.goto(f"{anna}/dossier/inloggen")
    page.get_by_role("button", name="Log in met Schoolaccount").click()
    expect(page.locator("h1")).to_have_text("Inloggen lukte niet")
    sound(page)
    provider.claims = {"preferred_username": "Anna"}


def test_a_form_may_lead_to_us_and_to_the_provider_alone(
    page: Page, anna: str, provider: FakeProvider
) -> None:
    response = page.goto(f"{anna}/dossier/inloggen")
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert f"form-action 'self' {provider.url};" in f"{policy};"
    assert "script-src 'self';" in f"{policy};"
