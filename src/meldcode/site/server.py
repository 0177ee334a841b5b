"""Starting the server on this machine: folder, database, sockets, browser."""

import errno
import gc
import os
import signal
import socket
import sys
import threading
import webbrowser
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection, connections
from django.urls import get_resolver
from django.utils import timezone
from waitress.server import create_server

from meldcode.access import waiting
from meldcode.access.policy import without_policy
from meldcode.kader import load
from meldcode.site import update
from meldcode.site.folder import own_frameworks
from meldcode.vault import argon2
from meldcode.vault.problem import SettingError

# So many never wait for a passphrase: whoever logs in keeps the guide from nobody.
PAGE_THREADS = 8
THREADS = argon2.PLACES + waiting.PLACES + PAGE_THREADS
# waitress spools what is larger to a file on disk, so nothing it lets through may be larger; bytes.
MAX_REQUEST_BYTES = 32 * 1024**2
MAX_RESPONSE_BYTES = 256 * 1024**2


class StartError(Exception):
    """The server can't start; the message tells the user in Dutch why and what to do."""


def serve(
    port: int,
    host: str = "localhost",
    open_browser: bool = True,
    map: str | Path | None = None,
    only_guide: bool = False,
) -> None:
    """Serve Meldcode until Ctrl+C or SIGTERM; port 0 takes a free one.

    `map` is the data folder. Who hosts the guide for others (`only_guide`) puts a TLS proxy before
    it. Raises SystemExit with a Dutch message where it can't start. Call it before anything reads
    Django's settings: they follow the environment that is set here.
    """
    if map is not None:
        os.environ["MELDCODE_MAP"] = str(map)
    if only_guide:
        os.environ["MELDCODE_ALLEEN_GIDS"] = "1"
    try:
        with ExitStack() as stack:
            sockets = [stack.enter_context(sock) for sock in bind(host, port)]
            _run(prepare(), sockets, host, open_browser and not only_guide)
    except StartError as error:
        raise SystemExit(str(error)) from None


def prepare() -> WSGIHandler:
    """Make the data folder and the database ready and give Django's application.

    Raises StartError where the folder or the database can't be used.
    """
    folder = set_up()
    make_ready(folder)
    try:
        _check_policies()
        if not settings.ONLY_GUIDE:
            _check_database(folder)
    except DatabaseError as error:
        raise _cannot_open(folder, error) from None
    finally:
        # No worker may inherit an open connection: SQLite does not survive a fork.
        connections.close_all()
    _read_frameworks(folder)
    # What was loaded stays: the collector need not walk through it while a page is made.
    gc.collect()
    gc.freeze()
    return WSGIHandler()


def _read_frameworks(folder: Path) -> None:
    """Before the first visitor waits for it, and before workers fork.

    An own framework that is not right is left out, and whoever starts Meldcode hears which.
    """
    load.use_own(own_frameworks(folder))
    load.frameworks()
    for name, reason in load.left_out().items():
        print(f"Het eigen kader '{name}' doet niet mee. {reason}", file=sys.stderr, flush=True)


def set_up() -> Path:
    """Let Django read its settings; gives the data folder, which may not be there yet.

    Raises StartError where one of them can't be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldcode.site.settings")
    try:
        django.setup()
    except SettingError as error:
        raise StartError(str(error)) from None
    return Path(settings.DATA_FOLDER)


def make_ready(folder: Path) -> None:
    """Make the data folder and bring the database up to date. Raises StartError."""
    try:
        make_folder(folder)
        if connection.vendor == "sqlite":
            make_private(Path(connection.settings_dict["NAME"]))
    except OSError as error:
        raise StartError(
            f"Meldcode kan niet schrijven in de map {folder} ({error.strerror}).\n"
            "Kies een andere map met MELDCODE_MAP, of zorg dat je in deze map mag schrijven."
        ) from None
    _migrate(folder)


def _check_policies() -> None:
    """Every route names its policy, or nothing is served. Raises StartError."""
    from meldcode.access import gate

    lacking = without_policy(get_resolver().url_patterns, gate.table())
    if lacking:
        raise StartError(
            f"Meldcode start niet: voor {', '.join(lacking)} is niet geregeld wie er mag komen."
        )


def _check_database(folder: Path) -> None:
    """Before anything is served: triggers, tombstones, and keys that were left open."""
    from meldcode.access import people, unlock
    from meldcode.dossier import services
    from meldcode.ledger import services as ledger
    from meldcode.ledger import triggers

    lacking = triggers.missing(connection)
    if lacking:
        raise StartError(
            f"De database in {folder} is niet beschermd tegen wijzigen ({', '.join(lacking)}).\n"
            "Draai 'meldcode controleer'. Klopt de rest, maak dan een back-up en zet die terug: "
            "dan is ze weer beschermd."
        )
    try:
        again = ledger.apply_stones(folder, people.signing_keys())
    except (OSError, ValueError, KeyError, TypeError):
        raise StartError(
            f"Het bestand {folder / ledger.STONES_FILE} is niet te lezen. Daarin staat welke zaken "
            "zijn vernietigd.\nZet het terug uit een back-up van deze map, of draai "
            "'meldcode controleer'."
        ) from None
    if again:
        services.destroyed_again(again)
    unlock.lock_at_start()


def how_to_begin() -> str:
    """The code that the first person types, in a sentence; empty where there is somebody."""
    from meldcode.access import beginning

    if settings.ONLY_GUIDE:
        return ""
    try:
        return beginning.line()
    finally:
        connections.close_all()


def make_folder(folder: Path) -> None:
    """Make `folder` for this user alone (0700); one that is there keeps its rights.

    Raises OSError.
    """
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True)


def bind(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to `host`; 'localhost' means 127.0.0.1 and, where there is one, ::1.

    Raises StartError where the port is in use or not allowed, or the host is not ours.
    """
    if not 0 <= port <= 65535:
        raise StartError(f"Poort {port} bestaat niet. Kies een poort van 1 tot en met 65535.")
    first = _bind(*_first_address(host), port)
    if host != "localhost" or not socket.has_ipv6:
        return [first]
    try:
        second = _bind(socket.AF_INET6, "::1", first.getsockname()[1])
    except StartError:
        first.close()
        raise
    except OSError:
        return [first]
    return [first, second]


