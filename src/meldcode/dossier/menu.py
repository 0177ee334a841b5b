"""What can be added to a case, beside the step it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import reverse

from meldcode.dossier.entries import Afspraak
from meldcode.dossier.services import File
from meldcode.dossier.words import form_of

_CHECKED_AT = "1"
_WEIGHED_AT = "4"
_REPORTED_AT = "5"
_BESIDE_STEPS: Mapping[str, tuple[str, ...]] = {
    _CHECKED_AT: ("signaal", "persoon", "bijlage"),
    "2": ("overleg",),
    "3": ("gesprek",),
    _WEIGHED_AT: (),
    _REPORTED_AT: ("besluit", "melding", "afspraak", "opvolging", "terugkoppeling"),
    "Verder": ("stap", "informatieverzoek", "vernietigingsverzoek", "afsluiting", "heropening"),
}
_WEIGHING = "De vijf afwegingen, met je redenen. Daarna zie je het advies."
_COMPOSING = "Van de feiten in dit dossier een stuk voor Veilig Thuis maken."
_CHECK = "Ook als er niets uit komt, leg je dat vast."

Link = tuple[str, str, str]


def groups(found: File) -> Iterator[tuple[str, list[Link]]]:
    """By step, and then the rest: the address, name and use of what can be added now."""
    names = {
        key: f"Stap {step.nummer}: {step.kort.lower()}"
        for key, step in found.framework.stappen.items()
    }
    for step, kinds in _BESIDE_STEPS.items():
        links = [_link(found, kind) for kind in kinds if possible(found, kind)]
        if step == _CHECKED_AT:
            links += [_check_link(found, each) for each in found.framework.controles]
        if step == _REPORTED_AT:
            address = reverse("zaakmelding:overzicht", args=[found.case.zaak])
            links.insert(1, (address, "Melding opstellen", _COMPOSING))
        if step == _WEIGHED_AT:
            links.append((_url(found, "wegen"), "Wegen", _WEIGHING))
        yield names.get(step, step), links


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
