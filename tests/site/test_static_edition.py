"""The static edition: every page reachable, the right outcome at the end of every walk."""

from __future__ import annotations

import io
import itertools
import re
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any

import page as page_validation
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from pypdf import PdfReader

from meldcode.kader.advice import Situation
from meldcode.kader.decide import decide, decide_outcome
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.site.static_edition.build import edition
from meldcode.site.static_edition.tree import Element, parse
from meldcode.site.static_edition.walk import asked_fields, walk_of
from tests.guide.walking import sideways, violations

Files = Mapping[str, bytes]
MOST_BYTES = 20_000_000
FIRST_PAGE_BYTES = 60_000
HELD_BY_SCRIPT = {"werker.js"}  # the only files that no page links to, with the lists
PHONE = ViewportSize(width=360, height=740)


@pytest.fixture(scope="module")
def files() -> Files:
    return edition(list(frameworks().values()))


@pytest.fixture(scope="module")
def folder(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("uitgave")
    for name, content in files.items():
        (found / name).parent.mkdir(exist_ok=True)
        (found / name).write_bytes(content)
    return found


@pytest.fixture(scope="module")
def trees(files: Files) -> Mapping[str, Element]:
    return {name: parse(text.decode()) for name, text in files.items() if name.endswith(".html")}


def addresses(tree: Element) -> Iterator[str]:
    for each in tree.walk():
        for name in ("href", "src"):
            value = each.attributes.get(name)
            if value is not None:
                yield value


def target(name: str, url: str) -> str:
    path = url.partition("#")[0]
    return normpath(str(PurePosixPath(name).parent / path)) if path else name


# What is in the folder ------------------------------------------------------------------------


def test_no_link_is_dead_and_every_file_is_reached(
    files: Files, trees: Mapping[str, Element]
) -> None:
    reached, todo = {"index.html"}, ["index.html"]
    while todo:
        name = todo.pop()
        for url in addresses(trees[name]) if name in trees else ():
            if url.startswith("tel:"):
                continue
            found = target(name, url)
            assert found in files, (name, url)
            fragment = url.partition("#")[2]
            assert not fragment or trees[found].all(id=fragment), (name, url)
            if found not in reached:
                reached.add(found)
                todo.append(found)
    lists = {name for name in files if name.endswith("lijst.json")}
    assert set(files) - reached == HELD_BY_SCRIPT | lists


def test_what_is_left_out_leaves_no_words_without_their_link(
    trees: Mapping[str, Element],
) -> None:
    for name, tree in trees.items():
        for each in tree.all("section", class_="door--find"):
            assert all(item.all("a") for item in each.all("li")), name
        first = tree.one("main").text().strip()
        assert not first.startswith("Terug naar") or tree.one("main").all("a", class_="back"), name


def test_the_edition_is_small_enough(files: Files, trees: Mapping[str, Element]) -> None:
    assert sum(map(len, files.values())) < MOST_BYTES
    first = {"index.html", *(target("index.html", url) for url in _loaded(trees["index.html"]))}
    assert sum(len(files[name]) for name in first) < FIRST_PAGE_BYTES


def _loaded(tree: Element) -> Iterator[str]:
    for each in [*tree.all("link"), *tree.all("script"), *tree.all("img")]:
        yield str(each.attributes.get("href") or each.attributes.get("src"))


def test_no_page_sends_keeps_or_asks_for_anything(trees: Mapping[str, Element]) -> None:
    for name, tree in trees.items():
        assert not tree.all("form"), name
        assert not tree.all("textarea"), name
        assert not tree.all("script", type="module"), name
        for control in tree.all("input"):
            assert control.has("autocomplete", "off"), name
            assert "name" not in control.attributes, name


@pytest.mark.parametrize("word", ["document.cookie", "localStorage", "sessionStorage", "indexedDB"])
def test_no_script_keeps_what_somebody_did(files: Files, word: str) -> None:
    for name, content in files.items():
        if name.endswith((".js", ".html")):
            assert word.encode() not in content, name


def test_no_address_and_no_title_tells_an_answer(trees: Mapping[str, Element]) -> None:
    told = re.compile("mishandel|geweld|melden|nodig|acute_|terughoud|weiger", re.IGNORECASE)
    for name, tree in trees.items():
        # What somebody looks up is no answer; it is the same for everybody.
        if "/zoek-" not in name:
            assert not told.search(name), name
            assert not told.search(tree.one("title").text()), name


def test_each_page_has_its_version_and_hashes_at_the_foot(
    files: Files, trees: Mapping[str, Element]
) -> None:
    for name, tree in trees.items():
        if name.endswith("verberg.html"):
            continue
        shown = tree.one("footer").text()
        if "/" in name:
            kader = frameworks()[name.partition("/")[0]]
            assert kader.hash.removeprefix("sha256:")[:12] in shown, name
            assert kader.words_hash.removeprefix("sha256:")[:12] in shown, name
            assert f"versie {kader.versie}" in shown, name
        assert "Meldcode 0." in shown, name


def test_the_same_content_gives_the_same_bytes() -> None:
    alone = [frameworks()["kinderopvang"]]
    assert edition(alone) == edition(alone)


def test_an_edition_of_one_framework_has_no_dead_link() -> None:
    own = edition([frameworks()["justitie"]])
    for name, content in own.items():
        if name.endswith(".html"):
            for url in addresses(parse(content.decode())):
                assert url.startswith("tel:") or target(name, url) in own, (name, url)


# Where the walk leads --------------------------------------------------------------------------

VECTORS = [
    dict(zip("12345", v, strict=True)) for v in itertools.product(("ja", "nee", "open"), repeat=5)
]
DANGERS = [("ja", "ja"), ("ja", "nee"), ("ja", "open"), ("nee", "open"), ("open", "open")]
SITUATIONS: list[dict[str, Any]] = [
    {},
    {"onveiligheid": "acuut"},
    *({"slachtoffers": "volwassenen", "weigering": wish} for wish in ("toestemming", "onder_druk")),
    *(
        {
            "slachtoffers": "volwassenen",
            "weigering": "vrij",
            "ernstig_gevaar": danger,
            "hulp_kan_afwenden": help_,
            "onveiligheid": "structureel",
        }
        for danger, help_ in DANGERS
    ),
]


def walked(
    trees: Mapping[str, Element], framework: Framework, given: Mapping[str, str], known: Any
) -> str:
    """The page where somebody with these answers ends, by the links on the pages alone."""
    name = f"{framework.id}/vraag-1-1.html"
    while "/uitkomst-" not in name:
        links = [str(link.attributes["href"]) for link in trees[name].all("a", class_="choice")]
        main = trees[name].one("main")
        name = target(name, links[_chosen(name, main, given, known)] if links else _only(main))
    return name


def _only(main: Element) -> str:
    return str(main.one("a", class_="button").attributes["href"])


def _chosen(name: str, main: Element, given: Mapping[str, str], known: Any) -> int:
    consideration = re.search(r"/vraag-(\d)-", name)
    if consideration:
        return ("ja", "nee", "open").index(given[consideration[1]])
    if "/check-" in name:
        return 1  # no worry about children
    heading = unescape(main.one("h1").text())
    kader = frameworks()[name.partition("/")[0]]
    question = next(q for q in kader.situatievragen.values() if q.vraag == heading)
    value = Situation(**known)._asdict()[question.id]
    words = {True: "ja", False: "nee"}[value] if isinstance(value, bool) else value
    return [each.waarde for each in question.keuzes].index(words)


@pytest.mark.parametrize("kader", ["artsen", "onderwijs"])
def test_every_walk_ends_in_both_decisions_that_all_the_answers_give(
    trees: Mapping[str, Element], kader: str
) -> None:
    framework = frameworks()[kader]
    for given, known in itertools.product(VECTORS, SITUATIONS):
        if (given["1"], given["2"]) == ("nee", "ja"):
            continue  # who says nee to 1 is not asked 2
        name = walked(trees, framework, given, known)
        outcome = decide_outcome(framework, given, Situation(**known))
        decisions = trees[name].one("dl", class_="two-lines")
        shown = [unescape(each.text()) for each in decisions.all("dd")]
        expected = [f"melden.{outcome.melden}", f"hulp.{outcome.hulp}"]
        assert shown == [framework.uitkomsten[key].titel for key in expected], (given, known, name)


@pytest.mark.parametrize("kader", ["artsen"])
def test_an_outcome_asks_what_every_visit_that_ends_there_has_to_do(
    trees: Mapping[str, Element], kader: str
) -> None:
    framework = frameworks()[kader]
    for stop in walk_of(framework, asked_fields(framework)).values():
        for visit in stop.visits if not stop.onward else ():
            main = trees[f"{kader}/{stop.name}.html"].one("main")
            shown = [
                unescape(h.text()) for todo in main.all("ul", class_="rows") for h in todo.all("h3")
            ]
            duties = decide(framework, visit.afwegingen, visit.situatie).plichten
            assert sorted(shown) == sorted(framework.plain(duty.titel) for duty in duties), (
                stop.name
            )


def test_a_walk_asks_for_danger_right_after_a_yes_on_safety(trees: Mapping[str, Element]) -> None:
    for kader in frameworks():
        for number in (1, 2):
            main = trees[f"{kader}/vraag-2-{number}.html"].one("main")
            yes = main.all("a", class_="choice")[0].attributes["href"]
            asked = trees[f"{kader}/{yes}"].one("h1").text()
            assert asked == "Om welke onveiligheid gaat het?"


def test_what_was_not_asked_is_told_with_what_it_would_change(trees: Mapping[str, Element]) -> None:
    given = {"1": "ja", "2": "nee", "3": "nee", "4": "open", "5": "open"}
    name = walked(trees, frameworks()["onderwijs"], given, {})
    told = unescape(trees[name].one("main").text().partition("Wat het advies zou veranderen")[2])
    assert "Al eerder gemeld" not in told
    assert "Om wie het gaat: een kind" in told
    assert "Zorg dat het kind weet wat er gebeurt" in told
    again = walked(
        trees, frameworks()["onderwijs"], {**given, "3": "ja", "4": "ja", "5": "nee"}, {}
    )
    assert "Al eerder gemeld: jaDan meld je opnieuw." in unescape(trees[again].one("main").text())


# On paper ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def papers(files: Files) -> Mapping[str, PdfReader]:
    return {
        name: PdfReader(io.BytesIO(content))
        for name, content in files.items()
        if name.endswith(".pdf")
    }


def test_on_paper_every_answer_names_the_page_it_leads_to(papers: Mapping[str, PdfReader]) -> None:
    for reader in papers.values():
        texts = [" ".join(page.extract_text().split()) for page in reader.pages]
        named = re.findall(r"(vraag|uitkomst) (\d+), bladzijde (\d+)", " ".join(texts))
        assert len(named) > 60
        for kind, number, at in named:
            heading = f"{kind.capitalize()} {number}{'.' if kind == 'vraag' else ''} "
            assert heading in texts[int(at) - 1] + " ", (kind, number, at)
        assert {number for kind, number, _ in named if kind == "uitkomst"} == {
            each for each in re.findall(r"Uitkomst (\d+) ", " ".join(texts))
        }


@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_the_paper_twin_keeps_to_the_norms_for_pdfs(files: Files, profile: str) -> None:
    wanted = getattr(page_validation.ValidationProfile, profile)
    report = page_validation.validate_pdf_bytes(files["op-papier-1.pdf"], profile=wanted)
    assert report.is_compliant, report


# In a browser -----------------------------------------------------------------------------------


@pytest.fixture
def offline(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=PHONE, locale="nl-NL")
    context.set_offline(True)
    yield context
    context.close()


def press(page: Page, words: str) -> None:
    """Take the link with these words; the page it names must come."""
    with page.expect_navigation():
        page.locator("main a", has_text=words).first.click()


def walk_as_a_teacher(page: Page) -> None:
    press(page, "Onderwijs of leerplicht")
    press(page, "Verder naar stap 2")
    press(page, "Verder naar stap 3")
    press(page, "Begin bij afweging 1")
    for words in ("Ja", "Ja", "Structureel", "Ja", "Ja", "Weet ik nog niet"):
        with page.expect_navigation():
            page.locator(
                "a.choice", has=page.locator("b", has_text=re.compile(f"^{words}$"))
            ).click()
    expect(page.locator(".two-lines")).to_contain_text("Ja, meld bij Veilig Thuis")
    expect(page.locator(".two-lines")).to_contain_text("Ja, samen met Veilig Thuis")
    expect(page.locator("main")).to_contain_text(
        "Licht bij een sterk vermoeden het bevoegd gezag in"
    )


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_disk_with_the_network_off_somebody_comes_to_an_outcome(
    chromium: Browser, folder: Path, scripts: bool
) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "index.html").as_uri())
    walk_as_a_teacher(page)
    assert all(url.startswith(folder.as_uri()) for url in asked)
    assert context.cookies() == []
    if scripts:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


