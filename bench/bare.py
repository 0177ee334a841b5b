"""The least Django can do: one view, no middleware, no database, no template.

`python -m bench.bare` serves it with waitress, with the product's number of threads.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path

URLCONF = "bench.bare"


def hello(request: HttpRequest) -> HttpResponse:
    """A page of one word."""
    return HttpResponse("hallo")


urlpatterns = [path("", hello)]


class _Request(WSGIRequest):
    """Finds its view here, whatever the settings of the process say."""

    urlconf = URLCONF


class BareHandler(WSGIHandler):
    """Django's handler without middleware; it may live in a process with other settings."""

    request_class = _Request

    def load_middleware(self, is_async: bool = False) -> None:
        """Nothing between server and view."""
        from django.test import override_settings  # only where it is used beside the product

        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)


def main() -> None:
    """Serve until SIGTERM; the first line printed tells where."""
    import django
    from waitress.server import create_server

    # As the product has it: a busy server writes no line for that.
    logging.getLogger("waitress").setLevel(logging.ERROR)
    settings.configure(ROOT_URLCONF=URLCONF, ALLOWED_HOSTS=["localhost"])
    django.setup()
    server = create_server(WSGIHandler(), host="127.0.0.1", port=0, threads=8, ident="")
    print(f"http://localhost:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
