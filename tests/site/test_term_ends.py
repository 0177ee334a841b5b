"""A term that ends or is over shows by itself: on the list, in the case, to who takes it over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meldcode.dossier import ending, retention, services, views
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import Entered
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.ledger.models import Zaak
from meldcode.paper.dates import dutch_date
from tests.cast import NOW, Cast
from tests.site.scene import RIGHTS, Scene
from tests.site.visitors import browser_of

CASE = next(case for case, rights in RIGHTS.items() if rights.get("Anna") == "eigenaar")


@pytest.fixture
def clock(scene: Scene) -> Iterator[time_machine.Traveller]:
    """The day after the term of the case was over."""
    file = services.read(scene.open(CASE, "Anna"), NOW.date())
    until = retention.of(file.entered, file.framework, retention.Choice(), NOW.date()).end
    assert until is not None
    later = NOW.replace(year=until.year, month=until.month, day=until.day) + timedelta(days=1)
    with time_machine.travel(later, tick=False) as moved:
        yield moved


def _said(clock: time_machine.Traveller) -> str:
    return f"De bewaartermijn is voorbij sinds {dutch_date(timezone.localdate())}"


def _pages(browser: Client, scene: Scene) -> tuple[str, str, str]:
    names = ("dossier:zaak", "dossier:overdracht")
    one = [browser.get(reverse(name, args=[scene.cases[CASE]])) for name in names]
    return browser.get(reverse("dossier:zaken")).text, one[0].text, one[1].text


def test_a_term_that_is_over_shows_without_asking(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    listed, case, handed = _pages(browser_of(scene.cast.anna), scene)
    assert _said(clock) in listed
    assert _said(clock) in case
    assert "en is voorbij" in handed
    assert "Tot en met" not in handed


def test_what_is_over_stands_on_top_wherever_it_stood_in_the_list(
    scene: Scene, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE", 3)
    now, names = timezone.now(), ("Rode Reiger", "Witte Reiger")
    for name in names:
        services.start(scene.cast.anna, frameworks()["artsen"], name, [], now)
    # The earliest date comes first in the list, so the old case stands on its second page.
    Zaak.objects.filter(pk=scene.cases[CASE]).update(due=None, status="gesloten")
    Zaak.objects.exclude(pk=scene.cases[CASE]).update(due=timezone.localdate())
    browser = browser_of(scene.cast.anna)
    assert "Blauwe Hagedis" in browser.get(reverse("dossier:zaken") + "?blad=2").text
    first = browser.get(reverse("dossier:zaken")).text
    on_top, _, rest = first.partition("</ul></div>")
    assert "Blauwe Hagedis" in on_top.partition("De bewaartermijn is voorbij</h2>")[2]
    assert not any(name in on_top for name in names)
    assert "Blauwe Hagedis" not in rest
    assert all(name in rest for name in names)


def test_it_shows_beforehand_and_not_years_before(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    clock.shift(-timedelta(days=60))
    listed, case, _ = _pages(browser_of(scene.cast.anna), scene)
    assert "De bewaartermijn eindigt op" in listed
    assert "De bewaartermijn eindigt op" in case
    clock.shift(-timedelta(days=400))
    assert not any("bewaartermijn" in page for page in _pages(browser_of(scene.cast.anna), scene))


def test_what_is_noted_is_read_by_nobody_else(scene: Scene) -> None:
    row = Zaak.objects.get(pk=scene.cases[CASE])
    since = ending.basis(*_parts(scene)).since
    assert row.term is not None
    assert since.encode() not in bytes(row.term)


def test_a_case_of_an_older_version_is_caught_up_with(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    Zaak.objects.update(term=None, term_round=None)
    browser = browser_of(scene.cast.anna)
    assert _said(clock) not in browser.get(reverse("dossier:zaken")).text
    with CaptureQueriesContext(connection) as asked:
        assert _said(clock) in browser.get(reverse("dossier:zaken")).text
    assert sum('FROM "ledger_' in each["sql"] or "ledger_row" in each["sql"] for each in asked) <= 5


def _parts(scene: Scene) -> tuple[tuple[Entered, ...], CaseFile, Framework]:
    file = services.read(scene.open(CASE, "Anna"), NOW.date())
    return file.entered, file.facts, file.framework


def test_a_case_begun_after_midnight_began_on_the_day_of_here(cast: Cast) -> None:
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        case = services.start(cast.anna, frameworks()["sociaal"], "Groene Reiger", [], moment)
        page = browser_of(cast.anna).get(reverse("dossier:zaak", args=[case.zaak])).text
    assert "begonnen op 24 november 2026" in page
    assert "23 november 2026" not in page
