"""The cast itself: what the other tests take for granted."""

from __future__ import annotations

import pytest

from meldcode.access import people
from meldcode.ledger.rights import NoAccess
from meldcode.vault import passphrase
from tests.cast import MEMBERS, Cast, Member, case, opened


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.naam)
def test_everybody_logs_in_with_a_passphrase_that_the_product_accepts(
    cast: Cast, member: Member
) -> None:
    assert passphrase.advice(member.wachtzin, [member.naam]) is None
    person = people.find(member.naam)
    assert person is not None
    assert person.check_password(member.wachtzin)
    assert person.roles == set(member.rollen)


def test_anna_owns_bram_reads_and_the_others_see_nothing(cast: Cast) -> None:
    zaak = case(cast).zaak
    assert opened(zaak, cast.anna).is_owner
    assert opened(zaak, cast.bram).right.level == "lezen"
    for stranger in (cast.chris, cast.dina):
        with pytest.raises(NoAccess):
            opened(zaak, stranger)
