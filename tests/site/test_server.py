"""Starting on this machine: what it makes, where it listens, what it says when it can't."""

import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from meldcode.access import waiting
from meldcode.site import server
from meldcode.site.server import StartError
from meldcode.vault import argon2
from tests.site.running import Running


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of `running`, which makes it."""
    return tmp_path_factory.mktemp("server") / "gegevens"


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    """A server on a free port, for all tests that leave it running."""
    started = Running(MELDCODE_MAP=str(folder))
    yield started
    started.stop()


def _rights(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_it_says_where_it_runs_and_how_to_stop_it(running: Running) -> None:
    expected = f"Meldcode draait op http://localhost:{running.port} (stoppen: Ctrl+C)\n"
    assert running.says == expected


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_it_listens_on_both_addresses_of_localhost(running: Running, host: str) -> None:
    if host == "::1" and not _has_ipv6():
        pytest.skip("no IPv6 on this machine")
    response = running.get("/", host)
    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "waitress" not in (response.headers["Server"] or "")


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_static_files_are_served_for_good_under_their_hash(running: Running) -> None:
    from django.conf import settings

    assert len(settings.STATIC_URL) == len("/static/") + 12 + len("/")
    response = running.get(settings.STATIC_URL + "guide/meldcode.css")
    assert response.status == 200
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Access-Control-Allow-Origin"] is None
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_only_the_user_can_read_what_it_makes(running: Running, folder: Path) -> None:
    running.get("/")
    assert _rights(folder) == "0o700"
    made = {path.name: _rights(path) for path in folder.iterdir()}
    assert made["meldcode.sqlite3"] == "0o600"
    assert set(made.values()) == {"0o600"}


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    server.make_folder(tmp_path)
    assert _rights(tmp_path) == "0o755"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_told_and_printed_no_request(data_folder: Path, number: int) -> None:
    started = Running()
    started.get("/bestaat-niet?naam=Anna")
    printed, complained = started.stop(number)
    begin = r"Begin je dossiers\? Typ dan deze code op de pagina: [A-Z2-7]{4}-[A-Z2-7]{4}\n"
    assert re.fullmatch(rf"{begin}\nMeldcode is gestopt\.\n", printed)
    assert complained == ""
    assert started.process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="a fake browser is made as on Linux")
@pytest.mark.parametrize(
    ("arguments", "display", "opened"),
    [(("b",), ":1", True), (("b",), "", False), ((), ":1", False)],
)
def test_the_browser_opens_where_it_is_wanted_and_can_be_shown(
    data_folder: Path, tmp_path: Path, arguments: tuple[str, ...], display: str, opened: bool
) -> None:
    seen = tmp_path / "geopend"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    browser.chmod(0o700)
    environment = {"BROWSER": str(browser), "DISPLAY": display, "WAYLAND_DISPLAY": ""}
    started = Running(*arguments, **environment)
    for _ in range(100 if opened else 10):
        if seen.exists() and seen.read_text():
            break
        time.sleep(0.05)
    started.stop()
    assert seen.exists() == opened
    if opened:
        assert seen.read_text() == f"http://localhost:{started.port}\n"


def test_a_port_in_use_is_told_with_what_to_do(taken: int) -> None:
    with pytest.raises(StartError) as refusal:
        server.bind("localhost", taken)
    assert str(refusal.value) == (
        f"Poort {taken} is al in gebruik. Misschien draait Meldcode al: "
        f"kijk op http://localhost:{taken}.\n"
        f"Anders kies je een andere poort: meldcode start --poort {taken + 1}"
    )


def test_a_port_in_use_on_the_other_address_of_localhost_counts_too() -> None:
    if not _has_ipv6():
        pytest.skip("no IPv6 on this machine")
    with (
        socket.create_server(("::1", 0), family=socket.AF_INET6) as other,
        pytest.raises(StartError, match="is al in gebruik"),
    ):
        server.bind("localhost", other.getsockname()[1])


def test_a_start_that_fails_ends_with_the_message_and_no_traceback(
    taken: int, data_folder: Path
) -> None:
    start = f"from meldcode.site.server import serve; serve({taken}, open_browser=False)"
    ended = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Poort {taken} is al in gebruik.")
    assert "Traceback" not in ended.stderr
    assert not data_folder.exists()


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(StartError) as refusal:
        server.bind("localhost", port)
    assert str(refusal.value) == (
        f"Poort {port} bestaat niet. Kies een poort van 1 tot en met 65535."
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "bestaat-niet.invalid"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(StartError) as refusal:
        server.bind(host, 0)
    assert str(refusal.value) == f"Het adres {host} is niet van deze computer."


def _prepare(folder: Path) -> str:
    """What the start prints on stderr with this data folder."""
    start = "from meldcode.site.server import serve; serve(0, open_browser=False)"
    ended = subprocess.run(
        [sys.executable, "-c", start],
        env=os.environ | {"MELDCODE_MAP": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    return ended.stderr


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    folder = tmp_path / "bestand" / "map"
    assert _prepare(folder) == (
        f"Meldcode kan niet schrijven in de map {folder} (Not a directory).\n"
        "Kies een andere map met MELDCODE_MAP, of zorg dat je in deze map mag schrijven.\n"
    )


def test_a_damaged_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "meldcode.sqlite3").write_bytes(b"geen database" * 1000)
    assert _prepare(tmp_path) == (
        f"Meldcode kan de database in {tmp_path} niet openen (file is not a database).\n"
        "Draait Meldcode al met deze map? Stop het dan eerst, of kies een andere map "
        "met MELDCODE_MAP.\n"
    )


def test_whoever_waits_for_a_passphrase_leaves_eight_threads_to_pages() -> None:
    assert server.THREADS - argon2.PLACES - waiting.PLACES == server.PAGE_THREADS == 8


def test_no_body_is_large_enough_to_be_put_on_disk() -> None:
    options = server._waitress_options()
    assert options["inbuf_overflow"] > options["max_request_body_size"]
    assert options["outbuf_overflow"] >= 100 * 1024**2


WSGI = """
from meldcode.site.wsgi import application
def start_response(status, headers): print(status)
application({"wsgi.multiprocess": True, "REQUEST_METHOD": "GET", "PATH_INFO": "/verberg",
    "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http",
    "wsgi.input": __import__("io").BytesIO()}, start_response)
