"""Somebody at the case file: the served product, and the moves that every flow makes."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.guide.walking import Product, Visitor

Filled = str | Sequence[str] | Path
LAPTOP = ViewportSize(width=1366, height=768)


@dataclass
class Worker(Visitor):
    """A professional with a name and a passphrase, at a page of the product."""

    naam: str = ""
    wachtzin: str = ""
    zaak: str = ""

    def set_up(self, begin: str) -> str:
        """Begin with the code that starting showed; gives the recovery code."""
        self.go("/dossier/")
        assert self.path == "/dossier/begin"
        secret = {"wachtzin": self.wachtzin, "nogmaals": self.wachtzin}
        self.fill(code=begin, naam=self.naam, **secret)
        self.submit()
        return self.page.inner_text("code.code")

    def type_back(self, code: str) -> None:
        """Type a recovery code over, as somebody does from paper."""
        self.fill(code=code.lower().replace("-", " "))
        self.page.get_by_role("button", name="Klaar").click()

    def log_in(self) -> None:
        self.go("/dossier/inloggen")
        self.fill(naam=self.naam, wachtzin=self.wachtzin)
        self.submit()

    def unlock(self, wachtzin: str | None = None) -> None:
        self.fill(wachtzin=self.wachtzin if wachtzin is None else wachtzin)
        self.page.get_by_role("button", name="Ontgrendel").click()

    def lock(self) -> None:
        self.page.get_by_role("button", name="Op slot").click()
        expect(self.page.locator("h1")).to_have_text("Meldcode staat op slot")

    def begin_case(self, kader: str) -> None:
        self.go("/dossier/nieuw")
        self.fill(kader=kader)
        self.submit()
        self.remember_case()

    def remember_case(self) -> None:
        """Note the case that this page is of."""
        found = re.match(r"/dossier/zaak/[^/]+/", self.path)
        assert found, self.path
        self.zaak = found[0]

    def at(self, path: str = "") -> None:
        """Open a page of the case."""
        self.go(self.zaak + path)

    def add(self, soort: str, **filled: Filled) -> int:
        """Record an entry; gives its number."""
        self.at("bijlage" if soort == "bijlage" else f"toevoegen/{soort}")
        self.fill(**filled)
        return self.record()

    def record(self) -> int:
        """Press the button of the form, and land at the new row in the line of time."""
        self.page.click("button[name=bewaar]")
        found = re.search(r"#regel-(\d+)$", self.page.url)
        assert found, f"{self.page.url}: {self.page.locator('.errors').all_inner_texts()}"
        expect(self.page.locator(f"#regel-{found[1]}")).to_be_visible()
        return int(found[1])

    def fill(self, **filled: Filled) -> None:
        """Fill in controls by name, whatever they are; of choices, the values to choose."""
        for name, value in filled.items():
            self._fill(name, value)

    def _fill(self, name: str, value: Filled) -> None:
        control = self.page.locator(f"main [name='{name}']")
        first = control.first
        kind = first.get_attribute("type") or first.evaluate("e => e.tagName.toLowerCase()")
        if isinstance(value, Path):
            first.set_input_files(value)
        elif kind in ("radio", "checkbox"):
            for each in [value] if isinstance(value, str) else value:
                self.page.check(f"main [name='{name}'][value='{each}']")
        elif kind == "select":
            first.select_option(value)
        else:
            assert isinstance(value, str)
            first.fill(value)


@contextmanager
def browser_of(chromium: Browser, product: Product, naam: str, wachtzin: str) -> Iterator[Worker]:
    """A browser of somebody's own for as long as it takes."""
    context = chromium.new_context(viewport=LAPTOP, locale="nl-NL", timezone_id="Europe/Amsterdam")
    yield Worker(context.new_page(), product.url, naam=naam, wachtzin=wachtzin)
    context.close()


def open_profile(chromium: Browser, folder: Path) -> BrowserContext:
    """Chromium with a profile on disk, as people have it."""
    program = shutil.which("chromium")
    assert program, "the program 'chromium' is missing"
    return chromium.browser_type.launch_persistent_context(
        str(folder),
        executable_path=program,
        args=["--no-sandbox"],
        viewport=LAPTOP,
        locale="nl-NL",
    )


def files_with(folder: Path, words: Sequence[str]) -> list[str]:
    """The files under `folder` that hold one of `words`, as UTF-8 or UTF-16."""
    wanted = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [str(path) for path in paths if any(word in _bytes(path) for word in wanted)]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        # A browser that runs moves its files about.
        return b""


def demo(folder: Path) -> dict[str, str]:
    """Make the fictional installation in `folder`; gives the passphrases by name."""
    command = [sys.executable, "-m", "meldcode", "demo", "--map", str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(re.findall(r"^(\w+) \([^)]+\): (.+)$", told, re.M))


def leave_idle(product: Product) -> None:
    """As if nobody touched any browser for an hour."""
    with sqlite3.connect(product.folder / "meldcode.sqlite3", timeout=20) as database:
        database.execute("update access_unlock set used_at = used_at - 3600")
    database.close()


def focused(page: Page) -> str:
    """The control that has the focus, by name or else by its text."""
    return str(
        page.evaluate(
            "(e => e.name || e.className || e.textContent.trim())(document.activeElement)"
        )
    )
