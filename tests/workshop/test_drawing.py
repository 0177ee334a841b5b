"""The drawing: made from the framework that decides, the same for who sees it and who hears it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import meldcode.guide
from meldcode.kader import schema
from meldcode.kader.load import BASE, frameworks
from meldcode.kader.model import Framework
from meldcode.workshop.canvas import NARROW, WIDE, Size
from meldcode.workshop.drawing import on_page, to_svg
from meldcode.workshop.ink import DARK, FORCED, LIGHT
from meldcode.workshop.plan import DECIDES, OWN, WORDS, in_words, plan_of

FRAMEWORKS = frameworks()
COMMON = FRAMEWORKS[BASE]
SVG = "{http://www.w3.org/2000/svg}"
STYLE = Path(meldcode.guide.__file__).parent / "static" / "guide" / "meldcode.css"


def changed(framework: Framework, collection: str, item: schema.Item, **fields: Any) -> Framework:
    """The framework with one item otherwise."""
    items = {**framework.collections[collection], item.id: item.model_copy(update=fields)}
    return replace(framework, collections={**framework.collections, collection: items})


def drawn_words(svg: str) -> str:
    """Everything that is written in a drawing, from top to bottom as it was drawn."""
    root = ElementTree.fromstring(svg)
    return " ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))


def spaceless(words: str) -> str:
    return re.sub(r"\s", "", words)


def paged(kader: str, size: Size = WIDE) -> str:
    return on_page(plan_of(FRAMEWORKS[kader], COMMON), size, "k", "Zie de lijst.")


@pytest.mark.parametrize("kader", FRAMEWORKS)
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_a_drawing_says_every_question_answer_outcome_and_norm(kader: str, size: Size) -> None:
    plan = plan_of(FRAMEWORKS[kader], COMMON)
    words = spaceless(drawn_words(paged(kader, size)))
    for stop in plan.stops:
        assert spaceless(f"Stap {stop.nummer}. {stop.naam}{stop.mark}") in words
        for station in stop.stations:
            told = f"Afweging {station.nummer}. {station.naam}{station.vraag}{station.mark}"
            assert spaceless(told) in words
            for leg in station.legs:
                for answer in leg.answers:
                    lines = "".join([answer.answer, *answer.effects, answer.follows])
                    assert spaceless(lines) in words
    for norm in plan.norms:
        assert spaceless(f"{norm.kop}{norm.tekst}") in words


def test_every_transition_of_the_framework_is_drawn() -> None:
    plan = plan_of(COMMON, COMMON)
    legs = [leg for stop in plan.stops for station in stop.stations for leg in station.legs]
    assert sorted(a.id for leg in legs for a in leg.answers) == sorted(COMMON.overgangen)


@pytest.mark.parametrize(
    "line",
    [
        "Stap 4. Wegen van huiselijk geweld en kindermishandeling.",
        "nee: Melden: Nee, melden is nu niet nodig; Hulp: Zo nodig andere hulp; de Meldcode sluit.",
        "ja: Melden: Ja, meld bij Veilig Thuis (norm 1); verder met afweging 3.",
        "nee: Melden: Ja, meld bij Veilig Thuis (norm 2); Hulp: Ja, maar niet door jou; "
        "naar de melding.",
        "open: Melden: Nu niet, weeg later opnieuw; Hulp: Ja, hulp is mogelijk; "
        "later opnieuw wegen.",
        "nee: Ook hierom melden (norm 3); Al eerder gemeld? Dan opnieuw; "
        "Hulp: De hulp is niet genoeg; deze weg eindigt.",
    ],
)
def test_the_same_is_said_in_words(line: str) -> None:
    assert line in list(in_words(plan_of(COMMON, COMMON)))


def test_the_common_framework_differs_in_nothing_from_itself() -> None:
    plan = plan_of(COMMON, COMMON)
    assert (plan.marked, plan.left_out) == ((), ())
    assert "verschilt" not in drawn_words(paged(BASE))


@pytest.mark.parametrize(
    ("kader", "marks"),
    [("artsen", (WORDS, OWN)), ("complementair", (WORDS, OWN)), ("onderwijs", ())],
)
def test_what_differs_from_the_common_framework_is_marked_in_words(
    kader: str, marks: tuple[str, ...]
) -> None:
    assert plan_of(FRAMEWORKS[kader], COMMON).marked == marks
    assert [mark in drawn_words(paged(kader)) for mark in (WORDS, OWN)] == [
        mark in marks for mark in (WORDS, OWN)
    ]


@pytest.mark.parametrize(
    ("transition", "fields", "line"),
    [
        (
            "zelf.3.nee",
            {"norm": None},
            f"nee: Melden: Ja, meld bij Veilig Thuis; Hulp: Ja, maar niet door jou; "
            f"naar de melding. ({DECIDES})",
        ),
        (
            "zelf.2.nee",
            {"naar": "4"},
            f"nee: verder met afweging 4. ({DECIDES})",
        ),
        (
            "samen.4.nee",
            {"norm": "3"},
            "nee: Ook hierom melden (norm 3); Hulp: Nee, de hulp wordt niet aanvaard; "
            f"verder met afweging 5. ({DECIDES})",
        ),
    ],
)
def test_a_framework_that_decides_otherwise_is_drawn_otherwise(
    transition: str, fields: dict[str, Any], line: str
) -> None:
    other = changed(COMMON, "overgangen", COMMON.overgangen[transition], **fields)
    assert line in list(in_words(plan_of(other, COMMON)))
    assert to_svg(other, COMMON) != to_svg(COMMON, COMMON)
    assert DECIDES in drawn_words(to_svg(other, COMMON))


def test_what_only_the_common_framework_has_is_told() -> None:
    norms = {key: norm for key, norm in COMMON.normen.items() if key != "3"}
    other = replace(COMMON, collections={**COMMON.collections, "normen": norms})
    assert plan_of(other, COMMON).left_out == ("norm 3",)
    assert "Alleen gemeenschappelijk: norm 3." in list(in_words(plan_of(other, COMMON)))


def test_words_of_a_framework_are_never_taken_for_mark_up() -> None:
    strange = '</text><script>alert("1")</script> & co'
    item = COMMON.afwegingen["1"]
    svg = to_svg(changed(COMMON, "afwegingen", item, naam=strange), COMMON)
    assert "<script" not in svg
    assert spaceless(strange) in spaceless(drawn_words(svg))


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_a_file_stands_alone_with_title_and_everything_in_words(kader: str) -> None:
    framework = FRAMEWORKS[kader]
    root = ElementTree.fromstring(to_svg(framework, COMMON))
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text == f"Zo beslist dit kader: {framework.naam}, versie {framework.versie}"
    assert desc.text == " ".join(in_words(plan_of(framework, COMMON)))
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (
        title.get("id"),
        desc.get("id"),
    )
    assert framework.hash in drawn_words(to_svg(framework, COMMON))
    assert not re.search(r"(href|src|url\()", to_svg(framework, COMMON))


def test_the_same_framework_gives_the_same_bytes() -> None:
    assert to_svg(FRAMEWORKS["artsen"], COMMON) == to_svg(FRAMEWORKS["artsen"], COMMON)


def test_a_drawing_in_a_page_brings_no_style_of_its_own() -> None:
    page = paged("artsen", NARROW)
    assert "<style" not in page
    assert "style=" not in page
    assert "#" not in page.replace("&#x27;", "")


def test_colours_are_those_of_the_guide_by_day_and_by_night() -> None:
    style = STYLE.read_text(encoding="utf-8")
    day, night = style.split("@media (prefers-color-scheme: dark)")[:2]
    for colours, where in ((LIGHT, day), (DARK, night.split("/* 2 ")[0])):
        guide = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", where))
        assert {name: guide.get(name, LIGHT[name]) for name in colours} == {**colours}
    assert LIGHT.keys() == DARK.keys() == FORCED.keys()
