"""What lies ahead in a case as its pages show it: what comes first, the days, and the drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from meldcode.access.people import Unlocked
from meldcode.dossier.due import Due
from meldcode.dossier.entries import Afweging, Controle, Opvolging
from meldcode.dossier.filling import form_for
from meldcode.dossier.lacking import Lack
from meldcode.dossier.models import Draft
from meldcode.dossier.pages import correctable
from meldcode.dossier.services import File
from meldcode.dossier.telling import gist
from meldcode.dossier.words import MODELS, form_of

# What somebody records when the day of something has come.
_RECORDED_AS: Mapping[str, str] = {
    "afspraak": "opvolging",
    "opnieuw": "opvolging",
    "volgen": "opvolging",
    "gesprek": "gesprek",
    "terugkoppeling": "terugkoppeling",
}
_RECORD = "Leg het vast"
_WEIGH = "Weeg nu"
_COMPOSE = "Stel de melding op"


@dataclass(frozen=True)
class Coming:
    """Something to do on a day; `about` are the entries it concerns, as (number, text)."""

    day: date
    what: str
    about: tuple[tuple[int, str], ...]
    overdue: bool


@dataclass(frozen=True)
class First:
    """What to do first: a sentence, its day if it has one, and the link to where it is done."""

    what: str
    day: date | None
    overdue: bool
    url: str
    act: str


def coming(found: File) -> list[Coming]:
    """The days ahead, the first one first; what is to be done alike on one day stands together."""
    groups: dict[tuple[date, str], list[Due]] = {}
    for due in found.status.due:
        groups.setdefault((due.day, due.what), []).append(due)
    return [
        Coming(day, what, tuple(_about(found, due) for due in dues), dues[0].overdue)
        for (day, what), dues in groups.items()
    ]


def _about(found: File, due: Due) -> tuple[int, str]:
    entry = found.now[due.number]
    number = entry.afspraak if isinstance(entry, Opvolging) else due.number
    return number, gist(found.now.get(number, entry), found.framework)


def first(found: File) -> First | None:
    """What comes first, with where to do it; None where nothing is open."""
    following = found.status.next
    if following is None:
        return None
    kind = _recorded_as(found)
    if kind == "melding":
        return First(following.what, following.by, following.overdue, _report(found), _COMPOSE)
    case = [found.case.zaak]
    url = reverse("dossier:toevoegen", args=[*case, kind]) if kind else _weighing(found)
    act = _RECORD if kind else _WEIGH
    return First(following.what, following.by, following.overdue, url, act)


def _weighing(found: File) -> str:
    return reverse("dossier:wegen", args=[found.case.zaak])


def _report(found: File) -> str:
    return reverse("zaakmelding:overzicht", args=[found.case.zaak])


def _recorded_as(found: File) -> str:
    """The kind of entry that does what comes first; empty where that is weighing."""
    following = found.status.next
    assert following is not None
    for due in found.status.due:
        if (due.number, due.day) == (following.number, following.by):
            return _RECORDED_AS[due.kind]
    if following.number is not None:
        return ""
    form = form_for(found.framework, following.step or "")
    if form != "besluit":
        return form
    if not found.status.rounds:
        return ""
    return "melding" if _decided_to_report(found) else form


def _decided_to_report(found: File) -> bool:
    last = found.status.decision.last
    return last is not None and last.entry.melden == "wel"


def lacks(found: File) -> list[tuple[str, str]]:
    """What the file lacks, and where to fill it in; no address for who may only read."""
    may = found.case.may_write
    return [
        (each.sentence, _filled_in_at(found, each) if may else "") for each in found.status.lacking
    ]


def _filled_in_at(found: File, lack: Lack) -> str:
    zaak = found.case.zaak
    entry = found.now.get(lack.entries[0]) if lack.entries else None
    if isinstance(entry, Afweging) or lack.add == "afweging":
        return _weighing(found)
    if entry is not None and correctable(entry):
        return reverse("dossier:verbeteren", args=[zaak, lack.entries[0]])
    if lack.add == "controle":
        which = (
            entry.controle if isinstance(entry, Controle) else next(iter(found.framework.controles))
        )
        return reverse("dossier:controle", args=[zaak, which])
    return reverse("dossier:toevoegen", args=[zaak, lack.add]) if lack.add else ""


def drafts(who: Unlocked, found: File) -> list[tuple[str, str]]:
    """What this person began and didn't record in this case: what it is, and where it goes on."""
    rows = Draft.objects.filter(reference=who.reference, zaak=found.case.zaak).order_by("form")
    named = (_draft(found, row.form) for row in rows)
    return [each for each in named if each is not None]


def _draft(found: File, form: str) -> tuple[str, str] | None:
    zaak = found.case.zaak
    kind, _, rest = form.partition("-")
    if form == "wegen":
        return "Wegen", _weighing(found)
    if form == "meldstuk":
        return "Melding opstellen", _report(found)
    if form == "bijlage":
        return form_of(form).title, reverse("dossier:bijlage", args=[zaak])
    if form in MODELS:
        return form_of(form).title, reverse("dossier:toevoegen", args=[zaak, form])
    if kind == "controle" and rest in found.framework.controles:
        title = found.framework.controles[rest].titel
        return title, reverse("dossier:controle", args=[zaak, rest])
    if kind == "verbeteren" and rest.isdecimal():
        return "Verbetering", reverse("dossier:verbeteren", args=[zaak, int(rest)])
    return None
