"""What holds for every page of the case file and around it, whatever it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meldcode.dossier.views_add import KINDS
from tests.site.scene import AGREEMENT, OTHER_PERSON, PERSON, SIGNAL, Scene
from tests.site.test_everyone import ROUTES, ask
from tests.site.test_looks import WORDS
from tests.site.visitors import Answer, browser_of, locked_browser_of, stranger

CONTROLS = {"input", "select", "textarea"}
# What needs no label: nobody sees it, or it is a button with its own words.
UNLABELLED = {"hidden", "submit", "button"}
_VOID = {"input", "meta", "link", "br", "img", "hr", "path", "circle"}


@dataclass
class Seen(HTMLParser):
    """One page: its controls and forms, with the labels that reach them."""

    forms: list[Mapping[str, str | None]] = field(default_factory=list)
    controls: list[tuple[str, Mapping[str, str | None], bool]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    headings: int = 0
    lang: str | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "form":
            self.forms.append(given)
        if tag in CONTROLS:
            self.controls.append((tag, given, "label" in self._open))
        if tag == "label" and given.get("for"):
            self.labels.add(str(given["for"]))
        if tag == "html":
            self.lang = given.get("lang")
        self.headings += tag == "h1"
        self.ids += [str(given["id"])] if "id" in given else []
        self.described += str(given.get("aria-describedby") or "").split()
        self.described += str(given.get("aria-labelledby") or "").split()
        for name in ("href", "src", "action", "formaction"):
            self.addresses += [str(given[name])] if given.get(name) else []
        if tag == "a" and str(given.get("href")).startswith("#"):
            self.anchors.append(str(given["href"])[1:])
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["title"]:
            self.titles.append(data)


def seen(response: Answer) -> Seen:
    page = Seen()
    page.feed(response.content.decode())
    return page


OWN_PAGES = ("zaken", "nieuw", "agenda")
ENTRIES = (PERSON, OTHER_PERSON, SIGNAL, AGREEMENT)


def pages_of_a_case(client: Client, zaak: str) -> Iterator[tuple[str, Answer]]:
    for route in ROUTES:
        for method in ("GET", "POST"):
            yield f"{method} {route.name}", ask(client, route, zaak, method)
    for soort in KINDS:
        url = reverse("dossier:toevoegen", args=[zaak, soort])
        yield f"nieuw: {soort}", client.get(url)
        yield f"leeg: {soort}", client.post(url, {"na": "2"})
    for number in ENTRIES:
        yield f"regel {number}", client.get(reverse("dossier:regel", args=[zaak, number]))
        yield (
            f"verbeter {number}",
            client.get(reverse("dossier:verbeteren", args=[zaak, number])),
        )
    yield "mantelzorg", client.get(reverse("dossier:controle", args=[zaak, "mantelzorgcheck"]))
    weighed = {"a1": "ja", "a2": "ja", "na": "2", "bewaar": "1"}
    yield "intussen gewogen", client.post(reverse("dossier:wegen", args=[zaak]), weighed)
    yield "kopie bekeken", client.post(reverse("dossier:kopie", args=[zaak]), {"wie": "p1"})
    yield "zonder wat", client.get(reverse("dossier:zoek", args=[zaak]))


def pages_around(scene: Scene) -> Iterator[tuple[str, Answer]]:
    anna, dina = browser_of(scene.people["Anna"]), browser_of(scene.people["Dina"])
    for name in OWN_PAGES:
        yield name, anna.get(reverse(f"dossier:{name}"))
    yield "nieuw, leeg", anna.post(reverse("dossier:nieuw"), {"codenaam": "Hagedis"})
    wrong = {"oud": "hagedis", "nieuw": "hagedis", "nogmaals": "hagedis"}
    yield "account", anna.get(reverse("access:account"))
    yield "account, fout", anna.post(reverse("access:account"), wrong)
    for name in ("mensen", "uitnodigen", "instellingen", "herstelcode"):
        yield name, dina.get(reverse(f"access:{name}"))
        yield f"{name}, leeg", dina.post(reverse(f"access:{name}"), {"jaren": "x", "code": "x"})
    yield "mens", dina.get(reverse("access:mens", args=[scene.people["Bram"].reference]))
    nobody = stranger()
    for name in ("inloggen", "herstel", "uitnodiging"):
        yield name, nobody.get(reverse(f"access:{name}"))
        yield f"{name}, fout", nobody.post(reverse(f"access:{name}"), {"code": "x", "naam": "Anna"})
    locked = locked_browser_of(scene.people["Anna"])
    yield "slot", locked.get(reverse("access:ontgrendelen"))
    yield "slot, fout", locked.post(reverse("access:ontgrendelen"), {"wachtzin": "x"})
    url = reverse("dossier:toevoegen", args=[scene.cases["annas"], "signaal"])
    yield "slot onderweg", locked.post(url, {"wat": "</textarea><b>hagedis", "over": ["p1", "p2"]})
    yield "bestaat niet", anna.get(reverse("dossier:zaak", args=["zzzzzzzzzz"]))


@pytest.fixture
def everything(scene: Scene) -> list[tuple[str, Answer]]:
    owner = browser_of(scene.people["Anna"])
    reader = browser_of(scene.people["Bram"])
    return [
        *pages_of_a_case(owner, scene.cases["annas"]),
        *((f"lezer: {w}", page) for w, page in pages_of_a_case(reader, scene.cases["annas"])),
        *pages_around(scene),
    ]


def is_page(response: Answer) -> bool:
    return response.get("Content-Type", "").startswith("text/html") and bool(response.content)


def test_my_cases_asks_no_more_of_the_database_than_ten_things(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    # The first looks note what lists of before did not tell yet, a few cases at a time.
    for _ in scene.cases:
        client.get(reverse("dossier:zaken"))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("dossier:zaken")).status_code == 200
    told = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]
    assert len(told) <= 10, told


def test_every_page_keeps_to_the_rules(everything: list[tuple[str, Answer]]) -> None:
    pages = [(name, response) for name, response in everything if is_page(response)]
    assert len(pages) > 120
    wrong = [f"{name}: {problem}" for name, each in pages for problem in problems(each)]
    assert wrong == []


def problems(response: Answer) -> Iterator[str]:
    page = seen(response)
    for form in page.forms:
        if form.get("autocomplete") != "off":
            yield f"form {form.get('action')} lets the browser keep what is typed"
    for tag, given, inside in page.controls:
        name = given.get("name") or given.get("id")
        if given.get("autocomplete") != "off" and given.get("name") != "csrfmiddlewaretoken":
            yield f"{tag} {name} lets the browser keep what is typed"
        bare = given.get("type") in UNLABELLED or "hidden" in given
        if not (bare or inside or given.get("id") in page.labels):
            yield f"{tag} {name} has no label"
    yield from (f"id {each} twice" for each in set(page.ids) if page.ids.count(each) > 1)
    yield from (f"'{each}' describes nothing" for each in page.described if each not in page.ids)
    yield from (f"inline {each}" for each in page.inline)
    for address in page.addresses:
        if not re.match(r"(/(?!/)|#|tel:)", address):
            yield f"leads outside: {address}"
        if WORDS.search(address):
            yield f"content in an address: {address}"
    yield from (f"leads nowhere: #{each}" for each in page.anchors if each not in page.ids)
    if not page.titles or WORDS.search("".join(page.titles)):
        yield f"title: {page.titles}"
    if page.headings != 1 or page.lang != "nl":
        yield f"{page.headings} h1, language {page.lang}"


def test_nothing_is_kept_by_the_browser(everything: list[tuple[str, Answer]]) -> None:
    kept = [name for name, each in everything if each["Cache-Control"] != "no-store"]
    assert kept == []


def test_cookies_hold_random_values_alone(everything: list[tuple[str, Answer]]) -> None:
    cookies = [morsel for _, each in everything for morsel in each.cookies.values()]
    assert {morsel.key for morsel in cookies} <= {
        "meldcode_csrf",
        "meldcode_sleutel",
        "meldcode_bekend",
    }
    for morsel in cookies:
        assert re.fullmatch(r"[A-Za-z0-9_-]{32,64}|", morsel.value), morsel.key
        assert (morsel["httponly"], morsel["samesite"]) == (True, "Strict") or not morsel.value


def test_what_was_typed_is_never_markup(everything: list[tuple[str, Answer]]) -> None:
    page = dict(everything)["slot onderweg"].content.decode()
    assert "&lt;/textarea&gt;&lt;b&gt;hagedis" in page
    assert "<b>hagedis" not in page
