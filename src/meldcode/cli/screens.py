"""The pages of the walk in the terminal: each shows its subject, asks, and gives the new visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from rich.console import Console
from rich.table import Table
from rich.text import Text

from meldcode.cli import show
from meldcode.cli.dialogue import Choice, Dialogue
from meldcode.kader import schema
from meldcode.kader.bezoek import Bezoek, StepState
from meldcode.kader.checks import check
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import asks_reason, road_to

Screen = Callable[[Dialogue, Framework, Bezoek, str], Bezoek]

STATES = (
    Choice("gedaan", "Gedaan"),
    Choice("overgeslagen", "Overgeslagen"),
    Choice("open", "Doe ik later"),
)
ANSWERS = (Choice("ja", "Ja"), Choice("nee", "Nee"), Choice("open", "Weet ik nog niet"))
DIRECTIONS = {"ja": "spreekt voor ja", "nee": "spreekt voor nee", "neutraal": "kijkt alleen mee"}


def step(talk: Dialogue, framework: Framework, bezoek: Bezoek, number: str) -> Bezoek:
    """A step before the weighing: done, left out (with a reason) or open."""
    item = framework.stappen[number]
    show.heading(talk.out, f"Stap {item.nummer}: {item.naam}")
    show.body(talk.out, framework.plain(item.lead))
    notices(talk.out, framework, f"stap.{number}")
    talk.explain = partial(explain, talk.out, framework, f"stap.{number}", item.bron)
    known = bezoek.stappen.get(number)
    state = talk.choose(STATES, known.stand if known else None)
    reason = (known or StepState()).reden
    if state == "overgeslagen":
        reason = talk.text("Waarom sla je deze stap over?", reason)
    return bezoek.step(number, state, reason)


def consideration(talk: Dialogue, framework: Framework, bezoek: Bezoek, number: str) -> Bezoek:
    """A consideration: helper questions that never decide, an answer, and a reason."""
    item = framework.afwegingen[number]
    show.heading(talk.out, f"Afweging {item.nummer}: {item.naam}")
    talk.out.print(Text(framework.plain(item.vraag), style="bold"))
    show.body(talk.out, framework.plain(item.lead))
    notices(talk.out, framework, f"afweging.{number}")
    talk.explain = partial(_explain_consideration, talk.out, framework, number)
    helpers = _ask_helpers(talk, framework, bezoek, number)
    answer = talk.choose(_answers(framework, bezoek, number), bezoek.afwegingen.get(number))
    among = [helper.id for _, group in framework.helpers(number) for helper in group]
    answered = bezoek.answer(number, answer, helpers, among, bezoek.redenen.get(number, ""))
    prompt = "Waarom"
    if asks_reason(framework, answered, number):
        prompt = "Wat je aankruiste, wijst een andere kant op. Waarom kies je dit"
    reason = talk.text(f"{prompt}?", answered.redenen.get(number, ""))
    return answered.answer(number, answer, helpers, among, reason)


def situation(talk: Dialogue, framework: Framework, bezoek: Bezoek, name: str) -> Bezoek:
    """One question about the situation."""
    item = framework.situatievragen[name]
    show.heading(talk.out, framework.plain(item.vraag))
    show.body(talk.out, framework.plain(item.lead))
    show.body(talk.out, framework.plain(item.uitleg))
    talk.explain = partial(show.sources, talk.out, framework, item.bron)
    choices = [
        Choice(each.waarde, framework.plain(each.label), framework.plain(each.uitleg or ""))
        for each in item.keuzes
    ]
    value = talk.choose(choices, _known(bezoek, name))
    return bezoek.situation(name, value)


def check_page(talk: Dialogue, framework: Framework, bezoek: Bezoek, check_id: str) -> Bezoek:
    """A check from its first question on, as far as somebody can answer it."""
    item = framework.controles[check_id]
    show.heading(talk.out, item.titel)
    show.body(talk.out, framework.plain(item.lead))
    bezoek = bezoek.forget_check(check_id)
    questions = {question.id: question for question in item.vragen}
    while asked := check(framework, check_id, bezoek.controles.get(check_id, {})).volgende:
        answer = _ask_check(talk, framework, questions[asked])
        if answer == "open":
            break
        bezoek = bezoek.check(check_id, asked, answer)
    result = check(framework, check_id, bezoek.controles.get(check_id, {}))
    for end in item.uitkomsten:
        if end.id == result.uitkomst:
            show.heading(talk.out, framework.plain(end.titel))
            show.body(talk.out, framework.plain(end.tekst))
            show.sources(talk.out, framework, end.bron)
    return bezoek


def decision(talk: Dialogue, framework: Framework, bezoek: Bezoek, _: str) -> Bezoek:
    """The professional's own two decisions, with the reason and whom was consulted."""
    besluit = bezoek.besluit
    talk.explain = partial(show.advice, talk.out, bezoek.advice(framework))
    show.heading(talk.out, "Jouw besluit: meld je?")
    besluit = replace(besluit, melden=talk.choose(ANSWERS, besluit.melden))
    show.heading(talk.out, "Jouw besluit: bied of regel je hulp?")
    besluit = replace(besluit, hulp=talk.choose(ANSWERS, besluit.hulp))
    besluit = replace(besluit, reden=talk.text("Waarom?", besluit.reden))
    besluit = replace(
        besluit,
        overleg=talk.text("Met wie overlegde je? Noem een functie, geen naam", besluit.overleg),
    )
    return bezoek.decide(besluit)


