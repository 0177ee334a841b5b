"""A PDF of a case: nobody waits for it but who asked, and where it can't be made a page says so."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from meldcode.dossier import export
from meldcode.ledger.models import Row
from meldcode.paper import process
from tests.site.scene import RIGHTS, Scene
from tests.site.visitors import browser_of

CASE = next(case for case, rights in RIGHTS.items() if "Anna" in rights)


def test_while_a_pdf_is_made_others_can_write(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, deep = export.to_pdf, list[int]()

    def to_pdf(*told: object, **more: object) -> bytes:
        deep.append(len(connection.savepoint_ids))
        return made(*told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(export, "to_pdf", to_pdf)
    outside = len(connection.savepoint_ids)
    browser = browser_of(scene.cast.anna)
    response = browser.post(reverse("dossier:pdf", args=[scene.cases[CASE]]))
    assert response.headers["Content-Type"] == "application/pdf"
    assert deep == [outside]


def test_a_pdf_that_can_not_be_made_gets_a_page_and_stores_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MOST_BYTES", 16 * 1024**2)
    before = Row.objects.count()
    browser = browser_of(scene.cast.anna)
    response = browser.post(reverse("dossier:pdf", args=[scene.cases[CASE]]))
    assert response.status_code == 503
    assert "De PDF lukt nu niet" in response.text
    assert "Dit is te groot voor een PDF." in response.text
    assert Row.objects.count() == before