@pytest.mark.browser
def test_from_a_disk_the_scripts_work_and_no_script_fails(
    offline: BrowserContext, folder: Path
) -> None:
    page = offline.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto((folder / "artsen" / "vraag-2-1.html").as_uri())
    page.locator(".tick input").first.check()
    expect(page.locator(".beam li")).to_have_count(1)
    for _ in range(3):
        page.keyboard.press("Escape")
    assert page.title() == "Nieuw tabblad"
    page.goto((folder / "artsen" / "uitkomst-1.html").as_uri())
    expect(page.locator("[data-print]")).to_be_visible()
    page.goto((folder / "artsen" / "stap-1.html").as_uri())
    expect(page.locator("[data-zonder-internet]")).to_be_hidden()
    assert failed == []


@pytest.mark.browser
def test_a_question_is_answered_by_keyboard_alone(offline: BrowserContext, folder: Path) -> None:
    page = offline.new_page()
    page.goto((folder / "kinderopvang" / "vraag-1-1.html").as_uri())
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.choice')"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("vraag-2-1.html")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen of the tests."""


@pytest.mark.browser
def test_kept_on_a_phone_the_guide_works_after_the_server_has_gone(
    chromium: Browser, folder: Path
) -> None:
    server = ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    try:
        page.goto(f"http://localhost:{server.server_port}/onderwijs/stap-1.html")
        page.get_by_role("button", name="Bewaar de gids op dit apparaat").click()
        expect(page.get_by_role("status")).to_contain_text("Klaar", timeout=60_000)
        kept = page.evaluate(
            "caches.keys().then(async ([box]) => "
            "(await (await caches.open(box)).keys()).map((each) => new URL(each.url).pathname))"
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert all(name.endswith((".html", ".js", ".css", ".svg", ".pdf", "manifest")) for name in kept)
    page.goto(f"http://localhost:{server.server_port}/")
    walk_as_a_teacher(page)
    page.goto(f"http://localhost:{server.server_port}/onderwijs/stap-1.html")
    page.get_by_role("button", name="Haal de gids weer van dit apparaat").click()
    expect(page.get_by_role("status")).to_contain_text("niet meer")
    assert page.evaluate("caches.keys()") == []
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("part", range(2))
def test_a_fiftieth_of_the_pages_has_no_axe_violations_and_fits_a_phone(
    offline: BrowserContext, folder: Path, part: int
) -> None:
    names = sorted(
        str(path) for kader in ("artsen", "onderwijs") for path in (folder / kader).glob("*.html")
    )
    sample = [*names[part * 50 :: 100], *sorted(map(str, folder.glob("*.html")))[part : part + 1]]
    page = offline.new_page()
    for name in sample:
        page.goto(Path(name).as_uri())
        expect(page.locator("h1")).to_have_count(1)
        assert violations(page) == []
        assert sideways(page) <= 0, name
