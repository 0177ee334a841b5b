"""Code names for cases: two neutral words that tell nothing of anybody.

Professionals tend to type a surname as the name of a file; a name that is already there prevents
that. The words are checked for what could describe a person or hint at what happened.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict, Field

from meldcode.kader.reading import read_yaml, validate

NAMES = Path(__file__).parent / "inhoud" / "codenamen.yaml"
_WORD = re.compile(r"[^\W\d_]{3,}")
# Words inside a name that tell nothing by themselves.
_COMMON = frozenset({"van", "der", "den", "het", "ten", "ter", "baby", "ongeboren", "onbekend"})


class NoNameLeft(Exception):
    """Every code name is taken."""


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    bron: tuple[str, ...] = Field(min_length=1)
    woorden: tuple[str, ...] = Field(min_length=1)
    dingen: tuple[str, ...] = Field(min_length=1)


@lru_cache(maxsize=1)
def words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first and the second words. Raises ContentError where the file is not right."""
    label = f"dossier/{NAMES.name}"
    data = read_yaml(NAMES, label)
    found = validate(_Words, data, data, label, "Codenamen")
    return found.woorden, found.dingen


def propose(random: Random, taken: Collection[str] = ()) -> str:
    """A code name that is not `taken` (capitals don't count), such as 'Zilveren Wilg'.

    Pass a SystemRandom. Raises NoNameLeft where all of them are taken.
    """
    first, second = words()
    used = {_same(name) for name in taken}
    total = len(first) * len(second)
    begin = random.randrange(total)
    for step in range(total):
        place, rest = divmod((begin + step) % total, len(second))
        name = f"{_capital(first[place])} {_capital(second[rest])}"
        if _same(name) not in used:
            return name
    raise NoNameLeft


def looks_like_a_name(text: str, people: Iterable[str]) -> bool:
    """Whether a code name that somebody typed holds a word of the name of one of `people`."""
    typed = set(_words_of(text))
    return any(typed & (set(_words_of(name)) - _COMMON) for name in people)


def _capital(word: str) -> str:
    """With a capital, which in Dutch is one letter or the two of IJ."""
    length = 2 if word.startswith("ij") else 1
    return word[:length].upper() + word[length:]


def _words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()
