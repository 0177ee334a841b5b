"""A visit to the guide as a value: what one person has answered so far, without names.

Every change gives a new visit. It goes to and from JSON for the sealed store and for the file
that somebody keeps to go on later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from meldcode.kader import version_1
from meldcode.kader.advice import NOTHING_KNOWN, Advice, Situation
from meldcode.kader.checks import check
from meldcode.kader.counted import counted, waiting
from meldcode.kader.decide import decide
from meldcode.kader.input import ANSWERS, InputError, read_answers, read_kept_situation
from meldcode.kader.model import Framework
from meldcode.kader.situation import SIGNS

VERSION = 2
BASE = "gemeenschappelijk"  # checks and steps are read by it while no profession is chosen
MAX_TEXT = 4000
STEP_STATES = ("gedaan", "overgeslagen", "open")


class VisitError(ValueError):
    """A visit that cannot be read; the Dutch message says what is wrong and what to do."""


@dataclass(frozen=True)
class StepState:
    """How far a step is; ``reden`` tells why it was left out."""

    stand: str = "open"
    reden: str = ""


@dataclass(frozen=True)
class Besluit:
    """The professional's own two decisions, with the reason and whom was consulted."""

    melden: str = "open"
    hulp: str = "open"
    reden: str = ""
    overleg: str = ""


