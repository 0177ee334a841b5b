"""The guide in a real browser, as its users walk it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from meldcode.kader.load import frameworks
from tests.guide.walking import Product, Visitor, sideways, start, violations

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=360, height=740)
NARROW = ViewportSize(width=320, height=640)
TOPICS = ("gesprek", "advies", "melding", "informeren", "afspraken", "informatieverzoek", "bellen")
PAGES = (
    "/",
    "/acuut",
    "/zoek",
    *(f"/zoek/{topic}" for topic in (*TOPICS, "hulp", "verwurging", "gesprekszinnen")),
    "/begrippen",
    "/bronnen",
    *(f"/stap/{number}" for number in range(1, 6)),
    *(f"/afweging/{number}" for number in range(1, 6)),
    "/zoek/kindcheck",
    "/uitkomst",
    "/bezoek/openen",
    "/gewist",
    "/bestaat-niet",
    # The last one: from here on every page shows nothing.
    "/verberg",
)
QUESTIONS = (
    *(f"/situatie {field}" for field in frameworks()["artsen"].situatievragen),
    *(f"/controle kindcheck.{number}" for number in range(1, 4)),
    *(f"/controle mantelzorgcheck.{number}" for number in range(1, 3)),
)
TEMPLATES = ("/", "/acuut", "/zoek/gesprek", "/stap/1", "/afweging/2", "/uitkomst", "/verberg")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    served = start(tmp_path_factory.mktemp("gids") / "map")
    yield served
    served.stop()


@pytest.fixture
def visitor(page: Page, product: Product) -> Visitor:
    return Visitor(page, product.url)


def fill_a_visit(visitor: Visitor) -> None:
    """A doctor's visit with something in every part."""
    visitor.choose_profession("artsen")
    visitor.choose("/stap/1", "gedaan", "stand")
    visitor.go("/stap/3")
    visitor.page.check("input[name=stand][value=overgeslagen]")
    visitor.page.fill("textarea[name=reden]", "Het is nu niet veilig voor het kind.")
    visitor.submit()
    visitor.answer("1", "ja", "Blauwe plekken op de rug, gezien op maandag.")
    visitor.answer("2", "ja", "Het gebeurt al maanden.", ("structureel.2",))
    visitor.choose("/situatie onveiligheid", "beide")
    visitor.answer("3", "ja")
    visitor.answer("4", "nee", "", ("meewerken.1",))
    visitor.answer("5", "open")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_axe_violations_and_fits_a_phone(visitor: Visitor, path: str) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.choose_profession("artsen")
    visitor.go(path)
    expect(visitor.page.locator("h1")).to_have_count(1)
    assert violations(visitor.page) == []
    visitor.page.set_viewport_size(NARROW)
    assert sideways(visitor.page) <= 0
    assert visitor.strangers == []


