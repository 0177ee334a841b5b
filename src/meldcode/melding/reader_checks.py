"""Whether a text may be read by one person: each check gives the reason why not, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from meldcode.dossier import strangers, voices
from meldcode.dossier.entries import Persoon
from meldcode.dossier.strangers import Sign, Strangers, plain_letters
from meldcode.dossier.voices import Reading, Voices
from meldcode.kader.load import frameworks
from meldcode.melding.reader_words import say, signs
from meldcode.melding.report import Report

_WORD = re.compile(r"[^\W\d_]+")
# A name of more than one person has no such marks; of whom somebody is, stands behind 'van'.
_MORE_THAN_NAME = re.compile(r"[\d()\[\]@:;/\n]")
_OF_SOMEBODY = re.compile(
    r"\b(?i:zoon|dochter|kind|baby|broer|zus|vriend|vriendin|vader|moeder|ouder|partner|ex|man|vrouw"
    r"|oma|opa|oom|tante|neef|nicht|juf|meester|mentor|begeleider|arts|therapeut)(?:tje|je)? van "
    r"(?:[A-Z]\w*|tante|oom|oma|opa)"
)
_QUOTED = re.compile(r"[\"“”„‟«»‹›‘‚]|(?<!\w)'")


class Checks:
    """How texts are read for one person, who stands in a circle of people that may be named."""

    def __init__(self, report: Report, circle: tuple[Persoon, ...], told: bool) -> None:
        person, *beside = circle
        inside = {each.id for each in circle}
        outside = [each for each in report.mensen if each.id not in inside]
        self.hidden = report.hidden
        self.told = told
        others = [*outside, *(_as_people(report) if self.hidden else ())]
        self._circle = Strangers(person, others, beside)
        self._alone = Strangers(person, [*others, *beside])
        self._voices = Voices(person, self._alone)
        self._anybody = _anybody(report, circle)
        self._others = [each.naam for each in report.mensen if each.id != person.id]

    def named(self, text: str) -> str:
        """Whether it may name or place another, or give away a reporter who is hidden."""
        found = self._circle.sign(text, of_a_report=self.told) or self._circle.opening(text)
        if found:
            return _reason(found)
        if somebody := _first(text, self._anybody.__contains__):
            return say("naaste", somebody)
        return _at_work(text) if self.hidden else ""

    def child(self, text: str) -> str:
        """The same for a child, of a text on the child alone."""
        return self.named(text) or self._spoken(
            text, Reading(alone=True, pronouns=not self._more(text))
        )

    def own(self, text: str) -> str:
        """The same of a text on an adult reader alone, where nobody else may be who speaks."""
        more = self._more(text)
        spoken = self._spoken(text, Reading(alone=True, pronouns=not more, feelings=not more))
        return self.named(text) or spoken or (_quoted(text) if more else "")

    def told_by_reader(self, text: str) -> str:
        """The same of what the reader told; not where somebody speaks beside the reader."""
        return self.named(text) or self._spoken(text, Reading(pronouns=_speaking(text) == 1))

    def answered(self, text: str) -> str:
        """The same of what the reader answered; nothing that was said where a child is named."""
        beside = self._alone.may_be_in(text, of_a_report=self.told)
        spoken = self._spoken(text, Reading(talk=True))
        return self.named(text) or spoken or (_said(text) if beside else "")

    def alone(self, text: str) -> str:
        """Whether a text on one person may mean two, by 'hij' and 'haar'."""
        words = set(_words(text))
        both = [sorted(words & each) for each in (signs().mannelijk, signs().vrouwelijk)]
        return say("verwijst", f"{both[0][0]} … {both[1][0]}") if all(both) else ""

    def name(self, name: str) -> str:
        """Whether more than a name stands where a name is asked: whose child it is, or a place."""
        words = _telling_words(name)
        firsts = {first for each in self._others for first in _telling_words(each)[:1]}
        more = _MORE_THAN_NAME.search(name) or self._circle.may_be_where(name)
        if more or _OF_SOMEBODY.search(plain_letters(name)) or firsts & set(words[1:]):
            return say("wie", name)
        return ""

    def unsaid(self, text: str) -> str:
        """The same, and nothing that another than the reader said, nor what a child felt."""
        return self.named(text) or self._spoken(text, Reading(feelings=False)) or _quoted(text)

    def unbound(self, text: str) -> str:
        """The same, and nothing that points at somebody whom no field names."""
        pointing = _first(text, signs().verwijzen.__contains__)
        return self.unsaid(text) or (say("verwijst", pointing) if pointing else "")

    def placeless(self, text: str) -> str:
        """Whether what a reporter says of themselves finds somebody who hides; names may stand."""
        found = self._circle.sign(text, of_a_report=True)
        if found and found.kind == "spoor":
            return _reason(found)
        return say("plek") if self._circle.may_be_where(text) else ""

    def function(self, text: str) -> str:
        """The same of somebody's work, which names nobody else: 'juf van Lina'."""
        named = _OF_SOMEBODY.search(plain_letters(text))
        return self.placeless(text) or (say("naam", named[0]) if named else "")

    def is_reader(self, source: str) -> bool:
        """Whether what was told came from the reader, and nobody else."""
        return self._circle.is_person(source, by_relation=True)

    def _spoken(self, text: str, how: Reading) -> str:
        """Whether a text tells of a source, a place to stay or a body (`dossier.voices`)."""
        return _reason(self._voices.sign(text, how))

    def _more(self, text: str) -> bool:
        """Whether a text names another than the reader, or means two people at least."""
        words = list(_words(text))
        means = sum(word in signs().mannelijk | signs().vrouwelijk for word in words)
        means += any(word in self._circle.own for word in words)
        if not signs().kindnamen.isdisjoint(words):
            return True
        return means > 1 or self._alone.may_be_in(text, of_a_report=self.told)


