"""The pages for when something goes wrong, in Dutch; they use no database and no visit."""

import html
import logging
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from meldcode.paper.process import NoPaperError
from meldcode.visit.rows import Full

_log = logging.getLogger(__name__)

_BARE_PAGE = """<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{titel}</title></head>
<body><main><h1>{titel}</h1><p>{tekst}</p><ul>{wat_nu}</ul>{getypt}
<p><a href="/acuut">Acuut gevaar</a> · <a href="/">Naar het begin</a></p></main></body>
</html>
"""


@dataclass(frozen=True)
class Fault:
    """What the page says: a title, what happened, and what the reader can do now."""

    titel: str
    tekst: str
    wat_nu: tuple[str, ...]


BAD_REQUEST = Fault(
    "Dit verzoek klopt niet",
    "De browser stuurde iets wat we niet begrijpen.",
    ("Ga terug en probeer het opnieuw.", "Lukt het weer niet? Begin dan bij de eerste pagina."),
)
FORBIDDEN = Fault(
    "Dit mag niet",
    "Je kunt deze pagina niet openen.",
    ("Ga terug naar de vorige pagina.",),
)
EXPIRED = Fault(
    "Je pagina was verlopen",
    "We hebben je laatste antwoord niet verwerkt. Zo zorgen we dat alleen jij antwoord geeft.",
    (
        "Ga terug, laad de pagina opnieuw en geef je antwoord nog een keer.",
        "Lukt het weer niet? Sta cookies toe voor deze site, of werk je browser bij.",
    ),
)
NOT_FOUND = Fault(
    "Deze pagina bestaat niet",
    "Misschien klopt het adres niet.",
    ("Kijk het adres na.", "Of zoek vanaf de eerste pagina wat je nodig hebt."),
)
TOO_LARGE = Fault(
    "Dit is te groot",
    "Wat je stuurde is groter dan we aannemen. We hebben er niets van bewaard.",
    ("Maak je tekst korter.", "Open je een bestand? Kies dan een bezoek dat je hier bewaarde."),
)
FULL = Fault(
    "Het is nu te druk",
    "Er zijn te veel mensen tegelijk bezig. We hebben je antwoord niet bewaard.",
    (
        "Ga terug en probeer het over een kwartier opnieuw.",
        "Is er nu gevaar? Bel meteen, en wacht niet op deze site.",
    ),
)
NO_DISK = Fault(
    "De schijf is vol",
    "Meldcode kan nu niets bewaren. Wat al bewaard was, staat er nog.",
    (
        "Zeg het meteen tegen wie Meldcode bij jullie beheert: er moet ruimte komen op de schijf.",
        "Is er nu gevaar? Bel meteen, en wacht niet op deze site.",
    ),
)
NO_PAPER = Fault(
    "De PDF lukt nu niet",
    "",
    ("Ga terug naar de vorige pagina. Wat je had ingevuld, staat er nog.",),
)
BROKEN = Fault(
    "Er ging iets mis",
    "Dat ligt niet aan jou. Je laatste stap is misschien niet bewaard.",
    (
        "Ga terug en probeer het opnieuw.",
        "Is er nu gevaar? Bel meteen, en wacht niet op deze site.",
    ),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 400; 413 where there is more in the request than Django reads."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    return _page(request, BAD_REQUEST, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 403."""
    return _page(request, FORBIDDEN, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Status 403, where a form came without its token; `reason` is Django's and not shown."""
    return _page(request, EXPIRED, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 404."""
    return _page(request, NOT_FOUND, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Status 413."""
    return _page(request, TOO_LARGE, 413)


def explained(request: HttpRequest, problem: Exception) -> HttpResponse | None:
    """Status 503 for a PDF, a visit or a text that there is no room for; None for other faults."""
    if isinstance(problem, NoPaperError):
        return _page(request, replace(NO_PAPER, tekst=str(problem)), 503)
    if isinstance(problem, Full):
        return _page(request, FULL, 503)
    if isinstance(problem, DatabaseError) and _is_full_disk(problem.__cause__):
        return _page(request, NO_DISK, 503, _typed(request))
    return None


def _is_full_disk(cause: BaseException | None) -> bool:
    """By what the database calls it: SQLite's result code, PostgreSQL's `disk_full`."""
    if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return True
    return getattr(cause, "sqlstate", None) == "53100"


_NEVER_SHOWN = ("wachtzin", "code", "oud", "nieuw", "nogmaals", "slot-wachtzin")


def _typed(request: HttpRequest) -> list[str]:
    """The texts of the form that was sent, to give them back; never what opens anything."""
    names = [name for name in request.POST if name not in _NEVER_SHOWN]
    texts = [text for name in names for text in request.POST.getlist(name)]
    return [text for text in texts if " " in text.strip()]


def server_error(request: HttpRequest) -> HttpResponse:
    """Status 500, or the page of a fault that explains itself.

    Django calls this while it handles the fault, wherever that came up: also before a view, where
    `Explained` doesn't see it.
    """
    problem = sys.exc_info()[1]
    told = explained(request, problem) if isinstance(problem, Exception) else None
    return told or _page(request, BROKEN, 500)


def elsewhere(request: HttpRequest, report: bool) -> HttpResponse:
    """Status 409, for a visit (or report) that went on in another browser; with what was typed."""
    context = {
        "wat": "Deze melding" if report else "Dit bezoek",
        "begin": "/melding/" if report else "/",
        "getypt": _typed(request),
    }
    return HttpResponse(render_to_string("site/elders.html", context, request), status=409)


def _page(
    request: HttpRequest, fault: Fault, status: int, typed: Sequence[str] = ()
) -> HttpResponse:
    """The page in our own look, or a bare one where the template is what fails."""
    try:
        body: str = render_to_string("site/fout.html", {**asdict(fault), "getypt": typed}, request)
    except Exception:
        _log.exception("the page for status %d could not be rendered", status)
        body = _bare(fault, typed)
    return HttpResponse(body, status=status)


def _bare(fault: Fault, typed: Sequence[str] = ()) -> str:
    steps = "".join(f"<li>{html.escape(step)}</li>" for step in fault.wat_nu)
    texts = "".join(f"<pre>{html.escape(text)}</pre>" for text in typed)
    return _BARE_PAGE.format(
        titel=html.escape(fault.titel), tekst=html.escape(fault.tekst), wat_nu=steps, getypt=texts
    )