def test_no_question_has_axe_violations_and_every_one_fits_a_phone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.choose_profession("artsen")
    for path in QUESTIONS:
        visitor.go(path)
        assert visitor.path == path.partition(" ")[0]
        expect(visitor.page.locator("h1")).to_have_count(1)
        assert violations(visitor.page) == []
        visitor.page.set_viewport_size(NARROW)
        assert sideways(visitor.page) <= 0
        visitor.page.set_viewport_size(PHONE)
    assert visitor.strangers == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_filled_pages_have_no_axe_violations_on_a_laptop(visitor: Visitor, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    fill_a_visit(visitor)
    for path in TEMPLATES:
        visitor.go(path)
        assert violations(visitor.page) == []
        assert sideways(visitor.page) <= 0, path


def test_forced_colours_and_less_motion_keep_the_pages_sound(visitor: Visitor) -> None:
    visitor.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    fill_a_visit(visitor)
    for path in TEMPLATES:
        visitor.go(path)
        # The colours are the visitor's own here, and axe still measures the page's.
        found = [each for each in violations(visitor.page) if "color-contrast" not in each]
        assert found == []
        assert sideways(visitor.page) <= 0


def test_an_error_is_on_top_at_the_field_and_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.choose_profession("onderwijs")
    visitor.go("/afweging/2")
    visitor.page.fill("textarea[name=reden]", "Getypt en niet kwijt.")
    visitor.page.check("input[value='acuut.1']")
    visitor.submit()
    expect(visitor.page.locator(".errors a")).to_have_text("Kies ja, nee of weet ik nog niet.")
    expect(visitor.page.locator("textarea[name=reden]")).to_have_value("Getypt en niet kwijt.")
    expect(visitor.page.locator("input[value='acuut.1']")).to_be_checked()
    assert violations(visitor.page) == []
    visitor.page.locator(".errors a").click()
    assert visitor.page.evaluate("document.activeElement.name") == "antwoord"


def test_a_doctor_comes_to_an_outcome_with_reasons_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/")
    press_to(page, "#beroep")
    page.keyboard.type("Arts")
    press_on(page, "main form button.button")
    for number in ("1", "2", "3", "4"):
        assert visitor.path == f"/stap/{number}"
        press_to(page, "input[name=stand]")
        page.keyboard.press("Space")
        press_on(page, "main form button.button")
    for number, reason in (("1", "Gezien op maandag."), ("2", "Geen gevaar gezien."), ("3", "")):
        assert visitor.path == f"/afweging/{number}"
        press_to(page, "input[name=antwoord]")
        page.keyboard.press("Space")
        if number != "1":
            page.keyboard.press("ArrowDown")
        press_to(page, "textarea[name=reden]")
        page.keyboard.type(reason)
        press_on(page, "main form button.button")
    visitor.go("/uitkomst")
    expect(page.locator(".two-lines")).to_contain_text("Ja, meld bij Veilig Thuis")
    expect(page.locator(".two-lines")).to_contain_text("niet door jou")
    expect(page.locator("main")).to_contain_text("Gezien op maandag.")
    expect(page.locator("main")).to_contain_text("KNMG-meldcode")


def test_a_question_is_changed_by_keyboard_alone_and_danger_leads_to_its_page(
    visitor: Visitor,
) -> None:
    page = visitor.page
    visitor.choose_profession("onderwijs")
    visitor.choose("/situatie gevaar_nu", "nee")
    visitor.go("/uitkomst")
    press_to(page, "details:has(button[value=gevaar_nu]) > summary")
    page.keyboard.press("Enter")
    press_on(page, "button[value=gevaar_nu]")
    assert visitor.path == "/situatie"
    press_to(page, "input[name=waarde]")
    page.keyboard.press("ArrowUp")
    press_on(page, "main form button.button")
    assert visitor.path == "/acuut"
    press_on(page, "a.back")
    assert visitor.path != "/acuut"


def press_to(page: Page, selector: str, most: int = 150) -> None:
    """Press Tab until the focus is on what ``selector`` names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector} on {page.url}")


def press_on(page: Page, selector: str) -> None:
    """Reach a button with Tab and press it."""
    press_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_teacher_comes_to_a_report_and_is_told_to_inform_the_board(visitor: Visitor) -> None:
    visitor.choose_profession("onderwijs")
    visitor.answer("1", "ja", "Wat Noor in de klas vertelde.")
    visitor.answer("2", "ja")
    assert visitor.path == "/situatie"
    visitor.choose("/situatie", "structureel")
    visitor.answer("3", "ja")
    visitor.answer("4", "ja")
    visitor.answer("5", "open")
    visitor.go("/uitkomst")
    page = visitor.page
    expect(page.locator(".two-lines")).to_contain_text("Ja, meld bij Veilig Thuis")
    expect(page.locator(".two-lines")).to_contain_text("Ja, samen met Veilig Thuis")
    expect(page.locator("main")).to_contain_text("sterk vermoeden het bevoegd gezag in")
    expect(page.locator("main")).to_contain_text("Wat Noor in de klas vertelde.")
    assert visitor.strangers == []


def test_changing_an_answer_changes_the_outcome(visitor: Visitor) -> None:
    visitor.choose_profession("kinderopvang")
    visitor.answer("1", "ja")
    visitor.answer("2", "nee")
    visitor.answer("3", "nee")
    visitor.go("/uitkomst")
    expect(visitor.page.locator(".two-lines")).to_contain_text("Ja, meld bij Veilig Thuis")
    visitor.answer("3", "ja")
    visitor.go("/uitkomst")
    expect(visitor.page.locator(".two-lines")).to_contain_text("nog open")


def test_adults_only_counts_after_a_negative_kindcheck_alone(visitor: Visitor) -> None:
    visitor.choose_profession("artsen")
    visitor.answer("1", "ja")
    visitor.answer("2", "nee")
    visitor.answer("3", "nee")
    visitor.choose("/situatie weigering", "vrij")
    visitor.choose("/situatie slachtoffers", "volwassenen")
    assert visitor.path == "/controle"
    visitor.go("/uitkomst")
    expect(visitor.page.locator(".two-lines")).to_contain_text("Ja, meld bij Veilig Thuis")
    visitor.choose("/controle kindcheck.1", "nee", "antwoord")
    visitor.choose("/situatie ernstig_gevaar", "nee")
    visitor.go("/uitkomst")
    expect(visitor.page.locator(".two-lines")).to_contain_text("het slachtoffer weigert vrij")
    visitor.choose("/controle kindcheck.1", "ja", "antwoord")
    visitor.go("/uitkomst")
    expect(visitor.page.locator(".two-lines")).to_contain_text("Ja, meld bij Veilig Thuis")


def test_a_contradiction_is_shown_with_where_to_look_again(visitor: Visitor) -> None:
    visitor.choose_profession("paramedici")
    visitor.answer("1", "nee")
    visitor.answer("2", "ja")
    visitor.go("/uitkomst")
    expect(visitor.page.locator("main")).to_contain_text("Geen vermoeden, maar wel onveilig")
    visitor.page.locator("main a[href='/afweging/1']").first.click()
    assert visitor.path == "/afweging/1"


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/verberg"])
def test_danger_is_one_click_away(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    visitor.page.click(".acts .act--alarm")
    assert visitor.path == "/acuut"
    expect(visitor.page.locator("a[href='tel:112']").first).to_be_visible()
    expect(visitor.page.locator("a[href='tel:08002000']").first).to_be_visible()


def test_escape_hides_the_page_until_somebody_goes_back(visitor: Visitor) -> None:
    fill_a_visit(visitor)
    visitor.go("/uitkomst")
    for _ in range(3):
        visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_text("Wat je nu doet").first).not_to_be_visible()
    assert "Meldcode" not in visitor.page.title()
    for _ in range(4):
        visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator(".two-lines")).not_to_be_visible()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".two-lines")).to_be_visible()


def test_escape_hides_the_page_while_a_list_is_open(visitor: Visitor) -> None:
    visitor.go("/melding/")
    visitor.page.click("select#beroep")
    for _ in range(3):
        visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("h1")).not_to_be_visible()


def test_a_hidden_page_shows_nothing_after_a_reload_or_back_in_chromium(visitor: Visitor) -> None:
    fill_a_visit(visitor)
    visitor.go("/uitkomst")
    with visitor.page.expect_response("**/verberg"):
        visitor.page.click("[data-verberg]")
    visitor.page.reload()
    assert visitor.page.inner_text("body").split() == ["Nieuw", "tabblad", "Terug"]
    visitor.page.go_back()
    assert visitor.page.inner_text("body").split() == ["Nieuw", "tabblad", "Terug"]
    visitor.page.click("a")
    expect(visitor.page.locator("main form#formulier")).to_be_visible()


def test_a_visit_is_kept_as_a_file_and_opened_later(visitor: Visitor, tmp_path: Path) -> None:
    fill_a_visit(visitor)
    visitor.go("/uitkomst")
    with visitor.page.expect_download() as download:
        visitor.page.click("a[href='/bezoek/bewaren']")
    kept = tmp_path / "bewaard.json"
    download.value.save_as(kept)
    assert json.loads(kept.read_text())["afwegingen"]["2"] == "ja"
    wipe(visitor)
    visitor.go("/bezoek/openen")
    visitor.page.set_input_files("input[type=file]", kept)
    visitor.submit()
    assert visitor.path == "/uitkomst"
    expect(visitor.page.locator("main")).to_contain_text("Het gebeurt al maanden.")


@pytest.mark.parametrize("content", ["", "geen json", '{"versie": 1, "kader": "piloten"}', "[]"])
def test_a_file_that_is_no_visit_is_refused_in_words(
    visitor: Visitor, tmp_path: Path, content: str
) -> None:
    wrong = tmp_path / "foto.json"
    wrong.write_text(content)
    visitor.go("/bezoek/openen")
    visitor.page.set_input_files("input[type=file]", wrong)
    visitor.submit()
    expect(visitor.page.locator(".errors")).to_contain_text("bezoek")


def wipe(visitor: Visitor) -> None:
    visitor.page.click(".acts form button")
    expect(visitor.page.locator("h1")).to_be_visible()
    assert visitor.path == "/gewist"


def test_the_guide_works_without_javascript(chromium: Browser, product: Product) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    visitor = Visitor(context.new_page(), product.url)
    visitor.choose_profession("verloskundigen")
    visitor.answer("1", "ja", "Gezien tijdens het huisbezoek.", ())
    visitor.answer("2", "nee")
    visitor.answer("3", "ja")
    visitor.answer("4", "ja")
    visitor.go("/uitkomst")
    assert "weeg later opnieuw" in visitor.page.inner_text(".two-lines")
    visitor.page.click(".acts >> text=Verberg")
    assert visitor.path == "/verberg"
    visitor.page.click("main a")  # Back; until then every page shows nothing.
    visitor.go("/uitkomst")
    visitor.page.click(".acts form button >> text=Wis")
    assert visitor.path == "/gewist"
    visitor.go("/uitkomst")
    assert "Gezien tijdens het huisbezoek." not in visitor.page.content()
    context.close()


def test_print_shows_the_decisions_and_leaves_the_controls_out(visitor: Visitor) -> None:
    fill_a_visit(visitor)
    visitor.go("/uitkomst")
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator(".two-lines")).to_be_visible()
    expect(visitor.page.locator(".acts")).not_to_be_visible()


BLACK = "rgb(0, 0, 0)"


@pytest.mark.parametrize("path", ["/", "/acuut"])
def test_on_paper_the_number_to_ring_is_black(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    visitor.page.emulate_media(media="print")
    ring = visitor.page.locator("main a[href='tel:112']").first
    expect(ring).to_be_visible()
    expect(ring).to_contain_text("112")
    for colour in ring.evaluate(
        "a => [a, ...a.children].map(each => getComputedStyle(each).color)"
    ):
        assert colour == BLACK


def test_on_a_phone_the_bar_of_the_page_for_danger_is_the_telephone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.go("/afweging/2")
    visitor.page.fill("textarea[name=reden]", "Getypt en niet kwijt.")
    visitor.page.click(".acts .act--alarm")
    acts = visitor.page.locator(".acts > *")
    assert [each.split("\n")[0] for each in acts.all_inner_texts()] == [
        "Bel 112",
        "0800-2000",
        "Verberg",
    ]
    for number in ("112", "08002000"):
        assert visitor.page.locator(f".acts a[href='tel:{number}']").is_visible()
    visitor.page.click(".back")
    expect(visitor.page.locator("textarea[name=reden]")).to_have_value("Getypt en niet kwijt.")


def test_every_control_tells_the_browser_not_to_remember_it(visitor: Visitor) -> None:
    fill_a_visit(visitor)
    for path in PAGES:
        visitor.go(path)
        found = visitor.page.eval_on_selector_all(
            "form, input:not([type=hidden]), textarea, select",
            "all => all.filter(e => e.autocomplete !== 'off').map(e => e.outerHTML)",
        )
        assert found == [], path


def test_titles_name_the_page_and_never_an_answer(visitor: Visitor) -> None:
    fill_a_visit(visitor)
    visitor.go("/uitkomst")
    assert re.fullmatch(r"[^·]+ · Meldcode", visitor.page.title())
    assert "meld bij" not in visitor.page.title().lower()


def test_the_first_page_weighs_at_most_60_kilobytes_with_all_it_loads(visitor: Visitor) -> None:
    sizes: list[int] = []
    visitor.page.on("response", lambda response: sizes.append(len(response.body())))
    visitor.page.goto(visitor.url, wait_until="networkidle")
    assert len(sizes) >= 3
    assert sum(sizes) <= 60_000


def test_a_page_is_found_by_keyboard_alone_without_javascript_and_without_a_trace(
    chromium: Browser, product: Product
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(product.url)
    page.focus("main input[name=woord]")
    page.keyboard.type("gewurgdt")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Gevonden")
    assert page.url == f"{product.url}/zoek"
    page.focus("main ol a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Bij de keel gegrepen of gewurgd")
    assert page.locator("main .buttons--call a").first.get_attribute("href") == "tel:112"
    page.click(".find-link")
    expect(page.locator("main input[name=woord]")).to_have_value("")
    assert "gewurgdt" not in product.log.read_text()
    context.close()


def test_printing_and_copying_are_offered_where_scripts_run(visitor: Visitor) -> None:
    fill_a_visit(visitor)
    visitor.go("/uitkomst")
    expect(visitor.page.get_by_role("button", name="Afdrukken")).to_be_visible()
    visitor.page.get_by_text("Tekst om in je eigen dossier te plakken").click()
    visitor.page.get_by_role("button", name="Kopieer de tekst").click()
    expect(visitor.page.get_by_role("button", name=re.compile("Gekopieerd|Ctrl"))).to_be_visible()
