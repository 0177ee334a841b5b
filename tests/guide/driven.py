"""Firefox and WebKit as a visitor has them, driven with what Debian's own packages bring.

Firefox speaks Marionette over a socket, WebKitGTK the W3C's WebDriver over HTTP. Both take the same
few commands, which is all that `Driven` needs. Where a program is missing the test fails and says
which package brings it.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # W3C WebDriver, section 12.2
_WAIT_SECONDS = 30.0
_ESCAPE = "\ue00c"  # W3C WebDriver, section 17.4.2
_Result = Any


class Wire(Protocol):
    """How commands reach one kind of browser; each gives back what the browser answers."""

    def navigate(self, url: str) -> None: ...
    def back(self) -> None: ...
    def refresh(self) -> None: ...
    def script(self, source: str) -> _Result: ...
    def find(self, css: str) -> str: ...
    def type(self, element: str, text: str) -> None: ...


class Driven:
    """One browser window, with the few things a visitor does in it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def go(self, url: str) -> None:
        """Open an address, as a visitor types it."""
        self._wire.navigate(url)

    def back(self) -> None:
        """Press Back."""
        self._wire.back()
        self._settled()

    def reload(self) -> None:
        """Load the page again."""
        self._wire.refresh()
        self._settled()

    def click(self, css: str) -> None:
        """Press what `css` names, and wait for the page after it."""
        # By script: WebKit's driver refuses to press what our fixed bar may cover.
        self._wire.script(f"document.querySelector({json.dumps(css)}).click()")
        self._settled()

    def type(self, css: str, text: str) -> None:
        """Type in what `css` names."""
        self._wire.type(self._wire.find(css), text)

    def escape(self, css: str, times: int = 3) -> None:
        """Press Escape this often while the focus is on what `css` names."""
        self._wire.type(self._wire.find(css), _ESCAPE * times)

    @property
    def seen(self) -> str:
        """What can be read in the window, with its title and what stands in its fields."""
        return str(self._wire.script(_SEEN))

    @property
    def address(self) -> str:
        """The path of the page."""
        return str(self._wire.script("return location.pathname"))

    def arrives(self, address: str) -> None:
        """Wait until the page has this path."""
        until = time.monotonic() + _WAIT_SECONDS
        while self.address != address:
            assert time.monotonic() < until, f"{self.address} is no {address}: {self.seen[:300]}"
            time.sleep(0.05)
        self._settled()

    def _settled(self) -> None:
        time.sleep(0.2)
        until = time.monotonic() + _WAIT_SECONDS
        while self._wire.script("return document.readyState") != "complete":
            assert time.monotonic() < until, "the page does not come"
            time.sleep(0.05)


# What is covered can't be read, though it is still in the page.
_SEEN = """
  const shown = (e) => getComputedStyle(e).visibility !== "hidden" && e.getClientRects().length;
  const fields = [...document.querySelectorAll("textarea, input[type=text]")].filter(shown);
  const ticked = [...document.querySelectorAll(":checked")].filter(shown).map((e) => e.value);
  return [document.title, document.body.innerText, ...fields.map((e) => e.value), ...ticked]
    .join("\\n");
"""


def _program(name: str, package: str, *places: str) -> str:
    found = shutil.which(name) or next(
        (str(path) for place in places for path in sorted(Path("/").glob(place))), None
    )
    if found is None:
        pytest.fail(f"'{name}' is missing. Install it with: apt-get install {package}")
    return found


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until(ready: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + _WAIT_SECONDS
    while not ready():
        assert time.monotonic() < until, f"{what} does not answer"
        time.sleep(0.05)


def _listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _running(command: Sequence[str]) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


class _Marionette:
    """Firefox's own protocol: a length, a colon, and `[0, number, command, parameters]`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_WAIT_SECONDS)
        self._file = self._socket.makefile("rb")
        self._number = 0
        self._read()
        self._ask("NewSession", {"strictFileInteractability": False})

    def _ask(self, command: str, parameters: dict[str, Any] | None = None) -> _Result:
        self._number += 1
        message = json.dumps([0, self._number, f"WebDriver:{command}", parameters or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def _read(self) -> Any:
        digits = b""
        while (each := self._file.read(1)) != b":":
            assert each, "Firefox went away"
            digits += each
        return json.loads(self._file.read(int(digits)))

    def navigate(self, url: str) -> None:
        self._ask("Navigate", {"url": url})

    def back(self) -> None:
        self._ask("Back")

    def refresh(self) -> None:
        self._ask("Refresh")

    def script(self, source: str) -> _Result:
        return self._ask("ExecuteScript", {"script": source, "args": []})["value"]

    def find(self, css: str) -> str:
        found = self._ask("FindElement", {"using": "css selector", "value": css})
        return str(found["value"][_ELEMENT])

    def type(self, element: str, text: str) -> None:
        self._ask("ElementSendKeys", {"id": element, "text": text})

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class _WebDriver:
    """The W3C's protocol over HTTP."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self._base = f"http://127.0.0.1:{port}/session"
        made = self._ask("", {"capabilities": {"alwaysMatch": capabilities}})
        self._base += f"/{made['sessionId']}"

    def _ask(
        self, path: str, parameters: dict[str, Any] | None = None, method: str = ""
    ) -> _Result:
        data = None if method == "DELETE" else json.dumps(parameters or {}).encode()
        request = urllib.request.Request(self._base + path, data, method=method or "POST")
        with urllib.request.urlopen(request, timeout=_WAIT_SECONDS) as answer:
            return json.load(answer)["value"]

    def navigate(self, url: str) -> None:
        self._ask("/url", {"url": url})

    def back(self) -> None:
        self._ask("/back")

    def refresh(self) -> None:
        self._ask("/refresh")

    def script(self, source: str) -> _Result:
        return self._ask("/execute/sync", {"script": source, "args": []})

    def find(self, css: str) -> str:
        return str(self._ask("/element", {"using": "css selector", "value": css})[_ELEMENT])

    def type(self, element: str, text: str) -> None:
        self._ask(f"/element/{element}/value", {"text": text})

    def close(self) -> None:
        self._ask("", method="DELETE")


# Marionette's port stands in a profile's preferences, and no update or first page may come between.
_PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}


@contextmanager
def firefox() -> Iterator[Driven]:
    """Firefox ESR in a profile of its own, without a window."""
    program, port = _program("firefox-esr", "firefox-esr"), _free_port()
    with tempfile.TemporaryDirectory(prefix="meldcode-firefox-") as profile:
        preferences = {**_PREFERENCES, "marionette.port": port}
        lines = (f'user_pref("{k}", {json.dumps(v)});\n' for k, v in preferences.items())
        (Path(profile) / "user.js").write_text("".join(lines))
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", profile]
        with _running([*command, "about:blank"]):
            _until(lambda: _listens(port), "Firefox")
            wire = _Marionette(port)
            yield Driven(wire)
            wire.close()


@contextmanager
def webkit() -> Iterator[Driven]:
    """WebKitGTK's own small browser in a fresh session, on a screen that nobody sees."""
    driver = _program("WebKitWebDriver", "webkit2gtk-driver")
    browser = _program("MiniBrowser", "webkit2gtk-driver", "usr/lib/*/webkit2gtk-4.*/MiniBrowser")
    screen = [_program("xvfb-run", "xvfb"), "-a"]
    port = _free_port()
    options = {"binary": browser, "args": ["--automation"]}
    with _running([*screen, driver, f"--port={port}"]):
        _until(lambda: _listens(port), "WebKitWebDriver")
        wire = _WebDriver(port, {"webkitgtk:browserOptions": options})
        yield Driven(wire)
        wire.close()
