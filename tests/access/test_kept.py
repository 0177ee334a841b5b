"""What an open browser read before is not checked anew, and nothing slips by.

Each test lets Anna's browser read her case, changes something behind its back, and asks again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db.models import F
from django.test import Client

from meldcode.access import kept, known, people, sharing, unlock
from meldcode.access.kept import KEPT
from meldcode.access.models import LogLine, Person, Unlock
from meldcode.dossier import services
from meldcode.dossier.entries import Overleg, to_bytes
from meldcode.ledger import again
from meldcode.ledger import services as ledger
from meldcode.ledger.chain import seal_content
from meldcode.ledger.models import Row
from meldcode.ledger.rights import NoAccess
from meldcode.ledger.services import OpenCase
from meldcode.ledger.storage import store
from tests.cast import NOW, Cast, case, opened
from tests.ledger.raw import unguarded
from tests.site.visitors import browser_of

DAMAGED = "Deze zaak is niet meer zoals je hem vastlegde"
NEW = Overleg(met="collega", op=NOW.date(), advies="Kijk mee naar de grasgroene plek.")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    KEPT.forget_all()


@pytest.fixture
def anna(cast: Cast) -> tuple[Client, OpenCase]:
    """Her browser, that has read her case."""
    found = case(cast)
    client = browser_of(cast.anna)
    assert read(client, found).status_code == 200
    assert len(KEPT) == 1
    return client, opened(found.zaak, cast.anna)


def read(client: Client, found: OpenCase):  # type: ignore[no-untyped-def]
    return client.get(f"/dossier/zaak/{found.zaak}/")


def is_checked_anew(client: Client, found: OpenCase) -> bool:
    with patch.object(again, "open_loaded", wraps=ledger.open_loaded) as anew:
        read(client, found)
    return anew.called


def test_what_was_read_is_not_checked_again(anna: tuple[Client, OpenCase]) -> None:
    client, found = anna
    first = read(client, found).content
    assert not is_checked_anew(client, found)
    with patch.object(OpenCase, "content", side_effect=AssertionError):
        assert read(client, found).content.count(b'id="regel-') == first.count(b'id="regel-')
    assert LogLine.objects.filter(zaak=found.zaak, action="bekijken").count() == 4


def test_another_process_adds_and_only_that_is_opened(
    anna: tuple[Client, OpenCase], cast: Cast
) -> None:
    client, found = anna
    services.add(found, cast.anna, NEW, NOW)
    with patch.object(OpenCase, "content", autospec=True, side_effect=OpenCase.content) as asked:
        assert b"grasgroene" in read(client, found).content
    assert [call.args[1].number for call in asked.call_args_list] == [len(found.records) + 1]


Change = Callable[[OpenCase, Cast], object]


def rows(found: OpenCase, number: int = 0):  # type: ignore[no-untyped-def]
    every = Row.objects.filter(zaak=found.zaak)
    return every.filter(number=number) if number else every


def swap(found: OpenCase, cast: Cast) -> None:
    """Two records change places, with everything but their numbers."""
    rows(found, 4).update(number=1000)
    rows(found, 5).update(number=4)
    rows(found, 1000).update(number=5)


def add_unsigned(found: OpenCase, cast: Cast) -> None:
    store(forged(found, cast, b"x" * 64))


def add_as_another(found: OpenCase, cast: Cast) -> None:
    """Chris, who may not write here, signs a record of his own behind the rest."""
    blank = replace(forged(found, cast, b""), author=cast.chris.reference)
    store(seal_content(found.keys.newest, blank, to_bytes(NEW)).signed(cast.chris.keyring))


def add_somewhere_else(found: OpenCase, cast: Cast) -> None:
    """A record that doesn't hang on the last one."""
    blank = replace(forged(found, cast, b""), previous=found.records[-2].hash)
    store(seal_content(found.keys.newest, blank, to_bytes(NEW)).signed(cast.anna.keyring))


def forged(found: OpenCase, cast: Cast, signature: bytes):  # type: ignore[no-untyped-def]
    case_ = ledger.append(found, cast.anna.keyring, to_bytes(NEW), NOW)
    rows(found, case_.records[-1].number).delete()
    return replace(case_.records[-1], signature=signature)


