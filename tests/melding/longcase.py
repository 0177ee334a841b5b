"""The demo's long case as a `File`, without a database; its last day is the week before `TODAY`."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from meldcode.dossier.entries import Begin, Entered
from meldcode.dossier.services import File
from meldcode.site.demo.build import _Teller
from meldcode.site.demo.story import stories
from tests.dossier.filing import filed_as

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PHOTO = b"a stand-in for a photo"


@lru_cache(maxsize=1)
def long_case() -> File:
    """The case of Noortje and Teun, on the framework of social work."""
    story = stories(NOW)[0]
    teller = _Teller(story, {})
    begin = Begin(codenaam=story.codenaam, kader=story.kader, kader_versie="1", kader_hash="")
    entered = [Entered(1, "Anna", story.events[0].at, begin)]
    for event in story.events:
        if event.kind != "regel":
            continue
        fields = dict(event.fields)
        mark = fields.pop("merk", "")
        photo = PHOTO if fields["soort"] == "bijlage" else None
        number = len(entered) + 1
        entered.append(Entered(number, "Anna", event.at, teller._entry(fields, photo)))
        if mark:
            teller.marks[mark] = number
    return filed_as(tuple(entered), story.kader)
