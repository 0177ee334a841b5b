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
from meldcode.access.pages import read_or_post
from meldcode.dossier import ahead, attachments, forms, formviews, menu, pages, services
from meldcode.dossier.entries import (
    TEXT_LENGTH,
    Bestand,
    Bijlage,
    Controle,
    Correctie,
    Entry,
    Opvolging,
    Persoon,
    Plain,
)
from meldcode.dossier.forms import FormError, FormErrors, Values
from meldcode.dossier.services import File
from meldcode.dossier.words import form_of
from meldcode.kader.checks import check
from meldcode.ledger.services import sealed_file

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
_REASON = "correctie-reden"


@require_safe
def kies(request: HttpRequest) -> HttpResponse:
    """What to add."""
    found = pages.file(request)
    context = {
        "groepen": list(menu.groups(found)),
        "concepten": ahead.drafts(gate.person(request), found),
        "terug": pages.back(found),
    }
    return pages.show(request, "dossier/kies.html", found, context)


@read_or_post
def toevoegen(request: HttpRequest, soort: str) -> HttpResponse:
    """The form of one kind of entry."""
    found = pages.file(request)
    if soort not in KINDS:
        raise Http404
    if request.method != "POST":
        typed = _draft(request, found, soort)
        given = forms.values(soort, typed) if typed else forms.start(soort)
        return _form(request, found, soort, given, draft=bool(typed))
    if "weg" in request.POST:
        return _thrown_away(request, found, soort)
    fixed = {"id": services.next_person(found)} if soort == "persoon" else {}
    given = forms.values(soort, request.POST)
    entry = _read(request, found, soort, fixed)
    if isinstance(entry, tuple):
        return _form(request, found, soort, given, entry)

    def again(now: File, since: pages.Since) -> HttpResponse:
        return _form(request, now, soort, given, since=since)

    return pages.store(request, found, entry, again, soort)


def _draft(request: HttpRequest, found: File, name: str) -> dict[str, list[str]]:
    return services.draft(gate.person(request), found.case.zaak, name) or {}


def _thrown_away(request: HttpRequest, found: File, name: str) -> HttpResponse:
    services.drop_draft(gate.person(request), found.case.zaak, name)
    return HttpResponseRedirect(pages.url(found, "zaak"))


def _read(
    request: HttpRequest, found: File, soort: str, fixed: Mapping[str, Any]
) -> Entry | FormErrors:
    """The entry that was typed, about people and agreements of this very case."""
    today = timezone.localdate()
    entry = forms.read(soort, request.POST, fixed, today=today, people=found.names.keys())
    agreements = {number for number, _ in pages.agreement_choices(found)}
    if isinstance(entry, Opvolging) and entry.afspraak not in agreements:
        return (FormError("afspraak", "Kies een afspraak uit de lijst."),)
    return entry


def _form(
    request: HttpRequest,
    found: File,
    soort: str,
    given: Values,
    errors: Sequence[FormError] = (),
    *,
    draft: bool = False,
    since: pages.Since = (),
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
            profession=found.framework.id,
            read=request.method == "POST",
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
    if entry is None or not pages.correctable(entry):
        raise Http404
    soort, draft = entry.soort, f"verbeteren-{nummer}"
    if request.method != "POST":
        typed = _draft(request, found, draft)
        extra = _correcting(nummer, "".join(typed.get(_REASON, [])))
        values = forms.values(soort, typed or entry)
        return _form(request, found, soort, values, draft=bool(typed), extra=extra)
    if "weg" in request.POST:
        return _thrown_away(request, found, draft)
    reason = request.POST.get(_REASON, "").strip()
    given, extra = forms.values(soort, request.POST), _correcting(nummer, reason)
    wordt: Entry | FormErrors | None = None
    if "intrekken" not in request.POST:
        wordt = _read(request, found, soort, _kept_fields(entry))
    errors = list(wordt) if isinstance(wordt, tuple) else []
    if not 0 < len(reason) <= TEXT_LENGTH:
        errors.append(FormError(_REASON, "Schrijf op waarom je dit verandert."))
    if errors:
        return _form(request, found, soort, given, errors, extra=extra)

    def again(now: File, since: pages.Since) -> HttpResponse:
        return _form(request, now, soort, given, since=since, extra=extra)

    correction = Correctie(op_nummer=nummer, reden=reason, wordt=_plain(wordt))
    return pages.store(request, found, correction, again, draft)


def _correcting(nummer: int, reason: str) -> Mapping[str, Any]:
    """What the form of a correction shows besides the fields."""
    return {
        "verbetert": nummer,
        "correctie_reden": reason,
        "concept_naam": f"verbeteren-{nummer}",
    }


def _kept_fields(entry: Entry) -> dict[str, Any]:
    """What no form asks for and stays as it was."""
    if isinstance(entry, Bijlage):
        return {"bestand": entry.bestand}
    return {"id": entry.id} if isinstance(entry, Persoon) else {}


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
    draft = f"controle-{welke}"
    if "weg" in request.POST:
        return _thrown_away(request, found, draft)
    sent = {name: request.POST.getlist(name) for name in request.POST}
    typed = sent if request.method == "POST" else _draft(request, found, draft)
    given = {name: "".join(texts[-1:]) for name, texts in typed.items()}
    answers = {
        question.id: given[f"v{question.id}"]
        for question in item.vragen
        if given.get(f"v{question.id}") in ("ja", "nee")
    }
    result = check(found.framework, welke, answers)
    note = given.get("toelichting", "").strip()
    context = {
        "controle": item,
        "vragen": [(q, found.framework.plain(q.vraag), answers.get(q.id)) for q in item.vragen],
        "toelichting": note,
        "terug": pages.back(found),
        "concept_naam": draft,
        "concept": bool(typed) and request.method != "POST",
    }
    if request.method != "POST":
        return pages.show(request, "dossier/controle.html", found, context)
    if len(note) > TEXT_LENGTH:
        problem = {"toelichting": "Je toelichting is te lang. Maak hem korter."}
        return pages.show(request, "dossier/controle.html", found, context, problem)
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

    def again(now: File, since: pages.Since) -> HttpResponse:
        return pages.show(request, "dossier/controle.html", now, {**context, "intussen": since})

    return pages.store(request, found, entry, again, draft)


@read_or_post
def bijlage(request: HttpRequest) -> HttpResponse:
    """A photo or letter: the original sealed as it came."""
    found = pages.file(request)
    extra = {"bestand": True}
    if request.method != "POST":
        typed = _draft(request, found, "bijlage")
        start = forms.values("bijlage", typed) if typed else forms.start("bijlage")
        return _form(request, found, "bijlage", start, draft=bool(typed), extra=extra)
    if "weg" in request.POST:
        return _thrown_away(request, found, "bijlage")
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
    entry = _read(request, found, "bijlage", {"bestand": file})
    if isinstance(entry, tuple):
        return _form(request, found, "bijlage", given, entry, extra=extra)

    def again(now: File, since: pages.Since) -> HttpResponse:
        return _form(request, now, "bijlage", given, since=since, extra=extra)

    # Sealed before the transaction, which nobody waits for that way.
    attached = sealed_file(found.case, data, accepted.shown)
    return pages.store(request, found, entry, again, "bijlage", attached)


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
