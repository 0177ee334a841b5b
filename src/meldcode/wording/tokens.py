"""A text as sentences of words and punctuation; a quotation is one token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

QUOTE = "«»"
# Of words and punctuation. No sentence is so long; of a text without an end to its sentences it
# keeps the time that a check takes in proportion to its length.
LONGEST = 200
CLAUSE_ENDS = frozenset({",", ";", ":", "(", ")"})

_MAY_END = frozenset({".", "!", "?", "…", QUOTE})

# A quotation has a greatest length, so that marks without an end cost little time.
_QUOTED = (
    r'"(?:(?!\n\s*\n)[^"]){1,2000}"'
    r'|[“„](?:(?!\n\s*\n)[^”“"]){1,2000}[”“"]'
    r"|«[^»]{1,2000}»"
    r"|(?<!\w)['‘](?![smnt]\b)(?:[^'’‘\n]|(?<=\w)['’](?=\w)|(?<=\s)['’](?=[smnt]\b)){1,2000}['’](?!\w)"
)
_TOKEN = re.compile(
    rf"(?P<quoted>{_QUOTED})"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|['’]?[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.:,/-]\d+|,\ \d+)*)"
    r"|(?P<mark>[.!?…;:,()]|\n\s*\n|\n)"
)
_ABBREVIATION = re.compile(
    "bijv|bv|ca|ds|dhr|dr|drs|enz|evt|excl|hr|incl|ing|ir|jl|jr|mevr|mr|mw|mej|nr|prof|resp|st"
)


class Token(NamedTuple):
    """`word` in lower case, a punctuation mark, or `QUOTE`; the places are those in the text."""

    start: int
    end: int
    word: str
    capital: bool


Sentence = tuple[Token, ...]


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences in their order, at most `LONGEST` each; one without a word is left out."""
    tokens = list(_tokens(text))
    begin = 0
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        previous = tokens[index - 1].word if index else ""
        full = index + 1 - begin == LONGEST
        if following is None or full or _ends(text, token, previous, following):
            found = tuple(each for each in tokens[begin : index + 1] if each.word != "\n")
            if any(each.word not in ".!?…" for each in found):
                yield found
            begin = index + 1


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if found.lastgroup == "quoted":
            yield Token(start, end, QUOTE, True)
        elif found.lastgroup == "word":
            written = found.group()
            word = written.replace("’", "'").casefold()
            yield Token(start, end, word, written[:1].isupper())
        else:
            mark = found.group()
            yield Token(start, end, "\n" if mark[0] == "\n" else mark, False)


def _ends(text: str, token: Token, previous: str, following: Token) -> bool:
    if token.word == "\n":
        blank = text.count("\n", token.start, token.end) > 1
        return blank or following.capital or text[token.end : token.end + 1] in "-*•"
    if token.word not in _MAY_END:
        return False
    starts = following.capital or following.word == "\n" or following.word[:1].isdigit()
    if token.word == QUOTE:
        return text[token.end - 2] in ".!?" and following.capital
    if token.word in {"!", "?", "…"}:
        return starts
    return starts and len(previous) > 1 and not _ABBREVIATION.fullmatch(previous)
