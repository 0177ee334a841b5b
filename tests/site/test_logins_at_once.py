"""Many people log in at the same moment: all get in, and pages need not wait for them."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from meldcode.vault import argon2
from proef.bediend import Browser
from tests.cast import MEMBERS, Member
from tests.site.running import START, Running

# With the parameters of the product: how two of them go together is what this is about.
INSTALL = (
    "from meldcode.site.server import prepare; prepare();"
    "from django.utils import timezone; from tests import cast; cast.install(timezone.now())"
)
# A server in which no passphrase ever has its answer.
HANGING = (
    "import subprocess, sys; from meldcode.vault import argon2;"
    "argon2.RUN_SECONDS = argon2.WAIT_SECONDS = 600;"
    "sleep = [sys.executable, '-c', 'import sys; sys.stdin.buffer.read()'];"
    "pipes = {'stdin': subprocess.PIPE, 'stdout': subprocess.PIPE, 'bufsize': 0};"
    f"argon2._start = lambda: subprocess.Popen(sleep, **pipes); {START}"
)
LOGIN = "/dossier/inloggen"

Answer = tuple[int, str, str]  # status, HTML, where it leads


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the cast can log in."""
    folder = tmp_path_factory.mktemp("inloggen") / "gegevens"
    environment = os.environ | {"MELDCODE_MAP": str(folder)}
    subprocess.run([sys.executable, "-c", INSTALL], env=environment, check=True)
    return folder


@pytest.fixture(scope="module")
def running(installed: Path) -> Iterator[Running]:
    started = Running(MELDCODE_MAP=str(installed))
    yield started
    assert started.stop()[1] == ""


def log_in(port: int, members: list[Member]) -> tuple[list[threading.Thread], list[Answer]]:
    """Everybody sends name and passphrase in the same moment; the answers as they come."""
    answers: list[Answer] = []
    begin = threading.Barrier(len(members))

    def come_in(member: Member) -> None:
        browser = Browser(port, patience=120)
        page = browser.get(LOGIN)
        begin.wait(60)
        # Whoever still waits when the server is stopped has no answer.
        with suppress(OSError, http.client.HTTPException):
            form = {"naam": member.naam, "wachtzin": member.wachtzin}
            answers.append(browser.answer(page, LOGIN, form))

    threads = [threading.Thread(target=come_in, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    return threads, answers


@pytest.mark.parametrize("number", [2, 8, 20])
def test_all_who_come_in_the_same_moment_are_in(running: Running, number: int) -> None:
    threads, answers = log_in(running.port, some(number))
    for thread in threads:
        thread.join(120)
    assert [(status, place) for status, _, place in answers] == [(302, "/dossier/")] * number


def some(number: int) -> list[Member]:
    return [MEMBERS[each % len(MEMBERS)] for each in range(number)]


def test_where_nobody_gets_a_turn_the_guide_answers_and_the_rest_are_told(installed: Path) -> None:
    hanging = Running(program=HANGING, MELDCODE_MAP=str(installed))
    threads, answers = log_in(hanging.port, some(argon2.PLACES + 3))
    try:
        # Three find the line full. More are told where they also wait for others of their name.
        wait_for(lambda: len(answers) >= 3)
        assert hanging.get("/").status == 200
        assert hanging.get("/acuut").status == 200
    finally:
        hanging.process.kill()
        hanging.stop()
        for thread in threads:
            thread.join(60)
    for status, page, _ in answers:
        assert status == 422
        # So many on one name wait for each other as well.
        assert "te veel pogingen tegelijk" in page or "Er is te vaak geprobeerd" in page
        assert re.search('name="naam"[^>]*value="(Anna|Bram|Chris|Dina)"', page)
        assert all(member.wachtzin not in page for member in MEMBERS)


def wait_for(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done() and time.monotonic() < end:
        time.sleep(0.02)
    assert done()
