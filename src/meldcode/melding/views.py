"""The pages on which a report is composed: its parts, its people, its facts, and the check."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from pydantic import BaseModel

from meldcode.access.pages import read_or_post
from meldcode.dossier import forms, formviews
from meldcode.dossier.entries import Persoon
from meldcode.dossier.forms import FormError, FormErrors, Values
from meldcode.dossier.words import FormWords, form_of
from meldcode.kader.load import frameworks
from meldcode.melding import compose, desk, marks, notes, words
from meldcode.melding.desk import Desk
from meldcode.melding.gaps import Gap, gaps
from meldcode.melding.overview import AFTER, rows
from meldcode.melding.report import (
    MOST_FACTS,
    MOST_PEOPLE,
    TOLD_ROLES,
    Feit,
    Report,
    Verteld,
)

# More forms at once nobody leaves half typed.
MOST_TYPED = 20
_SINGLE = ("melder", "zorgen", "stappen", "omgeving", "vraag")


@require_safe
def overzicht(request: HttpRequest) -> HttpResponse:
    """Where the report stands: its parts, with what is still asked in each."""
    here = desk.at(request)
    missing = gaps(here.report, timezone.localdate())
    context: dict[str, Any] = {
        "delen": rows(here.report, missing),
        "ontbreekt": len(missing),
        "beroepen": [(each.id, each.naam) for each in frameworks().values()],
        "terug": None,
    }
    if here.file is not None:
        context["nieuw"] = _news(here)
        context["terug"] = {"url": f"/dossier/zaak/{here.file.case.zaak}/", "tekst": "Naar de zaak"}
    return desk.show(here, "melding/overzicht.html", context)


def _news(here: Desk) -> compose.Refreshed | None:
    """What the case has that this draft has not, where there is such."""
    if here.file is None or not here.started:
        return None
    found = compose.refresh(here.report, here.file, timezone.localdate())
    return found if found.added or found.changed else None


@require_POST
def bijwerken(request: HttpRequest) -> HttpResponse:
    """Take over from the case what came into it since this report was begun."""
    here = desk.at(request)
    news = _news(here)
    return desk.keep(here, news.report if news else here.report, "feiten")


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a report without a case: the profession tells which wording is one's own field."""
    here = desk.at(request)
    beroep = request.POST.get("beroep", "")
    if beroep not in frameworks():
        beroep = ""
    return desk.keep(here, here.report.model_copy(update={"beroep": beroep}), "deel/melder")


@require_POST
def weg(request: HttpRequest) -> HttpResponse:
    """Throw the report away."""
    here = desk.at(request)
    return desk.drop(here, f"/dossier/zaak/{here.file.case.zaak}/" if here.file else here.base)


@read_or_post
def deel(request: HttpRequest, deel: str) -> HttpResponse:
    """One part of the report on one page."""
    if deel not in _SINGLE:
        raise Http404
    here, form = desk.at(request), words.part(deel)

    def changed(value: BaseModel) -> Report:
        return here.report.model_copy(update={deel: value})

    return _edit(here, _Edited(form, getattr(here.report, deel), changed, AFTER[deel]))


@read_or_post
def mens(request: HttpRequest, wie: str) -> HttpResponse:
    """Somebody in the report; a new id adds somebody."""
    here = desk.at(request)
    old = next((each for each in here.report.mensen if each.id == wie), None)
    if old is None and (
        wie != _next(here.report.names, "p") or len(here.report.mensen) >= MOST_PEOPLE
    ):
        raise Http404
    if "weg" in request.POST:
        return desk.keep(here, _without_person(here.report, wie), "mensen")

    def changed(value: BaseModel) -> Report:
        assert isinstance(value, Persoon)
        return here.report.model_copy(update={"mensen": _put(here.report.mensen, value)})

    edited = _Edited(form_of("persoon"), old, changed, "mensen", fixed={"id": wie})
    return _edit(here, edited)


@require_safe
def mensen(request: HttpRequest) -> HttpResponse:
    """Everybody in the report."""
    here = desk.at(request)
    context = {
        "volgende_mens": _next(here.report.names, "p"),
        "vol": len(here.report.mensen) >= MOST_PEOPLE,
        "verder": AFTER["mensen"],
        "vragen": _asked(here, "mensen"),
        "rollen": {each.value: each.label for each in form_of("persoon").field("rol").options},
    }
    return desk.show(here, "melding/mensen.html", context)


@read_or_post
def feiten(request: HttpRequest) -> HttpResponse:
    """All facts: which go along, in which order."""
    here = desk.at(request)
    if request.method == "POST":
        return desk.keep(
            here, _arranged(here.report, request), "feiten" if _moves(request) else AFTER["feiten"]
        )
    context = {
        "volgend_feit": _next({each.id for each in here.report.feiten}, "f"),
        "vol": len(here.report.feiten) >= MOST_FACTS,
        "namen": here.report.names,
        "vragen": _asked(here, "feiten"),
        "uitleg": notes.beside("feiten", here.report),
        "gegeven": {each.id for each in here.report.given},
    }
    return desk.show(here, "melding/feiten.html", context)


