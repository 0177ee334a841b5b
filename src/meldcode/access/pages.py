"""What every page of access and the case file shares: its look, its errors, the lock's clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_http_methods

from meldcode.access import unlock

WARN_SECONDS = 20
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


class FieldErrors(dict[str, str]):
    """Dutch sentences by the field they are about; an empty key is about the whole form."""

    def as_list(self) -> list[dict[str, str]]:
        """For the summary on top: each with the id of its field."""
        return [{"veld": field or "inhoud", "tekst": text} for field, text in self.items()]


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; status 422 where there are errors."""
    found = FieldErrors(errors or {})
    who = unlock.state(request).who
    values = {
        "stijl": static("guide/meldcode.css"),
        "zaakstijl": static("access/dossier.css"),
        "teken": static("guide/teken.svg"),
        "slotscript": static("access/slot.js"),
        "wie": who.person if who else None,
        "pad": request.path,
        "seconden": unlock.idle_left(request),
        "waarschuw": WARN_SECONDS,
        "fouten": found.as_list(),
        "mis": found,
        **(context or {}),
    }
    return render(request, template, values, status=422 if found else status)
