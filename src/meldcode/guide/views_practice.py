"""Practising with fictional stories: read, weigh, compare. Nothing is kept, not in a visit either.

What is filled in comes with the form and goes into the answer to it, so that an exercise can never
become an outcome of somebody's real case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from meldcode.guide import pages, posted
from meldcode.guide.fixed import ANSWER_LABELS, safe
from meldcode.kader.advice import Outcome
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.workshop.practice import Compared, Exercise, compare, exercises
from meldcode.workshop.team import EXAMPLE, LETTERS, CodeError, Team, code_of, side_by_side

MAX_REASON = 1000
EMPTY = "Niet ingevuld"
BACK = "Terug naar alle oefeningen"
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def oefenen(request: HttpRequest) -> HttpResponse:
    """All exercises by profession, that of the visit first."""
    bezoek, framework = pages.current(request)
    order = sorted(frameworks().values(), key=lambda each: each.id != bezoek.kader)
    context = {
        "groepen": [
            {"beroep": each.beroep, "oefeningen": found}
            for each in order
            if (found := [e for e in exercises().values() if e.kader == each.id])
        ],
        "bronnen": framework.cited(["eigen"]),
        "terug": pages.to_search(),
    }
    return _show(request, "guide/oefenen.html", context)


@read_or_post
def oefening(request: HttpRequest, oefening_id: str) -> HttpResponse:
    """One story to weigh; what is sent comes back beside what we would weigh."""
    exercise = exercises().get(oefening_id)
    if exercise is None:
        raise Http404
    answers, reasons = _sent(request, exercise)
    errors = _errors(answers, reasons) if request.method == "POST" else []
    context = {
        **_story(exercise),
        "fouten": errors,
        "terug": {"url": reverse("guide:oefenen"), "tekst": BACK},
    }
    if request.method == "POST" and not errors:
        return _show(
            request, "guide/oefening_samen.html", {**context, **_beside(exercise, answers, reasons)}
        )
    context["vragen"] = [
        _question(exercise.framework, key, answers.get(key), reasons.get(key, ""))
        for key in exercise.framework.afwegingen
    ]
    context["letters"] = _letters()
    return _show(request, "guide/oefening.html", context, 422 if errors else 200)


@read_or_post
def vergelijk(request: HttpRequest) -> HttpResponse:
    """The codes of a team side by side: where people differ, and what we would weigh."""
    typed = posted.text(request.POST, "codes")
    context: dict[str, Any] = {
        "codes": typed,
        "voorbeeld": EXAMPLE,
        "letters": _letters(),
        "terug": {"url": reverse("guide:oefenen"), "tekst": BACK},
    }
    if request.method == "POST":
        try:
            context |= _team(side_by_side(typed.splitlines()))
        except CodeError as error:
            context["fouten"] = [{"veld": "codes", "tekst": str(error)}]
    return _show(request, "guide/oefenen_team.html", context, 422 if "fouten" in context else 200)


def _show(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    return pages.show(
        request, template, {"stijl": static("guide/oefenen.css"), **context}, status=status
    )


def _sent(request: HttpRequest, exercise: Exercise) -> tuple[dict[str, str], dict[str, str]]:
    """The answers and reasons of the form, by consideration; what is no answer is left out."""
    keys = tuple(exercise.framework.afwegingen)
    answers = {key: request.POST.get(f"antwoord_{key}", "") for key in keys}
    reasons = {key: posted.text(request.POST, f"reden_{key}") for key in keys}
    return {key: value for key, value in answers.items() if value in ANSWER_LABELS}, reasons


def _errors(answers: Mapping[str, str], reasons: Mapping[str, str]) -> list[pages.Error]:
    found = [
        {
            "veld": f"reden_{key}",
            "tekst": f"Een van je redenen is te lang. Er passen {MAX_REASON} tekens in.",
        }
        for key, reason in reasons.items()
        if len(reason) > MAX_REASON
    ]
    if not answers:
        first = next(iter(reasons))
        text = "Kies bij ten minste één afweging een antwoord."
        found.insert(0, {"veld": f"antwoord_{first}", "tekst": text})
    return found


def _letters() -> list[tuple[str, str]]:
    return [(LETTERS[key], ANSWER_LABELS.get(key, EMPTY)) for key in LETTERS]


def _story(exercise: Exercise) -> dict[str, Any]:
    framework = exercise.framework
    return {
        "oefening": exercise,
        "nummer": f"{exercise.nummer:02}",
        "verhaal": safe(framework, exercise.verhaal),
        "beroep": framework.beroep,
        "bronnen": framework.cited(["eigen"]),
    }


def _question(framework: Framework, key: str, answer: str | None, reason: str) -> dict[str, Any]:
    consideration = framework.afwegingen[key]
    return {
        "nummer": consideration.nummer,
        "vraag": framework.plain(consideration.vraag),
        "naam": f"antwoord_{key}",
        "reden_naam": f"reden_{key}",
        "reden": reason,
        "keuzes": [
            {"waarde": value, "label": label, "uitleg": None, "checked": value == answer}
            for value, label in ANSWER_LABELS.items()
        ],
    }


def _beside(
    exercise: Exercise, answers: Mapping[str, str], reasons: Mapping[str, str]
) -> dict[str, Any]:
    """One's own answers beside ours, and the decisions that follow from each."""
    framework = exercise.framework
    return {
        "rijen": [
            {**_ours(exercise, each), "antwoord": _label(each.own), "reden": reasons[each.id]}
            for each in compare(exercise, answers)
        ],
        "code": code_of(exercise, answers),
        "eigen": _decisions(framework, exercise.outcome(answers)),
        "ons": _decisions(framework, exercise.outcome(exercise.expected)),
    }


def _team(team: Team) -> dict[str, Any]:
    exercise = team.exercise
    return {
        **_story(exercise),
        "code_rij": team.codes,
        "rijen": [
            {
                **_ours(exercise, row.compared),
                "verschilt": row.differ,
                "ingevuld": any(row.answers),
                "antwoorden": [_label(answer) for answer in row.answers],
            }
            for row in team.rows
        ],
        "ons": _decisions(exercise.framework, exercise.outcome(exercise.expected)),
    }


def _ours(exercise: Exercise, compared: Compared) -> dict[str, Any]:
    """What the page says of one consideration apart from anybody's answers."""
    framework = exercise.framework
    consideration, view = framework.afwegingen[compared.id], compared.view
    shown = {
        "nummer": consideration.nummer,
        "naam": consideration.naam,
        "vraag": framework.plain(consideration.vraag),
        "oordeel": compared.match,
        "blik": None,
    }
    if view is None:
        return shown
    return {
        **shown,
        "blik": {
            "antwoord": _label(view.verwacht),
            "ook": [_label(answer) for answer in view.ook_verdedigbaar],
            "overwegen": safe(framework, view.overwegen),
            "onbekend": safe(framework, view.onbekend) if view.onbekend else "",
            "bronnen": framework.cited(view.bron),
            "elders": [
                {"antwoord": _label(answer), **_decisions(framework, outcome)}
                for answer, outcome in compared.elsewhere
            ],
        },
    }


def _label(answer: str) -> str:
    return ANSWER_LABELS.get(answer, EMPTY)


def _decisions(framework: Framework, outcome: Outcome) -> dict[str, str]:
    return {
        "melden": framework.plain(framework.uitkomsten[f"melden.{outcome.melden}"].titel),
        "hulp": framework.plain(framework.uitkomsten[f"hulp.{outcome.hulp}"].titel),
    }