def _moves(request: HttpRequest) -> bool:
    return bool(request.POST.get("op") or request.POST.get("neer"))


def _arranged(report: Report, request: HttpRequest) -> Report:
    """The facts with the ticks as sent, and one of them moved a place up or down."""
    ticked = set(request.POST.getlist("mee"))
    shown = set(request.POST.getlist("getoond"))
    facts = [
        each.model_copy(update={"mee": "ja" if each.id in ticked else "nee"})
        if each.id in shown
        else each
        for each in report.feiten
    ]
    for name, step in (("op", -1), ("neer", 1)):
        place = next((n for n, each in enumerate(facts) if each.id == request.POST.get(name)), None)
        if place is not None and 0 <= place + step < len(facts):
            facts[place], facts[place + step] = facts[place + step], facts[place]
    return report.model_copy(update={"feiten": tuple(facts)})


@read_or_post
def feit(request: HttpRequest, welk: str) -> HttpResponse:
    """One fact; a new id adds one."""
    here = desk.at(request)
    report = here.report
    old = next((each for each in report.feiten if each.id == welk), None)
    ids = {each.id for each in report.feiten}
    if old is None and (welk != _next(ids, "f") or len(ids) >= MOST_FACTS):
        raise Http404
    if "weg" in request.POST:
        kept = tuple(each for each in report.feiten if each.id != welk)
        return desk.keep(here, report.model_copy(update={"feiten": kept}), "feiten")
    fixed: dict[str, Any] = {"id": welk, "regel": old.regel if old else None}
    if not report.restrained:
        fixed["nodig"] = old.nodig if old else ""
    if not report.hidden:
        fixed["onherleidbaar"] = old.onherleidbaar if old else "nee"

    def changed(value: BaseModel) -> Report:
        assert isinstance(value, Feit)
        return report.model_copy(update={"feiten": _put(report.feiten, value)})

    return _edit(here, _Edited(words.part("feit"), old, changed, "feiten", fixed))


@require_safe
def verteld(request: HttpRequest) -> HttpResponse:
    """Who knows of the report, person by person."""
    here = desk.at(request)
    concerned = [each for each in here.report.mensen if each.rol in TOLD_ROLES]
    context = {
        "betrokkenen": [(each, here.report.told(each.id)) for each in concerned],
        "vragen": _asked(here, "verteld"),
        "uitleg": notes.beside("verteld", here.report),
        "verder": AFTER["verteld"],
    }
    return desk.show(here, "melding/verteld.html", context)


@read_or_post
def verteld_aan(request: HttpRequest, wie: str) -> HttpResponse:
    """Whether one person knows of the report."""
    here = desk.at(request)
    person = next((each for each in here.report.mensen if each.id == wie), None)
    if person is None or person.rol not in TOLD_ROLES:
        raise Http404

    def changed(value: BaseModel) -> Report:
        assert isinstance(value, Verteld)
        return here.report.model_copy(update={"verteld": _put(here.report.verteld, value)})

    edited = _Edited(words.part("verteld"), here.report.told(wie), changed, "verteld", {"id": wie})
    return _edit(here, edited, {"bij_naam": person.naam})


@read_or_post
def controle(request: HttpRequest) -> HttpResponse:
    """What is still asked, and which words can be more like a fact."""
    here = desk.at(request)
    if request.method == "POST":
        return desk.keep(here, _answered(here.report, request), "controle")
    missing = gaps(here.report, timezone.localdate())
    context = {
        "delen": rows(here.report, missing),
        "vragen": [(gap, _place(here.report, gap)) for gap in missing],
        "onbekend": _unknown(here.report),
        "merken": _marks(here.report),
    }
    return desk.show(here, "melding/controle.html", context)


def _marks(report: Report) -> list[tuple[str, str, list[marks.Marked]]]:
    """What can be more like a fact, by the page it stands on: title, address, marks."""
    found: dict[tuple[str, str], list[marks.Marked]] = {}
    for mark in marks.of(report):
        found.setdefault((mark.part, mark.id), []).append(mark)
    return [
        (_title(report, part, id), notes.page_of(report, part, id), those)
        for (part, id), those in found.items()
    ]


def _title(report: Report, part: str, id: str) -> str:
    number = next((n for n, each in enumerate(report.feiten, 1) if each.id == id), 0)
    if part == "feit" and number:
        return f"Feit {number}"
    name = report.names.get(id, "")
    return f"{words.part(part).title}: {name}" if name else words.part(part).title


def _unknown(report: Report) -> list[tuple[str, str]]:
    """What was answered with 'niet bekend': the id of each question and the question."""
    asking = report.model_copy(update={"niet_bekend": ()})
    asked = {each.id: each.question for each in gaps(asking, timezone.localdate())}
    return [(id, asked[id]) for id in report.niet_bekend if id in asked]


