"""Codes of an app: set up, asked after the passphrase, used once, and lost."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection

from meldcode.access import clock as clock_of_waits
from meldcode.access import people, second_factor, trust
from meldcode.access.models import Person, Unlock
from meldcode.access.people import Unlocked
from meldcode.vault.sealing import SealBroken
from tests.access.walk import (
    ACCOUNT,
    IN,
    STEP,
    browser,
    code_at,
    confirm,
    end_of,
    hidden,
    lines,
    log_in,
    text,
)
from tests.cast import ANNA, CHRIS, DINA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django.fixtures import Settings

    from tests.cast import Cast, Member

NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def doors(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.access.doors"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        monkeypatch.setattr(clock_of_waits, "steady", time.time)
        yield traveller


@pytest.fixture
def anna(cast: Cast) -> Client:
    """Anna's browser, open."""
    client = browser()
    assert log_in(client, ANNA) == IN
    return client


def set_up_codes(client: Client, moment: datetime, present: str = "") -> str:
    """Follow the pages, with the present code; gives the secret that the app got."""
    confirm(client, ANNA, "code", present)
    page = text(client.get(f"{ACCOUNT}/code"))
    shown = re.search(r'<code class="code">([A-Z2-7 ]+)</code>', page)
    assert shown
    secret = shown[1].replace(" ", "")
    form = {"verzegeld": hidden(page, "verzegeld"), "code": code_at(secret, moment)}
    response = client.post(f"{ACCOUNT}/code", form)
    assert (response.status_code, response.headers["Location"]) == (302, ACCOUNT)
    return secret


def test_without_a_second_factor_the_passphrase_is_enough(anna: Client) -> None:
    assert text(anna.get(IN)) == "Binnen: Anna"
    assert "Je hebt nog geen tweede stap." in text(anna.get(ACCOUNT))


def test_with_codes_the_passphrase_leads_to_the_second_step_and_a_code_leads_in(
    anna: Client, clock: time_machine.Traveller
) -> None:
    secret = set_up_codes(anna, NOW)
    other = browser()
    assert log_in(other, ANNA) == STEP
    later = NOW + timedelta(minutes=1)
    clock.move_to(later)
    response = other.post(STEP, {"code": code_at(secret, later)})
    assert (response.status_code, response.headers["Location"]) == (302, IN)
    assert text(other.get(IN)) == "Binnen: Anna"
    assert lines("tweede stap") == [("code", "gelukt")]


@pytest.mark.parametrize("path", [IN, ACCOUNT, "/dossier/account", f"{ACCOUNT}/code"])
def test_nothing_opens_between_the_passphrase_and_the_second_step(anna: Client, path: str) -> None:
    set_up_codes(anna, NOW)
    other = browser()
    log_in(other, ANNA)
    assert end_of(other, path) == STEP


def test_setting_it_up_asks_for_a_code_that_fits(anna: Client) -> None:
    confirm(anna, ANNA, "code")
    page = text(anna.get(f"{ACCOUNT}/code"))
    form = {"verzegeld": hidden(page, "verzegeld"), "code": "000000"}
    again = anna.post(f"{ACCOUNT}/code", form)
    assert again.status_code == 422
    assert "Deze code klopt niet" in text(again)
    assert not Authenticator.objects.exists()


def test_a_secret_that_we_did_not_offer_is_not_taken(anna: Client, cast: Cast) -> None:
    confirm(anna, ANNA, "code")
    mine = "A" * 32
    sealed = second_factor.seal_text(cast.chris.keyring, mine, b"nieuw geheim")
    form = {"verzegeld": sealed, "code": code_at(mine, NOW)}
    assert anna.post(f"{ACCOUNT}/code", form).status_code == 422
    assert not Authenticator.objects.exists()


def test_the_square_to_scan_holds_no_style_and_leads_to_this_secret(anna: Client) -> None:
    confirm(anna, ANNA, "code")
    page = text(anna.get(f"{ACCOUNT}/code"))
    assert '<svg class="qr" role="img"' in page
    assert "style=" not in page
    assert page.count("h1v1h-1z") > 400


