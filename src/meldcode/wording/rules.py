"""The rules from `inhoud/regels.yaml`, ready to be matched; what is not right is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from meldcode.kader import schema
from meldcode.kader.load import CONTENT as KADER_CONTENT
from meldcode.kader.load import load_registers
from meldcode.kader.marked import Keys
from meldcode.kader.reading import Place, key_place, only_keys, read_items, read_yaml
from meldcode.wording.patterns import Groups, Index, Pattern, PatternError

CONTENT = Path(__file__).parent / "inhoud" / "regels.yaml"
LISTS = ("groepen", "beroepen", "kaders", "regels")
ATTRIBUTIONS = ("bronwoorden", "volgens", "noemen")

# The groups that the check itself uses; the others are for patterns.
NEEDED = frozenset(
    (
        "commentaar",
        "deeltjes",
        "geen_voltooid",
        "gezegde",
        "hebben",
        "horen",
        "ik",
        "maanden",
        "mensen",
        "na_voltooid",
        "naamlozen",
        "naamlozen_zeker",
        "vanaf",
        "voltooid",
        "voorzetsels",
    )
)

Kind = Literal[
    "impressie", "oordeel", "absoluut", "horen_zeggen", "buiten_vak", "vaag", "verborgen_dader"
]
Excuse = Literal[
    "gezegd", "datum", "dader", "door", "van_iemand", "hebben", "bezit", "ik", "eigen_vak"
]
Field = Literal["medisch", "psychisch", "juridisch", "opvoeding"]


class Group(schema.Item):
    """Words that patterns call `<id>`, with a space between them."""

    woorden: schema.Text


class Profession(schema.Item):
    """What somebody may judge who says to be one of `woorden`."""

    woorden: schema.Text
    vak: tuple[Field, ...]


class FrameworkFields(schema.Item):
    """What the people of a framework (its id) may judge."""

    vak: tuple[Field, ...]


class Rule(schema.Item):
    """Wording to mark. `woorden` are single words, `vormen` patterns, one a line.

    `tenzij` names what makes the same wording fine; `vak` is the field that a judgement belongs
    to. The sentences of `wel` must be marked by this rule, those of `niet` by none of its kind.
    """

    soort: Kind
    woorden: str = ""
    vormen: str = ""
    vak: Field | None = None
    tenzij: tuple[Excuse, ...] = ()
    waarom: schema.Text
    beter: schema.Text
    bron: schema.Refs
    wel: tuple[schema.Text, ...]
    niet: tuple[schema.Text, ...]

    def written(self) -> list[str]:
        """Every pattern as the content has it."""
        return [*self.woorden.split(), *_lines(self.vormen)]


@dataclass(frozen=True)
class Rules:
    """Everything that a check needs, read once."""

    groups: Groups
    rules: tuple[Rule, ...]
    marked: Index[int]
    reports: Index[None]
    according: Index[None]
    naming: frozenset[str]
    professions: Mapping[str, tuple[Field, ...]]
    frameworks: Mapping[str, tuple[Field, ...]]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The product's own rules. Raises `ContentError` where they are not right."""
    return load(CONTENT)


def load(path: Path) -> Rules:
    """The rules of a file. Raises `ContentError` with file, line and key."""
    label = f"wording/{path.name}"
    data = read_yaml(path, label)
    only_keys(data, (*LISTS, *ATTRIBUTIONS), label)
    for key in (*LISTS, *ATTRIBUTIONS):
        if key not in data:
            raise Place(label, 1).error(f"De sleutel '{key}' ontbreekt.")
    groups = _groups(data, label)
    found, patterns = _rules(data, groups, label)
    return Rules(
        groups,
        found,
        Index(patterns),
        Index(_attribution(data, "bronwoorden", groups, label)),
        Index(_attribution(data, "volgens", groups, label)),
        frozenset(str(data["noemen"]).split()),
        {
            word: item.vak
            for item, _ in read_items(data, "beroepen", Profession, label)
            for word in item.woorden.split()
        },
        {item.id: item.vak for item, _ in read_items(data, "kaders", FrameworkFields, label)},
    )


def _groups(data: Keys, label: str) -> Groups:
    words = {
        item.id: tuple(item.woorden.split())
        for item, _ in read_items(data, "groepen", Group, label)
    }
    for name in sorted(NEEDED - set(words)):
        raise key_place(data, "groepen", label).error(f"De groep '{name}' ontbreekt.")
    return Groups(
        words,
        frozenset(words["voltooid"]),
        frozenset(words["geen_voltooid"]),
        frozenset(words["na_voltooid"]),
    )


def _rules(
    data: Keys, groups: Groups, label: str
) -> tuple[tuple[Rule, ...], list[tuple[int, Pattern]]]:
    found: list[Rule] = []
    patterns: list[tuple[int, Pattern]] = []
    registers = load_registers(KADER_CONTENT)
    for rule, place in read_items(data, "regels", Rule, label):
        if rule.id in {each.id for each in found}:
            raise place.error(f"Regel '{rule.id}': deze id bestaat al.")
        for ref in rule.bron:
            if ref.partition("#")[0] not in registers.sources:
                raise place.error(f"Regel '{rule.id}', sleutel 'bron': '{ref}' ken ik niet.")
        read = _patterns(rule.written(), groups, place)
        patterns += [(len(found), pattern) for pattern in read]
        found.append(rule)
    return tuple(found), patterns


def _attribution(data: Keys, key: str, groups: Groups, label: str) -> list[tuple[None, Pattern]]:
    place = key_place(data, key, label)
    return [(None, pattern) for pattern in _patterns(_lines(str(data[key])), groups, place)]


def _patterns(written: Iterable[str], groups: Groups, place: Place) -> list[Pattern]:
    try:
        return [groups.pattern(each) for each in written]
    except PatternError as error:
        raise place.error(f"Een patroon klopt niet: {error}") from None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
