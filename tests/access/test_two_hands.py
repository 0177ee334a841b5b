"""Two hands: one administrator alone opens nobody's case, whichever way round it is tried."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from meldcode.access import leaving, overview, people, sharing, two_hands
from meldcode.access.models import Installation, Invitation, LogLine, Notice, Person, Proposal
from meldcode.access.people import PeopleError, Unlocked
from meldcode.access.two_hands import Waits
from tests.cast import NOW, Cast, Member, let_in
from tests.cast import case as a_case

pytestmark = pytest.mark.django_db

PHRASE = "hagedis stofzuiger beschuit maanlicht"
EVA = Member("Eva", PHRASE, ("eindverantwoordelijke",))
FAKE = Member("Nep", PHRASE, ("beheerder",))
NEW = "kikker lantaarn zeepbel donderdag"


@pytest.fixture
def eva(cast: Cast) -> Unlocked:
    """Who signs beside Dina."""
    return let_in(cast.dina, EVA)


def again(who: Unlocked) -> Unlocked:
    return Unlocked(Person.objects.get(pk=who.person.pk), who.keyring)


def row() -> Installation:
    found = people.installation()
    assert found is not None
    return found


def signed(by: Unlocked) -> None:
    (proposal,) = two_hands.open_ones()
    two_hands.sign(by, proposal.pk)


# -- a new recovery code


def test_where_nobody_else_can_sign_one_is_enough(cast: Cast) -> None:
    assert len(people.new_recovery(cast.dina, 3)) == 3
    assert not Proposal.objects.exists()


def test_a_new_recovery_code_waits_for_another_and_counts_once(cast: Cast, eva: Unlocked) -> None:
    before = row().recovery_public
    with pytest.raises(Waits, match="eerst tekent Eva"):
        people.new_recovery(cast.dina, 1)
    with pytest.raises(Waits):
        people.new_recovery(cast.dina, 1)  # asking again is no second signature
    assert row().recovery_public == before
    signed(eva)
    with pytest.raises(Waits):
        people.new_recovery(cast.dina, 2)  # for another number than was signed for
    assert people.new_recovery(cast.dina, 1)
    assert (row().recovery_by, row().recovery_second) == (cast.dina.reference, eva.reference)
    with pytest.raises(Waits):
        people.new_recovery(cast.dina, 1)
    assert [str(fault) for fault in people.faults()] == []


def test_nobody_signs_for_what_was_proposed_by_oneself_or_without_the_role(
    cast: Cast, eva: Unlocked
) -> None:
    with pytest.raises(Waits):
        people.new_recovery(cast.dina, 1)
    (proposal,) = two_hands.open_ones()
    for who in (cast.dina, cast.chris):
        with pytest.raises(PeopleError):
            two_hands.sign(who, proposal.pk)
    with pytest.raises(PeopleError, match="kunt dit voorstel niet weghalen"):
        two_hands.withdraw(cast.chris, proposal.pk)
    assert two_hands.withdraw(eva, proposal.pk)
    assert two_hands.open_ones() == []


@pytest.mark.parametrize("column", ["data", "kind", "by", "second", "second_signature"])
def test_a_proposal_written_in_the_database_counts_for_nothing(
    cast: Cast, eva: Unlocked, column: str
) -> None:
    with pytest.raises(Waits):
        people.new_recovery(cast.dina, 1)
    (proposal,) = two_hands.open_ones()
    if column.startswith("second"):
        proposal.second = eva.reference
        proposal.second_signature = cast.dina.keyring.sign(b"x", two_hands.SECOND)
        proposal.save()
    else:
        value = {"data": '{"bewaarders": 9}', "kind": "stop", "by": cast.chris.reference}[column]
        Proposal.objects.update(**{column: value})
        with pytest.raises(PeopleError):
            two_hands.sign(eva, proposal.pk)
    with pytest.raises(Waits):
        people.new_recovery(cast.dina, 1)


def test_a_signature_is_over_after_two_weeks(cast: Cast, eva: Unlocked) -> None:
    with time_machine.travel(NOW) as clock:
        with pytest.raises(Waits):
            people.new_recovery(cast.dina, 1)
        signed(eva)
        clock.shift(timedelta(days=two_hands.DAYS))
        with pytest.raises(Waits):
            people.new_recovery(cast.dina, 1)


# -- the owner agrees


def test_nothing_of_an_owner_is_sealed_to_a_new_key_before_that_owner_agrees(cast: Cast) -> None:
    case = a_case(cast)
    codes = people.new_recovery(cast.dina, 1)
    assert sharing.must_ask(cast.anna)
    assert sharing.keep_up(cast.anna, NOW) == 0
    with pytest.raises(PeopleError, match="vernieuwd nadat"):
        people.recover("Anna", codes, NEW)
    new = people.recovery_key().reference
    since = a_case(cast)
    assert new not in {*case.rights, *since.rights}
    asked = people.asked(cast.anna)
    assert asked is not None
    assert (asked.giver, asked.second, asked.lacks) == ("Dina", "", False)
    people.agree(cast.anna)
    assert not sharing.must_ask(again(cast.anna))
    assert sharing.keep_up(again(cast.anna), NOW) == 2
    assert people.recover("Anna", codes, NEW).reference == cast.anna.reference


def test_a_key_with_one_signature_in_the_database_gets_nothing_sealed_to_it(
    cast: Cast, eva: Unlocked
) -> None:
    people.renew_recovery(row(), cast.dina.keyring)  # as an administrator writes it there
    asked = people.asked(cast.anna)
    assert asked is not None
    assert asked.lacks
    with pytest.raises(PeopleError, match="één handtekening"):
        people.agree(cast.anna)
    assert sharing.keep_up(cast.anna, NOW) == 0
    assert Person.objects.get(naam="Anna").recovery_reference == cast.anna.person.recovery_reference


def test_the_owner_reads_how_many_hold_a_code(cast: Cast, eva: Unlocked) -> None:
    for amount in (1, 2, 3, 9):
        with pytest.raises(Waits):
            people.new_recovery(cast.dina, amount)
        signed(eva)
        people.new_recovery(cast.dina, amount)
        asked = people.asked(cast.anna)
        assert asked is not None
        assert (asked.second, asked.custodians) == ("Eva", amount)


# -- recovery shows


def test_coming_back_with_the_code_has_a_line_and_a_notice_of_its_own(
    cast: Cast, eva: Unlocked
) -> None:
    people.recover("Anna", cast.codes, NEW)
    line = LogLine.objects.get(action=people.RECOVERED)
    assert (line.reference, line.ground) == (cast.anna.reference, "herstelcode")
    told = Notice.objects.filter(kind=people.RECOVERED, by=cast.anna.reference)
    signers = {cast.anna.reference, cast.dina.reference, eva.reference}
    assert {each.reference for each in told} == signers
    sharing.read_notices(cast.dina.person)
    (notice,) = sharing.told(cast.dina.person)
    sharing.put_away(cast.chris.person, notice.pk)
    assert sharing.told(cast.dina.person) == [notice]
    sharing.put_away(cast.dina.person, notice.pk)
    assert sharing.told(cast.dina.person) == []
    assert [str(fault) for fault in people.faults()] == []
    (read,) = overview._lines(LogLine.objects.filter(pk=line.pk))
    assert [remark.why for remark in overview.remarks([read])] == [
        "Deze persoon kwam terug met de herstelcode. Ga na of dat klopt."
    ]


# -- emergencies and roles


def test_a_made_up_person_is_named_for_emergencies_by_nobody_alone(
    cast: Cast, eva: Unlocked
) -> None:
    fake = let_in(cast.dina, Member("Nep", PHRASE, ("aandachtsfunctionaris",)))
    with pytest.raises(Waits):
        sharing.name_for_emergencies(cast.dina, [fake.person])
    assert people.emergency_key() is None
    signed(eva)
    sharing.name_for_emergencies(cast.dina, [fake.person])
    assert people.emergency_key() is not None
    sharing.name_for_emergencies(cast.dina, [])  # to end it one is enough
    assert people.emergency_key() is None


def test_a_new_administrator_comes_in_after_a_second_signature(cast: Cast, eva: Unlocked) -> None:
    code = people.invite(cast.dina, FAKE.naam, FAKE.rollen, NOW)
    with pytest.raises(PeopleError, match="Een tweede moet nog tekenen"):
        people.accept(FAKE.naam, code, FAKE.wachtzin, NOW)
    (invitation,) = Invitation.objects.all()
    with pytest.raises(PeopleError, match="jij kunt er niet voor tekenen"):
        people.sign_invitation(cast.dina, invitation.public)
    people.sign_invitation(eva, invitation.public)
    assert people.accept(FAKE.naam, code, FAKE.wachtzin, NOW).person.has_role("beheerder")


def test_an_invitation_for_another_role_needs_one_hand(cast: Cast, eva: Unlocked) -> None:
    assert let_in(cast.dina, Member("Fred", PHRASE, ("professional",))).reference


def test_a_role_that_signs_is_given_and_ended_by_two(cast: Cast, eva: Unlocked) -> None:
    for roles in (["professional", "beheerder"], ["professional"]):
        with pytest.raises(Waits):
            leaving.set_roles(cast.dina, again(cast.chris).person, roles)
        signed(eva)
        leaving.set_roles(cast.dina, again(cast.chris).person, roles)
        assert again(cast.chris).person.roles == set(roles)


def test_nobody_signs_for_a_role_of_ones_own(cast: Cast, eva: Unlocked) -> None:
    greta = eva
    with pytest.raises(Waits):
        leaving.set_roles(cast.dina, cast.chris.person, ["professional", "beheerder"])
    signed(greta)
    leaving.set_roles(cast.dina, cast.chris.person, ["professional", "beheerder"])
    with pytest.raises(Waits):
        leaving.set_roles(cast.dina, again(greta).person, ["eindverantwoordelijke", "beheerder"])
    (proposal,) = two_hands.open_ones()
    with pytest.raises(PeopleError, match="kunt hiervoor niet tekenen"):
        two_hands.sign(again(greta), proposal.pk)


def test_the_only_other_who_signs_is_stopped_with_consent_or_after_a_week(
    cast: Cast, eva: Unlocked
) -> None:
    with time_machine.travel(NOW) as clock:
        with pytest.raises(Waits, match="over 7 dagen"):
            leaving.stop(cast.dina, eva.person)
        assert again(eva).person.is_active
        clock.shift(timedelta(days=two_hands.WAIT_DAYS, seconds=-1))
        with pytest.raises(Waits):
            leaving.stop(cast.dina, eva.person)
        clock.shift(timedelta(seconds=1))
        leaving.stop(cast.dina, eva.person)
        assert not again(eva).person.is_active


def test_who_agrees_to_leave_need_not_wait(cast: Cast, eva: Unlocked) -> None:
    with pytest.raises(Waits):
        leaving.stop(cast.dina, eva.person)
    signed(eva)
    leaving.stop(cast.dina, eva.person)
    assert not again(eva).person.is_active
    with pytest.raises(PeopleError):
        leaving.give_back(cast.chris, again(eva).person)
    leaving.give_back(cast.dina, again(eva).person)  # nobody else can sign now
