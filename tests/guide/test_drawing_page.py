"""The page with the drawing of a framework, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, ViewportSize, expect

from meldcode.kader.load import frameworks
from tests.guide.walking import Product, Visitor, sideways, start, violations

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=360, height=740)
NARROW = ViewportSize(width=320, height=640)
# Every text of the drawing that is shown, with where it ends, its letters' height on the screen
# and its colour.
TEXTS = """svg => [...svg.querySelectorAll('text')].map(each => ({
  words: each.textContent,
  left: each.getBBox().x,
  right: each.getBBox().x + each.getBBox().width,
  anchor: each.getAttribute('text-anchor'),
  height: parseFloat(each.getAttribute('font-size')) * svg.getBoundingClientRect().width
    / svg.viewBox.baseVal.width,
}))"""

WITHOUT_DRAWINGS = """main => { const copy = main.cloneNode(true);
  copy.querySelectorAll('.kaart').forEach(each => each.remove()); return copy.textContent; }"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    served = start(tmp_path_factory.mktemp("kader") / "map")
    yield served
    served.stop()


@pytest.fixture
def visitor(page: Page, product: Product) -> Visitor:
    return Visitor(page, product.url)


def texts(page: Page) -> list[dict[str, Any]]:
    found = page.locator(".kaart svg:visible").evaluate(TEXTS)
    assert isinstance(found, list)
    return found


def spaceless(words: str) -> str:
    return re.sub(r"\s|[.:;,]", "", words).lower()


@pytest.mark.parametrize("kader", frameworks())
def test_a_drawing_has_no_axe_violations_and_fits_a_phone(visitor: Visitor, kader: str) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.go(f"/kader/{kader}")
    expect(visitor.page.locator(".kaart svg:visible")).to_have_count(1)
    assert violations(visitor.page) == []
    visitor.page.set_viewport_size(NARROW)
    assert sideways(visitor.page) <= 0
    assert visitor.strangers == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_has_no_axe_violations_on_a_laptop(visitor: Visitor, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visitor.go("/kader/artsen")
    assert violations(visitor.page) == []
    assert sideways(visitor.page) <= 0


@pytest.mark.parametrize(("size", "smallest"), [(PHONE, 12), (None, 14)], ids=["phone", "laptop"])
@pytest.mark.parametrize("kader", ["artsen", "complementair", "sociaal"])
def test_every_text_can_be_read_and_stays_on_the_sheet(
    visitor: Visitor, kader: str, size: ViewportSize | None, smallest: float
) -> None:
    if size:
        visitor.page.set_viewport_size(size)
    visitor.go(f"/kader/{kader}")
    wide = visitor.page.locator(".kaart svg:visible").evaluate("svg => svg.viewBox.baseVal.width")
    for each in texts(visitor.page):
        assert each["left"] >= 0
        assert each["right"] <= wide, each["words"]
        # The numbers in discs are smaller than what is to be read.
        assert each["height"] >= smallest or each["anchor"] == "middle", each["words"]


def test_no_text_runs_into_the_line_of_the_report(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.go("/kader/artsen")
    lines = texts(visitor.page)
    first = next(i for i, each in enumerate(lines) if "(norm 1)" in each["words"])
    last = next(i for i, each in enumerate(lines) if each["words"] == "Norm 1")
    beside = [each for each in lines[first:last] if each["anchor"] is None]
    # The line is 6 wide and lies 17 from the edge of a sheet of 328.
    assert [each["words"] for each in beside[:-1] if each["right"] > 328 - 17 - 3] == []


def test_the_list_says_all_that_the_drawing_says(visitor: Visitor) -> None:
    visitor.go("/kader/artsen")
    drawn = [each["words"] for each in texts(visitor.page)]
    listed = spaceless(visitor.page.locator("main").evaluate(WITHOUT_DRAWINGS))
    legend = next(i for i, words in enumerate(drawn) if words.startswith("De weg: is er geen"))
    for words in drawn[:legend]:
        assert spaceless(words.removeprefix("◆ ")) in listed, words


@pytest.mark.parametrize("size", [PHONE, None], ids=["phone", "laptop"])
def test_forced_colours_draw_in_the_visitors_own(
    visitor: Visitor, size: ViewportSize | None
) -> None:
    if size:
        visitor.page.set_viewport_size(size)
    visitor.page.emulate_media(forced_colors="active")
    visitor.go("/kader/artsen")
    colours = visitor.page.locator(".kaart svg:visible").evaluate(
        """svg => [...new Set([...svg.querySelectorAll('*')].flatMap(each => {
          const style = getComputedStyle(each);
          return [style.fill, style.stroke];
        }))].filter(each => each !== 'none').sort()"""
    )
    ground, text = visitor.page.evaluate(
        """() => { const probe = document.createElement('i'); document.body.append(probe);
          probe.style.cssText = 'forced-color-adjust:none;color:CanvasText;background:Canvas';
          const style = getComputedStyle(probe); return [style.backgroundColor, style.color]; }"""
    )
    # Black is also what an element that draws nothing has by itself.
    assert set(colours) <= {ground, text, "rgb(0, 0, 0)"}
    assert {ground, text} <= set(colours)
    assert sideways(visitor.page) <= 0


def test_paper_gets_the_wide_drawing(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.go("/kader/artsen")
    expect(visitor.page.locator(".kaart--smal")).to_be_visible()
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator(".kaart--breed")).to_be_visible()
    expect(visitor.page.locator(".kaart--smal")).to_be_hidden()


def test_the_page_is_of_the_own_profession_and_leads_to_the_others(visitor: Visitor) -> None:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    visitor.page.on("console", note)
    visitor.go("/kader")
    expect(visitor.page.locator(".lead")).to_contain_text("Alle beroepsgroepen")
    visitor.choose_profession("onderwijs")
    visitor.go("/kader")
    expect(visitor.page.locator(".lead")).to_contain_text("Onderwijs en leerplicht")
    visitor.page.get_by_role("link", name="Artsen (KNMG)").click()
    assert visitor.path == "/kader/artsen"
    # Nothing in the drawing is held back by the rules for content.
    assert said == []


def test_a_framework_that_does_not_exist_is_not_found(visitor: Visitor) -> None:
    answer = visitor.page.goto(f"{visitor.url}/kader/tandartsen")
    assert answer is not None
    assert answer.status == 404
