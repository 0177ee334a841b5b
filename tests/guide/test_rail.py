"""The line of five steps: where somebody is, and what is done, left out or open."""

from __future__ import annotations

import re
from html import unescape

import pytest

from meldcode.guide import rail
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import walked_steps

FRAMEWORKS = frameworks()
STEP = re.compile(
    r'<li class="step step--(\w+)"><a href="([^"]+)"( aria-current="step")?>.*?'
    r'class="step-name">([^<]+)<.*?class="step-state">([^<]+)<',
    re.S,
)
SUB = re.compile(r'<a href="(/afweging/[^"]+)" class="is-(\w+)"( aria-current="page")?>([^<]+)<')


def html(bezoek: Bezoek, kind: str, here: str) -> str:
    return str(rail.build(FRAMEWORKS[bezoek.kader], bezoek, kind, here))


def states(bezoek: Bezoek, kind: str = "uitkomst", here: str = "") -> dict[str, tuple[str, str]]:
    """Each step with its state, and that state in words."""
    return {
        url.rpartition("/")[2]: (state, words)
        for state, url, _, _, words in STEP.findall(html(bezoek, kind, here))
    }


def subs(bezoek: Bezoek, here: str) -> dict[str, str]:
    kind = "afweging" if here else "uitkomst"
    return {
        url.rpartition("/")[2]: state for url, state, _, _ in SUB.findall(html(bezoek, kind, here))
    }


def answered(bezoek: Bezoek, numbers: str, answer: str = "ja") -> Bezoek:
    for number in numbers:
        bezoek = bezoek.answer(number, answer, (), (), "")
    return bezoek


def places(framework: Framework) -> list[tuple[str, str]]:
    """Every page of the walk."""
    return [
        *(("stap", step) for step in framework.stappen),
        *(("afweging", number) for number in framework.afwegingen),
        *(("situatie", field) for field in framework.situatievragen),
        ("uitkomst", ""),
    ]


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_every_page_of_the_walk_shows_five_steps_of_which_one_is_here(kader: str) -> None:
    framework = FRAMEWORKS[kader]
    for kind, here in places(framework):
        shown = html(Bezoek(kader=kader), kind, here)
        names = [unescape(name) for _, _, _, name, _ in STEP.findall(shown)]
        assert names == [step.kort for step in framework.stappen.values()]
        assert shown.count('aria-current="step"') == 1
        assert shown.count('aria-current="page"') == (1 if kind == "afweging" else 0)
        assert len(SUB.findall(shown)) == len(framework.afwegingen)
        assert f"Beroep: {framework.beroep}." in unescape(shown)
        assert "\x00" not in shown


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_a_consideration_stands_under_its_own_step(kader: str) -> None:
    framework = FRAMEWORKS[kader]
    shown = html(Bezoek(kader=kader), "stap", "1")
    for stop in shown.split('<li class="step ')[1:]:
        number = re.findall(r'href="/stap/(\w+)"', stop)[0]
        expected = [key for key, item in framework.afwegingen.items() if item.stap == number]
        assert [url.rpartition("/")[2] for url, _, _, _ in SUB.findall(stop)] == expected


def test_a_step_says_in_words_whether_it_was_done_or_left_out_with_a_reason() -> None:
    bezoek = Bezoek(kader="artsen").step("1", "gedaan").step("2", "overgeslagen", "Ziek.")
    bezoek = bezoek.step("3", "overgeslagen").step("4", "open")
    shown = states(bezoek)
    assert shown["1"] == ("done", "gedaan")
    assert shown["2"] == ("left", "overgeslagen, met reden")
    assert shown["3"] == ("left", "overgeslagen, zonder reden")
    assert shown["4"] == ("open", "open")
    assert shown["5"] == ("now", "hier ben je")


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_a_step_with_considerations_is_done_when_all_of_them_are_answered(kader: str) -> None:
    framework = FRAMEWORKS[kader]
    for step in framework.stappen:
        weighed = [key for key, item in framework.afwegingen.items() if item.stap == step]
        if step in walked_steps(framework):
            assert not weighed
            continue
        bezoek = Bezoek(kader=kader)
        assert states(bezoek, "stap", "1")[step] == ("open", "open")
        almost = answered(bezoek, "".join(weighed[:-1])).answer(weighed[-1], "open", (), (), "")
        assert states(almost, "stap", "1")[step] == ("open", "open")
        assert states(answered(bezoek, "".join(weighed)), "stap", "1")[step] == ("done", "gedaan")


def test_a_consideration_is_answered_open_or_here() -> None:
    bezoek = answered(answered(Bezoek(kader="sociaal"), "12"), "3", "open")
    assert subs(bezoek, "") == {"1": "done", "2": "done", "3": "open", "4": "open", "5": "open"}
    assert subs(bezoek, "2")["2"] == "now"
    assert subs(bezoek, "4") == {"1": "done", "2": "done", "3": "open", "4": "now", "5": "open"}


def test_the_line_holds_neither_an_answer_nor_a_reason() -> None:
    bezoek = answered(Bezoek(kader="artsen"), "12345", "nee").step("1", "overgeslagen", "Geheim.")
    other = answered(Bezoek(kader="artsen"), "12345", "ja").step("1", "overgeslagen", "Anders.")
    assert html(bezoek, "stap", "2") == html(other, "stap", "2")


def test_the_number_of_a_consideration_is_that_of_the_profession() -> None:
    shown = html(Bezoek(kader="complementair"), "stap", "1")
    labels = [unescape(label) for _, _, _, label in SUB.findall(shown)]
    items = FRAMEWORKS["complementair"].afwegingen.values()
    assert labels == [f"{item.nummer.partition(' ')[0]} {item.kort}" for item in items]
