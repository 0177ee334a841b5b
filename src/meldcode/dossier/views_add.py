"""Adding to a case: an entry of any kind, a check, an attachment, a correction, and the draft.

Every form says which record it was opened on. Where somebody added something since, nothing is
stored: both texts stand on the page, and who typed decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from meldcode.access import gate
from meldcode.dossier import attachments, forms, formviews, pages, services
from meldcode.dossier.entries import Bestand, Controle, Correctie, Entry, Plain
from meldcode.dossier.forms import FormError, FormErrors, Values
from meldcode.dossier.services import File
from meldcode.dossier.views import read_or_post
from meldcode.dossier.words import form_of
from meldcode.kader.checks import check
from meldcode.ledger.services import Behind

# In the order of the steps; what other pages fill in has its own link.
KINDS = (
    "persoon",
    "signaal",
    "overleg",
    "gesprek",
    "stap",
    "besluit",
    "melding",
    "afspraak",
    "opvolging",
    "terugkoppeling",
    "informatieverzoek",
    "vernietigingsverzoek",
    "afsluiting",
    "heropening",
)
_FORM = "invoer"


@require_safe
def kies(request: HttpRequest) -> HttpResponse:
    """What to add."""
    found = pages.file(request)
    kinds = [(soort, form_of(soort)) for soort in KINDS if _possible(found, soort)]
    checks = [(each.id, each.titel) for each in found.framework.controles.values()]
    context = {"soorten": kinds, "controles": checks, "terug": pages.back(found)}
    return pages.show(request, "dossier/kies.html", found, context)


def _possible(found: File, soort: str) -> bool:
    closed = found.status.decision.closed
    if soort == "opvolging":
        return bool(pages.agreement_choices(found))
    return {"heropening": closed, "afsluiting": not closed}.get(soort, True)


@read_or_post
def toevoegen(request: HttpRequest, soort: str) -> HttpResponse:
    """The form of one kind of entry."""
    found = pages.file(request)
    if soort not in KINDS:
        raise Http404
    if request.method != "POST":
        typed = services.draft(gate.person(request), found.case.zaak, soort)
        given = forms.values(soort, typed) if typed else forms.start(soort)
        return _form(request, found, soort, given, draft=typed is not None)
    if "weg" in request.POST:
        services.drop_draft(gate.person(request), found.case.zaak, soort)
        return HttpResponseRedirect(pages.url(found, "zaak"))
    fixed = {"id": services.next_person(found)} if soort == "persoon" else {}
    entry = forms.read(
        soort, request.POST, fixed, today=timezone.localdate(), people=found.names.keys()
    )
    return _store(request, found, soort, entry, forms.values(soort, request.POST))


def _store(
    request: HttpRequest,
    found: File,
    soort: str,
    entry: Entry | FormErrors,
    given: Values,
    original: bytes | None = None,
) -> HttpResponse:
    if isinstance(entry, tuple):
        return _form(request, found, soort, given, entry)
    since = _since(request, found)
    if since:
        return _form(request, found, soort, given, since=since)
    who, now = gate.person(request), timezone.now()
    try:
        added = services.add(found.case, who, entry, now, original)
    except Behind:
        return _form(request, found, soort, given, since=[("iemand", "iets")])
    services.drop_draft(who, found.case.zaak, soort)
    gate.did(request, "toevoegen", added)
    return HttpResponseRedirect(f"{pages.url(found, 'zaak')}#regel-{added.records[-1].number}")


def _since(request: HttpRequest, found: File) -> list[tuple[str, str]]:
    """What others added since the form was opened: who, and what it is headed."""
    opened_on = request.POST.get("na", "")
    if not opened_on.isdecimal() or int(opened_on) >= found.last:
        return []
    me = gate.person(request).person.naam
    rows = [row for row in pages.timeline(found) if row.number > int(opened_on)]
    return [("Jij" if row.author == me else row.author, row.heading) for row in rows]


def _form(
    request: HttpRequest,
    found: File,
    soort: str,
    given: Values,
    errors: Sequence[FormError] = (),
    *,
    draft: bool = False,
    since: Sequence[tuple[str, str]] = (),
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "soort": soort,
        "vorm": form_of(soort),
        "velden": formviews.fields(
            soort,
            given,
            errors,
            people=pages.people_choices(found),
            agreements=pages.agreement_choices(found),
        ),
        "concept": draft,
        "concept_naam": soort,
        "intussen": since,
        "terug": {"url": pages.url(found, "kies"), "tekst": "Terug naar wat je kunt toevoegen"},
        **(extra or {}),
    }
    summary = {error.veld: error.tekst for error in errors}
    return pages.show(request, "dossier/toevoegen.html", found, context, summary)


@read_or_post
def verbeteren(request: HttpRequest, nummer: int) -> HttpResponse:
    """Correct an entry, or withdraw it; the old text stays readable."""
    found = pages.file(request)
    entry = found.now.get(nummer)
    if entry is None or entry.soort not in KINDS:
        raise Http404
    reason = request.POST.get("correctie-reden", "").strip()
    extra = {"verbetert": nummer, "correctie_reden": reason, "concept_naam": f"verbeteren-{nummer}"}
    if request.method != "POST":
        values = forms.values(entry.soort, entry)
        return _form(request, found, entry.soort, values, extra=extra)
    given = forms.values(entry.soort, request.POST)
    wordt: Entry | FormErrors | None = None
    if "intrekken" not in request.POST:
        fixed = {"id": entry.id} if entry.soort == "persoon" else {}
        today = timezone.localdate()
        wordt = forms.read(entry.soort, request.POST, fixed, today=today, people=found.names.keys())
    errors = list(wordt) if isinstance(wordt, tuple) else []
    if not reason:
        errors.append(FormError("correctie-reden", "Schrijf op waarom je dit verandert."))
    since = _since(request, found)
    if errors or since:
        return _form(request, found, entry.soort, given, errors, since=since, extra=extra)
    correction = Correctie(op_nummer=nummer, reden=reason, wordt=_plain(wordt))
    added = services.add(found.case, gate.person(request), correction, timezone.now())
    services.drop_draft(gate.person(request), found.case.zaak, f"verbeteren-{nummer}")
    gate.did(request, "verbeteren", added)
    return HttpResponseRedirect(f"{pages.url(found, 'zaak')}#regel-{nummer}")


def _plain(entry: Entry | FormErrors | None) -> Plain | None:
    assert entry is None or isinstance(entry, Plain), "only what a form reads can be corrected"
    return entry


@read_or_post
def controle(request: HttpRequest, welke: str) -> HttpResponse:
    """A check on one page: its questions, and the outcome that follows."""
    found = pages.file(request)
    item = found.framework.controles.get(welke)
    if item is None:
        raise Http404
    answers = {
        question.id: request.POST[f"v{question.id}"]
        for question in item.vragen
        if request.POST.get(f"v{question.id}") in ("ja", "nee")
    }
    result = check(found.framework, welke, answers)
    note = request.POST.get("toelichting", "").strip()
    context = {
        "controle": item,
        "vragen": [(q, found.framework.plain(q.vraag), answers.get(q.id)) for q in item.vragen],
        "toelichting": note,
        "terug": pages.back(found),
        "concept_naam": f"controle-{welke}",
    }
    if request.method != "POST":
        return pages.show(request, "dossier/controle.html", found, context)
    if result.volgende is not None:
        text = "Beantwoord ook deze vraag. Daarna zie je de uitkomst."
        return pages.show(
            request, "dossier/controle.html", found, context, {f"v{result.volgende}": text}
        )
    entry = Controle(
        controle=item.id,
        op=timezone.localdate(),
        antwoorden={key: answers[key] for key in result.gesteld},
        uitkomst=result.uitkomst,
        toelichting=note,
    )
    added = services.add(found.case, gate.person(request), entry, timezone.now())
    services.drop_draft(gate.person(request), found.case.zaak, f"controle-{welke}")
    gate.did(request, "toevoegen", added)
    return HttpResponseRedirect(f"{pages.url(found, 'zaak')}#regel-{added.records[-1].number}")


@read_or_post
def bijlage(request: HttpRequest) -> HttpResponse:
    """A photo or letter: the original sealed as it came."""
    found = pages.file(request)
    extra = {"bestand": True}
    if request.method != "POST":
        return _form(request, found, "bijlage", forms.start("bijlage"), extra=extra)
    given = forms.values("bijlage", request.POST)
    sent = request.FILES.get("bestand")
    try:
        if sent is None:
            raise attachments.AttachmentError("Kies het bestand dat je wilt bewaren.")
        data = sent.read()
        accepted = attachments.accept(sent.name or "bestand", data)
    except attachments.AttachmentError as problem:
        error = FormError("bestand", str(problem))
        return _form(request, found, "bijlage", given, [error], extra=extra)
    file = Bestand(
        id="-",
        naam=accepted.naam,
        type=accepted.type,
        bytes=accepted.bytes,
        sha256=accepted.sha256,
    )
    entry = forms.read(
        "bijlage",
        request.POST,
        {"bestand": file},
        today=timezone.localdate(),
        people=found.names.keys(),
    )
    if isinstance(entry, tuple):
        return _form(request, found, "bijlage", given, entry, extra=extra)
    return _store(request, found, "bijlage", entry, given, data)


@require_POST
def concept(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed, sealed; shows nothing."""
    name = request.POST.get("concept", "")
    if not name.replace("-", "").isalnum() or len(name) > 40:
        raise Http404
    skipped = ("csrfmiddlewaretoken", "concept", "na", "bestand")
    values = {
        key: [str(text) for text in request.POST.getlist(key)]
        for key in request.POST
        if key not in skipped
    }
    moment: datetime = timezone.now()
    services.keep_draft(gate.person(request), gate.case(request).zaak, name, values, moment)
    return HttpResponse(status=204)
