"""Behind what stands before it: nginx as `docs/beheer.md` writes it, and pgbouncer.

From logging in to the download of an attachment, through nginx with TLS to gunicorn with two
workers, on SQLite, and on PostgreSQL behind pgbouncer in transaction pooling. Every answer must
have the length that it says, HEAD the length of GET, also with gzip on; and a hundred readers of a
kilobyte a second must keep nobody from working. Results: ``docs/proef-voorkant.md``.
"""

from __future__ import annotations

import datetime as dt
import gzip
import http.client
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from proef import ochtend
from proef.bediend import Browser, signal_of, token
from proef.draaiend import GUNICORN, SQLITE, TREE, free_port, places, serving, wait_for
from proef.ochtend import LOGIN, PHRASE, Visits
from tests.postgres import USER

RESULTS = TREE / "docs" / "proef-voorkant.md"
MANUAL = TREE / "docs" / "beheer.md"
NAME = "meldcode.example.nl"
SLOW, SLOW_SECONDS, SLOW_BYTES = 100, 15.0, 1024
FILE_BYTES = 2 * 1024**2
POOLED = "PostgreSQL achter pgbouncer"
GZIP = "gzip on; gzip_proxied any; gzip_types text/css text/plain application/pdf;"


def missing() -> list[str]:
    """What isn't installed here, in Dutch."""
    return [
        f"{name} staat niet op deze computer"
        for name in ("nginx", "pgbouncer", "caddy")
        if shutil.which(name) is None
    ]


class Through(Browser):
    """A browser that comes over TLS, by the name that visitors use."""

    def __init__(self, port: int, patience: float = 60) -> None:
        super().__init__(port, patience)
        self.origin = f"https://{NAME}"
        self.gzip = False

    def connect(self) -> http.client.HTTPConnection:
        """To nginx on this machine, whose certificate nobody signed."""
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=self.patience, context=_unsigned()
        )

    def headers(self) -> dict[str, str]:
        """The cookies, the name, and whether gzip may be."""
        return super().headers() | {
            "Host": NAME,
            "Accept-Encoding": "gzip" if self.gzip else "identity",
        }

    def upload(self, page: str, path: str, fields: dict[str, str], name: str, data: bytes) -> str:
        """Send a form with a file; gives where the answer leads."""
        edge = secrets.token_hex(8)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'.encode()
            for key, text in {**fields, "csrfmiddlewaretoken": token(page)}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="bestand"; filename="{name}"\r\n'
        parts += [head.encode(), b"Content-Type: text/plain\r\n\r\n", data, b"\r\n"]
        body = b"".join([*parts, f"--{edge}--\r\n".encode()])
        kind = f"multipart/form-data; boundary={edge}"
        status, html, headers = self._answer("POST", path, body, kind)
        assert status == 302, f"{path}: {status} {re.findall('error[^<]*<[^<]*', html.decode())}"
        return headers.get("Location") or ""

    def whole(self, method: str, path: str, page: str = "") -> tuple[int, bytes, str]:
        """Status, body and the length that was told; raises IncompleteRead where it's short."""
        form = f"csrfmiddlewaretoken={token(page)}".encode() if page else None
        status, body, headers = self._answer(method, path, form)
        if headers.get("Content-Encoding") == "gzip" and body:
            body = gzip.decompress(body)
        return status, body, headers.get("Content-Length") or ""


@cache
def _unsigned() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@dataclass
class Walk:
    """What one way through gave: steps that went well, and what was wrong."""

    way: str
    steps: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    idle: Visits = field(default_factory=Visits)
    beside: Visits = field(default_factory=Visits)
    work: list[float] = field(default_factory=list)

    def check(self, step: str, right: bool, told: object = "") -> None:
        """Note a step."""
        if right:
            self.steps.append(step)
        else:
            self.wrong.append(f"{step}: {told}"[:300])


@contextmanager
def nginx(base: Path, upstream: int, more: str = "") -> Iterator[int]:
    """nginx with the server block of the manual before `upstream`; gives its port."""
    found = re.search(r"```nginx\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert found, "the manual has no server block"
    port, folder = free_port(), base / f"nginx-{free_port()}"
    folder.mkdir()
    _certificate(folder)
    block = found[1].replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl; {more}")
    block = block.replace("127.0.0.1:8001", f"127.0.0.1:{upstream}")
    block = block.replace("/etc/ssl/meldcode/", f"{folder}/")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/fouten warn;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\n{temporary}\n{block}\n}}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        wait_for(port, process, folder / "fouten")
        yield port
    finally:
        process.terminate()
        process.wait()


def _certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", f"/CN={NAME}"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


