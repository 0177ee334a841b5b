"""The only door to case files: start one, read its entries, add to it, keep its drafts."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from meldcode.access import sharing
from meldcode.access.models import SEES_NO_CASE
from meldcode.access.people import Unlocked
from meldcode.dossier import codenames, ending, followed, pinned, status, timeline
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import (
    Begin,
    Bestand,
    Bijlage,
    Correctie,
    Entered,
    Entry,
    Kaderwissel,
    Persoon,
    to_bytes,
)
from meldcode.dossier.models import Draft
from meldcode.dossier.reading import entry_of, reading_of
from meldcode.dossier.status import Status
from meldcode.kader.model import Framework
from meldcode.ledger import services as ledger
from meldcode.ledger.chain import Fault
from meldcode.ledger.rights import Tampered
from meldcode.ledger.services import OpenCase
from meldcode.vault.sealing import SealBroken, seal, unseal

NAME_LENGTH = 60
_KEPT_AS = "dossier"
NAME_SENTENCE = f"Geef een codenaam van 1 tot en met {NAME_LENGTH} tekens."


class Garbled(Tampered):
    """What a colleague wrote is sealed and signed as it should be, and is no entry."""


class NoFramework(Tampered):
    """A framework that the case follows or followed is neither in the product nor kept."""


@dataclass(frozen=True)
class Unreadable:
    """A record that stands in the chain and is no entry: its number, who made it, and when."""

    number: int
    author: str
    at: datetime


@dataclass(frozen=True)
class File:
    """An opened case with its entries and framework, as of `today`.

    `framework` is the one it follows now; `earlier` those it followed before it was moved.
    `garbled` are the numbers of records that stand in the chain and are no entry: the rest is read.
    """

    case: OpenCase
    entered: tuple[Entered, ...]
    framework: Framework
    today: date
    earlier: followed.Earlier = ()
    garbled: tuple[int, ...] = ()

    @property
    def begin(self) -> Begin:
        """The first entry."""
        first = self.entered[0].entry
        assert isinstance(first, Begin), "a case begins with its code name and framework"
        return first

    @property
    def pin(self) -> followed.Pin:
        """What pinned the case to the framework that it follows now."""
        return [pin for _, pin in followed.pins(self.entered)][-1]

    def framework_at(self, number: int) -> Framework:
        """The framework that held when the entry with this number was written."""
        return followed.at(number, self.framework, self.earlier)

    @property
    def codenaam(self) -> str:
        """The name the professional sees."""
        return self.begin.codenaam

    @cached_property
    def status(self) -> Status:
        """What follows from the entries today."""
        return status.of_file(self.facts, self.framework, self.today, self.earlier)

    @cached_property
    def facts(self) -> CaseFile:
        """The entries that count today, by kind."""
        return CaseFile.of(self.entered)

    @cached_property
    def now(self) -> dict[int, Entry]:
        """What counts today by its number: corrected entries as corrected."""
        return {each.number: each.entry for each in self.facts.entered}

    @cached_property
    def corrections(self) -> dict[int, Entered]:
        """For each corrected entry, its last correction."""
        found = (each for each in self.entered if isinstance(each.entry, Correctie))
        return {each.entry.op_nummer: each for each in found if isinstance(each.entry, Correctie)}

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the people in the case, by their id."""
        return {key: person.naam for key, person in self.facts.people.items()}

    @cached_property
    def order(self) -> tuple[Entered, ...]:
        """The entries in the order of the line of time, the newest first."""
        return timeline.order(self.entered)

    @cached_property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The records that are no entry; whatever tells the whole case names them."""
        if not self.garbled:
            return ()
        names = reading_of(self.case).names
        return tuple(
            Unreadable(each.number, names[each.author], each.made_at)
            for each in self.case.records
            if each.number in self.garbled
        )

    @property
    def last(self) -> int:
        """The number of the last record, for who adds to this state."""
        return self.case.records[-1].number

    def at(self, number: int) -> Entered | None:
        """The entry with this number, as it was written."""
        return next((each for each in self.entered if each.number == number), None)


def read(case: OpenCase, today: date) -> File:
    """The file of an opened case.

    Raises Tampered where a seal is broken, Garbled where the case doesn't begin with its beginning.
    """
    reading = reading_of(case)
    kept = case.derived.get(_KEPT_AS)
    if isinstance(kept, File) and kept.case is case:  # noqa: SIM102  (two things to be sure of)
        if kept.today == today and kept.facts is reading.facts:
            return kept
    entered = reading.entered
    first = min(reading.garbled, default=case.records[-1].number + 1)
    if not entered or first < entered[0].number or not isinstance(entered[0].entry, Begin):
        raise Garbled(Fault(f"zaak {case.zaak}", "het begin van dit dossier ontbreekt"))
    framework, earlier = _followed(case.zaak, entered)
    found = File(case, entered, framework, today, earlier, reading.garbled)
    vars(found).update(facts=reading.facts, order=reading.order)
    case.derived[_KEPT_AS] = found
    return found


def garbled_faults(file: File) -> tuple[Fault, ...]:
    """The records of a case that are no entry, named."""
    return tuple(
        Fault(f"zaak {file.case.zaak}, regel {number}", "deze regel is geen aantekening")
        for number in file.garbled
    )


def must_be_whole(file: File) -> None:
    """For a copy of which somebody else is kept out. Raises Garbled.

    What can't be read may name whom the copy must not name, or take back what it would tell.
    """
    if faults := garbled_faults(file):
        raise Garbled(*faults)


def _followed(zaak: str, entered: tuple[Entered, ...]) -> tuple[Framework, followed.Earlier]:
    try:
        return followed.followed(entered, pinned.of)
    except pinned.FrameworkMissing:
        fault = Fault(f"zaak {zaak}", "haar kader ontbreekt in de map 'kaders'")
        raise NoFramework(fault) from None


def start(
    who: Unlocked,
    framework: Framework,
    codenaam: str,
    entries: Sequence[Entry],
    now: datetime,
    uit_gids: bool = False,
) -> OpenCase:
    """Start a case with its first entries, pinned to `framework` as it is today."""
    begin = Begin(
        codenaam=codenaam,
        kader=framework.id,
        kader_versie=framework.versie,
        kader_hash=framework.hash,
        uit_gids=uit_gids,
    )
    with transaction.atomic():
        pinned.keep(framework)
        case = sharing.start_case(who, framework.id, framework.hash, now)
        for entry in (begin, *entries):
            case = ledger.append(case, who.keyring, to_bytes(entry), now)
        _note(case, timezone.localdate(now))
    return case


def add(
    case: OpenCase,
    who: Unlocked,
    entry: Entry,
    now: datetime,
    file: ledger.SealedFile | None = None,
) -> OpenCase:
    """Add an entry to the case as it was opened. Raises ledger.Behind where somebody was first.

    With `file`, that of an attachment is stored beside it, in the same transaction. What
    moves the case to another framework keeps that one; it raises pinned.FrameworkMissing where
    there is no such framework.
    """
    if isinstance(entry, Kaderwissel):
        pinned.keep(pinned.of(entry))
    with transaction.atomic():
        attached = ledger.attach(case, file) if file is not None else ""
        if isinstance(entry, Bijlage) and file is not None:
            entry = entry.model_copy(update={"bestand": _named(entry.bestand, attached)})
        added = ledger.append(case, who.keyring, to_bytes(entry), now, attached)
        _note(added, timezone.localdate(now))
    return added


def _named(file: Bestand, sealed_hash: str) -> Bestand:
    return file.model_copy(update={"id": sealed_hash})


def _note(case: OpenCase, today: date) -> None:
    """Renew what lists and reminders need of the case."""
    found = read(case, today)
    closed, due = status.noted(found.facts, found.framework, today, found.earlier)
    ledger.note(case.zaak, "gesloten" if closed else "lopend", due)
    note_term(found)


def note_term(found: File) -> None:
    """Renew what lists need to tell until when the case is kept."""
    basis = ending.basis(found.entered, found.facts, found.framework)
    ledger.note_term(found.case, ending.to_bytes(basis))


@dataclass(frozen=True)
class Listed:
    """A case in the list of cases."""

    zaak: str
    codenaam: str
    kader: str
    status: str
    due: date | None
    # What decides how long it is kept; None where nobody noted it since lists tell.
    basis: ending.Basis | None = None


def cases(who: Unlocked, now: datetime) -> list[Listed]:
    """The cases this person may see: running ones first, the earliest date on top."""
    return list(held(who, now).cases)


@dataclass(frozen=True)
class Held:
    """A piece of the list of somebody's cases.

    `closed` are the references of those that should open and don't: they are damaged, or this
    person's right in them ended by itself. `more` tells whether there is a next piece. `quiet` are
    those elsewhere in the list to which nothing was added for long; see `held`.
    """

    cases: tuple[Listed, ...]
    closed: tuple[str, ...]
    more: bool
    quiet: tuple[Listed, ...] = ()


def held(
    who: Unlocked,
    now: datetime,
    offset: int = 0,
    limit: int | None = None,
    quiet: timedelta | None = None,
) -> Held:
    """This person's cases as `cases` has them, or `limit` of them from `offset` on.

    With `quiet`, also those beside them to which nothing was added for so long.
    """
    if who.person.roles <= SEES_NO_CASE:
        return Held((), (), False)
    before = ledger.moment(now - quiet) if quiet else ""
    piece = ledger.piece_of(who.keyring, now, offset, limit, before)
    told = [(each, _listed(each)) for each in piece.cases]
    found = [listed for _, listed in told if listed]
    found.sort(key=lambda c: (c.status != "lopend", c.due or date.max, c.codenaam))
    closed = tuple(each.zaak for each, listed in told if listed is None)
    return Held(tuple(found), closed, piece.more, tuple(filter(None, map(_listed, piece.quiet))))


def _listed(peeked: ledger.Peeked) -> Listed | None:
    """None where it doesn't open."""
    begin = entry_of(peeked.first) if peeked.row and peeked.first is not None else None
    if peeked.row is None or not isinstance(begin, Begin):
        return None
    row, basis = peeked.row, ending.from_bytes(peeked.term)
    return Listed(peeked.zaak, begin.codenaam, row.kader, row.status, row.due, basis)


