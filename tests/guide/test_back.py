"""Wiping, hiding, reloading and Back in three browsers: nothing of a visit or report comes back."""

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
def test_what_was_wiped_or_hidden_is_not_to_be_seen_again(
    product: Product, browser: Callable[[], AbstractContextManager[Driven]]
) -> None:
    with browser() as visitor:
        _answer(visitor, product.url)
        _hidden_pages_stay_hidden(visitor, product.url)
        _a_report_is_begun(visitor, product.url)
        _wiped_pages_stay_away(visitor, product.url)


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
