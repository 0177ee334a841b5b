"""What the pages of one case share: reading it, its rail of steps, its names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from meldcode.access import gate, known, overview, paging
from meldcode.access.pages import show as show_page
from meldcode.dossier import answers, services, text, timeline
from meldcode.dossier.casefile import Placed
from meldcode.dossier.entries import Afspraak, Bijlage, Correctie, Entered, Entry, Persoon
from meldcode.dossier.filling import form_for
from meldcode.dossier.services import File
from meldcode.dossier.steps import StepStatus
from meldcode.dossier.timeline import Row
from meldcode.ledger.chain import Record
from meldcode.ledger.services import Behind, SealedFile

# The kind of entry that fills a step without considerations.
_NEVER_CORRECTED = frozenset(
    {"begin", "kaderwissel", "correctie", "noodtoegang", "uitgegeven", "afweging", "controle"}
)
_STATE_CLASS = {
    "gedaan": "step--done",
    "overgeslagen_met_reden": "step--left",
    "overgeslagen": "step--left",
    "open": "",
}


@dataclass(frozen=True)
class Shown:
    """An entry as a page of its own or a print shows it.

    `row` is how the line of time tells it, `lines` all of it as (label, value); `picture` tells
    whether its attachment can be seen on the page.
    """

    row: Row
    kind: str
    lines: tuple[tuple[str, str], ...]
    person: str
    image: bool
    picture: bool
    can_correct: bool


def file(request: HttpRequest) -> File:
    """The file of this route's case, today; the log says so where a namesake looks."""
    found = services.read(gate.case(request), timezone.localdate())
    if overview.own_surname(gate.person(request).person.naam, found.names.values()):
        gate.namesake(request)
    return found


def file_again(request: HttpRequest) -> File:
    """The file as it is now, where somebody else added to it after this request opened it."""
    who, zaak = gate.person(request), gate.case(request).zaak
    case = known.opened(zaak, who, timezone.now())
    return services.read(case, timezone.localdate())


Since = Sequence[tuple[str, str]]


def since(request: HttpRequest, found: File, opened_on: int | None = None) -> Since:
    """What was added since the form was opened: by whom, and what it is headed.

    Which record the form was opened on stands in its field `na`, unless `opened_on` tells.
    """
    sent = request.POST.get("na", "")
    if opened_on is None:
        opened_on = int(sent) if sent.isdecimal() and len(sent) < 10 else found.last
    me = gate.person(request).person.naam
    return [
        ("Jij" if each.author == me else each.author, text.heading(each.entry))
        for each in found.entered
        if each.number > opened_on
    ]


def store(
    request: HttpRequest,
    found: File,
    entry: Entry,
    again: Callable[[File, Since], HttpResponse],
    draft: str,
    attached: SealedFile | None = None,
) -> HttpResponse:
    """Add the entry and drop its draft, unless somebody added something since the form was opened.

    Then `again` gives the form once more, with the file as it is now and what came in between.
    """
    came = since(request, found)
    if came:
        return again(found, came)
    who = gate.person(request)
    try:
        with gate.written(request):
            added = services.add(found.case, who, entry, timezone.now(), attached)
            services.drop_draft(who, found.case.zaak, draft)
            gate.did(request, "verbeteren" if isinstance(entry, Correctie) else "toevoegen", added)
    except Behind:
        now = file_again(request)
        return again(now, since(request, now, found.last))
    return HttpResponseRedirect(_row_url(found, _where(found, entry, added.records[-1])))


def _where(found: File, entry: Entry, record: Record) -> Entered | None:
    """What the line of time shows of an entry that was added to `found` as this record."""
    if isinstance(entry, Correctie):
        return found.at(entry.op_nummer)
    return Entered(record.number, "", record.made_at, entry)


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
        "mag_uitvoeren": not found.case.right.until,
        "niet_te_lezen": found.garbled,
        "last": found.last,
        "conceptscript": static("dossier/concept.js"),
        "formulierscript": static("dossier/formulier.js"),
        "taalscript": static("dossier/taal.js"),
        **(context or {}),
    }
    page = show_page(request, template, values, errors)
    return answers.given(request, page, found.case.zaak)


def back(found: File, number: int | None = None) -> dict[str, str]:
    """The link back to the case, or to the place of an entry in its line of time."""
    to = _row_url(found, found.at(number) if number else None)
    return {"url": to, "tekst": f"Terug naar {found.codenaam}"}


def _row_url(found: File, entered: Entered | None) -> str:
    """Where an entry stands in the line of time: the piece of it, and the place there."""
    if entered is None:
        return url(found, "zaak")
    piece = timeline.piece_of(found, entered)
    asked = f"?{paging.PARAMETER}={piece}" if piece > 1 else ""
    return f"{url(found, 'zaak')}{asked}#regel-{entered.number}"


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
        return _row_url(found, found.at(status.numbers[-1]) if status.numbers else None)
    form = form_for(found.framework, status.step)
    # The decision follows the weighing, so before there is a round that is where it leads.
    if form and (form != "besluit" or found.status.rounds):
        return url(found, "toevoegen", form)
    return url(found, "wegen")


def shown(found: File, entered: Entered) -> Shown:
    """One entry for a page."""
    entry = entered.entry
    now = found.now.get(entered.number, entry)
    row = timeline.row(found, entered)
    return Shown(
        row=row,
        kind=entry.soort,
        lines=tuple(text.lines(now, found.names, framework=found.framework_at(entered.number))),
        person=entry.id if isinstance(entry, Persoon) and entry.veilig_adres else "",
        image=isinstance(entry, Bijlage),
        picture=isinstance(entry, Bijlage) and entry.bestand.type.startswith("image/"),
        can_correct=entered.number in found.now and correctable(entry),
    )


def correctable(entry: Entry) -> bool:
    """Whether a form can change it. Weighing and checks are done again instead."""
    return entry.soort not in _NEVER_CORRECTED


def whole(found: File) -> list[Shown]:
    """All entries in full, the newest first; a correction stands with what it corrects."""
    kept = {each.number: each for each in found.entered}
    return [shown(found, kept[row.number]) for row in timeline.rows(found)]


def rows_html(request: HttpRequest, found: File, rows: Iterable[Row]) -> SafeString:
    """Rows of the line of time as the page of this case shows them."""
    return timeline.html(rows, url(found, "zaak"), gate.person(request).person.naam)


def people_choices(found: File) -> list[tuple[str, str]]:
    """Id and name of each person, for a form."""
    return list(found.names.items())


def agreement_choices(found: File) -> list[tuple[int, str]]:
    """Number and text of each agreement, for a form."""
    made: tuple[Placed[Afspraak], ...] = found.facts.all(Afspraak)
    return [(each.number, each.entry.resultaat) for each in made]