@contextmanager
def pgbouncer(base: Path, address: str) -> Iterator[str]:
    """pgbouncer in transaction pooling before the PostgreSQL of `address`; gives its address."""
    from urllib.parse import parse_qs, urlsplit

    (behind,) = parse_qs(urlsplit(address).query)["host"]
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="meldcode-pgb-"))
    (folder / "users").write_text(f'"{USER}" ""\n')
    (folder / "ini").write_text(
        f"[databases]\npostgres = host={behind} dbname=postgres\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = trust\n"
        f"auth_file = {folder}/users\npool_mode = transaction\ndefault_pool_size = 8\n"
        f"max_client_conn = 400\nlogfile = {folder}/log\n"
    )
    as_user: list[str] = []
    if os.geteuid() == 0:
        for path in (folder, folder / "users", folder / "ini"):
            shutil.chown(path, USER, USER)
        as_user = ["runuser", "-u", USER, "--"]
    output = (folder / "uit").open("wb")
    process = subprocess.Popen(
        [*as_user, "pgbouncer", str(folder / "ini")], stdout=output, stderr=output, cwd="/"
    )
    try:
        wait_for(port, process, folder / "uit")
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait()
        output.close()
        shutil.rmtree(folder, ignore_errors=True)


def walk(port: int, found: Walk, compressed: bool = False) -> tuple[Through, str, str]:
    """Log in, begin a case, write, export, attach and download; gives the browser, the case and
    the page of the attachment."""
    browser = Through(port)
    browser.gzip = compressed
    page = _page(browser, LOGIN)
    status, place = browser.send(page, LOGIN, {"naam": ochtend.name(0), "wachtzin": PHRASE})
    found.check("inloggen", (status, place) == (302, "/dossier/"), (status, place))
    page = _page(browser, "/dossier/nieuw")
    form = {"codenaam": f"Blauwe Zwaan {secrets.token_hex(3)}", "kader": "artsen"}
    status, case = browser.send(page, "/dossier/nieuw", form)
    found.check("zaak beginnen", status == 302, (status, case))
    status, place = browser.send(page, f"{case}toevoegen/signaal", signal_of(secrets.token_hex(8)))
    found.check("aantekening", status == 302 and "#regel-" in place, (status, place))
    status, body, length = browser.whole("POST", f"{case}uitvoer.pdf", page)
    found.check("pdf", status == 200 and body.startswith(b"%PDF") and b"%%EOF" in body[-99:])
    found.check("lengte van de pdf", _told(length, body, compressed), length)
    data = secrets.token_hex(FILE_BYTES // 2).encode()
    page = _page(browser, f"{case}bijlage")
    day = {"op": time.strftime("%Y-%m-%d"), "titel": "Brief", "aard": "anders"}
    place = browser.upload(page, f"{case}bijlage", day, "brief.txt", data)
    number = place.rpartition("#regel-")[2]
    found.check("bijlage", number.isdigit(), place)
    file = f"{case}bestand/{number}"
    status, body, length = browser.whole("POST", file, page)
    found.check("bijlage terug", (status, body) == (200, data), (status, len(body)))
    found.check("lengte van de bijlage", _told(length, body, compressed), length)
    _heads(browser, found, ["/", "/acuut", "/dossier/", case, file])
    return browser, case, file


def _page(browser: Through, path: str) -> str:
    status, body, _ = browser.whole("GET", path)
    assert status == http.HTTPStatus.OK, f"{path}: {status}"
    return body.decode()


def _told(length: str, body: bytes, compressed: bool) -> bool:
    """Whether the told length is that of the body; what nginx compresses as it goes tells none."""
    return compressed or length == str(len(body))


def _heads(browser: Through, found: Walk, paths: Sequence[str]) -> None:
    for path in paths:
        _, _, length = browser.whole("GET", path)
        status, nothing, told = browser.whole("HEAD", path)
        alike = told == length or browser.gzip
        # A page tells who looked when: its length may change by a figure.
        near = told.isdigit() and length.isdigit() and abs(int(told) - int(length)) < 200
        found.check(f"HEAD {path[:9]}", (status, nothing) == (200, b"") and (alike or near), told)


def slow(browser: Through, case: str, file: str, found: Walk, amount: int, seconds: float) -> None:
    """So many read the attachment at a kilobyte a second, while a colleague goes on working."""
    page = _page(browser, f"{case}uitvoer")
    with _visiting(browser.port, found.idle):
        time.sleep(seconds / 3)
    with ExitStack() as stack:
        readers = [stack.enter_context(_reader(browser, file, page)) for _ in range(amount)]
        for each in readers:  # each has begun
            _sip(each, found)
        end = time.monotonic() + seconds
        with _visiting(browser.port, found.beside):
            while time.monotonic() < end:
                begin = time.monotonic()
                status, place = browser.send(
                    page, f"{case}toevoegen/signaal", signal_of(secrets.token_hex(8))
                )
                found.work.append(time.monotonic() - begin)
                if status != 302 or "#regel-" not in place:
                    found.wrong.append(f"aantekening naast trage lezers: {status} {place}")
                for each in readers:
                    _sip(each, found)
                time.sleep(max(0.0, begin + 1 - time.monotonic()))
        # One of them goes on at full speed: all of it comes.
        rest = _drain(readers[0])
    found.check("trage lezer krijgt alles", rest > FILE_BYTES // 2, rest)
    found.wrong += [f"bezoeker: {each}" for each in (*found.idle.wrong, *found.beside.wrong)]


@contextmanager
def _visiting(port: int, visits: Visits) -> Iterator[None]:
    def connect() -> http.client.HTTPConnection:
        return Through(port).connect()

    with ochtend.visitor(port, visits, connect=connect, host=NAME):
        yield


@contextmanager
def _reader(browser: Through, file: str, page: str) -> Iterator[ssl.SSLSocket]:
    """Somebody who asked for the attachment, and takes little at a time."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.settimeout(60)
    raw.connect(("127.0.0.1", browser.port))
    form = f"csrfmiddlewaretoken={token(page)}"
    head = browser.headers() | {
        "Origin": browser.origin,
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(form)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    with _unsigned().wrap_socket(raw) as reader:
        reader.sendall(f"POST {file} HTTP/1.1\r\n{lines}\r\n{form}".encode())
        yield reader


def _sip(reader: ssl.SSLSocket, found: Walk) -> None:
    try:
        if not reader.recv(SLOW_BYTES):
            found.wrong.append("een trage lezer is afgebroken")
    except OSError as problem:
        found.wrong.append(f"trage lezer: {type(problem).__name__}")


def _drain(reader: ssl.SSLSocket) -> int:
    amount = 0
    reader.settimeout(5)
    try:
        while more := reader.recv(65536):
            amount += len(more)
    except TimeoutError:
        pass  # the connection stays open behind the whole answer
    return amount


def served(slow_readers: int = SLOW, seconds: float = SLOW_SECONDS) -> list[Walk]:
    """Every way through, in turn."""
    results: list[Walk] = []
    with places() as found, ExitStack() as stack:
        for database, folder, address in found:
            way = f"nginx, gunicorn, {database}"
            if database != SQLITE:
                if shutil.which("pgbouncer") is None:
                    continue
                address = stack.enter_context(pgbouncer(folder.parent, address))
                way = f"nginx, gunicorn, {POOLED}"
            ochtend.install(folder, 1, address, quick=True)
            with serving(GUNICORN, folder, address, MELDCODE_ADRES=NAME) as server:
                results += _through(folder.parent, server.port, way, slow_readers, seconds)
                results[-1].wrong += [f"de server: {line}" for line in server.faults]
    return results


def _through(
    base: Path, upstream: int, way: str, slow_readers: int, seconds: float
) -> Iterator[Walk]:
    for compressed in (False, True):
        found = Walk(f"{way}{', gzip aan' if compressed else ''}")
        with nginx(base, upstream, GZIP if compressed else "") as port:
            try:
                there = walk(port, found, compressed)
                if not compressed:
                    slow(*there, found, slow_readers, seconds)
            except (OSError, http.client.HTTPException, AssertionError) as problem:
                found.wrong.append(f"{type(problem).__name__} {problem}"[:300])
        yield found


def main(today: dt.date) -> int:
    """Walk every way that can be walked here; gives how many things were wrong."""
    lacking = missing()
    if shutil.which("nginx") is None:
        print("; ".join(lacking))
        return 0
    results = served()
    RESULTS.write_text(report(results, lacking, today), encoding="utf-8")
    return sum(len(each.wrong) for each in results)


def report(results: Sequence[Walk], lacking: Sequence[str], today: dt.date) -> str:
    """The results as a page of the documentation."""
    wrong = [f"- {each.way}: {line}" for each in results for line in each.wrong[:20]]
    slow_ones = [each for each in results if each.work]
    return "\n".join(
        [
            "# Proef: wat ervoor staat",
            "",
            f"Gedaan op {today.isoformat()} met `make proef ARGS=voorkant`"
            + (f". Niet geprobeerd: {', '.join(lacking)}." if lacking else "."),
            "",
            "Met nginx zoals het in `docs/beheer.md` staat: inloggen, een zaak, een aantekening, "
            "een pdf, een bijlage heen en terug,",
            "en HEAD. Elk antwoord is zo lang als het zegt; met gzip aan is het heel na uitpakken.",
            "",
            "| weg | stappen goed | fouten |",
            "| --- | ---: | ---: |",
            *(f"| {each.way} | {len(each.steps)} | {len(each.wrong)} |" for each in results),
            "",
            *(wrong or ["Er ging niets mis."]),
            "",
            f"{SLOW} lezers halen een bijlage van {FILE_BYTES // 1024**2} MB op met 1 kB per "
            "seconde. Zodra elk begonnen is, schrijft een collega door:",
            "",
            "| weg | aantekening langst | `/acuut` leeg p50 / p99 | ernaast p50 / p99 | langst |",
            "| --- | ---: | ---: | ---: | ---: |",
            *map(_slow_row, slow_ones),
            "",
        ]
    )


def _slow_row(found: Walk) -> str:
    idle, beside = (f"{v.p50 * 1e3:.0f} / {v.p99 * 1e3:.0f} ms" for v in (found.idle, found.beside))
    longest = max(found.beside.seconds)
    return f"| {found.way} | {max(found.work):.1f} s | {idle} | {beside} | {longest:.2f} s |"
