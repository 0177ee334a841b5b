"""The served product, killed while somebody saves in it: for the trial ``opslaan``."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from proef.stroom.trial import Outcome

TREE = Path(__file__).parent.parent
PATIENCE_SECONDS = 60
LONGEST_SECONDS = 0.6
_SERVE = "import sys; from meldcode.site import server;"
_SERVE += "server.serve(int(sys.argv[1]), open_browser=False)"


class Browser:
    """As much of a browser as logging in and sending a form takes."""

    def __init__(self, port: int, patience: float = PATIENCE_SECONDS) -> None:
        self.port = port
        self.patience = patience
        self.origin = f"http://localhost:{port}"
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        """A page's HTML."""
        return self._ask("GET", path, None)[1]

    def look(self, path: str) -> int:
        """A page's status, read whole."""
        return self._ask("GET", path, None)[0]

    def send(self, page: str, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form from `page`; gives the status and where the answer leads."""
        status, _, place = self.answer(page, path, fields)
        return status, place

    def answer(self, page: str, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """Send a form from `page`; gives the status, the HTML and where the answer leads."""
        status, body, headers = self.fetch(page, path, fields)
        return status, body.decode(), headers.get("Location") or ""

    def fetch(
        self, page: str, path: str, fields: dict[str, str]
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Send a form from `page`; gives the status, the bytes and the headers."""
        form = urlencode({**fields, "csrfmiddlewaretoken": token(page)}).encode()
        return self._answer("POST", path, form)

    def connect(self) -> http.client.HTTPConnection:
        """A new connection to the server."""
        return http.client.HTTPConnection("localhost", self.port, timeout=self.patience)

    def headers(self) -> dict[str, str]:
        """What goes with every request."""
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}

    def _ask(self, method: str, path: str, form: bytes | None) -> tuple[int, str, str]:
        status, body, headers = self._answer(method, path, form)
        return status, body.decode(), headers.get("Location") or ""

    def _answer(
        self,
        method: str,
        path: str,
        form: bytes | None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        headers = self.headers()
        if form is not None:
            headers |= {"Origin": self.origin, "Content-Type": kind}
        with closing(self.connect()) as connection:
            connection.request(method, path, form, headers)
            answer = connection.getresponse()
            body = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, body, answer.headers


def token(page: str) -> str:
    """The token against forged requests that stands in the forms of a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page
    return found[1]


def served(amount: int, folder: Path, seed: int = 2026) -> Outcome:
    """Kill the server `amount` times while entries come in; it starts on what is there."""
    from proef.opslaan import PROGRAM

    subprocess.run([*PROGRAM, "lees", str(folder)], cwd=TREE, check=True, capture_output=True)
    outcome, chance, promised = Outcome(), Random(seed), set[str]()
    for _ in range(amount):
        said: list[str] = []
        _serve_and_kill(folder, chance, said)
        outcome.breaks += 1
        outcome.acknowledged += len(said)
        promised.update(said)
    done = subprocess.run([*PROGRAM, "lees", str(folder)], cwd=TREE, capture_output=True, text=True)
    if done.returncode:
        outcome.broken += done.stderr.strip().splitlines()
    outcome.lost = sorted(promised - set(done.stdout.split()))
    return outcome


def _serve_and_kill(folder: Path, chance: Random, said: list[str]) -> None:
    port = _free_port()
    environment = {**os.environ, "MELDCODE_MAP": str(folder)}
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(port)],
        cwd=TREE,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        started = threading.Event()
        saving = threading.Thread(target=_save, args=(port, said, started))
        saving.start()
        assert started.wait(PATIENCE_SECONDS), "nothing was saved"
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
    saving.join()


def _save(port: int, said: list[str], started: threading.Event) -> None:
    """Log in, start a case and save entries until the server is gone."""
    from proef.opslaan import NAME, PHRASE

    browser = Browser(port)
    try:
        page = browser.get("/dossier/inloggen")
        browser.send(page, "/dossier/inloggen", {"naam": NAME, "wachtzin": PHRASE})
        page = browser.get("/dossier/nieuw")
        form = {"codenaam": "Blauwe Zwaan", "kader": "artsen"}
        _, case = browser.send(page, "/dossier/nieuw", form)
        while True:
            word = secrets.token_hex(8)
            status, place = browser.send(page, f"{case}toevoegen/signaal", signal_of(word))
            if status == 302 and "#regel-" in place:
                said.append(word)
                started.set()
    except (OSError, http.client.HTTPException):
        pass  # the server was killed, as it should


def signal_of(word: str) -> dict[str, str]:
    """The form of a signal with this word in it."""
    return {
        "wat": f"{word} gezien {word}",
        "opgemerkt": time.strftime("%Y-%m-%d"),
        "herkomst": "zelf_gezien",
        "aard": "feit",
        "richting": "onduidelijk",
    }


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
