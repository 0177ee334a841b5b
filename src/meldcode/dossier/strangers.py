"""Whether a text may tell of somebody else than the person a copy is for.

It errs on one side: whatever may tell of another counts as telling. Names are sought by word,
without regard to case and accents; by part, in a short or a longer form; and with one letter wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from meldcode.dossier import patterns
from meldcode.dossier.entries import Persoon
from meldcode.kader.reading import only_keys, read_yaml

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{3,}")
_SPELT = re.compile(r"(?<!\w)[^\W\d_](?:[\s.·_-]+[^\W\d_](?!\w)){2,}")
_OF_WHOM = re.compile(r"\bvan (?:(?:de|het|een|zijn|haar|hun) )?\w+", re.I)
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})

_SUFFIXES = ("s", "je", "tje", "tjes", "jes", "en", "n", "ke", "etje", "es")


class Signs(BaseModel):
    """The words by which a text may tell of another: those of `inhoud/anderen.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tussenvoegsels: frozenset[str] = Field(min_length=1)
    aanspreekvormen: frozenset[str] = Field(min_length=1)
    naasten: frozenset[str] = Field(min_length=1)
    uitgangen: frozenset[str] = Field(min_length=1)
    hoofdletters: frozenset[str] = Field(min_length=1)
    naast_naam: frozenset[str] = Field(min_length=1)
    zelf_gemaakt: frozenset[str] = Field(min_length=1)
    melding: frozenset[str] = Field(min_length=1)
    gevaar: frozenset[str] = Field(min_length=1)
    geen_gevaar: frozenset[str] = Field(min_length=1)
    kindwoorden: frozenset[str] = Field(min_length=1)
    straatwoorden: frozenset[str] = Field(min_length=1)
    zin_begint: frozenset[str] = Field(min_length=1)


@lru_cache(maxsize=1)
def signs() -> Signs:
    """The words, read once. Raises ContentError or ValidationError where they are not right."""
    data = read_yaml(Path(__file__).parent / "inhoud" / "anderen.yaml", "dossier/anderen.yaml")
    only_keys(data, tuple(Signs.model_fields), "dossier/anderen.yaml")
    return Signs.model_validate(dict(data))


@dataclass(frozen=True)
class _Token:
    """A word of a text: as written, and whether it has a capital that no sentence start asks."""

    word: str
    capital: bool
    inside: bool


def plain_letters(words: str) -> str:
    """A text with plain Latin letters: no accents, no invisible characters; case stays."""
    if words.isascii():
        return words
    composed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", words))
    kept = (each for each in composed if unicodedata.category(each) not in ("Mn", "Cf", "Me"))
    return "".join(kept).translate(_LETTERS)


def _words(text: str) -> list[str]:
    return [each.casefold() for each in _WORD.findall(plain_letters(text))]


def _telling(text: str) -> frozenset[str]:
    """The words of a name that tell somebody apart."""
    return frozenset(_words(text)) - signs().tussenvoegsels


def _glued(name: str) -> frozenset[str]:
    """The parts of a name written as one word: `dewit` for Anna de Wit."""
    words = _words(name)
    runs = [words[at:end] for at in range(len(words)) for end in range(at + 2, len(words) + 1)]
    small = signs().tussenvoegsels
    return frozenset("".join(run) for run in runs if not small.issuperset(run))


Kind = Literal[
    "schrift",
    "gevaar",
    "plek",
    "naam",
    "naaste",
    "spoor",
    "melding",
    "begin",
    "gezegd",
    "vernomen",
    "instantie",
    "verblijf",
    "nummer",
    "iemand",
    "gevoel",
    "verwijst",
]


class Sign(NamedTuple):
    """What makes a text tell of another, and the words that did; never a place that is hidden."""

    kind: Kind
    words: str = ""


class Strangers:
    """Everybody in a case but one person, as texts may name or place them.

    Beside the person may stand companions: people whom the copy may name too, such as the children
    of a parent. Their addresses stay hidden as those of the others do.
    """

    def __init__(
        self, person: Persoon, others: Iterable[Persoon], companions: Iterable[Persoon] = ()
    ) -> None:
        others, companions = tuple(others), tuple(companions)
        names = [_telling(other.naam) for other in others]
        circle = (person, *companions)
        beside = [*names, *(_telling(each.naam) for each in companions)]
        own = _telling(person.naam)
        self.names = frozenset[str]().union(*names, *(_glued(other.naam) for other in others))
        self.initials = _dotted({each for other in others for each in _initials(other.naam)})
        self.unknowable = not own or any(not _knowable(name) for name in names)
        self.sole = own.difference(*beside)
        self.own = own.union(*(_telling(each.naam) for each in companions)) - self.names
        self.full = _full(each.naam for each in circle if _apart(each, names))
        self.alone = _full([person.naam] if _apart(person, beside) else [])
        self.called = _called(person, (*others, *companions))
        self.kin = signs().naasten - _own_kin(person, others) - _small_kin(others, companions)
        apart = [*others, *companions]
        self.secret = _places([person.veilig_adres, *(each.veilig_adres for each in apart)])
        theirs = _places([*(each.adres for each in apart), *(each.telefoon for each in apart)])
        self._answers: dict[tuple[str, bool], Sign | None] = {}
        self.places = self.secret | (theirs - _places([person.adres, person.telefoon]))

    def sign(self, text: str, *, of_a_report: bool = False) -> Sign | None:
        """By what a text may tell of another, of a hiding place, or of a report; else None.

        `of_a_report` where this person was told of the report.
        """
        if not text:
            return None
        seen = plain_letters(text)
        return next(self._signs(seen, of_a_report), None)

    def may_be_in(self, text: str, *, of_a_report: bool = False) -> bool:
        """Whether a text may tell of another, of a hiding place, or of a report: see `sign`."""
        return self.sign(text, of_a_report=of_a_report) is not None

    def may_be_placed(self, text: str) -> bool:
        """Whether a person's own address or number may tell of another or of a safe address."""
        return bool(text) and any(self._firm(plain_letters(text)))

    def may_be_where(self, text: str) -> bool:
        """Whether a text may tell of a safe address or a shelter, whomever else it tells of."""
        seen = plain_letters(text)
        rest = _without(seen, signs().geen_gevaar)
        return bool(_tells(rest, signs().gevaar) or self._hidden(seen))

    def opening(self, text: str) -> Sign | None:
        """The first sentence opening that may be a name: none of the words that are known to be no
        name. Only for texts in which a name of somebody outside the case must not stand either.
        """
        for token in self._tokens(plain_letters(text)):
            if token.capital and not token.inside and not self._ordinary(token.word.casefold()):
                return Sign("begin", token.word)
        return None

    def _ordinary(self, word: str) -> bool:
        return any(word in each for each in (self.own, signs().zin_begint, signs().naasten))

    def is_person(self, text: str, *, by_relation: bool = False) -> bool:
        """Whether a text that says who did something names this person and nobody else.

        `by_relation`: a word such as 'moeder' may do so, where it can mean nobody else in the case.
        """
        seen = plain_letters(text)
        rest = self.alone.sub(" ", seen) if self.alone else seen
        found = set(_words(rest))
        own = self.sole | (self.called if by_relation else frozenset())
        named = rest != seen or bool(found & own)
        return named and found <= own | signs().naast_naam and not self.may_be_in(text)

    def _signs(self, seen: str, of_a_report: bool) -> Iterator[Sign]:
        if not of_a_report and (found := _tells(seen, signs().melding)):
            yield Sign("melding", found)
        if found := patterns.trace(seen):
            yield Sign("spoor", found)
        yield from self._firm(seen)
        if _found(seen) & self.places:
            yield Sign("plek")
        for token in self._tokens(seen):
            if token.word.casefold() not in self.own and _maybe_name(token):
                yield Sign("naam", token.word)

    def _firm(self, seen: str) -> Iterator[Sign]:
        """The signs that count in an address too."""
        if self.unknowable or not _latin(seen):
            yield Sign("schrift")
        if found := _tells(seen, signs().gevaar):
            yield Sign("gevaar", found)
        if self._hidden(seen):
            yield Sign("plek")
        if self.initials and (initials := self.initials.search(seen)):
            yield Sign("naam", initials[0])
        yield from filter(None, map(self._known, self._tokens(seen)))
        for word in _joined(self._masked(seen)):
            if any(_inside(name, word) for name in self.names):
                yield Sign("naam", word)

    def _hidden(self, seen: str) -> bool:
        """Whether a word or number of a safe address is in a text, also longer or misspelt."""
        found = _found(seen) | _joined(seen)
        return any(_places_like(place, word) for place in self.secret for word in found)

    def _masked(self, seen: str) -> str:
        """A text without the full names that it may have."""
        return self.full.sub(lambda name: "\x00" * len(name[0]), seen) if self.full else seen

    def _tokens(self, seen: str) -> Iterator[_Token]:
        rest = self._masked(seen)
        for found in _WORD.finditer(rest):
            word, before = found[0], rest[max(0, found.start() - 40) : found.start()]
            yield _Token(word, word[0].isupper(), not patterns.opens(before))

    def _known(self, token: _Token) -> Sign | None:
        """A word as a name in the case, or as a word for somebody near."""
        asked = (token.word.casefold(), token.capital)
        if asked not in self._answers:
            kind = self._kind(*asked)
            self._answers[asked] = Sign(kind, token.word) if kind else None
        return self._answers[asked]

    def _kind(self, word: str, capital: bool) -> Literal["naam", "naaste"] | None:
        if word in self.own:
            return None
        if word in signs().aanspreekvormen or self._relative(word):
            return "naaste"
        return "naam" if any(_names(name, word, capital) for name in self.names) else None

    def _relative(self, word: str) -> bool:
        bare = {word, *(word.removesuffix(each) for each in _SUFFIXES)}
        ended = any(
            each.endswith(end) and each != end for each in bare for end in signs().uitgangen
        )
        return ended or not bare.isdisjoint(self.kin)


def _maybe_name(token: _Token) -> bool:
    """Whether a word may be a name by its capitals alone: within a sentence, or all of them."""
    if token.word.casefold() in signs().hoofdletters:
        return False
    letters = token.word
    return token.capital and (token.inside or letters.isupper())


def _names(name: str, word: str, capital: bool) -> bool:
    """Whether `word` is this name, in whole, in part, longer, or with a letter wrong."""
    if word == name:
        return len(name) > 1 or capital
    if len(name) > 1 and word.startswith(name) and word[len(name) :] in _SUFFIXES:
        return True
    if len(name) > 3 and name in word:
        return True
    if not capital or min(len(name), len(word)) < 3:
        return False
    return word.startswith(name) or name.startswith(word) or (len(name) > 3 and _near(name, word))


def _near(one: str, other: str) -> bool:
    """Whether one letter more, less, other or two swapped make one word of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and a[1::-1] + a[2:] == b
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def _knowable(name: frozenset[str]) -> bool:
    return bool(name) and all(_latin(word) for word in name)


def _latin(seen: str) -> bool:
    """Whether all letters are ours: a name in another script can't be recognised."""
    return seen.isascii() or all(
        unicodedata.name(each, "").startswith("LATIN") for each in set(seen) if each.isalpha()
    )


def _apart(person: Persoon, names: Iterable[frozenset[str]]) -> bool:
    """Whether the full name of a person means nobody of these."""
    own = _telling(person.naam)
    return not any(own <= name for name in names)


def _full(names: Iterable[str]) -> re.Pattern[str] | None:
    """The names in full, the longest first; None where there are none."""
    parts = [[re.escape(part) for part in plain_letters(name).split()] for name in names]
    ways = sorted((r"\s+".join(each) for each in parts if each), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.I) if ways else None


def _joined(seen: str) -> frozenset[str]:
    """The words that a line end breaks, or that are written letter by letter, made whole."""
    whole = re.sub(r"(?<=\w)[-‐]?[^\S\n]*\n\s*(?=\w)", "\x01", seen)
    broken = (_WORD.findall(each.replace("\x01", "")) for each in whole.split() if "\x01" in each)
    spelt = ("".join(_WORD.findall(each[0])) for each in _SPELT.finditer(seen))
    words = [*(word for found in broken for word in found), *spelt]
    return frozenset(word.casefold() for word in words)


def _inside(name: str, word: str) -> bool:
    return word == name or (len(name) > 3 and name in word)


def _places_like(place: str, word: str) -> bool:
    """Whether a word is this word or number of an address, or has it inside, or nearly is it."""
    if word == place:
        return True
    if place in signs().straatwoorden or len(place) < 5:
        return False
    return place in word or (place.isalpha() and len(place) > 5 and _near(place, word))


def _initials(name: str) -> Iterator[str]:
    """`kj` for Karin Jansen, sought as K.J.; those without dots are seen by their capitals."""
    small = signs().tussenvoegsels
    every = "".join(word[0] for word in _words(name))
    telling = "".join(word[0] for word in _words(name) if word not in small)
    for letters in (every, telling):
        yield from (letters[:count] for count in range(2, len(letters) + 1))
    if len(telling) > 2:
        yield telling[0] + telling[-1]


def _dotted(initials: set[str]) -> re.Pattern[str] | None:
    ways = "|".join("[.] ?".join(each) for each in sorted(initials))
    return re.compile(rf"(?<!\w)(?:{ways})[.]", re.I) if ways else None


def _own_kin(person: Persoon, others: tuple[Persoon, ...]) -> frozenset[str]:
    """The words for a relative that can mean this person only."""
    mine = set(_words(person.relatie)[:1])
    if person.rol == "kind" and not any("kind" in other.rol for other in others):
        mine.add("kind")
    taken = {word for other in others for word in _is_to(other)}
    return frozenset(mine - taken)


def _is_to(other: Persoon) -> list[str]:
    """The words for what somebody is to the others, without those for whom: not of 'moeder' in
    'zus van moeder'."""
    return _words(_OF_WHOM.sub(" ", plain_letters(other.relatie)))


def _called(person: Persoon, others: tuple[Persoon, ...]) -> frozenset[str]:
    """The same, where of everybody else is known what they are to the others."""
    known = all(each.relatie or "kind" in each.rol for each in others)
    return _own_kin(person, others) & signs().naasten if known else frozenset()


def _small_kin(others: tuple[Persoon, ...], companions: tuple[Persoon, ...]) -> frozenset[str]:
    """The words for a child, where every child in the case is a companion."""
    if not companions or any("kind" in other.rol for other in others):
        return frozenset()
    taken = {word for other in others for word in _is_to(other)}
    return signs().kindwoorden - taken


def _tells(seen: str, parts: frozenset[str]) -> str:
    """The first of these parts of words that is in a text, its white space aside; else empty."""
    spaced = " ".join(seen.casefold().split())
    return min((part for part in parts if part in spaced), default="")


def _without(seen: str, parts: frozenset[str]) -> str:
    return re.sub("|".join(map(re.escape, sorted(parts))), " ", seen, flags=re.I)


def _places(texts: Iterable[str]) -> frozenset[str]:
    return (
        frozenset[str]().union(*(_found(plain_letters(text)) for text in texts))
        - signs().tussenvoegsels
    )


def _found(seen: str) -> frozenset[str]:
    """The longer words and numbers of a text."""
    longer = (each.casefold() for each in _WORD.findall(seen) if len(each) > 2)
    return frozenset([*longer, *_NUMBER.findall(seen)])
