"""Long lists in pieces: which piece the address asks for, and the links to those beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from meldcode.access import numbers

PARAMETER = "blad"
# Far beyond any list, and small enough to count with in a database.
_DIGITS = 6


@dataclass(frozen=True)
class Links:
    """The piece that is shown, and the numbers of those beside it; 0 where there is none."""

    number: int
    earlier: int
    later: int


def number(request: HttpRequest) -> int:
    """The piece that is asked for, from 1. Raises Http404 for what is no such number."""
    asked = request.GET.get(PARAMETER, "1")
    found = numbers.whole(asked)
    if not found or len(asked) > _DIGITS:
        raise Http404
    return found


def links(number: int, more: bool) -> Links:
    """The links for piece `number`, where `more` tells whether another comes after it."""
    return Links(number, number - 1, number + 1 if more else 0)
