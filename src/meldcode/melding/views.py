"""The pages on which a report is composed: its parts, its people, its facts, and the check."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from pydantic import BaseModel

from meldcode.access.pages import read_or_post
from meldcode.dossier.entries import Persoon
from meldcode.dossier.words import form_of
from meldcode.kader.load import frameworks
from meldcode.melding import changes, checking, compose, desk, lost, notes, overview, visits, words
from meldcode.melding.changes import NEW
from meldcode.melding.desk import Desk
from meldcode.melding.editing import Edited, edit
from meldcode.melding.gaps import Gap, gaps
from meldcode.melding.lost import at_desk, one_at_a_time
from meldcode.melding.overview import AFTER
from meldcode.melding.report import MOST_FACTS, MOST_PEOPLE, TOLD_ROLES, Feit, Report, Verteld
from meldcode.visit.wiping import forget_pages

_SINGLE = ("melder", "zorgen", "stappen", "omgeving", "vraag")
_WIPED = "gewist"


@require_safe
def overzicht(request: HttpRequest) -> HttpResponse:
    """Where the report stands: its parts, with what is still asked in each."""
    here = desk.at(request)
    missing = gaps(here.report, timezone.localdate())
    context: dict[str, Any] = {
        "delen": overview.rows(here.report, missing),
        "ontbreekt": len(missing),
        "half": overview.half(here.report),
        "terug": None,
    }
    if here.file is not None:
        context["nieuw"] = _news(here)
        context["terug"] = {"url": _case(here), "tekst": "Naar de zaak"}
    else:
        context["beroepen"] = [(each.id, each.naam) for each in frameworks().values()]
        context["begint"] = not here.started or here.report == Report()
        context["gewist"] = _WIPED in request.GET and not here.started
        context["verlopen"] = visits.cookie_name() in request.COOKIES and not here.started
    page = desk.show(here, "melding/overzicht.html", context)
    if context.get("gewist"):
        forget_pages(page)
    return page


def _case(here: Desk) -> str:
    assert here.file is not None
    return f"/dossier/zaak/{here.file.case.zaak}/"


def _news(here: Desk) -> compose.Refreshed | None:
    """What the case has that this draft has not, where there is such."""
    if here.file is None or not here.started:
        return None
    found = compose.refresh(here.report, here.file, timezone.localdate())
    return found if found.added or found.changed else None


@require_POST
@at_desk
def bijwerken(here: Desk) -> HttpResponse:
    """Take over from the case what came into it since this report was begun."""
    news = _news(here)
    return desk.keep(here, news.report if news else here.report, "feiten")


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a report without a case: the profession tells which wording is one's own field."""
    here = desk.at(request)
    if here.file is not None:
        return desk.go(here, here.base)
    beroep = request.POST.get("beroep", "")
    if beroep not in frameworks():
        beroep = here.report.beroep
    return desk.keep(here, here.report.model_copy(update={"beroep": beroep}), "deel/melder")


@require_POST
def weg(request: HttpRequest) -> HttpResponse:
    """Throw the report away."""
    here = desk.at(request)
    return desk.drop(here, _case(here) if here.file else f"{here.base}?{_WIPED}=1")


@read_or_post
@one_at_a_time
@at_desk
def deel(here: Desk, deel: str) -> HttpResponse:
    """One part of the report on one page."""
    if deel not in _SINGLE:
        raise Http404

    def changed(value: BaseModel) -> Report:
        return here.report.model_copy(update={deel: value})

    return edit(here, Edited(words.part(deel), getattr(here.report, deel), changed, AFTER[deel]))


@read_or_post
@one_at_a_time
@at_desk
def mens(here: Desk, wie: str) -> HttpResponse:
    """Somebody in the report, or somebody new."""
    report = here.report
    old = next((each for each in report.mensen if each.id == wie), None)
    if old is None and (wie != NEW or len(report.mensen) >= MOST_PEOPLE):
        return lost.gone(here)
    if "weg" in here.request.POST:
        return desk.keep(here, changes.without_person(report, wie), "mensen")
    id = old.id if old else changes.next_person(report, in_case=here.file is not None)

    def changed(value: Persoon) -> Report:
        return changes.with_person(report, value)

    return edit(here, Edited(form_of("persoon"), old, changed, "mensen", {"id": id}))


@require_safe
@at_desk
def mensen(here: Desk) -> HttpResponse:
    """Everybody in the report."""
    roles = {each.value: each.label for each in form_of("persoon").field("rol").options}
    context = {
        "mensen": [(each.id, each.naam, roles[each.rol]) for each in here.report.mensen],
        "vol": len(here.report.mensen) >= MOST_PEOPLE,
        "verder": AFTER["mensen"],
        "vragen": _asked(here, "mensen"),
    }
    return desk.show(here, "melding/mensen.html", context)


