"""What somebody reads on the shortest road to an outcome: few pages, and few words on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.guide.walking import Product, Visitor, start

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=360, height=740)
MOST_WORDS, MOST_PAGES = 900, 5
WHO = {
    "Huisarts": "kind",
    "Leerkracht in het basisonderwijs": "kind",
    "Verloskundige": "ongeboren",
    "Verpleegkundige": "volwassenen",
    "Complementair therapeut": "kind",
    "Medewerker van Halt": "kind",
}
# Words with a letter or a digit, of text that is shown: not folded away, nor clipped for a reader.
COUNT = r"""() => {
  let words = 0;
  const clipped = element => {
    for (let each = element; each; each = each.parentElement)
      if (each.matches(".skip, .sr") || getComputedStyle(each).clipPath === "inset(50%)")
        return true;
    return false;
  };
  const walk = document.createTreeWalker(document.querySelector("body"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, parent = text.parentElement;
    if (parent.checkVisibility() && !clipped(parent))
      words += text.data.split(/\s+/).filter(each => /[\p{L}\d]/u.test(each)).length;
  }
  return words;
}"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    served = start(tmp_path_factory.mktemp("gids") / "map")
    yield served
    served.stop()


def words_on(page: Page) -> int:
    return int(page.evaluate(COUNT))


def test_words_that_are_folded_or_clipped_are_not_counted(page: Page) -> None:
    page.set_content(
        "<p>Drie losse woorden.</p><p class='sr'>niet</p>"
        "<details><summary>Vier</summary><p>nee</p></details>"
        "<span style='position:absolute;clip-path:inset(50%)'>nee</span> &middot;"
    )
    assert words_on(page) == 4


@pytest.mark.parametrize("who", WHO)
def test_the_shortest_road_to_an_outcome_in_danger_is_short(
    page: Page, product: Product, who: str
) -> None:
    page.set_viewport_size(PHONE)
    visitor = Visitor(page, product.url)
    visitor.go("/")
    read = [words_on(page)]
    page.fill("#beroep", who)
    page.check(f"input[name=slachtoffers][value={WHO[who]}]")
    page.check("input[name=gevaar_nu][value=ja]")
    # Counted once the page is there: a click may be done while the next one has no body yet.
    with page.expect_navigation():
        page.click("#formulier button[value=wegen]")
    read.append(words_on(page))
    with page.expect_navigation():
        page.get_by_role("link", name="Ik wil meteen wegen").click()
    while visitor.path != "/uitkomst":
        read.append(words_on(page))
        page.check("input[name=antwoord][value=ja]")
        with page.expect_navigation():
            visitor.submit()
    expect(page.locator(".two-lines dd").first).to_have_text("Ja, meld bij Veilig Thuis")
    assert len(read) + 1 <= MOST_PAGES
    assert sum(read) <= MOST_WORDS, read
