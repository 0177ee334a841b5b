"""For gunicorn, with the settings of `meldcode.site.workers`.

They make the process key before the workers fork. Without that each worker would have its own,
and a visit kept by one could not be opened by the next; that is refused rather than hidden.
"""

import os
import sys
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.exceptions import ImproperlyConfigured

from meldcode.site.server import how_to_begin, prepare
from meldcode.vault.process_key import MADE_IN_PROCESS

_application = prepare()
if _begin := how_to_begin():
    print(_begin, file=sys.stderr, flush=True)
_told: list[str] = []


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Django's application. Raises ImproperlyConfigured where workers have keys of their own."""
    if environ.get("wsgi.multiprocess") and os.getpid() == MADE_IN_PROCESS:
        raise ImproperlyConfigured(
            "Elke worker heeft een eigen sleutel. Start gunicorn met --preload, "
            "of zet MELDCODE_PROCES_SLEUTEL."
        )
    if not environ.get("wsgi.multithread") and not _told:
        _told.append(
            "Elke worker heeft één thread: wie inlogt, houdt dan de gids op. "
            "Start gunicorn met --config python:meldcode.site.workers"
        )
        print(*_told, file=sys.stderr, flush=True)
    return _application(environ, start_response)
