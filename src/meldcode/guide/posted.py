"""What a form sent: checked, with a Dutch sentence for everything that is not right."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from django.http import HttpRequest

from meldcode.kader.bezoek import MAX_TEXT, Besluit

CHOOSE = {
    "stand": "Kies of je deze stap hebt gedaan.",
    "antwoord": "Kies ja, nee of weet ik nog niet.",
    "waarde": "Kies een van de antwoorden.",
    "melden": "Kies wat je besluit over melden.",
    "hulp": "Kies wat je besluit over hulp.",
}
TEXTS = {"reden": "Jouw reden", "overleg": "Met wie je overlegde"}


def text(request: HttpRequest, name: str) -> str:
    """A text field, with the line ends that browsers add made plain."""
    return request.POST.get(name, "").replace("\r\n", "\n").strip()


def errors(
    request: HttpRequest, choices: Mapping[str, Container[str | None]], texts: Iterable[str] = ()
) -> list[dict[str, str]]:
    """What is wrong, one entry a field: ``veld`` and ``tekst``."""
    found = [
        {"veld": name, "tekst": CHOOSE[name]}
        for name, allowed in choices.items()
        if request.POST.get(name) not in allowed
    ]
    for name in texts:
        too_many = len(text(request, name)) - MAX_TEXT
        if too_many > 0:
            sentence = (
                f"{TEXTS[name]} is {too_many} tekens te lang. Er passen {MAX_TEXT} tekens in."
            )
            found.append({"veld": name, "tekst": sentence})
    return found


def besluit(request: HttpRequest) -> Besluit:
    """The professional's own decisions as they were filled in."""
    return Besluit(
        melden=request.POST.get("melden", "open"),
        hulp=request.POST.get("hulp", "open"),
        reden=text(request, "reden"),
        overleg=text(request, "overleg"),
    )
