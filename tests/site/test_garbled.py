"""What a colleague seals that is no entry: the rest of the case stays readable, and it is named."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from meldcode.ledger import services as ledger
from tests.site.scene import CONTENT, LATER, Scene
from tests.site.visitors import browser_of

GARBLED = b'{"soort": "onzin"}'


@pytest.fixture
def number(scene: Scene) -> int:
    """The record that Emma, who may write, put in Anna's case by another program."""
    case = scene.open("annas", "Emma")
    return ledger.append(case, scene.people["Emma"].keyring, GARBLED, LATER).records[-1].number


def page(client: Client, scene: Scene, name: str, *args: object) -> str:
    return client.get(
        reverse(f"dossier:{name}", args=[scene.cases["annas"], *args])
    ).content.decode()


@pytest.mark.parametrize("naam", ["Anna", "Bram", "Emma"])
def test_the_rest_is_shown_and_what_is_missing_is_named(
    scene: Scene, number: int, naam: str
) -> None:
    client = browser_of(scene.people[naam])
    for name in ("zaak", "overdracht", "afdruk", "tekst"):
        shown = page(client, scene, name)
        assert f"Dit staat er niet tussen: regel {number}." in shown
    assert CONTENT in page(client, scene, "afdruk")
    assert "Blauwe Hagedis" in client.get(reverse("dossier:zaken")).content.decode()


def test_what_leaves_as_a_whole_is_refused_and_says_why(scene: Scene, number: int) -> None:
    url = reverse("dossier:pdf", args=[scene.cases["annas"]])
    answer = browser_of(scene.people["Anna"]).post(url)
    assert answer.status_code == 409
    assert f"regel {number}: deze regel is geen aantekening" in answer.content.decode()


def test_a_colleague_goes_on_writing_in_the_case(scene: Scene, number: int) -> None:
    url = reverse("dossier:toevoegen", args=[scene.cases["annas"], "signaal"])
    sent = {
        "wat": "Een tweede plek.",
        "opgemerkt": "2026-11-14",
        "herkomst": "zelf_gezien",
        "aard": "feit",
        "richting": "ondersteunt",
    }
    client = browser_of(scene.people["Anna"])
    assert client.post(url, sent).status_code == 302
    assert "Een tweede plek." in page(client, scene, "afdruk")
