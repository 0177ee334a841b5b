"""A text beside itself in plain letters, and what was found in it, to be replaced in one go."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from meldcode.dossier.patterns import opens
from meldcode.dossier.strangers import plain_letters

GONE = "[…]"
# A full stop after these ends no sentence.
_SHORT = re.compile(
    r"(?<!\w)(?:dhr|mw|mevr|fam|dr|drs|prof|ds|mr|ir|ing|bijv|nr|jl|evt|ca|resp)\.\s*\Z"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Find:
    """A piece of a folded text, what stands for it, and why the professional is to read it.

    Places are those in `Folded.plain`. Without `why` there is nothing to look at again. `certain`:
    it is of somebody in this report, or finds somebody.
    """

    start: int
    end: int
    instead: str
    why: str = ""
    certain: bool = False


@dataclass(frozen=True)
class Word:
    """A word of a folded text; `inside`: no sentence opens with it."""

    start: int
    end: int
    plain: str
    inside: bool

    @property
    def small(self) -> str:
        return self.plain.casefold()

    @property
    def capital(self) -> bool:
        return not self.plain.islower()

    @property
    def odd(self) -> bool:
        """Whether it has a capital that no sentence asks: within one, or within the word."""
        return self.capital and (self.inside or not self.plain[1:].islower())


class Folded:
    """`text` as it will be shown, and `plain`: the same without accents, letter for letter.

    Characters that nobody sees are in neither; they can hide a name or turn a text around.
    """

    def __init__(self, text: str) -> None:
        seen = unicodedata.normalize("NFC", text)
        self.text = "".join(each for each in seen if unicodedata.category(each) != "Cf")
        plain = [plain_letters(each) for each in self.text]
        self.plain = "".join(plain)
        self._places = [at for at, each in enumerate(plain) for _ in each]

    def as_written(self, find: Find) -> str:
        """The words of the text in which something was found."""
        return self.text[slice(*self._span(find))]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words, in their order."""
        return tuple(map(self._word, _WORD.finditer(self.plain)))

    def _word(self, found: re.Match[str]) -> Word:
        before = self.plain[max(0, found.start() - 40) : found.start()]
        inside = not opens(before) or _SHORT.search(before.casefold()) is not None
        return Word(found.start(), found.end(), found[0], inside)

    def replaced(self, finds: Iterable[Find]) -> str:
        """The text with every find replaced; none of them may overlap another."""
        parts, at = [], 0
        for find in sorted(finds, key=lambda each: each.start):
            start, end = self._span(find)
            parts += [self.text[at:start], find.instead]
            at = end
        return "".join([*parts, self.text[at:]])

    def kept(self, finds: Iterable[Find]) -> str:
        """What stays of `plain`, with a NUL for every find."""
        parts, at = [], 0
        for find in sorted(finds, key=lambda each: each.start):
            parts.append(self.plain[at : find.start])
            at = find.end
        return "\0".join([*parts, self.plain[at:]])

    def _span(self, find: Find) -> tuple[int, int]:
        end = self._places[find.end] if find.end < len(self._places) else len(self.text)
        return self._places[find.start], end


def apart(finds: Iterable[Find], plain: str) -> tuple[Find, ...]:
    """These finds in `plain` without overlap: the first found wins, of a later one the rest goes.

    The rest of a find says nothing any more, so that it becomes `GONE`.
    """
    taken = bytearray(len(plain))
    found: list[Find] = []
    for find in finds:
        spans = list(_free(find, taken, plain))
        whole = spans == [(find.start, find.end)]
        taken[find.start : find.end] = b"\1" * (find.end - find.start)
        found += [
            find if whole else replace(find, start=start, end=end, instead=GONE)
            for start, end in spans
        ]
    return tuple(found)


def _free(find: Find, taken: bytearray, plain: str) -> Iterator[tuple[int, int]]:
    """The pieces of a find that nothing else has, as far as they hold a letter or figure."""
    for piece in re.finditer(rb"\0+", taken[find.start : find.end]):
        start, end = find.start + piece.start(), find.start + piece.end()
        if held := re.search(r"\w(?:.*\w)?", plain[start:end], re.S):
            whole = piece.end() - piece.start() == find.end - find.start
            yield (start, end) if whole else (start + held.start(), start + held.end())
