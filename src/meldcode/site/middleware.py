"""What every request and response passes: headers, host, size, origin."""

from collections.abc import Callable

from csp.constants import HEADER as POLICY_HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from meldcode.guide import hidden, visits
from meldcode.melding import visits as reports
from meldcode.site import sweep, views
from meldcode.site.assets import PERMISSIONS_POLICY

# Whoever is in danger, hides or wipes gets that page; and the case file has no visits.
_ALWAYS = ("/acuut", "/verberg", "/wis", "/gewist", "/dossier/")
_WITHOUT_CONTENT = (204, 304)

View = Callable[[HttpRequest], HttpResponse]


def with_length(get_response: View) -> View:
    """Say how long each answer is.

    A server that passes one on without a length ends a download that broke off as if it were whole.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # An answer without content has no length (RFC 9110, section 8.6); a file says its own.
        if response.status_code not in _WITHOUT_CONTENT and not response.streaming:
            response["Content-Length"] = str(len(response.content))
        return response

    return middleware


def page_headers(get_response: View) -> View:
    """Every page: keep it nowhere, load nothing from elsewhere, be in nobody's frame."""
    headers = {
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS_POLICY,
        # Built once: the policy is the same for all pages, and building it costs more than reading
        # a visit.
        POLICY_HEADER: build_policy(),
    }

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response[name] = value
        return response

    return middleware


def known_host(get_response: View) -> View:
    """Refuse a request for a host that isn't ours, such as a name rebound to this machine."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises DisallowedHost
        return get_response(request)

    return middleware


def nothing_expired(get_response: View) -> View:
    """Remove what has had its time before a page is made; once a minute at most."""

    def middleware(request: HttpRequest) -> HttpResponse:
        sweep.now_and_then()
        return get_response(request)

    return middleware


def body_limit(get_response: View) -> View:
    """Answer a request whose body is larger than its page takes with a page that says so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _body_bytes(request) > largest_body(request.path):
            return views.too_large(request)
        return get_response(request)

    return middleware


def largest_body(path: str) -> int:
    """The largest body that a page takes, in bytes; by path, since no route is known yet."""
    if path.startswith("/dossier/zaak/") and path.endswith("/bijlage"):
        return int(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
    long_texts = path.startswith(("/dossier/zaak/", "/melding/"))
    return int(settings.CASE_BODY_LIMIT if long_texts else settings.BODY_LIMIT)


def _body_bytes(request: HttpRequest) -> int:
    """The length the request says it has; a request without one is read as empty by Django."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def hidden_pages(get_response: View) -> View:
    """Show nothing to who hid the pages, whatever is reloaded or gone back to.

    A form that another tab still sends is taken as always: what was typed there isn't lost.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if hidden.is_hidden(request) and request.method in ("GET", "HEAD"):
            return hidden.blank(request.path)
        return get_response(request)

    return middleware


def own_origin(get_response: View) -> View:
    """Put our own origin where the browser may not name it, for the CSRF check that follows.

    Under `Referrer-Policy: no-referrer` a browser sends `Origin: null` with a form to our own site
    (Fetch standard, 'append a request Origin header'), which Django refuses. `Sec-Fetch-Site` says
    what `Origin` then does not, and no page can set it. The token is checked as always.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_ORIGIN") == "null" and _from_own_pages(request):
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return get_response(request)

    return middleware


def elsewhere(get_response: View) -> View:
    """Say so where a visit or report went on in another browser, instead of showing an empty one.

    Nothing typed is lost: the page gives it back.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        report = request.path.startswith("/melding/")
        if request.path.startswith(_ALWAYS):
            return get_response(request)
        if not (reports if report else visits).taken(request):
            return get_response(request)
        response = views.elsewhere(request, report)
        (reports if report else visits).forget(response)
        return response

    return middleware


def _from_own_pages(request: HttpRequest) -> bool:
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    # Browsers of before 2023 do not send it. Over TLS the token suffices then: no other site can
    # plant a `__Host-` cookie, and a strict one does not come along with their forms.
    return site == "same-origin" or (site is None and settings.SECURE)


class Explained:
    """A fault that explains itself gets a page with what it says."""

    def __init__(self, get_response: View) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """For Django: see `views.explained`."""
        return views.explained(request, problem)