@dataclass(frozen=True)
class Bezoek:
    """One visit. ``kader`` is empty while no profession is chosen.

    ``situatie`` is as it was said; :meth:`known` tells what of it counts.
    """

    kader: str = ""
    stappen: Mapping[str, StepState] = field(default_factory=dict)
    afwegingen: Mapping[str, str] = field(default_factory=dict)
    hulpvragen: frozenset[str] = frozenset()
    redenen: Mapping[str, str] = field(default_factory=dict)
    situatie: Situation = NOTHING_KNOWN
    gevraagd: frozenset[str] = frozenset()
    controles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    besluit: Besluit = Besluit()
    gedaan: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return self == Bezoek(kader=self.kader)

    def choose(self, kader: str) -> Bezoek:
        """Look from another profession; answers stay, they are about the same five questions."""
        return replace(self, kader=kader)

    def step(self, number: str, stand: str, reden: str = "") -> Bezoek:
        return replace(self, stappen={**self.stappen, number: StepState(stand, reden)})

    def answer(
        self, number: str, answer: str, helpers: Iterable[str], among: Iterable[str], reden: str
    ) -> Bezoek:
        """Answer consideration ``number``; ``among`` are all helper questions of its page."""
        return replace(
            self,
            afwegingen={**self.afwegingen, number: answer},
            hulpvragen=(self.hulpvragen - frozenset(among)) | frozenset(helpers),
            redenen=_filled({**self.redenen, number: reden}),
        )

    def situation(self, name: str, value: str | bool) -> Bezoek:
        return replace(
            self,
            situatie=Situation(**{**self.situatie._asdict(), name: value}),
            gevraagd=self.gevraagd | {name},
        )

    def check(self, check_id: str, question: str, answer: str) -> Bezoek:
        """Answer a question of a check; see :meth:`known` for what may hang on it."""
        answers = {**self.controles.get(check_id, {}), question: answer}
        return replace(self, controles={**self.controles, check_id: answers})

    def forget_check(self, check_id: str) -> Bezoek:
        """Start a check anew."""
        kept = {key: answers for key, answers in self.controles.items() if key != check_id}
        return replace(self, controles=kept)

    def known(self, framework: Framework) -> Situation:
        """What counts of the situation (see ``counted``)."""
        return counted(framework, self.situatie, self._ended(framework), self.hulpvragen)

    def said(self, framework: Framework) -> Situation:
        """As `known`, with everything that was said, whether a check has borne it out or not."""
        signs = counted(framework, Situation(), {}, self.hulpvragen)
        ticked: dict[str, Any] = {name: True for name in SIGNS.values() if getattr(signs, name)}
        return self.situatie._replace(**ticked)

    def awaited_checks(self, framework: Framework) -> list[str]:
        """The checks that must bear out what was said of the situation, and did not so far."""
        found = waiting(framework, self.situatie, self._ended(framework))
        return [check_id for _, choice in found for check_id in choice.telt_na]

    def _ended(self, framework: Framework) -> dict[str, str]:
        return {
            key: check(framework, key, answers).uitkomst
            for key, answers in self.controles.items()
            if key in framework.controles
        }

    def decide(self, besluit: Besluit) -> Bezoek:
        return replace(self, besluit=besluit)

    def tick(self, duties: Iterable[str]) -> Bezoek:
        return replace(self, gedaan=frozenset(duties))

    def advice(self, framework: Framework) -> Advice:
        return decide(framework, self.afwegingen, self.known(framework))

    def to_json(self) -> str:
        """The visit as JSON, with the version of this form."""
        data: dict[str, Any] = asdict(self) | {
            "versie": VERSION,
            "situatie": self.situatie._asdict(),
            "hulpvragen": sorted(self.hulpvragen),
            "gevraagd": sorted(self.gevraagd),
            "gedaan": sorted(self.gedaan),
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, source: str | bytes, frameworks: Mapping[str, Framework]) -> Bezoek:
        """Read what :meth:`to_json` wrote.

        Raises :class:`VisitError` for anything else; nothing is guessed or dropped silently,
        but helper questions and duties that no longer exist.
        """
        try:
            data = json.loads(source)
        except (ValueError, RecursionError):
            raise VisitError(
                "Dit bestand is geen bewaard bezoek. Kies het bestand dat je hier eerder opsloeg."
            ) from None
        if not isinstance(data, dict) or data.get("versie") not in (1, VERSION):
            raise VisitError(
                "Dit bestand is geen bewaard bezoek, of het komt uit een andere versie."
            )
        unknown = set(data) - set(cls.__dataclass_fields__) - {"versie"}
        if unknown:
            raise VisitError("Er staat iets in dit bestand dat een bezoek niet kent.")
        try:
            return _read(data, frameworks)
        except (InputError, KeyError, TypeError, AttributeError) as error:
            detail = (
                str(error) if isinstance(error, InputError) else "Een deel heeft een andere vorm."
            )
            raise VisitError(f"Dit bezoek is beschadigd of veranderd. {detail}") from None


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in texts.items() if value}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InputError("Een tekst heeft een andere vorm.")
    if len(value) > MAX_TEXT:
        raise InputError(f"Een tekst is langer dan {MAX_TEXT} tekens.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise InputError("Een tekst bevat een half teken.")
    return value


def _one_of(value: object, allowed: Iterable[str], what: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise InputError(f"{what} heeft een waarde die niet bestaat.")
    return value


def _ids(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise InputError("Een lijst heeft een andere vorm.")
    return frozenset(value)


def _step_state(data: Mapping[str, Any]) -> StepState:
    state = StepState(**{key: _text(value) for key, value in data.items()})
    _one_of(state.stand, STEP_STATES, "Een stap")
    return state


def _read(data: dict[str, Any], frameworks: Mapping[str, Framework]) -> Bezoek:
    kader = _one_of(data.get("kader", ""), ("", *frameworks), "Het beroep")
    framework = frameworks[kader or BASE]
    considerations = framework.afwegingen
    checks = {
        _one_of(key, framework.controles, "Een controle"): read_answers(
            answers, key, [question.id for question in framework.controles[key].vragen]
        )
        for key, answers in data.get("controles", {}).items()
    }
    besluit = Besluit(**{key: _text(value) for key, value in data.get("besluit", {}).items()})
    for decision in (besluit.melden, besluit.hulp):
        _one_of(decision, ANSWERS, "Je besluit")
    return Bezoek(
        kader=kader,
        stappen={
            _one_of(key, framework.stappen, "Een stap"): _step_state(state)
            for key, state in data.get("stappen", {}).items()
        },
        afwegingen=read_answers(data.get("afwegingen", {}), "afwegingen", considerations),
        hulpvragen=_ids(data.get("hulpvragen", [])) & frozenset(framework.hulpvragen),
        redenen={
            _one_of(key, considerations, "Een reden"): _text(value)
            for key, value in data.get("redenen", {}).items()
        },
        situatie=read_kept_situation(data.get("situatie", {})),
        gevraagd=_ids(version_1.asked(data.get("gevraagd", [])))
        & frozenset(framework.situatievragen),
        controles=checks,
        besluit=besluit,
        gedaan=_ids(data.get("gedaan", [])) & frozenset(framework.plichten),
    )
