"""An OpenID Connect provider on this machine, that says what a test wants it to say."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, CODE = "meldcode-proef", "geheim-van-de-proef", "code-van-de-proef"
Start = Callable[[str, list[tuple[str, str]]], object]


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY, OTHER_KEY = _key(), _key()


@dataclass
class FakeProvider:
    """What it says: `claims` in the token, `more` at userinfo; and how it does so."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"preferred_username": "Anna"})
    more: dict[str, Any] = field(default_factory=lambda: {"sub": "a1"})
    config: dict[str, Any] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = KEY
    with_page: bool = False
    challenge: str = ""
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """WSGI."""
        path = environ["PATH_INFO"]
        self.asked.append(path)
        pages: dict[str, Callable[[dict[str, Any]], Any]] = {
            "/.well-known/openid-configuration": self._config,
            "/jwks": self._jwks,
            "/token": self._token,
            "/userinfo": lambda environ: self.more,
        }
        if path == "/authorize":
            return self._authorize(environ["QUERY_STRING"], start)
        said = pages[path](environ)
        start("200 OK" if said else "400 Bad Request", [("Content-Type", "application/json")])
        return [json.dumps(said or {"error": "invalid_grant"}).encode()]

    def _authorize(self, query: str, start: Start) -> Iterable[bytes]:
        """Back at once, as for who is logged in already, or a page of its own that leads back."""
        back = self._back(query)
        if not self.with_page:
            start("302 Found", [("Location", back)])
            return [b""]
        start("200 OK", [("Content-Type", "text/html")])
        return [f'<a href="{escape(back)}">Ga terug</a>'.encode()]

    def _config(self, environ: dict[str, Any]) -> dict[str, Any]:
        pages = {f"{name}_endpoint": name for name in ("token", "userinfo")}
        pages |= {"authorization_endpoint": "authorize", "jwks_uri": "jwks"}
        found = {name: f"{self.url}/{path}" for name, path in pages.items()}
        return {"issuer": self.url, **found, **self.config}

    def _jwks(self, environ: dict[str, Any]) -> dict[str, Any]:
        read = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**read, "kid": "1", "alg": "RS256", "use": "sig"}]}

    def _back(self, query: str) -> str:
        given = {name: values[0] for name, values in parse_qs(query).items()}
        self.challenge = given["code_challenge"]
        back = urlencode({"code": CODE, "state": given["state"]})
        return f"{given['redirect_uri']}?{back}"

    def _token(self, environ: dict[str, Any]) -> dict[str, Any] | None:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        verifier = sha256(form["code_verifier"].encode()).digest()
        fits = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() == self.challenge
        known = (form["client_id"], form["client_secret"], form["code"]) == (CLIENT, SECRET, CODE)
        if not (fits and known):
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._id_token()}

    def _id_token(self) -> str:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "sub": "a1", "iat": now, "exp": now + 60}
        told = {name: value for name, value in {**usual, **self.claims}.items() if value != ""}
        return jwt.encode(told, self.key, algorithm="RS256", headers={"kid": "1"})


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


@contextmanager
def serve(host: str = "127.0.0.1") -> Iterator[FakeProvider]:
    """A provider that answers while this lasts."""
    provider = FakeProvider()
    server = make_server(host, 0, provider, handler_class=_Quiet)
    provider.url = f"http://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
