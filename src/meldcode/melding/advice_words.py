"""The words of an advice request, and those by which a name is known, from `adviesvraag.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from meldcode.dossier.strangers import plain_letters, signs
from meldcode.kader import schema
from meldcode.kader.load import CONTENT as KADER_CONTENT
from meldcode.kader.load import load_registers
from meldcode.kader.reading import Place, only_keys, read_items, read_yaml, validate
from meldcode.melding.words import CONTENT
from meldcode.paper.dates import MONTHS

_LABEL = "melding/adviesvraag.yaml"
_SENTENCES = ("zinnen", "vragen", "redenen")
_Words = tuple[str, ...]


class _Lists(BaseModel):
    """The lists of words in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    rollen: dict[str, str] = Field(min_length=1)
    ouders: _Words = Field(min_length=1)
    gewone_woorden: _Words = Field(min_length=1)
    afkortingen: _Words = Field(min_length=1)
    hoofdletterwoorden: _Words = Field(min_length=1)
    doet_een_mens: _Words = Field(min_length=1)


@dataclass(frozen=True)
class AdviceWords:
    """What `adviesvraag.yaml` says; the sets of words are in small letters without accents.

    `everyday` are words that tell nobody apart without a capital, `capitals` those that have one
    and are no name. `deeds`: what somebody does, so that the word before it may be a name.
    """

    sentences: Mapping[str, schema.Sentence]
    questions: tuple[schema.Sentence, ...]
    reasons: Mapping[str, schema.Sentence]
    roles: Mapping[str, str]
    parents: frozenset[str]
    everyday: frozenset[str]
    abbreviations: frozenset[str]
    capitals: frozenset[str]
    deeds: frozenset[str]

    def say(self, key: str) -> str:
        """A set sentence of the document. Raises KeyError for an unknown one."""
        return self.sentences[key].tekst

    def why(self, key: str, wie: str = "") -> str:
        """What the professional reads on words that may tell; `wie` is a designation."""
        return self.reasons[key].tekst.format(wie=wie)


@lru_cache(maxsize=1)
def advice_words() -> AdviceWords:
    """The words, read once. Raises ContentError where the file is not right."""
    data = read_yaml(CONTENT / "adviesvraag.yaml", _LABEL)
    only_keys(data, (*_SENTENCES, *_Lists.model_fields), _LABEL)
    given = {name: data[name] for name in _Lists.model_fields if name in data}
    lists = validate(_Lists, given, data, _LABEL, "De woordenlijsten")
    sentences, questions, reasons = (_sentences(data, name) for name in _SENTENCES)
    known = signs()
    return AdviceWords(
        sentences=sentences,
        questions=tuple(questions.values()),
        reasons=reasons,
        roles=lists.rollen,
        parents=_plain(lists.ouders),
        everyday=_plain(lists.gewone_woorden) | known.naasten | known.zin_begint | known.uitgangen,
        abbreviations=_plain(lists.afkortingen),
        capitals=_plain(lists.hoofdletterwoorden) | known.hoofdletters | frozenset(MONTHS),
        deeds=_plain(lists.doet_een_mens),
    )


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(plain_letters(each).casefold() for each in words)


def _sentences(data: Mapping[str, object], name: str) -> Mapping[str, schema.Sentence]:
    if name not in data:
        raise Place(_LABEL, 1).error(f"De sleutel '{name}' ontbreekt. Vul deze sleutel in.")
    registers = load_registers(KADER_CONTENT)
    found: dict[str, schema.Sentence] = {}
    for item, place in read_items(data, name, schema.Sentence, _LABEL):
        if item.id in found:
            raise place.error(f"Zin '{item.id}' staat er twee keer in. Haal er een weg.")
        for ref in item.bron:
            if ref.partition("#")[0] not in registers.sources:
                raise place.error(f"Zin '{item.id}': '{ref}' staat niet in bronnen.yaml.")
        found[item.id] = item
    return found
