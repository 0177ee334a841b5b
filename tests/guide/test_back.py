"""The short road, wiping, hiding, reloading and Back in the two engines beside Chromium.

Nothing of a visit or report comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.guide.driven import Driven, firefox, webkit
from tests.guide.walking import Product, start

pytestmark = pytest.mark.browser

REASON = "Een kanariegele jas, en een blauwe plek op maandag."
NAME = "Vuurtorenwachter Pietersma"
NAMES = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    served = start(tmp_path_factory.mktemp("terug") / "map")
    yield served
    served.stop()


@pytest.mark.parametrize("browser", NAMES.values(), ids=NAMES)
def test_the_short_road_is_walked_and_nothing_hidden_or_wiped_is_seen_again(
    product: Product, browser: Callable[[], AbstractContextManager[Driven]]
) -> None:
    with browser() as visitor:
        _the_short_road_is_walked(visitor, product.url)
        _answer(visitor, product.url)
        _hidden_pages_stay_hidden(visitor, product.url)
        _a_report_is_begun(visitor, product.url)
        _wiped_pages_stay_away(visitor, product.url)


def _the_short_road_is_walked(visitor: Driven, url: str) -> None:
    visitor.go(f"{url}/")
    visitor.type("#beroep", "Huisarts")
    for chosen in ("slachtoffers][value=kind", "gevaar_nu][value=ja"):
        visitor.click(f"input[name={chosen}]")
    visitor.click("#formulier button[value=wegen]")
    visitor.arrives("/acuut")
    visitor.click("main a[href='/afweging/1']")
    for address in ("/afweging/1", "/afweging/2"):
        visitor.arrives(address)
        visitor.click("input[name=antwoord][value=ja]")
        visitor.click("main form button.button")
    visitor.arrives("/uitkomst")
    assert "Ja, meld bij Veilig Thuis" in visitor.seen
    _a_question_is_changed(visitor)


def _a_question_is_changed(visitor: Driven) -> None:
    """By a button, since no address tells which question it is."""
    visitor.click("details:has(button[value=gevaar_nu]) > summary")
    visitor.click("button[value=gevaar_nu]")
    visitor.arrives("/situatie")
    assert "Is iemand nu in gevaar" in visitor.seen
    visitor.click("input[name=waarde][value=nee]")
    visitor.click("main form button.button")


def _answer(visitor: Driven, url: str) -> None:
    visitor.go(f"{url}/afweging/2")
    visitor.type("textarea[name=reden]", REASON)
    visitor.click("input[name=antwoord][value=nee]")
    visitor.click("main form button.button")
    visitor.go(f"{url}/afweging/2")
    assert REASON in visitor.seen
    visitor.go(f"{url}/uitkomst")
    assert REASON in visitor.seen


def _hidden_pages_stay_hidden(visitor: Driven, url: str) -> None:
    visitor.escape("body")
    assert REASON not in visitor.seen
    visitor.reload()
    assert REASON not in visitor.seen
    visitor.back()
    assert REASON not in visitor.seen
    assert "Meldcode" not in visitor.seen
    visitor.click("a, .cover button")
    assert REASON in visitor.seen


def _a_report_is_begun(visitor: Driven, url: str) -> None:
    visitor.go(f"{url}/melding/")
    visitor.click("form[action$=begin] button")
    visitor.type("input[name=naam]", NAME)
    visitor.click("main form button.button")
    visitor.go(f"{url}/melding/deel/melder")
    assert NAME in visitor.seen


def _wiped_pages_stay_away(visitor: Driven, url: str) -> None:
    visitor.go(f"{url}/afweging/2")
    visitor.click(".acts form button")
    assert visitor.address == "/gewist"
    for _ in range(5):
        visitor.back()
        assert REASON not in visitor.seen
        assert NAME not in visitor.seen
    visitor.go(f"{url}/melding/deel/melder")
    assert visitor.address == "/melding/"
    assert NAME not in visitor.seen
