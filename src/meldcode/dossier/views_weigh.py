"""Weighing in a case: the five considerations on one page, beside the round before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.access import gate
from meldcode.access.pages import read_or_post
from meldcode.dossier import pages, services
from meldcode.dossier.casefile import CaseFile, Placed
from meldcode.dossier.checked import ended_checks
from meldcode.dossier.entries import Afweging, Melding
from meldcode.dossier.services import File
from meldcode.kader.advice import Advice, Situation
from meldcode.kader.counted import counted
from meldcode.kader.decide import decide
from meldcode.kader.input import read_kept_situation

Answer = Literal["ja", "nee", "open"]
ANSWERS = ("ja", "nee", "open")
DRAFT = "wegen"
_LABELS = {"ja": "Ja", "nee": "Nee", "open": "Weet ik nog niet"}
Before = Placed[Afweging] | None


@read_or_post
def wegen(request: HttpRequest) -> HttpResponse:
    """A round: answers, ticks and reasons; then the advice, which goes along as a receipt."""
    found = pages.file(request)
    before = found.facts.last(Afweging)
    if request.method == "POST":
        typed: dict[str, list[str]] = {key: request.POST.getlist(key) for key in request.POST}
    else:
        typed = services.draft(gate.person(request), found.case.zaak, DRAFT) or _earlier(before)
    entry = _entry(found, typed, before)
    advice = decide(found.framework, entry.antwoorden, read_kept_situation(entry.situatie))
    context = _context(found, entry, advice, before)
    if request.method != "POST":
        return pages.show(request, "dossier/wegen.html", found, context)
    if "bewaar" not in request.POST:
        return pages.show(request, "dossier/wegen.html", found, {**context, "advies": advice})

    def again(now: File, since: pages.Since) -> HttpResponse:
        told = {**context, "advies": advice, "intussen": since}
        return pages.show(request, "dossier/wegen.html", now, told)

    kept = entry.model_copy(update={"bon": advice.receipt()})
    return pages.store(request, found, kept, again, DRAFT)


def _earlier(before: Before) -> dict[str, list[str]]:
    """A new round begins with the answers of the one before; its reasons are given anew."""
    if before is None:
        return {}
    entry: Afweging = before.entry
    answers = {f"a{key}": [str(answer)] for key, answer in entry.antwoorden.items()}
    situation = {
        f"s-{key}": [str(value)]
        for key, value in read_kept_situation(entry.situatie)._asdict().items()
    }
    return {**answers, **situation, "hulp": list(entry.hulpvragen)}


def _entry(found: File, typed: dict[str, list[str]], before: Before) -> Afweging:
    framework = found.framework

    def one(name: str) -> str:
        return (typed.get(name) or [""])[0].strip()

    answers: dict[str, Answer] = {
        key: cast(Answer, one(f"a{key}")) if one(f"a{key}") in ANSWERS else "open"
        for key in framework.afwegingen
    }
    reasons = {key: one(f"r{key}")[:4000] for key in framework.afwegingen if one(f"r{key}")}
    return Afweging(
        op=timezone.localdate(),
        ronde=(before.entry.ronde + 1) if before else 1,
        antwoorden=answers,
        situatie=_situation(found, typed, one)._asdict(),
        hulpvragen=tuple(h for h in framework.hulpvragen if h in typed.get("hulp", [])),
        redenen=reasons,
    )


def _situation(found: File, typed: Mapping[str, list[str]], one: Callable[[str], str]) -> Situation:
    """What is known around it; that a report was made follows from the case itself."""
    values: dict[str, Any] = {}
    for key, question in found.framework.situatievragen.items():
        allowed = {choice.waarde for choice in question.keuzes}
        given = one(f"s-{key}")
        if given in allowed:
            values[key] = given
    if found.facts.all(Melding):
        values["gemeld"] = "ja"
    ticked = [each for each in typed.get("hulp", ()) if each in found.framework.hulpvragen]
    return counted(found.framework, Situation(**values), _ended(found.facts), ticked)


def _ended(facts: CaseFile) -> dict[str, str]:
    """What the checks ended in; with a child in the file none of them rules a child out."""
    return {} if facts.children else ended_checks(facts)


def _context(found: File, entry: Afweging, advice: Advice, before: Before) -> dict[str, Any]:
    framework = found.framework
    considerations = [
        {
            "a": item,
            "vraag": framework.plain(item.vraag),
            "antwoord": entry.antwoorden[key],
            "opnieuw": _asked_again(found, key),
            "eerder": _earlier_answers(found, key),
            "dicht": _settled(found, key, entry, before),
            "reden": entry.redenen.get(key, ""),
            "groepen": [
                (group, [(h, framework.plain(h.vraag), h.id in entry.hulpvragen) for h in helpers])
                for group, helpers in framework.helpers(key)
            ],
            "antwoorden": [
                (value, label, entry.antwoorden[key] == value) for value, label in _LABELS.items()
            ],
        }
        for key, item in framework.afwegingen.items()
    ]
    questions = [
        {
            "id": key,
            "vraag": framework.plain(question.vraag),
            "keuzes": [
                (choice.waarde, choice.label, _chosen(entry, key, choice.waarde))
                for choice in question.keuzes
            ],
        }
        for key, question in framework.situatievragen.items()
        if key != "gemeld"
    ]
    return {
        "afwegingen": considerations,
        "situatievragen": questions,
        "ronde": entry.ronde,
        "heropend": found.status.reopened,
        "plichten": [
            (framework.plain(duty.titel), framework.plain(duty.tekst)) for duty in advice.plichten
        ],
        "melden_zin": _verdict(found, "melden", advice.melden),
        "hulp_zin": _verdict(found, "hulp", advice.hulp),
        "kindcheck_nodig": _waits_for_check(found),
        "concept_naam": DRAFT,
        "terug": pages.back(found),
    }


def _waits_for_check(found: File) -> bool:
    """Whether a choice that the form offers counts only after a check that is not there."""
    ended = _ended(found.facts)
    return any(
        ended.get(key) not in ends
        for question in found.framework.situatievragen.values()
        for choice in question.keuzes
        for key, ends in choice.telt_na.items()
    )


def _asked_again(found: File, key: str) -> bool:
    reopened = found.status.reopened
    return reopened is not None and reopened.consideration == key


def _earlier_answers(found: File, key: str) -> list[dict[str, Any]]:
    """The answers and reasons of earlier rounds, the newest first."""
    rounds: list[Placed[Afweging]] = list(found.facts.all(Afweging))
    return [
        {
            "ronde": each.entry.ronde,
            "op": each.entry.op,
            "antwoord": _LABELS[each.entry.antwoorden.get(key, "open")],
            "reden": each.entry.redenen.get(key, ""),
        }
        for each in reversed(rounds)
    ]


def _settled(found: File, key: str, entry: Afweging, before: Before) -> bool:
    """Whether the answer still is that of the round before, and nothing calls for another."""
    if before is None or _asked_again(found, key):
        return False
    answer = before.entry.antwoorden.get(key, "open")
    return answer != "open" and entry.antwoorden[key] == answer and key not in entry.redenen


def _verdict(found: File, decision: str, value: str) -> str:
    item = found.framework.uitkomsten.get(f"{decision}.{value}")
    return found.framework.plain(item.titel) if item else value


def _chosen(entry: Afweging, key: str, value: str) -> bool:
    return bool(getattr(read_kept_situation(entry.situatie), key) == value)
