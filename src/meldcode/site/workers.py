"""For gunicorn: `gunicorn --config python:meldcode.site.workers meldcode.site.wsgi`.

What the command line says besides (`--bind`, `--workers`) goes before this.
"""

from meldcode.site.server import THREADS

# The process key is made before the workers fork, so that they share it.
preload_app = True
# A thread that waits for a passphrase, or for a slow reader, holds up no other page.
worker_class = "gthread"
threads = THREADS
workers = 2
# Whoever waits for a passphrase is answered within the minute of a proxy.
timeout = 60
# What a request asks for is nobody's affair.
accesslog = None
# Nobody manages it by a socket: what has no door needs no lock.
control_socket_disable = True
