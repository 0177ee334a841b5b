"""Pages that show nothing after 'Verberg', also when they are reloaded or gone back to.

A cookie says so, and nothing else. With JavaScript the page is covered at once, and the server is
told meanwhile.
"""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from meldcode.guide import fixed
from meldcode.visit.wiping import forget_pages

COOKIE = "meldcode_verborgen"


def is_hidden(request: HttpRequest) -> bool:
    """Whether this browser hid its pages and this address is not the way back."""
    if not request.COOKIES.get(COOKIE):
        return False
    return request.path not in (reverse("guide:verberg"), reverse("guide:terug"))


def blank(came_from: str) -> HttpResponse:
    """A page without a word on it but the way back to `came_from`, an address of ours."""
    back = f"{reverse('guide:terug')}?van={quote(came_from)}"
    context = {"vaste": fixed.addresses(), "terug": back}
    page = HttpResponse(render_to_string("guide/verberg.html", context))
    forget_pages(page)
    return page


def hide(response: HttpResponse) -> None:
    """Remember in this browser that its pages are hidden, until it ends or shows them again."""
    response.set_cookie(COOKIE, "1", httponly=True, samesite="Strict", secure=settings.SECURE)


def show_again(address: str) -> HttpResponse:
    """Forget it, and go on to `address`; to the first page where that is none of ours."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    response = HttpResponseRedirect(address if ours else reverse("guide:begin"))
    response.delete_cookie(COOKIE, samesite="Strict")
    return response
