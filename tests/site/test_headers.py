"""What every response carries, which requests are refused, and what the log does not say."""

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from meldcode.site import middleware, views

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.urls("tests.site.pages"), pytest.mark.usefixtures("open_pages")]

POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "font-src 'none'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
LIMIT = 256 * 1024
# What Chromium and Firefox send with a form to our own site.
OWN_PAGE = {"origin": "null", "sec-fetch-site": "same-origin"}


@pytest.fixture
def open_pages(settings: Settings) -> None:
    """The policies of the site that these tests serve."""
    settings.POLICIES = "tests.site.pages.POLICIES"


@pytest.fixture
def strict() -> Client:
    """A client that checks CSRF tokens and shows the page for a fault, as the server does."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is written to the log."""
    handler = logging.getLogger("django").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def _token(client: Client, *, secure: bool = False) -> str:
    page = client.get("/", secure=secure).content.decode()
    return page.split('value="')[1].split('"')[0]


def _answer(
    client: Client, token: str, headers: dict[str, str], *, secure: bool = False
) -> HttpResponseBase:
    data = {"reden": "zorg", "csrfmiddlewaretoken": token}
    return client.post("/antwoord", data, secure=secure, headers=headers)


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/bestaat-niet", 404), ("/stuk", 500)])
def test_every_page_has_the_strict_headers(strict: Client, path: str, status: int) -> None:
    response = strict.get(path)
    assert response.status_code == status
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_the_csrf_cookie_ends_with_the_browser_and_is_for_the_server_alone(strict: Client) -> None:
    cookie = strict.get("/").cookies["meldcode_csrf"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_a_form_from_our_own_page_is_accepted_though_its_origin_is_hidden(strict: Client) -> None:
    token = _token(strict)
    response = _answer(strict, token, OWN_PAGE)
    assert response.status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", None])
def test_a_hidden_origin_from_anywhere_else_is_refused(strict: Client, site: str | None) -> None:
    token = _token(strict)
    headers = {"origin": "null"} | ({"sec-fetch-site": site} if site else {})
    response = _answer(strict, token, headers)
    assert response.status_code == 403
    assert "Je pagina was verlopen" in response.getvalue().decode()


def test_another_origin_is_refused_even_with_the_right_token(strict: Client) -> None:
    token = _token(strict)
    response = _answer(strict, token, OWN_PAGE | {"origin": "http://localhost:3000"})
    assert response.status_code == 403


@pytest.mark.parametrize("token", ["", "a" * 64])
def test_a_form_from_our_own_page_without_its_token_is_refused(strict: Client, token: str) -> None:
    strict.get("/")
    response = _answer(strict, token, OWN_PAGE)
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), (None, 200), ("cross-site", 403), ("same-site", 403)]
)
def test_over_tls_an_older_browser_is_accepted_by_its_token(
    strict: Client, settings: Settings, site: str | None, status: int
) -> None:
    settings.SECURE = True
    token = _token(strict, secure=True)
    headers = {"origin": "null"} | ({"sec-fetch-site": site} if site else {})
    assert _answer(strict, token, headers, secure=True).status_code == status


def test_over_tls_a_form_without_any_origin_is_refused(strict: Client, settings: Settings) -> None:
    settings.SECURE = True
    assert _answer(strict, _token(strict, secure=True), {}, secure=True).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:8000"])
def test_a_host_that_is_not_ours_is_refused(strict: Client, host: str) -> None:
    response = strict.get("/", headers={"host": host})
    assert response.status_code == 400
    assert "Dit verzoek klopt niet" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_is_ours_under_each_of_its_names(strict: Client, host: str) -> None:
    assert strict.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(("size", "status"), [(LIMIT - 1, 200), (LIMIT, 200), (LIMIT + 1, 413)])
def test_a_body_over_the_limit_gets_a_page_that_says_so(
    client: Client, size: int, status: int
) -> None:
    response = client.post(
        "/antwoord", "reden=" + "a" * (size - 6), "application/x-www-form-urlencoded"
    )
    assert response.status_code == status
    assert ("Dit is te groot" in response.content.decode()) == (status == 413)


