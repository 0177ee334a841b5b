"""Who holds the key of a case: sharing, ending that, handing over, emergencies, new keys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meldcode.access import people, sharing
from meldcode.access.models import EmergencyHolder, Notice, Person
from meldcode.access.people import PeopleError, Unlocked
from meldcode.ledger import services as ledger
from meldcode.ledger.models import Row
from meldcode.ledger.rights import NoAccess
from meldcode.ledger.services import OpenCase
from meldcode.vault.keys import Keyring
from tests.cast import CHRIS, NOW, Cast, Member, let_in, opened
from tests.ledger.raw import unguarded

pytestmark = pytest.mark.django_db

EVA = Member("Eva", CHRIS.wachtzin, ("aandachtsfunctionaris", "professional"))
LEO = Member("Leo", CHRIS.wachtzin, ("meelezer",))
ROB = Member("Rob", CHRIS.wachtzin, ("eindverantwoordelijke",))
HOUR = timedelta(hours=1)


def started(who: Unlocked) -> OpenCase:
    case = sharing.start_case(who, "artsen", "x", NOW)
    return ledger.append(case, who.keyring, b"begin", NOW)


def reads(zaak: str, who: Unlocked) -> bool:
    try:
        return bool(opened(zaak, who).contents)
    except NoAccess:
        return False


def test_a_colleague_reads_from_the_moment_of_sharing_to_that_of_ending_it(cast: Cast) -> None:
    case = started(cast.anna)
    assert not reads(case.zaak, cast.bram)
    case = sharing.share(case, cast.anna, cast.bram.person, "lezen", NOW)
    assert reads(case.zaak, cast.bram)
    sharing.end_share(case, cast.anna, cast.bram.reference, NOW)
    assert not reads(case.zaak, cast.bram)
    assert reads(case.zaak, cast.anna)


@pytest.mark.parametrize(
    ("member", "level", "problem"),
    [
        (LEO, "schrijven", "meelezer en kan alleen lezen"),
        (LEO, "eigenaar", "meelezer en kan alleen lezen"),
        (ROB, "lezen", "geen rol waarmee je zaken ziet"),
    ],
)
def test_a_case_is_shared_no_further_than_a_role_goes(
    cast: Cast, member: Member, level: str, problem: str
) -> None:
    other, case = let_in(cast.dina, member), started(cast.anna)
    with pytest.raises(PeopleError, match=problem):
        sharing.share(case, cast.anna, other.person, level, NOW)  # type: ignore[arg-type]
    assert not reads(case.zaak, other)


def test_an_administrator_or_who_left_gets_no_case(cast: Cast) -> None:
    case = started(cast.anna)
    with pytest.raises(PeopleError, match="geen rol waarmee je zaken ziet"):
        sharing.share(case, cast.anna, cast.dina.person, "lezen", NOW)
    people.set_active(cast.bram.person, False, cast.dina)
    with pytest.raises(PeopleError, match="werkt hier niet meer"):
        sharing.share(case, cast.anna, cast.bram.person, "lezen", NOW)
    for person in (cast.dina.person, cast.bram.person):
        with pytest.raises(PeopleError, match="kan geen zaak beheren"):
            sharing.hand_over(case, cast.anna, person, NOW)


def test_a_case_always_has_an_owner(cast: Cast) -> None:
    case = started(cast.anna)
    with pytest.raises(PeopleError, match="Iemand moet de zaak beheren"):
        sharing.end_share(case, cast.anna, cast.anna.reference, NOW)
    with pytest.raises(PeopleError, match="Iemand moet de zaak beheren"):
        sharing.share(case, cast.anna, cast.anna.person, "lezen", NOW)
    assert opened(case.zaak, cast.anna).is_owner


def test_a_case_is_handed_over_and_the_first_owner_leaves(cast: Cast) -> None:
    case = sharing.hand_over(started(cast.anna), cast.anna, cast.bram.person, NOW)
    theirs = opened(case.zaak, cast.bram)
    sharing.end_share(theirs, cast.bram, cast.anna.reference, NOW)
    assert opened(case.zaak, cast.bram).is_owner
    assert not reads(case.zaak, cast.anna)


def test_everybody_with_a_right_is_named_and_the_keys_are_not(cast: Cast) -> None:
    case = sharing.share(started(cast.anna), cast.anna, cast.bram.person, "lezen", NOW)
    told = {(member.person.naam, member.level) for member in sharing.members(case)}
    assert told == {("Anna", "eigenaar"), ("Bram", "lezen")}


# -- new keys


def test_a_new_recovery_key_makes_a_new_round_at_the_owners_next_login_alone(cast: Cast) -> None:
    case = sharing.share(started(cast.anna), cast.anna, cast.bram.person, "lezen", NOW)
    row = people.installation()
    assert row is not None
    people.renew_recovery(row, cast.dina.keyring)
    people.agree(cast.anna)
    assert sharing.keep_up(cast.bram, NOW) == 0
    assert sharing.keep_up(cast.anna, NOW) == 1
    assert sharing.keep_up(cast.anna, NOW) == 0
    assert (reads(case.zaak, cast.anna), reads(case.zaak, cast.bram)) == (True, True)
    assert opened(case.zaak, cast.anna).keys.round == 2


def test_a_damaged_case_keeps_nobody_from_logging_in(cast: Cast) -> None:
    broken, whole = started(cast.anna), started(cast.anna)
    with unguarded():
        Row.objects.filter(zaak=broken.zaak, number=2).update(hash=bytes(32))
    row = people.installation()
    assert row is not None
    people.renew_recovery(row, cast.dina.keyring)
    people.agree(cast.anna)
    assert sharing.keep_up(cast.anna, NOW) == 1
    assert opened(whole.zaak, cast.anna).keys.round == 2


# -- emergencies


@pytest.fixture
def eva(cast: Cast) -> Unlocked:
    """Who was named for emergencies before any case began."""
    found = let_in(cast.dina, EVA)
    sharing.switch_emergency(cast.dina, [found.person])
    return found


def test_only_who_was_named_gets_in_and_only_where_it_was_arranged(cast: Cast) -> None:
    before = started(cast.anna)
    eva = let_in(cast.dina, EVA)
    with pytest.raises(PeopleError, match="geen noodtoegang geregeld"):
        sharing.emergency(before.zaak, eva, NOW)
    sharing.switch_emergency(cast.dina, [eva.person])
    after = started(cast.anna)
    with pytest.raises(PeopleError, match="geen noodtoegang geregeld"):
        sharing.emergency(before.zaak, eva, NOW)
    with pytest.raises(PeopleError, match="geen noodtoegang geregeld"):
        sharing.emergency(after.zaak, cast.chris, NOW)
    with pytest.raises(PeopleError, match="geen noodtoegang geregeld"):
        sharing.emergency("bestaatniet", eva, NOW)
    case, _ = sharing.emergency(after.zaak, eva, NOW)
    assert case.contents[0][1] == b"begin"
    assert not case.may_write


def test_an_emergency_lasts_an_hour_and_owner_and_reviewer_are_told(
    cast: Cast, eva: Unlocked
) -> None:
    rob, case = let_in(cast.dina, ROB), started(cast.anna)
    _, until = sharing.emergency(case.zaak, eva, NOW)
    assert until == ledger.moment(NOW + HOUR)
    assert reads(case.zaak, eva)
    with pytest.raises(NoAccess):
        opened(case.zaak, eva, NOW + HOUR)
    told = {notice.reference for notice in Notice.objects.all()}
    assert told == {cast.anna.reference, rob.reference}
    (notice,) = sharing.told(cast.anna.person)
    assert (notice.kind, notice.zaak, notice.by) == ("noodtoegang", case.zaak, eva.reference)
    sharing.read_notices(cast.anna.person)
    assert sharing.told(cast.anna.person) == []


def test_after_an_emergency_that_is_over_one_logs_in_as_before(cast: Cast, eva: Unlocked) -> None:
    case = started(cast.anna)
    sharing.emergency(case.zaak, eva, NOW)
    assert sharing.keep_up(eva, NOW + 2 * HOUR) == 0
    again, _ = sharing.emergency(case.zaak, eva, NOW + 2 * HOUR)
    assert opened(case.zaak, cast.anna, NOW + 2 * HOUR).head == again.head


def test_who_may_read_already_needs_no_emergency(cast: Cast, eva: Unlocked) -> None:
    own = started(eva)
    with pytest.raises(PeopleError, match="Noodtoegang is niet nodig"):
        sharing.emergency(own.zaak, eva, NOW)
    assert opened(own.zaak, eva).is_owner


def test_only_a_focal_person_is_named(cast: Cast) -> None:
    with pytest.raises(PeopleError, match="Alleen aandachtsfunctionarissen"):
        sharing.switch_emergency(cast.dina, [cast.chris.person])


def test_switched_off_it_opens_nothing_from_the_owners_next_login(
    cast: Cast, eva: Unlocked
) -> None:
    case = started(cast.anna)
    sharing.switch_emergency(cast.dina, [])
    with pytest.raises(PeopleError, match="geen noodtoegang geregeld"):
        sharing.emergency(case.zaak, eva, NOW)
    assert sharing.keep_up(cast.anna, NOW) == 1
    levels = {right.level for right in opened(case.zaak, cast.anna).rights.values()}
    assert levels == {"eigenaar", "herstel"}


def test_an_emergency_key_of_somebody_else_gets_nothing_sealed_to_it(
    cast: Cast, eva: Unlocked
) -> None:
    thief, row = Keyring.generate(), people.installation()
    assert row is not None
    row.emergency_public = thief.public.to_text()
    row.emergency_signature = cast.chris.keyring.sign(
        people.emergency_message(row), people.EMERGENCY_KEY
    )
    row.save()
    with pytest.raises(PeopleError, match="is verwisseld"):
        started(cast.anna)
    assert "noodsleutel: deze sleutel is verwisseld" in [str(fault) for fault in people.faults()]


def test_a_holder_that_somebody_added_or_took_away_is_named(cast: Cast, eva: Unlocked) -> None:
    EmergencyHolder.objects.create(reference=cast.chris.reference, box=b"x")
    assert "noodsleutel: deze sleutel is verwisseld" in [str(fault) for fault in people.faults()]
    EmergencyHolder.objects.all().delete()
    assert "noodsleutel: deze sleutel is verwisseld" in [str(fault) for fault in people.faults()]


def test_a_person_of_whom_the_keys_were_swapped_is_not_named_for_emergencies(cast: Cast) -> None:
    let_in(cast.dina, EVA)
    swapped = Person.objects.get(naam="Eva")
    swapped.public = Keyring.generate().public.to_text()
    swapped.save()
    with pytest.raises(PeopleError, match="zijn verwisseld"):
        sharing.switch_emergency(cast.dina, [swapped])
