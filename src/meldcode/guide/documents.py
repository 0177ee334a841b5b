"""The outcome to take along: as plain text and as a PDF. Both without names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from meldcode.guide.summary import Decision, Lack, Line, Summary, Weighed
from meldcode.paper import typesetting
from meldcode.paper.dates import dutch_date
from meldcode.paper.typesetting import BOX, UNDRAWABLE, drawable

__all__ = ["BOX", "UNDRAWABLE", "drawable", "dutch_date", "to_pdf", "to_text"]

TITLE = "Meldcode: uitkomst"
TEMPLATE = Path(__file__).parent / "typst" / "uitkomst.typ"
OWN_DECISION = {
    "melden": {"ja": "Ik ga melden", "nee": "Ik meld niet", "open": "Nog niet besloten"},
    "hulp": {
        "ja": "Ik bied of regel hulp",
        "nee": "Geen hulp via mij",
        "open": "Nog niet besloten",
    },
}


def to_text(summary: Summary) -> str:
    """The outcome as plain text to paste into one's own record: the short of it first."""
    return "\n".join(_text_lines(summary)).strip() + "\n"


def _text_lines(summary: Summary) -> Iterator[str]:
    kader = summary.kader
    yield f"Meldcode, {kader.kort} ({kader.beroep}), {dutch_date(summary.datum)}"
    yield from _opening(summary)
    again = " Er is al eerder gemeld: opnieuw melden." if summary.opnieuw else ""
    yield f"Advies over melden: {summary.melden.titel}.{again}"
    yield f"Advies over hulp: {summary.hulp.titel}."
    yield from (f"Norm: {kader.plain(norm)}" for norm in summary.normen)
    clashes = (f"- {clash.titel}. {kader.plain(clash.tekst)}" for clash in summary.tegenspraken)
    yield from _section("Spreekt elkaar tegen", clashes)
    own = (f"{key}: {words}" if key else words for key, words in _own_decision(summary))
    yield from _section("Mijn besluit", (f"- {_indented(line)}" for line in own))
    yield from _section("Mijn antwoorden", _answers(summary))
    yield from _section("Situatie", _dashed([*summary.situatie, *summary.controles]))
    yield from _section("Stappen", _dashed(summary.stappen))
    yield from _section("Wat te doen", _to_do(summary))
    yield from _section("Nog open", _still_open(summary))
    yield from _section("Wat het advies zou veranderen", _dashed(summary.omslag))
    yield from ("", *_closing(summary))


def _opening(summary: Summary) -> Iterator[str]:
    opening = summary.opening
    numbers = "; ".join(f"{number.waarde} ({number.wat})" for number in opening.nummers)
    yield from ("", f"{opening.kop}. {opening.lede}", f"Bel: {numbers}.")
    yield from (f"Zeg dit eerst: '{opening.zeg}'", "")


def _to_do(summary: Summary) -> Iterator[str]:
    """Every duty whole: a title alone would lose what makes it safe."""
    for _, heading, part in summary.delen:
        yield heading
        for todo in part:
            yield f"[{'x' if todo.gedaan else ' '}] {todo.titel}"
            for piece in _prose(summary.kader.plain(todo.tekst)):
                yield from ([f"    {piece['tekst']}"] if piece["tekst"] else [])
                yield from (f"    - {point}" for point in piece["punten"])


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", heading, *found)


def _dashed(lines: Iterable[Line]) -> Iterator[str]:
    return (f"- {line.kop}: {_indented(line.tekst)}" for line in lines)


def _indented(words: str) -> str:
    """Somebody's own lines, set in under the first."""
    return "\n  ".join(words.split("\n"))


def _own_decision(summary: Summary) -> Iterator[tuple[str, str]]:
    own = summary.besluit
    if (own.melden, own.hulp, own.reden, own.overleg) == ("open", "open", "", ""):
        return
    yield "Melden", f"{OWN_DECISION['melden'][own.melden]}."
    yield "Hulp", f"{OWN_DECISION['hulp'][own.hulp]}."
    if summary.wijkt_af:
        yield "", "Dit is anders dan het advies."
    if own.reden:
        yield "Reden", own.reden
    if own.overleg:
        yield "Overlegd met", own.overleg


def _answers(summary: Summary) -> Iterator[str]:
    for why in summary.redenen:
        yield f"- {why.kop}. {summary.kader.plain(why.tekst)}"
        yield from _beside(why)
        yield f"  Bron: {'; '.join(why.bronnen)}."


def _still_open(summary: Summary) -> Iterator[str]:
    for lack in summary.open:
        yield f"- {lack.kop}. {lack.tekst}"
        yield from _beside(lack)


def _beside(weighed: Weighed) -> Iterator[str]:
    if weighed.eigen:
        yield f"  Mijn reden: {_indented(weighed.eigen)}"
    for label, statements in _ticked(weighed):
        yield f"  {label}: {'; '.join(statements)}."


