"""What can be added to a case, beside the step it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from meldcode.dossier.entries import Afspraak
from meldcode.dossier.filling import FORMS
from meldcode.dossier.services import File
from meldcode.dossier.words import form_of

_REST = ("stap", "informatieverzoek", "vernietigingsverzoek", "afsluiting", "heropening")
_WEIGHING = "De vijf afwegingen, met je redenen. Daarna zie je het advies."
_COMPOSING = "Van de feiten in dit dossier een stuk voor Veilig Thuis maken."
_CHECK = "Ook als er niets uit komt, leg je dat vast."

Link = tuple[str, str, str]


def groups(found: File) -> Iterator[tuple[str, list[Link]]]:
    """By step, and then the rest: the address, name and use of what can be added now."""
    for step in found.framework.stappen.values():
        links = [link for kind in (step.gevuld_door, *step.ook) for link in _links(found, kind)]
        yield f"Stap {step.nummer}: {step.kort.lower()}", links
    yield "Verder", [_link(found, kind) for kind in _REST if possible(found, kind)]


def _links(found: File, kind: str) -> Iterator[Link]:
    if kind == "wegen":
        yield _url(found, "wegen"), "Wegen", _WEIGHING
    elif kind == "controle":
        yield from (_check_link(found, each) for each in found.framework.controles)
    elif kind == "meldstuk":
        address = reverse("zaakmelding:overzicht", args=[found.case.zaak])
        yield address, "Melding opstellen", _COMPOSING
    elif possible(found, FORMS.get(kind, kind)):
        yield _link(found, FORMS.get(kind, kind))


def possible(found: File, soort: str) -> bool:
    """Whether this kind can be added as the case stands."""
    closed = found.status.decision.closed
    if soort == "opvolging":
        return bool(found.facts.all(Afspraak))
    return {"heropening": closed, "afsluiting": not closed}.get(soort, True)


def _link(found: File, soort: str) -> Link:
    form = form_of(soort)
    where = ("bijlage",) if soort == "bijlage" else ("toevoegen", soort)
    return _url(found, *where), form.title, form.short


def _check_link(found: File, welke: str) -> Link:
    return _url(found, "controle", welke), found.framework.controles[welke].titel, _CHECK


def _url(found: File, name: str, *args: str) -> str:
    return reverse(f"dossier:{name}", args=[found.case.zaak, *args])
