"""How people in a report are called where they have no names, and how old they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from meldcode.dossier.entries import Persoon
from meldcode.melding.advice_words import advice_words

_ADULT = 18
_OLD = 65


def designations(people: Iterable[Persoon]) -> Mapping[str, str]:
    """By id what each is called: `[kind 1]`, `[moeder]`; the only one of a kind has no number."""
    kinds = {each.id: _kind(each) for each in people}
    amounts = Counter(kinds.values())
    passed: Counter[str] = Counter()
    found = {}
    for key, kind in kinds.items():
        passed[kind] += 1
        found[key] = f"[{kind} {passed[kind]}]" if amounts[kind] > 1 else f"[{kind}]"
    return found


def _kind(person: Persoon) -> str:
    words = advice_words()
    first = person.relatie.casefold().replace(",", " ").split()[:1]
    if person.rol == "ouder" and first and first[0] in words.parents:
        return first[0]
    return words.roles[person.rol]


def age(person: Persoon, today: date) -> str:
    """The age in words, without a day: a child's in whole years, an adult's in tens.

    Below 18 the years count in every advice; above it the ten years do, and from 65 (abuse of
    the elderly [bron: rbcz]) that it is so. Empty where no birth is known.
    """
    if person.rol == "ongeboren_kind":
        return "nog niet geboren"
    if not person.geboren:
        return ""
    youngest, oldest = _years(person.geboren, today)
    if oldest < 0:
        return ""
    least, most = _said(max(youngest, 0)), _said(oldest)
    return most if least == most else f"ongeveer {least if oldest < _ADULT else most}"


def _years(born: str, today: date) -> tuple[int, int]:
    """The least and the greatest age of who was born on this partial date."""
    year, month, day = (int(part) for part in [*born.split("-"), "0", "0"][:3])
    years = today.year - year
    least = (month or 12, day or 31)
    most = (month or 1, day or 1)
    now = (today.month, today.day)
    return years - (now < least), years - (now < most)


def _said(years: int) -> str:
    if years == 0:
        return "jonger dan 1 jaar"
    if years < _ADULT:
        return f"{years} jaar"
    if years >= _OLD:
        return f"{_OLD} jaar of ouder"
    low, high = max(years // 10 * 10, _ADULT), min(years // 10 * 10 + 10, _OLD)
    return f"{low} tot {high} jaar"
