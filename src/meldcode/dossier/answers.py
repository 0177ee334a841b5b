"""The pages of the case file, answered by a redirect; why: `access.answering`."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.access import answering, gate
from meldcode.dossier import services
from meldcode.dossier.models import Draft

# No draft is called so: their names have letters, digits and hyphens (`views_add.concept`).
_FORM = "antwoord:"


def given(request: HttpRequest, page: HttpResponse, zaak: str = "") -> HttpResponse:
    """`page`, or the redirect that leads to it, or the page that such a redirect asks for."""
    return answering.given(request, page, _AsDraft(request, zaak))


@dataclass(frozen=True)
class _AsDraft:
    """Keeps the page as a draft, sealed to who is logged in."""

    request: HttpRequest
    zaak: str

    def keep(self, response: HttpResponse, word: str, page: str) -> None:
        who, now = gate.person(self.request), timezone.now()
        old = int(now.timestamp()) - answering.KEPT_SECONDS
        Draft.objects.filter(form__startswith=_FORM, saved_at__lt=old).delete()
        services.keep_draft(who, self.zaak, _FORM + word, {"pagina": [page]}, now)
        # The look is the page that follows, which writes its own line in the log.
        gate.led_on(self.request)

    def take(self, word: str) -> str | None:
        who = gate.person(self.request)
        kept = services.draft(who, self.zaak, _FORM + word)
        services.drop_draft(who, self.zaak, _FORM + word)
        return kept["pagina"][0] if kept else None
