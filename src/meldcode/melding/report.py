"""What a report is made of: one frozen value, whoever will read it and in whichever form.

The parts follow the sections of Veilig Thuis' own forms. The words that people read stand in
`inhoud/delen.yaml`. An empty text means: not filled in; what was asked and answered with 'niet
bekend' stands in `niet_bekend`. People are those of the case file, with the same fields and ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from meldcode.dossier.entries import (
    Gespreksgrond,
    JaNee,
    Line,
    Must,
    Naamgrond,
    Onbekend,
    PartialDate,
    PersonIds,
    Persoon,
    Text,
)

MOST_FACTS = 400
MOST_PEOPLE = 60

# The forms of violence that Veilig Thuis counts [bron: cbs].
Vorm = Literal[
    "lichamelijk",
    "psychisch",
    "seksueel",
    "verwaarlozing_lichamelijk",
    "verwaarlozing_affectief",
    "verwaarlozing_pedagogisch",
    "getuige",
    "financieel",
    "falsificatie",
    "verminking",
    "anders",
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Melder(_Part):
    """Who reports, how to reach them, and who may know.

    `bij_vt` is about Veilig Thuis itself: unknown to it, weighing together is impossible
    [bron: rbcz].
    `naam_verborgen` is another thing: known to Veilig Thuis, kept from the family on a ground.
    """

    soort: Literal["melder"] = "melder"
    naam: Line = ""
    functie: Line = ""
    organisatie: Line = ""
    telefoon: Line = ""
    bereikbaar: Line = ""
    kent_van: Text = ""
    bij_vt: Literal["bekend", "onbekend"] = "bekend"
    naam_verborgen: JaNee = "nee"
    naam_grond: Naamgrond | None = None
    naam_reden: Text = ""


class Zorgen(_Part):
    """What is reported: whom it is about, which forms of violence, since when, and how urgent.

    `andere_kinderen`: whether more children live in the family than the one that it is about.
    `toestemming` is the adult victim's; with a considered and free refusal only what averts the
    serious danger in `gevaar` is given [bron: knmg].
    """

    soort: Literal["zorgen"] = "zorgen"
    gaat_over: Literal["kind", "oudersignalen", "volwassene"] | None = None
    andere_kinderen: Onbekend | None = None
    vormen: tuple[Vorm, ...] = ()
    vorm_anders: Line = ""
    sinds: Line = ""
    acuut: Onbekend | None = None
    acuut_toelichting: Text = ""
    toestemming: (
        Literal["ja", "geweigerd_vrij", "geweigerd_onvrij", "wilsonbekwaam", "onbekend"] | None
    ) = None
    gevaar: Text = ""


class Feit(_Part):
    """One fact, with its source; `regel` is the entry of the case that it was proposed from.

    `mee`: whether it goes to Veilig Thuis at all. `afschrift`: whether those involved may read it
    (a reader's copy leaves out more by itself). `onherleidbaar`: the professional says that it does
    not give away who reports, which counts only where that name is kept back. `nodig`: how it
    averts the danger, where an adult refused freely.
    """

    soort: Literal["feit"] = "feit"
    id: Annotated[str, StringConstraints(pattern=r"^f[1-9][0-9]{0,3}$")]
    regel: int | None = Field(default=None, ge=1)
    wat: Must
    gebeurd: PartialDate = ""
    gebeurd_toelichting: Line = ""
    herkomst: Literal["zelf_gezien", "verteld", "document"]
    van_wie: Line = ""
    over: PersonIds = ()
    mee: JaNee = "ja"
    nodig: Text = ""
    afschrift: JaNee = "ja"
    onherleidbaar: JaNee = "nee"


class Stappen(_Part):
    """What was done in which step, before the report."""

    soort: Literal["stappen"] = "stappen"
    signalen: Text = ""
    overleg: Text = ""
    gesprek: Text = ""
    wegen: Text = ""
    hulp: Text = ""


class Verteld(_Part):
    """Whether one person (`id`) was told of the report, what the answer was, or why not."""

    soort: Literal["verteld"] = "verteld"
    id: Annotated[str, StringConstraints(pattern=r"^p[1-9][0-9]{0,3}$")]
    verteld: JaNee | None = None
    op: date | None = None
    reactie: Text = ""
    instemming: Literal["ja", "nee", "onbekend"] | None = None
    grond: Gespreksgrond | None = None
    grond_toelichting: Text = ""
    wanneer_wel: Line = ""


class Omgeving(_Part):
    """Who stands around the family: support, help that runs already, who keeps contact."""

    soort: Literal["omgeving"] = "omgeving"
    steun: Text = ""
    hulpverleners: Text = ""


class Vraag(_Part):
    """What is asked of Veilig Thuis, what the reporter goes on doing, and what else matters."""

    soort: Literal["vraag"] = "vraag"
    gevraagd: Text = ""
    zelf: Text = ""
    overig: Text = ""


class Report(_Part):
    """A report as it stands, finished or not. `beroep` is the id of the reporter's framework.

    `getypt` holds forms, by their page, that were typed and can't be read as a part yet. No
    document has any of it.
    """

    versie: Literal[1] = 1
    beroep: Line = ""
    melder: Melder = Melder()
    zorgen: Zorgen = Zorgen()
    mensen: tuple[Persoon, ...] = Field(default=(), max_length=MOST_PEOPLE)
    feiten: tuple[Feit, ...] = Field(default=(), max_length=MOST_FACTS)
    stappen: Stappen = Stappen()
    verteld: tuple[Verteld, ...] = ()
    omgeving: Omgeving = Omgeving()
    vraag: Vraag = Vraag()
    niet_bekend: tuple[str, ...] = ()
    getypt: Mapping[str, Mapping[str, tuple[str, ...]]] = Field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """The names of the people in it, by their id."""
        return {each.id: each.naam for each in self.mensen}

    @property
    def restrained(self) -> bool:
        """Whether only what averts serious danger may be given: an adult refused freely.

        [bron: knmg]
        """
        return self.zorgen.gaat_over == "volwassene" and self.zorgen.toestemming == "geweigerd_vrij"

    @property
    def hidden(self) -> bool:
        """Whether the reporter's name is kept from the family, or from everybody."""
        return self.melder.naam_verborgen == "ja" or self.melder.bij_vt == "onbekend"

    @property
    def children(self) -> frozenset[str]:
        """The ids of the children in it."""
        return frozenset(each.id for each in self.mensen if each.rol in CHILD_ROLES)

    @property
    def given(self) -> tuple[Feit, ...]:
        """The facts that go to Veilig Thuis, in the order of the professional.

        Not those on the children where the signals are a parent's, as the professional has not
        seen them [bron: rbcz], and of a restrained report only those said to avert the danger
        [bron: knmg].
        """
        chosen = (each for each in self.feiten if each.mee == "ja")
        return tuple(each for each in chosen if self._may_be_given(each))

    def _may_be_given(self, fact: Feit) -> bool:
        if self.zorgen.gaat_over == "oudersignalen" and self.children & set(fact.over):
            return False
        return bool(fact.nodig) or not self.restrained

    @property
    def people_given(self) -> tuple[Persoon, ...]:
        """The people who are told of to Veilig Thuis; their safe addresses never go along.

        In a restrained report only whom a given fact is about, and the adult who refused (role
        client): nothing more averts the danger [bron: knmg]. `toelichting` is left out there, and
        of children whom the professional has not seen [bron: rbcz].
        """
        about = {person for fact in self.given for person in fact.over}
        chosen = (
            each
            for each in self.mensen
            if not self.restrained or each.id in about or each.rol == "client"
        )
        return tuple(self._without_note(each) for each in chosen)

    def _without_note(self, person: Persoon) -> Persoon:
        unseen = self.zorgen.gaat_over == "oudersignalen" and person.rol in CHILD_ROLES
        if not (unseen or self.restrained):
            return person
        return person.model_copy(update={"toelichting": ""})

    @property
    def steps_given(self) -> Stappen:
        """The steps that are told to Veilig Thuis.

        A restrained report has no signals beside its facts, nor the help so far: what an adult who
        refused freely told in confidence averts no danger there [bron: knmg]. Which advice was
        asked, what the adult says and why the danger weighs more stay, as far as the professional
        wrote them.
        """
        if not self.restrained:
            return self.stappen
        return self.stappen.model_copy(update={"signalen": "", "hulp": ""})

    @property
    def around_given(self) -> Omgeving:
        """Who stands around them, as told to Veilig Thuis: nobody in a restrained report.

        [bron: knmg]
        """
        return Omgeving() if self.restrained else self.omgeving

    def told(self, person: str) -> Verteld:
        """What was told to this person; an empty value where nothing was filled in."""
        found = (each for each in self.verteld if each.id == person)
        return next(found, Verteld(id=person))


CHILD_ROLES = frozenset({"kind", "ongeboren_kind", "ander_kind"})
# Who is told of a report: those it is about, not professionals and others around them [bron: rbcz].
TOLD_ROLES = frozenset(
    {"kind", "client", "ouder", "partner", "ex_partner", "familie", "vertegenwoordiger"}
)
PARTS: Mapping[str, type[_Part]] = {
    "melder": Melder,
    "zorgen": Zorgen,
    "feit": Feit,
    "stappen": Stappen,
    "verteld": Verteld,
    "omgeving": Omgeving,
    "vraag": Vraag,
}
