"""A framework (kader) as the program uses it: resolved, checked and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from meldcode.kader import schema, text
from meldcode.kader.table import Table, compile_table

I = TypeVar("I", bound=schema.Item)  # noqa: E741

# What the decision rests on: these fields, and no words, go into the decision hash.
DECISION_FIELDS: Mapping[str, tuple[str, ...]] = {
    "afwegingen": ("id",),
    "wegen": ("id", "begin"),
    "overgangen": (
        "id",
        "weg",
        "afweging",
        "antwoord",
        "naar",
        "naar_weg",
        "melden",
        "norm",
        "hulp",
        "opnieuw",
    ),
    "plichten": ("id", "deel", "voor", "als"),
    "tegenspraken": ("id", "als", "geen_weg", "kijk_terug"),
    "terughoudendheid": (
        "id",
        "als",
        "bij",
        "blijft",
        "terughoudend",
        "vragen",
        "hulp_gelezen_als",
    ),
    "situatieredenen": ("id", "als", "veld"),
    "situatievragen": ("id", "telt_bij"),
}


@dataclass(frozen=True)
class Citation:
    """A reference as it is shown: which document, and where in it."""

    id: str
    kort: str
    plaats: str
    titel: str

    def __str__(self) -> str:
        return f"{self.kort}, {self.plaats}" if self.plaats else self.kort


@dataclass(frozen=True)
class Registers:
    """The two registers that every framework shares: sources and dated facts.

    ``own`` is the part that a framework outside the product brought itself.
    """

    sources: Mapping[str, schema.Source]
    facts: Mapping[str, schema.Fact]
    own: Registers | None = None

    def with_own(self, own: Registers) -> Registers:
        """These registers with ``own`` beside them; an id that both have is as it stands here."""
        return Registers({**own.sources, **self.sources}, {**own.facts, **self.facts}, own)

    def cite(self, ref: str) -> Citation:
        """The reference ``ID#place`` or ``feit:ID`` as it is shown.

        Raises ``KeyError`` for an unknown reference; the loader refuses those.
        """
        if ref.startswith("feit:"):
            fact = self.facts[ref.removeprefix("feit:")]
            return self.cite(fact.bron[0])
        key, _, place = ref.partition("#")
        source = self.sources[key]
        return Citation(key, source.kort, place, source.naam)


@dataclass(frozen=True)
class Framework:
    """One profession's framework: the common one plus its differences, resolved.

    ``collections`` maps the name of a collection to its items by id, in the order of the
    content; ``origin`` tells from which framework each item comes. ``kept_hashes`` are those that
    it was kept under, where that was done in an earlier form (see ``kept``).
    """

    id: str
    naam: str
    kort: str
    beroep: str
    versie: str
    bron: tuple[str, ...]
    registers: Registers
    collections: Mapping[str, Mapping[str, Any]]
    origin: Mapping[tuple[str, str], str] = field(repr=False)
    kept_hashes: Mapping[str, str] = field(default_factory=dict, repr=False)

    def _items(self, name: str, kind: type[I]) -> Mapping[str, I]:
        assert schema.COLLECTIONS[name] is kind
        return self.collections[name]

    @cached_property
    def stappen(self) -> Mapping[str, schema.Step]:
        return self._items("stappen", schema.Step)

    @cached_property
    def afwegingen(self) -> Mapping[str, schema.Consideration]:
        return self._items("afwegingen", schema.Consideration)

    @cached_property
    def wegen(self) -> Mapping[str, schema.Road]:
        return self._items("wegen", schema.Road)

    @cached_property
    def overgangen(self) -> Mapping[str, schema.Transition]:
        return self._items("overgangen", schema.Transition)

    @cached_property
    def normen(self) -> Mapping[str, schema.Norm]:
        return self._items("normen", schema.Norm)

    @cached_property
    def plichten(self) -> Mapping[str, schema.Duty]:
        return self._items("plichten", schema.Duty)

    @cached_property
    def vandaag(self) -> Mapping[str, schema.Opening]:
        return self._items("vandaag", schema.Opening)

    @cached_property
    def tegenspraken(self) -> Mapping[str, schema.Contradiction]:
        return self._items("tegenspraken", schema.Contradiction)

    @cached_property
    def terughoudendheid(self) -> schema.Restraint | None:
        return next(iter(self._items("terughoudendheid", schema.Restraint).values()), None)

    @cached_property
    def situatieredenen(self) -> Mapping[str, schema.Situational]:
        return self._items("situatieredenen", schema.Situational)

    @cached_property
    def zinnen(self) -> Mapping[str, schema.Sentence]:
        return self._items("zinnen", schema.Sentence)

    @cached_property
    def uitkomsten(self) -> Mapping[str, schema.Verdict]:
        return self._items("uitkomsten", schema.Verdict)

    @cached_property
    def situatievragen(self) -> Mapping[str, schema.SituationQuestion]:
        return self._items("situatievragen", schema.SituationQuestion)

    @cached_property
    def blokken(self) -> Mapping[str, schema.Block]:
        return self._items("blokken", schema.Block)

    @cached_property
    def hulpvraaggroepen(self) -> Mapping[str, schema.HelperGroup]:
        return self._items("hulpvraaggroepen", schema.HelperGroup)

    @cached_property
    def hulpvragen(self) -> Mapping[str, schema.Helper]:
        return self._items("hulpvragen", schema.Helper)

    @cached_property
    def tekens(self) -> Mapping[str, schema.SignWords]:
        return self._items("tekens", schema.SignWords)

    @cached_property
    def voorbeelden(self) -> Mapping[str, schema.Example]:
        return self._items("voorbeelden", schema.Example)

    @cached_property
    def begrippen(self) -> Mapping[str, schema.Term]:
        return self._items("begrippen", schema.Term)

    @cached_property
    def onderwerpen(self) -> Mapping[str, schema.Topic]:
        return self._items("onderwerpen", schema.Topic)

    @cached_property
    def controles(self) -> Mapping[str, schema.Check]:
        return self._items("controles", schema.Check)

    @cached_property
    def routes(self) -> Mapping[str, schema.Route]:
        return self._items("routes", schema.Route)

    @cached_property
    def aandachtspunten(self) -> Mapping[str, schema.Notice]:
        return self._items("aandachtspunten", schema.Notice)

    @property
    def sources(self) -> Mapping[str, schema.Source]:
        return self.registers.sources

    @property
    def facts(self) -> Mapping[str, schema.Fact]:
        return self.registers.facts

    def blocks(self, bij: str) -> list[schema.Block]:
        """The blocks of ``stap.N``, ``afweging.N`` or ``onderwerp.ID``, in order."""
        return [block for block in self.blokken.values() if block.bij == bij]

    def helpers(self, afweging: str) -> list[tuple[schema.HelperGroup, list[schema.Helper]]]:
        """The helper questions of a consideration under their headings."""
        return [
            (group, [helper for helper in self.hulpvragen.values() if helper.groep == group.id])
            for group in self.hulpvraaggroepen.values()
            if group.afweging == afweging
        ]

    def examples(self, afweging: str) -> list[schema.Example]:
        """The fictional cases at a consideration."""
        return [example for example in self.voorbeelden.values() if example.afweging == afweging]

    def notices(self, waar: str) -> list[schema.Notice]:
        """What this framework says of itself on a page."""
        return [notice for notice in self.aandachtspunten.values() if waar in notice.waar]

    def herkomst(self, collection: str, item_id: str) -> str:
        """The id of the framework that an item's text comes from."""
        return self.origin[collection, item_id]

    def cite(self, ref: str) -> Citation:
        """See :meth:`Registers.cite`."""
        return self.registers.cite(ref)

    def cited(self, refs: Iterable[str]) -> tuple[str, ...]:
        """References as they are shown, each once; those of the framework's own sources first."""
        own = {ref.partition("#")[0] for ref in self.bron}
        ordered = sorted(refs, key=lambda ref: ref.partition("#")[0] not in own)
        return tuple(dict.fromkeys(str(self.cite(ref)) for ref in ordered))

    def html(self, source: str) -> str:
        """A content text as safe HTML, its facts filled in."""
        return self.filling.html(source)

    def plain(self, source: str) -> str:
        """A content text without mark-up, its facts filled in."""
        return self.filling.plain(source)

    @cached_property
    def filling(self) -> text.Filling:
        """What the places in this framework's texts stand for."""
        numbers = {item.id: item.nummer for item in self.afwegingen.values()}
        return text.Filling(self.facts, numbers)

    @cached_property
    def table(self) -> Table:
        """The decision layer, compiled."""
        return compile_table(self.collections)

    @cached_property
    def hash(self) -> str:
        """Hash of the decision layer: equal hashes give equal decisions.

        What has its default is left out, so that a word more in the vocabulary changes no hash.
        """
        layer = {
            name: [
                item.model_dump(mode="json", include=set(fields), exclude_defaults=True)
                for item in self.collections[name].values()
            ]
            for name, fields in DECISION_FIELDS.items()
        }
        return self.kept_hashes.get("hash") or digest(layer)

    @cached_property
    def words_hash(self) -> str:
        """Hash of everything a person reads in this framework, facts left out."""
        words = {
            name: [item.model_dump(mode="json", exclude_defaults=True) for item in items.values()]
            for name, items in self.collections.items()
        }
        return self.kept_hashes.get("woorden") or digest(words)

    @cached_property
    def facts_hash(self) -> str:
        """Hash of the facts that age (telephone numbers, terms), as they are today."""
        return digest({key: fact.model_dump(mode="json") for key, fact in self.facts.items()})


def digest(value: object) -> str:
    """The hash of a JSON value, whatever the order of its keys."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
