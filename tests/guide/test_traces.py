"""What a visit leaves behind: nothing that can be read, on the server or in the browser's files."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.guide.walking import Product, Visitor, start

pytestmark = pytest.mark.browser

CANARY = "kanariegeel"
REASON = f"Wat ik zag was {CANARY} en staat nergens anders."


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    served = start(tmp_path / "map")
    yield served
    served.stop()


def files_with(folder: Path, *words: str) -> list[str]:
    """The files under ``folder`` that hold one of ``words``, as UTF-8 or UTF-16."""
    wanted = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            found += [str(path) for word in wanted if word in content]
    return found


def open_profile(chromium: Browser, folder: Path) -> BrowserContext:
    program = shutil.which("chromium")
    assert program, "the program 'chromium' is missing"
    return chromium.browser_type.launch_persistent_context(
        str(folder),
        executable_path=program,
        args=["--no-sandbox"],
        viewport={"width": 1366, "height": 768},
    )


def walk(visitor: Visitor) -> None:
    visitor.choose_profession("artsen")
    visitor.answer("1", "ja", REASON)
    visitor.answer("2", "ja", REASON, ("acuut.3",))
    visitor.go("/uitkomst")
    visitor.unfold()
    visitor.page.fill("textarea[name=reden]", REASON)
    visitor.page.fill("input[name=overleg]", CANARY)
    visitor.page.click("#besluit ~ * button, form[action='/uitkomst/besluit'] button")
    visitor.go("/afweging/2")


def test_nothing_of_an_open_visit_can_be_read_on_disk(
    product: Product, chromium: Browser, tmp_path: Path
) -> None:
    profile = tmp_path / "profiel"
    context = open_profile(chromium, profile)
    visitor = Visitor(context.pages[0], product.url)
    walk(visitor)
    assert CANARY in visitor.page.content()
    assert files_with(product.folder, CANARY, "acuut.3", '"artsen"') == []
    assert files_with(profile, CANARY) == []
    assert CANARY not in product.log.read_text()
    assert [url for url in visitor.requests if CANARY in url or "artsen" in url] == []
    assert stored_in(visitor) == {"local": 0, "session": 0}
    context.close()
    assert files_with(profile, CANARY) == []


def test_a_reason_on_a_page_with_an_error_does_not_reach_the_browsers_files(
    product: Product, chromium: Browser, tmp_path: Path
) -> None:
    profile = tmp_path / "profiel"
    context = open_profile(chromium, profile)
    visitor = Visitor(context.pages[0], product.url)
    visitor.choose_profession("artsen")
    visitor.go("/afweging/2")
    visitor.page.fill("textarea[name=reden]", REASON)
    visitor.page.click("main form button:not([name])")
    visitor.page.wait_for_selector(".errors")
    assert CANARY in visitor.page.content()
    # Chromium writes what tabs hold a few seconds later, and what remains when it ends.
    visitor.page.wait_for_timeout(4000)
    assert files_with(profile, CANARY) == []
    context.close()
    assert files_with(profile, CANARY) == []


def stored_in(visitor: Visitor) -> object:
    return visitor.page.evaluate("({local: localStorage.length, session: sessionStorage.length})")


def test_after_wiping_even_the_sealed_visit_is_gone(
    product: Product, chromium: Browser, tmp_path: Path
) -> None:
    profile = tmp_path / "profiel"
    context = open_profile(chromium, profile)
    visitor = Visitor(context.pages[0], product.url)
    walk(visitor)
    # The visit itself, beside what says of its earlier cookies that it went on.
    visit = max(rows(product), key=len)
    visitor.page.click(".acts form button")
    assert visitor.path == "/gewist"
    assert rows(product) == []
    piece = visit[64:128]
    for path in product.folder.rglob("*"):
        if path.is_file():
            assert piece not in path.read_bytes(), path
    visitor.page.go_back()
    visitor.page.wait_for_load_state("networkidle")
    assert CANARY not in visitor.page.content()
    assert [c for c in context.cookies() if c["name"] == "meldcode_bezoek"] == []
    context.close()
    assert files_with(profile, CANARY) == []
    assert CANARY not in product.log.read_text()


def rows(product: Product) -> list[bytes]:
    with sqlite3.connect(product.folder / "meldcode.sqlite3") as database:
        return [bytes(row[0]) for row in database.execute("select sealed from guide_sealedvisit")]


def test_a_restart_locks_every_visit(chromium: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    first = start(folder)
    context = open_profile(chromium, tmp_path / "profiel")
    visitor = Visitor(context.pages[0], first.url)
    walk(visitor)
    cookies = context.cookies()
    first.stop()
    second = start(folder)
    visitor.url = second.url
    context.add_cookies(
        [{"name": c["name"], "value": c["value"], "url": second.url} for c in cookies]
    )
    visitor.go("/uitkomst")
    assert CANARY not in visitor.page.content()
    second.stop()
    context.close()
