"""Short patterns of words, and finding them in a sentence.

A pattern is words with a space between them. A word may be alternatives (`zei|zegt`), leave its
begin, middle or end open (`agressie*`, `*loos`, `on*baar`), or come from a named group
(`<spreken>`). `…` stands for up to
`GAP` words within the same clause. `<voltooid>` is a past participle that is not put before a
noun.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from meldcode.wording.tokens import CLAUSE_ENDS, Sentence

GAP = 16
PARTICIPLE = "voltooid"
# 'verschoond', 'bedreigd': without 'ge'. What ends in 't' may be a present tense ('vertelt').
_INSEPARABLE = re.compile(r"(be|her|mis|onder|ont|over|ver)\w{3,}d")
K = TypeVar("K", bound=Hashable)


class PatternError(Exception):
    """A pattern that cannot be read; the message is Dutch."""


class Part(NamedTuple):
    """What one word must be: one of `exact`, one with an open place, or a participle.

    `open` holds what such a word begins and ends with.
    """

    exact: frozenset[str]
    open: tuple[tuple[str, str], ...]
    participle: bool


Pattern = tuple[Part | None, ...]


class Found(NamedTuple):
    """Where a pattern stands in a sentence: tokens `first` up to, not with, `after`."""

    first: int
    after: int


class Words(NamedTuple):
    """A sentence as patterns see it: its words, the same as a set, and where participles stand."""

    words: tuple[str, ...]
    present: frozenset[str]
    participles: frozenset[int]


@dataclass(frozen=True)
class Groups:
    """Named words for use in patterns, and what is needed to know a participle."""

    words: Mapping[str, tuple[str, ...]]
    prefixed: frozenset[str]
    not_participles: frozenset[str]
    after_participle: frozenset[str]

    def pattern(self, written: str) -> Pattern:
        """The pattern as it is matched. Raises `PatternError`."""
        parts = tuple(None if each == "…" else self._part(each) for each in written.split())
        if not parts or parts[0] is None or parts[-1] is None:
            raise PatternError(f"'{written}': begin en eindig met een woord.")
        if any(part is None and then is None for part, then in pairwise(parts)):
            raise PatternError(f"'{written}': zet tussen twee keer … een woord.")
        return parts

    def _part(self, written: str) -> Part:
        words: list[str] = []
        participle = False
        for each in written.split("|"):
            if each == f"<{PARTICIPLE}>":
                participle = True
            elif each.startswith("<"):
                words += self._group(each)
            else:
                words.append(each)
        if not all(word.strip("*") and word.count("*") < 2 for word in words):
            raise PatternError(f"'{written}': hier hoort een woord, met hooguit één sterretje.")
        return Part(
            frozenset(word for word in words if "*" not in word),
            tuple(_open(word) for word in words if "*" in word),
            participle,
        )

    def _group(self, written: str) -> tuple[str, ...]:
        try:
            return self.words[written.removeprefix("<").removesuffix(">")]
        except KeyError:
            raise PatternError(f"de groep '{written}' ken ik niet.") from None

    def read(self, sentence: Sentence) -> Words:
        """What finding patterns in the sentence needs."""
        words = tuple(token.word for token in sentence)
        participles = (at for at in range(len(words)) if self._is_participle(words, at))
        return Words(words, frozenset(words), frozenset(participles))

    def _is_participle(self, words: tuple[str, ...], at: int) -> bool:
        """Whether the word is a past participle that ends its group of words."""
        if words[at] not in self.prefixed and not self._looks_like_participle(words[at]):
            return False
        following = words[at + 1] if at + 1 < len(words) else "."
        return not following[0].isalpha() or following in self.after_participle

    def _looks_like_participle(self, word: str) -> bool:
        # 'opgesloten', 'weggestuurd': the particle stands before 'ge'.
        if _INSEPARABLE.fullmatch(word):
            return word not in self.not_participles
        at = word.find("ge")
        return (
            0 <= at <= 6
            and len(word) - at > 4
            and word.endswith(("t", "d", "en", "aan"))
            and (at == 0 or word[:at] in self.words["deeltjes"])
            and word not in self.not_participles
            and word[at:] not in self.not_participles
        )


def _open(written: str) -> tuple[str, str]:
    begin, _, end = written.partition("*")
    return begin, end


class Entry(NamedTuple, Generic[K]):
    """A pattern in an index; `needs` holds for each exact part the words that it may be."""

    key: K
    pattern: Pattern
    needs: tuple[frozenset[str], ...]


class Index(Generic[K]):
    """Patterns by the word with which they begin, each with the key that it was given."""

    def __init__(self, patterns: Iterable[tuple[K, Pattern]]) -> None:
        self._exact: dict[str, list[Entry[K]]] = {}
        self._begins: dict[str, list[tuple[str, Entry[K]]]] = {}
        self._ends: dict[str, list[Entry[K]]] = {}
        self._participles: list[Entry[K]] = []
        for key, pattern in patterns:
            self._add(key, pattern)
        # By the first letters of a word: how long the beginnings are that it may have.
        self._begin_lengths: dict[str, set[int]] = {}
        for begin in self._begins:
            self._begin_lengths.setdefault(begin[:2], set()).add(len(begin))
        self._end_lengths = sorted(set(map(len, self._ends)))

    def _add(self, key: K, pattern: Pattern) -> None:
        first, *rest = pattern
        assert first is not None
        exact = (part.exact for part in rest if part and not part.open and not part.participle)
        entry = Entry(key, pattern, tuple(exact))
        for word in first.exact:
            self._exact.setdefault(word, []).append(entry)
        for begin, end in first.open:
            if begin:
                self._begins.setdefault(begin, []).append((end, entry))
            else:
                self._ends.setdefault(end, []).append(entry)
        if first.participle:
            self._participles.append(entry)

    def find(self, sentence: Words) -> list[tuple[K, Found]]:
        """Every pattern in the sentence, by the place where it begins."""
        found = []
        for first, word in enumerate(sentence.words):
            for entry in self._beginning(word, first in sentence.participles):
                # Most end here: a word that they need stands nowhere in the sentence.
                if any(map(sentence.present.isdisjoint, entry.needs)):
                    continue
                after = _match(entry.pattern, 1, sentence, first + 1)
                if after is not None:
                    found.append((entry.key, Found(first, after)))
        return found

    def _beginning(self, word: str, participle: bool) -> list[Entry[K]]:
        found = list(self._exact.get(word, ()))
        for length in self._begin_lengths.get(word[:2], ()):
            begins = self._begins.get(word[:length], ())
            found += [entry for end, entry in begins if word.endswith(end)]
        for length in self._end_lengths:
            if length >= len(word):
                break
            found += self._ends.get(word[-length:], ())
        return found + self._participles if participle else found


def _match(pattern: Pattern, number: int, sentence: Words, at: int) -> int | None:
    """The token after the pattern from part `number` on, or None."""
    if number == len(pattern):
        return at
    part = pattern[number]
    if part is not None:
        fits = at < len(sentence.words) and _fits(part, sentence, at)
        return _match(pattern, number + 1, sentence, at + 1) if fits else None
    following = pattern[number + 1]
    for start in range(at, min(at + GAP + 1, len(sentence.words))):
        if following and _fits(following, sentence, start):
            after = _match(pattern, number + 2, sentence, start + 1)
            if after is not None:
                return after
        if sentence.words[start] in CLAUSE_ENDS:
            return None
    return None


def _fits(part: Part, sentence: Words, at: int) -> bool:
    word = sentence.words[at]
    if word in part.exact or (part.participle and at in sentence.participles):
        return True
    return bool(part.open) and any(
        word.startswith(begin) and word.endswith(end) for begin, end in part.open
    )
