"""What goes out: the documents as their readers would see them, and giving them.

Nothing is sent from here. A document is downloaded or pasted, and in a case that becomes an entry
with its hash; without a case nothing is kept of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Literal, NamedTuple

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from meldcode.access import gate, people
from meldcode.access.pages import read_or_post
from meldcode.dossier import pages, services
from meldcode.dossier.entries import Uitgegeven
from meldcode.dossier.services import File
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
    overview,
    pdf,
    plain,
    reader,
    sealed,
    word,
)
from meldcode.melding.desk import Desk
from meldcode.melding.document import Document
from meldcode.melding.gaps import gaps
from meldcode.melding.lost import at_desk
from meldcode.melding.message import MessageError
from meldcode.melding.report import TOLD_ROLES, Report
from meldcode.melding.sealed import Receiver, SealedError

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
    return pdf.to_pdf(document, now, _attached(report, now) if document.kind == "melding" else None)


def _attached(report: Report, now: datetime) -> bytes | None:
    """The report as data; None where it is too large for that, for paper always can be made."""
    try:
        return message.to_json(report, now)
    except MessageError:
        return None


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
_SEALED = _Form("verzegeld", "meldcode", "application/octet-stream", _pdf)
# The kind of entry in which a report that was made is recorded.
_ENTRY = "melding"
# So often a document is made anew where its report changes meanwhile.
_TRIES = 3


@require_safe
@at_desk
def stukken(here: Desk) -> HttpResponse:
    """The report as Veilig Thuis will read it, with what can be made of it."""
    context = {
        "document": documents.for_vt(here.report, timezone.localdate()),
        "ontbreekt": len(gaps(here.report, timezone.localdate())),
        "half": overview.half(here.report),
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
@at_desk
def afschrift(here: Desk, wie: str) -> HttpResponse:
    """The copy for one person, and for the professional alone what is not in it and why."""
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
    name = overview.title(report, part, rest)
    return {"name": name, "address": notes.page_of(report, part, rest), "why": left.why}


def _copy(here: Desk, wie: str) -> reader.Copy:
    if wie not in dict(_readers(here.report)):
        raise Http404
    return reader.for_reader(here.report, wie)


@require_safe
@at_desk
def vraag(here: Desk) -> HttpResponse:
    """The advice request: the same facts without anybody's name."""
    asked = adviesvraag.of(here.report, timezone.localdate())
    found = ((slip.words, slip.why, _slip_page(here.report, slip.where)) for slip in asked.slips)
    context = {
        "document": asked.document,
        # The same name in one text again and again is one thing to change.
        "gevonden": list(dict.fromkeys(found)),
        "vormen": _ways(),
    }
    return desk.show(here, "melding/adviesvraag.html", context)


def _slip_page(report: Report, where: str) -> str:
    part, _, rest = where.partition(".")
    if part.startswith("f") and part[1:].isdecimal():
        return notes.page_of(report, "feit", part)
    return notes.page_of(report, part, rest)


@read_or_post
@at_desk
def maak(here: Desk, welk: str, vorm: str, wie: str = "") -> HttpResponse:
    """A document to save."""
    form = _FORMS.get(vorm)
    if form is None or (wie and welk != "afschrift"):
        raise Http404
    if here.request.method != "POST":
        return desk.go(here, here.base + "stukken")

    def made(at: Desk) -> _Made:
        report, document = _document(at, welk, wie)
        body = form.make(report, document, timezone.now().replace(microsecond=0))
        return _Made(body, form, document.kind, wie)

    return _given(here, made)


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


class _Made(NamedTuple):
    """A document as it is given: in which form, of which kind, and for whom a copy is."""

    body: bytes
    form: _Form
    vorm: Vorm
    wie: str = ""


def _given(here: Desk, make: Callable[[Desk], _Made]) -> HttpResponse:
    """The document to save, after writing down in the case that it was made."""
    made = make(here) if here.file is None else _recorded(here, make)
    response = HttpResponse(made.body, content_type=made.form.type)
    response["Content-Disposition"] = f'attachment; filename="{made.vorm}.{made.form.ending}"'
    return response


def _recorded(
    here: Desk, make: Callable[[Desk], _Made], also: Callable[[Desk], None] = lambda _: None
) -> _Made:
    """The document, written down in the case with its line in the log; `also` goes with it.

    Made before anything is locked, and anew where report or case changed meanwhile. Raises
    desk.Changing where that goes on.
    """
    for _ in range(_TRIES):
        made = make(here)
        assert here.file is not None
        must_stand(here.file.case, people.signing_keys())
        with suppress(Behind, desk.Changing), gate.written(here.request):
            if not desk.stands(here):
                raise desk.Changing
            _write_down(here, made)
            also(here)
            return made
        here = desk.again(here)
    raise desk.Changing


