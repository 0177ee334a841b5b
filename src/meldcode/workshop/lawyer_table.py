"""The table that a lawyer can sign: every outcome of a framework with all that leads to it.

One document in three forms. It is complete: each combination of answers and situation stands in
exactly one row (``classes``), with the outcome that the engine gives.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import ascii_uppercase
from typing import Any, NamedTuple

from meldcode.kader.model import Framework
from meldcode.paper import typesetting
from meldcode.paper.dates import dutch_date
from meldcode.workshop.classes import (
    Cells,
    Classes,
    OutcomeClass,
    Part,
    Result,
    Value,
    classes_of,
)
from meldcode.workshop.condition_words import condition
from meldcode.workshop.when import answers_in_words, situation_in_words

TEMPLATE = Path(__file__).parent / "typst" / "tabel.typ"
INTRODUCTION = (
    "Elke combinatie van antwoorden en situatie staat in precies één rij. Wat niet genoemd wordt, "
    "maakt in die rij niet uit.",
    "De nummers 1 tot en met 5 zijn de afwegingen, in de volgorde van de tabel hieronder. "
    "'Nog open' is: weet ik nog niet.",
    "P1, P2 en verder is wat je doet. De lijst achteraan zegt wat dat is en wanneer het geldt. "
    "'Soms' hangt af van de situatie of van een antwoord dat in die rij kan verschillen. "
    "B1, B2 en verder zijn de bronnen; ook die staan achteraan.",
)
NOTHING_OPEN = "Niets meer: alles wat telt, is beantwoord"
SIGNED_BY = ("Namens de beroepsgroep", "Jurist")
SIGNATURE = ("Naam", "Functie", "Datum", "Handtekening")


class TableRow(NamedTuple):
    """An outcome: its number, what leads to it, both decisions, norms, duties and references.

    Duties by their number, such as ``P3``; ``altijd`` in every case of the row, ``soms`` in some.
    Sources likewise, such as ``B12``.
    """

    nummer: str
    voorwaarden: tuple[str, ...]
    melden: str
    norm: str
    hulp: str
    let_op: tuple[str, ...]
    altijd: tuple[str, ...]
    soms: tuple[str, ...]
    bron: tuple[str, ...]


class TablePart(NamedTuple):
    """The outcomes in the situations of ``wanneer``."""

    kop: str
    wanneer: tuple[str, ...]
    rijen: tuple[TableRow, ...]


class AskedPart(NamedTuple):
    """Which question is next in the situations of ``wanneer``, by answers."""

    wanneer: tuple[str, ...]
    rijen: tuple[tuple[str, tuple[str, ...]], ...]


class Said(NamedTuple):
    """A consideration, norm, duty or contradiction: its name, when it holds, its text, sources."""

    naam: str
    wanneer: str
    tekst: str
    bron: tuple[str, ...]


class LawyerTable(NamedTuple):
    """The whole document.

    ``kenmerken``: version, date and hashes, as label and value; ``bronnen``: number and source.
    """

    naam: str
    inleiding: tuple[str, ...]
    kenmerken: tuple[tuple[str, str], ...]
    afwegingen: tuple[Said, ...]
    delen: tuple[TablePart, ...]
    vragen: tuple[AskedPart, ...]
    normen: tuple[Said, ...]
    plichten: tuple[Said, ...]
    tegenspraken: tuple[Said, ...]
    bronnen: tuple[tuple[str, str], ...]


def table_of(framework: Framework, today: dt.date) -> LawyerTable:
    """The table of a framework, dated ``today``. Takes a second or two."""
    classes = classes_of(framework)
    numbers = _source_numbers(framework, classes)
    plain = framework.plain
    return LawyerTable(
        naam=framework.naam,
        inleiding=(*INTRODUCTION, _meaning(framework)),
        kenmerken=tuple(_marks(framework, today)),
        afwegingen=tuple(
            Said(_called(framework, key), "", plain(each.vraag), framework.cited(each.bron))
            for key, each in framework.afwegingen.items()
        ),
        delen=tuple(_parts(framework, classes, numbers)),
        vragen=tuple(_asked(framework, classes)),
        normen=tuple(
            Said(f"Norm {each.id}", "", plain(each.tekst), framework.cited(each.bron))
            for each in framework.normen.values()
        ),
        plichten=tuple(
            said._replace(naam=f"{number}. {said.naam}")
            for number, said in zip(
                duty_numbers(framework).values(),
                _ruled(framework, framework.plichten.values()),
                strict=True,
            )
        ),
        tegenspraken=_ruled(framework, framework.tegenspraken.values()),
        bronnen=tuple((number, source) for source, number in numbers.items()),
    )


def duty_numbers(framework: Framework) -> dict[str, str]:
    """The number of each duty in the table, such as ``P3``, by its id."""
    return {key: f"P{index}" for index, key in enumerate(framework.plichten, 1)}


def _marks(framework: Framework, today: dt.date) -> Iterator[tuple[str, str]]:
    yield "Kader", f"{framework.naam} ({framework.id})"
    yield "Versie", framework.versie
    yield "Gemaakt op", dutch_date(today)
    yield "Beslissing", framework.hash
    yield "Woorden", framework.words_hash
    yield "Feiten", framework.facts_hash
    yield "Bron", "; ".join(framework.cited(framework.bron))


def _meaning(framework: Framework) -> str:
    """What a report as the norm is and is not, in the framework's own words."""
    verdict = framework.uitkomsten["melden.noodzakelijk"]
    title, text = framework.plain(verdict.titel), framework.plain(verdict.tekst)
    return f"Bij '{title}': {text} Bron: {'; '.join(framework.cited(verdict.bron))}."


