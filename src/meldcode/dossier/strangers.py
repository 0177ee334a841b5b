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

from pydantic import BaseModel, ConfigDict, Field

from meldcode.dossier.entries import Persoon
from meldcode.kader.reading import only_keys, read_yaml

_WORD = re.compile(r"[^\W\d_]+")
_FINAL = re.compile(r"(?:^|[.!?:;…\n(\[\"“‘'‚„«])[\s\"“‘'‚„«(\[•*–—-]*$")
_NUMBER = re.compile(r"\d{3,}")
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})

_SUFFIXES = ("s", "je", "tje", "tjes", "jes", "en", "n", "ke", "etje", "es")
# Numbers by which somebody is found, and places elsewhere in the file.
_TRACES = re.compile(
    r"(?:\d[\s().+/-]*){9,}|\b\d{4}\s?[A-Z]{2}\b|@|https?:|www\."
    r"|\b(?:aantekening|regel|nummer|nr|bijlage|verbetering)\W*\d",
    re.I,
)


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
    composed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", words))
    kept = (each for each in composed if unicodedata.category(each) not in ("Mn", "Cf", "Me"))
    return "".join(kept).translate(_LETTERS)


def _words(text: str) -> list[str]:
    return [each.casefold() for each in _WORD.findall(plain_letters(text))]


def _telling(text: str) -> frozenset[str]:
    """The words of a name that tell somebody apart."""
    return frozenset(_words(text)) - signs().tussenvoegsels


class Strangers:
    """Everybody in a case but one person, as texts may name or place them."""

    def __init__(self, person: Persoon, others: Iterable[Persoon]) -> None:
        others = tuple(others)
        names = [_telling(other.naam) for other in others]
        own = _telling(person.naam)
        self.names = frozenset[str]().union(*names)
        self.initials = _dotted({each for other in others for each in _initials(other.naam)})
        self.unknowable = not own or any(not _knowable(name) for name in names)
        self.own = own - self.names
        self.full = None if any(own <= name for name in names) else _full(person.naam)
        self.kin = signs().naasten - _own_kin(person, others)
        self.secret = _places([person.veilig_adres, *(each.veilig_adres for each in others)])
        theirs = _places([*(each.adres for each in others), *(each.telefoon for each in others)])
        self._answers: dict[tuple[str, bool], bool] = {}
        self.places = self.secret | (theirs - _places([person.adres, person.telefoon]))

    def may_be_in(self, text: str, *, of_a_report: bool = False) -> bool:
        """Whether a text may tell of another, of a hiding place, or of a report.

        `of_a_report` where this person was told of the report.
        """
        seen = plain_letters(text)
        report = not of_a_report and _tells(seen, signs().melding)
        if report or _TRACES.search(seen) or self.may_be_placed(text):
            return True
        tokens = list(self._tokens(seen))
        return bool(_found(seen) & self.places) or any(map(_maybe_name, self._unknown(tokens)))

    def may_be_placed(self, text: str) -> bool:
        """Whether a person's own address or number may tell of another or of a safe address."""
        if not text:
            return False
        seen = plain_letters(text)
        if self.unknowable or not _latin(seen) or _tells(seen, signs().gevaar):
            return True
        if _found(seen) & self.secret or self._initialled(seen):
            return True
        return any(self._known(each) for each in self._tokens(seen))

    def is_person(self, text: str) -> bool:
        """Whether a text that says who did something names this person and nobody else."""
        seen = plain_letters(text)
        rest = self.full.sub(" ", seen) if self.full else seen
        found = set(_words(rest))
        named = rest != seen or bool(found & self.own)
        return named and found <= self.own | signs().naast_naam and not self.may_be_in(text)

    def _tokens(self, seen: str) -> Iterator[_Token]:
        """The words of a text but for the person's own full name."""
        rest = self.full.sub(lambda found: "\x00" * len(found[0]), seen) if self.full else seen
        for found in _WORD.finditer(rest):
            word, before = found[0], rest[max(0, found.start() - 40) : found.start()]
            yield _Token(word, word[0].isupper(), not _opens(before))

    def _known(self, token: _Token) -> bool:
        """Whether a word is a name in the case, or a word for somebody near."""
        asked = (token.word.casefold(), token.capital)
        if asked not in self._answers:
            self._answers[asked] = self._means_another(*asked)
        return self._answers[asked]

    def _means_another(self, word: str, capital: bool) -> bool:
        if word in self.own:
            return False
        if word in signs().aanspreekvormen or self._relative(word):
            return True
        return any(_names(name, word, capital) for name in self.names)

    def _relative(self, word: str) -> bool:
        bare = {word, *(word.removesuffix(each) for each in _SUFFIXES)}
        ended = any(
            each.endswith(end) and each != end for each in bare for end in signs().uitgangen
        )
        return ended or not bare.isdisjoint(self.kin)

    def _initialled(self, seen: str) -> bool:
        return self.initials is not None and self.initials.search(seen) is not None

    def _unknown(self, tokens: Iterable[_Token]) -> Iterator[_Token]:
        return (each for each in tokens if each.word.casefold() not in self.own)


def _maybe_name(token: _Token) -> bool:
    """Whether a word may be a name by its capitals alone: within a sentence, or all of them."""
    if token.word.casefold() in signs().hoofdletters:
        return False
    letters = token.word
    return token.capital and (token.inside or letters.isupper())


def _opens(before: str) -> bool:
    return not before.strip() or _FINAL.search(before) is not None


def _names(name: str, word: str, capital: bool) -> bool:
    """Whether `word` is this name, in whole, in part, longer, or with a letter wrong."""
    if word == name:
        return len(name) > 1 or capital
    if len(name) > 1 and any(word == name + each for each in _SUFFIXES):
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
    return all(
        unicodedata.name(each, "").startswith("LATIN") for each in set(seen) if each.isalpha()
    )


def _full(name: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in plain_letters(name).split()]
    between = r"\s+".join(parts)
    return re.compile(rf"(?<!\w){between}(?!\w)", re.I)


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
    taken = {word for other in others for word in _words(other.relatie)}
    return frozenset(mine - taken)


def _tells(seen: str, parts: frozenset[str]) -> bool:
    """Whether one of these parts of words is in a text, its white space aside."""
    spaced = " ".join(seen.casefold().split())
    return any(part in spaced for part in parts)


def _places(texts: Iterable[str]) -> frozenset[str]:
    return (
        frozenset[str]().union(*(_found(plain_letters(text)) for text in texts))
        - signs().tussenvoegsels
    )


def _found(seen: str) -> frozenset[str]:
    """The longer words and numbers of a text."""
    longer = (each.casefold() for each in _WORD.findall(seen) if len(each) > 2)
    return frozenset([*longer, *_NUMBER.findall(seen)])
