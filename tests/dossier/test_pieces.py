"""Long lists come in pieces, each with the way to the next."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from meldcode.access import log, sharing
from meldcode.access.models import Notice
from meldcode.dossier import services, views
from meldcode.kader.load import frameworks
from tests.cast import NOW, Cast
from tests.site.visitors import browser_of


def begin(cast: Cast, amount: int) -> None:
    for number in range(amount):
        services.start(cast.anna, frameworks()["artsen"], f"Zaak {number}", [], NOW)


def test_my_cases_come_in_pieces_that_lead_to_each_other(cast: Cast) -> None:
    begin(cast, 5)
    client, seen = browser_of(cast.anna), set()
    with patch.object(views, "PAGE", 2):
        for number, links in ((1, [2]), (2, [1, 3]), (3, [2])):
            page = client.get(f"/dossier/?blad={number}").content.decode()
            assert [n for n in range(5) if f'href="/dossier/?blad={n}"' in page] == links
            seen |= {n for n in range(5) if f">Zaak {n}<" in page}
    assert seen == set(range(5))


def test_a_short_list_has_no_pieces(cast: Cast) -> None:
    begin(cast, 2)
    page = browser_of(cast.anna).get("/dossier/").content.decode()
    assert page.count("zaakrij") == 2
    assert "blad=" not in page


@pytest.mark.parametrize("asked", ["0", "-1", "x", "1.5", "9999999", "²"])
def test_a_piece_that_cannot_be_is_not_there(cast: Cast, asked: str) -> None:
    assert browser_of(cast.anna).get("/dossier/", {"blad": asked}).status_code == 404


def test_a_notice_counts_as_read_only_with_the_line_of_the_look(cast: Cast) -> None:
    Notice.objects.create(reference=cast.anna.reference, kind=sharing.SWAPPED, at="x")
    client = browser_of(cast.anna)
    client.head("/dossier/")
    with patch.object(log, "write", side_effect=OSError):
        assert client.get("/dossier/").status_code == 500
    assert not Notice.objects.get().read
    assert "verwisseld" in client.get("/dossier/").content.decode()
    assert Notice.objects.get().read