def _answered(report: Report, request: HttpRequest) -> Report:
    """The report with one question answered by 'niet bekend', or asked again."""
    known = {each.id for each in gaps(report, timezone.localdate()) if each.may_be_unknown}
    left = [each for each in report.niet_bekend if each != request.POST.get("toch")]
    left += [each for each in request.POST.getlist("niet_bekend") if each in known]
    return report.model_copy(update={"niet_bekend": tuple(dict.fromkeys(left))})


class _Edited:
    """What one form edits: its words, the value that stands, and the report with a new one."""

    def __init__(
        self,
        form: FormWords,
        old: BaseModel | None,
        changed: Any,
        to: str,
        fixed: Mapping[str, Any] | None = None,
    ) -> None:
        self.form, self.old, self.changed, self.to = form, old, changed, to
        self.fixed = fixed or {}


def _edit(here: Desk, edited: _Edited, context: Mapping[str, Any] | None = None) -> HttpResponse:
    request, form = here.request, edited.form
    page = request.path.removeprefix(here.base)
    typed = here.report.getypt.get(page)
    if request.method != "POST":
        if typed is not None:
            told = {**(context or {}), "concept": True}
            return _form(here, edited, forms.values(form, typed), (), told)
        old = edited.old
        given = forms.values(form, old) if old is not None else forms.start(form)
        return _form(here, edited, given, (), context)
    without = {name: kept for name, kept in here.report.getypt.items() if name != page}
    if "vergeet" in request.POST:
        return desk.keep(here, here.report.model_copy(update={"getypt": without}), page)
    value = _read(here, edited)
    wrong = isinstance(value, tuple)
    if "concept" in request.POST:
        half = {page: forms.values(form, request.POST)} if wrong else {}
        report = here.report if wrong else edited.changed(value)
        response = HttpResponse(status=204)
        kept = dict([*without.items(), *half.items()][-MOST_TYPED:])
        desk.store(here, report.model_copy(update={"getypt": kept}), response)
        return response
    if isinstance(value, tuple):
        return _form(here, edited, forms.values(form, request.POST), value, context)
    report = edited.changed(value).model_copy(update={"getypt": without})
    return desk.keep(here, report, edited.to)


def _read(here: Desk, edited: _Edited) -> BaseModel | FormErrors:
    people = here.report.names.keys()
    return forms.fill_in(
        edited.form, here.request.POST, edited.fixed, today=timezone.localdate(), people=people
    )


def _form(
    here: Desk,
    edited: _Edited,
    given: Values,
    errors: Sequence[FormError],
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    people = [(each.id, each.naam) for each in here.report.mensen]
    fields = formviews.fields(
        edited.form,
        given,
        errors,
        people=people,
        profession=here.profession,
        read=here.request.method == "POST",
    )
    values = {
        "vorm": edited.form,
        "velden": [each for each in fields if each.name not in edited.fixed],
        "nieuw": edited.old is None,
        "kan_weg": edited.old is not None and edited.form.soort in ("persoon", "feit"),
        "naar": here.request.path,
        "uitleg": notes.beside(edited.form.soort, here.report),
        **_back(here, edited),
        **(context or {}),
    }
    return desk.show(
        here, "melding/deel.html", values, {error.veld: error.tekst for error in errors}
    )


def _back(here: Desk, edited: _Edited) -> Mapping[str, Any]:
    places = {"persoon": "mensen", "feit": "feiten", "verteld": "verteld"}
    place = places.get(edited.form.soort, "")
    names = {"mensen": "de mensen", "feiten": "de feiten", "verteld": "wie het weet"}
    return {
        "terug": {"url": here.base + place, "tekst": f"Terug naar {names.get(place, 'de melding')}"}
    }


def _asked(here: Desk, part: str) -> list[Gap]:
    return [each for each in gaps(here.report, timezone.localdate()) if each.part == part]


def _place(report: Report, gap: Gap) -> str:
    """The page of the desk where a question can be answered."""
    kind, _, rest = gap.id.partition(".")
    who = rest.partition(".")[0]
    known = kind in ("persoon", "feit", "verteld") and (who in report.names or kind == "feit")
    return notes.page_of(report, kind if known else gap.part, who)


def _next(ids: Collection[str], letter: str) -> str:
    """The id for the next one; that of one taken out may come again."""
    return f"{letter}{max((int(each[1:]) for each in ids), default=0) + 1}"


class _Known(Protocol):
    @property
    def id(self) -> str: ...


_One = TypeVar("_One", bound=_Known)


def _put(those: Iterable[_One], one: _One) -> tuple[_One, ...]:
    """`those` with `one` in the place of the one with its id, or at the end."""
    kept = list(those)
    for place, each in enumerate(kept):
        if each.id == one.id:
            return (*kept[:place], one, *kept[place + 1 :])
    return (*kept, one)


def _without_person(report: Report, wie: str) -> Report:
    """The report without somebody, also in the facts that were about this person."""
    facts = tuple(
        each.model_copy(update={"over": tuple(one for one in each.over if one != wie)})
        for each in report.feiten
    )
    people = tuple(each for each in report.mensen if each.id != wie)
    told = tuple(each for each in report.verteld if each.id != wie)
    return report.model_copy(update={"mensen": people, "feiten": facts, "verteld": told})
