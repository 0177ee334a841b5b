"""Who leaves or loses a role: invitations end, keys are renewed, and rights go no further."""

from __future__ import annotations

import pytest

from meldcode.access import known, leaving, people, sharing, two_hands
from meldcode.access.models import EmergencyHolder, Invitation, Person
from meldcode.access.people import PeopleError, Unlocked
from meldcode.access.two_hands import Waits
from meldcode.dossier import services as dossier
from meldcode.ledger import services as ledger
from meldcode.ledger.rights import NoAccess, rights
from tests.cast import BRAM, NOW, Cast, Member, let_in
from tests.cast import case as a_case

pytestmark = pytest.mark.django_db

PHRASE = "hagedis stofzuiger beschuit maanlicht"
EVA = Member("Eva", PHRASE, ("beheerder",))
FRED = Member("Fred", PHRASE, ("professional",))
FOCAL = ("aandachtsfunctionaris",)


def again(who: Unlocked) -> Unlocked:
    """The same person with the row as it is now."""
    return Unlocked(Person.objects.get(pk=who.person.pk), who.keyring)


def boxed(zaak: str) -> set[str]:
    """To whom the last round of this case is sealed."""
    records = [each for each in ledger.load(zaak) if each.kind != "inhoud"]
    return set(rights(records[-1:]))


# -- invitations


def test_open_invitations_are_shown_and_can_be_withdrawn(cast: Cast) -> None:
    code = people.invite(cast.dina, FRED.naam, FRED.rollen, NOW)
    (row,) = people.invitations(NOW)
    assert (row.naam, row.inviter) == ("Fred", cast.dina.reference)
    with pytest.raises(PeopleError, match="Alleen een beheerder"):
        people.withdraw_invitation(cast.chris, row.public)
    assert people.withdraw_invitation(cast.dina, row.public)
    assert not people.withdraw_invitation(cast.dina, row.public)
    assert people.invitations(NOW) == []
    with pytest.raises(PeopleError, match="geldt niet"):
        people.accept(FRED.naam, code, FRED.wachtzin, NOW)


def test_an_administrator_who_left_does_not_come_back_by_an_invitation_of_before(
    cast: Cast,
) -> None:
    eva = let_in(cast.dina, EVA)
    code = people.invite(eva, "Eva opnieuw", ["beheerder"], NOW)
    row = Invitation.objects.get()
    with pytest.raises(Waits):
        leaving.stop(cast.dina, eva.person)
    two_hands.sign(eva, two_hands.open_ones()[0].pk)
    leaving.stop(cast.dina, eva.person)
    assert not Invitation.objects.exists()
    row.save(force_insert=True)  # as somebody puts it back who writes in the database
    assert people.invitations(NOW) == []
    with pytest.raises(PeopleError, match="geldt niet"):
        people.accept("Eva opnieuw", code, PHRASE, NOW)


def test_an_invitation_ends_with_the_role_of_who_made_it(cast: Cast) -> None:
    eva = let_in(cast.dina, EVA)
    code = people.invite(eva, FRED.naam, FRED.rollen, NOW)
    with pytest.raises(Waits):
        leaving.set_roles(cast.dina, eva.person, ["professional"])
    two_hands.sign(eva, two_hands.open_ones()[0].pk)
    leaving.set_roles(cast.dina, eva.person, ["professional"])
    with pytest.raises(PeopleError, match="geldt niet"):
        people.accept(FRED.naam, code, FRED.wachtzin, NOW)


@pytest.mark.parametrize("change", [{"expires_at": 4102444800}, {"end_signature": None}])
def test_nobody_makes_an_invitation_last_longer(cast: Cast, change: dict[str, int]) -> None:
    code = people.invite(cast.dina, FRED.naam, FRED.rollen, NOW)
    Invitation.objects.update(**change)
    with pytest.raises(PeopleError, match="geldt niet"):
        people.accept(FRED.naam, code, FRED.wachtzin, NOW)


# -- keys


