"""A photo in a case: its copy is made once, when it comes in, and looking at it makes none."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from meldcode.dossier import attachments, services
from meldcode.ledger.models import Attachment
from meldcode.ledger.services import sealed_file
from tests.dossier.test_attachments import CANARY, phone_photo
from tests.site.scene import LATER, Scene, attachment
from tests.site.visitors import Answer, browser_of, new_lines

PHOTO = phone_photo()
FORM = {"titel": "Foto", "aard": "foto", "op": "2026-11-13"}


def sent(scene: Scene) -> Answer:
    file = SimpleUploadedFile("foto.jpg", PHOTO, "image/jpeg")
    address = reverse("dossier:bijlage", args=[scene.cases["annas"]])
    return browser_of(scene.people["Anna"]).post(address, {**FORM, "bestand": file})


def looked_at(scene: Scene) -> Answer:
    number = scene.open("annas", "Anna").records[-1].number
    address = reverse("dossier:bestand", args=[scene.cases["annas"], number])
    return browser_of(scene.people["Bram"]).get(address)


def test_looking_at_a_photo_reads_no_picture(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_lines() as lines:
        assert sent(scene).status_code == 302
    assert [line.action for line in lines] == ["toevoegen"]
    monkeypatch.setattr(attachments, "shown", lambda *_: pytest.fail("a copy is made again"))
    answer = looked_at(scene)
    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (32, 64), "upright"
    assert CANARY not in answer.content
    case = scene.open("annas", "Anna")
    original = browser_of(scene.people["Bram"]).post(
        reverse("dossier:bestand", args=[case.zaak, case.records[-1].number])
    )
    assert original.content == PHOTO


def test_a_photo_of_before_copies_were_kept_is_shown_and_stays_as_it_is(scene: Scene) -> None:
    case, anna, photo = scene.open("annas", "Anna"), scene.people["Anna"], PHOTO
    entry = attachment(photo)
    entry = entry.model_copy(
        update={"bestand": entry.bestand.model_copy(update={"type": "image/jpeg"})}
    )
    services.add(case, anna, entry, LATER, sealed_file(case, photo))
    before = list(Attachment.objects.values_list("sha256", flat=True))
    answer = looked_at(scene)
    assert (answer.content, "image/jpeg") == attachments.shown("image/jpeg", photo)
    assert list(Attachment.objects.values_list("sha256", flat=True)) == before


def test_a_photo_is_not_stored_where_its_line_can_not_be_written(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meldcode.access.log.write", lambda *_: 1 / 0)
    before = Attachment.objects.count()
    assert sent(scene).status_code == 500
    assert Attachment.objects.count() == before
