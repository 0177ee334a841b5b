"""What has had its time goes at the next request of any kind, whoever asks for whatever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meldcode.access import clock as steady
from meldcode.access.models import Attempt, Invitation, Unlock
from meldcode.dossier.models import Draft
from meldcode.guide.models import SealedVisit
from meldcode.melding.models import SealedReport
from meldcode.site import sweep
from tests.cast import NOW

pytestmark = pytest.mark.django_db
KINDS = (SealedVisit, SealedReport, Draft, Unlock, Attempt, Invitation, Session)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moved:
        monkeypatch.setattr(sweep, "_turns", sweep.Turns())
        yield moved


def _leave(at: int) -> None:
    """Something of each kind, used last at this moment."""
    SealedVisit.objects.create(lookup="a", sealed=b"x", expires_at=at + 1800)
    SealedReport.objects.create(lookup="a", sealed=b"x", expires_at=at + 3600)
    Draft.objects.create(reference="r", form="antwoord:woord", sealed=b"x", saved_at=at)
    Unlock.objects.create(
        lookup="a", reference="r", stage=Unlock.OPEN, sealed=b"x", used_at=at, opened_at=at
    )
    Attempt.objects.create(bucket="a", failures=1, last=steady.steady() + at - _now())
    Invitation.objects.create(
        public="p", naam="Gijs", rollen="meelezer", inviter="r", signature=b"", expires_at=at + 3600
    )
    ends = timezone.now() + timedelta(seconds=at - _now() + 600)
    Session.objects.create(session_key="a", session_data="", expire_date=ends)


def _now() -> int:
    return int(timezone.now().timestamp())


def _left() -> set[str]:
    return {kind.__name__ for kind in KINDS if kind._default_manager.exists()}


@pytest.mark.parametrize("address", ["/", "/acuut", "/dossier/", "/bestaat-niet"])
def test_what_is_over_goes_at_any_request(clock: time_machine.Traveller, address: str) -> None:
    _leave(_now() - 13 * 3600)
    typed = Draft.objects.create(reference="r", form="signaal", sealed=b"x", saved_at=_now())
    clock.shift(61)
    Client().get(address)
    assert _left() == {"Draft"}
    assert list(Draft.objects.all()) == [typed]


def test_what_is_in_use_stays(clock: time_machine.Traveller) -> None:
    _leave(_now())
    clock.shift(61)
    Client().get("/")
    assert _left() == {kind.__name__ for kind in KINDS}
    assert Unlock.objects.get().stage == Unlock.OPEN


def test_keys_that_were_left_open_are_thrown_away(clock: time_machine.Traveller) -> None:
    _leave(_now())
    clock.shift(11 * 60)
    Client().get("/")
    row = Unlock.objects.get()
    assert (row.stage, bytes(row.sealed)) == (Unlock.LOCKED, b"")


def test_what_was_kept_under_a_clock_that_was_ahead_goes_too(
    clock: time_machine.Traveller,
) -> None:
    _leave(_now() + 20 * 365 * 24 * 3600)
    clock.shift(61)
    Client().get("/")
    # Their ends are signed, and a session is worth nothing without the running program.
    assert _left() == {"Invitation", "Session"}


def test_it_is_done_once_a_minute_and_writes_nothing_where_nothing_is_over(
    clock: time_machine.Traveller,
) -> None:
    clock.shift(61)
    with CaptureQueriesContext(connection) as first:
        Client().get("/acuut")
    with CaptureQueriesContext(connection) as second:
        Client().get("/acuut")
    asked = [each["sql"] for each in first]
    assert asked
    assert not any(sql.startswith(("DELETE", "UPDATE", "INSERT")) for sql in asked)
    assert len(second) == 0


def test_a_request_never_fails_by_it(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> bool:
        raise DatabaseError

    monkeypatch.setattr(sweep, "_ALL", (locked,))
    clock.shift(61)
    assert Client().get("/acuut").status_code == 200