def test_who_left_gets_no_box_in_the_round_that_the_owners_next_login_begins(cast: Cast) -> None:
    zaak = a_case(cast).zaak
    assert sharing.keep_up(cast.anna, NOW) == 0
    leaving.stop(cast.dina, cast.bram.person)
    assert sharing.keep_up(cast.anna, NOW) == 1
    assert cast.bram.reference not in boxed(zaak)
    assert cast.anna.reference in boxed(zaak)
    assert sharing.keep_up(cast.anna, NOW) == 0


def test_a_round_for_another_reason_leaves_out_who_left(cast: Cast) -> None:
    case = a_case(cast)
    case = sharing.share(case, cast.anna, cast.chris.person, "lezen", NOW)
    leaving.stop(cast.dina, cast.bram.person)
    case = sharing.end_share(case, cast.anna, cast.chris.reference, NOW)
    assert cast.bram.reference not in case.rights


def test_the_last_owner_who_works_here_can_not_go(cast: Cast) -> None:
    case = sharing.hand_over(a_case(cast), cast.anna, cast.bram.person, NOW)
    leaving.stop(cast.dina, cast.bram.person)
    with pytest.raises(PeopleError, match="Iemand moet de zaak beheren"):
        sharing.end_share(case, cast.anna, cast.anna.reference, NOW)


@pytest.mark.parametrize("goes", ["stop", "role"])
def test_a_holder_of_the_emergency_key_who_goes_opens_nothing_begun_since(
    cast: Cast, goes: str
) -> None:
    eva = let_in(cast.dina, Member("Eva", PHRASE, FOCAL))
    fred = let_in(cast.dina, Member("Fred", PHRASE, FOCAL))
    sharing.switch_emergency(cast.dina, [eva.person, fred.person])
    old = people.emergency_key()
    before = a_case(cast)
    if goes == "stop":
        leaving.stop(cast.dina, eva.person)
    else:
        leaving.set_roles(cast.dina, eva.person, ["professional"])
    new = people.emergency_key()
    assert old is not None
    assert new is not None
    assert new.reference != old.reference
    assert [row.reference for row in EmergencyHolder.objects.all()] == [fred.reference]
    since = a_case(cast)
    assert old.reference not in boxed(since.zaak)
    for zaak in (since.zaak, before.zaak):
        with pytest.raises(PeopleError, match="geen noodtoegang geregeld"):
            sharing.emergency(zaak, again(eva), NOW)
    assert sharing.emergency(since.zaak, fred, NOW)[1]
    assert sharing.keep_up(cast.anna, NOW) == 1
    assert old.reference not in boxed(before.zaak)


def test_nobody_stops_oneself_and_who_is_no_administrator_stops_nobody(cast: Cast) -> None:
    with pytest.raises(PeopleError, match="je eigen toegang niet stoppen"):
        leaving.stop(cast.dina, cast.dina.person)
    with pytest.raises(PeopleError, match="Alleen een beheerder"):
        leaving.stop(cast.chris, cast.bram.person)
    assert Person.objects.get(naam="Bram").is_active


# -- rights follow the role


def test_who_became_a_reader_writes_no_more(cast: Cast) -> None:
    case = a_case(cast)
    sharing.share(case, cast.anna, cast.bram.person, "schrijven", NOW)
    assert known.opened(case.zaak, cast.bram, NOW).may_write
    leaving.set_roles(cast.dina, cast.bram.person, ["meelezer"])
    assert not known.opened(case.zaak, again(cast.bram), NOW).may_write


@pytest.mark.parametrize("roles", [["eindverantwoordelijke"], ["beheerder"]])
def test_who_has_no_role_that_sees_cases_reads_no_more(cast: Cast, roles: list[str]) -> None:
    case = a_case(cast)
    assert dossier.held(cast.bram, NOW).cases
    leaving.set_roles(cast.dina, cast.bram.person, roles)
    bram = again(cast.bram)
    with pytest.raises(NoAccess):
        known.opened(case.zaak, bram, NOW)
    assert dossier.held(bram, NOW) == dossier.Held((), (), False)
    people.unlock(bram.person, BRAM.wachtzin)