SCREENS: dict[str, Screen] = {
    "stap": step,
    "afweging": consideration,
    "situatie": situation,
    "controle": check_page,
    "besluit": decision,
}


def topic(out: Console, framework: Framework, topic_id: str) -> None:
    """A page to look something up."""
    item = framework.onderwerpen[topic_id]
    show.heading(out, framework.plain(item.titel))
    show.body(out, framework.plain(item.lead))
    explain(out, framework, f"onderwerp.{topic_id}", item.bron)


def notices(out: Console, framework: Framework, where: str) -> None:
    """What a framework says of itself on a page."""
    for notice in framework.notices(where):
        show.body(out, framework.plain(notice.tekst))
        show.sources(out, framework, notice.bron)


def explain(out: Console, framework: Framework, page: str, refs: Iterable[str]) -> None:
    """The whole explanation of a page."""
    for block in framework.blocks(page):
        if block.kop:
            show.heading(out, framework.plain(block.kop))
        show.body(out, framework.plain(block.tekst))
        show.sources(out, framework, block.bron)
    show.sources(out, framework, refs)
    out.print()


def _explain_consideration(out: Console, framework: Framework, number: str) -> None:
    for example in framework.examples(number):
        show.heading(out, f"Voorbeeld: {framework.plain(example.titel)}")
        show.body(out, framework.plain(example.tekst))
    explain(out, framework, f"afweging.{number}", framework.afwegingen[number].bron)


def _ask_helpers(
    talk: Dialogue, framework: Framework, bezoek: Bezoek, number: str
) -> frozenset[str]:
    """The helper questions that apply, by id."""
    order = _show_helpers(talk.out, framework, bezoek, number)
    if not order:
        return frozenset()
    talk.say("\nOp welke vragen is het antwoord ja? Ze helpen je kijken, ze beslissen niet.")
    ticked = {i for i, helper in enumerate(order, 1) if helper.id in bezoek.hulpvragen}
    chosen = [order[i - 1] for i in sorted(talk.tick(len(order), ticked))]
    for direction, words in DIRECTIONS.items():
        for helper in chosen:
            if helper.pleit == direction:
                talk.say(f"  {words}: {framework.plain(helper.kort)}")
    talk.out.print(Text(f"\n{framework.plain(framework.afwegingen[number].vraag)}", style="bold"))
    return frozenset(helper.id for helper in chosen)


def _show_helpers(
    out: Console, framework: Framework, bezoek: Bezoek, number: str
) -> list[schema.Helper]:
    """The helper questions under their headings, numbered in the order that is given back."""
    order: list[schema.Helper] = []
    for group, helpers in framework.helpers(number):
        show.heading(out, framework.plain(group.kop))
        if group.inleiding:
            show.body(out, framework.plain(group.inleiding))
        rows = Table.grid(padding=(0, 1))
        for helper in helpers:
            order.append(helper)
            mark = "x" if helper.id in bezoek.hulpvragen else " "
            rows.add_row(f"{len(order):>3}", mark, Text(framework.plain(helper.vraag)))
        out.print(rows)
    return order


def _answers(framework: Framework, bezoek: Bezoek, number: str) -> list[Choice]:
    """Ja, nee and open, each with what it leads to as things stand."""
    road = road_to(framework, bezoek, number)
    choices = []
    for value, label, _ in ANSWERS:
        found = framework.table.transitions.get((road, number, value))
        item = framework.afwegingen[number]
        text = item.weet_niet if value == "open" or found is None else found.bij_antwoord
        choices.append(Choice(value, label, framework.plain(text)))
    return choices


def _known(bezoek: Bezoek, name: str) -> str | None:
    """The value of a field that was asked before, as its page has it."""
    if name not in bezoek.gevraagd:
        return None
    return str(getattr(bezoek.situatie, name))


def _ask_check(talk: Dialogue, framework: Framework, question: schema.CheckQuestion) -> str:
    talk.out.print(Text(f"\n{framework.plain(question.vraag)}", style="bold"))
    show.body(talk.out, framework.plain(question.uitleg))
    if question.hulpvragen:
        lines = (f"- {framework.plain(each)}" for each in question.hulpvragen)
        show.body(talk.out, "\n".join(lines))
    talk.explain = partial(show.sources, talk.out, framework, question.bron)
    return talk.choose(ANSWERS)
