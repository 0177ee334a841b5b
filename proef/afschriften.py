"""A thousand families that do not exist: what must not be in a document is in no form of it.

Each family has a secret in every place where somebody may type one (`tests/melding/families.py`).
For each of its people who may have a copy, and for Veilig Thuis, everything that goes out is made
and searched. Then one thing is changed that no copy may show, and every copy must be the same,
byte for byte. The results go to ``docs/proef-afschriften.md``.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import StreamObject

from meldcode.melding import documents, message, pdf, plain, reader, sealed, word
from meldcode.melding.document import Document
from meldcode.melding.report import TOLD_ROLES, Report
from tests.melding.families import HIDDEN_CHANGES, Family, family, twin
from tests.melding.families import plain as plain_letters

RESULTS = Path(__file__).parent.parent / "docs" / "proef-afschriften.md"
FAMILIES = 1_000
SHOWN = 10
# Of how many families one is made on paper; the copies of one in ten of those are so made twice.
PAPER = 1
TWICE = 10
TODAY = dt.date(2026, 11, 22)
MADE = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
Made = Mapping[str, bytes]
_NAMES = {
    "json": "bericht (JSON)",
    "deel": "de ingekorte melding zelf",
    "bladzijde": "het document op de bladzijde",
    "plakken": "tekst om te plakken",
    "txt": "tekst",
    "docx": "Word",
    "pdf": "PDF",
    "meldcode": "verzegeld bestand",
}


@dataclass
class Result:
    """What was made and found for one family, or for all of them."""

    copies: int = 0
    on_paper: int = 0
    files: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    offered: int = 0
    read: int = 0
    twins: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    at_vt: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Count another result in."""
        self.copies += other.copies
        self.on_paper += other.on_paper
        self.files.update(other.files)
        self.offered += other.offered
        self.read += other.read
        self.planted.update(other.planted)
        self.twins.update(other.twins)
        self.found += other.found
        self.at_vt += other.at_vt
        self.differing += other.differing


def forms(report: Report, document: Document, *, paper: bool, along: bool = False) -> Made:
    """All that can be made of a report, by file name; `along` as it goes to Veilig Thuis.

    Without `paper` nothing that takes long: no PDF, Word or sealed file.
    """
    kind = document.kind
    data = message.to_json(report, MADE)
    sections = [(each.id, each.heading, each.text) for each in plain.sections(document)]
    made = {
        f"{kind}.json": data,
        f"{kind}.bladzijde": repr(document).encode(),
        f"{kind}.plakken": json.dumps(sections, ensure_ascii=False).encode(),
        f"{kind}.txt": plain.to_text(document).encode(),
    }
    if not along:
        made[f"{kind}.deel"] = report.model_dump_json().encode()
    if paper:
        made[f"{kind}.docx"] = word.to_word(document, MADE)
        made[f"{kind}.pdf"] = pdf.to_pdf(document, MADE, data if along else None)
    if paper and along:
        made[f"{kind}.meldcode"] = sealed.seal_for(_key().receiver, data, made[f"{kind}.pdf"])
    return made


@lru_cache(maxsize=1)
def _key() -> sealed.Key:
    return sealed.Key.generate("Veilig Thuis Proefstad")


def texts(made: Made) -> Iterator[tuple[str, str]]:
    """Everything readable in these files, with where it stands; their names too."""
    for name, data in made.items():
        yield "bestandsnaam", name
        if name.endswith(".docx"):
            yield from _in_zip(name, data)
        elif name.endswith(".pdf"):
            yield from _in_pdf(name, data)
        elif name.endswith(".meldcode"):
            opened = sealed.open_sealed(data, _key())
            yield name, data.decode("latin-1")
            yield f"{name}: bericht", opened.message.decode()
            yield from _in_pdf(f"{name}: pdf", opened.pdf)
        else:
            yield name, _unescaped(data.decode())


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u200b", "")