def propose_name(who: Unlocked, now: datetime) -> str:
    """A code name that this person does not use yet."""
    taken = [each.codenaam for each in cases(who, now)]
    return codenames.propose(random.SystemRandom(), taken)


def next_person(file: File) -> str:
    """The id for the next person in the case; one that was withdrawn is never used again."""
    used = [int(e.entry.id[1:]) for e in file.entered if isinstance(e.entry, Persoon)]
    return f"p{max(used, default=0) + 1}"


def keep_draft(
    who: Unlocked, zaak: str, form: str, values: Mapping[str, Sequence[str]], now: datetime
) -> None:
    """Keep what was typed and not stored, sealed to who typed it; nothing typed removes it."""
    where = {"reference": who.reference, "zaak": zaak, "form": form}
    if not any(text.strip() for texts in values.values() for text in texts):
        Draft.objects.filter(**where).delete()
        return
    plain = json.dumps({name: list(texts) for name, texts in values.items()}).encode()
    sealed = seal(who.keyring.own(b"concept"), plain, _draft_context(**where))
    Draft.objects.bulk_create(
        [Draft(**where, sealed=sealed, saved_at=int(now.timestamp()))],
        update_conflicts=True,
        unique_fields=["reference", "zaak", "form"],
        update_fields=["sealed", "saved_at"],
    )


