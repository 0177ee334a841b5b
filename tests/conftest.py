"""What all tests share: a data folder of their own, a database on disk, a real browser."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import Settings

    from tests.cast import Cast

P = ParamSpec("P")
T = TypeVar("T")

# How long anything takes is for the bench to say: a machine that is busy turns no test red.
settings.register_profile("meldcode", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("meldcode")

_FOLDER = Path(tempfile.mkdtemp(prefix="meldcode-proef-"))
# For what tests start in a process of its own; nothing may reach the tester's own data folder.
os.environ["MELDCODE_MAP"] = str(_FOLDER)


def pytest_configure() -> None:
    """Point the settings, which were read before this file, at the data folder of this run."""
    from django.conf import settings

    # A shell has what it starts in the background ignore Ctrl+C, and that is inherited: the
    # programs that tests start and stop could then not be stopped by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    settings.DATA_FOLDER = _FOLDER


# Files that take long as a whole. They begin first, so that no worker ends on one alone.
_LONG = (
    "tests/guide/test_browser.py",
    "tests/test_postgres.py",
    "tests/site/test_static_edition.py",
    "tests/dossier/test_browser_pages.py",
    "tests/melding/test_browser_report.py",
    "tests/dossier/test_browser_anna.py",
    "tests/proef/test_opslaan.py",
    "tests/guide/test_browser_outcome.py",
    "tests/site/test_backup.py",
    "tests/guide/test_traces.py",
    "tests/guide/test_drawing_page.py",
    "tests/kader/test_verify.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest files first, in this order; the rest stays as it was.

    Where a PostgreSQL is named only what uses the database runs: the rest says nothing about it.
    """
    if os.environ.get("MELDCODE_DATABASE"):
        config.hook.pytest_deselected(items=[each for each in items if not _uses_database(each)])
        items[:] = filter(_uses_database, items)
    ranks = {name: rank for rank, name in enumerate(_LONG)}
    items.sort(key=lambda item: ranks.get(item.nodeid.partition("::")[0], len(_LONG)))


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        {"db", "transactional_db"} & fixtures
    )


def pytest_unconfigure() -> None:
    """Remove the data folder of this run."""
    shutil.rmtree(_FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Put the test database in a file: in memory there is no write-ahead log to look into.

    With MELDCODE_DATABASE the tests run on that PostgreSQL instead (see tests/test_postgres.py).
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    connection.settings_dict["NAME"] = _FOLDER / "meldcode.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(_FOLDER / "proef.sqlite3")


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own data folder for one test, named in the environment; it does not exist yet."""
    folder = tmp_path / "gegevens"
    monkeypatch.setenv("MELDCODE_MAP", str(folder))
    return folder


@pytest.fixture
def quick_passphrases() -> Iterator[None]:
    """Passphrases that lock in no time; for who sets up, accepts or changes one in a test."""
    from tests import cast

    with cast.quick_passphrases():
        yield


@pytest.fixture
def cast(db: None, quick_passphrases: None, settings: "Settings", tmp_path: Path) -> "Cast":
    """Anna, Bram, Chris and Dina in an installation of their own; see `tests.cast`."""
    from tests import cast

    settings.DATA_FOLDER = tmp_path
    return cast.install()


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One Chromium for the whole run. Fails, in words, where there is none."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        pytest.fail(
            os.environ.get("MELDCODE_BROWSER_MISSING") or "the program 'chromium' is missing"
        )
    # Playwright runs an event loop in this thread; Django then takes every query for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: "Browser") -> Iterator["Page"]:
    """A new page in a profile of its own, at 1366×768, in Dutch."""
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, locale="nl-NL", timezone_id="Europe/Amsterdam"
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session", autouse=True)
def _nobody_waits_for_slow_work() -> Iterator[None]:
    """Whatever a test does: no passphrase, document or picture is worked on while others wait.

    SQLite has one writer, so all of that comes before a transaction opens.
    """
    from meldcode.dossier import attachments
    from meldcode.paper import process
    from meldcode.vault import argon2

    slow = ((argon2, "derive"), (process, "_run"), (attachments, "_opened"))
    with pytest.MonkeyPatch.context() as patch:
        for module, name in slow:
            patch.setattr(module, name, _outside_transactions(getattr(module, name)))
        yield


def _outside_transactions(work: Callable[P, T]) -> Callable[P, T]:
    from django.db import connection

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        # pytest-django's own transactions say that they are of a test.
        own = [each for each in connection.atomic_blocks if not vars(each)["_from_testcase"]]
        assert not own, f"{work.__qualname__} while others wait to write"
        return work(*args, **kwargs)

    return done


@pytest.fixture(autouse=True)
def _no_sweep_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What expired goes once a minute: a minute of this test, not since the tests began."""
    sweep = sys.modules.get("meldcode.site.sweep")
    if sweep is not None:
        monkeypatch.setattr(sweep, "_turns", sweep.Turns())
