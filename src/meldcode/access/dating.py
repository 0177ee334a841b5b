"""By which moment the log is dated, and what is said where the clock runs behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.utils import timezone

from meldcode.access.models import LogLine

# Clocks of two machines differ by less.
TOLERANCE = timedelta(minutes=1)
# A clock that is this far ahead was set wrong.
AHEAD = timedelta(days=1)
BEHIND = (
    "De klok van deze computer loopt achter. Wat je nu vastlegt, krijgt de tijd van de regel "
    "ervoor. Vraag je beheerder de klok goed te zetten."
)

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The moment (aware) at which something is written down."""
    return _told.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment`, for who tells a story of before."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def is_behind(now: datetime) -> bool:
    """Whether the last line of the log is dated later than this moment."""
    last = LogLine.objects.order_by("-number").values_list("at", flat=True).first()
    return last is not None and datetime.fromisoformat(last) > now + TOLERANCE
