"""Takes a safe address out of what somebody typed elsewhere in a report.

What is sought, without regard to capitals, accents, spacing, hyphens and line breaks: the whole
address; its postcode; its street with the number; and the street, or the name of the place that
stands before it, alone and by its words with a capital. Alone are not sought: short and everyday
words, words of people's names, and towns, for others live there too. So a single word in small
letters stays, such as 'opvang'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from meldcode.dossier.entries import LINE_LENGTH, TEXT_LENGTH
from meldcode.dossier.patterns import figures
from meldcode.dossier.strangers import plain_letters, signs
from meldcode.dossier.words import FormWords, Kind, form_of
from meldcode.melding import words
from meldcode.melding.advice_words import advice_words
from meldcode.melding.folded import GONE, Find, Folded, apart
from meldcode.melding.report import Report

P = TypeVar("P", bound=BaseModel)

# A shorter word may be any word.
_SHORTEST = 5
_SMALL = 2
_WORD = re.compile(r"[^\W_]+")
_POSTCODE = re.compile(r"(?<!\d)(\d{4})[\s-]*([a-z]{2})(?![a-z])", re.I)
_STREET = re.compile(r"(\D*[^\W\d_]\D*?)[\s.-]*(\d{1,5})(?!\d)")
_PHONE = re.compile(figures(8))
# A place with a name of its own, such as 'De Eik': each word alone may be any word.
_HOUSE = re.compile(r"(?<!\w)(De|Het|t)\s+([A-Z]\w*)")
# How streets are written short.
_SHORT_ENDS = {"straat": r"str(?:aat|\.)?", "laan": r"l(?:aa)?n\.?", "plein": r"pl(?:ei)?n\.?"}
# What may stand between a street and its number, and after that.
_BEFORE = r"[\s,.-]{0,5}(?:nr|nummer|no)?[\s.]{0,3}"
_AFTER = r"(?!\d)(?:[\s-]?(?:[a-z]|bis|hs|i{1,3}|iv)(?![^\W_]))?"
_ANY_NUMBER = rf"(?:{_BEFORE}\d{{1,5}}{_AFTER})?"
_KEPT = frozenset({"id", "veilig_adres"})


def without_safe_addresses(report: Report) -> Report:
    """The report as it may go out: each text without any safe address that stands in it.

    In the field itself it then says only that there is one.
    """
    finders = tuple(_finders(report).values())
    if not finders:
        return report
    told = words.say("veilig_adres")
    clean = _each_text(report, lambda typed: _cleaned(typed, finders))
    people = (
        each.model_copy(update={"veilig_adres": told}) if each.veilig_adres else each
        for each in clean.mensen
    )
    return clean.model_copy(update={"mensen": tuple(people)})


def told_of(report: Report) -> frozenset[str]:
    """The ids of the people whose safe address stands in a text of this report."""
    finders = _finders(report)
    found: set[str] = set()

    def look(typed: str) -> str:
        plain = plain_letters(typed)
        found.update(key for key, each in finders.items() if any(each.in_(plain)))
        return typed

    if finders:
        _each_text(report, look)
    return frozenset(found)


@dataclass(frozen=True)
class _Finder:
    """Finds one safe address; the patterns that tell most come first."""

    patterns: tuple[re.Pattern[str], ...]

    def in_(self, plain: str) -> Iterator[Find]:
        """What is found in a text in plain letters."""
        for pattern in self.patterns:
            for found in pattern.finditer(plain):
                yield Find(*found.span(), words.say("veilig_adres.elders"))


def _finders(report: Report) -> dict[str, _Finder]:
    """A finder for each safe address, by the id of who stays there."""
    told = words.say("veilig_adres")
    stays = [each for each in report.mensen if each.veilig_adres not in ("", told)]
    if not stays:
        return {}
    common = _small(report.names.values()) | advice_words().everyday | signs().straatwoorden
    towns = _small(each.adres.rpartition(",")[2] for each in report.mensen if "," in each.adres)
    return {
        each.id: _Finder(tuple(_patterns(plain_letters(each.veilig_adres), common, towns)))
        for each in stays
    }


def _small(typed: Iterable[str]) -> frozenset[str]:
    """The words of these texts, in small plain letters."""
    return frozenset(word.casefold() for word in _WORD.findall(plain_letters(" ".join(typed))))


def _patterns(
    address: str, common: frozenset[str], towns: frozenset[str]
) -> Iterator[re.Pattern[str]]:
    """What tells this address, in plain letters; `common` and `towns` are not sought alone.

    With a number a town stands behind it; without one it may be any of the words.
    """
    whole = _WORD.findall(address)
    if len(whole) > 1:
        yield _sought(whole)
    for digits, letters in _POSTCODE.findall(address):
        yield re.compile(rf"(?<!\d){digits}[\s-]*{letters}(?![a-z])", re.I)
    places = list(_places(_POSTCODE.sub(",", address)))
    alone = common if any(number for _, number in places) else common | towns
    for phone in _PHONE.findall(address):
        yield re.compile(
            r"(?<!\d)" + r"[\s().·/–—-]{0,4}".join(re.findall(r"\d", phone)) + r"(?!\d)"
        )
    for named, number in places:
        if number and len("".join(named)) > _SMALL:
            yield _sought(named, f"{_BEFORE}{number}{_AFTER}")
        yield from _alone(named, alone, bool(number))
    for article, name in _HOUSE.findall(address):
        if len(name) < _SHORTEST or name.casefold() in alone:
            yield _sought([article, name])


def _places(address: str) -> Iterator[tuple[list[str], str]]:
    """The parts of an address up to the one with a number, in words, each with its number if any.

    Of an address without a number that is the first part: after it comes a town.
    """
    parts = [part for part in re.split(r"[,;\n]", address) if _WORD.search(part)]
    streets = [_STREET.search(part) for part in parts]
    last = next((at for at, street in enumerate(streets) if street), 0)
    for part, street in list(zip(parts, streets, strict=True))[: last + 1]:
        named = _WORD.findall(street[1] if street else part)
        while len(named) > 1 and len(named[0]) <= _SMALL:
            named = named[1:]
        yield named, street[2] if street else ""


def _alone(named: list[str], common: frozenset[str], street: bool) -> Iterator[re.Pattern[str]]:
    """A street or the name of a place without its number, and its telling words."""
    if len(named) > 1 and not common.issuperset(word.casefold() for word in named):
        yield _sought(named, _ANY_NUMBER)
    for word in named:
        capital = not word.islower() or (street and len(named) == 1)
        if capital and len(word) >= _SHORTEST and word.casefold() not in common:
            yield _sought([word], _ANY_NUMBER)


def _sought(named: list[str], after: str = "") -> re.Pattern[str]:
    """These words after each other, also where a word is broken off or spelt with spaces."""
    spelt = r"[\W_]*".join(map(_spelt, named))
    end = r"(?!\d)" if named[-1][-1].isdigit() else r"(?:['’]?s)?"
    return re.compile(rf"(?<![^\W_]){spelt}{end}(?![^\W\d_]){after}", re.I)


def _spelt(word: str) -> str:
    """A word with something between its letters, or with its end written short."""
    for end, ways in _SHORT_ENDS.items():
        begin = word[: -len(end)]
        if begin and word.casefold().endswith(end):
            return rf"{_spaced(begin)}[\s-]*(?:{_spaced(word[-len(end) :])}|{ways})"
    return _spaced(word)


def _spaced(word: str) -> str:
    return r"[\s-]*".join(map(re.escape, word))


def _cleaned(typed: str, finders: Iterable[_Finder]) -> str:
    """The text without what is found, and never longer than its field takes."""
    plain = plain_letters(typed)
    if not any(any(each.in_(plain)) for each in finders):
        return typed
    folded = Folded(typed)
    found = apart((each for finder in finders for each in finder.in_(folded.plain)), folded.plain)
    clean = folded.replaced(found)
    if len(clean) <= (LINE_LENGTH if len(typed) <= LINE_LENGTH else TEXT_LENGTH):
        return clean
    return folded.replaced(Find(each.start, each.end, GONE) for each in found)


def _each_text(report: Report, change: Callable[[str], str]) -> Report:
    """The report with each typed text changed."""
    parts = ("melder", "zorgen", "stappen", "omgeving", "vraag")
    new = {name: _changed(getattr(report, name), words.part(name), change) for name in parts}
    person, fact, told = form_of("persoon"), words.part("feit"), words.part("verteld")
    return report.model_copy(
        update={
            **new,
            "mensen": tuple(_changed(each, person, change) for each in report.mensen),
            "feiten": tuple(_changed(each, fact, change) for each in report.feiten),
            "verteld": tuple(_changed(each, told, change) for each in report.verteld),
        }
    )


def _changed(part: P, form: FormWords, change: Callable[[str], str]) -> P:
    typed = (
        each.name
        for each in form.fields
        if each.kind in (Kind.LINE, Kind.TEXT) and each.name not in _KEPT
    )
    given = {name: getattr(part, name) for name in typed}
    return part.model_copy(update={name: change(text) for name, text in given.items() if text})
