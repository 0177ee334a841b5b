"""The outcome to take along: as plain text and as a PDF. Both without names."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from meldcode.guide.summary import Decision, Summary, Why

TEMPLATE = Path(__file__).parent / "typst" / "uitkomst.typ"
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
OWN_DECISION = {
    "melden": {"ja": "Ik ga melden", "nee": "Ik meld niet", "open": "Nog niet besloten"},
    "hulp": {
        "ja": "Ik bied of regel hulp",
        "nee": "Geen hulp via mij",
        "open": "Nog niet besloten",
    },
}
# What the fonts inside Typst have for certain; anything else would fail the whole document under
# PDF/A, so it becomes a visible box instead.
UNDRAWABLE = re.compile(
    r"[^\n\u0020-\u007e\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2022\u2026\u20ac]"
)
BOX = "\u25a1"


def dutch_date(day: dt.date) -> str:
    """``22 november 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def to_text(summary: Summary) -> str:
    """The outcome as plain text to paste into one's own record: the short of it first."""
    return "\n".join(_text_lines(summary)).strip() + "\n"


def _text_lines(summary: Summary) -> Iterator[str]:
    kader = summary.kader
    yield f"Meldcode, {kader.kort}, {dutch_date(summary.datum)}"
    yield f"Advies over melden: {summary.melden.titel}."
    yield f"Advies over hulp: {summary.hulp.titel}."
    yield from (f"Norm: {kader.plain(norm)}" for norm in summary.normen)
    yield from _section("Mijn besluit", _own_decision(summary))
    yield from _section("Mijn antwoorden", (_answer(summary, why) for why in summary.redenen))
    yield from _section("Situatie", (f"- {s.kop}: {s.tekst}" for s in summary.situatie))
    yield from _section("Stappen", (f"- {line.kop}: {line.tekst}" for line in summary.stappen))
    todos = [todo for _, _, part in summary.delen for todo in part]
    yield from _section("Wat te doen", (f"[{'x' if t.gedaan else ' '}] {t.titel}" for t in todos))
    yield from _section("Nog open", (f"- {lack.kop}. {lack.tekst}" for lack in summary.open))
    clashes = (f"- {clash.titel}. {kader.plain(clash.tekst)}" for clash in summary.tegenspraken)
    yield from _section("Spreekt elkaar tegen", clashes)
    yield from _section(
        "Wat het advies zou veranderen", (f"- {line.kop}: {line.tekst}" for line in summary.omslag)
    )
    yield ""
    yield f"Kader: {kader.naam}, versie {kader.versie}, {kader.hash}"


def _section(heading: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", heading, *found)


def _own_decision(summary: Summary) -> Iterator[str]:
    own = summary.besluit
    if (own.melden, own.hulp, own.reden, own.overleg) == ("open", "open", "", ""):
        return
    yield f"- Melden: {OWN_DECISION['melden'][own.melden]}."
    yield f"- Hulp: {OWN_DECISION['hulp'][own.hulp]}."
    if summary.wijkt_af:
        yield "- Dit is anders dan het advies."
    if own.reden:
        yield f"- Reden: {own.reden}"
    if own.overleg:
        yield f"- Overlegd met: {own.overleg}"


def _answer(summary: Summary, why: Why) -> str:
    parts = [f"- {why.kop}. {summary.kader.plain(why.tekst)}"]
    if why.eigen:
        parts.append(f"  Mijn reden: {why.eigen}")
    if why.voor:
        parts.append(f"  Pleit voor ja: {'; '.join(why.voor)}.")
    if why.tegen:
        parts.append(f"  Pleit voor nee: {'; '.join(why.tegen)}.")
    parts.append(f"  Bron: {'; '.join(why.bronnen)}.")
    return "\n".join(parts)


def to_pdf(summary: Summary) -> bytes:
    """The outcome as one PDF that is PDF/A-3a and PDF/UA-1; the same bytes for the same outcome."""
    stamp = dt.datetime.combine(summary.datum, dt.time(), dt.UTC)
    return bytes(
        typst.compile(
            _template(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"gegevens": json.dumps(drawable(_data(summary)), ensure_ascii=False)},
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(stamp.timestamp()),
        )
    )


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def drawable(value: Any) -> Any:
    """``value`` with every character that cannot be drawn replaced by a box, all the way down."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value).replace("\t", " ")
        return UNDRAWABLE.sub(BOX, composed)
    if isinstance(value, dict):
        return {key: drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(each) for each in value]
    return value


def _data(summary: Summary) -> dict[str, Any]:
    """What the Typst template shows; texts as paragraphs and list items, never as mark-up."""
    kader = summary.kader
    return {
        "kader": kader.naam,
        "versie": kader.versie,
        "hash": kader.hash,
        "datum": dutch_date(summary.datum),
        "melden": _decision(summary, summary.melden),
        "hulp": _decision(summary, summary.hulp),
        "normen": [kader.plain(norm) for norm in summary.normen],
        "aandacht": [kader.plain(text) for text in summary.aandacht],
        "delen": [
            {
                "kop": heading,
                "plichten": [
                    {
                        "nr": todo.nr,
                        "titel": todo.titel,
                        "tekst": _paragraphs(kader.plain(todo.tekst)),
                        "bron": "; ".join(todo.bronnen),
                        "gedaan": todo.gedaan,
                    }
                    for todo in todos
                ],
            }
            for _, heading, todos in summary.delen
        ],
        "redenen": [_reason(summary, why) for why in summary.redenen],
        "lijsten": [
            {
                "kop": "Spreekt elkaar tegen",
                "regels": [
                    {"kop": clash.titel, "tekst": kader.plain(clash.tekst)}
                    for clash in summary.tegenspraken
                ],
            },
            {"kop": "Wat je over de situatie zei", "regels": _lines(summary.situatie)},
            {"kop": "De stappen ervoor", "regels": _lines(summary.stappen)},
            {"kop": "Wat nog open is", "regels": _lines(summary.open)},
            {"kop": "Wat het advies zou veranderen", "regels": _lines(summary.omslag)},
        ],
        "besluit": [line.removeprefix("- ") for line in _own_decision(summary)],
    }


def _lines(lines: tuple[Any, ...]) -> list[dict[str, str]]:
    return [{"kop": line.kop, "tekst": line.tekst} for line in lines]


def _paragraphs(text: str) -> list[dict[str, Any]]:
    """Plain text as paragraphs and list items."""
    found = []
    for paragraph in re.split(r"\n\s*\n|\n(?=- )", text):
        words = " ".join(paragraph.split())
        found.append({"punt": words.startswith("- "), "tekst": words.removeprefix("- ")})
    return found


def _decision(summary: Summary, decision: Decision) -> dict[str, str]:
    return {
        "titel": decision.titel,
        "tekst": summary.kader.plain(decision.tekst),
        "bron": "; ".join(decision.bronnen),
    }


def _reason(summary: Summary, why: Why) -> dict[str, Any]:
    return {
        "kop": why.kop,
        "tekst": summary.kader.plain(why.tekst),
        "eigen": why.eigen.split("\n") if why.eigen else [],
        "voor": "; ".join(why.voor),
        "tegen": "; ".join(why.tegen),
        "bron": "; ".join(why.bronnen),
    }
