"""Every page of the case file in a real browser: sound for all, on a phone and a laptop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.dossier.walking import LAPTOP, Worker, demo
from tests.guide.walking import Product, sideways, start, violations

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=360, height=740)
NARROW = ViewportSize(width=320, height=640)
LONG_CASE = "Koperen Reiger"
KINDS = (
    *("persoon", "signaal", "overleg", "gesprek", "stap", "besluit", "melding", "afspraak"),
    *("opvolging", "terugkoppeling", "informatieverzoek", "vernietigingsverzoek", "afsluiting"),
)
# Of the long case, where an address does not begin with a slash.
ANNAS = (
    "/dossier/",
    "/dossier/nieuw",
    "/dossier/account",
    "/dossier/account/factoren",
    "",
    "toevoegen",
    *(f"toevoegen/{kind}" for kind in KINDS),
    "bijlage",
    "wegen",
    "controle/kindcheck",
    "controle/mantelzorgcheck",
    "zoek",
    "overdracht",
    "uitvoer",
    "afdruk",
    "tekst",
    "kopie",
    "wie",
    "keek",
    "vernietigen",
    "regel/2",
    "regel/7",
    "regel/7/verbeteren",
)
DINAS = (
    "/dossier/",
    "/dossier/mensen",
    "/dossier/mensen/uitnodigen",
    "/dossier/instellingen",
    "/dossier/logboek",
)
BRAMS = ("/dossier/", "/dossier/nood", "", "overdracht")
NOBODYS = (
    "/dossier/inloggen",
    "/dossier/herstel",
    "/dossier/uitnodiging",
)
ALL = (
    *(("Anna", path) for path in ANNAS),
    *(("Bram", path) for path in BRAMS),
    *(("Dina", path) for path in DINAS),
    *(("", path) for path in NOBODYS),
)
# One for each template that looks different.
TEMPLATES = (
    *("/dossier/", "/dossier/nieuw", "/dossier/account", "", "toevoegen", "toevoegen/signaal"),
    *("wegen", "controle/kindcheck", "overdracht", "wie", "keek", "vernietigen", "regel/7"),
)


@dataclass
class Office:
    """The demo, and for each of its people a browser that is logged in."""

    product: Product
    chromium: Browser
    phrases: dict[str, str]
    zaak: str = ""

    def enter(self, naam: str, *, javascript: bool = True) -> BrowserContext:
        """A browser in which this person is in; nobody where there is no name."""
        context = self.chromium.new_context(
            viewport=LAPTOP, locale="nl-NL", java_script_enabled=javascript
        )
        if naam:
            self.worker(context, naam).log_in()
        return context

    def worker(self, context: BrowserContext, naam: str) -> Worker:
        phrase = self.phrases.get(naam, "")
        page = context.pages[0] if context.pages else context.new_page()
        return Worker(page, self.product.url, naam=naam, wachtzin=phrase, zaak=self.zaak)


@pytest.fixture(scope="module")
def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("zaken") / "map"
    phrases = demo(folder)
    served = start(folder)
    made = Office(served, chromium, phrases)
    context = made.enter("Anna")
    anna = made.worker(context, "Anna")
    anna.page.get_by_role("link", name=LONG_CASE).click()
    anna.remember_case()
    made.zaak = anna.zaak
    context.close()
    yield made
    served.stop()


@pytest.fixture(scope="module")
def browsers(office: Office) -> Iterator[dict[str, BrowserContext]]:
    """Each person's browser, logged in once for all tests of this file."""
    opened = {naam: office.enter(naam) for naam in ("Anna", "Bram", "Dina", "")}
    yield opened
    for context in opened.values():
        context.close()


def show(office: Office, browsers: dict[str, BrowserContext], naam: str, path: str) -> Page:
    """The page, opened by this person; locked meanwhile or not."""
    worker = office.worker(browsers[naam], naam)
    target = path if path.startswith("/") else office.zaak + path
    worker.go(target)
    if worker.path == "/dossier/ontgrendelen":
        worker.unlock()
    assert worker.path == target
    return worker.page


@pytest.mark.parametrize(("naam", "path"), ALL)
def test_a_page_has_no_axe_violations_fits_a_phone_and_leaves_nothing_behind(
    office: Office, browsers: dict[str, BrowserContext], naam: str, path: str
) -> None:
    page = show(office, browsers, naam, path)
    page.set_viewport_size(PHONE)
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []
    assert sideways(page) <= 0
    page.set_viewport_size(NARROW)
    assert sideways(page) <= 0
    page.set_viewport_size(LAPTOP)
    assert names_only_the_page(page)
    assert remembered_controls(page) == []


