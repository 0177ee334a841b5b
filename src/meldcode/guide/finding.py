"""Everything of the guide that can be looked up, found by everyday words.

The index is made once, at the first search, over what every framework says; what two frameworks
share stands in it once. What somebody types is compared and forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse

from meldcode.kader import schema
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.word_index import Text, WordIndex

MOST = 12
# How much it says that a word stands in this place.
_TITLE, _SHORT, _HEADING, _BODY = 6.0, 3.0, 2.5, 1.0


class Page(NamedTuple):
    """A place in the guide: its address, what its link says and what kind of place it is."""

    url: str
    titel: str
    soort: str
    kort: str


class _Found(NamedTuple):
    page: Page
    text: Text


class _Index(NamedTuple):
    pages: list[Page]
    words: WordIndex
    of: dict[str, frozenset[int]]


def find(framework: Framework, query: str) -> list[Page]:
    """The places of ``framework`` that answer ``query`` best, the best first; at most `MOST`."""
    index = _index()
    if framework.id not in index.of:  # A framework that came later, in a preview.
        _index.cache_clear()
        index = _index()
    return [index.pages[n] for n in index.words.search(query, index.of[framework.id])[:MOST]]


@lru_cache(maxsize=1)
def _index() -> _Index:
    numbers: dict[_Found, int] = {}
    of = {
        key: frozenset(numbers.setdefault(found, len(numbers)) for found in _everything(framework))
        for key, framework in frameworks().items()
    }
    return _Index([each.page for each in numbers], WordIndex([each.text for each in numbers]), of)


def _everything(framework: Framework) -> Iterator[_Found]:
    yield from _topics(framework)
    yield from _checks(framework)
    yield from _terms(framework)
    yield from _steps(framework)
    yield from _considerations(framework)
    yield from _facts(framework)


def _found(
    page: Page,
    words: tuple[str, ...] = (),
    headings: tuple[str, ...] = (),
    body: tuple[str, ...] = (),
    weight: float = 1.0,
) -> _Found:
    fields = (
        (_TITLE, page.titel),
        (_SHORT, page.kort),
        (_HEADING, "\n".join(headings)),
        (_BODY, "\n".join(body)),
    )
    return _Found(page, Text(tuple(each for each in fields if each[1]), words, weight))


def _blocks(framework: Framework, where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headings and the texts of a page's blocks."""
    blocks = framework.blocks(where)
    headings = tuple(framework.plain(block.kop) for block in blocks if block.kop)
    return headings, tuple(framework.plain(block.tekst) for block in blocks)


def _topics(framework: Framework) -> Iterator[_Found]:
    for topic in framework.onderwerpen.values():
        route = "guide:acuut" if topic.id == "acuut" else "guide:onderwerp"
        url = reverse(route, args=[] if topic.id == "acuut" else [topic.id])
        headings, body = _blocks(framework, f"onderwerp.{topic.id}")
        duties = [d for d in framework.plichten.values() if d.onderwerp == topic.id]
        yield _found(
            Page(url, topic.titel, "Onderwerp", topic.kort),
            topic.zoekwoorden,
            headings,
            (framework.plain(topic.lead), *body, *_duty_texts(framework, duties)),
        )


def _duty_texts(framework: Framework, duties: list[schema.Duty]) -> Iterator[str]:
    for duty in duties:
        yield framework.plain(duty.titel)
        yield framework.plain(duty.tekst)


def _checks(framework: Framework) -> Iterator[_Found]:
    for check in framework.controles.values():
        url = reverse("guide:onderwerp", args=[check.id])
        page = Page(url, check.titel, "Controle", check.kort)
        questions = tuple(
            text for each in check.vragen for text in (each.vraag, each.uitleg, *each.hulpvragen)
        )
        ends = tuple(text for each in check.uitkomsten for text in (each.titel, each.tekst))
        plain = tuple(framework.plain(text) for text in (check.lead, *questions, *ends))
        yield _found(page, check.zoekwoorden, (), plain)


def _terms(framework: Framework) -> Iterator[_Found]:
    for term in framework.begrippen.values():
        text = framework.plain(term.uitleg)
        page = Page(f"{reverse('guide:begrippen')}#{term.id}", term.woord, "Begrip", _first(text))
        yield _found(page, term.zoekwoorden, (), (text,), 0.9)


def _first(text: str) -> str:
    """The first sentence, for under a link."""
    return text.partition(". ")[0].rstrip(".") + "."


def _steps(framework: Framework) -> Iterator[_Found]:
    last = list(framework.stappen)[-1]
    for key, step in framework.stappen.items():
        page = Page(
            reverse("guide:stap", args=[key]), f"Stap {step.nummer}: {step.naam}", "Stap", step.lead
        )
        headings, body = _blocks(framework, f"stap.{key}")
        loose = [d for d in framework.plichten.values() if not d.onderwerp] if key == last else []
        yield _found(page, (), headings, (*body, *_duty_texts(framework, loose)), 0.7)


def _considerations(framework: Framework) -> Iterator[_Found]:
    for key, item in framework.afwegingen.items():
        page = Page(
            reverse("guide:afweging", args=[key]),
            f"Afweging {item.nummer}: {item.naam}",
            "Afweging",
            item.vraag,
        )
        headings, body = _blocks(framework, f"afweging.{key}")
        asked = tuple(
            framework.plain(helper.vraag)
            for _, helpers in framework.helpers(key)
            for helper in helpers
        )
        yield _found(page, (), headings, (item.lead, *body, *asked), 0.7)


def _facts(framework: Framework) -> Iterator[_Found]:
    for fact in framework.facts.values():
        page = Page(
            f"{reverse('guide:bronnen')}#feit-{fact.id}", fact.waarde, "Nummer of termijn", fact.wat
        )
        yield _found(page, weight=0.5)
