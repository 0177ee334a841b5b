"""People: letting in, passphrases, recovery, roles; and that nobody puts another in their place."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from meldcode.access import login, people, sharing
from meldcode.access.models import Installation, Invitation, LogLine, Person
from meldcode.access.people import PeopleError, Unlocked
from meldcode.vault import recovery
from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import SealBroken
from tests.cast import ANNA, BRAM, CHRIS, DINA, NOW, Cast, Member, install, let_in, opened

pytestmark = pytest.mark.django_db

NEW = "kikker lantaarn zeepbel donderdag"
EVA = Member("Eva", "hagedis stofzuiger beschuit maanlicht", ("beheerder",))
FRED = Member("Fred", "kruiwagen tafellaken juni bosuil", ("professional",))
SWAPPED = "is verwisseld"
CHANGED = "buiten Meldcode om veranderd"


def row() -> Installation:
    found = people.installation()
    assert found is not None
    return found


def change(who: Unlocked, **columns: Any) -> Person:
    """What somebody does who writes in the database."""
    Person.objects.filter(reference=who.reference).update(**columns)
    return Person.objects.get(pk=who.person.pk)


def named() -> list[str]:
    return [str(fault) for fault in people.faults()]


# -- the first person


def test_the_first_person_gets_one_code_and_all_roles_of_somebody_alone(
    quick_passphrases: None,
) -> None:
    who, codes = people.set_up("Anna", ANNA.wachtzin)
    assert len(codes) == 1
    assert who.person.roles == {"professional", "beheerder", "eindverantwoordelijke"}
    assert people.unlock(who.person, ANNA.wachtzin).public == who.keyring.public
    assert named() == []


def test_nobody_sets_up_twice(cast: Cast) -> None:
    with pytest.raises(PeopleError, match="is hier al ingericht"):
        people.set_up("Eva", EVA.wachtzin)


@pytest.mark.parametrize("naam", ["", "  ", "x" * 61, "An\nna", " Anna", "Anna "])
def test_a_name_that_nobody_can_type_back_is_refused(naam: str) -> None:
    with pytest.raises(PeopleError, match="Vul een naam in"):
        people.set_up(naam, ANNA.wachtzin)


def test_a_weak_passphrase_is_refused_with_advice() -> None:
    with pytest.raises(PeopleError, match="te kort"):
        people.set_up("Anna", "kort")
    assert not Person.objects.exists()


def test_the_code_counts_when_it_is_typed_back(quick_passphrases: None) -> None:
    _, codes = people.set_up("Anna", ANNA.wachtzin)
    assert not row().recovery_confirmed
    with pytest.raises(PeopleError, match="hoort niet bij deze installatie"):
        people.confirm_recovery([recovery.new_code()])
    assert not row().recovery_confirmed
    people.confirm_recovery(codes)
    assert row().recovery_confirmed


# -- letting in


def test_who_was_invited_makes_keys_of_its_own(cast: Cast) -> None:
    assert set(people.trusted()) == {who.reference for who in cast.everybody}
    assert named() == []


@pytest.mark.parametrize(
    ("after", "counts"),
    [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)],
    ids=["before", "at"],
)
def test_an_invitation_ends_after_a_week(cast: Cast, after: timedelta, counts: bool) -> None:
    code = people.invite(cast.dina, FRED.naam, FRED.rollen, NOW)
    if counts:
        assert people.accept(FRED.naam, code, FRED.wachtzin, NOW + after).person.naam == "Fred"
    else:
        with pytest.raises(PeopleError, match="geldt niet"):
            people.accept(FRED.naam, code, FRED.wachtzin, NOW + after)


@pytest.mark.parametrize("made", ["2026-10-20T14:00", "2026-03-25T14:00", "2026-11-20T14:00"])
def test_an_invitation_ends_at_the_same_hour_a_week_later(cast: Cast, made: str) -> None:
    here = ZoneInfo("Europe/Amsterdam")
    now = datetime.fromisoformat(made).replace(tzinfo=here)
    people.invite(cast.dina, FRED.naam, FRED.rollen, now.astimezone(UTC))
    ends = datetime.fromtimestamp(Invitation.objects.get().expires_at, here)
    assert (ends.hour, ends.minute) == (14, 0)
    assert (ends.date() - now.date()).days == people.INVITATION_DAYS


def test_an_invitation_counts_once_for_one_name_and_the_newest_alone(cast: Cast) -> None:
    old = people.invite(cast.dina, FRED.naam, FRED.rollen, NOW)
    code = people.invite(cast.dina, FRED.naam, FRED.rollen, NOW)
    for naam, wrong in ((FRED.naam, old), (EVA.naam, code)):
        with pytest.raises(PeopleError, match="geldt niet"):
            people.accept(naam, wrong, FRED.wachtzin, NOW)
    people.accept(FRED.naam, code, FRED.wachtzin, NOW)
    with pytest.raises(PeopleError, match="geldt niet"):
        people.accept(FRED.naam, code, FRED.wachtzin, NOW)


def test_a_name_that_is_taken_or_no_role_is_refused(cast: Cast) -> None:
    with pytest.raises(PeopleError, match="al iemand met deze naam"):
        people.invite(cast.dina, "anna", ["professional"], NOW)
    with pytest.raises(PeopleError, match="minstens één rol"):
        people.invite(cast.dina, "Fred", [], NOW)


def test_roles_that_somebody_wrote_in_an_invitation_are_believed_by_nobody(cast: Cast) -> None:
    code = people.invite(cast.dina, FRED.naam, FRED.rollen, NOW)
    Invitation.objects.update(rollen="beheerder")
    fred = people.accept(FRED.naam, code, FRED.wachtzin, NOW)
    assert fred.reference not in people.trusted()
    with pytest.raises(PeopleError, match=CHANGED):
        people.unlock(fred.person, FRED.wachtzin)
    assert named() == ["persoon Fred: niet te zien is wie deze persoon toeliet"]


def test_who_is_no_administrator_lets_in_nobody(cast: Cast) -> None:
    with pytest.raises(PeopleError, match="Alleen een beheerder"):
        people.invite(cast.chris, FRED.naam, FRED.rollen, NOW)
    with pytest.raises(PeopleError, match="Alleen een beheerder"):
        people.set_roles(cast.chris, cast.bram.person, ["professional", "beheerder"])
    assert not Invitation.objects.exists()


def test_somebody_let_in_by_who_may_not_is_trusted_by_nobody(cast: Cast) -> None:
    with patch.object(people, "must_administer"), patch.object(people, "_stands"):
        fred = let_in(cast.chris, FRED)
    assert fred.reference not in people.trusted()
    with pytest.raises(PeopleError, match="Deel deze zaak niet"):
        sharing.start_case(fred, "artsen", "x", NOW)


def test_an_administrator_lets_in_others_and_they_stay_when_the_role_ends(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    fred = let_in(eva, FRED)
    people.set_roles(cast.dina, eva.person, ["professional"])
    assert {eva.reference, fred.reference} <= set(people.trusted())
    assert named() == []


def test_who_let_you_in_keeps_the_role_unless_another_takes_it(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    greta = let_in(eva, Member("Greta", EVA.wachtzin, ("beheerder",)), second=cast.dina)
    with pytest.raises(PeopleError, match="Eva heeft jou toegelaten"):
        people.set_roles(greta, eva.person, ["professional"])
    assert named() == []


def test_an_administrator_who_wants_another_role_asks_a_colleague(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    let_in(eva, FRED)
    with pytest.raises(PeopleError, match="Je eigen rollen verandert een andere beheerder"):
        people.set_roles(eva, eva.person, ["beheerder", "professional"])
    assert Person.objects.get(naam="Eva").roles == {"beheerder"}
    people.set_roles(cast.dina, eva.person, ["beheerder", "professional"])
    assert len(people.trusted()) == 6
    assert sharing.start_case(eva, "artsen", "x", NOW).is_owner
    assert named() == []


def test_the_first_person_changes_roles_of_its_own(cast: Cast) -> None:
    people.set_roles(cast.dina, cast.dina.person, ["beheerder", "professional"])
    assert len(people.trusted()) == 4
    assert named() == []


def test_who_let_you_in_gets_no_role_of_you_either(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    greta = let_in(eva, Member("Greta", EVA.wachtzin, ("beheerder",)), second=cast.dina)
    with pytest.raises(PeopleError, match="Eva heeft jou toegelaten"):
        people.set_roles(greta, eva.person, ["beheerder", "professional"])
    assert len(people.trusted()) == 6


def test_who_gave_the_recovery_key_keeps_the_role_until_it_is_renewed(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    people.renew_recovery(row(), eva.keyring)
    with pytest.raises(PeopleError, match="Vernieuw die eerst"):
        people.set_roles(cast.dina, eva.person, ["professional"])
    people.renew_recovery(row(), cast.dina.keyring)
    people.set_roles(cast.dina, eva.person, ["professional"])
    assert people.recovery_key()
    assert named() == []


def test_the_first_person_may_lose_every_role_and_all_it_gave_holds(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    people.set_roles(eva, cast.dina.person, ["professional"])
    assert people.recovery_key()
    assert len(people.trusted()) == 5
    assert named() == []


# -- passphrases


def test_a_passphrase_is_changed_by_who_knows_the_old_one(cast: Cast) -> None:
    with pytest.raises(login.LoginError, match="Je wachtzin klopt niet"):
        login.confirm(cast.anna, NEW)
    login.confirm(cast.anna, ANNA.wachtzin)
    people.keep_lock(cast.anna, people.locked_anew(cast.anna, NEW))
    person = Person.objects.get(naam="Anna")
    assert person.check_password(NEW)
    assert not person.check_password(ANNA.wachtzin)
    assert named() == []


def test_an_administrator_has_no_way_to_set_a_passphrase(cast: Cast) -> None:
    with pytest.raises(NotImplementedError):
        cast.anna.person.set_password("x")
    with pytest.raises(NotImplementedError):
        cast.anna.person.set_unusable_password()


def test_a_passphrase_changed_while_an_administrator_ends_access_does_not_undo_that(
    cast: Cast,
) -> None:
    people.set_active(Person.objects.get(naam="Anna"), False)
    people.keep_lock(cast.anna, people.locked_anew(cast.anna, NEW))
    assert not Person.objects.get(naam="Anna").is_active


# -- recovery


def test_the_code_brings_somebody_back_with_the_same_keys(cast: Cast) -> None:
    back = people.recover("anna", cast.codes, NEW)
    assert back.keyring.public == cast.anna.keyring.public
    assert Person.objects.get(naam="Anna").check_password(NEW)
    assert named() == []


@pytest.mark.parametrize("pair", list(itertools.combinations(range(3), 2)))
@pytest.mark.usefixtures("db", "quick_passphrases")
def test_any_two_of_three_custodians_bring_somebody_back_and_one_alone_does_not(
    pair: tuple[int, int],
) -> None:
    cast = install(custodians=3)
    for alone in pair:
        with pytest.raises(PeopleError, match="hoort niet bij deze installatie"):
            people.recover("Anna", [cast.codes[alone]], NEW)
    back = people.recover("Anna", [cast.codes[each] for each in pair], NEW)
    assert back.reference == cast.anna.reference


@pytest.mark.usefixtures("db", "quick_passphrases")
def test_codes_of_two_installations_open_nothing_together() -> None:
    cast = install(custodians=2)
    with pytest.raises(PeopleError, match="horen niet bij elkaar"):
        people.recover("Anna", [cast.codes[0], recovery.new_code()], NEW)


@pytest.mark.parametrize("number", [0, 10])
def test_the_number_of_custodians_has_its_bounds(number: int) -> None:
    with pytest.raises(PeopleError, match="één tot en met negen"):
        people.set_up("Anna", ANNA.wachtzin, number)


def test_a_renewed_code_opens_what_is_sealed_from_then_on_and_the_old_one_does_not(
    cast: Cast,
) -> None:
    case = sharing.start_case(cast.anna, "artsen", "x", NOW)
    (new,) = people.renew_recovery(row(), cast.dina.keyring)
    with pytest.raises(PeopleError, match="vernieuwd nadat deze persoon"):
        people.recover("Anna", [new], NEW)
    people.agree(cast.anna)
    sharing.keep_up(cast.anna, NOW)
    with pytest.raises(PeopleError, match="hoort niet bij deze installatie"):
        people.recover("Anna", cast.codes, NEW)
    assert people.recover("Anna", [new], NEW).reference == cast.anna.reference
    assert opened(case.zaak, cast.anna).keys.round == 2
    assert named() == []


def test_who_left_or_was_never_here_is_not_brought_back(cast: Cast) -> None:
    people.set_active(cast.bram.person, False)
    for naam in ("Bram", "Niemand"):
        with pytest.raises(PeopleError, match="niemand met deze naam"):
            people.recover(naam, cast.codes, NEW)


@pytest.mark.parametrize("box", ["", "geen base64!", "AAAA"])
def test_a_damaged_recovery_box_is_told_in_words(cast: Cast, box: str) -> None:
    change(cast.anna, recovery_box=box)
    with pytest.raises(PeopleError, match=CHANGED):
        people.recover("Anna", cast.codes, NEW)


# -- somebody who writes in the database


def test_a_recovery_key_of_somebody_else_gets_nothing_sealed_to_it(cast: Cast) -> None:
    thief = Keyring.generate()
    for by in (thief, cast.chris.keyring):
        found = row()
        found.recovery_public = thief.public.to_text()
        found.recovery_by = by.public.reference
        found.recovery_signature = by.sign(people.recovery_message(found), people.RECOVERY_KEY)
        found.save()
        with pytest.raises(PeopleError, match=SWAPPED):
            sharing.start_case(cast.anna, "artsen", "x", NOW)
        with pytest.raises(PeopleError, match=SWAPPED):
            sharing.keep_up(cast.anna, NOW)
        assert "herstelsleutel: deze sleutel is verwisseld" in named()


def test_another_root_is_refused_by_everybody(cast: Cast) -> None:
    Installation.objects.update(root=cast.chris.reference)
    with pytest.raises(PeopleError, match=CHANGED):
        people.unlock(Person.objects.get(naam="Anna"), ANNA.wachtzin)
    for naam in ("Anna", "Bram", "Chris", "Dina"):
        assert f"persoon {naam}: deze gegevens zijn veranderd buiten Meldcode om" in named()


def test_keys_of_another_in_somebodys_row_are_used_by_nobody(cast: Cast) -> None:
    thief = Keyring.generate()
    bram = change(cast.bram, public=thief.public.to_text())
    case = sharing.start_case(cast.anna, "artsen", "x", NOW)
    with pytest.raises(PeopleError, match="sleutels van Bram zijn verwisseld"):
        sharing.share(case, cast.anna, bram, "lezen", NOW)
    assert named()[0] == "persoon Bram: de sleutels zijn verwisseld"


def test_a_name_moved_to_another_row_shares_with_nobody(cast: Cast) -> None:
    change(cast.bram, naam="even weg")
    chris = change(cast.chris, naam="Bram")
    case = sharing.start_case(cast.anna, "artsen", "x", NOW)
    with pytest.raises(PeopleError, match="zijn verwisseld"):
        sharing.share(case, cast.anna, chris, "lezen", NOW)


@pytest.mark.parametrize("rollen", ["beheerder", "eindverantwoordelijke,professional"])
def test_a_role_that_somebody_wrote_opens_no_login(cast: Cast, rollen: str) -> None:
    chris = change(cast.chris, rollen=rollen)
    with pytest.raises(PeopleError, match=CHANGED):
        people.unlock(chris, CHRIS.wachtzin)
    assert named() == ["persoon Chris: niet te zien is wie deze persoon toeliet"]


def test_a_role_that_was_taken_away_does_not_come_back_with_the_old_row(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    before = {"rollen": eva.person.rollen, "certificate": eva.person.certificate}
    people.set_roles(cast.dina, eva.person, ["professional"])
    change(eva, **before)
    assert named() == [
        "persoon Eva: deze gegevens zijn niet die van de laatste keer in het logboek"
    ]


def test_access_that_was_ended_does_not_come_back_unseen(cast: Cast) -> None:
    people.set_active(cast.bram.person, False, cast.dina)
    assert named() == []
    change(cast.bram, is_active=True)
    assert named() == [
        "persoon Bram: deze gegevens zijn niet die van de laatste keer in het logboek"
    ]


def test_an_old_passphrase_put_back_is_named(cast: Cast) -> None:
    names = ("password", "state_signature")
    before = {name: getattr(Person.objects.get(naam="Anna"), name) for name in names}
    people.keep_lock(cast.anna, people.locked_anew(cast.anna, NEW))
    change(cast.anna, **before)
    assert named() == [
        "persoon Anna: deze gegevens zijn niet die van de laatste keer in het logboek"
    ]


def test_an_old_recovery_key_put_back_is_named(cast: Cast) -> None:
    names = ("recovery_public", "recovery_blobs", "recovery_by", "recovery_signature")
    before = {name: getattr(row(), name) for name in names}
    people.renew_recovery(row(), cast.dina.keyring)
    Installation.objects.update(**before)
    assert named() == ["installatie: de sleutels zijn niet die van de laatste keer in het logboek"]


def test_somebody_who_is_gone_from_the_table_is_named(cast: Cast) -> None:
    Person.objects.filter(naam="Bram").delete()
    assert named() == [
        f"persoon {cast.bram.reference}: deze persoon staat in het logboek maar is verdwenen"
    ]


def test_an_installation_that_is_gone_is_named(cast: Cast) -> None:
    Installation.objects.all().delete()
    assert named() == ["installatie: de gegevens van deze installatie ontbreken"]


@pytest.mark.parametrize(
    "column", ["naam", "public", "password", "recovery_box", "recovery_reference", "rollen"]
)
def test_every_column_of_a_person_is_watched(cast: Cast, column: str) -> None:
    value = getattr(cast.anna.person, column)
    change(cast.anna, **{column: value[:-1] + ("a" if value[-1] != "a" else "b")})
    assert any(fault.startswith("persoon Ann") for fault in named())


def upper(text: str) -> str:
    told = json.loads(text)
    return json.dumps({**told, "sleutels": told["sleutels"].upper()})


def wider(text: str) -> str:
    return text.replace(", ", ",  ")


def more(text: str) -> str:
    return json.dumps({**json.loads(text), "ook": "dit"})


@pytest.mark.parametrize("rewritten", [upper, wider, more, lambda text: "", lambda text: "[]"])
def test_a_certificate_has_one_way_of_writing(cast: Cast, rewritten: Any) -> None:
    change(cast.anna, certificate=rewritten(cast.anna.person.certificate))
    assert named() == ["persoon Anna: niet te zien is wie deze persoon toeliet"]


def test_the_passphrase_opens_nothing_of_another(cast: Cast) -> None:
    with pytest.raises(SealBroken):
        people.unlock(cast.anna.person, BRAM.wachtzin)
    moved = change(cast.bram, password=cast.anna.person.password)
    with pytest.raises(SealBroken):
        people.unlock(moved, ANNA.wachtzin)


def test_changes_of_keys_stand_in_the_log_by_who_made_them(cast: Cast) -> None:
    lines = LogLine.objects.filter(action=people.CHANGE).order_by("number")
    told = [(people.people()[line.reference].naam, line.ground) for line in lines]
    itself = [(naam, "zelf") for naam in (DINA.naam, ANNA.naam, BRAM.naam, CHRIS.naam)]
    assert told == [(DINA.naam, "beheer"), *itself]
