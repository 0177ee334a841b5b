"""What is known of a few people is what is known of them among everybody."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldcode.access import known, people, sharing, trust
from meldcode.access.models import Person
from tests.cast import NOW, Cast, Member, let_in
from tests.cast import case as anna_case

EVA = Member("Eva", "kruiwagen zadel mosterd vuurtoren", ("beheerder",))
FRED = Member("Fred", "hagelslag tegelpad wimpel oester", ("professional",))


def agree() -> list[bool]:
    root = trust.present().root
    everybody, among = Person.objects.values_list("reference", flat=True), people.trusted()
    return [(people.vouched_for(ref, root) is not None) == (ref in among) for ref in everybody]


def test_somebody_is_vouched_for_who_is_trusted(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    let_in(eva, FRED)
    assert agree() == [True] * 6
    # A colleague makes an administrator of somebody in the database: those below fall away.
    Person.objects.filter(naam="Eva").update(rollen="professional")
    assert set(people.trusted()) == {who.reference for who in cast.everybody}
    assert agree() == [True] * 6
    assert people.vouched_for("niemand", trust.present().root) is None


def test_a_swapped_key_is_known_of_nobody(cast: Cast) -> None:
    Person.objects.filter(naam="Bram").update(public=cast.chris.person.public)
    both = {cast.anna.reference, cast.bram.reference}
    assert set(known.signing_keys(both)) == {cast.anna.reference}
    assert set(people.signing_keys()) & both == {cast.anna.reference}
    assert known.names(both) == {cast.anna.reference: "Anna", cast.bram.reference: "Bram"}


def test_logging_in_reads_as_much_with_more_people_and_cases_of_others(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            sharing.catch_up(cast.anna, NOW)
        return len(queries)

    before = asked()
    let_in(cast.dina, FRED)
    for _ in range(3):
        sharing.start_case(cast.chris, "artsen", "x", NOW)
    assert asked() == before <= 5


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_look_takes_no_transaction_but_for_its_line(cast: Cast, method: str) -> None:
    from tests.site.visitors import browser_of

    zaak, client = anna_case(cast).zaak, browser_of(cast.anna)
    outside = len(connection.savepoint_ids)
    depths: list[int] = []
    real = known.opened

    def noted(*args: object, **more: object) -> object:
        depths.append(len(connection.savepoint_ids) - outside)
        return real(*args, **more)  # type: ignore[arg-type]

    with patch.object(known, "opened", noted):
        client.generic(method, f"/dossier/zaak/{zaak}/zoek")
    assert depths == [1 if method == "POST" else 0]