def test_a_file_over_the_limit_is_refused_and_never_lies_on_disk(client: Client) -> None:
    large = SimpleUploadedFile("bezoek.meldcode.json", b"x" * LIMIT)
    assert client.post("/antwoord", {"bestand": large}).status_code == 413
    handlers = django_settings.FILE_UPLOAD_HANDLERS
    assert handlers == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    # The largest body that any page takes is held in memory, so nothing goes to a file.
    largest = middleware.largest_body("/dossier/zaak/abc/bijlage")
    assert largest == django_settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert middleware.largest_body("/dossier/zaak/abc/toevoegen/signaal") < largest


@pytest.mark.parametrize(
    ("path", "kib"),
    [
        ("/afweging/2", 256),
        ("/dossier/inloggen", 256),
        ("/melding", 256),
        ("/melding/deel/stappen", 2048),
        ("/melding/bijlage", 2048),
        ("/dossier/zaak/abc/toevoegen/signaal", 2048),
        ("/dossier/zaak/abc/melding/deel/stappen", 2048),
        ("/dossier/zaak/abc/bijlage", 20 * 1024 + 256),
    ],
)
def test_a_page_takes_as_much_as_its_longest_form_needs(path: str, kib: int) -> None:
    assert middleware.largest_body(path) == kib * 1024


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/bestaat-niet", 404, "Deze pagina bestaat niet"),
        ("/stuk", 500, "Er ging iets mis"),
    ],
)
def test_a_fault_has_a_dutch_page_with_what_to_do(
    strict: Client, path: str, status: int, title: str
) -> None:
    response = strict.get(path)
    assert response.status_code == status
    page = response.content.decode()
    assert f"<h1>{title}</h1>" in page
    assert 'lang="nl"' in page
    assert "buurvrouw" not in page


def test_the_page_for_a_fault_stands_when_its_template_fails(
    strict: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> str:
        raise RuntimeError("no template")

    monkeypatch.setattr(views, "render_to_string", fail)
    response = strict.get("/stuk")
    assert response.status_code == 500
    assert "<h1>Er ging iets mis</h1>" in response.content.decode()
    assert 'href="/acuut"' in response.content.decode()


def test_the_log_says_where_it_broke_and_not_what_was_written(
    strict: Client, log: io.StringIO
) -> None:
    strict.get("/stuk?zoek=mijn+buurman")
    written = log.getvalue()
    assert "ERROR django.request" in written
    assert "builtins.ValueError" in written
    assert "pages.py" in written
    assert not [word for word in ("buurvrouw", "buurman", "zoek", "/stuk") if word in written]


@pytest.mark.parametrize("path", ["/bestaat-niet?naam=Anna", "/"])
def test_what_goes_as_it_should_is_not_logged(strict: Client, log: io.StringIO, path: str) -> None:
    strict.get(path, headers={"host": "evil.example"})
    strict.get(path)
    assert log.getvalue() == ""


@pytest.mark.browser
@pytest.mark.django_db
def test_in_chromium_a_form_arrives_and_tells_no_address(
    live_server: LiveServer, page: "Page"
) -> None:
    page.goto(live_server.url)
    page.fill("input[name=reden]", "zorg")
    page.click("button")
    assert page.inner_text("body") == "reden=zorg referer=None site=same-origin"


@pytest.mark.browser
@pytest.mark.django_db
def test_in_chromium_a_form_from_another_place_on_this_machine_is_refused(
    live_server: LiveServer, page: "Page"
) -> None:
    page.goto(live_server.url)
    token = page.input_value("input[name=csrfmiddlewaretoken]")
    page.route(
        "http://localhost:1/",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{live_server.url}/antwoord">'
            f'<input name="csrfmiddlewaretoken" value="{token}"><button>Win</button></form>',
            headers={"Referrer-Policy": "no-referrer"},
        ),
    )
    page.goto("http://localhost:1/")
    page.click("button")
    assert page.inner_text("h1") == "Je pagina was verlopen"