def _called(framework: Framework, key: str) -> str:
    """A consideration by its canonical number, and by that of the framework where it differs."""
    item = framework.afwegingen[key]
    own = "" if item.nummer == key else f" (in dit kader: {item.nummer})"
    return f"{key}. {framework.plain(item.naam)}{own}"


def _source_numbers(framework: Framework, classes: Classes) -> dict[str, str]:
    """Everything that rows rest on with its number, such as ``B3``, in the order of the rows."""
    found = dict.fromkeys(
        source
        for part in classes.parts
        for each in part.classes
        for source in framework.cited(_references(framework, part, each.result))
    )
    return {source: f"B{index}" for index, source in enumerate(found, 1)}


def _ruled(framework: Framework, items: Iterable[Any]) -> tuple[Said, ...]:
    """Duties or contradictions with the condition that they hold under."""
    plain = framework.plain
    return tuple(
        Said(
            plain(item.titel),
            condition(framework, item.als),
            plain(item.tekst),
            framework.cited(item.bron),
        )
        for item in items
    )


def _parts(
    framework: Framework, classes: Classes, sources: Mapping[str, str]
) -> Iterator[TablePart]:
    for letter, part in zip(ascii_uppercase, classes.parts, strict=False):
        rows = (
            _row(framework, part, f"{letter}{index}", each, sources)
            for index, each in enumerate(part.classes, 1)
        )
        when = _situations(framework, classes.fields, part.situations)
        yield TablePart(f"Deel {letter}", when, tuple(rows))


def _situations(
    framework: Framework, fields: tuple[str, ...], groups: Iterable[Cells]
) -> tuple[str, ...]:
    return tuple(situation_in_words(framework, fields, cells) for cells in groups)


def _row(
    framework: Framework,
    part: Part,
    number: str,
    each: OutcomeClass,
    sources: Mapping[str, str],
) -> TableRow:
    result, plain = each.result, framework.plain
    numbers = duty_numbers(framework)
    rests_on = _references(framework, part, result)
    return TableRow(
        nummer=number,
        voorwaarden=tuple(answers_in_words(framework, cells) for cells in each.groups),
        melden=plain(framework.uitkomsten[f"melden.{result.melden}"].titel),
        norm=", ".join(result.norm),
        hulp=plain(framework.uitkomsten[f"hulp.{result.hulp}"].titel),
        let_op=tuple(_notes(framework, result)),
        altijd=tuple(name for key, name in numbers.items() if key in each.always),
        soms=tuple(name for key, name in numbers.items() if key in each.sometimes),
        bron=tuple(sources[cited] for cited in framework.cited(rests_on)),
    )


