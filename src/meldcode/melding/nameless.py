"""A text of a report without anybody's name, place or number, and what may still tell who it is.

Names become designations. What may be a name, and whatever finds somebody, becomes `[…]` and a
slip. A second, plainer look follows: a text in which it finds anything is left out as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from meldcode.melding import traces
from meldcode.melding.advice_words import advice_words
from meldcode.melding.folded import GONE, Find, Folded, Word, apart
from meldcode.melding.names import Names, named
from meldcode.melding.places import Places
from meldcode.melding.report import Report

ME, ORGANISATION, ADDRESS = "[ik]", "[mijn organisatie]", "[adres]"

_FOREIGN = re.compile(r"[^\W\d_a-zA-Z]+")
_TWICE = re.compile(r"(\[[^\]\n]{1,40}\])(?:[ ,–-]*\1(?!’s))+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONG = 6


@dataclass(frozen=True)
class Slip:
    """Words that may tell who it is about. `where`: a fact's or a person's id, or `part.field`.

    `certain`: of the people, addresses and numbers in this report; else it may be a name.
    """

    where: str
    words: str
    why: str
    certain: bool


@dataclass(frozen=True)
class Cleaned:
    """What stays of a text (None: nothing may) and the slips in it."""

    text: str | None
    slips: tuple[Slip, ...]


class Nameless:
    """Takes everything that tells who it is about out of the texts of one report.

    `called` is what each person is called, by id. `texts` are all texts that will be asked: a
    name without a person that stands within a sentence in one is known in all of them.
    """

    def __init__(
        self, report: Report, called: Mapping[str, str], texts: Iterable[str], today: date
    ) -> None:
        reporter, why = report.melder, advice_words().why
        people = [named(called[each.id], each.naam) for each in report.mensen]
        self.names = Names([*people, named(ME, reporter.naam, why("melder"))])
        addresses = [part for each in report.mensen for part in (each.adres, each.veilig_adres)]
        self.places = Places(addresses, ADDRESS, why("adres"))
        self.employer = Places([reporter.organisatie], ORGANISATION, why("melder"))
        self.phones = [reporter.telefoon, *(each.telefoon for each in report.mensen)]
        born = [date_ for each in report.mensen for date_ in (each.geboren, each.uitgerekend)]
        self.births = traces.Births(born, today)
        self._suspects = frozenset(
            word.small for text in texts for word in Folded(text).words if _suspect(word)
        )
        self._near: dict[str, str] = {}

    def clean(self, where: str, text: str) -> Cleaned:
        """The text as it may be told, and what the professional is to look at again."""
        folded = Folded(text)
        finds = apart(self._finds(folded), folded.plain)
        found = (
            Slip(where, folded.as_written(each), each.why, each.certain)
            for each in sorted(finds, key=lambda each: each.start)
            if each.why
        )
        slips = tuple(dict.fromkeys(found))
        if self._tells(folded.kept(finds)):
            slip = Slip(where, text, advice_words().why("blijft_over"), certain=True)
            return Cleaned(None, (*slips, slip))
        return Cleaned(_TWICE.sub(r"\1", folded.replaced(finds)), slips)

    def _finds(self, folded: Folded) -> Iterator[Find]:
        yield from traces.phones(folded, self.phones)
        yield from traces.days(folded, self.births)
        yield from self.births.spaced(folded)
        yield from self.births.years_found(folded)
        yield from self.employer.whole(folded)
        yield from self.places.whole(folded)
        yield from traces.numbers(folded)
        yield from self.names.finds(folded)
        yield from self.places.words_in(folded)
        yield from self.employer.words_in(folded)
        yield from _foreign(folded)
        words = folded.words
        yield from self._misspelt(words)
        yield from self._unknown(words, folded.plain)

    def _misspelt(self, words: Iterable[Word]) -> Iterator[Find]:
        """Words with a letter wrong, too short or too long for a name, street or organisation."""
        for word in words:
            if word.small in advice_words().everyday and not word.odd:
                continue
            if word.capital and (why := self._nearly(word.small)):
                yield Find(word.start, word.end, GONE, why, certain=True)
            elif len(word.small) >= _LONG and (why := self._misspelt_small(word.small)):
                yield Find(word.start, word.end, GONE, why)

    def _misspelt_small(self, word: str) -> str:
        """As `_nearly`, of a word without a capital: many of those begin like a name by chance."""
        near = any(len(each) >= _LONG and _one_letter(each, word) for each in self.names.words)
        return self._nearly(word) if near else ""

    def _nearly(self, word: str) -> str:
        """Why this word is nearly one that tells; empty where it is not."""
        if word not in self._near:
            self._near[word] = self._compared(word)
        return self._near[word]

    def _compared(self, word: str) -> str:
        for name in self.names.words:
            if _near(name, word):
                return advice_words().why("bijna_naam", self.names.called(name))
        for places in (self.places, self.employer):
            if any(len(each) > 3 and _near(each, word) for each in places.telling):
                return places.why
        return ""

    def _unknown(self, words: tuple[Word, ...], plain: str) -> Iterator[Find]:
        """Words that may be a name by their capital, or by what they do; a whole name at once."""
        why = advice_words().why("misschien_naam")
        runs: list[Find] = []
        for word, following in zip_longest(words, words[1:]):
            if not (_suspect(word) or (word.capital and self._maybe(word, following))):
                continue
            if runs and not plain[runs[-1].end : word.start].strip():
                runs[-1] = replace(runs[-1], end=word.end)
            else:
                runs.append(Find(word.start, word.end, GONE, why))
        yield from runs

    def _maybe(self, word: Word, following: Word | None) -> bool:
        """Whether a word that opens a sentence may be a name."""
        words = advice_words()
        if word.small in words.everyday or word.small in words.capitals:
            return False
        if word.small in self._suspects or following is None:
            return word.small in self._suspects
        return following.small in words.deeds or _suspect(following)

    def _tells(self, kept: str) -> bool:
        """Whether what stays still holds a name or number, also in pieces with gaps between."""
        everyday = advice_words().everyday
        telling = self.names.words | self.places.telling | self.employer.telling
        words = [each.casefold() for each in _LETTERS.findall(kept)]
        if any(len(each) > 2 and each in telling and each not in everyday for each in words):
            return True
        for piece in kept.split("\0"):
            if _in_pieces(piece, telling - everyday) or self._figures(piece):
                return True
        return False

    def _figures(self, piece: str) -> bool:
        figures = re.sub(r"\D", "", piece)
        known = (re.sub(r"\D", "", each)[-8:] for each in self.phones)
        return any(len(each) > 5 and each in figures for each in known)


def _suspect(word: Word) -> bool:
    """Whether a word has a capital that no sentence asks, and is no known word that has one."""
    words = advice_words()
    if not word.odd or word.small in words.capitals or word.small in words.abbreviations:
        return False
    return not (word.small == "ik" or word.plain in ("U", "Ik"))


def _foreign(folded: Folded) -> Iterator[Find]:
    """Letters of another script, with all letters that they are in one word with."""
    for word in _LETTERS.finditer(folded.plain):
        if _FOREIGN.search(word[0]):
            yield Find(*word.span(), GONE, advice_words().why("schrift"))


def _near(name: str, word: str) -> bool:
    """Whether a word is a name with one letter wrong, cut short, or with more after it."""
    short = min(len(name), len(word))
    if short < 3 or name == word:
        return False
    if word.startswith(name) or name.startswith(word):
        return short > 3 or abs(len(name) - len(word)) < 4
    return short > 3 and _one_letter(name, word)


def _one_letter(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two swapped, make one word of the other."""
    start = len(_same(one, other))
    end = len(_same(one[start:][::-1], other[start:][::-1]))
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(a), len(b)) < 2 or (len(a) == len(b) == 2 and a == b[::-1])


def _same(one: str, other: str) -> str:
    """What two words begin with alike."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return one[:at]
    return one[: len(other)]


def _in_pieces(text: str, telling: frozenset[str]) -> bool:
    """Whether words that follow each other make a name, as in 'Dijk graaf'."""
    words = [each.casefold() for each in _LETTERS.findall(text)]
    for first in range(len(words)):
        joined = words[first]
        for word in words[first + 1 : first + 12]:
            joined += word
            if len(joined) >= _LONG and joined in telling:
                return True
    return False