def _write_down(here: Desk, made: _Made) -> None:
    """Raises Behind where somebody added to the case since it was opened."""
    assert here.file is not None
    aan = {"melding": "Veilig Thuis", "afschrift": here.report.names.get(made.wie, "")}
    entry = Uitgegeven(
        op=timezone.localdate(),
        vorm=made.vorm,
        bestand=made.form.bestand,
        aan=aan.get(made.vorm, ""),
        voor=_in_case(here, (made.wie,)),
        sha256=sha256(made.body).hexdigest(),
    )
    added = services.add(here.file.case, gate.person(here.request), entry, timezone.now())
    gate.did(here.request, "melding uitvoeren", added)


def _in_case(here: Desk, people: Iterable[str]) -> tuple[str, ...]:
    """Those of these people whom the case knows too."""
    known = here.file.names if here.file else {}
    return tuple(each for each in people if each in known)


@read_or_post
@at_desk
def geven(here: Desk) -> HttpResponse:
    """How to give it: whom to call, what to say first, what to paste, and what to do after."""
    how = here.request.POST.get("hoe", "")
    if here.request.method == "POST" and here.file is not None and how in dict(_HOW):
        return _reported(here, here.file, how)
    errors = {}
    if here.request.method == "POST" and here.file is not None:
        errors["hoe"] = "Kies hoe je hebt gemeld."
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
    return desk.show(here, "melding/geven.html", context, errors)


def _reported(here: Desk, file: File, how: str) -> HttpResponse:
    """After the report was made: its entry in the case, as far as this report tells it."""
    to, prepare = pages.url(file, "toevoegen", _ENTRY), partial(_prepare, how=how)
    if "formulier" in how:
        _recorded(here, _pasted, prepare)
        return HttpResponseRedirect(to)
    with transaction.atomic():
        prepare(here)
    return desk.go(here, to)


def _pasted(here: Desk) -> _Made:
    """What was pasted in the form of Veilig Thuis."""
    text = plain.to_text(documents.for_vt(here.report, timezone.localdate()))
    return _Made(text.encode(), _FORMS["tekst"], "melding")


def _prepare(here: Desk, how: str) -> None:
    """Keep what is known of the entry of a report made, for who fills it in."""
    assert here.file is not None
    who, zaak, now = gate.person(here.request), here.file.case.zaak, timezone.now()
    known = _entry_draft(here)
    # What was typed in that form before, such as who answered, is not written over.
    earlier = services.draft(who, zaak, _ENTRY) or {}
    made = {"op": [timezone.localdate().isoformat()], "hoe": [how]}
    services.keep_draft(who, zaak, _ENTRY, {**known, **earlier, **made}, now)


def _entry_draft(here: Desk) -> dict[str, list[str]]:
    """What the entry of a report made asks, as far as it is known here."""
    report = here.report
    told = [each for each in report.verteld if each.verteld == "ja"]
    not_told = next((each for each in report.verteld if each.verteld == "nee"), None)
    found: dict[str, list[str]] = {
        "geinformeerd": ["ja" if told else "nee"],
        "wie_geinformeerd": list(_in_case(here, (each.id for each in told))),
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
@at_desk
def verzegeld(here: Desk) -> HttpResponse:
    """A file that only one receiver can open: first whose key it is, then the file."""
    request = here.request
    typed = request.POST.get("ontvanger", "")
    sent = request.FILES.get("bestand")
    if sent is not None:
        typed = sent.read(sealed.MOST_RECEIVER_BYTES + 1).decode(errors="replace")
    context: dict[str, object] = {"ontvanger": typed}
    if request.method != "POST":
        return desk.show(here, "melding/verzegeld.html", context)
    try:
        receiver = Receiver.parse(typed)
        if "klopt" in request.POST:
            return _given(here, partial(_sealed, receiver))
    except (SealedError, MessageError) as problem:
        return desk.show(here, "melding/verzegeld.html", context, {"ontvanger": str(problem)})
    return desk.show(here, "melding/verzegeld.html", {**context, "voor": receiver})


def _sealed(receiver: Receiver, here: Desk) -> _Made:
    """Raises MessageError and SealedError where the report is too large for it."""
    now = timezone.now().replace(microsecond=0)
    document = documents.for_vt(here.report, timezone.localdate())
    attached = message.to_json(here.report, now)
    body = sealed.seal_for(receiver, attached, pdf.to_pdf(document, now, attached))
    return _Made(body, _SEALED, "melding")
