"""Somebody who wanders: whatever road through the pages, the outcome is that of the answers given.

A model holds what was answered, and knows nothing of pages; the engine decides on it. Moves take
only what a page shows: its form, its links, and forms of pages that were left open in another tab.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.kader import beside
from meldcode.kader.bezoek import BASE, Bezoek
from meldcode.kader.input import read_situation
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.site.static_edition.tree import Element, parse

pytestmark = pytest.mark.django_db

FRAMEWORKS = frameworks()
PROFESSIONS = ("huisarts", "intern begeleider", "verloskundige", "justitie", "verpleegkundige")
# Pages of the walk and to look up; not the files, nor the other rooms.
WALK = re.compile("/(acuut|zoek|stap|afweging|situatie|controle|uitkomst(?![.])|begrippen|$)")
Sent = dict[str, Any]


@dataclass
class Model:
    """What was answered, and nothing else."""

    kader: str = ""
    afwegingen: dict[str, str] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    situatie: dict[str, str] = field(default_factory=dict)
    controles: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def framework(self) -> Framework:
        return FRAMEWORKS[self.kader or BASE]

    def take(self, address: str, sent: Sent) -> None:
        """A form that was kept."""
        kind, _, key = address.strip("/").partition("/")
        if kind == "":
            self.kader = beside.framework_for(sent["beroep"]) or self.kader
            self.situatie |= {k: sent[k] for k in ("slachtoffers", "gevaar_nu") if k in sent}
        elif kind == "afweging":
            helpers = {h.id for _, found in self.framework.helpers(key) for h in found}
            self.ticked = (self.ticked - helpers) | set(sent.get("hulp", ()))
            self.afwegingen[key] = sent["antwoord"]
        elif kind == "situatie":
            self.situatie[sent["vraag"]] = sent["waarde"]
        elif kind == "controle":
            check, _, question = sent["vraag"].partition(".")
            self.controles.setdefault(check, {})[question] = sent["antwoord"]

    def behind(self, address: str, hidden: Sent) -> Any:
        """What stood on the page of a form when it was shown."""
        kind, _, key = address.strip("/").partition("/")
        if kind == "afweging":
            helpers = {h.id for _, found in self.framework.helpers(key) for h in found}
            return self.kader, self.afwegingen.get(key), self.ticked & helpers
        if kind == "situatie":
            return self.kader, self.situatie.get(hidden["vraag"])
        if kind == "controle":
            return self.kader, dict(self.controles.get(hidden["vraag"].partition(".")[0], {}))
        return self.kader, self.situatie.get("slachtoffers"), self.situatie.get("gevaar_nu")

    def visit(self) -> Bezoek:
        return Bezoek(
            kader=self.kader,
            afwegingen=dict(self.afwegingen),
            hulpvragen=frozenset(self.ticked),
            situatie=read_situation(self.situatie),
            controles={key: dict(each) for key, each in self.controles.items()},
        )


@dataclass
class Form:
    """A form as a page showed it, and what stood behind it then."""

    address: str
    hidden: Sent
    radios: dict[str, list[str]]
    ticks: list[str]
    behind: Any


class Wanderer:
    """A browser with one page before it, earlier forms in other tabs, and the model beside it."""

    def __init__(self) -> None:
        self.client = Client()
        self.model = Model()
        self.tabs: list[Form] = []
        self.open("/")

    def open(self, address: str) -> None:
        self._look(self.client.get(address, follow=True))

    def _look(self, response: Any) -> None:
        assert response.status_code in (200, 422), response.request["PATH_INFO"]
        self.path = urlsplit(response.request["PATH_INFO"]).path
        tree = parse(response.content.decode())
        assert tree.all(class_="act--alarm"), f"no way to danger on {self.path}"
        self.main = tree.one("main")
        self.form = self._form()
        if self.form:
            self.tabs.append(self.form)
        assert self.form or self.ways(), f"a dead end on {self.path}"

    def _form(self) -> Form | None:
        found = self.main.all("form", id="formulier")
        if not found:
            return None

        def values(kind: str) -> list[tuple[str, str]]:
            return [
                (str(each.attributes.get("name")), str(each.attributes.get("value")))
                for each in found[0].all("input", type=kind)
            ]

        radios: dict[str, list[str]] = {}
        for name, value in values("radio"):
            radios.setdefault(name, []).append(value)
        address = found[0].attributes.get("action") or self.path
        hidden = dict(values("hidden"))
        ticks = [value for _, value in values("checkbox")]
        return Form(address, hidden, radios, ticks, self.model.behind(address, hidden))

    def ways(self) -> list[Element]:
        """The links of the page, and its buttons that lead to a question."""
        links = [a for a in self.main.all("a") if WALK.match(str(a.attributes["href"]))]
        return [*links, *self.main.all("button", name="naar")]

    def follow(self, way: Element) -> None:
        to = way.attributes
        if way.tag == "a":
            return self.open(str(to["href"]).partition("#")[0])
        sent = {"naar": to["value"]}
        return self._look(self.client.post(str(to["formaction"]), sent, follow=True))

    def send(self, form: Form, choice: int, tick: int = 0) -> None:
        """Send a form with an answer; what is refused is not taken."""
        sent: Sent = {**form.hidden, **{n: v[choice % len(v)] for n, v in form.radios.items()}}
        sent |= {"reden": "", "hulp": [form.ticks[tick % len(form.ticks)]] if form.ticks else []}
        if form.address == "/":
            sent["beroep"] = PROFESSIONS[choice % len(PROFESSIONS)]
            sent["weg"] = ("wegen", "stappen")[tick % 2]
        now = self._now(form)
        before = self.model.visit()
        response = self.client.post(form.address, sent)
        if response.status_code == 302:
            self.model.take(form.address, sent)
            danger = sent.get("gevaar_nu") == "ja"
            unseen = now != form.behind and self.model.visit() != before
            assert danger or not unseen, f"a stale form of {form.address} overwrote an answer"
            return self.open(response.headers["Location"].partition("#")[0])
        assert response.status_code == 422
        return self._look(response)

    def _now(self, tab: Form) -> Any:
        return self.model.behind(tab.address, tab.hidden)

    def move(self, kind: str, choice: int, tick: int) -> None:
        if kind == "answer" and self.form:
            self.send(self.form, choice, tick)
        elif kind == "profession":
            self.open("/")
            assert self.form
            self.send(self.form, choice)
        elif kind == "stale":
            old = [tab for tab in self.tabs if tab.behind != self._now(tab)] or self.tabs
            self.send(old[choice % len(old)], tick, tick)
        elif kind == "tab":
            asked = [tab for tab in self.tabs if "vraag" in tab.hidden] or self.tabs
            self.send(asked[choice % len(asked)], tick, tick)
        elif ways := self.ways():
            self.follow(ways[choice % len(ways)])
        else:
            self.open("/uitkomst")

    def sees_the_outcome_of_the_engine(self) -> None:
        self.open("/uitkomst")
        framework, visit = self.model.framework, self.model.visit()
        advice = visit.advice(framework)
        shown = [each.text().strip() for each in self.main.one(class_="two-lines").all("dd")]
        keys = (f"melden.{advice.melden}", f"hulp.{advice.hulp}")
        titles = [framework.plain(framework.uitkomsten[key].titel) for key in keys]
        assert shown == titles
        duties = [str(e.attributes["value"]) for e in self.main.all("input", name="gedaan")]
        assert sorted(duties) == sorted(each.id for each in advice.plichten)
        assert bool(self.main.all(class_="sign")) == any(
            framework.hulpvragen[each].teken for each in visit.hulpvragen & {*framework.hulpvragen}
        )
        numbers = {str(each.attributes["href"]) for each in self.main.all("a")}
        assert {"tel:112", "tel:08002000"} <= numbers

    def comes_to_an_end(self) -> None:
        """Who answers what is asked, and goes on, has nothing left to answer at some moment."""
        self.open("/")
        for _ in range(40):
            if self.path == "/uitkomst":
                return
            if self.form:
                self.send(self.form, 1)
            else:
                self.follow(self.ways()[-1])
        raise AssertionError("the walk goes on for ever")


MOVES = st.tuples(
    st.sampled_from((*["answer"] * 4, "way", "profession", "stale", "stale", "tab")),
    st.integers(0, 40),
    st.integers(0, 40),
)


@given(moves=st.lists(MOVES, min_size=8, max_size=20))
@settings(max_examples=20, deadline=None)
def test_any_road_ends_in_what_the_engine_says_of_its_answers(
    moves: list[tuple[str, int, int]],
) -> None:
    wanderer = Wanderer()
    for move in moves:
        wanderer.move(*move)
    wanderer.sees_the_outcome_of_the_engine()
    wanderer.comes_to_an_end()
    wanderer.sees_the_outcome_of_the_engine()
