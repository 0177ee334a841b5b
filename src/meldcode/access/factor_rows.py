"""What somebody set up besides the passphrase, as its owner signs for it.

Who writes in the database can add, swap or take away a row. So the owner's own row holds a digest
of these, and the signature on that row (`trust.state`) covers it.
"""

from __future__ import annotations

import json
from hashlib import sha256

from allauth.mfa.models import Authenticator

from meldcode.access.models import Person

# Which step of time was used last moves at each use, and the rest of the row doesn't.
_MOVES = "counter"


def digest(person: Person) -> str:
    """Everything about these rows that only a change by their owner alters, in 64 characters."""
    rows = Authenticator.objects.filter(user=person).values_list("type", "data")
    return _digest(
        sorted(json.dumps([kind, _lasting(data)], sort_keys=True) for kind, data in rows)
    )


def _digest(told: list[str]) -> str:
    return sha256(json.dumps(told).encode()).hexdigest()


# What a new person signs for: whoever adds a factor to somebody who has none is named too.
NONE = _digest([])


def exist(person: Person) -> bool:
    """Whether this person set up anything."""
    return bool(Authenticator.objects.filter(user=person).exists())


def are_signed(person: Person) -> bool:
    """Whether the owner's row says anything of these; rows of before say nothing."""
    return person.factors is not None


def are_genuine(person: Person) -> bool:
    """Whether these are the rows that their owner signed for, as far as that can be told."""
    return not are_signed(person) or person.factors == digest(person)


def _lasting(data: object) -> object:
    if not isinstance(data, dict):
        return data
    return {name: value for name, value in data.items() if name != _MOVES}
