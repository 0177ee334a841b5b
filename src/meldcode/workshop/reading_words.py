"""Words and sentences of a Dutch text: how long they are, and which ask for an explanation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST_SENTENCE = 20  # words
MOST_SYLLABLES = 5
LONGEST_WORD = 20  # letters

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n\s*- |\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# The longest first: each match is the heart of one syllable. A diaeresis begins a new one.
_HEART = re.compile(
    r"eeuw|ieuw|aai|ooi|oei|eau|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au|[aeiouyáàâäéèêëíìîïóòôöúùûü]"
)
# Words of the law and of procedure that many professionals meet seldom. A framework that uses one
# explains it, or writes it another way.
_OF_THE_LAW = (
    "aangifte",
    "ambtshalve",
    "bewaartermijn",
    "bewindvoerder",
    "contactverbod",
    "curatele",
    "curator",
    "delict",
    "dossierplicht",
    "geheimhouding",
    "gecertificeerde instelling",
    "gezaghebbend",
    "hoor en wederhoor",
    "huisverbod",
    "inzagerecht",
    "machtiging",
    "mentorschap",
    "ondertoezichtstelling",
    "ouderlijk gezag",
    "proportionaliteit",
    "strafbaar",
    "strafrechtelijk",
    "subsidiariteit",
    "tuchtklacht",
    "tuchtrecht",
    "tuchtrechter",
    "uithuisplaatsing",
    "verschoningsrecht",
    "vertegenwoordiger",
    "verwerkingsverantwoordelijke",
    "voogd",
    "voogdij",
    "wettelijk vertegenwoordiger",
    "wilsbekwaam",
    "wilsonbekwaam",
    "zwijgplicht",
)
_LAW = re.compile(rf"\b(?:{'|'.join(_OF_THE_LAW)})(?:s|en|e)?\b", re.IGNORECASE)
_SHORT_FORM = re.compile(r"\b[A-Z]{2,}\b")
_ENDINGS = ("", "s", "e", "n", "en")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text and the points of its lists, each on one line."""
    for part in _SENTENCE_END.split(text):
        flat = " ".join(part.split()).removeprefix("- ")
        if flat:
            yield flat


def long_sentences(text: str) -> Iterator[tuple[str, int]]:
    """The sentences that are too long to read at once, each with its number of words."""
    for sentence in sentences(text):
        count = len(sentence.split())
        if count > LONGEST_SENTENCE:
            yield sentence, count


def words(text: str) -> list[str]:
    """The words of a text in small letters; parts joined by a hyphen make one word."""
    return [found.lower() for found in _WORD.findall(text)]


def syllables(word: str) -> int:
    """About how many syllables a Dutch word has: the hearts that are heard, by its letters."""
    return len(_HEART.findall(word.lower()))


def is_long(word: str) -> bool:
    """Whether a word, or a part of it between hyphens, is one that many people stumble over."""
    return any(
        len(part) > LONGEST_WORD or syllables(part) > MOST_SYLLABLES for part in word.split("-")
    )


def to_explain(text: str) -> Iterator[str]:
    """The words of the law in a text, and its short forms in capitals."""
    yield from (found.lower() for found in _LAW.findall(text))
    yield from _SHORT_FORM.findall(text)


def explained(word: str, terms: Iterable[str]) -> bool:
    """Whether one of the explained ``terms`` is this word, but for its ending."""
    known = {
        each + ending for term in terms for each in (term, *words(term)) for ending in _ENDINGS
    }
    return word.lower() in {each.lower() for each in known}
