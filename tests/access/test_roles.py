"""Nobody out: whatever is invited, given or stopped, in any order, everybody stays in trust."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from meldcode.access import people, sharing, two_hands
from meldcode.access.models import ADMIN, FOCAL, PROFESSIONAL, ROLES, Person
from meldcode.access.people import PeopleError, Unlocked
from tests.cast import DINA, NOW, Member, let_in, quick_passphrases
from tests.undone import undone

MOST = 6
PHRASE = "hagedis stofzuiger beschuit maanlicht"
given_roles = st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True)
steps = st.lists(
    st.tuples(
        st.sampled_from(("invite", "invite", "roles", "roles", "stop", "back")),
        st.integers(0, MOST - 1),
        st.integers(0, MOST - 1),
        given_roles | st.just([ADMIN]) | st.just([ADMIN, PROFESSIONAL]),
    ),
    min_size=3,
    max_size=12,
)


def change(who: list[Unlocked], step: tuple[str, int, int, list[str]]) -> None:
    """One step by somebody, whether that may or not; what is refused says so in words."""
    name, by, other, roles = step
    actor, person = who[by % len(who)], who[other % len(who)].person
    person.refresh_from_db()
    if name == "invite" and len(who) < MOST:
        new = Member(f"Wie {len(who)}", PHRASE, tuple(roles))
        second = next(iter(two_hands.others(actor.reference)), "")
        signs = next((each for each in who if each.reference == second), None)
        who.append(let_in(actor, new, second=signs))
    elif name == "roles":
        people.set_roles(actor, person, roles)
    elif name in ("stop", "back") and person.reference != who[0].reference:
        people.set_active(person, name == "back", actor)


@pytest.mark.django_db
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
@given(sequence=steps)
def test_any_sequence_of_invitations_roles_and_stops_keeps_everybody_in_trust(
    sequence: list[tuple[str, int, int, list[str]]],
) -> None:
    with quick_passphrases(), undone():
        first, codes = people.set_up(DINA.naam, DINA.wachtzin, roles=(ADMIN,))
        people.confirm_recovery(codes)
        who = [first]
        for step in sequence:
            with suppress(PeopleError):
                change(who, step)
            assert set(people.trusted()) == {each.reference for each in who}
        assert [str(fault) for fault in people.faults()] == []
        workers = [
            w for w in who if Person.objects.get(pk=w.person.pk).has_role(PROFESSIONAL, FOCAL)
        ]
        for each in workers[:2]:
            sharing.start_case(each, "artsen", "x", NOW)