def _anybody(report: Report, circle: tuple[Persoon, ...]) -> frozenset[str]:
    """Words such as 'meisje' and 'cliente' that may mean somebody who is not in the circle."""
    inside = {each.id for each in circle}
    clients = {each.id for each in report.mensen if each.rol == "client"}
    found = signs().wie_dan_ook
    if not (report.children and report.children <= inside):
        found |= signs().kindnamen
    if clients != {circle[0].id}:
        found |= signs().clientnamen
    return found


def _telling_words(name: str) -> list[str]:
    """The words of a name in small plain letters, without those that many names have."""
    return [word for word in _words(name) if word not in strangers.signs().tussenvoegsels]


def _as_people(report: Report) -> Iterator[Persoon]:
    """A hidden reporter's words as those of people who must not be named."""
    known = report.melder
    framework = frameworks().get(report.beroep)
    place = f"{known.bereikbaar} {framework.naam if framework else report.beroep}"
    for name in filter(None, (known.naam, known.organisatie, known.functie)):
        yield Persoon(id="p9999", rol="professional", naam=name)
    # A place is sought as words and numbers, and can't make a text unreadable as a name can.
    yield Persoon.model_construct(
        id="p9999", rol="professional", naam="Melder", adres=place, telefoon=known.telefoon
    )


def _reason(sign: Sign | None) -> str:
    return say(sign.kind, sign.words) if sign else ""


def _said(text: str) -> str:
    """Whether somebody speaks in a text, or is afraid in it."""
    seen = plain_letters(text).casefold()
    found = voices.signs().said.search(seen) or voices.signs().felt.search(seen)
    return say("gezegd", found[0]) if found else _quoted(text)


def _quoted(text: str) -> str:
    found = _QUOTED.search(text)
    return say("gezegd", found[0]) if found else ""


def _speaking(text: str) -> int:
    """How many words in a text say that somebody speaks."""
    return len(voices.signs().said.findall(plain_letters(text).casefold()))


def _at_work(text: str) -> str:
    """Whether a text tells where the reporter works, or that the writer was there."""
    starts = tuple(signs().werkplek)
    first = signs().eerste_persoon
    found = _first(text, lambda word: word in first or word.startswith(starts))
    return say("melder", found) if found else ""


def _first(text: str, sought: Callable[[str], bool]) -> str:
    return next(filter(sought, _words(text)), "")


def _words(text: str) -> Iterable[str]:
    return (each.casefold() for each in _WORD.findall(plain_letters(text)))