def _in_zip(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for each in packed.infolist():
            inside = packed.read(each).decode("utf-8", "replace")
            yield f"{name}: {each.filename}", f"{each.filename} {each.comment!r} {inside}"
            yield f"{name}: woorden van {each.filename}", re.sub(r"<[^>]*>", "", inside)


def _in_pdf(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    read = PdfReader(io.BytesIO(data))
    yield f"{name}: tekst", "\n".join(each.extract_text() for each in read.pages)
    yield f"{name}: gegevens", f"{read.metadata} {read.xmp_metadata and read.xmp_metadata.stream}"
    for filename, contents in read.attachments.items():
        inside = b"".join(contents).decode("utf-8", "replace")
        yield f"{name}: bijlage", f"{filename} {_unescaped(inside)}"
    for each in read.xref[0]:
        found = read.get_object(each)
        if isinstance(found, StreamObject) and not _is_font(found):
            yield f"{name}: stroom", found.get_data().decode("latin-1")
        else:
            yield f"{name}: object", str(found)


def _is_font(stream: StreamObject) -> bool:
    return stream.get("/Subtype") in ("/CIDFontType0C", "/Type1C", "/OpenType")


@lru_cache(maxsize=512)
def squeezed(text: str) -> str:
    """The letters and digits of a text alone, without accents and case."""
    return re.sub(r"[\W_]+", "", plain_letters(text))


def search(made: Made, secrets: Mapping[str, str]) -> Iterator[str]:
    """Which secrets (squeezed, with what they are) are in these files, and where."""
    for where, text in texts(made):
        seen = squeezed(text)
        yield from (f"{what} in {where}" for secret, what in secrets.items() if secret in seen)


def secrets_for(made: Family, person: str) -> dict[str, str]:
    """What may not be in the copy of this person: marks, and names and numbers as they are."""
    found = {each.mark: each.kind for each in made.planted if person not in each.may}
    found |= {mark: "feit" for mark, may in made.harmless.items() if person not in may}
    return found | {squeezed(each): what for each, what in _raw(made, person) if len(each) > 6}


def _raw(made: Family, person: str) -> Iterator[tuple[str, str]]:
    inside = made.circle(person)
    own = "|".join(squeezed(each.naam) for each in made.report.mensen if each.id in inside)
    for each in made.report.mensen:
        if each.id not in inside and squeezed(each.naam) not in own:
            yield each.naam, "naam van een ander"
        yield from ((each, "adres") for each in (each.adres, each.veilig_adres, each.telefoon))
    known = made.report.melder
    if made.report.hidden:
        words = (known.naam, known.organisatie, known.functie, known.telefoon)
        yield from ((each, "verborgen melder") for each in words)


def copy_of(report: Report, person: str, *, paper: bool) -> Made:
    """Everything that can be made of the copy for one person."""
    copy = reader.for_reader(report, person).report
    return forms(copy, documents.for_reader(copy, "p1", TODAY), paper=paper)


def try_family(seed: int, *, paper: bool = True) -> Result:
    """Make and search all documents of one family; `paper`: its PDFs and sealed file too."""
    made = family(seed)
    result = try_copies(made, paper=paper)
    result.on_paper += paper
    result.add(try_vt(made, paper=paper))
    return result


def try_copies(made: Family, *, paper: bool) -> Result:
    """The copies for its people, and the same once more with something hidden changed."""
    seed, result = made.seed, Result()
    other, change = twin(made), HIDDEN_CHANGES[made.seed % len(HIDDEN_CHANGES)]
    result.planted.update(each.kind for each in made.planted)
    again_on_paper = paper and seed // len(HIDDEN_CHANGES) % TWICE == 0
    for person in (each.id for each in made.report.mensen if each.rol in TOLD_ROLES):
        copy = copy_of(made.report, person, paper=paper)
        _count(result, made, person, copy)
        result.twins[change] += 1
        again = copy_of(other, person, paper=again_on_paper)
        if any(copy[name] != again[name] for name in again):
            result.differing.append(f"gezin {seed}, {person}: {change}")
    return result


def _count(result: Result, made: Family, person: str, copy: Made) -> None:
    result.copies += 1
    result.files.update(_kinds(copy))
    seen = squeezed(copy["afschrift.txt"].decode())
    open_ = [mark for mark, may in made.harmless.items() if person in may]
    result.offered += len(open_)
    result.read += sum(mark in seen for mark in open_)
    found = search(copy, secrets_for(made, person))
    result.found += [f"gezin {made.seed}, {person}: {each}" for each in found]


def _kinds(made: Made) -> Iterator[str]:
    return (_NAMES[name.partition(".")[2]] for name in made)


def try_vt(made: Family, *, paper: bool) -> Result:
    """Veilig Thuis reads everything but where somebody is safe."""
    report, result = made.report, Result()
    document = documents.for_vt(report, TODAY)
    files = forms(report, document, paper=paper, along=True)
    result.files.update(_kinds(files))
    hidden = {squeezed(each.veilig_adres): "veilig adres" for each in report.mensen}
    hidden.pop("", None)
    found = search(files, hidden)
    result.at_vt += [f"gezin {made.seed}, Veilig Thuis: {each}" for each in found]
    return result


def _try_seed(seed: int) -> Result:
    return try_family(seed, paper=seed % PAPER == 0)


def try_all(seeds: Iterable[int], trial: Callable[[int], Result] = try_family) -> Result:
    """The results of these families together."""
    total = Result()
    for seed in seeds:
        total.add(trial(seed))
    return total


def main(today: dt.date) -> int:
    """Run the trial, print and keep its results; returns how many things were wrong."""
    start = time.perf_counter()
    print(f"Proef afschriften: {FAMILIES} gezinnen, elke ontvanger, elk stuk")
    total = Result()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for done, result in enumerate(pool.map(_try_seed, range(FAMILIES), chunksize=10), 1):
            total.add(result)
            if done % 100 == 0:
                print(
                    f"  {done}: {len(total.found)} gevonden in een afschrift, "
                    f"{len(total.at_vt)} bij Veilig Thuis, {len(total.differing)} anders"
                )
    minutes = (time.perf_counter() - start) / 60
    RESULTS.write_text(report(total, FAMILIES, today, minutes), encoding="utf-8")
    return len(total.found) + len(total.at_vt) + len(total.differing)


def report(total: Result, families: int, today: dt.date, minutes: float) -> str:
    """The results as a page of the documentation."""
    wrong = [f"- {each}" for each in (total.found + total.at_vt + total.differing)[:SHOWN]]
    share = round(100 * total.read / total.offered) if total.offered else 0
    return "\n".join(
        [
            "# Proef: wat niet in een afschrift mag",
            "",
            f"Gedaan op {today.isoformat()} met `proef/afschriften.py`; "
            f"het duurde {minutes:.0f} minuten.",
            "",
            f"{_number(families)} verzonnen gezinnen (zaden 0 tot en met {_number(families - 1)}) "
            "van twee tot negen mensen, met namen in",
            "allerlei talen en schriften. Overal waar iemand iets kan typen, staat een geheim: de "
            "naam van een ander",
            "(ook verkort, verkeerd gespeld, als voorletters, afgebroken, met onzichtbare tekens), "
            "een veilig adres, een",
            "telefoonnummer, een melder die verborgen blijft, wat een ander zei. Voor ieder die "
            "een afschrift mag hebben",
            "en voor Veilig Thuis is gemaakt wat naar buiten kan; als PDF, Word en verzegeld "
            f"bestand die van {_number(total.on_paper)}",
            "gezinnen. Daarin is gezocht, ook in de gegevens over het bestand, de bijlagen en de "
            "namen.",
            "",
            f"- Afschriften: {_number(total.copies)}.",
            f"- Geheimen gevonden in een afschrift: **{_number(len(total.found))}**.",
            f"- Een veilig adres gevonden in wat naar Veilig Thuis gaat: "
            f"**{_number(len(total.at_vt))}**.",
            f"- Afschriften die anders werden door wat verborgen is: "
            f"**{_number(len(total.differing))}**.",
            f"- Van {_number(total.offered)} feiten die iemand mag lezen, stonden er "
            f"{_number(total.read)} in ({share}%). De rest bleef weg",
            "  omdat niet na te gaan was of het mocht: dat is de bedoeling.",
            "",
            "| doorzocht | aantal |",
            "| --- | ---: |",
            *_rows(total.files),
            "",
            "| geheim in een tekst | keer geplant |",
            "| --- | ---: |",
            *_rows(total.planted),
            "",
            "| veranderd, en niet te zien | afschriften vergeleken |",
            "| --- | ---: |",
            *_rows(total.twins),
            "",
            *(["Fout:", "", *wrong, ""] if wrong else []),
        ]
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _rows(counted: Counter[str]) -> list[str]:
    return [f"| {kind} | {_number(count)} |" for kind, count in sorted(counted.items())]
