"""The report as a document: for Veilig Thuis, and for one of those involved.

The sections stand in the order of Veilig Thuis' own online form (reporter, persons, report,
network, other) [bron: vt_sites], so that they can be pasted one after the other. Empty
fields and empty sections leave no trace. A safe address is in neither document.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from meldcode.dossier import text
from meldcode.dossier.entries import Persoon
from meldcode.dossier.words import FormWords, form_of
from meldcode.melding import words
from meldcode.melding.asked import matters
from meldcode.melding.document import Block, Document, Line, Section
from meldcode.melding.gaps import gaps
from meldcode.melding.report import Feit, Report, Verteld
from meldcode.melding.safe import without_safe_addresses
from meldcode.melding.words import say
from meldcode.paper.dates import dutch_date

FOR_VT = "Melding bij Veilig Thuis"
FOR_READER = "Afschrift van een melding bij Veilig Thuis"
HEADINGS = {
    "melder": "De melder",
    "mensen": "Om wie het gaat",
    "zorgen": "Wat wordt gemeld",
    "feiten": "De feiten",
    "stappen": "Wat al is gedaan",
    "verteld": "Wie weet van de melding",
    "omgeving": "Steun en hulp om hen heen",
    "vraag": "De vraag aan Veilig Thuis",
}


@dataclass(frozen=True)
class _Reach:
    """What one kind of receiver may have of somebody; what is not named here is never told."""

    melder: tuple[str, ...]
    persoon: tuple[str, ...]


VT = _Reach(
    melder=("naam", "functie", "organisatie", "telefoon", "bereikbaar", "kent_van"),
    persoon=(
        *("rol", "geboren", "uitgerekend", "relatie", "gezag"),
        *("adres", "telefoon", "toelichting"),
    ),
)
READER = _Reach(
    melder=("naam", "functie", "organisatie", "kent_van"),
    persoon=("rol", "relatie", "gezag"),
)
TOLD = ("verteld", "op", "reactie", "instemming", "grond", "grond_toelichting", "wanneer_wel")


def for_vt(report: Report, today: date) -> Document:
    """The report for Veilig Thuis: all that goes there, with the source of every fact."""
    safe = without_safe_addresses(report)
    telling = _Telling(safe, safe.people_given, VT, True, tuple(_asked(safe, today)))
    return Document(
        kind="melding",
        title=FOR_VT,
        under=(_made(today),),
        sections=telling.sections(_reporter_for_vt),
        closing=_closing(safe),
    )


def for_reader(copy: Report, person_id: str, today: date) -> Document:
    """A copy as its reader gets it. `copy` holds only what that person may read.

    `person_id` is the reader's id in the copy. Of who was told, only the reader's own part is in
    it. Raises KeyError where there is no such person.
    """
    name = copy.names[person_id]
    safe = without_safe_addresses(copy)
    own = tuple(each for each in safe.verteld if each.id == person_id)
    theirs = safe.model_copy(update={"verteld": own, "niet_bekend": ()})
    telling = _Telling(theirs, theirs.mensen, READER, _is_that_parent(theirs, person_id))
    return Document(
        kind="afschrift",
        title=FOR_READER,
        under=(f"Voor {name}", _made(today), say("afschrift.wat"), say("afschrift.mag")),
        sections=telling.sections(_reporter_for_reader),
        closing=_closing(theirs),
    )


def _is_that_parent(copy: Report, person_id: str) -> bool:
    """Whether a parent's signals are this reader's: the client's, or a parent's with facts on them.

    The purpose speaks of a parent without saying which one; to another it would tell of somebody
    else.
    """
    role = next(each.rol for each in copy.mensen if each.id == person_id)
    told_of = any(person_id in fact.over for fact in copy.given)
    return role == "client" or (role == "ouder" and told_of)


def _made(today: date) -> str:
    return f"Gemaakt op {dutch_date(today)}"


def _closing(report: Report) -> tuple[str, ...]:
    return (say("slot.bron"),) if report.given else ()


def _asked(report: Report, today: date) -> Iterator[str]:
    """What is still asked on people, was answered with 'niet bekend' and has no field of its own.

    Where somebody was added since, it is asked no more.
    """
    for gap in gaps(report.model_copy(update={"niet_bekend": ()}), today):
        if gap.part == "mensen" and gap.id in report.niet_bekend and "." not in gap.id:
            yield gap.question


@dataclass(frozen=True)
class _Telling:
    """Tells a report, with these people in it, as far as the receiver reaches.

    `purpose`: whether a parent's signals bring what is asked for because of them. `asked` are the
    questions on who is involved to which nobody knows the answer.
    """

    report: Report
    people: tuple[Persoon, ...]
    reach: _Reach
    purpose: bool
    asked: tuple[str, ...] = ()

    def sections(self, reporter: Callable[[_Telling], Iterator[Block]]) -> tuple[Section, ...]:
        """The sections that hold something, in the order of Veilig Thuis' form."""
        told: dict[str, Iterator[Block]] = {
            "melder": reporter(self),
            "mensen": self.persons(),
            "zorgen": self.worries(),
            "feiten": self.facts(),
            "stappen": self.part(self.report.steps_given, "stappen"),
            "verteld": self.told(),
            "omgeving": self.part(self.report.around_given, "omgeving"),
            "vraag": self.part(self.report.vraag, "vraag"),
        }
        found = (Section(key, HEADINGS[key], tuple(blocks)) for key, blocks in told.items())
        return tuple(section for section in found if section.blocks)

    def persons(self) -> Iterator[Block]:
        for person in self.people:
            lines = [*self.lines(form_of("persoon"), person, self.reach.persoon)]
            if person.veilig_adres and "adres" in self.reach.persoon:
                field = form_of("persoon").field("veilig_adres")
                lines.append(Line(field.short, say("veilig_adres")))
            yield Block(person.naam, tuple(lines))
        if self.asked:
            yield Block("", tuple(Line(say("niet_bekend"), each) for each in self.asked))

    def worries(self) -> Iterator[Block]:
        worries = self.report.zorgen
        if worries.gaat_over == "oudersignalen" and self.purpose:
            yield Block("", (Line("Doel van de melding", say("oudersignalen.doel")),))
        yield from self.part(worries, "zorgen")

    def facts(self) -> Iterator[Block]:
        for number, fact in enumerate(self.report.given, 1):
            yield Block(f"{number}. {self._when(fact)}", tuple(self._fact(fact)))

    def _when(self, fact: Feit) -> str:
        if fact.gebeurd:
            when = text.partial_date(fact.gebeurd)
            return when[0].upper() + when[1:]
        asked = self.unknown(fact, "feit", "gebeurd")
        return say("feit.datum_onbekend" if asked else "feit.zonder_datum")

    def _fact(self, fact: Feit) -> Iterator[Line]:
        form = words.part("feit")
        yield from self.lines(form, fact, ("wat", "gebeurd_toelichting"))
        yield Line(form.field("herkomst").short, _source(fact))
        known = tuple(each for each in fact.over if each in self.names)
        about = fact.model_copy(update={"over": known})
        needed = ("nodig",) if self.report.restrained else ()
        yield from self.lines(form, about, ("over", *needed))

    def told(self) -> Iterator[Block]:
        for person in self.people:
            told = self.report.told(person.id)
            lines = tuple(self.lines(words.part("verteld"), told, TOLD))
            if lines:
                yield Block(person.naam, lines)

    def part(self, value: BaseModel, soort: str) -> Iterator[Block]:
        form = words.part(soort)
        lines = tuple(self.lines(form, value, [field.name for field in form.fields]))
        if lines:
            yield Block("", lines)

    def lines(self, form: FormWords, value: BaseModel, only: Collection[str]) -> Iterator[Line]:
        """The fields of these names that matter, filled in or answered with 'niet bekend'."""
        for field in (form.field(name) for name in only):
            given = getattr(value, field.name)
            if not matters(form, field, value):
                continue
            if given not in (None, "", ()):
                yield Line(field.short, text.value_of(field, given, self.names))
            elif self.unknown(value, form.soort, field.name):
                yield Line(field.short, say("niet_bekend"))

    def unknown(self, value: BaseModel, soort: str, field: str) -> bool:
        """Whether this was answered with 'niet bekend': `part.field`, or with an id between."""
        between = (value.id,) if isinstance(value, Persoon | Feit | Verteld) else ()
        return ".".join((soort, *between, field)) in self.report.niet_bekend

    @property
    def names(self) -> dict[str, str]:
        return {each.id: each.naam for each in self.people}


