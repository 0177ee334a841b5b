"""The wording check: a text in, marks with a reason and an example of a fact out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from meldcode.wording.around import Around
from meldcode.wording.patterns import Found
from meldcode.wording.rules import Excuse, Kind, Rule, rules
from meldcode.wording.tokens import Sentence, sentences


class Mark(NamedTuple):
    """Wording to look at again: `text[start:end]`, by which rule, why, how a fact would read."""

    start: int
    end: int
    soort: Kind
    rule: str
    why: str
    better: str


# What somebody else said may hold their opinion; when, and who did it, must be clear all the same.
_ASKED_OF_TOLD: frozenset[Kind] = frozenset({"vaag", "verborgen_dader"})


def check(
    text: str, field: Collection[str] = (), *, profession: str = "", told: bool = False
) -> tuple[Mark, ...]:
    """What in a text is no fact, in the order of the text; marks do not overlap.

    `field` holds the fields in which the writer may judge (`medisch`, `psychisch`, `juridisch`,
    `opvoeding`), `profession` is the id of a framework, which brings its own. A sentence in which
    the writer names a profession ('als huisarts') adds that one's. With `told` the text is what
    somebody else said, which may hold an opinion.
    """
    fields = frozenset(field) | frozenset(rules().frameworks.get(profession, ()))
    found = (mark for each in sentences(text) for mark in _marks(each, fields))
    return tuple(mark for mark in found if not told or mark.soort in _ASKED_OF_TOLD)


def _marks(sentence: Sentence, fields: frozenset[str]) -> list[Mark]:
    known = rules()
    around = Around(sentence, known)
    marks: list[Mark] = []
    taken = 0
    # Where two begin at the same word, the rule that comes first in the content wins.
    for number, found in sorted(
        known.marked.find(around.read), key=lambda each: (each[1].first, each[0])
    ):
        rule = known.rules[number]
        if found.first < taken or _excused(rule, found, around, fields):
            continue
        taken = found.after
        start, end = sentence[found.first].start, sentence[found.after - 1].end
        marks.append(Mark(start, end, rule.soort, rule.id, rule.waarom, rule.beter))
    return marks


_EXCUSES: Mapping[Excuse, Callable[[Around, Found], bool]] = {
    "gezegd": lambda around, found: around.said[found.first],
    "datum": lambda around, found: around.dated,
    "dader": Around.has_doer,
    "door": Around.by_somebody,
    "van_iemand": Around.from_somebody,
    "hebben": Around.has_perfect,
    "bezit": Around.possessive,
    "ik": Around.about_writer,
}


def _excused(rule: Rule, found: Found, around: Around, fields: frozenset[str]) -> bool:
    for excuse in rule.tenzij:
        if excuse == "eigen_vak":
            if rule.vak in fields or rule.vak in _own_fields(around):
                return True
        elif _EXCUSES[excuse](around, found):
            return True
    return False


def _own_fields(around: Around) -> Collection[str]:
    """The fields of the profession that the writer names: 'als huisarts', 'ik ben psycholoog'."""
    professions = around.rules.professions
    for at, word in enumerate(around.words[1:], start=1):
        if word in professions and around.words[at - 1] in ("als", "ben"):
            return professions[word]
    return ()
