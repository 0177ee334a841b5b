"""The pages about people and keys: what can't be done is said in words, and nothing is stored."""

from __future__ import annotations

from django.urls import reverse

from meldcode.access.models import Installation
from meldcode.ledger.models import Zaak
from tests.site.scene import Scene
from tests.site.visitors import browser_of


def test_a_case_begun_while_a_key_is_swapped_is_refused_in_words(scene: Scene) -> None:
    Installation.objects.update(recovery_by=scene.people["Chris"].reference)
    before = Zaak.objects.count()
    form = {"codenaam": "Groene Hagedis", "kader": "artsen"}
    answer = browser_of(scene.people["Anna"]).post(reverse("dossier:nieuw"), form)
    assert answer.status_code == 409
    assert "sleutel van deze installatie is verwisseld" in answer.content.decode()
    assert Zaak.objects.count() == before
