"""Trying to open what was carried off: with what lies there, and with what does not.

Runs in a process of its own, which never saw the house: ``python -m proef.buit.locks FOLDER``
reads what the thief has besides the folder (cookies, perhaps a passphrase) as JSON from standard
input and prints what opened as JSON.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from proef.buit.search import cells, files

Opened = tuple[int, int]  # how many tries, how many of them opened something

_MOST_PHRASES = 60
_PURPOSES = (
    b"meldcode slot: sleutel",
    b"meldcode slot: rij",
    b"meldcode eigen\x00concept",
    b"django: geheime sleutel",
)
_TEXT = re.compile(rb"[\x20-\x7e]{6,80}")


def cookie_without_memory(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """The row of the open browser, with its cookie, in a server that was started anew."""
    from django.http import HttpRequest

    from meldcode.access import unlock
    from meldcode.access.models import Unlock

    request = HttpRequest()
    request.COOKIES = dict(extra["cookies"])
    rows = Unlock.objects.count()
    assert Unlock.objects.exclude(sealed=b"").exists(), "a browser was open in the house"
    Unlock.objects.update(used_at=unlock._now())
    return rows, int(unlock.state(request).who is not None)


def sessions(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """What Django's own sessions tell, and whether the cookies are one."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    keys = [*Session.objects.values_list("session_key", flat=True), *extra["cookies"].values()]
    return len(keys), sum(bool(SessionStore(key[:40]).load()) for key in keys)


