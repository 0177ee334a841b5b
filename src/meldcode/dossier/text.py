"""What an entry says, in words: for pages, documents, the command line and the clipboard.

Only what was filled in is told, with the labels of `words.py` in place of codes, names in place of
ids and dates written out. A safe address is told only to who asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from meldcode.dossier.entries import Afweging, Bestand, Controle, Correctie, Entered, Entry
from meldcode.dossier.words import FieldWords, Kind, form_of, option_label
from meldcode.kader import version_1
from meldcode.kader.advice import OPEN
from meldcode.kader.model import Framework
from meldcode.kader.situation import SIGNS
from meldcode.paper.dates import MONTHS, dutch_date

HERE = ZoneInfo("Europe/Amsterdam")
FILE_TYPES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "application/pdf": "PDF",
    "text/plain": "platte tekst",
}
# A person's id says nothing to a reader.
NEVER_TOLD = frozenset({("persoon", "id")})
WITHDRAWN = "Deze aantekening telt niet meer."
UNREADABLE = "Niet te lezen"
UNREADABLE_WHY = "Wie dat schreef, gebruikte een ander programma, of een nieuwere Meldcode."

Line = tuple[str, str]


def heading(entry: Entry) -> str:
    """What an entry is headed: 'Signaal, zelf waargenomen'. It holds nothing that was typed."""
    form = form_of(entry.soort)
    for each in form.headings:
        if each.when.holds(getattr(entry, each.when.field)):
            return each.text
    return form.title


def lines(
    entry: Entry,
    people: Mapping[str, str],
    *,
    safe_address: bool = False,
    framework: Framework | None = None,
    only: Collection[str] | None = None,
) -> list[Line]:
    """What an entry says, as (label, value), in the order of its form.

    `people` gives the name for an id; an unknown one is told as such. With `framework`, the
    considerations, checks and helper questions are told in its words, else by their ids. With
    `only`, the fields of those names alone are told.
    """
    return list(_Teller(people, safe_address, framework).lines(entry, only))


def value_of(field: FieldWords, value: Any, people: Mapping[str, str]) -> str:
    """What stands in a field, in words. `people` gives the name for an id.

    Raises KeyError for a value that can't be chosen.
    """
    labels = {option.value: option.label for option in field.options}
    match field.kind:
        case Kind.CHOICE:
            return labels[value]
        case Kind.CHOICES:
            return "; ".join(labels[each] for each in value)
        case Kind.PEOPLE:
            return listed([people.get(each, f"onbekend ({each})") for each in value])
        case Kind.DATE:
            return dutch_date(value)
        case Kind.PARTIAL_DATE:
            return partial_date(value)
    if isinstance(value, datetime):
        return moment(value)
    return "Ja" if value is True else str(value)


def plain(
    entered: Entered,
    people: Mapping[str, str],
    *,
    safe_address: bool = False,
    framework: Framework | None = None,
) -> str:
    """One entry as plain text to paste in one's own record system, without a line end."""
    told = lines(entered.entry, people, safe_address=safe_address, framework=framework)
    return "\n".join(
        (
            f"{entered.number}. {heading(entered.entry)}",
            f"Vastgelegd op {moment(entered.at)} door {entered.author}",
            *(labelled(label, value) for label, value in told),
        )
    )


def whole(
    entereds: Iterable[Entered],
    people: Mapping[str, str],
    codenaam: str,
    *,
    safe_address: bool = False,
    framework_at: Callable[[int], Framework] | None = None,
    garbled: Sequence[int] = (),
) -> str:
    """A file as plain text: its code name, then these entries with an empty line between them.

    `framework_at` gives the framework that held when the entry with a number was written; `garbled`
    are the numbers of the lines that can't be read, which is said first.
    """
    told = (
        plain(
            each,
            people,
            safe_address=safe_address,
            framework=framework_at(each.number) if framework_at else None,
        )
        for each in entereds
    )
    lost = (not_whole(garbled),) if garbled else ()
    return "\n\n".join((f"Dossier {codenaam}", *lost, *told)) + "\n"


def not_whole(garbled: Sequence[int]) -> str:
    """That a file is not complete, and which lines can't be read."""
    told = listed([str(number) for number in garbled])
    lines = f"regel {told} is" if len(garbled) == 1 else f"regels {told} zijn"
    return f"Dit dossier is niet compleet: {lines} niet te lezen. {UNREADABLE_WHY}"


@lru_cache(maxsize=128)
def _fields(soort: str, only: tuple[str, ...] | None) -> tuple[FieldWords, ...]:
    """The fields to tell, in the order of the form; asked anew for each entry of a long case."""
    fields = form_of(soort).fields
    return fields if only is None else tuple(each for each in fields if each.name in only)


def partial_date(text: str) -> str:
    """A partial date in words: `2019`, `mei 2019` or `3 mei 2019`."""
    parts = [int(part) for part in text.split("-")]
    words = [str(parts[0]), *(MONTHS[month - 1] for month in parts[1:2]), *map(str, parts[2:])]
    return " ".join(reversed(words))


def moment(at: datetime) -> str:
    """A moment in Dutch time: `22 november 2026, 14.05 uur`. `at` is aware."""
    here = at.astimezone(HERE)
    return f"{dutch_date(here)}, {here:%H.%M} uur"