def names_only_the_page(page: Page) -> bool:
    """Whether the title, which browsers keep, says nothing of the case or what is in it."""
    heading = page.inner_text("h1")
    told = page.title().removeprefix("Fout: ")
    named = "/regel/" not in page.url or heading not in told
    return bool(re.fullmatch(r"[^·]+ · Meldcode", told)) and LONG_CASE not in told and named


def remembered_controls(page: Page) -> list[str]:
    """The controls that do not tell the browser to forget what is typed."""
    found: list[str] = page.eval_on_selector_all(
        "form, input:not([type=hidden]), textarea, select",
        "all => all.filter(e => e.autocomplete !== 'off').map(e => e.outerHTML)",
    )
    return found


@pytest.mark.parametrize(
    "media",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"forced_colors": "active", "reduced_motion": "reduce"},
    ],
    ids=["light", "dark", "forced colours"],
)
def test_a_template_has_no_axe_violations_on_a_laptop(
    office: Office, browsers: dict[str, BrowserContext], media: dict[str, str]
) -> None:
    # Before the page opens: axe would measure colours that are still changing.
    browsers["Anna"].pages[0].emulate_media(**media)  # type: ignore[arg-type]
    for path in TEMPLATES:
        page = show(office, browsers, "Anna", path)
        # In forced colours the colours are the visitor's own, and axe still measures the page's.
        chosen = "forced_colors" in media
        found = [v for v in violations(page) if not (chosen and "color-contrast" in v)]
        assert found == []
        assert sideways(page) <= 0
    page.emulate_media(color_scheme="null", forced_colors="null", reduced_motion="null")


def test_a_signal_is_recorded_without_javascript_and_all_its_fields_are_in_sight(
    office: Office,
) -> None:
    context = office.enter("Anna", javascript=False)
    anna = office.worker(context, "Anna")
    anna.at("toevoegen/signaal")
    expect(anna.page.locator("[name=van_wie]")).to_be_visible()
    anna.page.click("button[name=bewaar]")
    expect(anna.page.locator(".errors a").first).to_be_visible()
    anna.fill(
        wat="De hond bleef buiten in de regen.",
        opgemerkt="2026-01-05",
        herkomst="zelf_gezien",
        aard="feit",
        richting="onduidelijk",
    )
    number = anna.record()
    expect(anna.page.locator(f"#regel-{number}")).to_contain_text("De hond bleef buiten")
    context.close()


def test_the_lock_and_the_acts_never_cover_what_has_the_focus_on_a_phone(
    office: Office, browsers: dict[str, BrowserContext]
) -> None:
    page = show(office, browsers, "Anna", "toevoegen/overleg")
    # Else a page is measured while it still scrolls.
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    acts = page.locator(".acts").bounding_box()
    assert acts is not None
    for _ in range(30):
        page.keyboard.press("Tab")
        within = page.evaluate("document.activeElement.closest('main') !== null")
        box = page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
        if within and box["height"] < 200:
            assert box["top"] < acts["y"], page.evaluate("document.activeElement.outerHTML")
    page.emulate_media(reduced_motion="null")
    page.set_viewport_size(LAPTOP)


def test_every_link_on_the_page_of_a_case_leads_somewhere(
    office: Office, browsers: dict[str, BrowserContext]
) -> None:
    found: set[str] = set()
    for path in ("", "toevoegen", "overdracht", "uitvoer"):
        page = show(office, browsers, "Anna", path)
        links = page.eval_on_selector_all("main a, .rail a", "all => all.map(e => e.href)")
        found |= {link.partition("#")[0] for link in links}
    entries = sorted(link for link in found if "/regel/" in link)
    assert len(entries) > 60
    for link in sorted(found - set(entries)) + entries[:5]:
        assert page.request.get(link).status == 200, link


def test_a_print_of_the_file_leaves_the_controls_out(
    office: Office, browsers: dict[str, BrowserContext]
) -> None:
    page = show(office, browsers, "Anna", "afdruk")
    page.emulate_media(media="print")
    expect(page.locator(".acts")).not_to_be_visible()
    expect(page.locator(".back")).not_to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    page.emulate_media(media="null")
