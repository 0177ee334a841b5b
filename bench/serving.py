"""Real server processes on this machine: pages a second, how even they come, and the start."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import NamedTuple
from urllib.parse import urlencode

from bench.rounds import Row

CLIENTS = 8
PRODUCT = "from meldcode.site.server import serve; serve(0, open_browser=False)"
PRODUCT_COMMAND = (sys.executable, "-c", PRODUCT)
BARE_COMMAND = (sys.executable, "-m", "bench.bare")
# What a client answers before it is measured, so that its pages show a visit that is under way.
ANSWERED: Sequence[tuple[str, dict[str, str]]] = (
    ("/", {"beroep": "artsen"}),
    ("/afweging/1", {"antwoord": "ja", "reden": "Wat ik zag en hoorde."}),
    ("/afweging/2", {"antwoord": "nee", "reden": ""}),
    ("/afweging/3", {"antwoord": "ja", "reden": ""}),
)
WALKED = ("/afweging/1", "/afweging/2", "/afweging/3", "/afweging/4", "/afweging/5")


class ServerFailed(Exception):
    """The server did not start, or answered something else than a page."""


class Started(NamedTuple):
    """A server that gave its first page after ``seconds``."""

    port: int
    seconds: float


class Load(NamedTuple):
    """What all clients together got: how many pages a second, and each page's seconds."""

    rate: float
    seconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.seconds, n=100)[98]


def measure(rounds: int, window: float) -> list[Row]:
    """Pages a second at eight clients, p99 over p50, and start to first page.

    ``window`` is how long the clients ask in each round, in seconds. Raises
    :class:`ServerFailed`.
    """
    own, bare = _loads(rounds, window)
    starts = _starts(rounds)
    return [
        Row(
            f"pages a second, {CLIENTS} clients",
            f"{own.rate:.0f}/s",
            f"bare {bare.rate:.0f}/s",
            bare.rate / own.rate,
        ),
        Row(
            f"p99 over p50, {CLIENTS} clients",
            f"{own.p99 * 1e3:.1f}/{own.median * 1e3:.1f} ms",
            f"bare {bare.p99 / bare.median:.1f}×",
            own.p99 / own.median,
        ),
        Row(
            "start to first page",
            f"{starts[0]:.2f} s",
            f"bare {starts[1]:.2f} s",
            starts[0] / starts[1],
        ),
    ]


@contextmanager
def started(command: Sequence[str]) -> Iterator[Started]:
    """Run a server with a data folder of its own until the block ends.

    Its first line of output names its address. Raises :class:`ServerFailed`.
    """
    with tempfile.TemporaryDirectory(prefix="meldcode-bench-") as folder:
        environment = os.environ | {"MELDCODE_MAP": folder}
        begin = time.perf_counter()
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                if "http://localhost:" not in line:
                    raise ServerFailed(f"{command}: {line}")
                port = int(line.partition("http://localhost:")[2].split()[0])
                with closing(_connect(port)) as connection:
                    _get(connection, "/", {})
                yield Started(port, time.perf_counter() - begin)
            finally:
                process.terminate()
                process.communicate()  # else its last words find no reader


def _starts(rounds: int) -> tuple[float, float]:
    """The median seconds from start to first page: the product's, the bare server's."""
    seconds: dict[Sequence[str], list[float]] = {PRODUCT_COMMAND: [], BARE_COMMAND: []}
    for _ in range(rounds):
        for command, known in seconds.items():
            with started(command) as server:
                known.append(server.seconds)
    return statistics.median(seconds[PRODUCT_COMMAND]), statistics.median(seconds[BARE_COMMAND])


def _loads(rounds: int, window: float) -> tuple[Load, Load]:
    """The clients ask the product and the bare server in turn."""
    own: list[Load] = []
    bare: list[Load] = []
    with started(PRODUCT_COMMAND) as product, started(BARE_COMMAND) as hello:
        cookies = [visit(product.port) for _ in range(CLIENTS)]
        for _ in range(rounds):
            own.append(_load(product.port, WALKED, cookies, window))
            bare.append(_load(hello.port, ("/",), [""] * CLIENTS, window))
    return _together(own), _together(bare)


def _together(loads: Sequence[Load]) -> Load:
    rate = statistics.median(load.rate for load in loads)
    return Load(rate, [seconds for load in loads for seconds in load.seconds])


def _load(port: int, paths: Sequence[str], cookies: Sequence[str], window: float) -> Load:
    """Let one client for each cookie ask page after page during ``window`` seconds."""
    seconds: list[float] = []
    failed: list[Exception] = []
    end = time.perf_counter() + window

    def client(cookie: str) -> None:
        try:
            seconds.extend(_ask(port, paths, cookie, end))
        except Exception as error:  # a thread's own error would pass unseen
            failed.append(error)

    threads = [threading.Thread(target=client, args=(cookie,)) for cookie in cookies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise ServerFailed(str(failed[0])) from failed[0]
    return Load(len(seconds) / window, seconds)


def _ask(port: int, paths: Sequence[str], cookie: str, end: float) -> list[float]:
    seconds: list[float] = []
    headers = {"Cookie": cookie} if cookie else {}
    with closing(_connect(port)) as connection:
        while (begin := time.perf_counter()) < end:
            _get(connection, paths[len(seconds) % len(paths)], headers)
            seconds.append(time.perf_counter() - begin)
    return seconds


def visit(port: int) -> str:
    """Begin a visit as a browser does; the cookies that lead to it."""
    cookies: dict[str, str] = {}
    with closing(_connect(port)) as connection:
        cookies |= _cookies(_get(connection, "/", {}))
        for path, fields in ANSWERED:
            token = next(value for name, value in cookies.items() if name.endswith("csrf"))
            headers = {
                "Cookie": _header(cookies),
                "Content-Type": "application/x-www-form-urlencoded",
            }
            body = urlencode({**fields, "csrfmiddlewaretoken": token})
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            response.read()
            if response.status != http.HTTPStatus.FOUND:
                raise ServerFailed(f"POST {path}: {response.status}")
            cookies |= _cookies(response)
    return _header(cookies)


def _connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("localhost", port, timeout=30)


def _get(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> http.client.HTTPResponse:
    """The answer, read whole. Raises :class:`ServerFailed` for anything but a page."""
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != http.HTTPStatus.OK or not body:
        raise ServerFailed(f"GET {path}: {response.status}")
    return response


def _cookies(response: http.client.HTTPResponse) -> dict[str, str]:
    set_cookies = response.headers.get_all("Set-Cookie", [])
    return dict(each.partition(";")[0].split("=", 1) for each in set_cookies)


def _header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
