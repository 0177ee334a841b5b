"""The framework a case follows: what a newer version changes for it, and moving to that one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.access.pages import read_or_post
from meldcode.dossier import moving, pages
from meldcode.dossier.entries import TEXT_LENGTH, Kaderwissel
from meldcode.dossier.moving import Move
from meldcode.dossier.services import File
from meldcode.dossier.words import form_of

DRAFT = "kaderwissel"
_TOO_LONG = "Je reden is te lang. Maak hem korter."


@read_or_post
def kader(request: HttpRequest) -> HttpResponse:
    """What changes for this case, its last answers under both versions; then moving it."""
    found = pages.file(request)
    move = moving.move_of(found)
    reason = request.POST.get("reden", "").strip()
    # Somebody may have installed another version since the page was opened.
    seen = move is not None and request.POST.get("versie") == move.after.hash
    if move is None or not seen or found.status.decision.closed:
        return _page(request, found, move, reason)
    if len(reason) > TEXT_LENGTH:
        return _page(request, found, move, reason, error=_TOO_LONG)

    def again(now: File, since: pages.Since) -> HttpResponse:
        return _page(request, now, moving.move_of(now), reason, since=since)

    after = move.after
    entry = Kaderwissel(
        op=timezone.localdate(),
        kader=after.id,
        kader_versie=after.versie,
        kader_hash=after.hash,
        reden=reason,
    )
    return pages.store(request, found, entry, again, DRAFT)


def _page(
    request: HttpRequest,
    found: File,
    move: Move | None,
    reason: str,
    *,
    since: pages.Since = (),
    error: str = "",
) -> HttpResponse:
    context = {
        "vorm": form_of("kaderwissel"),
        "overstap": move,
        "ander": request.method == "POST" and move is not None and not since and not error,
        "gesloten": found.status.decision.closed,
        "reden": reason,
        "intussen": since,
        "terug": pages.back(found),
    }
    errors = {"reden": error} if error else {}
    return pages.show(request, "dossier/kader.html", found, context, errors)
