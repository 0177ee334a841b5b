"""Every answer says how long it is, so that one that broke off never passes for a whole one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.site.scene import Scene
from tests.site.test_everyone import METHODS, ROUTES, ask, full
from tests.site.visitors import Answer, browser_of, stranger

LISTS = ("dossier:zaken", "dossier:agenda")
DOWNLOADS = {
    "POST dossier:bestand",
    "POST dossier:json",
    "POST dossier:pdf",
    "POST zaakmelding:maak",
    "POST zaakmelding:maak_voor",
    "dossier:agenda",
}


def of_a_case(client: Client, zaak: str) -> Iterator[tuple[str, Answer]]:
    for route in ROUTES:
        for method in METHODS:
            yield f"{method} {full(route)}", ask(client, route, zaak, method)


def lengthless(answers: dict[str, Answer]) -> list[str]:
    """The answers whose length isn't told, or told wrong. What has no content has no length."""
    return [
        name
        for name, answer in answers.items()
        if answer.get("Content-Length")
        != (None if answer.status_code == 204 else str(len(answer.content)))
    ]


def test_every_page_and_download_of_a_case_says_how_long_it_is(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    answers = dict(of_a_case(client, scene.cases["annas"]))
    answers |= {name: client.get(reverse(name)) for name in LISTS}
    assert lengthless(answers) == []
    saved = {name for name, answer in answers.items() if "attachment" in str(answer.headers)}
    assert saved >= DOWNLOADS


@pytest.mark.django_db
def test_an_answer_that_something_went_wrong_says_so_too(client: Client) -> None:
    strange = stranger().get("/", headers={"host": "elders.example"})
    answers = {"none": client.get("/bestaat-niet"), "host": strange, "on": client.get("/dossier/")}
    assert [answer.status_code for answer in answers.values()] == [404, 400, 302]
    assert lengthless(answers) == []
