"""One form of the report on one page: shown, kept while somebody types, and stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from pydantic import BaseModel

from meldcode.dossier import forms, formviews
from meldcode.dossier.forms import FormError, FormErrors, Values
from meldcode.dossier.formviews import FieldView
from meldcode.dossier.words import FormWords
from meldcode.melding import changes, desk, notes, words
from meldcode.melding.desk import Desk
from meldcode.melding.report import Report

_BACK = {
    "persoon": ("mensen", "Terug naar de mensen"),
    "feit": ("feiten", "Terug naar de feiten"),
    "verteld": ("verteld", "Terug naar wie het weet"),
}


@dataclass(frozen=True)
class Edited:
    """What one form edits: its words, the value that stands (None: a new one), and where to go on.

    `changed` gives the report with another value; `fixed` is what the form does not ask.
    """

    form: FormWords
    old: BaseModel | None
    changed: Callable[[Any], Report]
    to: str
    fixed: Mapping[str, Any] = field(default_factory=dict)


def edit(here: Desk, edited: Edited, bij_naam: str = "") -> HttpResponse:
    """The page of a form, and what it sends; `bij_naam` is whom it is about."""
    request, page = here.request, here.page
    if request.method != "POST":
        return _shown(here, edited, bij_naam)
    if "vergeet" in request.POST:
        return desk.keep(here, changes.typed(here.report, page), page)
    value = _read(here, edited)
    if "concept" in request.POST:
        return _half(here, edited, value)
    if isinstance(value, tuple):
        return _form(here, edited, forms.values(edited.form, request.POST), value, bij_naam)
    return desk.keep(here, changes.typed(edited.changed(value), page), edited.to)


def _shown(here: Desk, edited: Edited, bij_naam: str) -> HttpResponse:
    half = here.report.getypt.get(here.page)
    if half is not None:
        given = forms.values(edited.form, half)
        return _form(here, edited, given, (), bij_naam, concept=True)
    old = edited.old
    given = forms.values(edited.form, old) if old is not None else forms.start(edited.form)
    return _form(here, edited, given, (), bij_naam)


def _half(here: Desk, edited: Edited, value: BaseModel | FormErrors) -> HttpResponse:
    """Keep what is typed while somebody types; no page is shown.

    A new fact or person comes in with the button alone: two tabs would else write over each other.
    """
    if isinstance(value, tuple) or edited.old is None:
        half = forms.values(edited.form, here.request.POST)
        report = changes.typed(here.report, here.page, half)
    else:
        report = changes.typed(edited.changed(value), here.page)
    response = HttpResponse(status=204)
    desk.store(here, report, response)
    return response


def _read(here: Desk, edited: Edited) -> BaseModel | FormErrors:
    return forms.fill_in(
        edited.form,
        here.request.POST,
        edited.fixed,
        today=timezone.localdate(),
        people=here.report.names.keys(),
    )


def _form(
    here: Desk,
    edited: Edited,
    given: Values,
    errors: Sequence[FormError],
    bij_naam: str,
    *,
    concept: bool = False,
) -> HttpResponse:
    fields = formviews.fields(
        edited.form,
        given,
        errors,
        people=[(each.id, each.naam) for each in here.report.mensen],
        profession=here.profession,
        read=here.request.method == "POST",
    )
    place, back = _BACK.get(edited.form.soort, ("", "Terug naar de melding"))
    values = {
        "vorm": edited.form,
        "velden": [_here(each) for each in fields if each.name not in edited.fixed],
        "kan_weg": edited.old is not None and edited.form.soort in ("persoon", "feit"),
        "naar": here.request.path,
        "niemand": "Er staat nog niemand in deze melding.",
        "uitleg": notes.beside(edited.form.soort, here.report),
        "bij_naam": bij_naam,
        "concept": concept,
        "terug": {"url": here.base + place, "tekst": back},
    }
    told = {error.veld: error.tekst for error in errors}
    return desk.show(here, "melding/deel.html", values, told)


def _here(shown: FieldView) -> FieldView:
    """A field of the case file, with what holds of it in a report."""
    if shown.name != "veilig_adres":
        return shown
    return replace(shown, help=words.say("pagina.veilig_adres"))
