"""The desk at which a report is composed: in a case, or in a sealed visit without one.

Both show the same pages. In a case the report lies with the drafts, sealed to who writes it; nobody
else sees it until a document is made of it, and that is an entry in the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from pydantic import ValidationError

from meldcode.access import gate
from meldcode.access.pages import show as show_page
from meldcode.dossier import pages, services
from meldcode.dossier.services import File
from meldcode.melding import answers, compose, visits
from meldcode.melding.report import Report

DRAFT = "meldstuk"
IN_CASE = "zaakmelding"
_FIELD = "melding"


class Changing(Exception):
    """The report, or the case that it follows from, changes faster than a document is made."""


@dataclass(frozen=True)
class Desk:
    """A report at hand. `base` is the address of its pages; `file` is None without a case.

    `started`: whether something of it is kept; else it is a proposal, or empty.
    """

    request: HttpRequest
    base: str
    report: Report
    file: File | None
    started: bool

    @property
    def page(self) -> str:
        """The address of this page within the desk, such as `deel/melder`."""
        return self.request.path.removeprefix(self.base)

    @property
    def profession(self) -> str:
        """The id of the framework of who writes, or empty."""
        return self.file.framework.id if self.file else self.report.beroep


def at(request: HttpRequest) -> Desk:
    """The desk of this request's route."""
    match = request.resolver_match
    assert match is not None
    if match.namespace != IN_CASE:
        base = reverse("melding:overzicht")
        return Desk(request, base, visits.read(request), None, visits.exists(request))
    return _in_case(request, pages.file(request))


def again(desk: Desk) -> Desk:
    """The desk as it is now, where something changed since it was opened."""
    return _in_case(desk.request, pages.file_again(desk.request))


def stands(desk: Desk) -> bool:
    """Whether the report is as it was read, and stays so until the transaction ends.

    A proposal follows from the case: as long as nothing is kept, and nothing is added there.
    """
    assert desk.file is not None
    kept = _kept(desk.request, desk.file)
    return kept == desk.report if desk.started else kept is None


def _in_case(request: HttpRequest, file: File) -> Desk:
    base = reverse(f"{IN_CASE}:overzicht", args=[file.case.zaak])
    kept = _kept(request, file)
    return Desk(request, base, kept or _proposed(request, file), file, kept is not None)


def _kept(request: HttpRequest, file: File) -> Report | None:
    # Outside a transaction there is nothing that could keep others from it.
    hold = request.method == "POST" and connection.in_atomic_block
    draft = services.draft(gate.person(request), file.case.zaak, DRAFT, to_change=hold)
    try:
        return Report.model_validate_json(draft[_FIELD][0]) if draft else None
    except ValidationError:
        return None


def _proposed(request: HttpRequest, file: File) -> Report:
    proposal = compose.propose(file, timezone.localdate())
    melder = proposal.melder.model_copy(update={"naam": gate.person(request).person.naam})
    return proposal.model_copy(update={"melder": melder})


def keep(desk: Desk, report: Report, to: str) -> HttpResponse:
    """Keep the report and go to a page of the desk. Raises visits.TooLarge."""
    response = HttpResponseRedirect(desk.base + to)
    store(desk, report, response)
    return response


def store(desk: Desk, report: Report, response: HttpResponse) -> None:
    """Keep the report; the first time without a case, `response` gets the cookie.

    Raises visits.TooLarge; then nothing changed.
    """
    if desk.file is None:
        visits.keep(desk.request, response, report)
        return
    who, now = gate.person(desk.request), timezone.now()
    values = {_FIELD: [report.model_dump_json()]}
    services.keep_draft(who, desk.file.case.zaak, DRAFT, values, now)
    gate.did(desk.request, "")


def go(desk: Desk, to: str) -> HttpResponse:
    """On to another page, which is the look: this request shows nothing."""
    if desk.file is not None:
        gate.did(desk.request, "")
    return HttpResponseRedirect(to)


def drop(desk: Desk, to: str) -> HttpResponse:
    """Throw the report away and go to `to`."""
    response = HttpResponseRedirect(to)
    if desk.file is None:
        visits.wipe(desk.request, response)
    else:
        services.drop_draft(gate.person(desk.request), desk.file.case.zaak, DRAFT)
        gate.did(desk.request, "")
    return response


def show(
    desk: Desk,
    template: str,
    context: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A page of the desk, with the steps of the case beside it where there is a case."""
    values = {
        "hier": desk.base,
        "stuk": desk.report,
        "in_zaak": desk.file is not None,
        "begonnen_stuk": desk.started,
        "onderlaag": "dossier/basis.html" if desk.file else "melding/los.html",
        "taalscript": static("dossier/taal.js"),
        "conceptscript": static("dossier/concept.js"),
        "formulierscript": static("dossier/formulier.js"),
        "kopieerscript": static("guide/meenemen.js"),
        "meldstijl": static("melding/melding.css"),
        "terug": {"url": desk.base, "tekst": "Terug naar de melding"},
        **(context or {}),
    }
    if desk.file is not None:
        return pages.show(desk.request, template, desk.file, values, errors)
    ends = visits.ends_at(desk.request)
    loose = {"wie": None, "verbergscript": static("guide/verberg.js"), "tot": ends}
    page = show_page(desk.request, template, {**values, **loose}, errors)
    return answers.given(desk.request, page)