@read_or_post
@one_at_a_time
@at_desk
def feiten(here: Desk) -> HttpResponse:
    """All facts: which go along, in which order."""
    if here.request.method == "POST":
        return _arranged(here)
    context = {
        "feiten": overview.facts(here.report),
        "vol": len(here.report.feiten) >= MOST_FACTS,
        "vragen": _asked(here, "feiten"),
        "uitleg": notes.beside("feiten", here.report),
    }
    return desk.show(here, "melding/feiten.html", context)


def _arranged(here: Desk) -> HttpResponse:
    """The facts as they were ticked; who moved one comes back to it."""
    sent = here.request.POST
    up, down = sent.get("op", ""), sent.get("neer", "")
    shown, ticked = sent.getlist("getoond"), sent.getlist("mee")
    report = changes.arranged(here.report, set(shown), set(ticked), up=up, down=down)
    if "erbij" in sent:
        return desk.keep(here, report, f"feit/{NEW}")
    moved = next((each.id for each in report.feiten if each.id in (up, down)), "")
    return desk.keep(here, report, f"feiten#{moved}" if moved else AFTER["feiten"])


@read_or_post
@one_at_a_time
@at_desk
def feit(here: Desk, welk: str) -> HttpResponse:
    """One fact, or a new one."""
    report = here.report
    old = next((each for each in report.feiten if each.id == welk), None)
    if old is None and (welk != NEW or len(report.feiten) >= MOST_FACTS):
        return lost.gone(here)
    if "weg" in here.request.POST:
        return desk.keep(here, changes.without_fact(report, welk), "feiten")

    def changed(value: Feit) -> Report:
        return changes.with_fact(report, value)

    to = f"feiten#{welk}" if old else "feiten"
    return edit(here, Edited(words.part("feit"), old, changed, to, _fixed(report, old)))


def _fixed(report: Report, old: Feit | None) -> dict[str, Any]:
    """What the form of a fact does not ask: where it comes from, and what matters to few."""
    fixed: dict[str, Any] = {
        "id": old.id if old else changes.next_fact(report),
        "regel": old.regel if old else None,
    }
    if not report.restrained:
        fixed["nodig"] = old.nodig if old else ""
    if not report.hidden:
        fixed["onherleidbaar"] = old.onherleidbaar if old else "nee"
    return fixed


@require_safe
@at_desk
def verteld(here: Desk) -> HttpResponse:
    """Who knows of the report, person by person."""
    concerned = [each for each in here.report.mensen if each.rol in TOLD_ROLES]
    context = {
        "betrokkenen": [(each, here.report.told(each.id)) for each in concerned],
        "vragen": _asked(here, "verteld"),
        "uitleg": notes.beside("verteld", here.report),
        "verder": AFTER["verteld"],
    }
    return desk.show(here, "melding/verteld.html", context)


@read_or_post
@one_at_a_time
@at_desk
def verteld_aan(here: Desk, wie: str) -> HttpResponse:
    """Whether one person knows of the report."""
    report = here.report
    person = next((each for each in report.mensen if each.id == wie), None)
    if person is None or person.rol not in TOLD_ROLES:
        return lost.gone(here)

    def changed(value: Verteld) -> Report:
        return changes.with_told(report, value)

    edited = Edited(words.part("verteld"), report.told(wie), changed, "verteld", {"id": wie})
    return edit(here, edited, person.naam)


@read_or_post
@one_at_a_time
@at_desk
def controle(here: Desk) -> HttpResponse:
    """What is still asked, and which words can be more like a fact."""
    today = timezone.localdate()
    missing = gaps(here.report, today)
    if here.request.method == "POST":
        sent = here.request.POST
        may = {each.id for each in missing if each.may_be_unknown}
        unknown = [each for each in sent.getlist("niet_bekend") if each in may]
        report = changes.answered(here.report, unknown, sent.get("toch", ""))
        return desk.keep(here, report, "controle")
    context = {
        "vragen": [(gap, checking.place(here.report, gap)) for gap in missing],
        "onbekend": checking.unknown(here.report, today),
        "merken": checking.wording(here.report),
        "half": overview.half(here.report),
    }
    return desk.show(here, "melding/controle.html", context)


def _asked(here: Desk, part: str) -> list[Gap]:
    return [each for each in gaps(here.report, timezone.localdate()) if each.part == part]