def file_size(count: int) -> str:
    """A number of bytes as people read it: `812 bytes`, `14 kB`, `2,1 MB`."""
    if count < 1000:
        return f"{count} bytes"
    if count < 999_500:  # From here on it would round to 1000 kB.
        return f"{round(count / 1000)} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def labelled(label: str, value: str) -> str:
    """A label and its value; what takes more lines stands under its label."""
    if "\n" not in value:
        return f"{label}: {value}"
    return f"{label}:\n" + "\n".join(f"  {line}".rstrip() for line in value.split("\n"))


@dataclass(frozen=True)
class _Teller:
    """Tells entries to one reader."""

    people: Mapping[str, str]
    safe_address: bool
    framework: Framework | None

    def lines(self, entry: Entry, only: Collection[str] | None = None) -> Iterator[Line]:
        for field in _fields(entry.soort, None if only is None else tuple(only)):
            value = getattr(entry, field.name)
            own = _OWN_WAY.get((entry.soort, field.name))
            if not self._told(entry.soort, field.name):
                continue
            if own is not None:
                yield from own(self, entry, field)
            elif value not in (None, "", (), False):
                yield field.short, value_of(field, value, self.people)

    def _told(self, soort: str, name: str) -> bool:
        hidden = name == "veilig_adres" and not self.safe_address
        return not hidden and (soort, name) not in NEVER_TOLD

    def agreement(self, entry: Any, field: FieldWords) -> Iterator[Line]:
        yield field.short, f"aantekening {entry.afspraak}"

    def file(self, entry: Any, field: FieldWords) -> Iterator[Line]:
        file: Bestand = entry.bestand
        told = f"{FILE_TYPES[file.type]}, {file_size(file.bytes)}"
        yield field.short, f"{file.naam} ({told})" if file.naam else told

    def correction(self, entry: Correctie, field: FieldWords) -> Iterator[Line]:
        if entry.wordt is None:
            yield field.short, WITHDRAWN
        else:
            yield field.short, heading(entry.wordt)
            yield from self.lines(entry.wordt)

    def check_answers(self, entry: Controle, field: FieldWords) -> Iterator[Line]:
        check = self.framework and self.framework.controles.get(entry.controle)
        asked = {question.id: question.vraag for question in check.vragen} if check else {}
        for key, answer in entry.antwoorden.items():
            yield asked.get(key, f"Vraag {key}"), option_label("controle", "antwoorden", answer)

    def check_outcome(self, entry: Controle, field: FieldWords) -> Iterator[Line]:
        check = self.framework and self.framework.controles.get(entry.controle)
        titles = {each.id: each.titel for each in check.uitkomsten} if check else {}
        yield field.short, titles.get(entry.uitkomst, entry.uitkomst)

    def considerations(self, entry: Afweging, field: FieldWords) -> Iterator[Line]:
        known = self.framework.afwegingen if self.framework else {}
        for key in dict.fromkeys((*entry.antwoorden, *entry.redenen)):
            answer = entry.antwoorden.get(key, OPEN)
            item = known.get(key)
            name = f"Afweging {item.nummer}: {item.kort}" if item else f"Afweging {key}"
            yield name, option_label("afweging", "antwoorden", answer)
            if entry.redenen.get(key):
                yield f"Reden bij afweging {item.nummer if item else key}", entry.redenen[key]

    def situation(self, entry: Afweging, field: FieldWords) -> Iterator[Line]:
        known = self.framework.situatievragen if self.framework else {}
        for key, value in version_1.situation(entry.situatie).items():
            if isinstance(value, bool):
                if value:
                    yield self._sign(key), "ja"
                continue
            question = known.get(key)
            labels = {each.waarde: each.label for each in question.keuzes} if question else {}
            yield question.kort if question else key, labels.get(str(value), str(value))

    def _sign(self, field: str) -> str:
        """A ticked sign by its name in the content."""
        known = self.framework.tekens if self.framework else {}
        return next((each.kort for each in known.values() if SIGNS.get(each.id) == field), field)

    def helpers(self, entry: Afweging, field: FieldWords) -> Iterator[Line]:
        known = self.framework.hulpvragen if self.framework else {}
        told = (known[key].kort if key in known else key for key in entry.hulpvragen)
        if entry.hulpvragen:
            yield field.short, "\n".join(f"- {each}" for each in told)

    def advice(self, entry: Afweging, field: FieldWords) -> Iterator[Line]:
        known = self.framework.uitkomsten if self.framework else {}
        for key, name in (("melden", "Advies over melden"), ("hulp", "Advies over hulp")):
            if key in entry.bon:
                verdict = known.get(f"{key}.{entry.bon[key]}")
                yield name, verdict.titel if verdict else str(entry.bon[key])

    def nothing(self, entry: Any, field: FieldWords) -> Iterator[Line]:
        """What is told elsewhere already."""
        return iter(())


_OWN_WAY: Mapping[tuple[str, str], Callable[[_Teller, Any, FieldWords], Iterator[Line]]] = {
    ("opvolging", "afspraak"): _Teller.agreement,
    ("bijlage", "bestand"): _Teller.file,
    ("correctie", "wordt"): _Teller.correction,
    ("controle", "antwoorden"): _Teller.check_answers,
    ("controle", "uitkomst"): _Teller.check_outcome,
    ("afweging", "antwoorden"): _Teller.considerations,
    ("afweging", "redenen"): _Teller.nothing,
    ("afweging", "situatie"): _Teller.situation,
    ("afweging", "hulpvragen"): _Teller.helpers,
    ("afweging", "bon"): _Teller.advice,
}


def listed(names: list[str]) -> str:
    """`Lina, Sem en Noor`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} en {names[-1]}"
