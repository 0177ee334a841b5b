"""A clock that is put back: nothing is dated before what it follows, and it shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from meldcode.access import dating, log, overview, people, sharing
from meldcode.access.log import CLOCK, Look
from meldcode.access.models import LogLine
from meldcode.dossier import services
from meldcode.dossier.entries import Noodtoegang, Overleg
from meldcode.ledger import services as ledger
from meldcode.ledger import verify
from meldcode.ledger.chain import CONTENT, seal_content
from meldcode.ledger.rights import NoAccess
from meldcode.ledger.services import moment
from meldcode.ledger.storage import store
from tests.cast import NOW, Cast, case, opened
from tests.site.visitors import browser_of

HOURS = timedelta(hours=2)
LOOK = Look("bekijken", "abc", "eigen zaak")
ENTRY = Overleg(met="collega", op=NOW.date(), advies="Wacht af.")


def lines(since: int = 0) -> list[tuple[str, str]]:
    rows = LogLine.objects.filter(number__gt=since).order_by("number")
    return list(rows.values_list("action", "at"))


def faults() -> list[str]:
    keys = people.signing_keys()
    return [str(each) for each in (*log.faults(keys), *verify.faults(keys))]


def test_a_line_is_not_dated_before_the_one_it_follows_and_the_step_is_told(cast: Cast) -> None:
    before = log.write(cast.anna.keyring, LOOK, NOW).number
    for minutes in (0, 30, 121):
        log.write(cast.anna.keyring, LOOK, NOW - HOURS + timedelta(minutes=minutes))
    same, later = moment(NOW), moment(NOW + timedelta(minutes=1))
    assert lines(before) == [
        (CLOCK, same),
        ("bekijken", same),
        ("bekijken", same),
        ("bekijken", later),
    ]
    with time_machine.travel(NOW + HOURS):
        told = [f"logboek, regel {before + 1}: de klok liep hier achter: zij stond op "]
        assert faults() == [f"{told[0]}2026-11-16T07:00 (UTC)"]
        week = overview.remarks_of_week(NOW + HOURS)[0]
    assert any("klok" in remark.why for remark in week)


def test_a_second_step_is_told_again(cast: Cast) -> None:
    for at in (NOW, NOW - HOURS, NOW + HOURS, NOW):
        log.write(cast.anna.keyring, LOOK, at)
    assert [action for action, _ in lines()].count(CLOCK) == 2


def test_clocks_that_differ_by_seconds_are_no_step(cast: Cast) -> None:
    before = log.write(cast.anna.keyring, LOOK, NOW).number
    log.write(cast.bram.keyring, LOOK, NOW - timedelta(seconds=20))
    assert lines(before) == [("bekijken", moment(NOW))]
    with time_machine.travel(NOW + HOURS):
        assert faults() == []


def test_an_entry_is_not_dated_before_the_one_it_follows(cast: Cast) -> None:
    found = case(cast)
    added = services.add(found, cast.anna, ENTRY, NOW - HOURS)
    assert added.records[-1].at == found.records[-1].at == moment(NOW)
    shared = sharing.end_share(added, cast.anna, cast.bram.reference, NOW - HOURS)
    assert {record.at for record in shared.records[-2:]} == {moment(NOW)}
    assert ledger.destroy(shared, cast.anna.keyring, "termijn", NOW - HOURS).at == moment(NOW)


def test_who_dates_back_in_the_database_is_named(cast: Cast) -> None:
    found = case(cast)
    blank = ledger._next(found, CONTENT, NOW)
    back = seal_content(
        found.keys.newest,
        type(blank)(**{**vars(blank), "at": moment(NOW - timedelta(days=30))}),
        b"{}",
    ).signed(cast.anna.keyring)
    store(back)
    told = f"zaak {found.zaak}, regel {back.number}: deze regel is gedateerd vóór de regel ervoor"
    assert told in faults()


def test_what_is_dated_in_the_far_future_is_named(cast: Cast) -> None:
    found = case(cast)
    later = NOW + timedelta(days=365 * 20)
    services.add(found, cast.anna, ENTRY, later)
    log.write(cast.anna.keyring, LOOK, later)
    with time_machine.travel(NOW + timedelta(minutes=1)):
        assert [told.rpartition(": ")[0].rpartition(": ")[2] for told in faults()] == [
            "deze regel is gedateerd in de toekomst"
        ] * 2
    with time_machine.travel(later + timedelta(minutes=1)):
        assert faults() == []


def test_an_emergency_under_a_clock_that_is_behind_leaves_the_case_whole(cast: Cast) -> None:
    people.set_roles(cast.dina, cast.chris.person, ["professional", "aandachtsfunctionaris"])
    cast.chris.person.refresh_from_db()
    sharing.switch_emergency(cast.dina, [cast.chris.person])
    found = case(cast)
    back = NOW - HOURS
    theirs, until = sharing.emergency(found.zaak, cast.chris, back)
    assert until == moment(NOW + timedelta(hours=1))
    reason = Noodtoegang(reden="Er is nu gevaar.", tot=NOW + timedelta(hours=1))
    services.add(theirs, cast.chris, reason, back)
    assert opened(found.zaak, cast.anna).contents
    assert opened(found.zaak, cast.chris, back).contents


def test_a_right_for_a_time_is_not_made_longer_by_putting_the_clock_back(cast: Cast) -> None:
    to = sharing._recipient(cast.chris.person, "lezen")
    until = NOW + timedelta(hours=1)
    found = ledger.grant(case(cast), cast.anna.keyring, to, NOW, moment(until))
    theirs = opened(found.zaak, cast.chris)
    services.add(found, cast.anna, ENTRY, until)
    for at in (until, until - timedelta(minutes=30)):
        with pytest.raises(NoAccess):
            opened(found.zaak, cast.chris, at)
    with pytest.raises(NoAccess):
        ledger.append(theirs, cast.chris.keyring, b"x", until + HOURS)


def test_the_pages_say_that_the_clock_is_behind(cast: Cast) -> None:
    found = case(cast)
    with time_machine.travel(NOW) as time:
        client = browser_of(cast.anna)
        for url in ("/dossier/", f"/dossier/zaak/{found.zaak}/"):
            assert dating.BEHIND not in client.get(url).content.decode()
        log.write(cast.anna.keyring, LOOK, NOW + HOURS)
        time.shift(1)
        for url in ("/dossier/", f"/dossier/zaak/{found.zaak}/"):
            assert dating.BEHIND in client.get(url).content.decode()
