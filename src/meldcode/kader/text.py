"""Content texts as HTML or plain text: short Markdown, facts and numbers filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt

from meldcode.kader.schema import Fact

FACT = re.compile(r"\{feit:([a-z0-9_-]+)\}")
NUMBER = re.compile(r"\{afweging:([a-z0-9_-]+)\}")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "autolink", "heading", "lheading", "html_block", "html_inline", "link", "code"]
)


@lru_cache(maxsize=4096)
def _markdown(source: str) -> str:
    return str(_MARKDOWN.render(source))


def _fact_html(fact: Fact) -> str:
    if fact.bel:
        return f'<a class="num" href="tel:{fact.bel}">{escape(fact.waarde)}</a>'
    return escape(fact.waarde)


@dataclass(frozen=True)
class Filling:
    """What the places in a text stand for: facts by id, and what a group calls a consideration."""

    facts: Mapping[str, Fact]
    numbers: Mapping[str, str]

    def html(self, source: str) -> str:
        """``source`` as HTML; a fact with a telephone number becomes a link that calls it."""
        numbered = NUMBER.sub(lambda found: self.numbers[found[1]], source)
        return FACT.sub(lambda found: _fact_html(self.facts[found[1]]), _markdown(numbered))

    def plain(self, source: str) -> str:
        """``source`` without mark-up; lists keep their dashes."""
        numbered = NUMBER.sub(lambda found: self.numbers[found[1]], source)
        filled = FACT.sub(lambda found: self.facts[found[1]].waarde, numbered)
        return filled.replace("**", "").strip()
