"""What goes out: the documents as their readers would see them, and giving them.

Nothing is sent from here. A document is downloaded or pasted, and in a case that becomes an entry
with its hash; without a case nothing is kept of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Literal, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from meldcode.access import gate, people
from meldcode.access.pages import read_or_post
from meldcode.dossier import pages, services
from meldcode.dossier.entries import Uitgegeven
from meldcode.dossier.words import form_of, option_label
from meldcode.kader.load import CONTENT, load_registers
from meldcode.ledger.services import Behind
from meldcode.ledger.verify import must_stand
from meldcode.melding import (
    adviesvraag,
    desk,
    documents,
    message,
    notes,
    pdf,
    plain,
    reader,
    sealed,
    word,
    words,
)
from meldcode.melding.desk import Desk
from meldcode.melding.document import Document
from meldcode.melding.gaps import gaps
from meldcode.melding.report import TOLD_ROLES, Report

Vorm = Literal["melding", "afschrift", "adviesvraag"]
Bestand = Literal["pdf", "json", "tekst", "word", "verzegeld"]
_WAYS = ("pdf", "word", "tekst")
_HOW = tuple((each.value, each.label) for each in form_of("melding").field("hoe").options)


class _Form(NamedTuple):
    """One form of a document: what the case calls it, its ending, its type, and how it is made."""

    bestand: Bestand
    ending: str
    type: str
    make: Callable[[Report, Document, datetime], bytes]


def _pdf(report: Report, document: Document, now: datetime) -> bytes:
    attached = message.to_json(report, now) if document.kind == "melding" else None
    return pdf.to_pdf(document, now, attached)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMS: Mapping[str, _Form] = {
    "pdf": _Form("pdf", "pdf", "application/pdf", _pdf),
    "word": _Form("word", "docx", _WORD, lambda _, document, now: word.to_word(document, now)),
    "tekst": _Form(
        "tekst",
        "txt",
        "text/plain; charset=utf-8",
        lambda _, document, __: plain.to_text(document).encode(),
    ),
}


@require_safe
def stukken(request: HttpRequest) -> HttpResponse:
    """The report as Veilig Thuis will read it, with what can be made of it."""
    here = desk.at(request)
    context = {
        "document": documents.for_vt(here.report, timezone.localdate()),
        "ontbreekt": len(gaps(here.report, timezone.localdate())),
        "lezers": _readers(here.report),
        "vormen": _ways(),
    }
    return desk.show(here, "melding/stukken.html", context)


def _ways() -> list[tuple[str, str]]:
    """The forms of a document to choose from, as the case calls them."""
    return [(each, option_label("uitgegeven", "bestand", each)) for each in _WAYS]


def _readers(report: Report) -> list[tuple[str, str]]:
    """Who may get a copy: id and name."""
    return [(each.id, each.naam) for each in report.mensen if each.rol in TOLD_ROLES]


@require_safe
def afschrift(request: HttpRequest, wie: str) -> HttpResponse:
    """The copy for one person, and for the professional alone what is not in it and why."""
    here = desk.at(request)
    copy = _copy(here, wie)
    context = {
        "document": documents.for_reader(copy.report, "p1", timezone.localdate()),
        "niet_erin": [_left_out(here.report, each) for each in copy.left_out],
        "vormen": _ways(),
        "wie_leest": here.report.names[wie],
        "lezer": wie,
        "terug": {"url": f"{here.base}stukken", "tekst": "Terug naar de stukken"},
    }
    return desk.show(here, "melding/afschrift.html", context)


def _left_out(report: Report, left: reader.LeftOut) -> dict[str, str]:
    """What is not in a copy: what it is called, where it stands, and why it is not in it."""
    part, _, rest = left.what.partition(".")
    number = next((n for n, each in enumerate(report.feiten, 1) if each.id == part), 0)
    if number:
        return {"name": f"Feit {number}", "address": f"feit/{part}", "why": left.why}
    name = words.part(part).title if part in words.parts() else report.names.get(part, "")
    return {"name": name, "address": notes.page_of(report, part, rest), "why": left.why}


def _copy(here: Desk, wie: str) -> reader.Copy:
    if wie not in dict(_readers(here.report)):
        raise Http404
    return reader.for_reader(here.report, wie)


@require_safe
def vraag(request: HttpRequest) -> HttpResponse:
    """The advice request: the same facts without anybody's name."""
    here = desk.at(request)
    asked = adviesvraag.of(here.report, timezone.localdate())
    context = {
        "document": asked.document,
        "gevonden": [(slip, _slip_page(here.report, slip.where)) for slip in asked.slips],
        "vormen": _ways(),
    }
    return desk.show(here, "melding/adviesvraag.html", context)


def _slip_page(report: Report, where: str) -> str:
    part, _, rest = where.partition(".")
    if part.startswith("f") and part[1:].isdecimal():
        return notes.page_of(report, "feit", part)
    return notes.page_of(report, part, rest)


@read_or_post
def maak(request: HttpRequest, welk: str, vorm: str, wie: str = "") -> HttpResponse:
    """A document to save."""
    if request.method != "POST":
        return HttpResponseRedirect(desk.at(request).base + "stukken")
    here = desk.at(request)
    form = _FORMS.get(vorm)
    if form is None:
        raise Http404
    now = timezone.now()
    report, document = _document(here, welk, wie)
    body = form.make(report, document, now.replace(microsecond=0))
    return _given(here, body, form, document.kind, wie)


