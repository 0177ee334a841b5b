"""What a report without a case leaves behind: nothing that can be read, here or in the browser."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.dossier.test_browser_anna import kill_browser
from tests.dossier.walking import Worker, files_with, open_profile
from tests.guide.test_traces import stored_in
from tests.guide.walking import Product, start

pytestmark = pytest.mark.browser

# In every field that takes text, so that any trace on disk shows.
CANARY = "kanariegeel"
TYPED = f"Wat {CANARY} was, staat nergens anders."
DATES = ("gebeurd", "geboren", "uitgerekend", "op")
# The choices that bring the most fields into sight, by page, in the order of answering.
FORMS: Mapping[str, Mapping[str, str]] = {
    "deel/melder": {"naam_verborgen": "ja", "naam_grond": "bedreiging_gezin"},
    "deel/zorgen": {
        "gaat_over": "volwassene",
        "vormen": "anders",
        "acuut": "ja",
        "toestemming": "geweigerd_vrij",
    },
    "mens/nieuw": {"rol": "client"},
    "feit/nieuw": {"herkomst": "verteld", "onherleidbaar": "nee"},
    "deel/stappen": {},
    "verteld/p1": {"verteld": "nee", "grond": "uit_beeld"},
    "deel/omgeving": {},
    "deel/vraag": {},
}
READ = ("", "mensen", "feiten", "verteld", "controle", "stukken", "afschrift/p1", "adviesvraag")


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    served = start(tmp_path / "map")
    yield served
    served.stop()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profiel"


def open_report(chromium: Browser, product: Product, profile: Path) -> Worker:
    context = open_profile(chromium, profile)
    writer = Worker(context.pages[0], product.url, zaak="/melding/")
    writer.at()
    writer.page.get_by_role("button", name="Begin").click()
    return writer


def context_of(writer: Worker) -> BrowserContext:
    return writer.page.context


def fill_in_everything(writer: Worker) -> set[str]:
    """The canary in each text of the form on this page; gives the names of those fields."""
    controls = writer.page.locator("main form#invoer").locator("input[type=text], textarea")
    filled = set()
    for control in controls.all():
        name = control.get_attribute("name") or ""
        if name not in DATES and control.is_visible():
            control.fill(TYPED)
            filled.add(name)
    return filled


def write(writer: Worker) -> set[str]:
    """A report with the canary in every field; gives the names of those fields."""
    filled = set()
    for page, choices in FORMS.items():
        writer.at(page)
        writer.fill(**choices)
        filled |= fill_in_everything(writer)
        writer.page.click("button[name=bewaar]")
        expect(writer.page.locator(".errors")).to_have_count(0)
    return filled


def leave_half_and_wrong(writer: Worker) -> None:
    """A form that is kept while somebody types, one with errors, and a key that is none."""
    writer.at("feit/nieuw")
    writer.fill(gebeurd_toelichting=TYPED)
    expect(writer.page.locator("[data-bewaard]")).to_have_text("Concept bewaard")
    writer.page.click("button[name=bewaar]")
    expect(writer.page.locator(".errors")).to_be_visible()
    writer.at("verzegeld")
    writer.fill(ontvanger=TYPED)
    writer.page.get_by_role("button", name="Bekijk wiens sleutel dit is").click()
    expect(writer.page.locator(".errors")).to_be_visible()


def test_no_field_of_a_report_can_be_read_on_disk_while_it_is_open_or_after_a_crash(
    product: Product, chromium: Browser, profile: Path
) -> None:
    writer = open_report(chromium, product, profile)
    filled = write(writer)
    expected = {"naam", "naam_reden", "kent_van", "vorm_anders", "sinds", "acuut_toelichting"}
    expected |= {"gevaar", "veilig_adres", "toelichting", "wat", "van_wie", "nodig", "signalen"}
    expected |= {"hulp", "grond_toelichting", "wanneer_wel", "steun", "gevraagd", "overig"}
    assert expected <= filled
    for page in READ:
        writer.at(page)
    assert CANARY in writer.page.content()
    leave_half_and_wrong(writer)
    # Chromium writes what tabs hold a few seconds later.
    writer.page.wait_for_timeout(4000)
    assert files_with(profile, [CANARY]) == []
    assert files_with(product.folder, [CANARY]) == []
    assert CANARY not in product.log.read_text()
    assert [url for url in writer.requests if CANARY in url] == []
    assert writer.strangers == []
    assert stored_in(writer) == {"local": 0, "session": 0}
    writer.at("deel/vraag")
    writer.fill(overig=TYPED)
    kill_browser(profile)
    assert files_with(profile, [CANARY]) == []
    assert files_with(product.folder, [CANARY]) == []


def rows(product: Product) -> list[bytes]:
    with sqlite3.connect(product.folder / "meldcode.sqlite3") as database:
        found = database.execute("select sealed from melding_sealedreport").fetchall()
    database.close()
    return [bytes(row[0]) for row in found]


def test_after_wiping_even_the_sealed_report_is_gone(
    product: Product, chromium: Browser, profile: Path
) -> None:
    writer = open_report(chromium, product, profile)
    write(writer)
    leave_half_and_wrong(writer)
    sealed = rows(product)
    assert sealed
    writer.page.get_by_role("button", name="Wis melding").click()
    expect(writer.page.locator("main")).to_contain_text("Je melding is gewist.")
    assert rows(product) == []
    pieces = [row[64:128] for row in sealed]
    for path in product.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(piece in content for piece in pieces), path
    writer.page.go_back()
    writer.page.wait_for_load_state("networkidle")
    assert CANARY not in writer.page.content()
    cookies = {cookie.get("name") for cookie in context_of(writer).cookies()}
    assert "meldcode_melding" not in cookies
    context_of(writer).close()
    assert files_with(profile, [CANARY]) == []
    assert CANARY not in product.log.read_text()


def test_a_restart_locks_every_report(chromium: Browser, tmp_path: Path, profile: Path) -> None:
    folder = tmp_path / "map"
    first = start(folder)
    writer = open_report(chromium, first, profile)
    writer.fill(naam=TYPED)
    writer.page.click("button[name=bewaar]")
    cookies = context_of(writer).cookies()
    first.stop()
    second = start(folder)
    writer.url = second.url
    context_of(writer).add_cookies(
        [
            {"name": each["name"], "value": each["value"], "url": f"{second.url}/melding/"}
            for each in cookies
            if "name" in each and "value" in each
        ]
    )
    writer.at("deel/melder")
    assert CANARY not in writer.page.content()
    expect(writer.page.locator("main")).to_contain_text("Je vorige melding is er niet meer.")
    second.stop()
    context_of(writer).close()
