"""The pages of a report without a case, answered by a redirect; why: `access.answering`."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from meldcode.access import answering
from meldcode.melding import visits


def given(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """`page`, or the redirect that leads to it, or the page that such a redirect asks for.

    Raises DatabaseError where the page can't be kept.
    """
    return answering.given(request, page, _Beside(request))


@dataclass(frozen=True)
class _Beside:
    """Keeps the page sealed beside the report, under its cookie."""

    request: HttpRequest

    def keep(self, response: HttpResponse, word: str, page: str) -> None:
        visits.set_aside(self.request, response, word, page, answering.KEPT_SECONDS)

    def take(self, word: str) -> str | None:
        return visits.take_aside(self.request, word)
