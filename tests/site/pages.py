"""A site of a few pages for tests: as bare as can be, behind the real middleware."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, URLResolver, include, path

from meldcode.access.policy import Policy, Table, Who, routes

handler400 = "meldcode.site.views.bad_request"
handler403 = "meldcode.site.views.permission_denied"
handler404 = "meldcode.site.views.not_found"
handler500 = "meldcode.site.views.server_error"


def form(request: HttpRequest) -> HttpResponse:
    """A form with its token."""
    return HttpResponse(
        '<!doctype html><html lang="nl"><title>Vraag</title>'
        '<form method="post" action="/antwoord">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
        '<input name="reden" autocomplete="off"><button>Verder</button></form>'
    )


def answer(request: HttpRequest) -> HttpResponse:
    """What the form leads to; shows what the browser told about where it came from."""
    return HttpResponse(
        f"reden={request.POST.get('reden')}"
        f" referer={request.META.get('HTTP_REFERER')}"
        f" site={request.META.get('HTTP_SEC_FETCH_SITE')}"
    )


def broken(request: HttpRequest) -> HttpResponse:
    """A fault that quotes what somebody wrote."""
    raise ValueError("mijn buurvrouw")


# The names that our template for a fault links to.
NAMES = ("acuut", "zoek", "begrippen", "bronnen", "openen", "wis", "verberg")
guide = ([path("", form, name="begin"), *(path(name, form, name=name) for name in NAMES)], "guide")
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(guide)),
    path("antwoord", answer, name="antwoord"),
    path("stuk", broken, name="stuk"),
]
POLICIES: Table = {name: Policy(Who.ANYONE) for name in routes(urlpatterns)}
