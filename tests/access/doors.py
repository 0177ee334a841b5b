"""The pages of `access` alone, for tests: the case file behind them is one empty page."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from meldcode.access import gate

handler404 = "meldcode.site.views.not_found"


def inside(request: HttpRequest) -> HttpResponse:
    """Only for who is in; says who that is."""
    return HttpResponse(f"Binnen: {gate.person(request).person.naam}")


inner = ([path("", inside, name="zaken")], "dossier")
urlpatterns = [
    path("", include("meldcode.guide.urls")),
    path("dossier/", include("meldcode.access.urls")),
    path("dossier/", include(inner)),
]
