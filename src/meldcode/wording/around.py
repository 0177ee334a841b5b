"""What around a word makes it fine: who said it, on which day, by whom it was done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from meldcode.wording.patterns import Found, Words
from meldcode.wording.rules import Rules
from meldcode.wording.tokens import CLAUSE_ENDS, QUOTE, Sentence

# '3-5', '3/5/2026', '2026-05-03'
_NUMERIC_DATE = re.compile(r"\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?")
_WRITER = frozenset(("ik", "wij", "we"))
# How far from a verb of saying what is said may begin, in words.
_REACH = 25


@dataclass(frozen=True)
class Around:
    """One sentence, and what in it makes wording fine."""

    sentence: Sentence
    rules: Rules

    @cached_property
    def read(self) -> Words:
        """The sentence as patterns see it."""
        return self.rules.groups.read(self.sentence)

    @property
    def words(self) -> tuple[str, ...]:
        """The words in lower case, and the punctuation."""
        return self.read.words

    @cached_property
    def dated(self) -> bool:
        """Whether a day, or a month with its year, tells when it was."""
        for at, word in enumerate(self.words):
            before = self.words[at - 1] if at else ""
            if word in self._group("maanden") and before[:1].isdigit():
                if (self.words[at - 2] if at > 1 else "") not in self._group("vanaf"):
                    return True
            elif (
                word in self._group("maanden")
                and at + 1 < len(self.words)
                and self.words[at + 1].isdigit()
            ):
                if before not in self._group("vanaf"):
                    return True
            elif _NUMERIC_DATE.fullmatch(word) and before not in self._group("vanaf"):
                return True
        return False

    @cached_property
    def said(self) -> tuple[bool, ...]:
        """For each word whether somebody else says it."""
        said = [word == QUOTE for word in self.words]
        for _, found in self.rules.reports.find(self.read):
            if not self._own(found) and not self._nameless(found):
                self._reported(found, said)
        for _, found in self.rules.according.find(self.read):
            following = self.words[found.after : found.after + 2]
            if not self._names(following, "ik") and not self._names(following, "naamlozen"):
                begin, end = self._accorded(found)
                said[begin:end] = [True] * (end - begin)
        return tuple(said)

    def clause(self, at: int) -> range:
        """The places of the words of the same clause."""
        begin, end = at, at
        while begin and self.words[begin - 1] not in CLAUSE_ENDS:
            begin -= 1
        while end < len(self.words) and self.words[end] not in CLAUSE_ENDS:
            end += 1
        return range(begin, end)

    def has_doer(self, found: Found) -> bool:
        """Whether 'door' somebody stands in the clause, or the doer is said to be unknown."""
        if self.by_somebody(found):
            return True
        return "wie" in self.words and any(
            word in self.words for word in ("niet", "onbekend", "onduidelijk")
        )

    def by_somebody(self, found: Found) -> bool:
        """Whether 'door' somebody stands in the clause."""
        return self._with_somebody(found, "door")

    def from_somebody(self, found: Found) -> bool:
        """Whether 'van' somebody stands in the clause."""
        return self._with_somebody(found, "van")

    def _with_somebody(self, found: Found, preposition: str) -> bool:
        people = self._group("mensen")
        for at in self._near(found):
            if self.words[at] != preposition:
                continue
            for next_to in range(at + 1, min(at + 4, len(self.words))):
                token = self.sentence[next_to]
                if token.capital or _among(token.word, people):
                    return True
        return False

    def has_perfect(self, found: Found) -> bool:
        """Whether a form of 'hebben' goes with the participle, which is active then."""
        begin = self.clause(found.first).start
        # It stands before the participle, or right behind it: 'geslagen heeft'.
        return any(word in self._group("hebben") for word in self.words[begin : found.after + 1])

    def possessive(self, found: Found) -> bool:
        """Whether 'zijn' is 'his' here."""
        at = found.first
        if self.words[at] != "zijn":
            return False
        begin = self.clause(at).start
        return (
            at == begin
            or self.words[at - 1] in self._group("voorzetsels")
            or any(word in ("hij", "ik") for word in self.words[begin:at])
        )

    def about_writer(self, found: Found) -> bool:
        return "ik" in (self.words[each] for each in self.clause(found.first))

    def _group(self, name: str) -> tuple[str, ...]:
        return self.rules.groups.words[name]

    def _near(self, found: Found) -> range:
        return range(
            self.clause(found.first).start, max(found.after, self.clause(found.after - 1).stop)
        )

    def _own(self, found: Found) -> bool:
        """Whether the writer is who says it."""
        if self.words[found.first] in self._group("horen"):
            return False
        begin = max(self.clause(found.first).start, found.first - 6)
        near = self.words[begin : found.first] + self.words[found.first + 1 : found.first + 2]
        return any(word in _WRITER for word in near)

    def _nameless(self, found: Found) -> bool:
        """Whether nobody in particular says it."""
        begin = max(self.clause(found.first).start, found.first - 5)
        near = (
            self.words[begin : found.first]
            + self.words[found.first + 1 : found.first + 3]
            + self.words[found.after : found.after + 2]
        )
        nobody = self._group("naamlozen_zeker")
        return any(_among(word, nobody) for word in near)

    def _names(self, words: tuple[str, ...], group: str) -> bool:
        return any(_among(word, self._group(group)) for word in words)

    def _reported(self, found: Found, said: list[bool]) -> None:
        content = self._content(found)
        if content is not None:
            end = self._until_comment(content + 1)
            said[content:end] = [True] * (end - content)
        elif self._parenthetical(found):
            begin = self._segment(found.first)
            end = self._until_comment(found.after)
            said[begin:end] = [True] * (end - begin)
        elif self.words[found.first] in self.rules.naming:
            end = self.clause(found.first).stop
            said[found.first : end] = [True] * (end - found.first)
        else:
            self._before_final(found, said)

    def _content(self, found: Found) -> int | None:
        """Where what is said begins, after the verb and what belongs to it."""
        end = min(found.after + _REACH, len(self.words))
        start = (
            found.after - 1
            if self.words[found.after - 1] in self._group("gezegde")
            else found.after
        )
        for at in range(start, end):
            word = self.words[at]
            if word in self._group("gezegde"):
                return at
            if word == ";":
                return None
            if word == ",":
                return self._after_aside(at, end)
        return None

    def _after_aside(self, comma: int, end: int) -> int | None:
        """Where what is said begins after '…, die haar behandelt, dat'."""
        if self.words[comma + 1 : comma + 2] == ("dat",):
            return comma + 1
        for at in range(comma + 1, min(end, len(self.words) - 1)):
            if self.words[at] == ";":
                return None
            if self.words[at] == "," and self.words[at + 1] in ("dat", "of", "hoe"):
                return at + 1
        return None

    def _parenthetical(self, found: Found) -> bool:
        """'…, zei zij', '…, zo vertelde hij mij, …'"""
        at = found.first
        before = self.words[at - 1] if at else ""
        return before == "," or (before == "zo" and at > 1 and self.words[at - 2] == ",")

    def _before_final(self, found: Found, said: list[bool]) -> None:
        """'… dat jeugdarts Vlieger een groeiachterstand vaststelde'"""
        clause = self.clause(found.first)
        if found.after >= clause.stop and found.first - clause.start > 2:
            said[clause.start : clause.stop] = [True] * len(clause)

    def _segment(self, at: int) -> int:
        while at and self.words[at - 1] != ";":
            at -= 1
        return at

    def _until_comment(self, at: int) -> int:
        while at < len(self.words):
            if self.words[at] == ";":
                return at
            if (
                self.words[at] == ","
                and self.words[at + 1 : at + 2]
                and self.words[at + 1] in self._group("commentaar")
            ):
                return at
            at += 1
        return at

    def _accorded(self, found: Found) -> tuple[int, int]:
        clause = self.clause(found.first)
        if found.first in (0, self._segment(found.first)):
            return found.first, self._until_comment(found.first)
        return clause.start, clause.stop


def _among(word: str, group: tuple[str, ...]) -> bool:
    return word in group or any(each.endswith("*") and word.startswith(each[:-1]) for each in group)
