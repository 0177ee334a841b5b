"""A copy of the file for one person in it, who asks to see what was recorded about them.

It holds what is about that person alone, or was said by or with that person alone. What can't be
decided is not in it, and nothing shows that anything was left out. These are our own choices; a
professional still reads the copy before giving it. In full:

1. An entry counts as it reads today. An older reading may have been corrected because it was
   about somebody else.
2. A kind of entry is in it only where its own fields tell whom it is about (`_RULES`). Advice,
   weighing, decisions and closing are about everybody, so they are not.
3. Of such an entry only the fields named here are in it: one that is added later stays out until
   somebody decides. The home situation, relations and how safe all are concern the others.
4. What another told or made is left out, or the copy would tell who did. A signal that was told is
   in it only where the person told it, alone. Of an attachment no file, name, size or hash.
5. A talk that was not held is left out: that somebody feared it, and why, is a danger to others.
6. A report is in it only where it was told to this person alone, and no name was kept back. Else
   no text may speak of a report or of Veilig Thuis.
7. A safe address is never in it, not even the person's own: copies travel. No text may have a word
   of another's address, a telephone number, or tell of a shelter or the police.
8. Who wrote an entry is left out everywhere. Left out only where a name was kept back, it would
   tell just that.
9. A text that may be about another goes as a whole; a sentence that is missing shows. It may, when
   it has a part of another's name (also misspelled, shortened, as initials), a word for a
   relative or neighbour, or a capital inside a sentence: that may be a name we don't know.
   The person's own name is allowed, unless somebody else bears it too.
10. Of what was said or seen only what the professional or the person said or saw is in it; no text
    tells of a body, a place to stay or a number (`voices`).
11. Entries are numbered anew; day and words are all that is told of them. The same entries in it
    give the same bytes, whatever else is in the file.

What this can't know: a source told in words that are in no list; a name that opens a sentence, of
somebody who is not in the case; and what is plain to a reader who knows the family. When somebody
is added to the case, a text that was in an earlier copy may leave the next one: better that than
the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from pydantic import BaseModel

from meldcode.dossier import text, words
from meldcode.dossier.entries import (
    Afspraak,
    Bijlage,
    Correctie,
    Entered,
    Entry,
    Gesprek,
    Melding,
    Opvolging,
    Persoon,
    Signaal,
    Vernietigingsverzoek,
)
from meldcode.dossier.services import File
from meldcode.dossier.strangers import Strangers, signs
from meldcode.dossier.voices import Reading, Voices
from meldcode.paper import sheet, typesetting
from meldcode.paper.dates import dutch_date

TITLE = "Kopie"
# PDF/A asks for a date; this one tells nothing.
NO_DAY = date(2000, 1, 1)
REPLACED = f"Een {typesetting.BOX} staat voor een teken dat niet op papier kan."


@dataclass(frozen=True)
class Row:
    """One entry of a copy: its number in the copy, its heading, what it says."""

    number: int
    heading: str
    lines: tuple[text.Line, ...]


@dataclass(frozen=True)
class Copy:
    """What one person may have; `made` is the day that stands on it, if any."""

    name: str
    rows: tuple[Row, ...]
    made: date | None = None


@dataclass(frozen=True)
class _Rule:
    """When an entry is in the copy, and what of it.

    `fields` are told as they are, and hold nothing that was typed freely; `texts` where they can't
    be about another, `own` (an address, a number) where it is no other's, `sources` where they name
    the person alone. Without one of `needed` the entry is not in the copy.
    """

    holds: Callable[[_Reader, Any], bool]
    fields: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


def for_person(file: File, person_id: str, made: date | None = None) -> Copy:
    """The copy for one person in the case. Raises KeyError where there is no such person."""
    reader = _Reader(file, person_id)
    return Copy(reader.person.naam, tuple(reader.rows()), made)


def copy_text(copy: Copy) -> str:
    """The copy as plain text."""
    return "\n\n".join([_head(copy), *map(_row_text, copy.rows)]) + "\n"


def copy_pdf(copy: Copy) -> bytes:
    """The copy as PDF/A-3a and PDF/UA-1, without attachment; only its day is in its metadata."""
    day = [f"Gemaakt op {dutch_date(copy.made)}"] if copy.made else []
    shown: sheet.Sheet = {
        "titel": TITLE,
        "kop": f"Kopie voor {copy.name}",
        "onder": day,
        "let_op": [],
        "voet": "Kopie",
        "delen": [{"kop": "", "rijen": [_on_paper(each) for each in copy.rows]}],
        "slot": [],
    }
    if typesetting.replaces(shown):
        shown["let_op"] = [REPLACED]
    made = datetime.combine(copy.made or NO_DAY, time(), UTC)
    return sheet.to_pdf(shown, made)


def _head(copy: Copy) -> str:
    day = f"\nGemaakt op {dutch_date(copy.made)}" if copy.made else ""
    return f"Kopie voor {copy.name}{day}"


def _row_text(row: Row) -> str:
    told = (f"{label}: {value.replace(chr(10), chr(10) + '  ')}" for label, value in row.lines)
    return "\n".join([f"{row.number}. {row.heading}", *told])


def _on_paper(row: Row) -> sheet.Row:
    return sheet.row(f"{row.number}. {row.heading}", lines=row.lines)


class _Reader:
    """Reads the file of a case for one person in it."""

    def __init__(self, file: File, person_id: str) -> None:
        self.case = file.facts
        self.id = person_id
        self.person = self.case.people[person_id]
        others = [each for each in _everybody(file.entered) if each.id != person_id]
        self.strangers = Strangers(self.person, others)
        self.voices = Voices(self.person, self.strangers)
        self.numbers: dict[int, int] = {}
        self.agreements: set[int] = set()

    def rows(self) -> Iterator[Row]:
        """What is in the copy, in the order of the file, numbered anew."""
        for each in self.case.entered:
            told = self._told(each.entry)
            if told is not None:
                number = self.numbers[each.number] = len(self.numbers) + 1
                if isinstance(each.entry, Afspraak):
                    self.agreements.add(each.number)
                yield Row(number, text.heading(each.entry), tuple(told))

    def _told(self, entry: Entry) -> list[text.Line] | None:
        rule = _RULES.get(type(entry))
        if rule is None or not rule.holds(self, entry):
            return None
        fields = frozenset(self._readable(rule, entry))
        return self._lines(entry, fields) if fields.issuperset(rule.needed) else None

    def _readable(self, rule: _Rule, entry: Entry) -> Iterator[str]:
        """The fields of an entry that are in the copy."""
        for name in (*rule.fields, *rule.texts, *rule.own, *rule.sources):
            value = getattr(entry, name)
            if name in rule.texts and self._tells_more(entry, value):
                continue
            if name in rule.own and self.strangers.may_be_placed(value):
                continue
            if name in rule.sources and not self.strangers.is_person(value):
                continue
            yield name

    def _tells_more(self, entry: Entry, text: str) -> bool:
        """Whether a text may tell of another, of who told something, or where somebody is safe."""
        if self.strangers.may_be_in(text, of_a_report=isinstance(entry, Melding)):
            return True
        if isinstance(entry, Gesprek | Melding):
            return self.voices.sign(text, Reading(talk=True)) is not None
        single, sourced = self.voices.single(text), isinstance(entry, Bijlage)
        how = Reading(alone=True, pronouns=single, sourced=sourced)
        return self.voices.sign(text, how) is not None

    def _lines(self, entry: Entry, fields: frozenset[str]) -> list[text.Line]:
        """The lines of these fields alone, in the order of the form."""
        form = words.form_of(entry.soort)
        kept = {form.field(name).short for name in fields}
        told = text.lines(_emptied(entry, fields), {self.id: self.person.naam})
        lines = [line for line in told if line[0] in kept]
        if isinstance(entry, Opvolging):
            label = form.field("afspraak").short
            number = f"nummer {self.numbers[entry.afspraak]}"
            return [(label, number) if line[0] == label else line for line in lines]
        return lines

    def alone(self, ids: tuple[str, ...]) -> bool:
        """Whether this person is named and nobody else."""
        return set(ids) == {self.id}

    def told_by(self, entry: Signaal) -> bool:
        """Whether a signal was seen by the professional, or told by this person alone."""
        if entry.herkomst == "verteld":
            return self.strangers.is_person(entry.van_wie)
        return entry.herkomst == "zelf_gezien" and not entry.van_wie

    def made_by(self, entry: Bijlage) -> bool:
        """Whether an attachment was made by the professional or comes from this person."""
        own = entry.herkomst.casefold().strip(". ") in signs().zelf_gemaakt
        return own or self.strangers.is_person(entry.herkomst)


def _everybody(entered: tuple[Entered, ...]) -> Iterator[Persoon]:
    """Each reading of each person, old and withdrawn ones too: a text may hold an old name."""
    for each in entered:
        entry = each.entry.wordt if isinstance(each.entry, Correctie) else each.entry
        if isinstance(entry, Persoon):
            yield entry


def _emptied(entry: Entry, fields: frozenset[str]) -> Entry:
    """The entry with every other field empty; `bestand` has no empty form and no line is kept."""
    kept = fields | {"soort", "bestand"}
    return entry.model_copy(update=dict.fromkeys(set(type(entry).model_fields) - kept))


def _open_report(reader: _Reader, entry: Melding) -> bool:
    told = entry.geinformeerd == "ja" and reader.alone(entry.wie_geinformeerd)
    hidden = entry.naam_verborgen == "ja" or entry.naam_grond or entry.naam_reden
    return told and not hidden and entry.reden_niet is None


_RULES: Mapping[type[BaseModel], _Rule] = {
    Persoon: _Rule(
        lambda reader, entry: entry.id == reader.id,
        fields=("rol", "naam", "geboren", "uitgerekend", "gezag"),
        texts=("toelichting",),
        own=("adres", "telefoon"),
    ),
    Signaal: _Rule(
        lambda reader, entry: reader.alone(entry.over) and reader.told_by(entry),
        fields=("herkomst", "gebeurd", "opgemerkt", "aard", "over"),
        texts=("wat", "gebeurd_toelichting"),
        sources=("van_wie",),
        needed=("wat",),
    ),
    Gesprek: _Rule(
        lambda reader, entry: entry.gehouden == "ja" and reader.alone(entry.met),
        fields=("gehouden", "met", "op"),
        texts=("gezegd", "reactie", "oplossingen", "toestemming"),
    ),
    Melding: _Rule(
        _open_report,
        fields=("op", "hoe", "geinformeerd", "wie_geinformeerd"),
        texts=("reactie",),
    ),
    Afspraak: _Rule(
        lambda reader, entry: entry.met_veilig_thuis == "nee",
        fields=("op", "termijn"),
        texts=("resultaat",),
        sources=("wie",),
        needed=("resultaat", "wie"),
    ),
    Opvolging: _Rule(
        lambda reader, entry: entry.afspraak in reader.agreements,
        fields=("op", "afspraak", "resultaat"),
    ),
    Bijlage: _Rule(
        lambda reader, entry: reader.alone(entry.over) and reader.made_by(entry),
        fields=("aard", "op", "over"),
        texts=("titel", "beschrijving"),
        needed=("titel",),
    ),
    Vernietigingsverzoek: _Rule(
        lambda reader, entry: reader.alone(entry.door) and not entry.door_toelichting,
        fields=("op", "door", "besluit"),
    ),
}
