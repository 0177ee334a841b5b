"""What a content file may say: one pydantic model for each kind of item.

Every item has an ``id`` that is stable, and (where it guides somebody) a ``bron``: references
``ID`` or ``ID#place`` into ``bronnen.yaml``, or ``feit:ID`` into ``feiten.yaml``. Texts are short
Markdown without HTML; ``{feit:ID}`` in a text stands for the value of a dated fact and
``{afweging:ID}`` for what the profession calls a consideration.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from meldcode.kader import version_1
from meldcode.kader.situation import Answer as Answer
from meldcode.kader.situation import Onveiligheid as Onveiligheid
from meldcode.kader.situation import Slachtoffers as Slachtoffers
from meldcode.kader.situation import Weigering as Weigering

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Ref = Annotated[str, StringConstraints(pattern=r"^(feit:)?[a-z0-9_-]+(#.+)?$")]
Refs = Annotated[tuple[Ref, ...], Field(min_length=1)]

Melden = Literal["noodzakelijk", "open", "terughoudend", "nu_niet", "niet_noodzakelijk"]
Hulp = Literal[
    "zo_nodig_andere_hulp",
    "niet_door_jou",
    "niet_aanvaard",
    "onvoldoende",
    "afsluiten",
    "samen_met_veilig_thuis",
    "mogelijk",
    "open",
]
Part = Literal["gevaar", "eerst", "voor_melding", "na_melding", "overig"]
Sign = Literal["gevaar", "vertellen"]


class Item(BaseModel):
    """One piece of content, found by its ``id``."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, strict=False)

    id: Id


Filling = Literal["signaal", "overleg", "gesprek", "afstemming", "wegen", "besluit"]


class Step(Item):
    """A step of the Meldcode: ``nummer`` as the group calls it, ``kort`` for the rail.

    ``gevuld_door`` is what somebody records in a case to fill the step: signals, a consultation, a
    talk with those it is about, one with other professionals (``afstemming``), the weighing or the
    decision. ``ook`` is what else is recorded at it.
    """

    nummer: Text
    naam: Text
    kort: Text
    lead: Text
    gevuld_door: Filling
    ook: tuple[Id, ...] = ()
    bron: Refs

    @model_validator(mode="before")
    @classmethod
    def _version_1(cls, data: Any) -> Any:
        return version_1.step(data) if isinstance(data, Mapping) else data


class Consideration(Item):
    """A consideration; ``id`` is the canonical number, ``nummer`` what the group calls it."""

    nummer: Text
    stap: Id
    naam: Text
    kort: Text
    vraag: Text
    lead: Text
    rust_op: tuple[Id, ...] = Field(min_length=1)
    weet_niet: Text
    bron: Refs


class Transition(Item):
    """What one answer to one consideration does on one road.

    ``melden`` and ``hulp`` hold once they are set: a later one on the same walk does not replace
    them. Norms add up. ``opnieuw`` marks an answer that asks for a report again after an earlier
    one. ``bij_antwoord`` stands under the answer while it is chosen, ``waarom`` in the reasons.
    """

    weg: Id
    afweging: Id
    antwoord: Answer
    naar: Id | Literal["einde"]
    naar_weg: Id | None = None
    melden: Melden | None = None
    norm: Id | None = None
    hulp: Hulp | None = None
    opnieuw: bool = False
    bij_antwoord: Text
    waarom: Text
    bron: Refs


class Road(Item):
    """A road through the considerations; ``als`` completes 'Als …:' in a reason."""

    begin: Id | None = None
    als: Text


class Condition(BaseModel):
    """When something holds; everything that is filled in must hold at once.

    ``antwoord``: the answers as given. ``vast``: the answer in every way that is still possible.
    ``op_de_weg``: considerations that every way passes; ``misschien_op_de_weg``: that some way
    passes. ``een_van``: at least one of these.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    antwoord: dict[Id, tuple[Answer, ...]] = Field(default_factory=dict)
    vast: dict[Id, Answer] = Field(default_factory=dict)
    op_de_weg: tuple[Id, ...] = ()
    misschien_op_de_weg: tuple[Id, ...] = ()
    melden: tuple[Melden, ...] = ()
    slachtoffers: tuple[Slachtoffers, ...] = ()
    gevaar_nu: tuple[Answer, ...] = ()
    vertellen_onveilig: tuple[Answer, ...] = ()
    gevaar_teken: bool | None = None
    vertel_teken: bool | None = None
    onveiligheid: tuple[Onveiligheid, ...] = ()
    weigering: tuple[Weigering, ...] = ()
    ernstig_gevaar: tuple[Answer, ...] = ()
    hulp_kan_afwenden: tuple[Answer, ...] = ()
    kader_met_terughoudendheid: bool | None = None
    een_van: tuple[Condition, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _version_1(cls, data: Any) -> Any:
        return version_1.condition(data) if isinstance(data, Mapping) else data


class DutyWords(BaseModel):
    """Other words for a duty where ``als`` holds; they stand for all of its words."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    als: Condition
    titel: Text
    tekst: Text
    bron: Refs