def _document(here: Desk, welk: str, wie: str) -> tuple[Report, Document]:
    today = timezone.localdate()
    if welk == "melding":
        return here.report, documents.for_vt(here.report, today)
    if welk == "adviesvraag":
        return here.report, adviesvraag.of(here.report, today).document
    if welk != "afschrift":
        raise Http404
    copy = _copy(here, wie)
    return copy.report, documents.for_reader(copy.report, "p1", today)


def _given(here: Desk, body: bytes, form: _Form, vorm: Vorm, wie: str = "") -> HttpResponse:
    """The document to save, after writing down in the case that it was made."""
    if here.file is not None:
        _write_down(here, body, form.bestand, vorm, wie)
    response = HttpResponse(body, content_type=form.type)
    response["Content-Disposition"] = f'attachment; filename="{vorm}.{form.ending}"'
    return response


def _write_down(here: Desk, body: bytes, bestand: Bestand, vorm: Vorm, wie: str) -> None:
    assert here.file is not None
    must_stand(here.file.case, people.signing_keys())
    aan = {"melding": "Veilig Thuis", "afschrift": here.report.names.get(wie, "")}
    entry = Uitgegeven(
        op=timezone.localdate(),
        vorm=vorm,
        bestand=bestand,
        aan=aan.get(vorm, ""),
        voor=(wie,) if wie in here.file.names else (),
        sha256=sha256(body).hexdigest(),
    )
    who, now = gate.person(here.request), timezone.now()
    try:
        added = services.add(here.file.case, who, entry, now)
    except Behind:
        added = services.add(pages.file_again(here.request).case, who, entry, now)
    gate.did(here.request, "melding uitvoeren", added)


@read_or_post
def geven(request: HttpRequest) -> HttpResponse:
    """How to give it: whom to call, what to say first, what to paste, and what to do after."""
    here = desk.at(request)
    if request.method == "POST":
        return _reported(here)
    facts = load_registers(CONTENT).facts
    document = documents.for_vt(here.report, timezone.localdate())
    context = {
        "telefoon": facts["vt_telefoon"],
        "nood": facts["noodnummer"],
        "plakken": plain.sections(document),
        "ontbreekt": len(gaps(here.report, timezone.localdate())),
        "veilig_adres": any(each.veilig_adres for each in here.report.mensen),
        "manieren": _HOW,
        "openingszin": notes.opening(here.report),
        "bij_de_hand": notes.at_hand(here.report),
        "uitleg": notes.beside("geven", here.report),
    }
    return desk.show(here, "melding/geven.html", context)


def _reported(here: Desk) -> HttpResponse:
    """After the report was made: its entry in the case, as far as this report tells it."""
    how = here.request.POST.get("hoe", "")
    if here.file is None or how not in dict(_HOW):
        return HttpResponseRedirect(here.base + "geven")
    if "formulier" in how:
        text = plain.to_text(documents.for_vt(here.report, timezone.localdate()))
        _write_down(here, text.encode(), "tekst", "melding", "")
    who, now = gate.person(here.request), timezone.now()
    services.keep_draft(who, here.file.case.zaak, "melding", _entry_draft(here.report, how), now)
    return HttpResponseRedirect(pages.url(here.file, "toevoegen", "melding"))


def _entry_draft(report: Report, how: str) -> dict[str, list[str]]:
    """What the entry of a report made asks, as far as it is known here."""
    told = [each for each in report.verteld if each.verteld == "ja"]
    not_told = next((each for each in report.verteld if each.verteld == "nee"), None)
    found: dict[str, list[str]] = {
        "op": [timezone.localdate().isoformat()],
        "hoe": [how],
        "geinformeerd": ["ja" if told else "nee"],
        "wie_geinformeerd": [each.id for each in told],
        "reactie": ["\n".join(each.reactie for each in told if each.reactie)],
        "naam_verborgen": [report.melder.naam_verborgen],
        "naam_grond": [report.melder.naam_grond or ""],
        "naam_reden": [report.melder.naam_reden],
    }
    if not told and not_told:
        found["reden_niet"] = [not_told.grond or ""]
        found["reden_toelichting"] = [not_told.grond_toelichting]
        found["wanneer_wel"] = [not_told.wanneer_wel]
    return found


@read_or_post
def verzegeld(request: HttpRequest) -> HttpResponse:
    """A file that only one receiver can open: first whose key it is, then the file."""
    here = desk.at(request)
    typed = request.POST.get("ontvanger", "")
    sent = request.FILES.get("bestand")
    if sent is not None:
        typed = sent.read(sealed.MOST_RECEIVER_BYTES + 1).decode(errors="replace")
    context: dict[str, object] = {"ontvanger": typed}
    if request.method != "POST":
        return desk.show(here, "melding/verzegeld.html", context)
    try:
        receiver = sealed.Receiver.parse(typed)
    except ValueError as problem:
        return desk.show(here, "melding/verzegeld.html", context, {"ontvanger": str(problem)})
    if "klopt" not in request.POST:
        return desk.show(here, "melding/verzegeld.html", {**context, "voor": receiver})
    now = timezone.now().replace(microsecond=0)
    document = documents.for_vt(here.report, timezone.localdate())
    attached = message.to_json(here.report, now)
    body = sealed.seal_for(receiver, attached, pdf.to_pdf(document, now, attached))
    form = _Form("verzegeld", "meldcode", "application/octet-stream", _pdf)
    return _given(here, body, form, "melding")