def every_value_as_key(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """Every 32 bytes that lie there, and what is derived from them, on every sealed box."""
    from meldcode.vault.sealing import SealBroken, Secret, unseal

    boxes, tries, opened = list(_boxes()), 0, 0
    for key in _keys(loot, extra):
        for box, context in boxes:
            tries += 1
            try:
                unseal(Secret(key), box, context)
            except (SealBroken, ValueError):
                continue
            opened += 1
    return tries, opened


def _keys(loot: Path, extra: Mapping[str, Any]) -> set[bytes]:
    from meldcode.vault.sealing import derive_key

    values = {value for _, value in cells(loot / "meldcode.sqlite3")}
    values |= {text.encode() for text in extra["cookies"].values()}
    found = set()
    for value in values:
        if len(value) > 4096:
            continue
        for form in _read(value):
            found.add(sha256(form).digest())
            found |= {form[at : at + 32] for at in range(0, len(form) - 31, 32)}
            found |= {derive_key(form, purpose=purpose).reveal() for purpose in _PURPOSES}
    return found


def _read(value: bytes) -> Iterator[bytes]:
    if value:
        yield value
    for decode in (bytes.fromhex, base64.b64decode, base64.urlsafe_b64decode):
        try:
            read = decode(value.decode())
        except ValueError:
            continue
        if len(read) >= 16:
            yield read


def _boxes() -> Iterator[tuple[bytes, bytes]]:
    """Sealed bytes with the context that the program itself would name."""
    from meldcode.access import unlock
    from meldcode.access.models import Unlock
    from meldcode.dossier import services
    from meldcode.dossier.models import Draft
    from meldcode.ledger.chain import CONTENT
    from meldcode.ledger.models import Attachment, Zaak
    from meldcode.ledger.services import _file_context, load

    for row in Unlock.objects.all():
        yield bytes(row.sealed), unlock._context(row.lookup, row.reference, row.stage)
    for draft in Draft.objects.all():
        context = services._draft_context(draft.reference, draft.zaak, draft.form)
        yield bytes(draft.sealed), context
    for file in Attachment.objects.all():
        for form in (1, 2):
            yield bytes(file.sealed), _file_context(file.zaak, 1, form)
    for zaak in Zaak.objects.values_list("reference", flat=True):
        for record in load(zaak):
            if record.kind == CONTENT:
                yield record.body, record.header


def every_text_as_passphrase(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """Names, settings and other texts that lie there, as the passphrase."""
    from meldcode.access.models import Person

    texts = {"", "meldcode", "Meldcode", "welkom", *extra["cookies"].values()}
    for _, data in (*cells(loot / "meldcode.sqlite3"), *_small(loot)):
        texts |= {found.decode() for found in _TEXT.findall(data[:400])}
    # The shortest first: what people choose is short, what programs write is long.
    chosen = sorted(texts, key=lambda text: (len(text), text))[:_MOST_PHRASES]
    tries = [(person, text) for person in Person.objects.all() for text in chosen]
    return len(tries), sum(person.check_password(text) for person, text in tries)


def _small(loot: Path) -> Iterator[tuple[str, bytes]]:
    return ((where, data) for where, data in files(loot) if len(data) < 4096)


def every_value_as_recovery_code(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """Every 16 bytes that lie there, and every text that looks like a code."""
    from meldcode.access import people
    from meldcode.vault import recovery
    from meldcode.vault.sealing import SealBroken, Secret

    row = people.installation()
    assert row is not None
    values = {
        form[at : at + 16]
        for _, value in cells(loot / "meldcode.sqlite3")
        if len(value) <= 4096
        for form in _read(value)
        for at in range(0, len(form) - 15, 8)
    }
    opened = 0
    for value in values:
        try:
            recovery.unwrap(row.recovery_blobs, [Secret(value)], people._RECOVERY_CONTEXT)
        except SealBroken:
            continue
        opened += 1
    return len(values), opened


def a_lock_of_ones_own(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """Put a keyring of one's own in the owner's row, and log in as the owner."""
    from django.db import transaction

    from meldcode.access import people
    from meldcode.access.people import PeopleError
    from meldcode.ledger.rights import NoAccess
    from meldcode.vault import passphrase
    from meldcode.vault.keys import Keyring
    from tests.cast import QUICK

    person = people.find("Anna")
    assert person is not None
    own = Keyring.generate()
    opened = 0
    with transaction.atomic():
        context = people._lock_context(person)
        person.password = passphrase.lock(own.to_secret(), "van de dief zelf", context, QUICK)
        try:
            people.unlock(person, "van de dief zelf")
            opened += 1
        except PeopleError:
            pass
        try:
            _case(people.Unlocked(person, own), extra["zaak"])
            opened += 1
        except NoAccess:
            pass
    return 2, opened


def _case(who: Any, zaak: str) -> int:
    """How many entries this person reads in the case."""
    from django.utils import timezone

    from meldcode.access import people
    from meldcode.ledger import services as ledger

    case = ledger.open_case(zaak, who.keyring, people.signing_keys(), timezone.now())
    return len(case.contents)


def with_the_passphrase(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """What the owner does: proves that this thief can open what there is a key to."""
    from meldcode.access import people

    person = people.find("Anna")
    assert person is not None
    who = people.Unlocked(person, people.unlock(person, extra["phrase"]))
    return 1, _case(who, extra["zaak"])


def with_the_recovery_code(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """What the owner does who lost the passphrase."""
    from meldcode.access import people

    who = people.recover("Anna", [extra["code"]], "dit is een heel andere zin van de dief")
    return 1, _case(who, extra["zaak"])


def cookie_with_memory(loot: Path, extra: Mapping[str, Any]) -> Opened:
    """The cookie and the key from the server's memory: the limit that the docs name."""
    from django.http import HttpRequest

    from meldcode.access import unlock
    from meldcode.access.models import Unlock

    Unlock.objects.update(used_at=unlock._now())
    request = HttpRequest()
    request.COOKIES = dict(extra["cookies"])
    who = unlock.state(request).who
    return 1, _case(who, extra["zaak"]) if who else 0


ATTEMPTS: Mapping[str, Callable[[Path, Mapping[str, Any]], Opened]] = {
    each.__name__: each
    for each in (
        cookie_without_memory,
        sessions,
        every_value_as_key,
        every_text_as_passphrase,
        every_value_as_recovery_code,
        a_lock_of_ones_own,
    )
}
WITH_A_KEY: Mapping[str, Callable[[Path, Mapping[str, Any]], Opened]] = {
    each.__name__: each for each in (with_the_passphrase, with_the_recovery_code)
}


def main(loot: Path) -> None:
    """Try what standard input names, and print how often it was tried and what opened."""
    told = json.load(sys.stdin)
    os.environ["MELDCODE_MAP"] = str(loot)
    os.environ["DJANGO_SETTINGS_MODULE"] = "meldcode.site.settings"
    import django

    django.setup()
    known = {**ATTEMPTS, **WITH_A_KEY, cookie_with_memory.__name__: cookie_with_memory}
    print(json.dumps({name: known[name](loot, told) for name in told["attempts"]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
