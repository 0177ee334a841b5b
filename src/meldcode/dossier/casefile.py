"""The entries of a case that count today, found by kind and by run of the code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel

from meldcode.dossier.entries import (
    Afsluiting,
    Correctie,
    Entered,
    Heropening,
    Persoon,
    effective,
)

E = TypeVar("E", bound=BaseModel, covariant=True)

CHILD_ROLES = frozenset({"kind", "ongeboren_kind", "ander_kind"})


@dataclass(frozen=True)
class Placed(Generic[E]):
    """An entry of a known kind, in its place; see `Entered`."""

    number: int
    author: str
    at: datetime
    entry: E


@dataclass(frozen=True)
class CaseFile:
    """The entries that count, in their order. Corrections have been carried out already."""

    entered: tuple[Entered, ...]

    @classmethod
    def of(cls, entered: tuple[Entered, ...]) -> CaseFile:
        """The file of a case as its chain holds it."""
        return cls(effective(entered))

    def followed_by(self, came: tuple[Entered, ...], whole: tuple[Entered, ...]) -> CaseFile:
        """The file with these entries behind it too; `whole` is its chain with them."""
        if not self.entered or any(isinstance(each.entry, Correctie) for each in came):
            return CaseFile.of(whole)
        more = CaseFile((*self.entered, *came))
        kinds = dict(self._by_kind)
        for kind, placed in _by_kind(came).items():
            kinds[kind] = (*kinds.get(kind, ()), *placed)
        vars(more)["_by_kind"] = kinds
        return more

    def all(self, kind: type[E]) -> tuple[Placed[E], ...]:
        """The entries of one kind."""
        return cast("tuple[Placed[E], ...]", self._by_kind.get(kind, ()))

    def last(self, kind: type[E]) -> Placed[E] | None:
        """The newest entry of one kind."""
        return next(reversed(self.all(kind)), None)

    @cached_property
    def _by_kind(self) -> dict[type[BaseModel], tuple[Placed[Any], ...]]:
        return _by_kind(self.entered)

    @cached_property
    def run(self) -> CaseFile:
        """The entries since the code last started: all of them, or those after a reopening."""
        reopened = self.last(Heropening)
        if reopened is None:
            return self
        return CaseFile(tuple(each for each in self.entered if each.number >= reopened.number))

    @cached_property
    def closing(self) -> Placed[Afsluiting] | None:
        """The entry that closed the code, as long as it is closed."""
        return self.run.last(Afsluiting)

    @cached_property
    def people(self) -> dict[str, Persoon]:
        """The people by id (p1, p2 …), each as last entered."""
        return {each.entry.id: each.entry for each in self.all(Persoon)}

    @cached_property
    def children(self) -> frozenset[str]:
        """The ids of the children, the unborn among them."""
        return frozenset(key for key, who in self.people.items() if who.rol in CHILD_ROLES)

    @cached_property
    def professionals(self) -> frozenset[str]:
        """The ids of those who are in the case because of their work."""
        return frozenset(key for key, who in self.people.items() if who.rol == "professional")


def _by_kind(entered: tuple[Entered, ...]) -> dict[type[BaseModel], tuple[Placed[Any], ...]]:
    found: dict[type[BaseModel], list[Placed[Any]]] = {}
    for each in entered:
        placed = Placed[Any](each.number, each.author, each.at, each.entry)
        found.setdefault(type(each.entry), []).append(placed)
    return {kind: tuple(placed) for kind, placed in found.items()}
