"""For gunicorn: `gunicorn --preload meldcode.site.wsgi`.

`--preload` makes the process key before the workers fork. Without it each worker would have its
own, and a visit kept by one could not be opened by the next; that is refused rather than hidden.
"""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.exceptions import ImproperlyConfigured

from meldcode.site.server import prepare
from meldcode.vault.process_key import MADE_IN_PROCESS

_application = prepare()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Django's application. Raises ImproperlyConfigured where workers have keys of their own."""
    if environ.get("wsgi.multiprocess") and os.getpid() == MADE_IN_PROCESS:
        raise ImproperlyConfigured(
            "Elke worker heeft een eigen sleutel. Start gunicorn met --preload, "
            "of zet MELDCODE_PROCES_SLEUTEL."
        )
    return _application(environ, start_response)
