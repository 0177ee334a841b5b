"""A small installation with a past: people, keys that were renewed, cases, one destroyed, a log."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from allauth.mfa.totp.internal import auth as totp

from meldcode.access import checkpoint, dating, log, people, second_factor, sharing
from meldcode.access.checkpoint import Checkpoint
from meldcode.access.log import Look
from meldcode.access.models import FOCAL, PROFESSIONAL
from meldcode.access.people import Unlocked
from meldcode.ledger import services as ledger
from meldcode.ledger.services import OpenCase
from meldcode.vault.keys import Keyring
from proef.geknoei import raw
from proef.geknoei.raw import Row
from tests import cast
from tests.cast import NOW, Cast

Snapshot = Mapping[str, list[Row]]
NEW_PHRASE = "kikker lantaarn zeepbel donderdag"


@dataclass
class World:
    """The installation, who plays in it, how it stood before, and the checkpoint that was kept.

    `stranger` is a keyring that nobody here knows: that of whoever owns the database.
    """

    cast: Cast
    folder: Path
    cases: tuple[str, ...] = ()
    past: list[Snapshot] = field(default_factory=list)
    kept: Checkpoint | None = None
    stranger: Keyring = field(default_factory=Keyring.generate)

    def remember(self) -> None:
        """Keep a copy of all tables, as an old back-up would."""
        self.past.append({table: raw.rows(table) for table in raw.COLUMNS})


def build(folder: Path) -> World:
    """Make the world; call it within `quick_passphrases`, on an empty database."""
    with dating.at(NOW):
        return _built(World(cast.install(), folder))


def _built(world: World) -> World:
    anna, bram, chris, dina = world.cast.everybody
    people.set_roles(dina, chris.person, [PROFESSIONAL, FOCAL])
    sharing.switch_emergency(dina, [chris.person])
    for who in (anna, dina):
        _with_codes(who)
    world.remember()
    gone = looked(cast.case(world.cast), anna)
    first = looked(cast.case(world.cast), anna)
    world.remember()
    ledger.destroy(gone, anna.keyring, "termijn", NOW)
    log.write(anna.keyring, Look(log.DESTROYED, gone.zaak, "eigen zaak", head=gone.head), NOW)
    ledger.write_stones(world.folder)
    first = added(first, anna, b"Een foto.", b"\x89PNG")
    second = looked(cast.case(world.cast, entries=()), anna)
    world.remember()
    change_people(world)
    first, second = cast.opened(first.zaak, anna), cast.opened(second.zaak, anna)
    first = sharing.end_share(first, anna, bram.reference, NOW)
    first = looked(added(first, anna, b"Daarna."), anna)
    second = looked(added(sharing.hand_over(second, anna, bram.person, NOW), anna, b"Over."), anna)
    world.cases = (first.zaak, second.zaak)
    # The product still has this framework; reading the kept one would take most of the time.
    shutil.rmtree(world.folder / "kaders")
    world.kept = checkpoint.read(checkpoint.write(dina, NOW + timedelta(days=1)))
    return world


def _with_codes(who: Unlocked) -> None:
    """Somebody who gives a code of an app besides the passphrase."""
    secret = second_factor.new_secret()
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    assert second_factor.add_code(who.person, who.keyring, secret, code), "the code is of now"


def change_people(world: World) -> None:
    """A passphrase, roles, access and the recovery key become others, as they do in a year."""
    anna, bram, chris, dina = world.cast.everybody
    people.keep_lock(bram, people.locked_anew(bram, NEW_PHRASE))
    people.set_roles(dina, chris.person, [PROFESSIONAL])
    people.set_active(chris.person, False, dina)
    row = people.installation()
    assert row is not None, "the cast made one"
    people.renew_recovery(row, dina.keyring)
    sharing.switch_emergency(dina, [])
    for who in (anna, bram, dina):
        people.agree(who)
        sharing.keep_up(who, NOW)


def added(case: OpenCase, who: Unlocked, text: bytes, original: bytes = b"") -> OpenCase:
    """The case with one record more, and an attachment where there is one."""
    attached = ledger.attach(case, ledger.sealed_file(case, original)) if original else ""
    return ledger.append(case, who.keyring, text, NOW, attached)


def looked(case: OpenCase, who: Unlocked) -> OpenCase:
    """The case, with the line in the log that every page writes."""
    log.write(who.keyring, Look("bekijken", case.zaak, "eigen zaak", head=case.head), NOW)
    return case
