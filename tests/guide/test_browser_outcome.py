"""The outcome and consideration 2 as they lie on a phone: what to do now is on the first screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from meldcode.kader.advice import Situation
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.load import frameworks
from tests.guide.walking import Product, Visitor, sideways, start, violations

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=360, height=740)
FIRST_SCREEN = 740
ACUTE_CHILD = Bezoek(
    afwegingen={"1": "ja", "2": "ja"},
    situatie=Situation(slachtoffers="kind", onveiligheid="acuut", gevaar_nu="ja"),
    gevraagd=frozenset({"slachtoffers", "onveiligheid", "gevaar_nu"}),
)
FREE = Situation(slachtoffers="volwassenen", weigering="vrij", ernstig_gevaar="nee")
NEGATIVE = {"kindcheck": {"1": "nee"}}
# One visit for each kind of outcome, and what its first screen must say.
VISITS = {
    "acuut": (ACUTE_CHILD, "Bel nu"),
    "niets": (Bezoek(), "Bel Veilig Thuis voor advies"),
    "melden": (
        Bezoek(
            afwegingen={"1": "ja", "2": "nee", "3": "ja", "4": "ja", "5": "nee"},
            situatie=Situation(slachtoffers="kind", gevaar_nu="nee"),
        ),
        "Meld bij Veilig Thuis",
    ),
    "vertellen": (
        Bezoek(
            afwegingen={"1": "ja", "2": "ja", "3": "nee"},
            situatie=Situation(
                onveiligheid="structureel", vertellen_onveilig="ja", gevaar_nu="nee"
            ),
        ),
        "vertel het nog niet",
    ),
    "terughoudend": (
        Bezoek(afwegingen={"1": "ja", "2": "nee", "3": "nee"}, situatie=FREE, controles=NEGATIVE),
        "Meld nu niet. Maak het wel veiliger",
    ),
    "nu-niet": (
        Bezoek(afwegingen={"1": "ja", "2": "nee", "3": "ja", "4": "ja"}),
        "Spreek wel een dag af",
    ),
    "klaar": (
        Bezoek(afwegingen={"1": "ja", "2": "nee", "3": "ja", "4": "ja", "5": "ja"}),
        "Blijf de veiligheid volgen",
    ),
    "geen-vermoeden": (Bezoek(afwegingen={"1": "nee", "2": "nee"}), "Schrijf op waarom"),
}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    served = start(tmp_path_factory.mktemp("gids") / "map")
    yield served
    served.stop()


@pytest.fixture
def visitor(page: Page, product: Product) -> Visitor:
    page.set_viewport_size(PHONE)
    return Visitor(page, product.url)


def open_visit(visitor: Visitor, visit: Bezoek, folder: Path) -> None:
    """Go on with a visit that somebody kept; its outcome follows."""
    kept = folder / "bezoek.json"
    kept.write_text(visit.to_json())
    visitor.go("/bezoek/openen")
    visitor.page.set_input_files("input[type=file]", kept)
    visitor.submit()
    assert visitor.path == "/uitkomst"


def height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def bottom_of(page: Page, selector: str) -> float:
    """How far down the first element that `selector` names ends, in CSS pixels."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return box["y"] + box["height"]


@pytest.mark.parametrize("kind", VISITS)
def test_every_outcome_begins_with_its_act_and_a_number_to_ring(
    visitor: Visitor, kind: str, tmp_path: Path
) -> None:
    visit, says = VISITS[kind]
    open_visit(visitor, visit.choose("artsen"), tmp_path)
    page = visitor.page
    expect(page.locator("h1")).to_contain_text(says)
    assert bottom_of(page, "main .calls a[href='tel:08002000']") < FIRST_SCREEN
    assert page.locator("main a[href='tel:112']").count() >= 1
    assert height(page) < 4000
    assert violations(page) == []
    page.set_viewport_size(ViewportSize(width=320, height=640))
    assert sideways(page) <= 0


@pytest.mark.parametrize("framework", frameworks())
def test_an_acute_child_is_rung_for_on_the_first_screen_in_every_profession(
    visitor: Visitor, framework: str, tmp_path: Path
) -> None:
    open_visit(visitor, ACUTE_CHILD.choose(framework), tmp_path)
    for number in ("112", "08002000"):
        assert bottom_of(visitor.page, f"main .calls a[href='tel:{number}']") < FIRST_SCREEN - 60
    assert height(visitor.page) < 4000
    expect(visitor.page.locator(".two-lines dd").first).to_have_text("Ja, meld bij Veilig Thuis")


@pytest.mark.parametrize("framework", ["artsen", "onderwijs", "verloskundigen", "verpleegkundigen"])
def test_consideration_2_is_short_and_its_answers_are_always_in_view(
    visitor: Visitor, framework: str
) -> None:
    page = visitor.page
    visitor.choose_profession(framework)
    visitor.go("/afweging/2")
    assert height(page) <= 3200
    assert bottom_of(page, ".answers") < FIRST_SCREEN
    page.evaluate("window.scrollTo(0, document.querySelector('#uitleg').offsetTop)")
    helpers = frameworks()[framework].helpers("2")
    shown = page.locator("input[name=hulp]").count()
    assert shown == sum(len(group) for _, group in helpers)


def test_a_ticked_sign_of_danger_says_whom_to_ring_at_once_without_a_script(
    chromium: Browser, product: Product
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    visitor = Visitor(context.new_page(), product.url)
    visitor.go("/afweging/2")
    box = visitor.page.locator(".sign-box[data-bij=gevaar]")
    assert not box.is_visible()
    visitor.page.locator(".signs input").first.check()
    assert box.is_visible()
    assert box.locator("a[href='tel:112']").first.is_visible()
    visitor.page.check("input[name=antwoord][value=nee]")
    visitor.submit()
    visitor.go("/uitkomst")
    assert visitor.page.locator("h1").inner_text().startswith("Je zag een teken van gevaar")
    assert "Dit kruiste je aan" in visitor.page.inner_text(".note.sign")
    context.close()


def test_what_is_ticked_is_told_beside_its_fold(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/afweging/2")
    fold = page.locator(".folds details").first
    fold.locator("summary").click()
    fold.locator("input[name=hulp]").first.check()
    expect(fold.locator(".tally")).to_have_text("1 aangekruist")
    page.check("input[name=antwoord][value=open]")
    visitor.submit()
    visitor.go("/afweging/2")
    expect(page.locator(".folds .tally").first).to_have_text("1 aangekruist")


def test_on_paper_every_fold_of_the_outcome_is_open(visitor: Visitor, tmp_path: Path) -> None:
    open_visit(visitor, ACUTE_CHILD.choose("artsen"), tmp_path)
    visitor.page.emulate_media(media="print")
    for text in ("Wat de twee beslissingen betekenen", "Bronnen bij deze bladzijde"):
        fold = visitor.page.locator("details", has_text=text).last
        expect(fold.locator("> div")).to_be_visible()


def test_another_profession_with_another_outcome_is_named_with_its_reason(
    visitor: Visitor, tmp_path: Path
) -> None:
    visit, _ = VISITS["terughoudend"]
    open_visit(visitor, visit.choose("verpleegkundigen"), tmp_path)
    fold = visitor.page.locator("details", has_text="In een ander beroep is de uitkomst anders")
    fold.locator("summary").first.click()
    expect(fold).to_contain_text("Arts")
    expect(fold).to_contain_text("Nu niet, het slachtoffer weigert vrij")
