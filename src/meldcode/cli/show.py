"""Texts of a framework and its advice in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from meldcode.kader.advice import Advice, Flip, Reason
from meldcode.kader.model import Framework

READABLE_WIDTH = 96
ANSWERS = {"ja": "ja", "nee": "nee", "open": "nog open"}


def console() -> Console:
    """Standard output, no wider than reads well; content is never taken for mark-up."""
    made = Console(markup=False, highlight=False, emoji=False)
    made.width = min(made.width, READABLE_WIDTH)
    return made


def heading(out: Console, text: str) -> None:
    """A heading with room above it."""
    out.print()
    out.print(Text(text, style="bold"))


def body(out: Console, text: str, indent: int = 0) -> None:
    """A text that may hold paragraphs and lists."""
    # Here: it takes long to import, and who asks for JSON has no need of it.
    from rich.markdown import Markdown

    out.print(Padding(Markdown(text), (0, 0, 0, indent)))


def sources(out: Console, framework: Framework, refs: Iterable[str], indent: int = 0) -> None:
    """On what something rests, in one dim line."""
    cited = "; ".join(dict.fromkeys(str(framework.cite(ref)) for ref in refs))
    if cited:
        out.print(Padding(Text(f"Bron: {cited}", style="dim"), (0, 0, 0, indent)))


def advice(out: Console, found: Advice) -> None:
    """The whole advice: both decisions, what to do, why, what would change it, the sources."""
    framework = found.kader
    out.print()
    out.print(_decisions(found))
    _norms(out, found)
    for item in found.tegenspraken:
        heading(out, f"Kijk hier nog eens naar: {framework.plain(item.titel)}")
        body(out, framework.plain(item.tekst))
    _duties(out, found)
    _why(out, found)
    _flips(out, found)
    if found.volgende:
        heading(out, "Wat nog open is")
        body(out, f"Nu is aan de beurt: {asked(framework, found.volgende)}")
    for notice in framework.notices("uitkomst"):
        out.print()
        body(out, framework.plain(notice.tekst))
    _documents(out, found)


def asked(framework: Framework, name: str) -> str:
    """The question of a consideration or of the situation, in words."""
    if name in framework.afwegingen:
        item = framework.afwegingen[name]
        return f"afweging {item.nummer}. {framework.plain(item.vraag)}"
    return framework.plain(framework.situatievragen[name].vraag)


def _decisions(found: Advice) -> Table:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    grid.add_row(
        _decision(found.kader, "Melden?", f"melden.{found.melden}"),
        _decision(found.kader, "Hulp?", f"hulp.{found.hulp}"),
    )
    return grid


def _decision(framework: Framework, title: str, verdict_id: str) -> Panel:
    verdict = framework.uitkomsten[verdict_id]
    text = Text(f"{framework.plain(verdict.titel)}\n\n", style="bold")
    text.append(framework.plain(verdict.tekst), style="not bold")
    return Panel(text, title=Text(title), title_align="left")


def _norms(out: Console, found: Advice) -> None:
    framework = found.kader
    for norm in found.norm:
        item = framework.normen[norm]
        out.print()
        body(out, f"Norm van je beroep: {framework.plain(item.tekst)}")
        sources(out, framework, item.bron)
    if found.opnieuw:
        body(out, "Je meldde al eerder. Meld nu opnieuw.")


def _duties(out: Console, found: Advice) -> None:
    heading(out, "Wat je nu doet")
    for number, duty in enumerate(found.plichten, 1):
        out.print(Text(f"{number:>2}. {found.kader.plain(duty.titel)}", style="bold"))
        body(out, found.kader.plain(duty.tekst), indent=4)
        sources(out, found.kader, duty.bron, indent=4)


def _why(out: Console, found: Advice) -> None:
    heading(out, "Waarom")
    for reason in found.redenen:
        out.print(Text(_answered(found.kader, reason), style="bold"))
        body(out, found.kader.plain(reason.gevolg), indent=4)
        sources(out, found.kader, reason.bron, indent=4)
    if not found.redenen:
        body(out, "Je hebt nog geen afweging beantwoord.")


def _answered(framework: Framework, reason: Reason) -> str:
    if reason.afweging in framework.afwegingen:
        item = framework.afwegingen[reason.afweging]
        return f"Afweging {item.nummer}, {item.kort.lower()}: {ANSWERS[reason.antwoord]}"
    question = framework.situatievragen[reason.afweging]
    labels = [each.label for each in question.keuzes if each.waarde == reason.antwoord]
    return f"{question.kort}: {labels[0].lower() if labels else reason.antwoord}"


def _flips(out: Console, found: Advice) -> None:
    if found.omslag:
        heading(out, "Wat het anders maakt")
        body(out, "\n".join(_flip(found.kader, flip) for flip in found.omslag))


def _flip(framework: Framework, flip: Flip) -> str:
    number = framework.afwegingen[flip.afweging].nummer
    melden = framework.uitkomsten[f"melden.{flip.melden}"].titel
    hulp = framework.uitkomsten[f"hulp.{flip.hulp}"].titel
    return (
        f"- Was je antwoord bij afweging {number} {ANSWERS[flip.antwoord]}, dan wordt melden: "
        f"'{framework.plain(melden)}', en hulp: '{framework.plain(hulp)}'."
    )


def _documents(out: Console, found: Advice) -> None:
    """The full titles of everything the advice cites."""
    lists = [each.bron for each in found.plichten] + [each.bron for each in found.redenen]
    lists += [each.bron for each in found.tegenspraken]
    titles = dict.fromkeys(found.kader.cite(ref).titel for refs in lists for ref in refs)
    heading(out, "Bronnen")
    body(out, "\n".join(f"- {title}" for title in titles))
    kader = found.kader
    out.print(Text(f"Kader: {kader.naam}, versie {kader.versie}, {kader.hash}", style="dim"))
