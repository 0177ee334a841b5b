"""The rows of a table of visits: which one a token leads to, and what opens it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client

from meldcode.guide.models import SealedVisit
from meldcode.vault.process_key import PROCESS_KEY
from meldcode.vault.sealing import Secret, derive_key, seal
from meldcode.visit import rows
from meldcode.visit.rows import Rows

ANNA = Secret(b"a" * 43)
ROWS = Rows(SealedVisit, b"meldcode proef")
OTHER = Rows(SealedVisit, b"meldcode proef ernaast")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("now", "expected"), [(99, ("tekst", 100)), (100, None), (101, None)])
def test_a_row_is_found_until_it_ends(now: int, expected: tuple[str, int] | None) -> None:
    ROWS.store(ANNA, "tekst", 100)
    assert ROWS.find(ANNA, now) == expected


def test_one_token_leads_to_another_row_for_another_purpose() -> None:
    ROWS.store(ANNA, "tekst", 100)
    OTHER.store(ANNA, "pagina", 100)
    assert (ROWS.find(ANNA, 1), OTHER.find(ANNA, 1)) == (("tekst", 100), ("pagina", 100))
    OTHER.drop(ANNA)
    assert (ROWS.find(ANNA, 1), OTHER.find(ANNA, 1)) == (("tekst", 100), None)


def test_a_row_put_in_the_place_of_one_for_another_purpose_does_not_open() -> None:
    ROWS.store(ANNA, "tekst", 100)
    OTHER.store(ANNA, "pagina", 100)
    sealed = SealedVisit.objects.get(lookup=ROWS.lookup(ANNA)).sealed
    SealedVisit.objects.filter(lookup=OTHER.lookup(ANNA)).update(sealed=sealed)
    assert OTHER.find(ANNA, 1) is None


def test_only_the_end_of_its_own_row_moves() -> None:
    ROWS.store(ANNA, "tekst", 100)
    OTHER.store(ANNA, "pagina", 100)
    ROWS.move_end(ANNA, 200)
    assert (ROWS.find(ANNA, 150), OTHER.find(ANNA, 150)) == (("tekst", 200), None)


def test_dropping_what_is_not_there_is_no_error() -> None:
    ROWS.drop(ANNA)
    assert ROWS.find(ANNA, 1) is None


def test_a_lookup_occurs_once() -> None:
    ROWS.store(ANNA, "tekst", 100)
    with pytest.raises(IntegrityError):
        SealedVisit.objects.create(lookup=ROWS.lookup(ANNA), sealed=b"", expires_at=1)


def test_visits_of_before_this_room_open_still() -> None:
    token = b"b" * 43
    lookup = derive_key(token, purpose=b"meldcode bezoek: rij").reveal().hex()
    key = derive_key(token, PROCESS_KEY.reveal(), purpose=b"meldcode bezoek: sleutel")
    sealed = seal(key, b"tekst", b"meldcode bezoek\x00" + lookup.encode())
    SealedVisit.objects.create(lookup=lookup, sealed=sealed, expires_at=100)
    assert Rows(SealedVisit, b"meldcode bezoek").find(Secret(token), 1) == ("tekst", 100)


@pytest.mark.parametrize("bound", ["MOST_ROWS", "MOST_BYTES"])
def test_a_first_visit_finds_no_room_where_the_table_is_full(
    monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    ROWS.must_have_room()
    ROWS.store(ANNA, "tekst", 100)
    monkeypatch.setattr(rows, bound, 1)
    with pytest.raises(rows.Full):
        ROWS.must_have_room()


def test_where_there_is_no_room_a_page_says_so_and_the_guide_still_reads(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 0)
    answer = client.post("/", {"beroep": "artsen"}, headers={"host": "localhost"})
    assert answer.status_code == 503
    assert "Het is nu te druk" in answer.text
    assert not SealedVisit.objects.exists()
    assert client.get("/acuut", headers={"host": "localhost"}).status_code == 200
