"""What the pages of one case share: reading it, its rail of steps, its names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from meldcode.access import gate
from meldcode.access.pages import show as show_page
from meldcode.dossier import services, text
from meldcode.dossier.casefile import Placed
from meldcode.dossier.entries import Afspraak, Correctie, Entered, Entry, Persoon
from meldcode.dossier.services import File
from meldcode.dossier.steps import StepStatus

_FILLED_BY = {"1": "signaal", "2": "overleg", "3": "gesprek"}
# What a row of the line of time need not repeat: its date and place stand beside it.
_BESIDE = frozenset({"Datum", "Opgemerkt", "Ronde", "Vingerafdruk van het kader", "Codenaam"})
_IN_SHORT = 3
_STATE_CLASS = {
    "gedaan": "step--done",
    "overgeslagen_met_reden": "step--left",
    "overgeslagen": "step--left",
    "open": "",
}


@dataclass(frozen=True)
class Shown:
    """An entry as a page shows it; `text` is (label, value) pairs, `corrected` what replaced it."""

    number: int
    heading: str
    kind: str
    day: str
    iso: str
    author: str
    lines: tuple[tuple[str, str], ...]
    short: tuple[tuple[str, str], ...]
    person: str
    weighty: bool
    corrected: str
    image: bool
    can_correct: bool


def file(request: HttpRequest) -> File:
    """The file of this route's case, today."""
    return services.read(gate.case(request), timezone.localdate())


def url(found: File, name: str, *args: object) -> str:
    """An address within this case."""
    return reverse(f"dossier:{name}", args=[found.case.zaak, *args])


def show(
    request: HttpRequest,
    template: str,
    found: File,
    context: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A page of the case, with the steps beside it."""
    values = {
        "zaak": found.case.zaak,
        "basis": reverse("dossier:zaak", args=[found.case.zaak]),
        "codenaam": found.codenaam,
        "kader": found.framework,
        "rail": rail(found),
        "mag_schrijven": found.case.may_write,
        "is_eigenaar": found.case.is_owner,
        "last": found.last,
        "conceptscript": static("dossier/concept.js"),
        "formulierscript": static("dossier/formulier.js"),
        **(context or {}),
    }
    return show_page(request, template, values, errors)


def back(found: File) -> dict[str, str]:
    """The link back to the case."""
    return {"url": url(found, "zaak"), "tekst": f"Terug naar {found.codenaam}"}


def rail(found: File) -> list[dict[str, Any]]:
    """The five steps with how far each is, in words and in form."""
    rows = []
    for status in found.status.steps:
        step = found.framework.stappen[status.step]
        rows.append(
            {
                "nummer": step.nummer,
                "naam": step.kort,
                "klasse": _STATE_CLASS[status.state],
                "zin": status.sentence,
                "url": _step_url(found, status),
            }
        )
    return rows


def _step_url(found: File, status: StepStatus) -> str:
    """Where a step leads: to what shows it, else to where it is filled in."""
    if status.numbers or not found.case.may_write:
        anchor = f"#regel-{status.numbers[-1]}" if status.numbers else ""
        return f"{url(found, 'zaak')}{anchor}"
    if status.step in _FILLED_BY:
        return url(found, "toevoegen", _FILLED_BY[status.step])
    decided_last = status.step == list(found.framework.stappen)[-1] and found.status.rounds
    return url(found, "toevoegen", "besluit") if decided_last else url(found, "wegen")


def shown(found: File, entered: Entered) -> Shown:
    """One entry for a page."""
    entry = entered.entry
    day = getattr(entry, "op", None) or getattr(entry, "opgemerkt", None) or entered.at.date()
    by = found.corrections.get(entered.number)
    lines = tuple(text.lines(_effective(found, entered), found.names, framework=found.framework))
    return Shown(
        number=entered.number,
        heading=text.heading(entry),
        kind=entry.soort,
        day=text.dutch_date(day),
        iso=day.isoformat(),
        author=entered.author,
        lines=lines,
        short=tuple(line for line in lines if line[0] not in _BESIDE)[:_IN_SHORT],
        person=entry.id if isinstance(entry, Persoon) and entry.veilig_adres else "",
        weighty=entry.soort in ("besluit", "melding", "afsluiting"),
        corrected=_told(by),
        image=entry.soort == "bijlage",
        can_correct=entry.soort
        not in ("begin", "correctie", "noodtoegang", "uitgegeven", "afweging", "bijlage"),
    )


def _told(by: Entered | None) -> str:
    if by is None:
        return ""
    assert isinstance(by.entry, Correctie)
    what = "verbeterd" if by.entry.wordt else "ingetrokken"
    return f"{what} op {text.dutch_date(by.at.date())} door {by.author}: {by.entry.reden}"


def _effective(found: File, entered: Entered) -> Entry:
    """The entry as it reads today; one that was withdrawn as it read before."""
    return found.now.get(entered.number, entered.entry)


def timeline(found: File) -> list[Shown]:
    """All entries, the newest first; corrections stand with what they correct."""
    kept = [e for e in found.entered if not isinstance(e.entry, Correctie)]
    rows = [shown(found, each) for each in kept]
    return sorted(rows, key=lambda row: (row.iso, row.number), reverse=True)


def people_choices(found: File) -> list[tuple[str, str]]:
    """Id and name of each person, for a form."""
    return list(found.names.items())


def agreement_choices(found: File) -> list[tuple[int, str]]:
    """Number and text of each agreement, for a form."""
    made: tuple[Placed[Afspraak], ...] = found.facts.all(Afspraak)
    return [(each.number, each.entry.resultaat) for each in made]
