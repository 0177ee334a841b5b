"""A question page beside a bare view, a search beside a page to look up: whole handlers, here."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

from bench.bare import BareHandler
from bench.rounds import Row, interleaved, microseconds
from meldcode.kader.advice import Situation
from meldcode.kader.bezoek import Bezoek, StepState
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework

QUESTION = "/afweging/2"
QUESTION_TARGET = 14
LOOKED_UP = "/zoek/gesprek"
SEARCH = "/zoek"
# A word that is there, a slip of the pen, and a sentence: what people type.
ASKED = ("wurgen", "strangulasie", "dronken vader haalt kind op van school")
SEARCH_TARGET = 2
PAGES_A_TURN = 20


class Answer(NamedTuple):
    """What a handler gave its server."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def cookies(self) -> str:
        """The cookies it sets, as a browser sends them back."""
        set_cookies = [value for name, value in self.headers if name == "Set-Cookie"]
        return "; ".join(each.partition(";")[0] for each in set_cookies)


class NotThePage(Exception):
    """The handler answered something else than the page to measure."""


def measure(product: WSGIHandler, rounds: int) -> list[Row]:
    """The question page of a filled visit, and a search. Raises :class:`NotThePage`.

    ``product`` is the handler of the product, its database ready.
    """
    visit = _kept_visit()
    first = answer(product, environ(QUESTION, visit))
    if first.status != "200 OK" or b" checked" not in first.body:
        raise NotThePage(f"{QUESTION}: {first.status}, {len(first.body)} bytes")
    question = environ(QUESTION, f"{visit}; {first.cookies}")
    hello, bare = environ("/"), BareHandler()
    seconds = interleaved(
        {
            "page": lambda: [answer(product, question) for _ in range(PAGES_A_TURN)],
            "bare": lambda: [answer(bare, hello) for _ in range(PAGES_A_TURN)],
        },
        rounds,
    )
    page, beside = (seconds[name] / PAGES_A_TURN for name in ("page", "bare"))
    return [
        Row(
            f"question page, {len(first.body) / 1000:.0f} kB",
            microseconds(page),
            f"bare {microseconds(beside)}",
            page / beside,
            QUESTION_TARGET,
        ),
        _search(product, rounds),
    ]


def _search(product: WSGIHandler, rounds: int) -> Row:
    """Searches beside a page to look up, for somebody without a visit. Raises `NotThePage`."""
    page = environ(LOOKED_UP)
    token = answer(product, environ(SEARCH))
    asked = [_posted(SEARCH, token, word) for word in ASKED]
    for each, body in asked:
        found = answer(product, each, body)
        if found.status != "200 OK" or b"Gevonden</h1>" not in found.body:
            raise NotThePage(f"{SEARCH}: {found.status}, {len(found.body)} bytes")
    seconds = interleaved(
        {
            "search": lambda: [answer(product, *each) for each in asked],
            "page": lambda: [answer(product, page) for _ in asked],
        },
        rounds,
    )
    search, beside = (seconds[name] / len(asked) for name in ("search", "page"))
    return Row(
        f"search, {len(asked)} kinds of question",
        microseconds(search),
        f"page to look up {microseconds(beside)}",
        search / beside,
        SEARCH_TARGET,
    )


def _posted(path: str, page: Answer, word: str) -> tuple[dict[str, Any], bytes]:
    """A search as the form of ``page`` sends it: the environ and the body."""
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    if token is None:
        raise NotThePage(f"{path}: no token to post with")
    body = urlencode({"csrfmiddlewaretoken": token[1].decode(), "woord": word}).encode()
    kind = "application/x-www-form-urlencoded"
    posted = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    return {**environ(path, page.cookies), **posted}, body


def filled(framework: Framework) -> Bezoek:
    """A visit halfway: steps done, four considerations answered with helper questions ticked."""
    answers = dict(zip(framework.afwegingen, ("ja", "nee", "ja", "ja"), strict=False))
    return Bezoek(
        kader=framework.id,
        stappen={"1": StepState("gedaan"), "2": StepState("overgeslagen", "Er was haast bij.")},
        afwegingen=answers,
        hulpvragen=frozenset(list(framework.hulpvragen)[::5]),
        redenen={key: "Wat ik zag en hoorde, in mijn eigen woorden. " * 4 for key in answers},
        situatie=Situation(weigering="onder_druk"),
        gevraagd=frozenset({"weigering"}),
    )


def environ(path: str, cookie: str = "") -> dict[str, Any]:
    """A GET as a server on this machine would hand it to the handler."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookie,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def answer(handler: WSGIHandler, asked: Mapping[str, Any], body: bytes = b"") -> Answer:
    """The handler's answer, with everything a server does to get it."""
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
        said.append((status, headers))

    response = handler({**asked, "wsgi.input": io.BytesIO(body)}, start_response)
    sent = b"".join(response)
    response.close()
    return Answer(*said[0], sent)


def _kept_visit() -> str:
    """Keep a filled visit; the cookie that leads to it."""
    from meldcode.guide import visits  # its model needs Django set up

    response = HttpResponse()
    visits.keep(HttpRequest(), response, filled(frameworks()["artsen"]))
    return "; ".join(f"{name}={morsel.value}" for name, morsel in response.cookies.items())
