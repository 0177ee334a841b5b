"""What stands on every page of a preview: that it is one, and what is wrong with the files."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from meldcode.site.preview import followed
from meldcode.site.preview.watch import Watch

_HEAD, _HEADER = b"</head>", b"</header>"


@lru_cache(maxsize=1)
def watch() -> Watch:
    """The one folder that this process follows."""
    return Watch(followed.folder)


@require_safe
def stand(request: HttpRequest) -> HttpResponse:
    """A number that is another one when open pages are out of date."""
    return HttpResponse(str(watch().stand), content_type="text/plain")


def look(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Look at the files before each page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        watch().look()
        return get_response(request)

    return middleware


def put(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Put the banner on each page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _HEADER in response.content:
            _insert(response, watch(), posted=request.method == "POST")
        return response

    return middleware


def _insert(response: HttpResponse, seen: Watch, posted: bool) -> None:
    context = {
        "naam": seen.folder.name,
        "stand": seen.stand,
        "fout": _fault(seen.fault) if seen.fault else None,
        "milder": seen.milder,
        "ander": seen.shown is None,
        "versie": seen.shown.versie if seen.shown else "",
        "gepost": posted,
    }
    head = render_to_string("site/voorbeeld_kop.html").encode()
    banner = render_to_string("site/voorbeeld.html", context).encode()
    content = response.content.replace(_HEAD, head + _HEAD, 1)
    response.content = content.replace(_HEADER, _HEADER + banner, 1)


def _fault(message: str) -> dict[str, str]:
    """'file:line: sentence' in its parts; a message of another form is the sentence."""
    file, _, rest = message.partition(":")
    line, _, sentence = rest.partition(":")
    if not line.isdecimal():
        return {"zin": message}
    return {"bestand": file, "regel": line, "zin": sentence.strip()}