def draft(
    who: Unlocked, zaak: str, form: str, *, to_change: bool = False
) -> dict[str, list[str]] | None:
    """What was kept for this form, or None; `to_change` within a transaction that writes it back.

    Somebody else who wants to change it waits until that transaction is over.
    """
    where = {"reference": who.reference, "zaak": zaak, "form": form}
    rows = Draft.objects.filter(**where)
    row = (rows.select_for_update() if to_change else rows).first()
    if row is None:
        return None
    try:
        plain = unseal(who.keyring.own(b"concept"), bytes(row.sealed), _draft_context(**where))
    except SealBroken:
        return None
    found: dict[str, list[str]] = json.loads(plain)
    return found


def drop_draft(who: Unlocked, zaak: str, form: str) -> None:
    """Forget a draft, since it was stored or thrown away."""
    Draft.objects.filter(reference=who.reference, zaak=zaak, form=form).delete()


def destroy(case: OpenCase, who: Unlocked, ground: str, now: datetime) -> None:
    """Destroy a case with its drafts; call `ledger.sweep` after the transaction."""
    Draft.objects.filter(zaak=case.zaak).delete()
    ledger.destroy(case, who.keyring, ground, now)


def destroyed_again(cases: Sequence[str]) -> None:
    """Clean up behind cases that came along with an older database: their drafts, freed pages."""
    Draft.objects.filter(zaak__in=cases).delete()
    ledger.sweep()


def after_destruction() -> None:
    """Clean what destroyed cases leave in the files, and note their tombstones beside the database.

    The tombstones in the data folder outlive a database that somebody puts back by hand.
    """
    ledger.sweep()
    ledger.write_stones(Path(settings.DATA_FOLDER))


def _draft_context(reference: str, zaak: str, form: str) -> bytes:
    return "\x00".join(["meldcode concept", reference, zaak, form]).encode()