def _ticked(weighed: Weighed) -> list[tuple[str, tuple[str, ...]]]:
    """What was ticked, under what it speaks for; without what nothing was ticked for."""
    sides = [("Pleit voor ja", weighed.voor), ("Pleit voor nee", weighed.tegen)]
    return [side for side in (*sides, ("Verder", weighed.neutraal)) if side[1]]


def _closing(summary: Summary) -> Iterator[str]:
    """What the outcome is and what it rests on."""
    kader = summary.kader
    yield "Dit is een advies. Jij weegt, en het blijft jouw besluit."
    yield f"Kader: {kader.naam}, versie {kader.versie}, {kader.hash}"


def to_pdf(summary: Summary) -> bytes:
    """The outcome as one PDF that is PDF/A-3a and PDF/UA-1; the same bytes for the same outcome."""
    made = dt.datetime.combine(summary.datum, dt.time(), dt.UTC)
    return typesetting.to_pdf(TEMPLATE, _data(summary), made)


def _data(summary: Summary) -> dict[str, Any]:
    """What the Typst template shows; texts as paragraphs and list items, never as mark-up."""
    kader, date = summary.kader, dutch_date(summary.datum)
    return {
        "titel": TITLE,
        "onder": f"{kader.naam}. {kader.beroep}. {date}",
        "voet": f"Zonder namen gemaakt met Meldcode, {date}",
        "opening": {
            "kop": summary.opening.kop,
            "lede": summary.opening.lede,
            "nummers": [
                {"waarde": number.waarde, "wat": number.wat} for number in summary.opening.nummers
            ],
            "zeg": summary.opening.zeg,
        },
        "melden": _decision(summary, summary.melden),
        "hulp": _decision(summary, summary.hulp),
        "normen": [_prose(kader.plain(norm)) for norm in summary.normen],
        "aandacht": [kader.plain(words) for words in summary.aandacht],
        "tegenspraken": [
            {"kop": clash.titel, "tekst": _prose(kader.plain(clash.tekst))}
            for clash in summary.tegenspraken
        ],
        "besluit": [{"kop": key, "regels": _lines(words)} for key, words in _own_decision(summary)],
        "delen": _parts(summary),
        "redenen": _reasons(summary),
        "lijsten": [{"kop": heading, "regels": rows} for heading, rows in _lists(summary) if rows],
        "slot": [*_closing(summary), f"Woorden: {kader.words_hash}"],
    }


def _decision(summary: Summary, decision: Decision) -> dict[str, Any]:
    return {
        "titel": decision.titel,
        "tekst": _prose(summary.kader.plain(decision.tekst)),
        "bron": "; ".join(decision.bronnen),
    }


def _parts(summary: Summary) -> list[dict[str, Any]]:
    return [
        {
            "kop": heading,
            "plichten": [
                {
                    "nr": todo.nr,
                    "titel": todo.titel,
                    "tekst": _prose(summary.kader.plain(todo.tekst)),
                    "bron": "; ".join(todo.bronnen),
                    "gedaan": todo.gedaan,
                }
                for todo in todos
            ],
        }
        for _, heading, todos in summary.delen
    ]


def _reasons(summary: Summary) -> list[dict[str, Any]]:
    return [
        {
            "kop": why.kop,
            "tekst": _prose(summary.kader.plain(why.tekst)),
            "bron": "; ".join(why.bronnen),
            **_own(why),
        }
        for why in summary.redenen
    ]


def _lists(summary: Summary) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    asked = [*summary.situatie, *summary.controles]
    yield "Wat je over de situatie zei", [_row(line) for line in asked]
    yield "De stappen ervoor", [_row(line) for line in summary.stappen]
    yield "Wat nog open is", [_row(lack) | _own(lack) for lack in summary.open]
    yield "Wat het advies zou veranderen", [_row(line) for line in summary.omslag]


def _row(line: Line | Lack) -> dict[str, Any]:
    return {"kop": line.kop, "regels": _lines(line.tekst), "eigen": [], "aangevinkt": []}


def _own(weighed: Weighed) -> dict[str, Any]:
    ticked = [{"kop": label, "punten": items} for label, items in _ticked(weighed)]
    return {"eigen": _lines(weighed.eigen), "aangevinkt": ticked}


def _lines(words: str) -> list[str]:
    return [line for line in words.split("\n") if line.strip()]


def _prose(words: str) -> list[dict[str, Any]]:
    """Plain text as paragraphs (``tekst``) and lists (``punten``)."""
    found: list[dict[str, Any]] = []
    for piece in re.split(r"\n\s*\n|\n(?=- )", words):
        joined = " ".join(piece.split())
        if not joined.startswith("- "):
            found.append({"tekst": joined, "punten": []})
        elif found and found[-1]["punten"]:
            found[-1]["punten"].append(joined.removeprefix("- "))
        else:
            found.append({"tekst": "", "punten": [joined.removeprefix("- ")]})
    return found