"""


@pytest.mark.parametrize(
    ("key", "expected"),
    [("", "Start gunicorn met --preload"), ("a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=", "200")],
)
def test_workers_with_keys_of_their_own_are_refused(
    data_folder: Path, key: str, expected: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WSGI],
        env=os.environ | {"MELDCODE_PROCES_SLEUTEL": key},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert expected in ended.stdout + ended.stderr


def test_gunicorn_takes_the_settings_of_the_product(data_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--config", "python:meldcode.site.workers"),
            *("--bind", f"127.0.0.1:{port}", "meldcode.site.wsgi"),
        ],
        env=os.environ | {"MELDCODE_MAP": str(data_folder)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        begin, *said = [process.stderr.readline() for _ in range(6)]
        assert begin.startswith("Begin je dossiers? Typ dan deze code op de pagina: "), begin
        assert f"Listening at: http://127.0.0.1:{port}" in said[1], said
        assert "Using worker: gthread" in said[2]
        assert all("Booting worker" in line for line in said[3:])
        assert _first_page(port) == 200
    finally:
        process.terminate()
        process.wait(timeout=30)
        assert process.stderr is not None
        with process.stderr as said_last:
            rest = said_last.read()
    assert "één thread" not in rest
    assert "ontrol socket" not in rest


def _first_page(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_workers_of_one_thread_are_told_that_they_keep_the_guide_waiting(
    data_folder: Path,
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WSGI],
        env=os.environ
        | {"MELDCODE_PROCES_SLEUTEL": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "--config python:meldcode.site.workers" in ended.stderr