class Duty(Item):
    """Something to do when ``als`` holds.

    ``deel`` groups it: the report itself stands between ``voor_melding`` and ``na_melding``. Within
    a group duties stand in the order of the content; ``voor`` puts one right before another.
    ``titel`` is the whole duty in one line, with its exception; ``tekst`` tells how. Of ``anders``
    the first that holds gives the words. ``nog_niet`` marks one that says what not to do yet.
    """

    deel: Part
    voor: Id | None = None
    als: Condition
    titel: Text
    tekst: Text
    anders: tuple[DutyWords, ...] = ()
    onderwerp: Id | None = None
    nog_niet: bool = False
    bron: Refs

    @model_validator(mode="before")
    @classmethod
    def _version_1(cls, data: Any) -> Any:
        return {**data, "deel": version_1.part(data["deel"])} if "deel" in data else data


class Opening(Item):
    """What an outcome begins with: the act, the numbers to ring and the sentence to say first.

    The first whose ``als`` holds is shown; the last has no condition. ``bel`` names facts with a
    telephone number, in the order of their buttons.
    """

    als: Condition = Condition()
    kop: Text
    lede: Text
    bel: tuple[Id, ...] = Field(min_length=1)
    zeg: Text
    bron: Refs


class Contradiction(Item):
    """Answers that do not go together; ``geen_weg`` says that no way has them both."""

    als: Condition
    geen_weg: bool = False
    titel: Text
    tekst: Text
    kijk_terug: tuple[Text, ...] = Field(min_length=1)
    bron: Refs


class Situational(Item):
    """A reason that comes from the situation instead of from a consideration."""

    als: Condition
    veld: Text
    tekst: Text
    bron: Refs


class RestraintQuestion(BaseModel):
    """A situation question that the rule asks while it is open and ``als`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    veld: Text
    als: Condition


class Restraint(Item):
    """The rule of restraint for adults: what a free refusal makes of a report.

    It works where ``als`` holds and the outcome is one of ``bij``: the outcome stays where
    ``blijft`` holds, becomes ``terughoudend`` where that holds, and is open otherwise. Under
    restraint help is read as if the answers of ``hulp_gelezen_als`` were given.
    """

    als: Condition
    bij: tuple[Melden, ...] = Field(min_length=1)
    blijft: Condition
    terughoudend: Condition
    vragen: tuple[RestraintQuestion, ...]
    hulp_gelezen_als: dict[Id, Answer]
    reden_blijft: Text
    reden_terughoudend: Text
    reden_open: Text
    bron: Refs


class Norm(Item):
    """A professional norm: when reporting is what the profession asks."""

    tekst: Text
    bron: Refs


class Verdict(Item):
    """The words for one value of a decision; ``id`` is ``melden.…`` or ``hulp.…``."""

    titel: Text
    tekst: Text
    bron: Refs


class Block(Item):
    """A paragraph or list on the page of a step, a consideration or a topic.

    ``bij`` is ``stap.N``, ``afweging.N`` or ``onderwerp.ID``; ``controle`` names a check that the
    block leads to.
    """

    bij: Text
    deel: Literal["wat", "hoe", "dossier", "overslaan", "uitleg", "begrip", "let_op"]
    kop: Text | None = None
    tekst: Text
    controle: Id | None = None
    bron: Refs


class HelperGroup(Item):
    """A heading over helper questions of one consideration."""

    afweging: Id
    kop: Text
    inleiding: Text | None = None
    bron: Refs


class Helper(Item):
    """A helper question: it may speak for an answer, it never decides.

    ``kort`` is the same as a statement, for the list of what speaks for and against. ``teken``
    marks a sign of danger now, or one with which telling the family may be unsafe; a ticked sign
    asks for care and never answers a consideration.
    """

    groep: Id
    vraag: Text
    kort: Text
    pleit: Literal["ja", "nee", "neutraal"]
    teken: tuple[Sign, ...] = ()
    bron: Refs


class SignWords(Item):
    """What a ticked sign asks for now, whatever was answered; ``id`` is the sign."""

    id: Sign
    kort: Text
    titel: Text
    tekst: Text
    bron: Refs


class Example(Item):
    """A short fictional case at a consideration."""

    afweging: Id
    titel: Text
    tekst: Text
    bron: Refs


class Term(Item):
    """A word that is explained; ``zoekwoorden`` are everyday words that lead to it."""

    woord: Text
    uitleg: Text
    zoekwoorden: tuple[Text, ...] = ()
    bron: Refs


class Topic(Item):
    """A page to look something up; ``kort`` stands under its link. Its text is in blocks.

    ``groep`` is the heading that it stands under in the list of everything; one without stands on
    the first page too. ``zoekwoorden`` are everyday words that lead to it. ``bel`` are the facts
    whose numbers stand on top as buttons.
    """

    titel: Text
    kort: Text
    lead: Text
    groep: Text | None = None
    bel: tuple[Id, ...] = ()
    zoekwoorden: tuple[Text, ...] = ()
    bron: Refs


class SituationChoice(BaseModel):
    """One value that a situation question may be answered with."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    waarde: Text
    label: Text
    uitleg: Text | None = None
    telt_na: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)


