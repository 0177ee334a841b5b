"""A framework as a FHIR R4B Questionnaire: what is asked, and when; it decides nothing.

See https://hl7.org/fhir/R4B/questionnaire.html. The next consideration appears as the transitions
say. ``enableWhen`` knows 'all' or 'any' of a list, so what must hold together is nested.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from meldcode.kader import schema
from meldcode.kader.model import Framework
from meldcode.workshop.enabling import Clause, Literal, conditions

# No register holds these names; they only have to be the same in every file of this program.
SYSTEM = "urn:meldcode"
LABELS = {"ja": "Ja", "nee": "Nee", "open": "Weet ik nog niet"}

Item = dict[str, Any]


def to_fhir(framework: Framework) -> str:
    """The Questionnaire as JSON, the same for the same content.

    Raises ValueError for a framework whose walk ``enableWhen`` cannot say.
    """
    return json.dumps(questionnaire(framework), ensure_ascii=False, indent=2) + "\n"


def questionnaire(framework: Framework) -> Item:
    """The Questionnaire as data. Raises ValueError, as :func:`to_fhir`."""
    return {
        "resourceType": "Questionnaire",
        "id": framework.id.replace("_", "-"),
        "language": "nl",
        "url": f"{SYSTEM}:kader:{framework.id}",
        "identifier": [
            {"system": f"{SYSTEM}:beslissing", "value": framework.hash},
            {"system": f"{SYSTEM}:woorden", "value": framework.words_hash},
        ],
        "version": framework.versie,
        "name": _computer_name(framework),
        "title": framework.plain(framework.naam),
        "status": "active",
        "description": _source(framework, framework.bron),
        "item": [*_notices(framework, "begin"), *_steps(framework), _situation(framework)],
    }


def _computer_name(framework: Framework) -> str:
    words = re.split(r"[^A-Za-z0-9]", framework.id)
    return "Kader" + "".join(word.capitalize() for word in words)


def _steps(framework: Framework) -> Iterator[Item]:
    when = conditions(framework)
    for step in framework.stappen.values():
        link = f"stap.{step.id}"
        inside = [_display(f"{link}.lead", framework.plain(step.lead)), *_notices(framework, link)]
        for item in framework.afwegingen.values():
            if item.stap == step.id:
                inside.append(_enabled(_consideration(framework, item), when[item.id]))
        inside.append(_display(f"{link}.bron", _source(framework, step.bron)))
        yield _group(link, framework.plain(step.naam), inside, prefix=f"Stap {step.nummer}")


def _consideration(framework: Framework, item: schema.Consideration) -> Item:
    link = _link(item.id)
    inside = [
        _display(f"{link}.lead", framework.plain(item.lead)),
        _choice(link, framework.plain(item.vraag), "antwoord", LABELS.items()),
        _display(f"{link}.weet_niet", framework.plain(item.weet_niet)),
        *_notices(framework, link),
        *(_helpers(framework, *each) for each in framework.helpers(item.id)),
        _display(f"{link}.bron", _source(framework, item.bron)),
    ]
    prefix = f"Afweging {item.nummer}"
    return _group(f"{link}.groep", framework.plain(item.naam), inside, prefix=prefix)


def _notices(framework: Framework, where: str) -> Iterator[Item]:
    """What the framework says of itself at this place, each with its source."""
    for notice in framework.notices(where):
        text = f"{framework.plain(notice.tekst)} {_source(framework, notice.bron)}"
        yield _display(f"{where}.let_op.{notice.id}", text)


def _helpers(
    framework: Framework, group: schema.HelperGroup, helpers: Sequence[schema.Helper]
) -> Item:
    link = f"hulpvragen.{group.id}"
    inside: list[Item] = []
    if group.inleiding:
        inside.append(_display(f"{link}.inleiding", framework.plain(group.inleiding)))
    for each in helpers:
        text = framework.plain(each.vraag)
        inside.append({"linkId": f"hulpvraag.{each.id}", "text": text, "type": "boolean"})
    refs = [*group.bron, *(ref for each in helpers for ref in each.bron)]
    inside.append(_display(f"{link}.bron", _source(framework, refs)))
    return _group(link, framework.plain(group.kop), inside)


def _situation(framework: Framework) -> Item:
    inside: list[Item] = []
    for each in framework.situatievragen.values():
        link = f"situatie.{each.id}"
        options = [(choice.waarde, framework.plain(choice.label)) for choice in each.keuzes]
        question = [
            _display(f"{link}.lead", framework.plain(each.lead)),
            _choice(link, framework.plain(each.vraag), f"situatie:{each.id}", options),
            _display(f"{link}.bron", _source(framework, each.bron)),
        ]
        group = _group(f"{link}.groep", framework.plain(each.kort), question)
        inside.append(_enabled(group, [(literal,) for literal in each.telt_bij.items()]))
    return _group("situatie", "De situatie", inside)


def _enabled(group: Item, clauses: Sequence[Clause]) -> Item:
    """The group inside as many others as its clauses need; an empty list holds always."""
    single = [clause[0] for clause in clauses if len(clause) == 1]
    levels = [("any", list(clause)) for clause in clauses if len(clause) > 1]
    if single:
        levels.append(("all", single))
    for number, (behaviour, literals) in enumerate(levels):
        if number:
            group = {"linkId": f"{group['linkId']}.als", "type": "group", "item": [group]}
        group |= _when(behaviour, literals)
    return group


def _when(behaviour: str, literals: Sequence[Literal]) -> Item:
    when = [
        {
            "question": _link(key),
            "operator": "=",
            "answerCoding": {"system": f"{SYSTEM}:antwoord", "code": answer},
        }
        for key, answer in literals
    ]
    # With one condition the behaviour says nothing; with more it must be there (que-12).
    return {"enableWhen": when, **({"enableBehavior": behaviour} if len(when) > 1 else {})}


def _choice(link: str, text: str, codes: str, options: Iterable[tuple[str, str]]) -> Item:
    return {
        "linkId": link,
        "text": text,
        "type": "choice",
        "answerOption": [
            {"valueCoding": {"system": f"{SYSTEM}:{codes}", "code": code, "display": label}}
            for code, label in options
        ],
    }


def _group(link: str, text: str, inside: list[Item], prefix: str = "") -> Item:
    named = {"prefix": prefix} if prefix else {}
    return {"linkId": link, **named, "text": text, "type": "group", "item": inside}


def _display(link: str, text: str) -> Item:
    return {"linkId": link, "text": text, "type": "display"}


def _source(framework: Framework, refs: Iterable[str]) -> str:
    return f"Bron: {'; '.join(framework.cited(refs))}."


def _link(key: str) -> str:
    return f"afweging.{key}"
