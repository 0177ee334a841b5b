"""A report as one person may read it who is told of it: the same facts, without the others.

It fails closed: what can't be decided is not in it, and nothing in it shows that anything was left
out. Everything else is empty in the `Report` that comes back, so any rendering of it is safe. These
are our own choices; the professional sees beforehand what was left out and why. In full:

1. Its circle is the reader, and where the reader's authority is 'ja' the children in the report. A
   child reads about itself alone. Of people only role and name, numbered anew; the role alone where
   more than a name stands for one, such as 'zoon van Samira'.
2. A fact is in it where the professional chose so, where it is about the circle and nobody else,
   and where the professional saw it or the reader alone told it.
3. Each text is read word by word (`dossier.strangers`): whatever may name or place another goes, as
   a whole. A sentence may not open with a word that can be a name either. Of what was said or seen
   (`dossier.voices`) only what the professional or the reader said or saw is in it; no word for a
   body or a place to stay, no number. What a child said, felt or wanted is not in the copy of a
   parent: a child is made to answer for that.
4. A text of which no field says whom it is about may not point at anybody with 'zij' or 'hem'.
5. No address, number, birth date, relation or remark of anybody; no steps, network, home visits.
6. What the reader is not told yet stays out: forms of violence, since when, the question. So does
   where the reporter works, which may tell where a child now is. Whose signals they are, an adult's
   or a parent's, is told to that person alone.
7. Forms of violence by which a child is made to answer, or that tell of a witness, are not in it.
8. Where the reporter's name is kept back, nothing is in it that the reporter was told or did: facts
   only that are said not to give the name away, seen, by the month, with nobody at work in them.
   Nor is what the reporter asks and goes on doing: who does it every week is known by it.

What this can't know: whom a pronoun in a fact means, a name in small letters of somebody who is not
in the report, a source told in words that are in no list, and what is plain to a reader who knows
the family. When somebody is added to the
report whose name is a word in a text, that text leaves the copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from meldcode.dossier.entries import Persoon
from meldcode.dossier.words import option_label
from meldcode.melding.reader_checks import Checks
from meldcode.melding.reader_words import say
from meldcode.melding.report import (
    CHILD_ROLES,
    TOLD_ROLES,
    Feit,
    Melder,
    Report,
    Verteld,
    Vorm,
    Vraag,
    Zorgen,
)

# Forms by which a child is made to answer for what it told, or that tell of a witness.
_UNREAD: frozenset[Vorm] = frozenset({"getuige", "seksueel", "falsificatie", "verminking"})


@dataclass(frozen=True)
class LeftOut:
    """What is not in a copy (the id of a fact, or `part.field`), or what to mind before giving it.

    `why` is for the professional, who may write the text anew; it is never in the copy.
    """

    what: str
    why: str


@dataclass(frozen=True)
class Copy:
    """A report with nothing in it but what its reader may see; the reader is `p1` in it."""

    report: Report
    left_out: tuple[LeftOut, ...] = ()


def for_reader(report: Report, person_id: str) -> Copy:
    """The copy for one person in a report.

    Raises KeyError where there is no such person, ValueError with a sentence for the professional
    where a copy is not for this person.
    """
    person = next((each for each in report.mensen if each.id == person_id), None)
    if person is None:
        raise KeyError(person_id)
    if person.rol not in TOLD_ROLES:
        raise ValueError(say("niet_voor"))
    return _Reader(report, person).copy()


def _circle(report: Report, person: Persoon) -> tuple[Persoon, ...]:
    """The reader, and the children that may be named to this reader."""
    if person.rol in CHILD_ROLES or person.gezag != "ja":
        return (person,)
    return (person, *(each for each in report.mensen if each.rol in CHILD_ROLES))


class _Reader:
    """Reads a report for one person, and keeps what it leaves out."""

    def __init__(self, report: Report, person: Persoon) -> None:
        self.whole = report
        self.person = person
        self.told = report.told(person.id).verteld == "ja"
        self.circle = _circle(report, person)
        self.numbers = {each.id: f"p{at}" for at, each in enumerate(self.circle, start=1)}
        self.checks = Checks(report, self.circle, self.told)
        self.notes: list[LeftOut] = []

    def copy(self) -> Copy:
        """The copy, and what was left out, in the order of the parts."""
        self.mind()
        facts = tuple(self.facts())
        report = Report(
            beroep="" if self.whole.hidden else self.whole.beroep,
            melder=self.reporter(),
            zorgen=self.worries(facts),
            mensen=tuple(self.people()),
            feiten=facts,
            verteld=self.answered(),
            vraag=self.question(),
        )
        self.leave("stappen", "signalen", "overleg", "gesprek", "wegen", "hulp")
        self.leave("omgeving", "steun", "hulpverleners")
        return Copy(report, tuple(self.notes))

    def mind(self) -> None:
        """What to think of before this copy is given."""
        if not self.told:
            self.note("verteld.verteld", "nog_niet_verteld")
        if len(self.circle) > 2:
            self.note("mensen", "meer_kinderen")
        if self.person.rol not in CHILD_ROLES and self.whole.children - set(self.numbers):
            self.note("mensen", "zonder_kinderen")
        elsewhere = (each.veilig_adres for each in self.whole.mensen if each.id != self.person.id)
        if any(elsewhere) and not self.whole.hidden:
            self.note("melder.functie", "veilig_adres")

    def people(self) -> Iterator[Persoon]:
        """The circle by role and name."""
        for each in self.circle:
            if why := self.checks.name(each.naam):
                self.notes.append(LeftOut(f"mensen.{each.id}", why))
            yield Persoon(id=self.numbers[each.id], rol=each.rol, naam=self.called(each))

    def called(self, person: Persoon) -> str:
        """The name; the role where more than a name stands in its place."""
        if self.checks.name(person.naam):
            return option_label("persoon", "rol", person.rol)
        return person.naam

    def reporter(self) -> Melder:
        """Who reports, unless that is kept back.

        How to reach them is for Veilig Thuis alone, and so is where they work: a shelter's name
        would tell where somebody hides, and that it is left out may not show that somebody does.
        """
        known = self.whole.melder
        if self.whole.hidden:
            self.note("melder", "verborgen")
            return Melder()
        self.leave("melder", "organisatie", "telefoon", "bereikbaar")
        placeless = self.checks.placeless
        return Melder(
            naam=self.kept("melder.naam", known.naam, placeless),
            functie=self.kept("melder.functie", known.functie, self.checks.function),
            kent_van=self.once_told("melder.kent_van", known.kent_van, self.checks.unbound),
        )

    def worries(self, facts: tuple[Feit, ...]) -> Zorgen:
        """What is reported; not how urgent it is, the danger, nor if there are other children."""
        known = self.whole.zorgen
        kept = Zorgen(
            gaat_over=known.gaat_over if self.knows_whose(facts) else None,
            vormen=tuple(self.forms()),
            vorm_anders=self.once_told("zorgen.vorm_anders", known.vorm_anders),
            sinds=self.once_told("zorgen.sinds", known.sinds),
        )
        self.leave("zorgen", "andere_kinderen", "acuut", "acuut_toelichting")
        self.leave("zorgen", "toestemming", "gevaar")
        return kept

    def knows_whose(self, facts: tuple[Feit, ...]) -> bool:
        """Whether this reader may know whose signals these are.

        An adult's or a parent's: only who is that adult, or that parent with facts on them in the
        copy. To another it would tell who was seen, and of a hidden reporter whom they know.
        """
        about, role = self.whole.zorgen.gaat_over, self.person.rol
        parent = role == "ouder" and any("p1" in each.over for each in facts)
        own = role == "client" or (about == "oudersignalen" and parent)
        if about == "kind" or about is None or (own and self.told and not self.whole.hidden):
            return True
        self.note("zorgen.gaat_over", "deel")
        return False

    def forms(self) -> Iterator[Vorm]:
        """The forms of violence that this reader may know to be reported."""
        known = self.whole.zorgen.vormen
        if known and not self.told:
            self.note("zorgen.vormen", "pas_na_vertellen")
        elif _UNREAD & set(known):
            self.note("zorgen.vormen", "vorm")
        if self.told:
            yield from (each for each in known if each not in _UNREAD)

    def question(self) -> Vraag:
        """What is asked; nothing of what else Veilig Thuis must know, such as danger at a visit."""
        known = self.whole.vraag
        kept = Vraag(
            gevraagd=self.once_told("vraag.gevraagd", known.gevraagd),
            zelf=self.once_told("vraag.zelf", known.zelf),
        )
        self.leave("vraag", "overig")
        return kept

    def answered(self) -> tuple[Verteld, ...]:
        """The reader's own answer to the report; nothing where the reporter is kept back."""
        known = self.whole.told(self.person.id)
        if not self.told or self.whole.hidden:
            return ()
        reaction = self.kept("verteld.reactie", known.reactie, self.checks.answered)
        told: dict[str, Any] = {"verteld": "ja", "op": known.op, "instemming": known.instemming}
        return (Verteld(id="p1", reactie=reaction, **told),)

    def facts(self) -> Iterator[Feit]:
        """The facts that may be read, numbered anew."""
        number = 0
        for fact in self.whole.given:
            why = self.why_not(fact)
            if why:
                self.notes.append(LeftOut(fact.id, why))
                continue
            number += 1
            yield self.fact(fact, f"f{number}")

    def fact(self, fact: Feit, key: str) -> Feit:
        """The fact with nothing but what the copy tells of it."""
        hidden = self.whole.hidden
        place = f"{fact.id}.gebeurd_toelichting"
        around = "" if hidden else self.kept(place, fact.gebeurd_toelichting, self.check(fact))
        return Feit(
            id=key,
            wat=fact.wat,
            gebeurd=fact.gebeurd[:7] if hidden else fact.gebeurd,
            gebeurd_toelichting=around,
            herkomst=fact.herkomst,
            van_wie=self.called(self.person) if fact.herkomst == "verteld" else "",
            over=tuple(sorted({self.numbers[each] for each in fact.over}, key=_number)),
        )

    def why_not(self, fact: Feit) -> str:
        """Why a fact is not in the copy; empty where it is."""
        if fact.afschrift != "ja":
            return say("gekozen")
        if not fact.over:
            return say("over_niemand")
        if not set(fact.over) <= set(self.numbers):
            return say("over_ander")
        return self.source(fact) or self.check(fact)(fact.wat)

    def source(self, fact: Feit) -> str:
        """Why where a fact comes from keeps it out."""
        if self.whole.hidden and (fact.onherleidbaar != "ja" or fact.herkomst != "zelf_gezien"):
            return say("onherleidbaar")
        if fact.herkomst == "document":
            return say("document")
        seen = fact.herkomst == "zelf_gezien" and not fact.van_wie
        told = fact.herkomst == "verteld" and self.checks.is_reader(fact.van_wie)
        return "" if seen or told else say("van_ander")

    def check(self, fact: Feit) -> Callable[[str], str]:
        """How the texts of a fact are read: what the reader said, the reader may read."""
        first = self.checks.alone if len(set(fact.over)) == 1 else lambda _: ""
        then = self.check_said(fact)
        return lambda text: first(text) or then(text)

    def check_said(self, fact: Feit) -> Callable[[str], str]:
        if fact.herkomst == "verteld":
            return self.checks.told_by_reader
        if self.person.rol in CHILD_ROLES:
            return self.checks.child
        return self.checks.own if set(fact.over) == {self.person.id} else self.checks.unsaid

    def once_told(self, what: str, text: str, check: Callable[[str], str] | None = None) -> str:
        """A text that only who is told of the report may read, if the check lets it through."""
        if text and not self.told:
            self.note(what, "pas_na_vertellen")
            return ""
        if text and self.whole.hidden:
            self.note(what, "verborgen")
            return ""
        return self.kept(what, text, check or self.checks.unbound)

    def kept(self, what: str, text: str, check: Callable[[str], str]) -> str:
        """The text, or nothing and a note where the check gives a reason."""
        why = check(text) if text else ""
        if why:
            self.notes.append(LeftOut(what, why))
        return "" if why else text

    def leave(self, part: str, *fields: str) -> None:
        """Note which of these fields, that no copy has, are filled in."""
        for name in fields:
            if getattr(getattr(self.whole, part), name):
                self.note(f"{part}.{name}", "deel")

    def note(self, what: str, key: str) -> None:
        """Keep for the professional that something is left out or must be minded."""
        self.notes.append(LeftOut(what, say(key)))


def _number(person_id: str) -> int:
    return int(person_id[1:])
