"""The questions beside the considerations: those about the situation, and the checks.

Their addresses tell neither what was answered nor what was asked: which question somebody is at is
kept with the visit, and a form says of which question it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from meldcode.guide import first_page, fixed, pages, posted, sending, stamps, visits
from meldcode.guide.sending import read_or_post
from meldcode.kader import schema
from meldcode.kader.advice import OPEN
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.checks import check
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import situation_to_ask

# A form says of which question it is; a button that only leads to a question says where to.
QUESTION, TO, ANEW = "vraag", "naar", "opnieuw"


@read_or_post
def situatie(request: HttpRequest) -> HttpResponse:
    """One question about the situation, asked where it matters."""
    bezoek, framework = pages.current(request)
    to = request.POST.get(TO, "")
    if to in framework.situatievragen:
        return sending.go(request, bezoek, ("situatie", to))
    field = request.POST.get(QUESTION) or _field(request, framework, bezoek)
    if field not in framework.situatievragen:
        return HttpResponseRedirect(reverse("guide:uitkomst"))
    if request.method == "POST":
        return _answer(request, framework, bezoek, field)
    return show_situation(request, field)


def _field(request: HttpRequest, framework: Framework, bezoek: Bezoek) -> str:
    """Which question the page shows: the one that was led to last, else the next to ask."""
    led_to = visits.place(request, "situatie")
    if led_to in framework.situatievragen:
        return led_to
    return next(iter(situation_to_ask(framework, bezoek)), "")


def _answer(request: HttpRequest, framework: Framework, bezoek: Bezoek, field: str) -> HttpResponse:
    chosen = request.POST.get("waarde")
    values = [each.waarde for each in framework.situatievragen[field].keuzes]
    errors = posted.errors(request.POST, {"waarde": values})
    if not errors and chosen:
        changed = bezoek.situation(field, chosen)
        page = ("situatie", field)
        errors = sending.stamped(request, bezoek, changed, page, "waarde")
        if not errors:
            onward = pages.following(framework, changed, page)
            said = field == first_page.DANGER and chosen == "ja"
            return sending.go(request, changed, onward, danger=said)
    return show_situation(request, field, errors)


def show_situation(
    request: HttpRequest, field: str, errors: list[pages.Error] | None = None
) -> HttpResponse:
    """The page of one question, with what was sent or being typed where there is any of it."""
    bezoek, framework = pages.current(request)
    sent = sending.sent(request)
    chosen = pages.situation_value(bezoek, field)
    if sent is not None and sent.get(QUESTION) == field:
        chosen = sent.get("waarde")
    context = {
        **pages.walk_context(request, framework, bezoek, "situatie", field),
        **pages.situation_context(framework, field, chosen),
        "fouten": errors or [],
    }
    return pages.show(request, "guide/situatie.html", context, 422 if errors else 200)


@read_or_post
def controle(request: HttpRequest) -> HttpResponse:
    """A check: one of its questions, or what it ended in."""
    bezoek, framework = pages.current(request)
    if request.method != "POST":
        place = visits.place(request, "controle")
        if not _exists(framework, place):
            return HttpResponseRedirect(reverse("guide:zoek"))
        return show_check(request, *_parts(place))
    anew, to = request.POST.get(ANEW, ""), request.POST.get(TO, "")
    if anew in framework.controles:
        return sending.go(request, bezoek.forget_check(anew), ("controle", anew))
    if _exists(framework, to):
        return sending.go(request, bezoek, ("controle", to))
    asked = request.POST.get(QUESTION, "")
    check_id, question = _parts(asked)
    if not _exists(framework, asked) or not question:
        return HttpResponseRedirect(reverse("guide:zoek"))
    return _answer_check(request, framework, bezoek, check_id, question)


@read_or_post
def moved(_: HttpRequest) -> HttpResponse:
    """An address of an earlier version, which told a question: on to the first page."""
    return HttpResponseRedirect(reverse("guide:begin"))


def _parts(place: str) -> tuple[str, str]:
    """``kindcheck.2`` as check and question; without a question the next one, or the end."""
    check_id, _, question = place.partition(".")
    return check_id, question


def _exists(framework: Framework, place: str) -> bool:
    check_id, question = _parts(place)
    item = framework.controles.get(check_id)
    return item is not None and question in ("", *(each.id for each in item.vragen))


def _answer_check(
    request: HttpRequest, framework: Framework, bezoek: Bezoek, check_id: str, question: str
) -> HttpResponse:
    chosen = request.POST.get("antwoord")
    errors = posted.errors(request.POST, {"antwoord": tuple(fixed.ANSWER_LABELS)})
    if not errors and chosen:
        changed = bezoek.check(check_id, question, chosen)
        page = ("controle", check_id)
        errors = sending.stamped(request, bezoek, changed, page, "antwoord")
        if not errors:
            # Whoever doesn't know yet goes on; the check stays open.
            onward = pages.following(framework, changed, page) if chosen == OPEN else page
            return sending.go(request, changed, onward)
    return show_check(request, check_id, question, errors)


def show_check(
    request: HttpRequest, check_id: str, question: str = "", errors: list[pages.Error] | None = None
) -> HttpResponse:
    """A question of a check; without one the next that is open, or what the check ended in.

    Raises Http404 where there is no such check.
    """
    bezoek, framework = pages.current(request)
    item = framework.controles.get(check_id)
    if item is None:
        raise Http404
    answers = bezoek.controles.get(check_id, {})
    asked = question or check(framework, check_id, answers).volgende
    found = next((each for each in item.vragen if each.id == asked), None)
    if found is None:
        context = _end(framework, bezoek, item, answers)
        return pages.show(request, "guide/controle_uitkomst.html", context)
    chosen = request.POST.get("antwoord", answers.get(found.id))
    context = {
        **_question(framework, item, found, chosen),
        "zegel": stamps.fields(request, bezoek, "controle", check_id),
        "titel": item.titel if request.path != reverse("guide:controle") else "Een controle",
        "formulier": True,
        "terug": pages.to_search(),
        "fouten": errors or [],
    }
    return pages.show(request, "guide/controle.html", context, 422 if errors else 200)


def _question(
    framework: Framework, item: schema.Check, found: schema.CheckQuestion, chosen: str | None
) -> dict[str, Any]:
    return {
        "check": item,
        "vraag": found,
        "nummer": item.vragen.index(found) + 1,
        "uitleg_html": fixed.safe(framework, found.uitleg),
        "hulpvragen": found.hulpvragen,
        "bronnen": framework.cited(found.bron),
        "keuzes": [
            {"waarde": value, "label": label, "uitleg": None, "checked": value == chosen}
            for value, label in fixed.ANSWER_LABELS.items()
        ],
    }


def _end(
    framework: Framework, bezoek: Bezoek, item: schema.Check, answers: Mapping[str, str]
) -> dict[str, Any]:
    """What a check ended in, with the answers that led there."""
    result = check(framework, item.id, answers)
    end = next(each for each in item.uitkomsten if each.id == result.uitkomst)
    following = pages.following(framework, bezoek, ("controle", item.id))
    return {
        "check": item,
        "uitkomst": {
            "titel": end.titel,
            "html": fixed.safe(framework, end.tekst),
            "bronnen": framework.cited(end.bron),
        },
        "antwoorden": [
            {
                "vraag": question.vraag,
                "antwoord": fixed.ANSWER_LABELS[answers[question.id]],
                "naar": pages.Way("Wijzig", reverse("guide:controle"), f"{item.id}.{question.id}"),
            }
            for question in item.vragen
            if question.id in result.gesteld
        ],
        "verder": pages.link(framework, "Verder naar", following),
        "terug": {"url": reverse("guide:stap", args=["1"]), "tekst": "Terug naar stap 1"},
    }
