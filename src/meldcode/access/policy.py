"""Who may open which page. Every route names its policy; one without stops the server.

The rules are few on purpose. Whoever may not see a case gets the same 404 as for a case that does
not exist, and both write a line in the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from django.urls import URLPattern, URLResolver


class Who(Enum):
    """For whom a page is."""

    ANYONE = "iedereen"
    NOBODY_YET = "wie Meldcode inricht"
    STRANGER = "wie nog niet is ingelogd"
    WAITING = "wie de wachtzin gaf"
    LOCKED = "wie moet ontgrendelen"
    PERSON = "wie is ingelogd"
    ROLE = "wie deze rol heeft"
    CASE_READ = "wie de zaak mag lezen"
    CASE_WRITE = "wie in de zaak mag schrijven"
    CASE_OWNER = "wie de zaak beheert"


class ReadingOnly(Exception):
    """Emergency access is for reading alone: nothing of the case may leave by it."""


CASES = frozenset({Who.CASE_READ, Who.CASE_WRITE, Who.CASE_OWNER})


@dataclass(frozen=True)
class Policy:
    """For whom a page is, which roles, and what the log calls a look at it (empty: no line).

    `lasting` marks a page that works long, or asks a passphrase, before it stores one thing: it
    takes no transaction around the whole, in which everybody who writes would wait. What it stores
    it stores together with its line: `gate.with_the_line`, `gate.kept`. `leaves`: something of the
    case leaves by it, which emergency access doesn't let it.
    """

    who: Who
    action: str = ""
    roles: frozenset[str] = frozenset()
    lasting: bool = False
    leaves: bool = False

    @property
    def logged(self) -> bool:
        """Whether a look writes a line."""
        return bool(self.action)


Table = Mapping[str, Policy]


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Names of all routes below `patterns`, with their namespace; a nameless one gives its path."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}"


def without_policy(patterns: list[URLPattern | URLResolver], table: Table) -> tuple[str, ...]:
    """Routes that name no policy, and policies that name no route."""
    named = set(routes(patterns))
    return tuple(sorted(named.symmetric_difference(table)))
