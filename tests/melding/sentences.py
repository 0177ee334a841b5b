"""Three hundred sentences of `zinnen.yaml`, read by the rules for a copy.

A fixed draw splits them in two halves. The rules were made while looking at the first; the second
was measured once, when they were ready (`docs/proef-zinnen.md`).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, NamedTuple

from meldcode.dossier.entries import Persoon
from meldcode.dossier.redact import copy_text, for_person
from meldcode.kader.reading import read_yaml
from meldcode.melding.reader import for_reader
from meldcode.melding.report import Feit, Report, Verteld
from tests.dossier import chain as c
from tests.dossier.filing import filed

DRAW = 20261130
HALVES = ("known", "untouched")
_MOTHER = Persoon(id="p4", rol="ouder", naam="Karin Vos", gezag="ja", relatie="moeder van Lina")
_CHILD = Persoon(id="p2", rol="kind", naam="Lina Bakker", veilig_adres="Rozenhof 3, Deventer")
_FATHER = Persoon(id="p7", rol="ex_partner", naam="Ricardo Bakker", relatie="vader van Lina")
_GRAN = Persoon(id="p9", rol="andere_betrokkene", naam="Truus Bakker", relatie="oma van Lina")
_PEOPLE = (_GRAN, _CHILD, _FATHER, _MOTHER)
# Who reads, whom it is about, who told it (nobody: the professional saw it).
_SETTINGS = {
    "mk": ("p4", "p2", ""),
    "mm": ("p4", "p4", ""),
    "mv": ("p4", "p2", "Karin Vos"),
    "kk": ("p2", "p2", ""),
    "vv": ("p7", "p7", ""),
}


class Sentence(NamedTuple):
    """A sentence, who reads it about whom, and whether it may be in their copy."""

    setting: str
    words: str
    harmful: bool


def half(which: str) -> list[Sentence]:
    """One half of the sentences, of the harmful and the harmless as many."""
    written = read_yaml(Path(__file__).parent / "zinnen.yaml", "zinnen.yaml")
    found: list[Sentence] = []
    for key, harmful in (("schadelijk", True), ("onschuldig", False)):
        each = [Sentence(setting, words, harmful) for setting, words in written[key]]
        random.Random(DRAW).shuffle(each)
        middle = len(each) // 2
        found += each[:middle] if which == "known" else each[middle:]
    return found


def in_report(sentence: Sentence) -> bool:
    """Whether the sentence is in the copy of the report for its reader, who knows of the report."""
    reader, about, teller = _SETTINGS[sentence.setting]
    given: dict[str, Any] = {"herkomst": "verteld" if teller else "zelf_gezien", "van_wie": teller}
    fact = Feit(id="f1", wat=sentence.words, over=(about,), **given)
    told = tuple(Verteld(id=each.id, verteld="ja") for each in _PEOPLE[1:])
    report = Report(mensen=_PEOPLE, feiten=(fact,), verteld=told)
    return bool(for_reader(report, reader).report.feiten)


def in_casefile(sentence: Sentence) -> bool:
    """Whether it is in the copy of the case for its reader; never where it is about another."""
    reader, about, _ = _SETTINGS[sentence.setting]
    if reader != about:
        return False
    signal = c.signal(wat=sentence.words, over=(about,), thuis="")
    return sentence.words in copy_text(for_person(filed(*_PEOPLE, signal), reader))
