"""The advice request: the same facts without names, places or days, to have at hand when calling.

Only a case told without names or traceable details is no breach of secrecy [bron: rbcz]. So
everybody has a designation, and every text goes through `nameless`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from meldcode.dossier import text
from meldcode.dossier.entries import Persoon
from meldcode.dossier.words import FieldWords, form_of
from meldcode.kader.load import BASE, frameworks
from meldcode.melding import words
from meldcode.melding.advice_words import advice_words
from meldcode.melding.asked import matters
from meldcode.melding.designations import age, designations
from meldcode.melding.document import Block, Document, Line, Section
from meldcode.melding.nameless import Nameless, Slip
from meldcode.melding.report import Feit, Report, Stappen, Zorgen
from meldcode.melding.words import say

__all__ = ["Request", "Slip", "of"]

TITLE = "Adviesvraag zonder namen"
HEADINGS = {
    "mensen": "Om wie het gaat",
    "zorgen": "Waar het om gaat",
    "feiten": "Wat is gezien, gehoord en gezegd",
    "stappen": "Wat al is gedaan",
    "vraag": "Wat ik wil weten",
}
# Typed by the professional; what is chosen from a list tells nobody apart.
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "zorgen": ("vorm_anders", "sinds", "acuut_toelichting", "gevaar"),
    "stappen": tuple(name for name in Stappen.model_fields if name != "soort"),
    "feit": ("wat", "gebeurd_toelichting", "van_wie"),
}
_CHOSEN = ("gaat_over", "andere_kinderen", "vormen", "acuut", "toestemming")


@dataclass(frozen=True)
class Request:
    """What goes along to the telephone, and the words that may still tell who it is about."""

    document: Document
    slips: tuple[Slip, ...]


def of(report: Report, today: date) -> Request:
    """The advice request of a report, finished or not: all facts that are to go along.

    Advice comes before a report, so the limits of a report on whom facts may be about do not hold.
    A fact keeps its month and year. How long it lasts and how often it happens matter for advice;
    a day would find the family in the records of school, hospital or police. Steun, question and
    who was told are not in it: they name others, and concern the report.

    A text that can't be told without names is not in it; its slip says so.
    """
    return _Telling(report, today).request()


@dataclass
class _Telling:
    """Tells one report; keeps the slips that it meets on its way."""

    report: Report
    today: date
    slips: list[Slip] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.called = designations(self.report.mensen)
        self.facts = tuple(each for each in self.report.feiten if each.mee == "ja")
        self.nameless = Nameless(self.report, self.called, self._texts(), self.today)

    def request(self) -> Request:
        told = {
            "mensen": self._people(),
            "zorgen": self._worries(),
            "feiten": self._facts(),
            "stappen": self._steps(),
            "vraag": _questions(),
        }
        found = [Section(key, HEADINGS[key], tuple(blocks)) for key, blocks in told.items()]
        document = Document(
            kind="adviesvraag",
            title=TITLE,
            under=tuple(_under(self.report.beroep)),
            sections=tuple(each for each in found if each.blocks),
            closing=tuple(map(advice_words().say, ("slot.medewerker", "slot.opschrijven"))),
        )
        return Request(document, tuple(dict.fromkeys(self.slips)))

    def _texts(self) -> Iterator[str]:
        """Everything that a professional typed and that may be told."""
        for soort, values in (
            ("zorgen", (self.report.zorgen,)),
            ("stappen", (self.report.stappen,)),
            ("feit", self.facts),
        ):
            for value in values:
                yield from (getattr(value, name) for name in _TEXTS[soort])
        yield from (each.relatie for each in self.report.mensen)

    def _clean(self, where: str, label: str, typed: str) -> Iterator[Line]:
        if typed:
            cleaned = self.nameless.clean(where, typed)
            self.slips += cleaned.slips
            if cleaned.text is not None:
                yield Line(label, cleaned.text)

    def _people(self) -> Iterator[Block]:
        for person in self.report.mensen:
            yield Block(self.called[person.id], tuple(self._person(person)))

    def _person(self, person: Persoon) -> Iterator[Line]:
        if old := age(person, self.today):
            yield Line("Leeftijd", old)
        form = form_of("persoon")
        yield from self._clean(person.id, form.field("relatie").short, person.relatie)
        if person.gezag:
            yield _choice(form.field("gezag"), person.gezag)

    def _worries(self) -> Iterator[Block]:
        worries, form = self.report.zorgen, words.part("zorgen")
        if lines := tuple(line for each in form.fields for line in self._worry(worries, each)):
            yield Block("", lines)

    def _worry(self, worries: Zorgen, each: FieldWords) -> Iterator[Line]:
        given = getattr(worries, each.name)
        if not given or not matters(words.part("zorgen"), each, worries):
            return
        if each.name in _CHOSEN:
            yield _choice(each, given)
        elif each.name in _TEXTS["zorgen"]:
            yield from self._clean(f"zorgen.{each.name}", each.short, given)

    def _facts(self) -> Iterator[Block]:
        number = 0
        for fact in self.facts:
            if lines := tuple(self._fact(fact)):
                number += 1
                yield Block(f"{number}. {_when(fact)}", lines)

    def _fact(self, fact: Feit) -> Iterator[Line]:
        """The lines of a fact; none where what happened can't be told."""
        form = words.part("feit")
        what = list(self._clean(fact.id, form.field("wat").short, fact.wat))
        place = form.field("gebeurd_toelichting").short
        around = [*self._clean(fact.id, place, fact.gebeurd_toelichting), *self._source(fact)]
        if not what:
            return
        yield from what
        yield from around
        if about := [self.called[each] for each in fact.over if each in self.called]:
            yield Line(form.field("over").short, ", ".join(about))

    def _source(self, fact: Feit) -> Iterator[Line]:
        origin = words.part("feit").field("herkomst")
        if fact.herkomst == "zelf_gezien":
            yield _choice(origin, fact.herkomst)
            return
        who = [line.text for line in self._clean(fact.id, "", fact.van_wie)]
        key = f"herkomst.{fact.herkomst}"
        yield Line(origin.short, say(key, wie=who[0]) if who else say(f"{key}.zonder"))

    def _steps(self) -> Iterator[Block]:
        form = words.part("stappen")
        lines = (
            self._clean(f"stappen.{each.name}", each.short, getattr(self.report.stappen, each.name))
            for each in form.fields
        )
        if found := tuple(line for each in lines for line in each):
            yield Block("", found)


def _under(profession: str) -> Iterator[str]:
    say_ = advice_words().say
    yield say_("onder.advies")
    yield say_("onder.zonder_namen")
    if profession != BASE and profession in frameworks():
        yield f"Mijn beroepsgroep: {frameworks()[profession].naam}"
    yield say_("onder.lees_na")


def _questions() -> Iterator[Block]:
    asked: Iterable[str] = (each.tekst for each in advice_words().questions)
    yield Block("", tuple(Line(f"Vraag {number}", each) for number, each in enumerate(asked, 1)))


def _choice(field_words: FieldWords, given: object) -> Line:
    return Line(field_words.short, text.value_of(field_words, given, {}))


def _when(fact: Feit) -> str:
    if not fact.gebeurd:
        return say("feit.zonder_datum")
    when = text.partial_date(fact.gebeurd[:7])
    return when[0].upper() + when[1:]
