"""A person at the guide: the served product, and the moves that every flow makes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


LEAD_TO = """([address, question]) => {
    const button = document.createElement("button");
    button.setAttribute("form", "naar");
    button.setAttribute("formaction", address);
    button.name = "naar";
    button.value = question;
    document.body.append(button);
    button.click();
}"""


@dataclass
class Product:
    """The product as ``make run`` starts it, on a free port with a data folder of its own."""

    process: subprocess.Popen[str]
    url: str
    folder: Path
    log: Path

    @cached_property
    def code(self) -> str:
        """The code with which the first person begins; only where there is nobody yet."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()[-1]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()


def start(folder: Path) -> Product:
    """Start the product and wait until it says where it is."""
    log = folder.parent / f"{folder.name}.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "meldcode",
                "start",
                "--poort",
                "0",
                "--geen-browser",
                "--map",
                str(folder),
            ],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"},
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, f"{line}{log.read_text()}"
    return Product(process, found[0], folder, log)


@dataclass
class Visitor:
    """Somebody at a page, who notes every request the browser makes."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def go(self, path: str) -> None:
        """Open an address; '/situatie weigering' opens that question by the form that leads on."""
        address, _, question = path.partition(" ")
        if question:
            self.page.goto(f"{self.url}/uitkomst")
            with self.page.expect_navigation():
                self.page.evaluate(LEAD_TO, [address, question])
        else:
            self.page.goto(self.url + address)

    def choose_profession(self, kader: str) -> None:
        self.go("/")
        self.page.fill("#beroep", kader)
        self.page.click("#formulier button[value=stappen]")

    def answer(
        self, number: str, answer: str, reason: str = "", ticks: tuple[str, ...] = ()
    ) -> None:
        self.go(f"/afweging/{number}")
        self.unfold()
        for tick in ticks:
            self.page.check(f"input[value='{tick}']")
        self.page.check(f"input[name=antwoord][value={answer}]")
        self.page.fill("textarea[name=reden]", reason)
        self.submit()

    def choose(self, path: str, value: str, name: str = "waarde") -> None:
        self.go(path)
        self.page.check(f"input[name={name}][value={value}]")
        self.submit()

    def unfold(self) -> None:
        """Open every fold of the page, as somebody does who looks for a question."""
        folds = self.page.locator("details:not([open])")
        folds.evaluate_all("all => all.forEach(each => { each.open = true; })")

    def submit(self) -> None:
        self.page.click("main form button.button:not(.button--second)")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def strangers(self) -> list[str]:
        """Requests that went to another place than the product."""
        return [each for each in self.requests if not each.startswith(self.url)]


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now, one line an element."""
    for details in page.query_selector_all("details:not([open])"):
        details.evaluate("element => element.open = true")
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}}
    result = Axe().run(page, options=options).response
    return [
        f"{page.url}: {found['id']}: {node['target']}: {found['help']}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


def sideways(page: Page) -> int:
    """How many CSS pixels the page is wider than the window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
