"""Where a visit was before: its cookie becomes another with each answer, so that a copy is dead."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

# A record separator: no text that was kept before there were trails begins with it.
_MARK = "\x1e"
# So many older cookies are told that the visit went on elsewhere; an older one finds nothing.
MOST_SPENT = 50


@dataclass(frozen=True)
class Trail:
    """Stands before what is kept, sealed with it.

    `before` is the token whose place this one took, until the browser showed that it has this one;
    `spent` are the primary keys of the rows that older tokens lead to.
    """

    before: str = ""
    spent: tuple[str, ...] = ()

    def after(self, token: str, lookup: str) -> Trail:
        """The trail of the token that takes the place of `token`."""
        return Trail(token, (*self.spent, lookup)[-MOST_SPENT:])

    def seen(self) -> Trail:
        """The trail once the browser has the new token."""
        return replace(self, before="")

    def write(self, text: str) -> str:
        """Trail and text as one text."""
        return f"{_MARK}{json.dumps([self.before, self.spent])}\n{text}"

    @classmethod
    def read(cls, kept: str) -> tuple[Trail, str]:
        """What `write` wrote; also a text that was kept without a trail."""
        if not kept.startswith(_MARK):
            return cls(), kept
        head, _, text = kept.removeprefix(_MARK).partition("\n")
        before, spent = json.loads(head)
        return cls(before, tuple(spent)), text
