"""What a content file may say: one pydantic model for each kind of item.

Every item has an ``id`` that is stable, and (where it guides somebody) a ``bron``: references
``ID`` or ``ID#place`` into ``bronnen.yaml``, or ``feit:ID`` into ``feiten.yaml``. Texts are short
Markdown without HTML; ``{feit:ID}`` in a text stands for the value of a dated fact and
``{afweging:ID}`` for what the profession calls a consideration.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Ref = Annotated[str, StringConstraints(pattern=r"^(feit:)?[a-z0-9_-]+(#.+)?$")]
Refs = Annotated[tuple[Ref, ...], Field(min_length=1)]

Answer = Literal["ja", "nee", "open"]
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
Onveiligheid = Literal["open", "acuut", "structureel", "beide"]
Weigering = Literal["niet_gevraagd", "toestemming", "vrij", "onder_druk", "wilsonbekwaam"]


class Item(BaseModel):
    """One piece of content, found by its ``id``."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, strict=False)

    id: Id


class Step(Item):
    """A step of the Meldcode: ``nummer`` as the group calls it, ``kort`` for the rail."""

    nummer: Text
    naam: Text
    kort: Text
    lead: Text
    bron: Refs


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
    onveiligheid: tuple[Onveiligheid, ...] = ()
    alleen_volwassenen: bool | None = None
    weigering: tuple[Weigering, ...] = ()
    ernstig_gevaar: tuple[Answer, ...] = ()
    hulp_kan_afwenden: tuple[Answer, ...] = ()
    kader_met_terughoudendheid: bool | None = None
    een_van: tuple[Condition, ...] = ()


class Duty(Item):
    """Something to do when ``als`` holds; ``deel`` orders it on the screen."""

    deel: Literal["gevaar", "voor", "melding", "na", "overig"]
    als: Condition
    titel: Text
    tekst: Text
    onderwerp: Id | None = None
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

    veld: Literal["ernstig_gevaar", "hulp_kan_afwenden"]
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

    ``kort`` is the same as a statement, for the list of what speaks for and against.
    """

    groep: Id
    vraag: Text
    kort: Text
    pleit: Literal["ja", "nee", "neutraal"]
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


class SituationQuestion(Item):
    """A page that asks one field of the situation; ``id`` is the field's name.

    Its value counts only beside the answers of ``telt_bij``; elsewhere it is as if not asked.
    """

    kort: Text
    vraag: Text
    lead: Text
    uitleg: Text
    keuzes: tuple[SituationChoice, ...] = Field(min_length=2)
    telt_bij: dict[Id, Answer] = Field(default_factory=dict)
    bron: Refs


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


class Notice(Item):
    """What a framework says of itself on a page; ``waar`` is ``uitkomst``, ``stap.N``, …"""

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
    "tegenspraken": Contradiction,
    "terughoudendheid": Restraint,
    "situatieredenen": Situational,
    "zinnen": Sentence,
    "uitkomsten": Verdict,
    "situatievragen": SituationQuestion,
    "blokken": Block,
    "hulpvraaggroepen": HelperGroup,
    "hulpvragen": Helper,
    "voorbeelden": Example,
    "begrippen": Term,
    "onderwerpen": Topic,
    "controles": Check,
    "aandachtspunten": Notice,
}
