"""Finding texts by everyday words: Dutch word forms, and one or two slips of the pen forgiven.

A word is known by its stems. What no text holds is read as the words that are most like it. Nothing
is learned from what is asked, and nothing of it is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from snowballstemmer import stemmer

_STEMMER = stemmer("dutch")
_WORD = re.compile(r"[^\W_]+")
# Words that stand in every question and tell nothing of what it is about.
_EMPTY = frozenset(
    _WORD.findall(
        """
        aan al als ben bij dan dat de deze die dit doe doen door dus een en er had heb
        hebben heeft hem het hij hoe hun ik in is ja je jij kan kun kunnen maar me mee met
        mij mijn moet moeten mag naar nog nu of om onder ons ook op over te toch tot u uit
        uw van veel voor waar wat we wel werd wie wij word worden wordt ze zich zij zijn zo
        zou
        """
    )
)
_LIKE = 0.7  # What a word weighs that is only like the one that was asked.
_TRIES = 12  # How many of the most alike words are compared letter by letter.
_SHORTEST = 4  # A shorter word is taken as it is typed.
_PHRASE_WORD = 8.0  # What a single word of an everyday phrase weighs.
_PHRASE = 14.0  # What it weighs that a whole everyday phrase was asked, for each of its words.


class Text(NamedTuple):
    """A text to find: its words, how much each field says of what it is about, and whole phrases.

    ``fields`` are (weight, text); ``phrases`` are everyday words that lead straight to this text.
    """

    fields: tuple[tuple[float, str], ...]
    phrases: tuple[str, ...] = ()
    weight: float = 1.0


def words(text: str) -> list[str]:
    """The words of a text in small letters without accents, those that tell nothing left out.

    Where nothing else is left, those too.
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    found = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    return [word for word in found if word not in _EMPTY] or found


@lru_cache(maxsize=8192)
def _stems_of_content(word: str) -> frozenset[str]:
    return stems(word)


def stems(word: str) -> frozenset[str]:
    """The stems that a word is known by.

    Snowball's stem, and that without its last letter where it may be one that a form adds:
    'blauwe', 'wurgt', 'mishandeld'.
    """
    stem = _STEMMER.stemWord(word)
    return frozenset((stem, stem[:-1]) if len(stem) > 4 and stem[-1] in "edt" else (stem,))


def slips(one: str, other: str, most: int) -> int:
    """How many letters differ, are missing, too many or changed places; ``most`` + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, own in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != own))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == own:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


class WordIndex:
    """Texts by number, in the order in which they came."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._weights = [text.weight for text in texts]
        self._found: dict[str, dict[int, float]] = defaultdict(dict)
        self._phrases: dict[str, list[tuple[tuple[frozenset[str], ...], int]]] = defaultdict(list)
        vocabulary: set[str] = set()
        for number, text in enumerate(texts):
            for weight, content in text.fields:
                vocabulary.update(self._add(number, weight, content))
            for phrase in text.phrases:
                vocabulary.update(self._add(number, _PHRASE_WORD, phrase))
                self._add_phrase(number, phrase)
        self._rare = {
            stem: log(1 + len(texts) / len(places)) for stem, places in self._found.items()
        }
        self._grams: dict[str, list[str]] = defaultdict(list)
        for word in sorted(vocabulary):
            for gram in _grams(word):
                self._grams[gram].append(word)

    def _add(self, number: int, weight: float, content: str) -> list[str]:
        found = words(content)
        for word in found:
            for stem in _stems_of_content(word):
                places = self._found[stem]
                places[number] = max(weight, places.get(number, 0.0))
        return found

    def _add_phrase(self, number: int, phrase: str) -> None:
        parts = tuple(_stems_of_content(word) for word in words(phrase))
        for stem in parts[0]:
            self._phrases[stem].append((parts, number))

    def search(self, query: str, among: frozenset[int]) -> list[int]:
        """The numbers of the texts that answer best, the best first, out of ``among``."""
        asked = [self._read(word) for word in dict.fromkeys(words(query))]
        scores: dict[int, float] = defaultdict(float)
        hits: dict[int, int] = defaultdict(int)
        for meanings in asked:
            for number, score in self._scores(meanings).items():
                scores[number] += score
                hits[number] += 1
        for number, score in self._whole_phrases(asked).items():
            scores[number] += score
        ranked = {
            number: score * self._weights[number] * hits[number] / len(asked)
            for number, score in scores.items()
            if number in among
        }
        return sorted(ranked, key=lambda number: (-ranked[number], number))

    def _read(self, word: str) -> Mapping[str, float]:
        """The stems that a word may stand for, each with how sure that is."""
        known = {stem: 1.0 for stem in stems(word) if stem in self._found}
        if known or len(word) < _SHORTEST:
            return known
        return {stem: sure for like, sure in self._alike(word) for stem in _stems_of_content(like)}

    def _alike(self, word: str) -> Iterable[tuple[str, float]]:
        """Words of the texts that this may be a slip of, or that hold it in whole."""
        shared: dict[str, int] = defaultdict(int)
        for gram in _grams(word):
            for each in self._grams.get(gram, ()):
                shared[each] += 1
        nearest = sorted(shared, key=lambda each: (-shared[each] / (len(each) + len(word)), each))
        most = 1 if len(word) < 8 else 2
        compared = [(slips(word, each, most), each) for each in nearest[:_TRIES]]
        best = min((count for count, _ in compared), default=most + 1)
        if best <= most:
            return [(each, _LIKE) for count, each in compared if count == best]
        return [(each, _LIKE / 2) for each in nearest if word in each or each in word][:_TRIES]

    def _scores(self, meanings: Mapping[str, float]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for stem, sure in meanings.items():
            for number, weight in self._found[stem].items():
                score = sure * weight * self._rare[stem]
                scores[number] = max(score, scores.get(number, 0.0))
        return scores

    def _whole_phrases(self, asked: Sequence[Mapping[str, float]]) -> dict[int, float]:
        """What a whole everyday phrase adds to the text that it leads to."""
        every = {stem for meanings in asked for stem in meanings}
        found: dict[int, float] = {}
        for stem in every:
            for parts, number in self._phrases.get(stem, ()):
                if all(part & every for part in parts):
                    found[number] = max(_PHRASE * len(parts), found.get(number, 0.0))
        return found


def _grams(word: str) -> set[str]:
    edged = f" {word} "
    return {edged[i : i + 3] for i in range(len(edged) - 2)}
