"""The whole file taken out: as data, and as one document for people with that data inside.

Both hold every entry, the corrected ones with their old text. Safe addresses are only in them when
asked for. The same file at the same moment gives the same bytes. Outside its pages and its
attachment the PDF tells nothing of the case: its title is the same for every file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from meldcode.dossier import schema, text
from meldcode.dossier.entries import Besluit, Correctie, Entered, Entry, Persoon
from meldcode.dossier.services import File, Unreadable
from meldcode.paper import sheet, typesetting
from meldcode.paper.dates import dutch_date
from meldcode.paper.sheet import Part, Row, Sheet, row
from meldcode.paper.typesetting import BOX

TITLE = "Dossier"
STATES: Mapping[str, str] = {
    "gedaan": "Gedaan",
    "overgeslagen_met_reden": "Overgeslagen, met reden",
    "overgeslagen": "Overgeslagen",
    "open": "Nog niet gedaan",
}
REPLACED = (
    f"Een {BOX} staat voor een teken dat niet op papier kan. "
    "In de gegevens bij dit document staat de tekst zoals die is vastgelegd."
)


def to_json(file: File, now: datetime, *, with_safe_addresses: bool = False) -> bytes:
    """The whole file as JSON in UTF-8, in the form of `schema.Dossier`. `now` is aware."""
    data = _data(file, now, with_safe_addresses)
    return data.model_dump_json(indent=1).encode() + b"\n"


def to_pdf(file: File, now: datetime, *, with_safe_addresses: bool = False) -> bytes:
    """The whole file as PDF/A-3a and PDF/UA-1, with `to_json` attached. `now` is aware."""
    shown = _document(file, now, with_safe_addresses)
    if typesetting.replaces(shown):
        shown["let_op"].append(REPLACED)
    attached = to_json(file, now, with_safe_addresses=with_safe_addresses)
    return sheet.to_pdf(shown, now, attached)


def _data(file: File, now: datetime, with_safe_addresses: bool) -> schema.Dossier:
    counting = {each.number: each.entry for each in file.facts.entered}
    return schema.Dossier(
        gemaakt=now.astimezone(UTC).replace(microsecond=0),
        zaak=file.case.zaak,
        codenaam=file.codenaam,
        kader=schema.Kader(
            id=file.pin.kader,
            versie=file.pin.kader_versie,
            hash=file.pin.kader_hash,
            woorden_hash=file.framework.words_hash,
        ),
        veilige_adressen=with_safe_addresses,
        regels=tuple(
            schema.Regel(
                nummer=each.number,
                auteur=each.author,
                vastgelegd=each.at,
                geldt=counting.get(each.number) is each.entry,
                inhoud=each.entry if with_safe_addresses else without_safe_address(each.entry),
            )
            for each in file.entered
        ),
        onleesbaar=tuple(
            schema.Onleesbaar(nummer=each.number, auteur=each.author, vastgelegd=each.at)
            for each in file.unreadable
        ),
    )


def without_safe_address(entry: Entry) -> Entry:
    """The entry with the safe address emptied, also in what a correction makes of it."""
    if isinstance(entry, Persoon):
        return entry.model_copy(update={"veilig_adres": ""})
    if isinstance(entry, Correctie) and isinstance(entry.wordt, Persoon):
        return entry.model_copy(update={"wordt": without_safe_address(entry.wordt)})
    return entry


def _document(file: File, now: datetime, with_safe_addresses: bool) -> Sheet:
    pin, made = file.pin, text.moment(now)
    return {
        "titel": TITLE,
        "kop": f"Dossier {file.codenaam}",
        "onder": [f"{file.framework.naam}, versie {pin.kader_versie}", f"Gemaakt op {made}"],
        "let_op": [text.not_whole(file.garbled)] if file.garbled else [],
        "voet": f"Dossier {file.codenaam}, {made}",
        "delen": [part for part in _parts(file, with_safe_addresses) if part["rijen"]],
        "slot": [f"Zaak {file.case.zaak}", f"Kader {pin.kader}, {pin.kader_hash}"],
        "bijlage": {"naam": "dossier.json", "wat": "Dit dossier als gegevens"},
    }


def _parts(file: File, with_safe_addresses: bool) -> Iterator[Part]:
    yield _part("De stappen", [_step(file, each) for each in file.status.steps])
    yield _part("Wat nog ontbreekt", [_lack(file, each) for each in file.status.lacking])
    yield _part("De besluiten", [_decision(file, each) for each in _decisions(file)])
    history = _History(file, with_safe_addresses)
    told = [(_day(each), each.number, history.row(each)) for each in _written(file)]
    lost = [(_stored_on(each), each.number, _unreadable(each)) for each in file.unreadable]
    in_order = sorted([*told, *lost], key=lambda each: each[:2])
    yield _part("Alles op volgorde van datum", [each for _, _, each in in_order])


def _unreadable(lost: Unreadable) -> Row:
    """A placeholder, where an entry would stand."""
    when = f"{dutch_date(_stored_on(lost))}. Vastgelegd op {_stored(lost)}"
    return row(f"{lost.number}. {text.UNREADABLE}", when, [("Stand", text.UNREADABLE_WHY)])


def _part(heading: str, rows: list[Row]) -> Part:
    return Part(kop=heading, rijen=rows)


def _step(file: File, status: Any) -> Row:
    step = file.framework.stappen[status.step]
    numbers = ", ".join(map(str, status.numbers))
    where = [("Aantekeningen", numbers)] if numbers else []
    lines = [("Stand", STATES[status.state]), ("Toelichting", status.sentence), *where]
    return row(f"{step.nummer}. {step.naam}", "", lines)


def _lack(file: File, lack: Any) -> Row:
    return row(lack.sentence, f"Bron: {'; '.join(file.framework.cited(lack.bron))}")


def _decisions(file: File) -> list[Entered]:
    return [each for each in file.facts.entered if isinstance(each.entry, Besluit)]


def _decision(file: File, entered: Entered) -> Row:
    return row(
        text.heading(entered.entry),
        f"Aantekening {entered.number}",
        text.lines(entered.entry, file.names, framework=file.framework_at(entered.number)),
    )


def _written(file: File) -> list[Entered]:
    """The entries as first written; corrections stand with them."""
    return [each for each in file.entered if not isinstance(each.entry, Correctie)]


def _day(entered: Entered) -> date:
    entry = entered.entry
    found = getattr(entry, "op", None) or getattr(entry, "opgemerkt", None)
    return found or _stored_on(entered)


def _stored_on(entered: Entered | Unreadable) -> date:
    return entered.at.astimezone(text.HERE).date()


class _History:
    """Tells each entry as it reads now, and under it how it read before, with each reason."""

    def __init__(self, file: File, with_safe_addresses: bool) -> None:
        self.file = file
        self.safe = with_safe_addresses
        self.now = {each.number: each.entry for each in file.facts.entered}
        self.corrections = _corrections(file)

    def row(self, entered: Entered) -> Row:
        """One entry; a withdrawn one keeps its heading and shows what it said as earlier."""
        corrections = self.corrections.get(entered.number, [])
        now = self.now.get(entered.number)
        number = entered.number
        lines = self._lines(now, number) if now else [("Stand", text.WITHDRAWN)]
        found = row(
            f"{number}. {text.heading(now or entered.entry)}",
            f"{dutch_date(_day(entered))}. Vastgelegd op {_stored(entered)}",
            lines,
        )
        found["eerder"] = self._before(entered, corrections)
        return found

    def _before(self, entered: Entered, corrections: list[Entered]) -> list[Row]:
        """Each reading but the last, with the correction that ended it."""
        rows: list[Row] = []
        reading: Entry | None = entered.entry
        for each in corrections:
            assert isinstance(each.entry, Correctie)
            reason = ("Reden van de verbetering", each.entry.reden)
            old = self._lines(reading, entered.number) if reading else [("Stand", text.WITHDRAWN)]
            heading = f"Zo stond het er tot verbetering {each.number}"
            rows.append(row(heading, f"Verbeterd op {_stored(each)}", [reason, *old]))
            reading = each.entry.wordt
        return rows

    def _lines(self, entry: Entry, number: int) -> list[text.Line]:
        file = self.file
        return text.lines(
            entry, file.names, safe_address=self.safe, framework=file.framework_at(number)
        )


def _stored(entered: Entered | Unreadable) -> str:
    return f"{text.moment(entered.at)} door {entered.author}"


def _corrections(file: File) -> dict[int, list[Entered]]:
    """The corrections of each entry; one of a correction belongs to the first entry."""
    origin: dict[int, int] = {}
    found: dict[int, list[Entered]] = {}
    for each in file.entered:
        if isinstance(each.entry, Correctie):
            first = origin.get(each.entry.op_nummer, each.entry.op_nummer)
            origin[each.number] = first
            found.setdefault(first, []).append(each)
    return found
