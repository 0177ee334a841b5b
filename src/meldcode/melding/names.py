"""The names of people in a text, in the forms in which they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from meldcode.dossier.strangers import plain_letters, signs
from meldcode.melding.advice_words import advice_words
from meldcode.melding.folded import GONE, Find, Folded, Word

SHARED = "[naam]"
_LETTER = r"[^\W\d_]"
_FROM, _TO = rf"(?<!{_LETTER})", rf"(?!{_LETTER})"
_BETWEEN = r"[\s,·'’/–—_-]*"
_HYPHEN = r"(?:-\s*)?"
_SPELT = r"[\s.·*_-]+"
_WORD = re.compile(rf"{_LETTER}+")
# The end that makes a name somebody's, or makes it small; the second only of a real name.
_OWN = r"(?:['’]?s(?!\w)|['’](?=\s+[a-z]))"
_ENDS = rf"(?P<end>{_OWN}|(?:tjes?|jes?|etjes?|ke|en|n|es)(?!{_LETTER}))?"
_WEAK_ENDS = frozenset({"etje", "etjes", "ke", "en", "n", "es"})
_DOTTED = re.compile(rf"(?<!\w){_LETTER}\.(?:\s?{_LETTER}\.){{0,5}}{_LETTER}?(?!\w)")
# After such a word a name follows, also where it is written as an everyday word.
_TITLES = "|".join([*sorted(signs().aanspreekvormen), "familie", "dokter", "juf", "tante"])
_TITLE = re.compile(rf"(?<!\w)(?:{_TITLES})\.?\s+\Z", re.I)
_BEFORE = 40


@dataclass(frozen=True)
class Part:
    """A word of a name, in small plain letters, with the small words that stand before it."""

    word: str
    small: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """Somebody with a name, and what stands for it; of a reporter every form is told (`why`)."""

    instead: str
    parts: tuple[Part, ...]
    why: str = ""


def named(instead: str, name: str, why: str = "") -> Named:
    """The parts of a name. Words for a role that stand there instead of a name are none."""
    parts: list[Part] = []
    small: list[str] = []
    for written in _WORD.findall(plain_letters(name)):
        word = written.casefold()
        if word in signs().tussenvoegsels:
            small.append(word)
        elif not (written.islower() and word in advice_words().everyday):
            parts.append(Part(word, tuple(small)))
            small = []
    if not parts and small:
        parts = [Part(small[-1])]
    return Named(instead, tuple(parts), why)


class Names:
    """The names of these people, sought in any case, with and without accents.

    Found are: more parts together, each part alone, with the small words before it or short for
    them, with an initial, as a genitive, made small, spelt with something between the letters, cut
    at a hyphen; and initials. A part that several people have becomes `SHARED`. A part that is an
    everyday word counts with a capital only: taken away elsewhere it would tell the name.
    """

    def __init__(self, people: Iterable[Named]) -> None:
        self.people = tuple(each for each in people if each.parts)
        self._meant: dict[str, set[Named]] = {}
        self._small: dict[str, set[tuple[str, ...]]] = {}
        for person in self.people:
            for part in person.parts:
                for form in _forms(part):
                    self._meant.setdefault(form, set()).add(person)
                    self._small.setdefault(form, set()).add(part.small)
        self._runs = [(person, _runs(person.parts)) for person in self.people]
        self._single = _single(self._meant)
        self._initials = _initials(self.people)

    @property
    def words(self) -> frozenset[str]:
        """The parts of the names, in small plain letters."""
        return frozenset(self._meant)

    def called(self, form: str) -> str:
        """What stands for a part of a name. Raises KeyError for what is none."""
        return self._one(self._meant[form])

    def finds(self, folded: Folded) -> Iterator[Find]:
        """The names in a text, the longer forms first."""
        yield from self._of_runs(folded.plain)
        words = {word.start: word for word in folded.words}
        for found in self._single.finditer(folded.plain):
            find = self._find(found, words.get(found.start()))
            if find is not None:
                yield find
        yield from self._of_initials(folded)

    def _of_runs(self, plain: str) -> Iterator[Find]:
        """More parts together, the longest first; what may be two people is of neither."""
        fits: dict[tuple[int, int], set[Named]] = {}
        ends: dict[tuple[int, int], re.Match[str]] = {}
        for person, pattern in self._runs:
            for found in pattern.finditer(plain):
                fits.setdefault(found.span(), set()).add(person)
                ends[found.span()] = found
        for start, end in sorted(fits, key=lambda span: span[0] - span[1]):
            people = fits[start, end]
            why = next((each.why for each in people if each.why), "")
            yield Find(start, end, _ended(self._one(people), ends[start, end]), why, bool(why))

    def _one(self, people: set[Named]) -> str:
        whom = {each.instead for each in people}
        return whom.pop() if len(whom) == 1 else SHARED

    def _find(self, found: re.Match[str], word: Word | None) -> Find | None:
        written = found["name"]
        form = "".join(_WORD.findall(written)).casefold()
        inside = word is None or word.odd
        capital = written[0].isupper()
        common = _common(form, found["end"] or "")
        start, initials = self._before(found, form)
        if _TITLE.search(found.string[max(0, start - _BEFORE) : start]):
            common, inside, capital = False, True, True
        if common and not (capital and (inside or _alone(form, found["end"] or ""))):
            return None
        people = self._meant[form]
        if fitting := {each for each in people if initials and _begins(each, initials)}:
            people = fitting
        whom = self._one(people)
        why = next((each.why for each in people if each.why), "")
        if not why and (not capital or (common and not inside)):
            return Find(start, found.end(), _ended(whom, found), _may_be_a_word(whom))
        return Find(start, found.end(), _ended(whom, found), why, bool(why))

    def _before(self, found: re.Match[str], form: str) -> tuple[int, str]:
        """Where a name begins, with its small words and initials, and those initials."""
        start = found.start()
        for small in self._small[form]:
            if small:
                ahead = found.string[max(0, found.start() - _BEFORE) : found.start()]
                match = re.search(_small_words(small) + r"\Z", ahead, re.I)
                start = min(start, found.start() - len(match[0])) if match else start
        ahead = found.string[max(0, start - _BEFORE) : start]
        match = re.search(r"(?<!\w)(?:[A-Z]\.?\s?){1,4}(?<=[.\s])\Z", ahead)
        if match is None or form in {each.parts[0].word for each in self._meant[form]}:
            return start, ""
        return start - len(match[0]), "".join(_WORD.findall(match[0])).casefold()

    def _of_initials(self, folded: Folded) -> Iterator[Find]:
        words = advice_words()
        for found in _DOTTED.finditer(folded.plain):
            letters = "".join(_WORD.findall(found[0]))
            small = letters.casefold()
            if letters.islower() and (len(small) < 2 or small in words.abbreviations):
                continue
            if small in self._initials:
                yield Find(*found.span(), self._one(self._initials[small]))
            elif not letters.islower() and small not in words.abbreviations:
                yield Find(*found.span(), GONE, words.why("misschien_naam"))
        for word in folded.words:
            known = word.small in self._initials and word.small not in words.abbreviations
            if known and len(word.plain) > 1 and sum(map(str.isupper, word.plain)) > 1:
                yield Find(word.start, word.end, self._one(self._initials[word.small]))


def _forms(part: Part) -> Iterator[str]:
    """A part of a name as one word: by itself, and with its small words stuck to it."""
    yield part.word
    for at in range(len(part.small)):
        yield "".join(part.small[at:]) + part.word


def _cut(word: str) -> str:
    """A word with a hyphen anywhere in it, or with something between all its letters."""
    letters = [re.escape(each) for each in word]
    if len(letters) < 3:
        return "".join(letters)
    return rf"(?:{_HYPHEN.join(letters)}|{_SPELT.join(letters)})"


def _small_words(small: Sequence[str]) -> str:
    """The small words before a name, each whole, short or left out."""
    ways = "".join(rf"(?:(?:{each}|{each[0]})(?:[\s./]+|(?={_LETTER})))?" for each in small)
    return rf"(?<!\w){ways}(?<=[\s./])"


def _runs(parts: Sequence[Part]) -> re.Pattern[str]:
    """Two parts of a name or more one after the other; all but one may be an initial."""
    ways = [
        _run(parts[first:last])
        for length in range(len(parts), 1, -1)
        for first in range(len(parts) - length + 1)
        for last in (first + length,)
    ]
    return re.compile(rf"{_FROM}(?:{'|'.join(ways)}){_ENDS}{_TO}" if ways else r"(?!)", re.I)


def _run(parts: Sequence[Part]) -> str:
    *before, last = parts
    whole = "".join(_or_initial(each) + _BETWEEN for each in before)
    short = rf"{_cut(before[0].word)}\s+{_smalls(last)}{last.word[0]}(?:\.|(?!\w))"
    return rf"(?:{whole}{_smalls(last)}{_cut(last.word)}|{short})"


def _or_initial(part: Part) -> str:
    return rf"{_smalls(part)}(?:{_cut(part.word)}|{part.word[0]}(?:\.|(?=\s)))"


def _smalls(part: Part) -> str:
    """The small words of a part: each whole or short, stuck together or not, or left out."""
    return "".join(rf"(?:(?:{each}|{each[0]}[.]?){_BETWEEN})?" for each in part.small)


def _single(forms: Iterable[str]) -> re.Pattern[str]:
    ways = "|".join(_cut(each) for each in sorted(forms, key=len, reverse=True))
    pattern = rf"(?P<name>{ways}){_ENDS}{_TO}"
    return re.compile(rf"{_FROM}{pattern}" if ways else r"(?!)", re.I)


def _initials(people: Iterable[Named]) -> dict[str, set[Named]]:
    """Whom initials may mean: `k`, `kv` and `kvdv` for Karin van der Vliet."""
    found: dict[str, set[Named]] = {}
    for person in people:
        every = [letter for part in person.parts for letter in (*_firsts(part.small), part.word[0])]
        telling = [part.word[0] for part in person.parts]
        for letters in (every, telling, [telling[0], telling[-1]]):
            for length in range(1, len(letters) + 1):
                found.setdefault("".join(letters[:length]), set()).add(person)
    return found


def _firsts(words: Iterable[str]) -> Iterator[str]:
    return (each[0] for each in words)


def _begins(person: Named, initials: str) -> bool:
    return "".join(part.word[0] for part in person.parts).startswith(initials[0])


def _common(form: str, end: str) -> bool:
    """Whether a name with this end may as well be an everyday word."""
    everyday = advice_words().everyday
    word = form + re.sub(r"\W", "", end)
    return len(form) == 1 or end in _WEAK_ENDS or form in everyday or word in everyday


def _alone(form: str, end: str) -> bool:
    """Whether a word that may open any sentence is taken for a name nevertheless."""
    weak = end in _WEAK_ENDS or (len(form) == 1 and end.isalpha())
    return not weak and form + re.sub(r"\W", "", end) not in signs().zin_begint


def _ended(whom: str, found: re.Match[str]) -> str:
    """The designation with the genitive that the name had."""
    end = found["end"] or ""
    return f"{whom}’s" if re.fullmatch(r"['’]?s?", end) and end else whom


def _may_be_a_word(whom: str) -> str:
    return advice_words().why("naam_of_woord", whom)
