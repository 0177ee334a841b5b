"""The lawyer's table as one web page that needs nothing else: to read, to print and to sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from meldcode.workshop.lawyer_table import (
    SIGNATURE,
    SIGNED_BY,
    AskedPart,
    LawyerTable,
    Said,
    TablePart,
    TableRow,
)

STYLE = """
:root { color-scheme: light dark; --paper: #f8f4ef; --ink: #251e2b; --soft: #5d5464;
  --line: #b9aea4; --accent: #0d5461; --head: #efe8e0; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #1d191c; --ink: #f0eae6;
  --soft: #bdb3b6; --line: #5a5158; --accent: #8ccfd4; --head: #332d32; } }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 400 1rem/1.5 "Segoe UI", Roboto, "Noto Sans", "Open Sans", sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2 { font-family: Palatino, "Noto Serif", Georgia, serif; line-height: 1.2; }
h1 { color: var(--accent); } h2 { margin: 3rem 0 .5rem; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 3px solid var(--accent); }
table { width: 100%; border-collapse: collapse; margin-top: 1rem; font-size: .9375rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
th, td { padding: .5rem .6rem; border: 1px solid var(--line); text-align: left;
  vertical-align: top; }
thead th { background: var(--head); }
ul { margin: 0; padding-left: 1.1em; }
.soft, .source { color: var(--soft); } .source { font-size: .875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
.sign p { margin: 0; padding: 2.2rem 0 .2rem; border-bottom: 1px solid var(--ink); }
@media (max-width: 40em) { .sign, dl { grid-template-columns: 1fr; } }
@media print { @page { size: A4 landscape; margin: 14mm; } :root { --paper: #fff; --ink: #000;
  --soft: #333; --accent: #000; --head: #eee; } main { padding: 0; } body { font-size: 9.5pt; }
  table { font-size: 9pt; } tr, .sign { break-inside: avoid; }
  thead { display: table-header-group; } }
"""
COLUMNS = ("Rij", "Antwoorden", "Melden", "Norm", "Hulp", "Altijd doen", "Soms doen", "Bron")


def to_html(table: LawyerTable) -> str:
    """The table as one HTML page; nothing in it comes from elsewhere."""
    title = f"Uitkomstentabel van het kader {table.naam}"
    parts = [
        *(f"<p>{escape(line)}</p>" for line in table.inleiding),
        _pairs(table.kenmerken),
        _said("Afwegingen", ("Afweging", "", "Vraag", "Bron"), table.afwegingen),
        *(_part(part) for part in table.delen),
        "<h2>Welke vraag nu aan de beurt is</h2>",
        *(_asked(part) for part in table.vragen),
        _said("Normen", ("Norm", "", "Tekst", "Bron"), table.normen),
        _said("Wat je doet", ("Plicht", "Wanneer", "Tekst", "Bron"), table.plichten),
        _said("Tegenspraken", ("Tegenspraak", "Wanneer", "Tekst", "Bron"), table.tegenspraken),
        f"<h2>Bronnen van de rijen</h2>{_pairs(table.bronnen)}",
        _signatures(),
    ]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
            f"<h1>{escape(title)}</h1>",
            *parts,
            "</main>\n</body>\n</html>\n",
        ]
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    rows = (f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in pairs)
    return f"<dl>{''.join(rows)}</dl>"


def _part(part: TablePart) -> str:
    heading = f"<h2>{escape(part.kop)}: wat volgt uit de antwoorden</h2>"
    table = _table(part.kop, COLUMNS, (_row(row) for row in part.rijen))
    return f"{heading}\n{_when(part.wanneer)}\n{table}"


def _when(situations: Sequence[str]) -> str:
    return f"<p>Bij een van deze situaties:</p>{_list(situations)}"


def _row(row: TableRow) -> str:
    notes = "".join(f'<p class="soft">{escape(note)}</p>' for note in row.let_op)
    cells = [
        _list(row.voorwaarden, " of"),
        f"{escape(row.melden)}{notes}",
        escape(row.norm),
        escape(row.hulp),
        ", ".join(row.altijd),
        ", ".join(row.soms),
        ", ".join(row.bron),
    ]
    return f'<th scope="row">{row.nummer}</th>' + "".join(f"<td>{cell}</td>" for cell in cells)


def _asked(part: AskedPart) -> str:
    rows = (
        f'<th scope="row">{escape(question)}</th><td>{_list(groups, " of")}</td>'
        for question, groups in part.rijen
    )
    table = _table("Volgende vraag", ("Vraag", "Antwoorden tot nu toe"), rows)
    return f"{_when(part.wanneer)}\n{table}"


def _said(heading: str, columns: Sequence[str], items: Iterable[Said]) -> str:
    """A table of what is said; a column without a heading is left out."""
    rows = []
    for item in items:
        cells = [escape(item.wanneer), escape(item.tekst).replace("\n", "<br>")]
        cells.append(f'<span class="source">{escape("; ".join(item.bron))}</span>')
        shown = [cell for cell, name in zip(cells, columns[1:], strict=True) if name]
        told = "".join(f"<td>{cell}</td>" for cell in shown)
        rows.append(f'<th scope="row">{escape(item.naam)}</th>{told}')
    return f"<h2>{heading}</h2>\n{_table(heading, [name for name in columns if name], rows)}"


def _table(caption: str, columns: Sequence[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    # A wide table is scrolled sideways on a small screen, with the keyboard too.
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _list(items: Sequence[str], joint: str = "") -> str:
    last = len(items) - 1
    told = (
        f"<li>{escape(item)}{joint if index < last else ''}</li>"
        for index, item in enumerate(items)
    )
    return f"<ul>{''.join(told)}</ul>" if items else ""


def _signatures() -> str:
    blocks = (
        f"<div><h3>{who}</h3>{''.join(f'<p>{line}</p>' for line in SIGNATURE)}</div>"
        for who in SIGNED_BY
    )
    return f'<h2>Akkoord met deze tabel</h2>\n<div class="sign">{"".join(blocks)}</div>'