class SituationQuestion(Item):
    """A page that asks one field of the situation; ``id`` is the field's name.

    ``moment``: before the steps, where a report becomes the norm, or where an earlier report makes
    a difference. One with ``telt_bij`` stands beside that answer and counts only there; elsewhere
    it is as if not asked. It is asked where ``als`` holds. A choice with ``telt_na`` counts once
    the check that it names ended in one of those outcomes, and is as if not known before.
    """

    moment: Literal["vooraf", "melding", "opnieuw"] = "melding"
    als: Condition = Condition()

    kort: Text
    vraag: Text
    lead: Text
    uitleg: Text
    keuzes: tuple[SituationChoice, ...] = Field(min_length=2)
    telt_bij: dict[Id, Answer] = Field(default_factory=dict)
    bron: Refs

    @model_validator(mode="before")
    @classmethod
    def _version_1(cls, data: Any) -> Any:
        return version_1.question(data) if isinstance(data, Mapping) else data


class CheckQuestion(BaseModel):
    """A question of a check; ``ja`` and ``nee`` are a next question or ``uitkomst:ID``."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: Id
    vraag: Text
    uitleg: Text
    hulpvragen: tuple[Text, ...] = ()
    ja: Text
    nee: Text
    bron: Refs


class CheckOutcome(BaseModel):
    """What a check ends in."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: Id
    titel: Text
    tekst: Text
    bron: Refs


class Check(Item):
    """A check of its own, such as the kindcheck; ``zoekwoorden``: words that lead to it."""

    titel: Text
    kort: Text
    lead: Text
    zoekwoorden: tuple[Text, ...] = ()
    vragen: tuple[CheckQuestion, ...] = Field(min_length=1)
    uitkomsten: tuple[CheckOutcome, ...] = Field(min_length=1)
    bron: Refs


class RouteDuty(BaseModel):
    """Something to do on a route, in one line with how."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: Id
    titel: Text
    tekst: Text
    bron: Refs


class Route(Item):
    """Where a worry goes before step 1; ``wie`` says whom it is about, ``id`` is the outcome."""

    wie: Literal["thuis", "medewerker", "onderling"]
    label: Text
    titel: Text
    tekst: Text
    plichten: tuple[RouteDuty, ...] = ()
    bron: Refs


class Notice(Item):
    """What a framework says of itself on a page; ``waar`` is ``uitkomst``, ``stap.N``, …

    ``vragen.N`` is where the page of consideration N says where its questions come from.
    """

    waar: tuple[Text, ...] = Field(min_length=1)
    tekst: Text
    bron: Refs


class Sentence(Item):
    """A sentence that the explanation of an advice uses as it stands."""

    tekst: Text
    bron: Refs


class Source(Item):
    """A document that texts rest on; ``gezien`` is the day somebody last read it."""

    naam: Text
    kort: Text
    van: Text
    uitgave: Text
    gezien: dt.date
    url: Text | None = None
    opmerking: Text | None = None


class Fact(Item):
    """A fact that ages: seen on ``gezien``, to be looked at again from ``opnieuw``.

    ``naam`` is who answers at the number ``bel``, for on a button.
    """

    wat: Text
    naam: Text | None = None
    waarde: Text
    bel: Annotated[str, StringConstraints(pattern=r"^[0-9+]+$")] | None = None
    bron: Refs
    gezien: dt.date
    opnieuw: dt.date
    zeker: bool = True


COLLECTIONS: dict[str, type[Item]] = {
    "stappen": Step,
    "afwegingen": Consideration,
    "wegen": Road,
    "overgangen": Transition,
    "normen": Norm,
    "plichten": Duty,
    "vandaag": Opening,
    "tegenspraken": Contradiction,
    "terughoudendheid": Restraint,
    "situatieredenen": Situational,
    "zinnen": Sentence,
    "uitkomsten": Verdict,
    "situatievragen": SituationQuestion,
    "blokken": Block,
    "hulpvraaggroepen": HelperGroup,
    "hulpvragen": Helper,
    "tekens": SignWords,
    "voorbeelden": Example,
    "begrippen": Term,
    "onderwerpen": Topic,
    "controles": Check,
    "routes": Route,
    "aandachtspunten": Notice,
}
