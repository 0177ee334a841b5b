"""Addresses and organisations in a text: as a whole, in part, and by their telling words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from meldcode.dossier.strangers import plain_letters, signs
from meldcode.melding.advice_words import advice_words
from meldcode.melding.folded import GONE, Find, Folded

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+")
_NUMBER = r"(?:[\s,]*\d{1,5}(?:\s?-?(?:[a-z]|bis|hs|[IV]+)(?!\w))?)"
_POSTCODE = re.compile(r"(?<!\w)(\d{4})\s?([a-z]{2})(?!\w)", re.I)
_HYPHEN, _SPELT = r"(?:-\s*)?", r"[\s.·*_-]+"
_BETWEEN = r"[\s.,'’/-]*"


class Places:
    """Addresses, or the name of an organisation; `instead` stands for each, `why` says what it is.

    A word that is an everyday one is found within the whole, with a capital or with its number
    only; so 'weg' stays where the street is the Nieuwe Weg.
    """

    def __init__(self, texts: Iterable[str], instead: str, why: str) -> None:
        self.instead, self.why = instead, why
        texts = tuple(texts)
        parts = [
            part for text in texts for part in _POSTCODE.sub(",", plain_letters(text)).split(",")
        ]
        phrases = [[each.casefold() for each in _WORD.findall(part)] for part in parts]
        codes = [f"{each[1]} {each[2]}" for text in texts for each in _POSTCODE.finditer(text)]
        small = signs().tussenvoegsels
        words = {word for phrase in phrases for word in phrase if len(word) > 2} - small
        self.telling = frozenset(words) - advice_words().everyday
        self._common = words - self.telling
        self._whole = _any(run for phrase in phrases for run in self._runs(phrase))
        self._words = _any(_cut(each) for each in words)
        self._codes = _any(r"\s*".join(each.split()) for each in codes)

    def _runs(self, phrase: list[str]) -> Iterator[str]:
        """The whole, and each run of its words from a small word to a telling one."""
        for first, last in combinations(range(len(phrase) + 1), 2):
            run = phrase[first:last]
            telling = run[0] not in self._common and run[-1] in self.telling
            if len(run) > 1 and (run == phrase or telling):
                yield _BETWEEN.join(run)

    def whole(self, folded: Folded) -> Iterator[Find]:
        """The parts of an address of two words or more, with the number after them; postcodes."""
        for found in self._codes.finditer(folded.plain):
            yield Find(*found.span(), GONE, self.why, certain=True)
        for found in self._whole.finditer(folded.plain):
            instead = GONE if found[0].islower() else self.instead
            yield Find(*found.span(), instead, self.why, certain=True)

    def words_in(self, folded: Folded) -> Iterator[Find]:
        """Single words; without a capital it may be another word, so that nothing stands for it."""
        inside = {word.start: word.odd for word in folded.words}
        for found in self._words.finditer(folded.plain):
            word = "".join(_WORD.findall(found["word"])).casefold()
            capital = inside.get(found.start(), True)
            if word in self._common and not capital and not found["number"]:
                continue
            instead = self.instead if found[0][0].isupper() else GONE
            yield Find(*found.span(), instead, self.why, certain=True)


def _cut(word: str) -> str:
    """A word with a hyphen anywhere in it, or with something between all its letters."""
    return rf"(?:{_HYPHEN.join(word)}|{_SPELT.join(word)})"


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    ways = "|".join(sorted(set(patterns), key=len, reverse=True))
    pattern = rf"(?<!{_LETTER})(?P<word>{ways})(?:['’]?s)?(?!{_LETTER})(?P<number>{_NUMBER})?"
    return re.compile(pattern if ways else r"(?!)", re.I)