def _first_address(host: str) -> tuple[socket.AddressFamily, str]:
    if host == "localhost":
        return socket.AF_INET, "127.0.0.1"
    try:
        family, _, _, _, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise StartError(f"Het adres {host} is niet van deze computer.") from None
    return family, str(address[0])


def _bind(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    """One bound socket. Raises StartError for what the user can solve, else OSError."""
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        _set_options(sock, family)
        sock.bind((address, port))
    except OSError as error:
        sock.close()
        _explain(error, address, port)
    return sock


def _set_options(sock: socket.socket, family: socket.AddressFamily) -> None:
    # On Windows SO_REUSEADDR would share a port that another program listens on.
    if sys.platform == "win32":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)


def _explain(error: OSError, address: str, port: int) -> NoReturn:
    """Raise StartError in the user's words, or the error itself where ::1 just isn't there."""
    if error.errno == errno.EADDRINUSE:
        raise StartError(
            f"Poort {port} is al in gebruik. Misschien draait Meldcode al: "
            f"kijk op http://localhost:{port}.\n"
            f"Anders kies je een andere poort: meldcode start --poort {_other_port(port)}"
        ) from None
    if error.errno == errno.EACCES:
        raise StartError(
            f"Je mag poort {port} niet gebruiken. Kies een poort vanaf 1024: "
            "meldcode start --poort 8000"
        ) from None
    if address == "::1":
        raise error
    raise StartError(f"Het adres {address} is niet van deze computer.") from None


def _other_port(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8000


def make_private(database: Path) -> None:
    """Make the file for this user alone (0600); SQLite gives its log the same rights."""
    os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix":
        database.chmod(0o600)


def _migrate(folder: Path) -> None:
    """Bring the database up to date and throw away the visits whose time is over."""
    from meldcode.site import sweep

    try:
        if update.needed():
            _back_up_first(folder)
            update.run()
        sweep.everything()
    except DatabaseError as error:
        raise _cannot_open(folder, error) from None
    finally:
        connections.close_all()


def _back_up_first(folder: Path) -> None:
    """A copy of what is there before a new version changes it. Raises StartError."""
    from meldcode.site import backup

    try:
        backup.beside(folder, "voor-bijwerken", timezone.now())
    except (OSError, backup.BackupError) as error:
        raise StartError(
            f"Meldcode kan geen back-up maken voor het bijwerken ({error}).\n"
            "Er is niets gewijzigd. Maak ruimte op de schijf en start opnieuw."
        ) from None


def _cannot_open(folder: Path, error: DatabaseError) -> StartError:
    return StartError(
        f"Meldcode kan de database in {folder} niet openen ({error}).\n"
        "Draait Meldcode al met deze map? Stop het dan eerst, of kies een andere map "
        "met MELDCODE_MAP."
    )


def _run(
    application: WSGIHandler, sockets: list[socket.socket], host: str, open_browser: bool
) -> None:
    """Serve on `sockets` until the process is told to stop."""
    signal.signal(signal.SIGTERM, _stop)
    server = create_server(application, sockets=sockets, **_waitress_options())
    name = f"[{host}]" if ":" in host else host
    url = f"http://{name}:{sockets[0].getsockname()[1]}"
    # waitress ends quietly on both itself; here they may come just before it runs.
    with suppress(KeyboardInterrupt, SystemExit):
        print(f"Meldcode draait op {url} (stoppen: Ctrl+C)", flush=True)
        if begin := how_to_begin():
            print(begin, flush=True)
        if open_browser and has_display():
            # In a thread: some browsers hold the caller until they are closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        server.run()
    print("\nMeldcode is gestopt.", flush=True)


def _waitress_options() -> dict[str, Any]:
    options: dict[str, Any] = {
        "threads": THREADS,
        "ident": "",
        "max_request_body_size": MAX_REQUEST_BYTES,
        "inbuf_overflow": 2 * MAX_REQUEST_BYTES,
        "outbuf_overflow": MAX_RESPONSE_BYTES,
        "clear_untrusted_proxy_headers": True,
    }
    if settings.SECURE:
        # The proxy is whoever reaches this port; it says only that the visitor came over TLS.
        options |= {"trusted_proxy": "*", "trusted_proxy_headers": {"x-forwarded-proto"}}
    return options


def has_display() -> bool:
    """Whether a browser window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
