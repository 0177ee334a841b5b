"""The paper twin: the same walk and the same outcomes, where an answer names the page to go to."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from meldcode.guide.fixed import ANSWER_LABELS
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import road_to, walked_steps
from meldcode.paper import typesetting
from meldcode.site.static_edition import walk
from meldcode.site.static_edition.outcomes import changes, if_answered, told_apart
from meldcode.site.static_edition.walk import Stop
from meldcode.workshop.classes import fields_of

TEMPLATE = Path(__file__).parent / "typst" / "op-papier.typ"
INTRODUCTION = (
    "Begin bij de eerste vraag. Achter elk antwoord staat de bladzijde waar je verder leest. Aan "
    "het eind sta je bij een uitkomst: is melden nodig, en is hulp mogelijk?",
    "Dit is een advies. Jij weegt, en het blijft jouw besluit. Schrijf hier geen namen in.",
)


class Papers(NamedTuple):
    """The PDFs by file name, and for each framework (by id) the name of its own."""

    files: Mapping[str, bytes]
    of: Mapping[str, str]


def papers(frameworks: Sequence[Framework]) -> Papers:
    """A PDF for each walk that is different; frameworks that ask and say the same share one."""
    walks: dict[str, list[Framework]] = {}
    for framework in frameworks:
        told = json.dumps(walk_data(framework), sort_keys=True)
        walks.setdefault(told, []).append(framework)
    files: dict[str, bytes] = {}
    of: dict[str, str] = {}
    for number, (told, group) in enumerate(walks.items(), start=1):
        name = f"op-papier-{number}.pdf"
        files[name] = to_pdf(group, json.loads(told))
        of |= {framework.id: name for framework in group}
    return Papers(files, of)


def to_pdf(group: Sequence[Framework], walked: Mapping[str, Any]) -> bytes:
    """The walk of these frameworks as PDF/A-3a and PDF/UA-1; dated as the newest fact in it."""
    newest = max(fact.gezien for fact in group[0].facts.values())
    when = dt.datetime.combine(newest, dt.time(), dt.UTC)
    data = {
        **walked,
        "titel": "De vragen van de Meldcode op papier",
        "onder": [f"{each.naam}, versie {each.versie}" for each in group],
        "voet": "Meldcode op papier, zonder namen",
        "inleiding": INTRODUCTION,
        "eigen": [line for each in group for line in _own_words(each)],
        "slot": [*(_versions(each) for each in group), _facts(group[0])],
    }
    return typesetting.to_pdf(TEMPLATE, data, when)


def walk_data(framework: Framework) -> dict[str, Any]:
    """What follows from the framework and not from its name, all of it as plain text.

    The rule of restraint stands on one page of its own instead of after every answer: a walk with
    it would take four times the paper. Where it may hold, the outcome sends there.
    """
    stops = walk.walk_of(framework, walk.beside_fields(framework))
    questions = [each for each in stops.values() if each.onward]
    outcomes = [each for each in stops.values() if not each.onward]
    called = {each.name: f"vraag {number}" for number, each in enumerate(questions, 1)}
    called |= {each.name: f"uitkomst {number}" for number, each in enumerate(outcomes, 1)}
    return {
        "acuut": _danger(framework),
        "stappen": [_step(framework, number) for number in walked_steps(framework)],
        "vragen": [_asked(framework, each, called) for each in questions],
        "uitkomsten": [_outcome(framework, each, called) for each in outcomes],
        "terughoudend": _restraint(framework),
        "doen": [_duty(framework, duty) for duty in framework.plichten.values()],
        "hulpvragen": [_helpers(framework, key) for key in framework.afwegingen],
    }


def _own_words(framework: Framework) -> Iterator[str]:
    for notice in framework.notices("uitkomst"):
        yield f"{framework.naam}: {framework.plain(notice.tekst)}"


def _versions(framework: Framework) -> str:
    return (
        f"Kader {framework.naam}, versie {framework.versie}. Beslissing {framework.hash}. "
        f"Woorden {framework.words_hash}."
    )


def _restraint(framework: Framework) -> list[dict[str, Any]]:
    """The rule of restraint as the questions it asks and what follows; empty without the rule."""
    rule = framework.terughoudendheid
    if rule is None:
        return []
    asked = [*fields_of([rule.als]), *(each.veld for each in rule.vragen)]
    outcomes = [
        {"kop": framework.uitkomsten[f"melden.{key}"].titel, "tekst": framework.plain(text)}
        for key, text in (
            ("noodzakelijk", rule.reden_blijft),
            ("terughoudend", rule.reden_terughoudend),
            ("open", rule.reden_open),
        )
    ]
    return [
        {
            "vragen": [_situation(framework, name) for name in asked],
            "uitkomsten": outcomes,
            "bron": _sources(framework, rule.bron),
        }
    ]


def _danger(framework: Framework) -> str:
    danger, vt = framework.facts["noodnummer"], framework.facts["vt_telefoon"]
    return (
        f"Loopt iemand nu gevaar? Leg dit weg en bel {danger.waarde}. "
        f"Advies van Veilig Thuis: {vt.waarde}, dag en nacht, ook zonder namen."
    )


def _facts(framework: Framework) -> str:
    again = min(fact.opnieuw for fact in framework.facts.values())
    return f"Gebruik na {again:%d-%m-%Y} een nieuwe uitgave: dan kunnen nummers veranderd zijn."


def _step(framework: Framework, number: str) -> dict[str, Any]:
    step = framework.stappen[number]
    todo = [each for each in framework.blocks(f"stap.{number}") if each.deel == "wat"]
    return {
        "kop": f"Stap {step.nummer}. {framework.plain(step.naam)}",
        "lead": framework.plain(step.lead),
        "punten": [framework.plain(each.kop or each.tekst) for each in todo],
        "bron": _sources(framework, step.bron),
    }


def _asked(framework: Framework, stop: Stop, called: Mapping[str, str]) -> dict[str, Any]:
    question = _question(framework, stop)
    onward = [(answer, stop.onward[answer["waarde"]]) for answer in question["antwoorden"]]
    return {
        "id": stop.name,
        **question,
        "kop": f"{called[stop.name].capitalize()}. {question['kop']}",
        "antwoorden": [{**answer, "naar": to, "heet": called[to]} for answer, to in onward],
    }


def _question(framework: Framework, stop: Stop) -> dict[str, Any]:
    if stop.kind == walk.QUESTION:
        return _consideration(framework, stop)
    if stop.kind == walk.SITUATION:
        return _situation(framework, stop.id)
    check_id, _, key = stop.id.partition(".")
    item = framework.controles[check_id]
    if stop.kind == walk.CHECK_END:
        end = next(each for each in item.uitkomsten if each.id == key)
        return {
            "kop": item.titel,
            "vraag": framework.plain(end.titel),
            "uitleg": framework.plain(end.tekst),
            "hulp": "",
            "antwoorden": [{"waarde": "", "label": "Lees verder", "uitleg": ""}],
            "bron": _sources(framework, end.bron),
        }
    asked = next(each for each in item.vragen if each.id == key)
    labels = ANSWER_LABELS.items()
    return {
        "kop": item.titel,
        "vraag": framework.plain(asked.vraag),
        "uitleg": framework.plain(asked.uitleg),
        "hulp": "",
        "antwoorden": [{"waarde": v, "label": label, "uitleg": ""} for v, label in labels],
        "bron": _sources(framework, asked.bron),
    }


def _consideration(framework: Framework, stop: Stop) -> dict[str, Any]:
    item = framework.afwegingen[stop.id]
    road = road_to(framework, stop.visit, stop.id)
    told = {}
    for value in ANSWER_LABELS:
        step = framework.table.transitions.get((road, stop.id, value))
        told[value] = step.bij_antwoord if step and value != "open" else item.weet_niet
    return {
        "kop": f"Afweging {item.nummer}: {item.kort}",
        "vraag": framework.plain(item.vraag),
        "uitleg": framework.plain(item.lead),
        "hulp": f"hulp-{stop.id}",
        "antwoorden": [
            {"waarde": value, "label": label, "uitleg": framework.plain(told[value])}
            for value, label in ANSWER_LABELS.items()
        ],
        "bron": _sources(framework, item.bron),
    }


def _situation(framework: Framework, name: str) -> dict[str, Any]:
    question = framework.situatievragen[name]
    return {
        "kop": question.kort,
        "vraag": framework.plain(question.vraag),
        "uitleg": framework.plain(f"{question.lead}\n\n{question.uitleg}"),
        "hulp": "",
        "antwoorden": [
            {"waarde": each.waarde, "label": each.label, "uitleg": each.uitleg or ""}
            for each in question.keuzes
        ],
        "bron": _sources(framework, question.bron),
    }


def _outcome(framework: Framework, stop: Stop, called: Mapping[str, str]) -> dict[str, Any]:
    advice = stop.visit.advice(framework)
    asked = walk.beside_fields(framework)
    unasked = walk.not_asked(framework, stop.visit, asked)
    return {
        "id": stop.name,
        "kop": called[stop.name].capitalize(),
        "besluiten": list(_decisions(framework, advice.melden, advice.hulp)),
        "let_op": [
            *(framework.plain(framework.normen[norm].tekst) for norm in advice.norm),
            *(framework.plain(f"{each.titel}. {each.tekst}") for each in advice.tegenspraken),
        ],
        "doen": [
            {"id": f"doe-{duty.id}", "titel": framework.plain(duty.titel)}
            for duty in advice.plichten
        ],
        "rijen": list(told_apart(framework, stop.visits, asked)),
        "anders": [
            {
                "kop": if_answered(framework, each),
                "tekst": " ".join(changes(framework, each)),
                "regel": bool(each.melden) and framework.terughoudendheid is not None,
            }
            for each in unasked
        ],
    }


def _decisions(framework: Framework, melden: str, hulp: str) -> Iterator[dict[str, str]]:
    for heading, key in (("Melden?", f"melden.{melden}"), ("Hulp?", f"hulp.{hulp}")):
        verdict = framework.uitkomsten[key]
        yield {
            "kop": heading,
            "titel": framework.plain(verdict.titel),
            "tekst": framework.plain(verdict.tekst),
            "bron": _sources(framework, verdict.bron),
        }


def _duty(framework: Framework, duty: Any) -> dict[str, Any]:
    return {
        "id": f"doe-{duty.id}",
        "kop": framework.plain(duty.titel),
        "tekst": framework.plain(duty.tekst),
        "bron": _sources(framework, duty.bron),
    }


def _helpers(framework: Framework, key: str) -> dict[str, Any]:
    item = framework.afwegingen[key]
    return {
        "id": f"hulp-{key}",
        "kop": f"Bij afweging {item.nummer}: {item.kort}",
        "groepen": [
            {
                "kop": framework.plain(group.kop),
                "vragen": [
                    {"vraag": framework.plain(each.vraag), "pleit": each.pleit} for each in helpers
                ],
                "bron": _sources(framework, group.bron),
            }
            for group, helpers in framework.helpers(key)
        ],
    }


def _sources(framework: Framework, refs: tuple[str, ...]) -> str:
    return "; ".join(framework.cited(refs))