@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_holds_one_step_before_and_after_now(
    cast: Cast, clock: time_machine.Traveller, steps: int, taken: bool
) -> None:
    secret = second_factor.new_secret()
    anna = cast.anna
    assert second_factor.add_code(anna.person, anna.keyring, secret, code_at(secret, NOW))
    later = NOW + timedelta(minutes=10)
    clock.move_to(later)
    code = code_at(secret, later, steps)
    assert second_factor.check_code(anna.person, anna.keyring, code) is taken


def test_a_code_is_taken_once_and_then_no_older_one_either(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    secret, anna = second_factor.new_secret(), cast.anna
    first = code_at(secret, NOW)
    assert second_factor.add_code(anna.person, anna.keyring, secret, first)
    assert not second_factor.check_code(anna.person, anna.keyring, first)
    later = NOW + timedelta(minutes=2)
    clock.move_to(later)
    now, before = code_at(secret, later), code_at(secret, later, -1)
    assert second_factor.check_code(anna.person, anna.keyring, f"{now[:3]} {now[3:]}")
    assert not second_factor.check_code(anna.person, anna.keyring, now)
    assert not second_factor.check_code(anna.person, anna.keyring, before)


@pytest.mark.parametrize("code", ["", " ", "12345", "1234567", "abcdef", "１２３４５６", "-00001"])
def test_what_is_no_code_is_wrong(cast: Cast, code: str) -> None:
    secret, anna = second_factor.new_secret(), cast.anna
    second_factor.add_code(anna.person, anna.keyring, secret, code_at(secret, NOW))
    assert not second_factor.check_code(anna.person, anna.keyring, code)


def test_the_secret_lies_nowhere_in_the_clear(anna: Client, cast: Cast) -> None:
    secret = set_up_codes(anna, NOW)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            assert secret not in str(cursor.fetchall()), table
    assert not Session.objects.exists()
    row = Authenticator.objects.get()
    with pytest.raises(SealBroken):
        second_factor.open_text(cast.dina.keyring, row.data["sealed"], b"geheim")
    opened = second_factor.open_text(cast.anna.keyring, row.data["sealed"], b"geheim")
    assert opened == secret


def test_what_was_sealed_as_one_thing_does_not_open_as_another(cast: Cast) -> None:
    sealed = second_factor.seal_text(cast.anna.keyring, "Laptop", b"naam")
    assert second_factor.open_text(cast.anna.keyring, sealed, b"naam") == "Laptop"
    for other in (b"geheim", b"nieuw geheim"):
        with pytest.raises(SealBroken):
            second_factor.open_text(cast.anna.keyring, sealed, other)


def test_a_secret_that_was_swapped_in_the_database_opens_nothing(cast: Cast) -> None:
    chris, anna, secret = cast.chris, cast.anna, second_factor.new_secret()
    for who in (chris, anna):
        second_factor.add_code(who.person, who.keyring, secret, code_at(secret, NOW, -1))
    rows = {row.user_id: row for row in Authenticator.objects.all()}
    hers = rows[anna.person.pk]
    hers.data = rows[chris.person.pk].data
    hers.save()
    assert not second_factor.check_code(anna.person, anna.keyring, code_at(secret, NOW))


def test_wrong_codes_are_slowed_down_also_from_another_browser_and_leave_lines(
    anna: Client, clock: time_machine.Traveller
) -> None:
    secret = set_up_codes(anna, NOW)
    later = NOW + timedelta(minutes=5)
    clock.move_to(later)
    for _ in range(3):
        guess = browser()
        assert log_in(guess, ANNA) == STEP
        assert "Deze code klopt niet" in text(guess.post(STEP, {"code": "000000"}))
    guess = browser()
    log_in(guess, ANNA)
    right = {"code": code_at(secret, later)}
    assert "Er is te vaak geprobeerd. Wacht 2 seconden." in text(guess.post(STEP, right))
    clock.move_to(later + timedelta(seconds=2))
    assert guess.post(STEP, right).status_code == 302
    wrong = [("code", "geweigerd")] * 3
    assert lines("tweede stap") == [*wrong, ("na 3 pogingen", "gelukt")]


def test_adding_it_logs_out_the_other_browsers_and_leaves_a_line(cast: Cast) -> None:
    here, there = browser(), browser()
    log_in(here, ANNA)
    log_in(there, ANNA)
    set_up_codes(here, NOW)
    assert end_of(here, IN) == IN
    assert end_of(there, IN) == "/dossier/inloggen"
    assert lines("tweede stap toegevoegd") == [("zelf", "gelukt")]


def test_codes_of_a_new_app_take_the_place_of_the_old(
    anna: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    old = set_up_codes(anna, NOW)
    now, later = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
    clock.move_to(now)
    new = set_up_codes(anna, now, code_at(old, now))
    clock.move_to(later)
    who = (cast.anna.person, cast.anna.keyring)
    assert not second_factor.check_code(*who, code_at(old, later))
    assert second_factor.check_code(*who, code_at(new, later))
    assert Authenticator.objects.count() == 1


def leaving() -> str:
    """The address that asks who is here before the one factor goes."""
    return f"{ACCOUNT}/bevestig/{Authenticator.objects.get().pk}"


def test_taking_it_away_asks_the_passphrase_and_a_code(
    anna: Client, clock: time_machine.Traveller
) -> None:
    secret = set_up_codes(anna, NOW)
    later = NOW + timedelta(minutes=1)
    clock.move_to(later)
    right = {"wachtzin": ANNA.wachtzin, "code": code_at(secret, later)}
    page, away = text(anna.get(ACCOUNT)), leaving()
    assert f'href="{away}"' in page
    assert "Je verwijdert: Code van een app." in text(anna.get(away))
    wrong = anna.post(away, {**right, "wachtzin": "niet deze zin hoor"})
    assert wrong.status_code == 422
    assert "Je wachtzin klopt niet." in text(wrong)
    for code in ("", "000000"):
        wrong = anna.post(away, {**right, "code": code})
        assert "Deze code klopt niet" in text(wrong)
    assert Authenticator.objects.count() == 1
    assert anna.post(away, right).status_code == 302
    assert not Authenticator.objects.exists()
    assert lines("tweede stap verwijderd") == [("zelf", "gelukt")]
    assert log_in(browser(), ANNA) == IN


@pytest.mark.parametrize("goal", ["code", "passkey"])
def test_an_open_browser_adds_nothing_without_the_passphrase(anna: Client, goal: str) -> None:
    path = f"{ACCOUNT}/{goal}"
    asks = f"{ACCOUNT}/bevestig/{goal}"
    assert anna.get(path).headers["Location"] == asks
    mine = second_factor.new_secret()
    form = {"naam": "Laptop", "code": code_at(mine, NOW), "passkey": "{}"}
    assert anna.post(path, form).headers["Location"] == asks
    wrong = anna.post(asks, {"wachtzin": "niet deze zin hoor"})
    assert "Je wachtzin klopt niet." in text(wrong)
    assert anna.get(path).status_code == 302
    assert not Authenticator.objects.exists()


def test_replacing_it_asks_for_the_present_one(anna: Client) -> None:
    set_up_codes(anna, NOW)
    asks = f"{ACCOUNT}/bevestig/code"
    phrase_alone = anna.post(asks, {"wachtzin": ANNA.wachtzin})
    assert "Deze code klopt niet" in text(phrase_alone)
    assert end_of(anna, f"{ACCOUNT}/code") == asks
    assert end_of(anna, f"{ACCOUNT}/passkey") == f"{ACCOUNT}/bevestig/passkey"


def test_one_confirmation_is_for_one_change_within_ten_minutes(
    anna: Client, clock: time_machine.Traveller
) -> None:
    confirm(anna, ANNA, "code")
    assert end_of(anna, f"{ACCOUNT}/code") == f"{ACCOUNT}/code"
    for _ in range(6):
        clock.shift(timedelta(seconds=100))
        anna.get(ACCOUNT)
    assert end_of(anna, f"{ACCOUNT}/code") == f"{ACCOUNT}/bevestig/code"
    set_up_codes(anna, NOW + timedelta(minutes=10))
    assert end_of(anna, f"{ACCOUNT}/code") == f"{ACCOUNT}/bevestig/code"


def test_that_a_browser_confirmed_can_not_be_written_in_the_database(
    anna: Client, cast: Cast
) -> None:
    other = browser()
    log_in(other, ANNA)
    confirm(other, ANNA, "code")
    told = ("confirmed", "confirmed_at", "confirmed_steady")
    row = Unlock.objects.exclude(confirmed=None).values(*told).get()
    Unlock.objects.update(**row)
    assert end_of(other, f"{ACCOUNT}/code") == f"{ACCOUNT}/code"
    assert end_of(anna, f"{ACCOUNT}/code") == f"{ACCOUNT}/bevestig/code"


def test_guessing_the_passphrase_at_an_open_browser_is_slowed_down(anna: Client) -> None:
    set_up_codes(anna, NOW)
    form = {"wachtzin": "niet deze zin hoor"}
    for _ in range(3):
        assert "Je wachtzin klopt niet." in text(anna.post(leaving(), form))
    right = {**form, "wachtzin": ANNA.wachtzin}
    assert "Er is te vaak geprobeerd." in text(anna.post(leaving(), right))


@pytest.mark.parametrize("member", [CHRIS, DINA], ids=lambda member: member.naam)
def test_nobody_else_takes_it_away_nor_an_administrator(anna: Client, member: Member) -> None:
    set_up_codes(anna, NOW)
    client = browser()
    log_in(client, member)
    response = client.post(leaving(), {"wachtzin": member.wachtzin})
    assert response.headers["Location"] == ACCOUNT
    assert Authenticator.objects.count() == 1
    assert lines("tweede stap verwijderd") == []


def _gone(cast: Cast) -> None:
    Authenticator.objects.all().delete()


def _swapped(cast: Cast) -> None:
    sealed = second_factor.seal_text(cast.chris.keyring, second_factor.new_secret(), b"geheim")
    Authenticator.objects.update(data={"sealed": sealed, "counter": 0})


def _added(cast: Cast) -> None:
    data = {"name": "", "credential": {}}
    Authenticator.objects.create(user=cast.anna.person, type="webauthn", data=data)


def _unsigned(cast: Cast) -> None:
    Authenticator.objects.all().delete()
    Person.objects.filter(naam="Anna").update(factors=None)


@pytest.mark.parametrize("change", [_gone, _swapped, _added, _unsigned])
def test_a_factor_that_somebody_else_changed_in_the_database_lets_nobody_in_and_shows(
    anna: Client, cast: Cast, change: Callable[[Cast], None]
) -> None:
    set_up_codes(anna, NOW)
    assert list(trust.faults()) == []
    change(cast)
    assert [fault.where for fault in trust.faults()] == ["persoon Anna"]
    form = {"naam": "Anna", "wachtzin": ANNA.wachtzin}
    response = browser().post("/dossier/inloggen", form)
    assert "buiten Meldcode om veranderd" in text(response)


def test_a_factor_that_is_swapped_after_the_passphrase_leads_nowhere(
    anna: Client, cast: Cast
) -> None:
    set_up_codes(anna, NOW)
    waiting = browser()
    assert log_in(waiting, ANNA) == STEP
    _swapped(cast)
    response = waiting.post(STEP, {"code": "000000"})
    assert "buiten Meldcode om veranderd" in text(response)


def test_an_older_factor_that_was_put_back_whole_shows_in_the_log(
    anna: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    secret = set_up_codes(anna, NOW)
    kept = Authenticator.objects.values("user_id", "type", "data").get()
    signed = Person.objects.values("factors", "state_signature").get(naam="Anna")
    later = NOW + timedelta(minutes=1)
    clock.move_to(later)
    confirm(anna, ANNA, str(Authenticator.objects.get().pk), code_at(secret, later))
    Authenticator.objects.create(**kept)
    Person.objects.filter(naam="Anna").update(**signed)
    told = [str(fault) for fault in trust.faults()]
    assert told == ["persoon Anna: deze gegevens zijn niet die van de laatste keer in het logboek"]


def _of_before(who: Unlocked) -> None:
    """As the row of somebody who came when factors were not signed for."""
    Person.objects.filter(pk=who.person.pk).update(factors=None)
    who.person.factors = None
    people._keep(who.person, who.keyring)


def test_a_factor_that_is_added_to_who_has_none_lets_nobody_in_and_shows(cast: Cast) -> None:
    _added(cast)
    assert [fault.where for fault in trust.faults()] == ["persoon Anna"]
    form = {"naam": "Anna", "wachtzin": ANNA.wachtzin}
    assert "buiten Meldcode om veranderd" in text(browser().post("/dossier/inloggen", form))


def test_a_factor_of_before_these_were_signed_stays_usable_until_the_next_change(
    anna: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    secret, sealing = second_factor.new_secret(), cast.anna.keyring
    data = {"sealed": second_factor.seal_text(sealing, secret, b"geheim"), "counter": 0}
    Authenticator.objects.create(user=cast.anna.person, type="totp", data=data)
    _of_before(cast.anna)
    assert list(trust.faults()) == []
    assert list(trust.unsigned_factors()) == ["Anna"]
    other = browser()
    assert log_in(other, ANNA) == STEP
    assert other.post(STEP, {"code": code_at(secret, NOW)}).headers["Location"] == IN
    later = NOW + timedelta(minutes=1)
    clock.move_to(later)
    set_up_codes(anna, later, code_at(secret, later))
    assert list(trust.unsigned_factors()) == []
    assert list(trust.faults()) == []


def test_a_passphrase_that_changes_beside_a_factor_leaves_a_row_that_still_opens(
    anna: Client, cast: Cast
) -> None:
    before = people.find("Anna")
    assert before is not None
    set_up_codes(anna, NOW)
    stale = people.Unlocked(before, cast.anna.keyring)
    with pytest.raises(people.PeopleError, match="net gewijzigd in een ander venster"):
        people.keep_lock(stale, before.password)
    assert list(trust.faults()) == []
    assert log_in(browser(), ANNA) == STEP


def test_who_finds_a_changed_factor_comes_back_with_the_recovery_code(
    anna: Client, cast: Cast
) -> None:
    set_up_codes(anna, NOW)
    _swapped(cast)
    phrase = "een heel nieuwe zin om te onthouden"
    form = {"naam": "Anna", "code": cast.codes[0], "wachtzin": phrase, "nogmaals": phrase}
    client = browser()
    response = client.post("/dossier/herstel", form)
    assert end_of(client, response.headers["Location"]) == IN
    assert list(trust.faults()) == []


def test_a_browser_that_gave_it_needs_only_the_passphrase_after_a_pause(anna: Client) -> None:
    set_up_codes(anna, NOW)
    anna.post("/dossier/slot", {"terug": "/dossier/account"})
    response = anna.post("/dossier/ontgrendelen", {"wachtzin": ANNA.wachtzin})
    assert end_of(anna, response.headers["Location"]) == "/dossier/account"


def test_writing_in_the_database_that_it_was_given_does_not_help(anna: Client) -> None:
    set_up_codes(anna, NOW)
    mark = Unlock.objects.get().passed
    other = browser()
    log_in(other, ANNA)
    other.post("/dossier/slot", {"terug": ""})
    Unlock.objects.filter(stage=Unlock.WAITING).update(stage=Unlock.LOCKED, passed=mark)
    response = other.post("/dossier/ontgrendelen", {"wachtzin": ANNA.wachtzin})
    assert end_of(other, response.headers["Location"]) == STEP


def test_a_browser_that_waits_too_long_at_the_second_step_locks(
    anna: Client, clock: time_machine.Traveller
) -> None:
    secret = set_up_codes(anna, NOW)
    other = browser()
    log_in(other, ANNA)
    later = NOW + timedelta(minutes=3)
    clock.move_to(later)
    response = other.post(STEP, {"code": code_at(secret, later)})
    assert response.headers["Location"] == "/dossier/inloggen"
    assert set(Unlock.objects.values_list("stage", flat=True)) == {Unlock.OPEN, Unlock.LOCKED}


def test_forgetting_takes_every_factor_of_this_person_alone(cast: Cast) -> None:
    secret = second_factor.new_secret()
    for who in (cast.anna, cast.bram):
        second_factor.add_code(who.person, who.keyring, secret, code_at(secret, NOW))
    second_factor.forget(cast.anna.person, cast.anna.keyring)
    assert not second_factor.asked_of(cast.anna.person)
    assert second_factor.asked_of(cast.bram.person)


def test_who_lost_it_comes_back_with_the_recovery_code(anna: Client, cast: Cast) -> None:
    set_up_codes(anna, NOW)
    phrase = "een heel nieuwe zin om te onthouden"
    form = {"naam": "Anna", "code": cast.codes[0], "wachtzin": phrase, "nogmaals": phrase}
    client = browser()
    response = client.post("/dossier/herstel", form)
    assert end_of(client, response.headers["Location"]) == IN
    assert not Authenticator.objects.exists()