def _notes(framework: Framework, result: Result) -> Iterator[str]:
    if result.opnieuw:
        yield "Al eerder gemeld? Dan opnieuw."
    if result.clash:
        yield f"Tegenspraak: {framework.plain(framework.tegenspraken[result.clash].titel)}."


def _references(framework: Framework, part: Part, result: Result) -> Iterator[str]:
    """What the row rests on: the words of both decisions, the norms, the rule of restraint."""
    yield from framework.uitkomsten[f"melden.{result.melden}"].bron
    yield from framework.uitkomsten[f"hulp.{result.hulp}"].bron
    for norm in result.norm:
        yield from framework.normen[norm].bron
    rule = framework.terughoudendheid
    if rule and not any(each.result.melden in rule.bij for each in part.classes):
        yield from rule.bron
    if result.clash:
        yield from framework.tegenspraken[result.clash].bron


def _asked(framework: Framework, classes: Classes) -> Iterator[AskedPart]:
    for part in classes.asked:
        rows = (
            (
                _question(framework, question),
                tuple(answers_in_words(framework, cells) for cells in groups),
            )
            for question, groups in part.questions
        )
        yield AskedPart(_situations(framework, classes.fields, part.situations), tuple(rows))


def _question(framework: Framework, name: str | None) -> str:
    if name is None:
        return NOTHING_OPEN
    if name in framework.afwegingen:
        return f"{name}. {framework.plain(framework.afwegingen[name].naam)}"
    return framework.plain(framework.situatievragen[name].vraag)


def to_csv(framework: Framework) -> str:
    """Every class, one row for each group of situations and answers that leads to it.

    Cells hold the values themselves, several with ``|`` between them, separated by semicolons as
    Dutch spreadsheets do. Of the situation there is a column for each field that changes an
    outcome. ``opnieuw_na_eerdere_melding`` is what a report earlier adds.
    """
    classes, order = classes_of(framework), framework.table.order
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            *("rij", *classes.fields, *(f"afweging_{key}" for key in order)),
            *("melden", "norm", "hulp", "opnieuw_na_eerdere_melding", "tegenspraak"),
            *("plichten_altijd", "plichten_soms", "bron"),
        ]
    )
    for letter, part in zip(ascii_uppercase, classes.parts, strict=False):
        for index, each in enumerate(part.classes, 1):
            told = _values(framework, part, each)
            for situation, answers in itertools.product(part.situations, each.groups):
                cells = map(_cell, (*situation, *answers))
                writer.writerow([f"{letter}{index}", *cells, *told])
    return out.getvalue()


def _cell(values: Iterable[Value]) -> str:
    shown = (("ja" if value else "nee") if isinstance(value, bool) else value for value in values)
    return "|".join(shown)


def _values(framework: Framework, part: Part, each: OutcomeClass) -> list[str]:
    result = each.result
    return [
        *(result.melden, "|".join(result.norm), result.hulp),
        *("ja" if result.opnieuw else "nee", result.clash),
        *("|".join(each.always), "|".join(each.sometimes)),
        "|".join(dict.fromkeys(_references(framework, part, result))),
    ]


def to_pdf(table: LawyerTable, today: dt.date) -> bytes:
    """The table as PDF/A-3a and PDF/UA-1, the same bytes for the same table and day."""
    made = dt.datetime.combine(today, dt.time(), dt.UTC)
    return typesetting.to_pdf(TEMPLATE, _data(table), made)


def _data(table: LawyerTable) -> dict[str, Any]:
    return {
        "titel": f"Uitkomstentabel van het kader {table.naam}",
        "inleiding": table.inleiding,
        "kenmerken": table.kenmerken,
        "voet": f"{table.naam}, versie {dict(table.kenmerken)['Versie']}",
        "afwegingen": [each._asdict() for each in table.afwegingen],
        "delen": [
            {**part._asdict(), "rijen": [row._asdict() for row in part.rijen]}
            for part in table.delen
        ],
        "vragen": [part._asdict() for part in table.vragen],
        "normen": [each._asdict() for each in table.normen],
        "plichten": [each._asdict() for each in table.plichten],
        "tegenspraken": [each._asdict() for each in table.tegenspraken],
        "bronnen": table.bronnen,
        "tekenen": [{"wie": who, "regels": SIGNATURE} for who in SIGNED_BY],
    }