def _reporter_for_vt(telling: _Telling) -> Iterator[Block]:
    """Who reports. What must not reach the family stands before everything else."""
    reporter, form = telling.report.melder, words.part("melder")
    if reporter.bij_vt == "onbekend":
        yield Block("", (Line(form.field("naam").short, say("melder.onbekend")),))
        return
    hidden = reporter.naam_verborgen == "ja"
    if hidden:
        why = telling.lines(form, reporter, ("naam_grond", "naam_reden"))
        yield Block(say("melder.verborgen"), tuple(why))
    lines = tuple(telling.lines(form, reporter, telling.reach.melder))
    if lines:
        yield Block(say("melder.alleen_vt") if hidden else "", lines)


def _reporter_for_reader(telling: _Telling) -> Iterator[Block]:
    """Who reports, where that is not kept back; that it is, can't be seen."""
    if not telling.report.hidden:
        lines = telling.lines(words.part("melder"), telling.report.melder, telling.reach.melder)
        if found := tuple(lines):
            yield Block("", found)


def _source(fact: Feit) -> str:
    """Where a fact comes from: the reporter, somebody who told it, or a document."""
    if fact.herkomst == "zelf_gezien":
        return say("herkomst.zelf_gezien")
    if fact.van_wie:
        return say(f"herkomst.{fact.herkomst}", wie=fact.van_wie)
    return say(f"herkomst.{fact.herkomst}.zonder")
