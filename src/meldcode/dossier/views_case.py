"""One case to read: the line of time, one entry, searching, and what a colleague needs to know."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from meldcode.access import dating, gate, paging, people
from meldcode.access.pages import read_or_post
from meldcode.dossier import ahead, ending, pages, phrasing, pinned, retention, text, timeline
from meldcode.dossier.entries import Correctie
from meldcode.dossier.phrasing import Phrase
from meldcode.dossier.retention import Retention
from meldcode.dossier.services import File
from meldcode.dossier.words import form_of
from meldcode.paper.dates import dutch_date


@require_safe
def zaak(request: HttpRequest) -> HttpResponse:
    """The case: what comes first, what is lacking, and the line of time."""
    found, number = pages.file(request), paging.number(request)
    rows, more = timeline.piece(found, number)
    context = {
        "status": found.status,
        "tijdlijn": pages.rows_html(request, found, rows),
        "bladen": paging.links(number, more),
        "begonnen": dutch_date(timezone.localdate(found.entered[0].at)),
        "komend": ahead.coming(found),
        "eerst": ahead.first(found),
        "tekorten": ahead.lacks(found),
        "concepten": ahead.drafts(gate.person(request), found),
        "bewaren": _kept(found),
        "nieuwer_kader": pinned.newer(found.framework),
        "klok": dating.BEHIND if dating.is_behind(timezone.now()) else "",
    }
    return pages.show(request, "dossier/zaak.html", found, context)


def _retention(found: File) -> Retention:
    row = people.installation()
    choice = retention.Choice(own_years=row.own_years if row else None)
    return retention.of(found.entered, found.framework, choice, found.today)


def _kept(found: File) -> str:
    """What the case says of its term, where that ends soon, is over, or is not known."""
    until = _retention(found).end
    if until is None and found.status.decision.closed:
        return ending.UNKNOWN
    return ending.told(until, found.today)


@require_safe
def regel(request: HttpRequest, nummer: int) -> HttpResponse:
    """One entry with every earlier form of it."""
    found = pages.file(request)
    entered = found.at(nummer)
    if entered is None or isinstance(entered.entry, Correctie):
        raise Http404
    framework = found.framework_at(nummer)
    history = [
        (each, text.lines(each.entry, found.names, framework=framework))
        for each in found.entered
        if each.number == nummer
        or (isinstance(each.entry, Correctie) and each.entry.op_nummer == nummer)
    ]
    context = {
        "regel": pages.shown(found, entered),
        "geschiedenis": history[:] if len(history) > 1 else [],
        "feitelijker": _wording(found, nummer),
        "platte_tekst": text.plain(entered, found.names, framework=framework),
        "terug": pages.back(found, nummer),
    }
    return pages.show(request, "dossier/regel.html", found, context)


def _wording(found: File, number: int) -> list[Phrase]:
    """What could read more like a fact in an entry.

    Nothing for who may not write, or where the entry was withdrawn.
    """
    entry = found.now.get(number)
    if entry is None or not found.case.may_write:
        return []
    kader = found.framework.id
    return [phrase for _, phrase in phrasing.of(form_of(entry.soort), entry, kader)]


@read_or_post
def zoek(request: HttpRequest) -> HttpResponse:
    """Search within this case, in memory; what is sought never stands in an address."""
    found = pages.file(request)
    wanted = request.POST.get("zoek", "").strip()
    hits = []
    if wanted:
        words = wanted.casefold().split()
        for each in pages.whole(found):
            haystack = " ".join([each.row.heading, *(value for _, value in each.lines)]).casefold()
            if all(word in haystack for word in words):
                hits.append(each.row)
    context = {
        "zoek": wanted,
        "gevonden": hits,
        "rijen": pages.rows_html(request, found, hits),
        "terug": pages.back(found),
    }
    return pages.show(request, "dossier/zoek.html", found, context)


@require_safe
def overdracht(request: HttpRequest) -> HttpResponse:
    """What a colleague who takes over must know, on one page."""
    found = pages.file(request)
    rounds = found.status.rounds
    context = {
        "status": found.status,
        "mensen": [
            (person, text.lines(person, found.names)) for person in found.facts.people.values()
        ],
        "komend": ahead.coming(found),
        "eerst": ahead.first(found),
        "laatste_ronde": rounds[-1] if rounds else None,
        "afspraken": found.status.agreements,
        "bewaren": _retention(found),
        "terug": pages.back(found),
    }
    return pages.show(request, "dossier/overdracht.html", found, context)


@read_or_post
def adres(request: HttpRequest, wie: str) -> HttpResponse:
    """A safe address, shown only on asking."""
    found = pages.file(request)
    person = found.facts.people.get(wie)
    if person is None or not person.veilig_adres:
        raise Http404
    if request.method != "POST":
        gate.did(request, "bekijken")
        return pages.show(
            request, "dossier/adres.html", found, {"mens": person, "terug": pages.back(found)}
        )
    context = {"mens": person, "adres": person.veilig_adres, "terug": pages.back(found)}
    return pages.show(request, "dossier/adres.html", found, context)
