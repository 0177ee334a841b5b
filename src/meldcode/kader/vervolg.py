"""Where the walk goes: which question of the situation matters now, and which page comes next.

The web guide and the terminal both follow this, so they ask the same things in the same order.
No consideration is named here; where a question belongs follows from the framework's content.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from meldcode.kader.advice import OPEN, OTHER
from meldcode.kader.bezoek import Bezoek, StepState
from meldcode.kader.checks import check
from meldcode.kader.decide import decide, decide_outcome, facts_of
from meldcode.kader.model import Framework
from meldcode.kader.situation import VALUES

KINDCHECK = "kindcheck"


class Page(NamedTuple):
    """A page of the walk: ``kind`` is stap, afweging, situatie, controle or uitkomst."""

    kind: str
    id: str


OUTCOME = Page("uitkomst", "")


def situation_to_ask(framework: Framework, bezoek: Bezoek) -> list[str]:
    """The fields of the situation that matter now and are not asked yet, in order of the walk.

    A field matters when one of its values would change anything in the advice, or when the advice
    itself asks for it next. What must be known before it is asked stands in the content (``als``).
    """
    return [
        page.id
        for page in _pages(framework, bezoek)
        if page.kind == "situatie" and _asks_situation(framework, bezoek, page.id)
    ]


def next_page(
    framework: Framework, bezoek: Bezoek, na: tuple[str, str] | None = None
) -> tuple[str, str]:
    """The page after ``na``; without ``na`` the page where the walk stands.

    That is the first page further on that still asks something. Where there is none, it is one
    that was passed over earlier, and else the outcome. Going back happens only from a page that
    was answered, and never to a step or a check: so a walk always ends, whatever is left out.
    """
    pages = list(_pages(framework, bezoek))
    if na is not None and na[0] == "situatie" and bezoek.afwegingen:
        # Who is weighing already and goes back to a question is not led through the steps again.
        pages = [page for page in pages if page.kind != "stap"]
    start = pages.index(Page(*na)) + 1 if na in pages else 0
    for page in pages[start:]:
        if _asks(framework, bezoek, page):
            return page
    if na is not None and not _asks(framework, bezoek, Page(*na)):
        for page in pages[:start]:
            if page.kind in ("afweging", "situatie") and _asks(framework, bezoek, page):
                return page
    return OUTCOME


def walked_steps(framework: Framework) -> tuple[str, ...]:
    """The steps before the weighing: those that hold no consideration (1 to 3, or 4 for doctors).

    Each is done, left out or open; the other steps are done by answering their considerations.
    """
    weighed = {item.stap for item in framework.afwegingen.values()}
    return tuple(step for step in framework.stappen if step not in weighed)


def asks_reason(framework: Framework, bezoek: Bezoek, afweging: str) -> bool:
    """Whether to ask (never demand) a reason: what was ticked does not fit the answer.

    Where a ja makes a report the norm, one helper question that speaks for ja is enough to ask why
    it is nee; elsewhere all that are ticked must speak against the answer.
    """
    answer = bezoek.afwegingen.get(afweging)
    speak = [
        helper.pleit
        for _, helpers in framework.helpers(afweging)
        for helper in helpers
        if helper.id in bezoek.hulpvragen
    ]
    if answer not in OTHER or not speak:
        return False
    if answer == "nee" and _ja_asks_for_report(framework, afweging):
        return "ja" in speak
    return set(speak) == {OTHER[answer]}


def _ja_asks_for_report(framework: Framework, afweging: str) -> bool:
    return any(
        step.afweging == afweging and step.antwoord == "ja" and step.melden == "noodzakelijk"
        for step in framework.overgangen.values()
    )


def road_to(framework: Framework, bezoek: Bezoek, afweging: str) -> str:
    """The road on which ``afweging`` is met, with the answers to the considerations before it."""
    road = next(road.id for road in framework.wegen.values() if road.begin)
    for key in framework.afwegingen:
        if key == afweging:
            break
        step = framework.table.transitions.get((road, key, bezoek.afwegingen.get(key, OPEN)))
        road = (step and step.naar_weg) or road
    return road


def _pages(framework: Framework, bezoek: Bezoek) -> Iterator[Page]:
    """Every page the walk may have, in order: a question stands where it begins to matter."""
    yield from _situation_pages(framework, "vooraf")
    yield from (Page("stap", number) for number in walked_steps(framework))
    beside = _beside(framework)
    reporting = _where_reporting_starts(framework, bezoek)
    for key in framework.afwegingen:
        yield Page("afweging", key)
        yield from (Page("situatie", name) for name in beside if beside[name] == key)
        if key == reporting:
            yield from _situation_pages(framework, "melding")
        if key in _asks_again(framework):
            yield from _situation_pages(framework, "opnieuw")
    if reporting is None:
        yield from _situation_pages(framework, "melding")
    yield OUTCOME


def _beside(framework: Framework) -> dict[str, str]:
    """The questions that count only beside an answer, with the consideration of that answer."""
    return {
        question.id: next(iter(question.telt_bij))
        for question in framework.situatievragen.values()
        if question.telt_bij
    }


def _situation_pages(framework: Framework, moment: str) -> Iterator[Page]:
    """The questions of one moment, each with the checks that its choices wait for."""
    for question in framework.situatievragen.values():
        if question.moment == moment and not question.telt_bij:
            yield Page("situatie", question.id)
            checks = (key for choice in question.keuzes for key in choice.telt_na)
            yield from (Page("controle", key) for key in dict.fromkeys(checks))


def _asks_again(framework: Framework) -> set[str]:
    """The considerations of which an answer asks for a report again after an earlier one."""
    return {step.afweging for step in framework.overgangen.values() if step.opnieuw}


def _where_reporting_starts(framework: Framework, bezoek: Bezoek) -> str | None:
    """The first consideration with which the answers so far make a report the norm."""
    answers: dict[str, str] = {}
    for key in framework.afwegingen:
        answers[key] = bezoek.afwegingen.get(key, OPEN)
        if decide_outcome(framework, answers).melden == "noodzakelijk":
            return key
    return None


def _asks(framework: Framework, bezoek: Bezoek, page: Page) -> bool:
    """Whether ``page`` still asks something of this visit."""
    match page.kind:
        case "stap":
            return bezoek.stappen.get(page.id, StepState()).stand == OPEN
        case "afweging":
            answered = page.id in bezoek.afwegingen
            return not answered and page.id in bezoek.advice(framework).possible
        case "situatie":
            return _asks_situation(framework, bezoek, page.id)
        case "controle":
            # Whoever said that a child is involved needs no check to find that out.
            answers = bezoek.controles.get(page.id, {})
            awaited = page.id in bezoek.awaited_checks(framework)
            still_open = check(framework, page.id, answers).uitkomst == OPEN
            return awaited and still_open and _counting_matters(framework, bezoek)
    return False


def _asks_situation(framework: Framework, bezoek: Bezoek, name: str) -> bool:
    return (
        name not in bezoek.gevraagd
        and _may_ask(framework, bezoek, name)
        and _matters(framework, bezoek, name)
    )


def _may_ask(framework: Framework, bezoek: Bezoek, name: str) -> bool:
    """Whether what has to be known before this question is known."""
    facts = facts_of(framework, bezoek.afwegingen, bezoek.known(framework))
    return framework.table.asked_when[name].holds(facts)


def _counting_matters(framework: Framework, bezoek: Bezoek) -> bool:
    """Whether it would change the advice if all that was said counted, borne out or not."""
    said = decide(framework, bezoek.afwegingen, bezoek.said(framework))
    return said != bezoek.advice(framework)


def _matters(framework: Framework, bezoek: Bezoek, name: str) -> bool:
    advice = bezoek.advice(framework)
    return advice.volgende == name or any(
        advice != bezoek.situation(name, value).advice(framework) for value in VALUES[name]
    )
