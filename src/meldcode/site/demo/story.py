"""The fictional cases as content: what happened on which day, moved to end shortly before today."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from meldcode.kader.reading import read_yaml, validate

FOLDER = Path(__file__).parent
STORIES = ("lange-zaak", "gesloten-zaak", "lopende-zaak")
OWNER = "Anna"

_HERE = ZoneInfo("Europe/Amsterdam")
_PACE = timedelta(minutes=4)
_WEEK = timedelta(weeks=1)
_PARTIAL = re.compile(r"\d{4}(-\d\d){0,2}")
# Days known in part, written as text; all other days are dates.
_PARTIAL_FIELDS = ("geboren", "uitgerekend", "gebeurd")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Day(_Strict):
    """A day's work: what is recorded, whom the case is shared with, or an emergency."""

    dag: date
    uur: str = Field(pattern=r"^\d\d\.\d\d$")
    door: str = OWNER
    deel: str = ""
    nood: str = ""
    regels: tuple[dict[str, Any], ...] = ()


class _Case(_Strict):
    codenaam: str
    kader: str
    dagen: tuple[_Day, ...]


@dataclass(frozen=True)
class Event:
    """One thing that somebody does in a case, at a moment (aware).

    `kind` is begin, regel (then `fields` are those of an entry), deel (`text` names with whom) or
    nood (`text` is the reason).
    """

    at: datetime
    kind: str
    who: str
    fields: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True)
class Story:
    """A fictional case."""

    codenaam: str
    kader: str
    events: tuple[Event, ...]


def stories(now: datetime) -> tuple[Story, ...]:
    """The cases, moved by whole weeks so that the last thing in them is less than a week ago.

    Raises ContentError where a file is not right.
    """
    told = [_read(name) for name in STORIES]
    ends = max(_moments(day)[-1] for case in told for day in case.dagen)
    shift = ((now - ends) // _WEEK) * _WEEK
    return tuple(_story(case, shift) for case in told)


def _read(name: str) -> _Case:
    label = f"demo/{name}.yaml"
    data = read_yaml(FOLDER / f"{name}.yaml", label)
    return validate(_Case, data, data, label, "Voorbeeldzaak")


def _moments(day: _Day) -> list[datetime]:
    start = datetime.combine(day.dag, time.fromisoformat(day.uur.replace(".", ":")), _HERE)
    amount = len(day.regels) + bool(day.deel) + bool(day.nood)
    return [start + _PACE * place for place in range(max(amount, 1))]


def _story(case: _Case, shift: timedelta) -> Story:
    first = _moments(case.dagen[0])[0] + shift - _PACE
    begin = Event(first, "begin", OWNER, {})
    events = (event for day in case.dagen for event in _events(day, shift))
    return Story(case.codenaam, case.kader, (begin, *events))


def _events(day: _Day, shift: timedelta) -> Iterator[Event]:
    moments = iter(_moments(day))
    if day.nood:
        yield Event(next(moments) + shift, "nood", day.door, {}, day.nood)
    if day.deel:
        yield Event(next(moments) + shift, "deel", day.door, {}, day.deel)
    for fields in day.regels:
        yield Event(next(moments) + shift, "regel", day.door, _plain(fields, shift, day.dag))


def _plain(fields: Mapping[str, Any], shift: timedelta, today: date) -> dict[str, Any]:
    """The fields as JSON has them, their days moved; the day itself stands in as `vandaag`."""
    moved = {"vandaag": today + shift, **{k: _moved(k, v, shift) for k, v in fields.items()}}
    found: dict[str, Any] = json.loads(json.dumps(moved, default=date.isoformat))
    return found


def _moved(name: str, value: Any, shift: timedelta) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _moved(str(key), each, shift) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_moved(name, each, shift) for each in value]
    if isinstance(value, date):
        return value + shift
    if name in _PARTIAL_FIELDS and _PARTIAL.fullmatch(str(value)):
        return _moved_in_part(str(value), shift)
    return value


def _moved_in_part(text: str, shift: timedelta) -> str:
    """A day that is known in part, from the middle of what it may be."""
    middle = {4: f"{text}-07-01", 7: f"{text}-15", 10: text}[len(text)]
    return (date.fromisoformat(middle) + shift).isoformat()[: len(text)]
