"""Whether a text may be read by one person: each check gives the reason why not, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from meldcode.dossier.entries import Persoon
from meldcode.dossier.strangers import Sign, Strangers, plain_letters
from meldcode.kader.load import frameworks
from meldcode.melding.reader_words import say, signs
from meldcode.melding.report import Report

_WORD = re.compile(r"[^\W\d_]+")
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

    def named(self, text: str) -> str:
        """Whether it may name or place another, or give away a reporter who is hidden."""
        found = self._circle.sign(text, of_a_report=self.told) or self._circle.opening(text)
        return _reason(found) or (_at_work(text) if self.hidden else "")

    def own(self, text: str) -> str:
        """The same; what somebody said may be in it where nothing names a companion."""
        return self.named(text) or (_said(text) if self._more(text) else "")

    def unsaid(self, text: str) -> str:
        """The same, and nothing that anybody said, nor that somebody was afraid."""
        return self.named(text) or _said(text)

    def unbound(self, text: str) -> str:
        """The same, and nothing that points at somebody whom no field names."""
        pointing = _first(text, signs().verwijzen.__contains__)
        return self.unsaid(text) or (say("verwijst", pointing) if pointing else "")

    def placeless(self, text: str) -> str:
        """Whether what a reporter says of themselves tells of a hiding place; names may stand."""
        return say("plek") if self._circle.may_be_where(text) else ""

    def is_reader(self, source: str) -> bool:
        """Whether what was told came from the reader, and nobody else."""
        return self._circle.is_person(source, by_relation=True)

    def _more(self, text: str) -> bool:
        return self._alone.may_be_in(text, of_a_report=self.told)


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
    words = set(_words(text))
    quoted = _QUOTED.search(text)
    given = signs().zeggen_met_aan & words if "aan" in words else frozenset()
    found = _first(text, signs().zeggen.__contains__) or "".join(sorted(given)[:1])
    if not found and quoted:
        found = quoted[0]
    return say("gezegd", found) if found else ""


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
