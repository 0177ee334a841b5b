"""What a colleague seals that is no entry: the rest of the case stays readable, and it is named."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from meldcode.dossier.schema import Dossier
from meldcode.ledger import services as ledger
from tests.site.scene import CONTENT, LATER, Scene
from tests.site.visitors import Answer, browser_of

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


def sent(scene: Scene, name: str, form: Mapping[str, str] | None = None) -> Answer:
    url = reverse(f"dossier:{name}", args=[scene.cases["annas"]])
    return browser_of(scene.people["Anna"]).post(url, form or {})


def test_a_pdf_says_on_its_first_page_what_is_missing_and_where(scene: Scene, number: int) -> None:
    answer = sent(scene, "pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = [each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages]
    assert f"Dit dossier is niet compleet: regel {number} is niet te lezen." in flat(pages[0])
    whole = flat(" ".join(pages))
    assert f"{number}. Niet te lezen" in whole
    assert "door Emma" in whole.split(f"{number}. Niet te lezen")[1]
    assert CONTENT in whole
    assert "onzin" not in whole


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_data_name_the_line_that_is_missing(scene: Scene, number: int) -> None:
    told = Dossier.model_validate_json(sent(scene, "json").content)
    (lost,) = told.onleesbaar
    assert (lost.nummer, lost.auteur, lost.vastgelegd) == (number, "Emma", LATER)
    assert number not in {each.nummer for each in told.regels}


def test_the_data_of_a_file_that_is_whole_are_as_they_were(scene: Scene) -> None:
    assert "onleesbaar" not in json.loads(sent(scene, "json").content)


def test_what_is_copied_as_text_says_so_too(scene: Scene, number: int) -> None:
    shown = page(browser_of(scene.people["Anna"]), scene, "tekst")
    copied = shown.partition("<textarea")[2].partition("</textarea>")[0]
    assert f"niet compleet: regel {number} is niet te lezen." in copied
    assert f"{number}. Niet te lezen" in page(browser_of(scene.people["Anna"]), scene, "afdruk")


def test_a_copy_for_one_person_is_refused_for_the_line_may_tell_whom_to_protect(
    scene: Scene, number: int
) -> None:
    answer = sent(scene, "kopie", {"wie": "p1", "maak": "1"})
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
