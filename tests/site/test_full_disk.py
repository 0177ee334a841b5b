"""A disk that is full: whichever write fails, a page says so and gives back what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import ANNA, BRAM
from tests.site.scene import LATER, Scene
from tests.site.test_everyone import METHODS, ROUTES, ask, full
from tests.site.test_looks import SIGNAL_FORM
from tests.site.test_lost import full_disk
from tests.site.visitors import Answer, browser_of, locked_browser_of, stranger
from tests.undone import undone

TYPED = "Een kanarie zei het."
_WRITES = ("INSERT", "UPDATE", "DELETE")
# No request of these writes more often.
_MOST = 40


class Disk:
    """Full from the write with this number on, counted from 1."""

    def __init__(self, room: int) -> None:
        self.room, self.refused = room, False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.lstrip().startswith(_WRITES):
            self.room -= 1
            if self.room < 0:
                self.refused = True
                raise full_disk()
        return execute(sql, params, many, context)


def wrong(ask: Callable[[], Answer]) -> list[str]:
    """Ask once for each write that it makes, that one and all after it refused; what went wrong."""
    found = list[str]()
    for room in range(_MOST):
        disk = Disk(room)
        with undone(), connection.execute_wrapper(disk):
            answer = ask()
        if not disk.refused:
            return found
        told = answer.content.decode(errors="replace")
        if answer.status_code >= 500 and "De schijf is vol" not in told:
            found.append(f"write {room + 1}: {answer.status_code}")
    pytest.fail("it never stops writing")


def test_every_page_of_a_case_says_so(scene: Scene) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    asked = [(route, method) for route in ROUTES for method in METHODS if route.name != "pdf"]
    found = {
        f"{method} {full(route)}": wrong(lambda r=route, m=method: ask(client, r, zaak, m))  # type: ignore[misc]
        for route, method in asked
    }
    assert {name: told for name, told in found.items() if told} == {}


def _pages(scene: Scene) -> dict[str, Callable[[], Answer]]:
    """What else writes: coming in, locking, one's account, people, the guide, a report."""
    anna, dina = browser_of(scene.people["Anna"]), browser_of(scene.people["Dina"])
    locked, new = locked_browser_of(scene.people["Anna"]), stranger
    login, wrongly = ({"naam": BRAM.naam, "wachtzin": each} for each in (BRAM.wachtzin, "x"))

    def post(client: Client, name: str, **form: str) -> Callable[[], Answer]:
        return lambda: client.post(reverse(name), form)

    return {
        "list": lambda: anna.get(reverse("dossier:zaken")),
        "new case": post(anna, "dossier:nieuw", codenaam="Rode Uil", kader="artsen"),
        "log in": lambda: new().post(reverse("access:inloggen"), login),
        "log in wrongly": lambda: new().post(reverse("access:inloggen"), wrongly),
        "lock": post(anna, "access:slot", terug="/dossier/"),
        "awake": post(anna, "access:wakker"),
        "log out": post(anna, "access:uit"),
        "unlock": post(locked, "access:ontgrendelen", wachtzin=ANNA.wachtzin),
        "locked page": lambda: locked.get(reverse("dossier:zaken") + "?blad=2"),
        "minutes": post(anna, "access:account", minuten="5"),
        "invite": post(dina, "access:uitnodigen", naam="Gerda", rollen="professional"),
        "settings": post(dina, "access:instellingen", jaren="7"),
        "guide": lambda: new().post("/", {"beroep": "artsen"}),
        "report": lambda: new().post("/melding/begin", {"beroep": "onderwijs"}),
    }


def test_every_other_page_says_so(scene: Scene) -> None:
    found = {name: wrong(ask) for name, ask in _pages(scene).items()}
    assert {name: told for name, told in found.items() if told} == {}


def test_what_was_typed_comes_back_where_the_lock_itself_can_not_be_noted(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    where = reverse("dossier:toevoegen", args=[scene.cases["annas"], "signaal"])
    client.get(reverse("dossier:zaken"))
    for room in range(3):
        soon = time_machine.travel(LATER + timedelta(minutes=2))
        with soon, undone(), connection.execute_wrapper(Disk(room)):
            answer = client.post(where, {**SIGNAL_FORM, "wat": TYPED})
        assert answer.status_code == 503
        assert TYPED in answer.content.decode()
