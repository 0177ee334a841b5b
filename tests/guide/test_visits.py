"""The guide's visits: its cookie, its table, its half hour. What any store does: tests/visit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries, Settings

from meldcode.guide import visits
from meldcode.guide.models import SealedVisit
from meldcode.kader.bezoek import Bezoek
from meldcode.vault.process_key import PROCESS_KEY
from meldcode.vault.sealing import derive_key, seal
from tests.visit.visitor import Visitor

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOCTOR = Bezoek(kader="artsen")
TEACHER = Bezoek(kader="onderwijs")

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Visitor[Bezoek]:
    """The one whose visit it is."""
    return Visitor(visits)


def test_somebody_new_has_an_empty_visit_and_no_row(anna: Visitor[Bezoek]) -> None:
    assert anna.reads() == Bezoek()
    assert visits.ends_at(anna.request()) is None
    assert not visits.exists(anna.request())
    assert not SealedVisit.objects.exists()


def test_what_is_kept_is_read_again_in_one_query(
    anna: Visitor[Bezoek], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    anna.keeps(DOCTOR)
    anna.keeps(TEACHER)
    anna.reads()
    request = anna.request()
    with django_assert_num_queries(1):
        assert visits.read(request) == visits.read(request) == TEACHER
    assert visits.exists(request)


def test_the_cookie_goes_along_to_every_page(anna: Visitor[Bezoek]) -> None:
    cookie = anna.keeps(DOCTOR)
    assert (cookie.key, cookie["path"]) == ("meldcode_bezoek", "/")
    assert visits.cookie_name() == "meldcode_bezoek"


def test_over_tls_the_cookie_belongs_to_this_host_alone(
    anna: Visitor[Bezoek], settings: Settings
) -> None:
    settings.SECURE = True
    assert anna.keeps(DOCTOR).key == visits.cookie_name() == "__Host-meldcode_bezoek"
    assert anna.reads() == DOCTOR


def test_a_row_does_not_hold_the_answers(anna: Visitor[Bezoek]) -> None:
    anna.keeps(DOCTOR)
    assert b"artsen" not in bytes(SealedVisit.objects.get().sealed)


def test_a_visit_of_before_the_room_for_visits_opens_still(anna: Visitor[Bezoek]) -> None:
    token = "b" * 43
    lookup = derive_key(token.encode(), purpose=b"meldcode bezoek: rij").reveal().hex()
    key = derive_key(token.encode(), PROCESS_KEY.reveal(), purpose=b"meldcode bezoek: sleutel")
    sealed = seal(key, DOCTOR.to_json().encode(), b"meldcode bezoek\x00" + lookup.encode())
    SealedVisit.objects.create(lookup=lookup, sealed=sealed, expires_at=2**40)
    anna.cookies["meldcode_bezoek"] = token
    assert anna.reads() == DOCTOR


def test_a_visit_that_this_version_cannot_read_is_an_empty_one(
    anna: Visitor[Bezoek], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Bezoek, "to_json", lambda self: '{"from": "another version"}')
        anna.keeps(DOCTOR)
    assert anna.reads() == Bezoek()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(1799, DOCTOR), (1800, Bezoek()), (1801, Bezoek())],
)
def test_a_visit_ends_after_half_an_hour_without_use(
    anna: Visitor[Bezoek], seconds: int, expected: Bezoek
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps(DOCTOR)
        assert visits.ends_at(anna.request()) == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        clock.shift(seconds)
        assert anna.reads() == expected


def test_what_has_ended_is_thrown_away(anna: Visitor[Bezoek]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps(DOCTOR)
        clock.shift(1799)
        visits.purge_expired()
        assert SealedVisit.objects.count() == 1
        clock.shift(1)
        visits.purge_expired()
    assert not SealedVisit.objects.exists()


def test_wiping_takes_the_row_and_the_cookie(anna: Visitor[Bezoek]) -> None:
    anna.keeps(DOCTOR)
    gone = anna.wipes()
    assert (gone.key, gone.value, gone["max-age"]) == ("meldcode_bezoek", "", 0)
    assert not SealedVisit.objects.exists()
