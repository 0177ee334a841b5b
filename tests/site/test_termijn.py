"""That the term is over is a ground to destroy a case once it is, and not before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from meldcode.dossier import retention
from meldcode.ledger.models import Tombstone, Zaak
from meldcode.paper.dates import dutch_date
from tests.site.scene import RIGHTS, Scene
from tests.site.visitors import Answer, browser_of

CASE = next(case for case, rights in RIGHTS.items() if rights.get("Anna") == "eigenaar")


def _destroy(scene: Scene) -> Answer:
    browser = browser_of(scene.cast.anna)
    address = reverse("dossier:vernietigen", args=[scene.cases[CASE]])
    named = browser.get(address).context["codenaam"]
    return browser.post(address, {"grond": "termijn_voorbij", "codenaam": named})


@pytest.fixture
def term(monkeypatch: pytest.MonkeyPatch, scene: Scene) -> retention.Retention:
    """The term of the case, known and not over, as the page finds it."""
    real = retention.of
    found: list[retention.Retention] = []

    def of(*told: object) -> retention.Retention:
        found.append(real(*told))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(retention, "of", of)
    browser_of(scene.cast.anna).get(reverse("dossier:vernietigen", args=[scene.cases[CASE]]))
    return found[-1]


def test_a_term_that_still_runs_is_no_ground(scene: Scene, term: retention.Retention) -> None:
    assert term.end is not None
    answer = _destroy(scene)
    assert answer.status_code == 422
    assert f"Bewaar deze zaak tot en met {dutch_date(term.end)}" in answer.text
    assert Zaak.objects.filter(pk=scene.cases[CASE]).exists()
    assert not Tombstone.objects.exists()


def test_a_term_that_is_over_is_one(
    scene: Scene, term: retention.Retention, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "of", lambda *told: replace(term, passed=True))
    answer = _destroy(scene)
    assert answer.status_code == 200
    assert Tombstone.objects.filter(pk=scene.cases[CASE]).exists()
