"""What a form sent: checked, with a Dutch sentence for everything that is not right."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from django.http import QueryDict

from meldcode.kader.advice import OPEN
from meldcode.kader.bezoek import MAX_TEXT, Besluit
from meldcode.kader.input import ANSWERS

CHOOSE = {
    "stand": "Kies of je deze stap hebt gedaan.",
    "antwoord": "Kies ja, nee of weet ik nog niet.",
    "waarde": "Kies een van de antwoorden.",
    "melden": "Kies wat je besluit over melden.",
    "hulp": "Kies wat je besluit over hulp.",
}
TEXTS = {"reden": "Jouw reden", "overleg": "Met wie je overlegde"}


def text(sent: QueryDict, name: str) -> str:
    """A text field, with the line ends that browsers add made plain."""
    typed = sent.get(name, "").replace("\r\n", "\n").strip()
    # A form in a rare encoding can hold half a character, which nothing can be written down with.
    return typed.encode(errors="replace").decode()


def errors(
    sent: QueryDict, choices: Mapping[str, Container[str | None]], texts: Iterable[str] = ()
) -> list[dict[str, str]]:
    """What is wrong, one entry a field: ``veld`` and ``tekst``."""
    found = [
        {"veld": name, "tekst": CHOOSE[name]}
        for name, allowed in choices.items()
        if sent.get(name) not in allowed
    ]
    for name in texts:
        too_many = len(text(sent, name)) - MAX_TEXT
        if too_many > 0:
            count = "1 teken" if too_many == 1 else f"{too_many} tekens"
            sentence = f"{TEXTS[name]} is {count} te lang. Er passen {MAX_TEXT} tekens in."
            found.append({"veld": name, "tekst": sentence})
    return found


def besluit(sent: QueryDict) -> Besluit:
    """The professional's own decisions as they were filled in; open where none was chosen."""
    melden, hulp = (sent.get(name, OPEN) for name in ("melden", "hulp"))
    return Besluit(
        melden=melden if melden in ANSWERS else OPEN,
        hulp=hulp if hulp in ANSWERS else OPEN,
        reden=text(sent, "reden"),
        overleg=text(sent, "overleg"),
    )
