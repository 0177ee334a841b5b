"""The people whom the tests are about: the same four everywhere, each with a fixed right.

Anna owns the case, Bram may read it, Chris is a stranger to it, Dina administers and sees no
content. Each has a passphrase that the product itself would accept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

from meldcode.vault import passphrase

if TYPE_CHECKING:
    from meldcode.access.people import Unlocked
    from meldcode.dossier.entries import Entry
    from meldcode.ledger.services import OpenCase

# A Monday morning in the Netherlands: no night, no weekend.
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
# When these four were let in, before any test begins.
EARLIER = timedelta(days=30)
# The least that Argon2id takes: a tenth of a millisecond, and worth nothing.
QUICK = passphrase.Parameters(memory_kib=8, passes=1, lanes=1)
CODENAAM = "Blauwe Zwaan"


@dataclass(frozen=True)
class Member:
    """Somebody in a test: the name to log in with, the passphrase, and the roles here."""

    naam: str
    wachtzin: str
    rollen: tuple[str, ...]


ANNA = Member("Anna", "paardenbloem kachel wollen trompet", ("professional",))
BRAM = Member("Bram", "zeehond ladder krijtje oktobermist", ("professional",))
CHRIS = Member("Chris", "gordijn augurk snelweg pinguïn", ("professional",))
DINA = Member("Dina", "tulband vijver schroef marsepein", ("beheerder",))
MEMBERS = (ANNA, BRAM, CHRIS, DINA)


@dataclass(frozen=True)
class Cast:
    """The four with their keys open, and the recovery codes as they were shown once.

    Dina made the installation and let in the others; the codes were typed back.
    """

    anna: Unlocked
    bram: Unlocked
    chris: Unlocked
    dina: Unlocked
    codes: tuple[str, ...]

    @property
    def everybody(self) -> tuple[Unlocked, ...]:
        """The four, in the order of their names."""
        return (self.anna, self.bram, self.chris, self.dina)


@contextmanager
def quick_passphrases() -> Iterator[None]:
    """Lock keyrings with the quickest Argon2id while this lasts; opening follows what it finds."""
    with (
        patch.object(passphrase.lock, "__defaults__", (QUICK,)),
        patch.object(passphrase.decoy, "__defaults__", (QUICK,)),
    ):
        yield


def install(now: datetime = NOW, custodians: int = 1) -> Cast:
    """Make the installation with these four in it; call it within `quick_passphrases`."""
    from meldcode.access import dating, people

    with dating.at(now - EARLIER):
        dina, codes = people.set_up(DINA.naam, DINA.wachtzin, custodians, DINA.rollen)
        people.confirm_recovery(codes[:2])
        anna, bram, chris = (let_in(dina, member, now) for member in (ANNA, BRAM, CHRIS))
    return Cast(anna, bram, chris, dina, codes)


def let_in(
    by: Unlocked, member: Member, now: datetime = NOW, second: Unlocked | None = None
) -> Unlocked:
    """Invite somebody, let `second` sign for it, and have the invitation accepted."""
    from meldcode.access import people
    from meldcode.access.models import Invitation

    code = people.invite(by, member.naam, member.rollen, now)
    if second is not None:
        people.sign_invitation(second, Invitation.objects.get(naam=member.naam).public)
    return people.accept(member.naam, code, member.wachtzin, now)


def case(
    cast: Cast, entries: Sequence[Entry] | None = None, now: datetime = NOW, kader: str = "artsen"
) -> OpenCase:
    """Anna's case, with `some_entries` where none are given, which Bram may read."""
    from meldcode.access import sharing
    from meldcode.dossier import services
    from meldcode.kader.load import frameworks

    first = some_entries() if entries is None else entries
    started = services.start(cast.anna, frameworks()[kader], CODENAAM, first, now)
    return sharing.share(started, cast.anna, cast.bram.person, "lezen", now)


def opened(zaak: str, who: Unlocked, now: datetime = NOW) -> OpenCase:
    """The case as this person opens it. Raises what `ledger.services.open_case` raises."""
    from meldcode.access import people
    from meldcode.ledger import services as ledger

    return ledger.open_case(zaak, who.keyring, people.signing_keys(), now)


def some_entries() -> tuple[Entry, ...]:
    """A child, a parent, a signal and advice of a colleague: enough for a case to look real."""
    from meldcode.dossier.entries import Overleg, Persoon, Signaal

    return (
        Persoon(id="p1", rol="kind", naam="Sanne Veldhoen", geboren="2017-03"),
        Persoon(id="p2", rol="ouder", naam="Moeder Veldhoen", relatie="moeder van Sanne"),
        Signaal(
            wat="Sanne heeft een blauwe plek op haar bovenarm.",
            gebeurd="2026-11",
            opgemerkt=date(2026, 11, 12),
            herkomst="zelf_gezien",
            aard="feit",
            richting="ondersteunt",
            over=("p1",),
        ),
        Overleg(
            met="collega",
            op=date(2026, 11, 13),
            zonder_namen="ja",
            vraag="Past deze plek bij een val van de trap?",
            advies="Vraag een letseldeskundige om mee te kijken.",
        ),
    )
