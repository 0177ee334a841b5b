"""Whether a text tells who told something, where somebody is safe, or that a body knows of it.

The rule is turned round: what somebody said or saw is told only where the professional ('ik') or
the person a copy is for did so. Who else may be meant, a number, a place to stay and a contact
with a body keep a text out. The words stand in `inhoud/bronnen.yaml`; our own choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from meldcode.dossier import strangers
from meldcode.dossier.entries import Persoon
from meldcode.dossier.strangers import Kind, Sign, Strangers, plain_letters
from meldcode.kader.reading import only_keys, read_yaml

_LABEL = "dossier/bronnen.yaml"
_SENTENCE = re.compile(r"[^.!?;\n]+")
# The reader's full name is one word in what follows.
_READER = "\x02"
_WORD = re.compile(rf"[^\W\d_]+|{_READER}|,|:")
# Not of things in quotes: they are what was said.
_QUOTE = re.compile(r"[‘“\"„][^’”\"]*[’”\"]")
_WHO = re.compile(
    r"(?<!\w)(?:de|een|zijn|haar|hun|mijn|onze|deze|die|andere|nieuwe|bezorgde)\s+(?:\w+e\s+)?(\w+)"
)
_PARTICIPLE = re.compile(r"(?:\w{2,4})?ge\w+(?:d|t|en)|verteld|verklaard|herkend|ontdekt|bekeken")
# A number in words.
_COUNTED = re.compile(
    r"(?<!\w)(?:(?:nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|\w*tien|\w+tig)[\s-]+){4,}"
)
_MANY = re.compile(
    r"(?<!\w)(?:ze|zij)\s+(?:zijn|hebben|zitten|gaan|worden|kunnen|willen|waren|hadden|moesten"
    r"|wonen|staan|slapen|komen|kwamen|gingen|zaten|blijven|bleven)(?!\w)"
    r"|(?<!\w)(?:zijn|hebben|zitten|gaan|worden|waren|hadden|wonen)\s+(?:ze|zij)(?!\w)"
)


class Signs(BaseModel):
    """The words of `inhoud/bronnen.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zeggen: tuple[str, ...] = Field(min_length=1)
    zien: tuple[str, ...] = Field(min_length=1)
    zeggen_met_aan: tuple[str, ...] = Field(min_length=1)
    vernemen: tuple[str, ...] = Field(min_length=1)
    wij: tuple[str, ...] = Field(min_length=1)
    instanties: tuple[str, ...] = Field(min_length=1)
    schoolplek: frozenset[str] = Field(min_length=1)
    verblijf: tuple[str, ...] = Field(min_length=1)
    nummers: tuple[str, ...] = Field(min_length=1)
    gevoel: tuple[str, ...] = Field(min_length=1)
    dingen: tuple[str, ...] = Field(min_length=1)
    wie_eindigt: tuple[str, ...] = Field(min_length=1)
    wie: tuple[str, ...] = Field(min_length=1)
    tussen: frozenset[str] = Field(min_length=1)
    knip: frozenset[str] = Field(min_length=1)
    mannelijk: frozenset[str] = Field(min_length=1)
    vrouwelijk: frozenset[str] = Field(min_length=1)
    mannen: frozenset[str] = Field(min_length=1)
    vrouwen: frozenset[str] = Field(min_length=1)

    @cached_property
    def said(self) -> re.Pattern[str]:
        """Words with which somebody speaks."""
        return _any(self.zeggen)

    @cached_property
    def seen(self) -> re.Pattern[str]:
        """Words with which somebody sees."""
        return _any(self.zien)

    @cached_property
    def felt(self) -> re.Pattern[str]:
        """Words for what a child feels or wants."""
        return _any(self.gevoel)

    @cached_property
    def things(self) -> re.Pattern[str]:
        """Words for things that end as those for people do."""
        return _any(self.dingen)

    @cached_property
    def ours(self) -> re.Pattern[str]:
        """Words for the professional and others together."""
        return _any(self.wij)

    @cached_property
    def kept_out(self) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
        """What keeps a text out whoever speaks in it."""
        return (
            ("nummer", _any(self.nummers)),
            ("instantie", _any(self.instanties)),
            ("verblijf", _any(self.verblijf)),
            ("vernomen", _any(self.vernemen)),
            ("iemand", _any(self.wie)),
        )

    @cached_property
    def school(self) -> re.Pattern[str]:
        """A school that is no place: it may be who told."""
        before = "".join(rf"(?<!\b{each} )(?<!\b{each} de )" for each in sorted(self.schoolplek))
        return re.compile(rf"{before}(?<!\w)school(?!\w)")


@lru_cache(maxsize=1)
def signs() -> Signs:
    """The words, read once. Raises ContentError or ValidationError where they are not right."""
    data = read_yaml(Path(__file__).parent / "inhoud" / "bronnen.yaml", _LABEL)
    only_keys(data, tuple(Signs.model_fields), _LABEL)
    return Signs.model_validate(dict(data))


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    ways = "|".join(
        re.escape(each).replace(r"\*", r"\w*").replace(r"\+", r"\w+").replace(r"\ ", r"\W+")
        for each in sorted(patterns, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)")


@dataclass(frozen=True)
class Reading:
    """How a text is read. `alone`: it is about the reader alone, so that 'hij' is no mother.

    `pronouns`: 'zij' may be the reader who speaks. `feelings`: what a child felt may stand in it.
    `talk`: it is what the professional and the reader said to each other. `sourced`: of what it
    tells, such as a photograph, another field says who made it.
    """

    alone: bool = False
    pronouns: bool = False
    feelings: bool = True
    talk: bool = False
    sourced: bool = False


class Voices:
    """Who may speak in a text for one person: that person, and the professional."""

    def __init__(self, person: Persoon, others: Strangers) -> None:
        self.full = others.alone
        self.speakers = others.sole | others.called | {_READER}
        self.not_reader = _other_gender(person)

    def sign(self, text: str, how: Reading) -> Sign | None:
        """By what a text tells of a source, a place to stay or a body; None where by nothing."""
        return next(self._signs(self._folded(text), how), None) if text else None

    def single(self, text: str) -> bool:
        """Whether at most one word in a text, a name or 'zij', means the reader."""
        pronouns = signs().mannelijk | signs().vrouwelijk
        may = self.speakers | pronouns
        return sum(each in may for each in _WORD.findall(self._folded(text))) < 2

    def _folded(self, text: str) -> str:
        seen = plain_letters(text)
        if self.full:
            seen = self.full.sub(_READER, seen)
        return " ".join(seen.casefold().replace("\n", " . ").split())

    def _signs(self, seen: str, how: Reading) -> Iterator[Sign]:
        for kind, pattern in signs().kept_out:
            if not (kind == "vernomen" and how.sourced) and (found := pattern.search(seen)):
                yield Sign(kind, found[0])
        if found := _COUNTED.search(seen):
            yield Sign("nummer", found[0].strip())
        if found := signs().school.search(seen):
            yield Sign("instantie", found[0])
        if not how.talk and (found := signs().ours.search(seen)):
            yield Sign("vernomen", found[0])
        if found := _MANY.search(seen):
            yield Sign("verwijst", found[0])
        yield from self._others(seen, how)
        if not how.feelings and (found := signs().felt.search(seen)):
            yield Sign("gevoel", found[0])
        for sentence in _SENTENCE.findall(_QUOTE.sub(" ", seen)):
            yield from self._spoken(sentence, how)

    def _others(self, seen: str, how: Reading) -> Iterator[Sign]:
        """Who may be somebody by the word for what they do, or can't be the reader."""
        for found in _WHO.finditer(seen):
            if found[1].endswith(signs().wie_eindigt) and not _known(found[1]):
                yield Sign("iemand", found[1])
        if how.alone:
            for word in _WORD.findall(seen):
                if word in self.not_reader:
                    yield Sign("verwijst", word)

    def _spoken(self, sentence: str, how: Reading) -> Iterator[Sign]:
        """What is said or seen in a sentence by another than the professional or the reader."""
        named = how.talk or bool(self._reader(how) & set(_WORD.findall(sentence)))
        for pattern, partner in ((signs().said, True), (signs().seen, False)):
            for found in pattern.finditer(sentence):
                before, after = sentence[: found.start()], sentence[found.end() :]
                by = "" if _passive(before, found[0], after) else self._by(before, after, how)
                if not by or (by == "ik" and partner and not named):
                    yield Sign("gezegd", found[0])
        words = set(_WORD.findall(sentence))
        given = words & set(signs().zeggen_met_aan) if "aan" in words else set()
        for word in sorted(given):
            before, _, after = sentence.partition(word)
            if not self._by(before, after, how):
                yield Sign("gezegd", word)

    def _reader(self, how: Reading) -> frozenset[str]:
        """The words that mean the reader."""
        pronouns = signs().mannelijk | signs().vrouwelijk
        return self.speakers | (
            pronouns - self.not_reader if how.pronouns or how.talk else frozenset()
        )

    def _by(self, before: str, after: str, how: Reading) -> str:
        """Who speaks, as far as that is the professional or the reader; else empty.

        Between that word and the one for speaking stand only small words, that are nobody.
        """
        may = self._reader(how) | {"ik"}
        small = signs().tussen - may
        if after.split()[:1] == ["ik"]:
            return "ik"
        here = [each for each in _clause(before, last=True) if each not in small]
        here = here or [each for each in _clause(after, last=False) if each not in small][:1]
        return here[0] if here and may.issuperset(here) else ""


def _passive(before: str, word: str, after: str) -> bool:
    """Whether somebody is spoken of or seen, and by whom is not told: 'Karin werd gezien'."""
    if not _PARTICIPLE.fullmatch(word):
        return False
    part = {*_clause(before, last=True), *_clause(after, last=False)}
    return not part & {"heb", "hebt", "heeft", "had", "hebben", "hadden"}


def _known(word: str) -> bool:
    """Whether a word is a thing, or somebody near, whom `strangers` judges."""
    return word in strangers.signs().naasten or signs().things.fullmatch(word) is not None


def _clause(text: str, *, last: bool) -> list[str]:
    """The words of the last, or first, part of a sentence."""
    part: list[str] = []
    words = _WORD.findall(text)
    for word in reversed(words) if last else words:
        if word in signs().knip or word in ",:":
            break
        part.append(word)
    return part[::-1] if last else part


def _other_gender(person: Persoon) -> frozenset[str]:
    """The words that can't mean this person, where it is known to be a man or a woman."""
    words = set(_WORD.findall(plain_letters(person.relatie).casefold())[:1])
    if words & signs().mannen:
        return signs().vrouwelijk
    return signs().mannelijk if words & signs().vrouwen else frozenset()
