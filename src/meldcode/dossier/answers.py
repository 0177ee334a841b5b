"""The pages of the case file, answered by a redirect; why: `access.answering`."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meldcode.access import answering, gate
from meldcode.dossier import services
from meldcode.dossier.models import Draft
from meldcode.visit.emptying import drop

# No draft is called so: their names have letters, digits and hyphens (`views_add.concept`).
_FORM = "antwoord:"


def given(request: HttpRequest, page: HttpResponse, zaak: str = "") -> HttpResponse:
    """`page`, or the redirect that leads to it, or the page that such a redirect asks for."""
    return answering.given(request, page, _AsDraft(request, zaak))


def sweep() -> bool:
    """Remove the pages that nobody can ask for any more; whether there were any."""
    return drop(_ended())


def _ended() -> QuerySet[Draft]:
    now = int(timezone.now().timestamp())
    # Also those that were kept under a clock that was ahead.
    wrong = Q(saved_at__gt=now + answering.KEPT_SECONDS)
    old = Q(saved_at__lt=now - answering.KEPT_SECONDS)
    return Draft.objects.filter(old | wrong, form__startswith=_FORM)


@dataclass(frozen=True)
class _AsDraft:
    """Keeps the page as a draft, sealed to who is logged in."""

    request: HttpRequest
    zaak: str

    def keep(self, response: HttpResponse, word: str, page: str) -> None:
        who, now = gate.person(self.request), timezone.now()
        _ended().delete()
        services.keep_draft(who, self.zaak, _FORM + word, {"pagina": [page]}, now)
        # The look is the page that follows, which writes its own line in the log.
        gate.led_on(self.request)

    def take(self, word: str) -> str | None:
        who = gate.person(self.request)
        kept = services.draft(who, self.zaak, _FORM + word)
        services.drop_draft(who, self.zaak, _FORM + word)
        return kept["pagina"][0] if kept else None
