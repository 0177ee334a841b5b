"""The lock as somebody at a browser meets it: by hand, by idleness, and coming back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.dossier.walking import Worker, browser_of, leave_idle
from tests.guide.walking import Product, start, violations

pytestmark = pytest.mark.browser

PHRASE = "paardenbloem kachel wollen trompet"
SEEN = "Blauwe plek op de linkerarm, zo groot als een euro."


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    served = start(tmp_path_factory.mktemp("slot") / "map")
    yield served
    served.stop()


@pytest.fixture(scope="module")
def case(chromium: Browser, product: Product) -> str:
    """The path of Anna's case; makes the installation."""
    with browser_of(chromium, product, "Anna", PHRASE) as anna:
        anna.type_back(anna.set_up(product.code))
        anna.begin_case("onderwijs")
        return anna.zaak


@pytest.fixture
def anna(chromium: Browser, product: Product, case: str) -> Iterator[Worker]:
    with browser_of(chromium, product, "Anna", PHRASE) as worker:
        worker.zaak = case
        worker.log_in()
        yield worker


def typing(anna: Worker) -> None:
    """Anna is in the middle of a signal; the wait for its draft is not over."""
    anna.at("toevoegen/signaal")
    anna.fill(wat=SEEN)


def test_the_button_locks_and_one_comes_back_where_one_was_with_what_was_typed(
    anna: Worker,
) -> None:
    typing(anna)
    anna.lock()
    assert SEEN not in anna.page.content()
    anna.unlock()
    assert anna.path == f"{anna.zaak}toevoegen/signaal"
    expect(anna.page.locator("[name=wat]")).to_have_value(SEEN)
    expect(anna.page.get_by_role("status").first).to_contain_text("Dit had je al getypt")
    anna.page.get_by_role("button", name="Gooi het weg").click()
    anna.at("toevoegen/signaal")
    expect(anna.page.locator("[name=wat]")).to_have_value("")


def test_enter_in_a_field_never_throws_away_what_came_back(anna: Worker) -> None:
    typing(anna)
    anna.lock()
    anna.unlock()
    expect(anna.page.get_by_role("status").first).to_contain_text("Dit had je al getypt")
    anna.page.locator("[name=gebeurd_toelichting]").press("Enter")
    expect(anna.page.locator(".errors")).to_be_visible()
    expect(anna.page.locator("[name=wat]")).to_have_value(SEEN)


def test_three_times_escape_locks_at_once(anna: Worker) -> None:
    anna.at()
    for _ in range(3):
        anna.page.keyboard.press("Escape")
    expect(anna.page.locator("h1")).to_have_text("Meldcode staat op slot")
    anna.page.go_back()
    expect(anna.page.locator("h1")).to_have_text("Meldcode staat op slot")


def test_idleness_is_warned_of_and_then_locks_with_the_draft_kept(anna: Worker) -> None:
    anna.go("/dossier/account")
    anna.fill(minuten="1")
    anna.page.get_by_role("button", name="Bewaar").click()
    anna.page.clock.install()
    typing(anna)
    anna.page.clock.fast_forward(2_000)
    expect(anna.page.locator("[data-bewaard]")).to_have_text("Concept bewaard")
    anna.page.clock.fast_forward(41_000)
    warning = anna.page.get_by_role("alertdialog")
    expect(warning).to_contain_text("seconden gaat Meldcode op slot")
    expect(warning.get_by_role("button", name="Ik ben er nog")).to_be_focused()
    assert violations(anna.page) == []
    anna.page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(anna.page.locator("[name=wat]")).to_be_focused()
    anna.page.clock.fast_forward(61_000)
    expect(anna.page.locator("h1")).to_have_text("Meldcode staat op slot")
    anna.unlock()
    expect(anna.page.locator("[name=wat]")).to_have_value(SEEN)


def test_a_form_sent_after_the_server_locked_goes_on_with_the_passphrase(
    anna: Worker, product: Product
) -> None:
    anna.at("toevoegen/signaal")
    anna.fill(
        wat=SEEN,
        opgemerkt="2026-01-05",
        herkomst="zelf_gezien",
        aard="feit",
        richting="onduidelijk",
    )
    leave_idle(product)
    anna.page.click("button[name=bewaar]")
    expect(anna.page.locator("main")).to_contain_text("wat je typte gaat mee")
    assert violations(anna.page) == []
    anna.page.fill("input[type=password]", PHRASE)
    anna.page.get_by_role("button", name="Ontgrendel").click()
    assert "#regel-" in anna.page.url
    expect(anna.page.locator(".time")).to_contain_text(SEEN)


def test_a_wrong_passphrase_is_told_on_top_with_the_focus_there(anna: Worker) -> None:
    anna.at()
    anna.lock()
    anna.unlock("paardenbloem kachel wollen tuba")
    expect(anna.page.locator(".errors")).to_be_focused()
    expect(anna.page.locator(".errors")).to_contain_text("klopt niet")
    assert anna.page.title().startswith("Fout: ")
    assert violations(anna.page) == []
    anna.unlock()
    assert anna.path == anna.zaak


def test_a_page_from_the_history_shows_nothing_after_logging_out(anna: Worker) -> None:
    anna.at()
    name = anna.page.inner_text("h1")
    anna.page.get_by_role("button", name="Log uit").click()
    assert anna.path == "/dossier/inloggen"
    anna.page.go_back()
    expect(anna.page.locator("h1")).to_have_text("Open je dossiers")
    assert name not in anna.page.content()


def test_without_javascript_the_button_locks_and_the_passphrase_opens(
    chromium: Browser, product: Product, case: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    anna = Worker(context.new_page(), product.url, naam="Anna", wachtzin=PHRASE, zaak=case)
    anna.log_in()
    anna.at("overdracht")
    anna.lock()
    anna.unlock()
    assert anna.path == f"{case}overdracht"
    context.close()