TAMPERING: dict[str, Change] = {
    "a body": lambda found, cast: rows(found, 4).update(body=b"x"),
    "a time": lambda found, cast: rows(found, 4).update(at="2020-01-01T00:00:00.000000+00:00"),
    "an author": lambda found, cast: rows(found, 4).update(author=cast.bram.reference),
    "a signature": lambda found, cast: rows(found, 1).update(signature=b"x" * 64),
    "a hash": lambda found, cast: rows(found, 4).update(hash=b"x" * 32),
    "the first record": lambda found, cast: rows(found, 1).update(body=b"{}"),
    "the last record": lambda found, cast: rows(found, len(found.records)).update(body=b"x"),
    "one record gone": lambda found, cast: rows(found, 4).delete(),
    "two swapped": swap,
    "all moved up": lambda found, cast: rows(found).update(number=F("number") + 100),
    "one more, not signed": add_unsigned,
    "one more, of who may not write": add_as_another,
    "one more, elsewhere in the chain": add_somewhere_else,
    "the author's key": lambda found, cast: Person.objects.filter(
        reference=cast.anna.reference
    ).update(public=cast.chris.person.public),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_what_was_changed_shows_at_the_next_page(
    anna: tuple[Client, OpenCase], cast: Cast, kind: str
) -> None:
    client, found = anna
    with unguarded():
        TAMPERING[kind](found, cast)
    assert DAMAGED in read(client, found).content.decode()
    assert LogLine.objects.latest("number").result == "beschadigd"
    assert DAMAGED in read(client, found).content.decode(), "and is not forgotten"


def test_the_end_that_was_cut_off_is_found_where_the_log_saw_it(
    anna: tuple[Client, OpenCase], cast: Cast
) -> None:
    client, found = anna
    with unguarded():
        rows(found, len(found.records)).delete()
    assert is_checked_anew(client, found)
    from meldcode.access import log

    assert any("het logboek zag regel" in str(f) for f in log.faults(people.signing_keys()))


def test_adding_to_what_was_changed_is_found_by_the_page_that_follows(
    anna: tuple[Client, OpenCase],
) -> None:
    client, found = anna
    with unguarded():
        rows(found, 4).update(body=b"x")
    url = f"/dossier/zaak/{found.zaak}/toevoegen/overleg"
    given = {"met": "collega", "op-dag": "13", "op-maand": "11", "op-jaar": "2026", "advies": "x"}
    answer = client.post(url, {**given, "na": str(found.records[-1].number)})
    assert answer.status_code in (302, 422)
    assert DAMAGED in read(client, found).content.decode()


@pytest.mark.parametrize("number", [4, 0], ids=["one record", "the last one"])
def test_adding_looks_at_the_end_and_the_number_of_records(
    anna: tuple[Client, OpenCase], number: int
) -> None:
    client, found = anna
    with unguarded():
        rows(found, number or len(found.records)).delete()
    with patch.object(again, "open_loaded", wraps=ledger.open_loaded) as anew:
        client.post(f"/dossier/zaak/{found.zaak}/zoek", {"zoek": "plek"})
    assert anew.called


def test_who_was_withdrawn_sees_nothing_at_the_next_page(cast: Cast) -> None:
    found = case(cast)
    client = browser_of(cast.bram)
    assert read(client, found).status_code == 200
    sharing.end_share(opened(found.zaak, cast.anna), cast.anna, cast.bram.reference, NOW)
    assert read(client, found).status_code == 404
    assert len(KEPT) == 0


def test_a_right_for_a_time_ends_what_was_kept_too(cast: Cast) -> None:
    found, until = case(cast), ledger.moment(NOW + timedelta(hours=1))
    to = sharing._recipient(cast.chris.person, "lezen")
    ledger.grant(found, cast.anna.keyring, to, NOW, until)
    for minutes, there in ((59, True), (60, False)):
        try:
            known.opened(found.zaak, cast.chris, NOW + timedelta(minutes=minutes), "b", 600)
        except NoAccess:
            assert not there
        else:
            assert there
    assert len(KEPT) == 0


def test_after_a_new_round_the_case_is_checked_anew(
    anna: tuple[Client, OpenCase], cast: Cast
) -> None:
    client, found = anna
    ended = sharing.end_share(found, cast.anna, cast.bram.reference, NOW)
    services.add(ended, cast.anna, NEW, NOW)
    assert is_checked_anew(client, found)
    assert b"grasgroene" in read(client, found).content


def test_a_destroyed_case_is_gone_at_the_next_page(
    anna: tuple[Client, OpenCase], cast: Cast
) -> None:
    client, found = anna
    services.destroy(found, cast.anna, "termijn", NOW)
    assert read(client, found).status_code == 404
    assert len(KEPT) == 0


def test_an_entry_that_was_not_stored_after_all_leaves_nothing(
    anna: tuple[Client, OpenCase], cast: Cast
) -> None:
    _, found = anna
    mine = known.opened(found.zaak, cast.anna, NOW, "b", 600)
    services.read(services.add(mine, cast.anna, NEW, NOW), NOW.date())
    with unguarded():
        rows(found, len(found.records) + 1).delete()
    other = NEW.model_copy(update={"advies": "Iets heel anders."})
    services.add(opened(found.zaak, cast.anna), cast.anna, other, NOW)
    again_ = known.opened(found.zaak, cast.anna, NOW, "b", 600)
    entry = services.read(again_, NOW.date()).entered[-1].entry
    assert isinstance(entry, Overleg)
    assert entry.advies == "Iets heel anders."


def test_a_name_that_changed_is_read_anew(cast: Cast) -> None:
    found = case(cast)
    for name in ("Anna", "Annabel"):
        Person.objects.filter(reference=cast.anna.reference).update(naam=name)
        file = services.read(known.opened(found.zaak, cast.anna, NOW, "b", 600), NOW.date())
        assert {each.author for each in file.entered} == {name}


def test_what_follows_is_of_the_day_on_which_it_is_asked(cast: Cast) -> None:
    found, days = case(cast), (NOW.date(), NOW.date() + timedelta(days=1))
    files = [services.read(known.opened(found.zaak, cast.anna, NOW, "b", 600), d) for d in days]
    assert [file.today for file in files] == list(days)
    assert files[0].case is files[1].case, "the case is the same, and was read once"


@pytest.mark.parametrize("how", ["lock", "log out", "elsewhere", "stopped", "everywhere", "idle"])
def test_a_browser_that_closes_keeps_nothing(
    anna: tuple[Client, OpenCase], cast: Cast, how: str
) -> None:
    client, found = anna
    row = Unlock.objects.all()
    if how == "lock":
        client.post("/dossier/slot")
    elif how == "log out":
        client.post("/dossier/uit")
    elif how == "elsewhere":
        row.update(stage=Unlock.LOCKED, sealed=b"")
    elif how == "stopped":
        people.set_active(cast.anna.person, False)
    elif how == "everywhere":
        unlock.end_all(cast.anna.reference)
    else:
        row.update(used_at=0)
    assert b"grasgroene" not in read(client, found).content
    assert len(KEPT) == 0


def test_what_is_kept_is_of_one_browser_of_one_person(
    anna: tuple[Client, OpenCase], cast: Cast
) -> None:
    _, found = anna
    ((browser, zaak),) = KEPT._entries
    assert KEPT.find(browser, cast.anna.reference, zaak)
    assert KEPT.find(browser, cast.bram.reference, zaak) is None
    assert KEPT.find("another", cast.anna.reference, zaak) is None
    read(browser_of(cast.anna), found)
    assert len(KEPT) == 2


def test_what_nobody_looks_at_goes_by_itself(anna: tuple[Client, OpenCase]) -> None:
    now = time.monotonic()
    with patch.object(time, "monotonic", return_value=now + 3 * 60 - 1):
        KEPT.sweep()
        assert len(KEPT) == 1
    with patch.object(time, "monotonic", return_value=now + 3 * 60 + 1):
        assert KEPT.find(*next(iter(KEPT._entries)), "x") is None
        KEPT.sweep()
        assert len(KEPT) == 0


def test_it_keeps_so_many_records_and_the_last_used_ones(cast: Cast) -> None:
    cases = [case(cast) for _ in range(3)]
    amount = len(cases[0].records)
    with patch.object(kept, "MOST_RECORDS", 2 * amount):
        for each in cases:
            known.opened(each.zaak, cast.anna, NOW, "b", 600)
        assert [zaak for _, zaak in KEPT._entries] == [each.zaak for each in cases[1:]]
    with patch.object(kept, "MOST_RECORDS", amount - 1):
        known.opened(cases[2].zaak, cast.anna, NOW, "b", 600)
        assert [zaak for _, zaak in KEPT._entries] == [cases[1].zaak]
