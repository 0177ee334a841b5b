"""What leaves a case: a print, plain text, an export, a copy for one person, an attachment."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from meldcode.access import gate, people
from meldcode.access.pages import read_or_post
from meldcode.dossier import attachments, export, pages, redact, services, text
from meldcode.dossier.entries import Bijlage, Uitgegeven
from meldcode.dossier.services import File
from meldcode.ledger import services as ledger
from meldcode.ledger.chain import Fault
from meldcode.ledger.rights import Tampered
from meldcode.ledger.services import Behind
from meldcode.ledger.verify import must_stand

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf", "text/plain": "txt"}


@read_or_post
def bestand(request: HttpRequest, nummer: int) -> HttpResponse:
    """An attachment: a copy without hidden data to look at, or on asking the original to save."""
    found = pages.file(request)
    entered = found.at(nummer)
    if entered is None or not isinstance(entered.entry, Bijlage):
        raise Http404
    file = entered.entry.bestand
    record = next(each for each in found.case.records if each.number == nummer)
    original, copy = ledger.attached(found.case, record)
    if sha256(original).hexdigest() != file.sha256:
        where = f"zaak {found.case.zaak}, regel {nummer}"
        raise Tampered(Fault(where, "de bijlage is een andere dan is vastgelegd"))
    if request.method == "POST":
        gate.leaves(request)
        gate.did(request, "origineel opslaan")
        return _attachment(original, file.type, nummer, "attachment")
    try:
        # Of before copies were kept, and of what was too large to keep twice, it is made now.
        body, kind = (copy, file.type) if copy else attachments.shown(file.type, original)
    except attachments.AttachmentError:
        raise Http404 from None
    shown_here = kind.startswith(("image/", "text/plain"))
    return _attachment(body, kind, nummer, "inline" if shown_here else "attachment")


def _attachment(body: bytes, kind: str, nummer: int, shown_as: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    ending = _ENDINGS.get(kind.partition(";")[0], "bin")
    # Never the name it came with: that may hold somebody's.
    response["Content-Disposition"] = f'{shown_as}; filename="bijlage-{nummer}.{ending}"'
    return response


@require_safe
def afdruk(request: HttpRequest) -> HttpResponse:
    """The whole file on one page, to print."""
    found = pages.file(request)
    rows = list(reversed(pages.whole(found)))
    context = {
        "regels": rows,
        "onleesbaar": found.unreadable,
        "niet_leesbaar": text.UNREADABLE,
        "terug": pages.back(found),
    }
    return pages.show(request, "dossier/afdruk.html", found, context)


@require_safe
def tekst(request: HttpRequest) -> HttpResponse:
    """The whole file as plain text, to paste in one's own record system."""
    found = pages.file(request)
    entered, names = found.facts.entered, found.names
    told = text.whole(
        entered, names, found.codenaam, framework_at=found.framework_at, garbled=found.garbled
    )
    return pages.show(
        request, "dossier/tekst.html", found, {"tekst": told, "terug": pages.back(found)}
    )


@require_safe
def uitvoer(request: HttpRequest) -> HttpResponse:
    """What can leave the case, and in which form."""
    found = pages.file(request)
    return pages.show(request, "dossier/uitvoer.html", found, {"terug": pages.back(found)})


@require_POST
def pdf(request: HttpRequest) -> HttpResponse:
    """The whole file as PDF, with the JSON in it."""
    found = _checked(request)
    return _given(request, found, export.to_pdf(found, timezone.now()), "pdf")


@require_POST
def json(request: HttpRequest) -> HttpResponse:
    """The whole file as JSON, by the published schema."""
    found = _checked(request)
    return _given(request, found, export.to_json(found, timezone.now()), "json")


def _checked(request: HttpRequest) -> File:
    """The file with every signature checked: what leaves must stand."""
    found = pages.file(request)
    must_stand(found.case, people.signing_keys())
    return found


_TYPES = {"pdf": "application/pdf", "json": "application/json"}


def _given(
    request: HttpRequest, found: File, body: bytes, form: str, person: str = ""
) -> HttpResponse:
    """The document, given only where the case and the log both say that it was made."""
    if found.case.may_write:
        entry = Uitgegeven(
            op=timezone.localdate(),
            vorm="kopie_betrokkene" if person else "dossier",
            bestand="json" if form == "json" else "pdf",
            voor=(person,) if person else (),
            sha256=sha256(body).hexdigest(),
        )
        _write_down(request, found, entry)
    response = HttpResponse(body, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="dossier.{form}"'
    return response


def _write_down(request: HttpRequest, found: File, entry: Uitgegeven) -> None:
    who, action = gate.person(request), "kopie maken" if entry.voor else "uitvoeren"
    while True:
        with suppress(Behind), gate.written(request):
            added = services.add(found.case, who, entry, timezone.now())
            gate.did(request, action, added)
            return
        # The document tells how the case stood; that it was made goes behind what came since.
        found = pages.file_again(request)


@read_or_post
def kopie(request: HttpRequest) -> HttpResponse:
    """A copy for one person, without what concerns others."""
    found = _checked(request)
    services.must_be_whole(found)
    chosen = request.POST.get("wie", "")
    context = {"mensen": list(found.names.items()), "gekozen": chosen, "terug": pages.back(found)}
    if request.method != "POST":
        gate.did(request, "bekijken")
        return pages.show(request, "dossier/kopie.html", found, context)
    if chosen not in found.names:
        problem = {"wie": "Kies voor wie de kopie is."}
        return pages.show(request, "dossier/kopie.html", found, context, problem)
    copy = redact.for_person(found, chosen, timezone.localdate())
    if "maak" in request.POST:
        return _given(request, found, redact.copy_pdf(copy), "pdf", chosen)
    told = {**context, "voorbeeld": redact.copy_text(copy)}
    return pages.show(request, "dossier/kopie.html", found, told)
